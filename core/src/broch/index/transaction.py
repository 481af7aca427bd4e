"""A writing transaction: SQL, the events it causes, and the kept totals, all of which are committed together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from broch_hostapi.events import EventKind
from broch_hostapi.index import Dialect
from broch_hostapi.resources import Attachment, ContentType, Level

from broch.index.tables import owner_of

if TYPE_CHECKING:
    import peewee

_EVENT_TYPES = ("bigint", "integer", "bigint", "text", "text", "text")
_EVENTS_A_STATEMENT = 500


class _Event(NamedTuple):
    kind: EventKind
    owner: int
    resource: str
    snapshot: str | None


@lru_cache(1024)
def rows_of_values(dialect: Dialect, types: tuple[str, ...], count: int) -> str:
    """The rows of a VALUES list, as many as there are."""
    return ",".join([dialect.values_row(types)] * count)


class Transaction:
    """One transaction of the writing connection.

    ``revision`` is greater than that of every earlier transaction. Raises the errors of the driver.
    """

    def __init__(self, database: "peewee.Database", dialect: Dialect, date: str) -> None:
        self.dialect = dialect
        self.date = date
        self._database = database
        self._events: list[_Event] = []
        self._totals: dict[str, int] = {}
        database.execute_sql(dialect.begin_write)
        # On engines with more than one writer this row's lock puts the writers, and so the events, in order.
        claim = self.rows("UPDATE total SET revision = revision + 1 WHERE key = 1 RETURNING revision, seq")
        self.revision, self._seq = claim[0]

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement; ``?`` stands for parameters. For text that has no other question mark in it."""
        self._database.execute_sql(self._own(sql), parameters or None)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run a statement and fetch everything."""
        found: list[Any] = self._database.execute_sql(self._own(sql), parameters or None).fetchall()
        return found

    def any_of(self, column: str) -> str:
        """Condition for a parameter made by ``array``."""
        return self.dialect.any_of(column)

    def array(self, values: Iterable[Any]) -> Any:
        """Many values as one parameter."""
        return self.dialect.array(list(values))

    def event(
        self, kind: EventKind, level: Level, key: int, resource: str, snapshot: Mapping[str, str] | None = None
    ) -> None:
        """Note an event; it gets its number at the commit."""
        told = orjson.dumps(snapshot).decode() if snapshot else None
        self._events.append(_Event(kind, owner_of(level, key), resource, told))

    def add_total(self, name: str, amount: int) -> None:
        """Change one of the kept totals."""
        self._totals[name] = self._totals.get(name, 0) + amount

    def add_size(self, attachment: Attachment, sign: int) -> None:
        """An attachment comes (1) or goes (-1)."""
        self.add_total("stored_size", sign * attachment.stored_size)
        self.add_total("size", sign * attachment.size)
        if attachment.kind == ContentType.DICOM:
            self.add_total("dicom_stored_size", sign * attachment.stored_size)
            self.add_total("dicom_size", sign * attachment.size)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is done inside is undone if it raises."""
        events, totals = len(self._events), dict(self._totals)
        self._database.execute_sql("SAVEPOINT part")
        try:
            yield
        except BaseException:
            del self._events[events:]
            self._totals = totals
            self._database.execute_sql("ROLLBACK TO part")
            self._database.execute_sql("RELEASE part")
            raise
        self._database.execute_sql("RELEASE part")

    def commit(self) -> bool:
        """Write events and totals and commit; whether there were events."""
        for start in range(0, len(self._events), _EVENTS_A_STATEMENT):
            self._write_events(self._events[start : start + _EVENTS_A_STATEMENT], self._seq + start)
        last = self._seq + len(self._events)
        changed = {name: amount for name, amount in self._totals.items() if amount}
        assignments = "".join(f", {name} = {name} + {amount:d}" for name, amount in sorted(changed.items()))
        if self._events or changed:
            self.execute(f"UPDATE total SET seq = {last:d}{assignments} WHERE key = 1")  # noqa: S608
        self._database.execute_sql("COMMIT")
        return bool(self._events)

    def _write_events(self, events: Sequence[_Event], before: int) -> None:
        values: list[Any] = []
        for seq, event in enumerate(events, before + 1):
            values += (seq, int(event.kind), event.owner, event.resource, self.date, event.snapshot)
        rows = rows_of_values(self.dialect, _EVENT_TYPES, len(events))
        self._database.execute_sql(
            f"INSERT INTO journal (seq, kind, owner, resource, date, snapshot) VALUES {rows}",  # noqa: S608
            values,
        )

    def _own(self, sql: str) -> str:
        return sql if self.dialect.param == "?" else sql.replace("?", self.dialect.param)
