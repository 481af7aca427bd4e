"""A writing transaction: SQL, the events it causes, and the kept totals, all of which are committed together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from broch_hostapi.events import EventKind
from broch_hostapi.index import Dialect
from broch_hostapi.resources import Attachment, ContentType, Level

from broch.index.recall import Counters, Recall
from broch.index.tables import SIZES, TOTALS, owner_of

if TYPE_CHECKING:
    import peewee

_EVENT_TYPES = ("bigint", "integer", "bigint", "text", "text", "text")
_EVENTS_A_STATEMENT = 500
_KEPT = (*TOTALS, *SIZES)
_CLAIM = "UPDATE total SET revision = revision + 1 WHERE key = 1"
_CLAIMED = "SELECT revision, seq, last_key FROM total WHERE key = 1"  # with SQLite cheaper than RETURNING
_CLAIM_AND_TELL = _CLAIM + " RETURNING revision, seq, last_key"
# One text for whatever changed: a database prepares every new text anew, which costs more than running it.
_SUMS = ", ".join(f"{name} = {name} + ?" for name in _KEPT)
_TOTAL = f"UPDATE total SET seq = ?, last_key = ?, settled = ?, {_SUMS} WHERE key = 1"  # noqa: S608
# An error, by a division by zero or a NULL, if others have written since.
_NEXT = "revision = revision + 1 / (CASE WHEN revision = ? THEN 1 ELSE 0 END)"
_CLAIM_NEXT = f"UPDATE total SET {_NEXT} WHERE key = 1"  # noqa: S608
_CLAIM_WITH_TOTAL = _TOTAL.replace("SET ", f"SET {_NEXT}, ")


class _Event(NamedTuple):
    kind: EventKind
    owner: int
    resource: str
    snapshot: str | None


@lru_cache(1024)
def _rows(rows: Callable[[Sequence[str], int], str], types: tuple[str, ...], count: int) -> str:
    return rows(types, count)


class Transaction:
    """One transaction of the writing connection.

    ``revision`` is greater than that of every earlier transaction. Raises the errors of the driver, and not peewee's:
    the cursor is the driver's own, because peewee's way to it costs as much as a short statement. With ``pipelined``
    nothing waits for the outcome of a statement before rows are needed, so a later one may raise its error. With
    ``recalls`` it goes by ``recall`` instead of asking, and fails if that is not so any more.
    """

    def __init__(
        self,
        database: "peewee.Database",
        dialect: Dialect,
        date: str,
        recall: Recall,
        *,
        pipelined: bool,
        recalls: bool,
    ) -> None:
        self.dialect = dialect
        self.date = date
        self.recall = recall
        self.recalls = recalls
        self.pipelined = pipelined
        self.committing = False
        """Whether the outcome is unknown if the connection is lost now."""
        connection = self._connection = database.connection()
        self._cursor = connection.cursor()
        self._events: list[_Event] = []
        self._totals = dict.fromkeys(_KEPT, 0)
        self._new_keys = 0
        self._counters: list[int] = list(recall.next_counters()) if recalls else []
        self._unclaimed = recalls
        """Whether the claim is put off: with the totals it takes no statement of its own."""
        self._together = False
        self._collected: list[tuple[str, Sequence[Any]]] = []
        self._pipeline = dialect.pipeline(connection) if pipelined else nullcontext()
        self._pipeline.__enter__()
        try:
            self._cursor.execute(dialect.begin_write)
            if not recalls:
                self._claim_and_ask()
        except BaseException:
            self._leave()
            raise

    def _claim_and_ask(self) -> None:
        """On engines with more than one writer this row's lock puts the writers, and so the events, in order."""
        self._claim = self._connection.cursor()
        self._claim.execute(_CLAIM_AND_TELL if self.dialect.remote else _CLAIM)
        if not self.dialect.remote:
            self._claim.execute(_CLAIMED)
            _ = self._claimed  # a statement that is half read would stay open

    @property
    def _claimed(self) -> list[int]:
        """Revision, last number of an event, last key. Asked for late, so that the first query goes along with it."""
        if not self._counters:
            self._counters = list(self._claim.fetchall()[0])
        return self._counters

    @property
    def revision(self) -> int:
        """Of what this transaction changes."""
        return self._claimed[0]

    def roll_back(self) -> None:
        """Take everything back. Raises when the connection is lost."""
        self.recall.forget()
        self._leave()
        self._cursor.execute("ROLLBACK")

    def _leave(self) -> None:
        """Wait for everything that is under way. What fails here has been told, or will be when it is taken back."""
        with suppress(Exception):
            self._pipeline.__exit__(None, None, None)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement; ``?`` stands for parameters. For text that has no other question mark in it."""
        if self._together:
            self._collected.append((sql, parameters))
        else:
            self._catch_up()
            self._cursor.execute(self.dialect.finished(sql), parameters)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is executed from here to the end of the block may be done at once: no two statements touch one row.

        A server then gets one statement instead of many, each of which costs more than its work.
        """
        self._together = self.pipelined
        try:
            yield
        finally:
            self._together = False

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that returns nothing once for each of these."""
        self._catch_up()
        self._cursor.executemany(self.dialect.finished(sql), rows)

    def insert(self, into: str, types: tuple[str, ...], values: Sequence[Any]) -> None:
        """Insert rows. ``into``: the statement but for its rows; ``values``: of all rows, one after the other."""
        self.with_rows(into + " {}", types, values)

    def with_rows(self, sql: str, types: tuple[str, ...], values: Sequence[Any]) -> None:
        """Run a statement with rows of these types where it has ``{}``."""
        rows = _rows(self.dialect.rows, types, len(values) // len(types))
        self.execute(sql.format(rows), self.dialect.row_values(values, len(types)))

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run a statement and fetch everything."""
        self._catch_up()
        self._cursor.execute(self.dialect.finished(sql), parameters)
        found: list[Any] = self._cursor.fetchall()
        return found

    @property
    def last_key_before(self) -> int:
        """New resources get keys after this one."""
        return self._claimed[2] - self._new_keys

    def new_key(self) -> int:
        """The key of a new resource: greater than every earlier one."""
        self._new_keys += 1
        self._claimed[2] += 1
        return self._claimed[2]

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
        """What is done inside is undone if it raises. It may be anything, so it leaves nothing to recall."""
        self._catch_up()
        events, totals = len(self._events), dict(self._totals)
        self._cursor.execute("SAVEPOINT part")
        try:
            yield
            self._catch_up()
        except BaseException:
            self._collected.clear()
            del self._events[events:]
            self._totals = totals
            self._cursor.execute("ROLLBACK TO part")
            self._cursor.execute("RELEASE part")
            raise
        finally:
            self.recall.forget()
        self._cursor.execute("RELEASE part")

    def write_out(self, settled: int) -> None:
        """Write events and totals: all but the commit, which may have to wait for something.

        Up to the key ``settled``, all files of instances are durable.
        """
        _, seq, last_key = self._claimed
        total = (seq + len(self._events), last_key, settled, *self._totals.values())
        if self._unclaimed:
            self._unclaimed = False
            self._cursor.execute(self.dialect.finished(_CLAIM_WITH_TOTAL), (self.revision - 1, *total))
        elif self._events or any(self._totals.values()):
            self._together = bool(self._collected)
            self.execute(_TOTAL, total)
        self._together = bool(self._collected)
        for start in range(0, len(self._events), _EVENTS_A_STATEMENT):
            self._write_events(self._events[start : start + _EVENTS_A_STATEMENT], seq + start)
        self._catch_up()

    def send(self) -> None:
        """Let the server work while somebody waits for something else."""
        if self.pipelined:
            self.dialect.send(self._connection)

    def commit(self) -> bool:
        """Commit what was written out; whether there were events."""
        self.committing = True
        self._cursor.execute("COMMIT")
        self._pipeline.__exit__(None, None, None)
        self.committing = False
        revision, seq, last_key = self._claimed
        self.recall.leave(Counters(revision, seq + len(self._events), last_key))
        return bool(self._events)

    def _catch_up(self) -> None:
        """Run what was put off.

        First the claim, unless the engine has one writer. Then what was collected, as one statement of which each part
        but the last is in a WITH clause: PostgreSQL's way to do several at once.
        """
        self._together = False
        if self._unclaimed and self.dialect.remote:
            self._unclaimed = False
            self._cursor.execute(self.dialect.finished(_CLAIM_NEXT), (self.revision - 1,))
        if not self._collected:
            return
        *first, last = (sql for sql, _ in self._collected)
        parts = ", ".join(f"w{number} AS ({sql})" for number, sql in enumerate(first))
        parameters = [parameter for _, given in self._collected for parameter in given]
        self._collected.clear()
        self._cursor.execute(self.dialect.finished(f"WITH {parts} {last}" if first else last), parameters)

    def _write_events(self, events: Sequence[_Event], before: int) -> None:
        values: list[Any] = []
        for seq, event in enumerate(events, before + 1):
            values += (seq, int(event.kind), event.owner, event.resource, self.date, event.snapshot)
        self.insert("INSERT INTO journal (seq, kind, owner, resource, date, snapshot)", _EVENT_TYPES, values)
