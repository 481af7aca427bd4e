"""Resources become stable when nothing has come below them for ``StableAge`` seconds.

The index knows what is not stable, so nothing is forgotten by a restart; this thread only knows when to look.
"""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

logger = logging.getLogger(__name__)

RETRY = 5.0
"""Seconds until the next attempt after the database failed."""


LONGEST = 3600.0
"""Seconds after which we look all the same: the clock of the machine may have been set."""


class Stabiliser(Protocol):
    """The one thing that stability needs of the index's writer."""

    def mark_stable(self, before: float) -> float | None:
        """Marks what has not changed since then; a time (epoch seconds) since when the next has not changed."""
        ...


class Stability:
    """One thread that sleeps until the next resource is due."""

    def __init__(self, index: Stabiliser, age: float, clock: Callable[[], float]) -> None:
        self._index = index
        self._age = age
        self._clock = clock
        self._wake = threading.Event()
        self._stopping = False
        self._waiting = False
        self._thread = threading.Thread(target=self._run, name="stability", daemon=True)

    def start(self) -> None:
        """Begin, with what a previous run left unstable."""
        self._thread.start()

    def stop(self) -> None:
        """End at once."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def notice(self) -> None:
        """Something was stored or deleted. Cheap: only wakes the thread when it has nothing to wait for."""
        if not self._waiting:
            self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            self._waiting = False  # before looking: whatever comes while we look wakes us again
            pause = self._pause()
            self._waiting = pause is not None
            self._wake.wait(pause)
            self._wake.clear()

    def _pause(self) -> float | None:
        """Mark what is due; seconds until the next is, None if there is nothing to wait for."""
        try:
            changed = self._index.mark_stable(self._clock() - self._age)
        except Exception as error:  # whatever it is, the thread has to go on
            logger.error("stability could not be determined: %s", type(error).__name__)  # noqa: TRY400
            logger.debug("stability could not be determined", exc_info=error)
            return RETRY
        return None if changed is None else min(max(0.01, changed + self._age - self._clock()), LONGEST)
