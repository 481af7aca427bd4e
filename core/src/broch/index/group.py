"""Group commit: many threads ask, one of them does the work of all that wait, and each gets its own outcome.

The lead is handed over: a leader that is done wakes its group and makes the first that waits the next leader. If it
were left to whoever gets a lock, finished threads and newcomers would compete for it, and groups would stay small.
"""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Work = TypeVar("Work")


class Entry(Generic[Work]):
    """One thread's request. Whoever leads sets ``result`` or ``error``."""

    __slots__ = ("done", "error", "result", "turn", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.result: object = None
        self.error: BaseException | None = None
        self.done = False
        self.turn = Lock()
        self.turn.acquire()


class GroupCommit(Generic[Work]):
    """``run`` gets a group of entries, in the order in which they came, and commits them together.

    What it raises is the outcome of every entry of the group.
    """

    def __init__(self, run: Callable[[Sequence[Entry[Work]]], None], largest: int) -> None:
        self._run = run
        self._largest = largest
        self._waiting: deque[Entry[Work]] = deque()
        self._led = False
        self._lock = Lock()

    def submit(self, work: Work, meanwhile: Callable[[], object] = lambda: None) -> object:
        """Do this work in some group; blocks until it is committed. Raises what became of it.

        ``meanwhile`` is called in this thread while others lead, or before it leads itself: so more come together.
        It must not raise.
        """
        entry = Entry(work)
        with self._lock:
            follows = self._led
            if follows:
                self._waiting.append(entry)
            self._led = True
        meanwhile()
        if follows:
            entry.turn.acquire()
        if not entry.done:
            self._lead(entry)
        if entry.error is not None:
            raise entry.error
        return entry.result

    def _lead(self, first: Entry[Work]) -> None:
        with self._lock:
            others = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._largest - 1))]
        group = [first, *others]
        try:
            self._run(group)
        except BaseException as error:  # noqa: BLE001  every thread of the group has to hear of it
            for entry in group:
                entry.error = error
        finally:
            first.done = True
            self._wake(others)

    def _wake(self, others: Sequence[Entry[Work]]) -> None:
        with self._lock:
            heir = self._waiting.popleft() if self._waiting else None
            self._led = heir is not None
        if heir is not None:
            heir.turn.release()
        for entry in others:
            entry.done = True
            entry.turn.release()
