"""Events reach plugins: in the order of the journal, each plugin in a thread of its own, durably if it asked for that.

The journal is the queue. A durable subscriber's position is kept in the database; rows that every subscriber has
passed and that nobody is shown any more are forgotten.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from broch_hostapi import Event, EventSubscription

from broch.index.journal import POSITION
from broch.sharing import Leases

logger = logging.getLogger(__name__)

BATCH = 200
"""Events read at once; a durable position is written after as many, or when nothing is left."""
RETRY = 5.0
"""Seconds until the next attempt after the database failed."""
GRACE = 5.0
"""Seconds that plugins have to finish an event when the server stops."""


class EventLog(Protocol):
    """What the dispatch needs of the journal."""

    def read_events(self, after: int, limit: int) -> list[Event]:
        """Oldest first, deletions included."""
        ...

    def last_seq(self) -> int:
        """Of the newest event, 0 without any."""
        ...

    def get_state(self, owner: str, key: str) -> bytes | None:
        """A durable value."""
        ...

    def get_states(self, key: str) -> list[bytes]:
        """The durable values of all owners under this key."""
        ...

    def set_state(self, owner: str, key: str, value: bytes | None) -> None:
        """Keep a durable value."""
        ...

    def forget_events(self, upto_seq: int) -> None:
        """Drop rows that nobody needs any more."""
        ...


class Subscriber:
    """One plugin's place in the journal, and the thread that calls it."""

    def __init__(
        self, name: str, subscription: EventSubscription, deliver: Callable[[Event], None], journal: EventLog,
        leases: Leases | None = None,
    ) -> None:
        """``deliver`` never raises: the hook's failures are its business.

        With ``leases`` a durable subscriber is served only while this process holds its lease.
        """
        self.name = name
        self.position = 0
        self._leases = leases if subscription.durable else None
        self._serving = self._leases is None
        self._subscription = subscription
        self._deliver = deliver
        self._journal = journal
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"events of {name}", daemon=True)

    def resume(self) -> int:
        """Find the place: where it was, or now. Of one that has to wait for its lease: now."""
        if not self._serving:
            return self._journal.last_seq()
        return self._find_place()

    def _find_place(self) -> int:
        kept = self._journal.get_state(self.name, POSITION) if self._subscription.durable else None
        self.position = self._journal.last_seq() if kept is None else int(kept)
        if self._subscription.durable and kept is None:
            self._keep()
        return self.position

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def notice(self) -> None:
        """There is something new."""
        self._wake.set()

    def ask_to_stop(self) -> None:
        """After the event that is being delivered."""
        self._stopping = True
        self._wake.set()

    def join(self, seconds: float) -> None:
        """Wait for the end of the thread. A plugin that does not come back is left behind: its place is durable."""
        self._thread.join(max(0.0, seconds))
        if self._thread.is_alive():
            logger.warning("plugin %s is still busy with an event; the server stops without it", self.name)

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                more = self._take()
            except Exception as error:  # whatever it is, the thread has to go on
                kind = type(error).__name__
                logger.error("events of %s: %s", self.name, kind, extra={"plugin": self.name})  # noqa: TRY400
                logger.debug("events of %s", self.name, exc_info=error)
                self._wake.wait(RETRY)
                continue
            if not more and not self._stopping:  # asked again, as ``stop`` may have come before the clear above
                self._wake.wait()

    def _may_serve(self) -> bool:
        """Whether it is for this process to serve it; the place is that of whoever served it before."""
        if self._leases is not None:
            served = self._serving
            self._serving = self._leases.holds(self.name)
            if self._serving and not served:
                self._serving = False  # should the place not be found: else it would be served from another
                self._find_place()
                self._serving = True
        return self._serving

    def _take(self) -> bool:
        if not self._may_serve():
            return False
        events = self._journal.read_events(self.position, BATCH)
        for event in events:
            if self._stopping or not (self._leases is None or self._leases.holds(self.name)):
                break
            if event.kind in self._subscription.kinds:
                self._deliver(event)
            self.position = event.seq
        if events and self._subscription.durable:
            self._keep()
        return bool(events)

    def _keep(self) -> None:
        if self._leases is None:
            self._journal.set_state(self.name, POSITION, str(self.position).encode())
        elif not self._leases.keep_position(self.name, self.position):
            self._serving = False


class EventDispatch:
    """All subscribers, and what may be forgotten behind the last of them."""

    def __init__(self, journal: EventLog, subscribers: Sequence[Subscriber]) -> None:
        self._journal = journal
        self._subscribers = subscribers

    def start(self) -> None:
        """Begin to deliver; what everybody has passed is dropped first.

        Everybody who ever was a durable subscriber counts: one whose plugin does not run today may be back tomorrow.
        """
        positions = [subscriber.resume() for subscriber in self._subscribers]
        positions += [int(kept) for kept in self._journal.get_states(POSITION)]
        self._journal.forget_events(min(positions, default=self._journal.last_seq()))
        for subscriber in self._subscribers:
            subscriber.start()

    def notice(self) -> None:
        """Called after every commit: cheap."""
        for subscriber in self._subscribers:
            subscriber.notice()

    def stop(self) -> None:
        """Every subscriber ends after the event it is at, or is left behind after some seconds."""
        for subscriber in self._subscribers:
            subscriber.ask_to_stop()
        deadline = time.monotonic() + GRACE
        for subscriber in self._subscribers:
            subscriber.join(deadline - time.monotonic())
