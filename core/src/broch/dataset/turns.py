"""How many may do heavy work at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from broch_hostapi.errors import Busy

PATIENCE = 0.25
"""Seconds until somebody is refused: many small images are drawn in that time."""


class Turns:
    """``side_by_side`` work, ``waiting`` more wait for their turn, and everybody else is soon refused: the threads that
    are left answer other requests."""

    def __init__(self, side_by_side: int, waiting: int) -> None:
        self._working = BoundedSemaphore(side_by_side)
        self._present = BoundedSemaphore(side_by_side + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it. Raises ``Busy``. Nobody may ask for a second turn inside of one."""
        if not self._present.acquire(timeout=PATIENCE):
            raise Busy("too many images are being drawn")
        try:
            with self._working:
                yield
        finally:
            self._present.release()
