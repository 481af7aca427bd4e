"""What a process has to do when others write the same index: look what they did, and divide the subscribers.

A durable subscriber is served by one process at a time, by lease. The holder changes a value in the database every few
seconds; who sees it unchanged for longer takes it over. So only how fast clocks go matters, not what they show.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol
from uuid import uuid4

logger = logging.getLogger(__name__)

LOOK = 0.5
"""Seconds between two looks at what others did."""
RENEW = 3.0
LEASE = 12.0
"""Seconds after which a value that does not change belongs to nobody. Its holder has stopped by then: see ``holds``."""


class LeaseBook(Protocol):
    """What is needed of the journal."""

    def last_seq(self) -> int:
        """Number of the newest event."""
        ...

    def take_leases(self, process: str, free: Mapping[str, bytes | None]) -> dict[str, bytes]:
        """Renew those of this process, take those that have the value given here; what all these have now."""
        ...

    def drop_leases(self, process: str, owners: Sequence[str]) -> None:
        """Give up those of this process."""
        ...

    def keep_position(self, process: str, owner: str, position: bytes) -> bool:
        """Keep how far a subscriber has read, if its lease is of this process."""
        ...


class Leases:
    """Which subscribers this process serves. Safe for any thread, but ``renew`` belongs to one."""

    def __init__(self, book: LeaseBook, owners: Sequence[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._process = uuid4().hex
        self._book = book
        self._owners = owners
        self._clock = clock
        self._seen: dict[str, tuple[bytes | None, float]] = dict.fromkeys(owners, (None, clock() - LEASE))
        self._held: frozenset[str] = frozenset()
        self._until = 0.0

    def renew(self) -> bool:
        """Renew and take what can be had; whether there is something that was not ours before."""
        begun = self._clock()
        free = {name: value for name, (value, since) in self._seen.items() if begun - since >= LEASE}
        now = self._book.take_leases(self._process, dict.fromkeys(self._owners, b"") | free)
        for name, value in now.items():
            if self._seen[name][0] != value:
                self._seen[name] = (value, begun)
        before = self._held
        self._held = frozenset(name for name, value in now.items() if value.startswith(self._process.encode()))
        self._until = begun + LEASE - RENEW
        return not self._held <= before

    def holds(self, owner: str) -> bool:
        """Whether this process serves this subscriber now. No longer when it could not renew in time."""
        return owner in self._held and self._clock() < self._until

    def keep_position(self, owner: str, position: int) -> bool:
        """Keep how far a subscriber has read; False if the lease is another's by now."""
        return self._book.keep_position(self._process, owner, str(position).encode())

    def release(self) -> None:
        """At the end, so that nobody waits for the lease to run out."""
        self._book.drop_leases(self._process, self._owners)


class Watch:
    """The thread that looks and renews."""

    def __init__(self, book: LeaseBook, leases: Leases, notices: Sequence[Callable[[], object]]) -> None:
        """``notices`` are called when there may be something new; they must be quick."""
        self._book = book
        self._leases = leases
        self._notices = notices
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._last = -1
        self._renewed = float("-inf")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and give up the leases. Subscribers must have stopped."""
        self._stopping.set()
        self._thread.join()
        try:
            self._leases.release()
        except Exception as error:  # noqa: BLE001  they run out by themselves
            logger.info("leases were not given up: %s", type(error).__name__)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._look()
            except Exception as error:  # whatever it is, the thread has to go on
                logger.error("other servers of this index cannot be watched: %s", type(error).__name__)  # noqa: TRY400
                logger.debug("other servers of this index cannot be watched", exc_info=error)
                self._stopping.wait(RENEW)
            self._stopping.wait(LOOK)

    def _look(self) -> None:
        more = False
        if time.monotonic() - self._renewed >= RENEW:
            more = self._leases.renew()
            self._renewed = time.monotonic()
        last = self._book.last_seq()
        if more or last != self._last:
            self._last = last
            for notice in self._notices:
                notice()
