"""The journal: what happened, in order. ``/changes`` is one view of it, the dispatch of events another."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from broch_hostapi.events import ChangesPage, Event, EventKind
from broch_hostapi.resources import Level

from broch.index.state import get_state, put_state, state_in, values_of_all
from broch.index.transaction import Transaction

if TYPE_CHECKING:
    from broch.index.commit import IndexWriter
    from broch.index.reader import IndexReader

_EVENT = "SELECT j.seq, j.kind, j.owner, j.resource, j.date, j.snapshot FROM journal j"
# Whatever happened to a resource that is gone is not shown; keys are never used again, so a successor does not show it.
# Not EXISTS: PostgreSQL would make a hash table of all instances for it.
_SHOWN = (
    f"j.kind <> {EventKind.Deleted:d} AND CASE j.owner & 3"  # noqa: S608
    " WHEN 3 THEN (SELECT r.key FROM instance r WHERE r.key = j.owner / 4) IS NOT NULL"
    " WHEN 2 THEN (SELECT r.key FROM series r WHERE r.key = j.owner / 4) IS NOT NULL"
    " WHEN 1 THEN (SELECT r.key FROM study r WHERE r.key = j.owner / 4) IS NOT NULL"
    " ELSE (SELECT r.key FROM patient r WHERE r.key = j.owner / 4) IS NOT NULL END"
)
POSITION = "events.position"
"""Name of the state of a durable subscriber that says how far it has read."""
LEASE = "events.lease"
"""Name of the state that says which process serves it, where there are several."""


def _event(row: Any) -> Event:
    seq, kind, owner, resource, date, snapshot = row
    known = orjson.loads(snapshot) if snapshot else {}
    return Event(seq, EventKind(kind), Level(owner % 4), resource, date, known)


class Journal:
    """hostapi's JournalService, and what the dispatch of events needs.

    Reads on the connections of the index and leaves all writing to its writer.
    """

    def __init__(self, index: "IndexReader", writer: "IndexWriter") -> None:
        self._connection = index.connection
        self._writer = writer

    def changes(self, since: int = 0, limit: int = 100) -> ChangesPage:
        """What came after ``since``, oldest first."""
        last, cleared = self._marks()
        rows = self._connection.rows(
            f"{_EVENT} WHERE j.seq > ? AND {_SHOWN} ORDER BY j.seq LIMIT ?", (max(since, cleared), limit + 1)
        )
        events = tuple(map(_event, rows[:limit]))
        return ChangesPage(events, len(rows) <= limit, events[-1].seq if events else last)

    def last(self) -> ChangesPage:
        """The newest alone."""
        last, cleared = self._marks()
        rows = self._connection.rows(f"{_EVENT} WHERE j.seq > ? AND {_SHOWN} ORDER BY j.seq DESC LIMIT 1", (cleared,))
        events = tuple(map(_event, rows))
        return ChangesPage(events, True, events[-1].seq if events else last)

    def last_seq(self) -> int:
        """The number of the last event that ever happened."""
        return self._marks()[0]

    def read_events(self, after: int, limit: int = 500) -> list[Event]:
        """Everything that came after ``after``, deletions and what happened to resources that are gone included."""
        sql = f"{_EVENT} WHERE j.seq > ? ORDER BY j.seq LIMIT ?"
        return list(map(_event, self._connection.rows(sql, (after, limit))))

    def clear(self) -> None:
        """Show nothing of what happened until now. Subscribers are not touched; numbers go on."""
        self._writer.clear_changes()

    def forget_events(self, upto_seq: int) -> None:
        """Drop events up to this one that nobody is shown; every subscriber has passed it."""
        self._writer.forget_events(upto_seq)

    def get_state(self, owner: str, key: str) -> bytes | None:
        """A durable value, or None."""
        return get_state(self._connection, owner, key)

    def get_states(self, key: str) -> list[bytes]:
        """The durable values of all owners under this key."""
        return values_of_all(self._connection, key)

    def set_state(self, owner: str, key: str, value: bytes | None) -> None:
        """Keep a durable value; None forgets it."""
        self._writer.set_state(owner, key, value)

    def take_leases(self, process: str, free: Mapping[str, bytes | None]) -> dict[str, bytes]:
        """See ``sharing.LeaseBook``."""
        return self._writer.submit(lambda tx: take_leases(tx, process, free)) if free else {}

    def drop_leases(self, process: str, owners: Sequence[str]) -> None:
        """See ``sharing.LeaseBook``."""
        self._writer.submit(lambda tx: drop_leases(tx, process, owners))

    def keep_position(self, process: str, owner: str, position: bytes) -> bool:
        """See ``sharing.LeaseBook``."""
        return self._writer.submit(lambda tx: keep_position(tx, process, owner, position))

    def _marks(self) -> tuple[int, int]:
        last, cleared = self._connection.one("SELECT seq, cleared FROM total WHERE key = 1")
        return last, cleared


def take_leases(tx: Transaction, process: str, free: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """Renew those of this process, and take those that still have the value given; what all of them have then.

    A value is the process and a number that goes up, which is what tells others that the process lives.
    """
    now: dict[str, bytes] = {}
    for owner, value in free.items():
        kept = state_in(tx, owner, LEASE)
        if kept is None or kept == value or kept.startswith(process.encode()):
            count = int(kept.split()[1]) + 1 if kept else 0
            kept = f"{process} {count}".encode()
            put_state(tx, owner, LEASE, kept)
        now[owner] = kept
    return now


def drop_leases(tx: Transaction, process: str, owners: Sequence[str]) -> None:
    """Give up those of this process."""
    for owner in owners:
        if _is_held(tx, process, owner):
            put_state(tx, owner, LEASE, None)


def keep_position(tx: Transaction, process: str, owner: str, position: bytes) -> bool:
    """Keep how far a subscriber has read; not if its lease is another process's."""
    held = _is_held(tx, process, owner)
    if held:
        put_state(tx, owner, POSITION, position)
    return held


def _is_held(tx: Transaction, process: str, owner: str) -> bool:
    return (state_in(tx, owner, LEASE) or b"").startswith(process.encode())
