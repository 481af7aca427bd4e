"""How far a long command is: a bar on a terminal, else a line now and then."""

import time
from collections.abc import Callable
from typing import TextIO

WIDTH = 30
ON_TERMINAL = 0.2
ELSEWHERE = 10.0
"""Seconds between two signs of life."""


class Progress:
    """Shows one phase after the other."""

    def __init__(self, file: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._clock = clock
        self._terminal = file.isatty()
        self._phase = ""
        self._total = self._done = 0
        self._begun = self._shown = 0.0

    def begin(self, phase: str, total: int, done: int = 0) -> None:
        """A new phase; ``total`` 0: nobody knows how long it is."""
        self.end()
        self._phase, self._total, self._done = phase, total, done
        self._begun = self._shown = self._clock()
        if not self._terminal:
            self._file.write(f"{phase}: {total} to look at\n" if total else f"{phase}\n")
            self._file.flush()

    def advance(self, count: int = 1) -> None:
        """So many more are done."""
        self._done += count
        now = self._clock()
        if now - self._shown >= (ON_TERMINAL if self._terminal else ELSEWHERE):
            self._shown = now
            self._show(now)

    def end(self) -> None:
        """The phase is over."""
        if self._phase and self._terminal:
            self._show(self._clock())
            self._file.write("\n")
        self._phase = ""

    def _show(self, now: float) -> None:
        of_total = f"/{self._total}" if self._total else ""
        line = f"{self._phase}: {self._done}{of_total}, {self._speed(now)}"
        if not self._terminal:
            self._file.write(line + "\n")
        else:
            filled = WIDTH * min(self._done, self._total) // self._total if self._total else 0
            self._file.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {line}\x1b[K")
        self._file.flush()

    def _speed(self, now: float) -> str:
        return f"{self._done / max(now - self._begun, 0.001):.0f} a second"
