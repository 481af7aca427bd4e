"""A writing transaction: SQL, the events it causes, and the kept totals, all of which are committed together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from broch_hostapi.events import EventKind
from broch_hostapi.index import Dialect
from broch_hostapi.resources import Attachment, ContentType, Level

from broch.index.tables import SIZES, TOTALS, owner_of

if TYPE_CHECKING:
    import peewee

_EVENT_TYPES = ("bigint", "integer", "bigint", "text", "text", "text")
_EVENTS_A_STATEMENT = 500
_KEPT = (*TOTALS, *SIZES)
_CLAIM = "UPDATE total SET revision = revision + 1 WHERE key = 1"
_CLAIMED = "SELECT revision, seq, last_key FROM total WHERE key = 1"  # with SQLite cheaper than RETURNING
# One text for whatever changed: a database prepares every new text anew, which costs more than running it.
_TOTAL = f"UPDATE total SET seq = ?, last_key = ?, {', '.join(f'{n} = {n} + ?' for n in _KEPT)} WHERE key = 1"  # noqa: S608


class _Event(NamedTuple):
    kind: EventKind
    owner: int
    resource: str
    snapshot: str | None


def rows_of_values(dialect: Dialect, types: tuple[str, ...], count: int) -> str:
    """The rows of a VALUES list, as many as there are."""
    return _rows_of_values(dialect.values_row, types, count)


@lru_cache(1024)
def _rows_of_values(values_row: Callable[[Sequence[str]], str], types: tuple[str, ...], count: int) -> str:
    return ",".join([values_row(types)] * count)


class Transaction:
    """One transaction of the writing connection.

    ``revision`` is greater than that of every earlier transaction. Raises the errors of the driver, and not peewee's:
    the cursor is the driver's own, because peewee's way to it costs as much as a short statement.
    """

    def __init__(self, database: "peewee.Database", dialect: Dialect, date: str) -> None:
        self.dialect = dialect
        self.date = date
        self._cursor = database.cursor()
        self._events: list[_Event] = []
        self._totals = dict.fromkeys(_KEPT, 0)
        self._cursor.execute(dialect.begin_write)
        # On engines with more than one writer this row's lock puts the writers, and so the events, in order.
        self._cursor.execute(_CLAIM)
        claimed: tuple[int, int, int] = self.rows(_CLAIMED)[0]
        self.revision, self._seq, self._last_key = claimed

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement; ``?`` stands for parameters. For text that has no other question mark in it."""
        self._cursor.execute(self._own(sql), parameters)

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that returns nothing once for each of these."""
        self._cursor.executemany(self._own(sql), rows)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run a statement and fetch everything."""
        self._cursor.execute(self._own(sql), parameters)
        found: list[Any] = self._cursor.fetchall()
        return found

    def new_key(self) -> int:
        """The key of a new resource: greater than every earlier one."""
        self._last_key += 1
        return self._last_key

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
        self._totals[name] += amount

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
        self._cursor.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            del self._events[events:]
            self._totals = totals
            self._cursor.execute("ROLLBACK TO part")
            self._cursor.execute("RELEASE part")
            raise
        self._cursor.execute("RELEASE part")

    def commit(self) -> bool:
        """Write events and totals and commit; whether there were events."""
        for start in range(0, len(self._events), _EVENTS_A_STATEMENT):
            self._write_events(self._events[start : start + _EVENTS_A_STATEMENT], self._seq + start)
        if self._events or any(self._totals.values()):
            self.execute(_TOTAL, (self._seq + len(self._events), self._last_key, *self._totals.values()))
        self._cursor.execute("COMMIT")
        return bool(self._events)

    def _write_events(self, events: Sequence[_Event], before: int) -> None:
        values: list[Any] = []
        for seq, event in enumerate(events, before + 1):
            values += (seq, int(event.kind), event.owner, event.resource, self.date, event.snapshot)
        rows = rows_of_values(self.dialect, _EVENT_TYPES, len(events))
        self._cursor.execute(
            f"INSERT INTO journal (seq, kind, owner, resource, date, snapshot) VALUES {rows}",  # noqa: S608
            values,
        )

    def _own(self, sql: str) -> str:
        return sql if self.dialect.param == "?" else sql.replace("?", self.dialect.param)
