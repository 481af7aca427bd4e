"""Prepared statements straight through libpq, for readers one by one, for the writer many at once.

A cursor of psycopg takes longer than PostgreSQL does for a small statement: it speaks asynchronously and sends each one
by itself. Values still go and come through psycopg's adapters.
"""

import select
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

from psycopg import errors, pq
from psycopg.adapt import PyFormat, Transformer

from broch_postgresql.connecting import READING, open_connection
from broch_postgresql.settings import Settings

if TYPE_CHECKING:
    import psycopg

_PREPARED_AT_MOST = 300
_DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


class PreparedConnection:
    """Used by one thread at a time. Errors are psycopg's."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection
        self._server = connection.pgconn
        self._values = Transformer(connection)
        self._prepared: dict[str, bytes] = {}
        self._names = count()

    @property
    def closed(self) -> bool:
        """Whether it is closed, or lost."""
        lost: bool = self._server.status != pq.ConnStatus.OK
        return lost

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Run a statement with parameters ``$1``, ``$2``... and fetch everything."""
        return self.loaded(self.run(sql, parameters))

    def run(self, sql: str, parameters: Sequence[Any]) -> Any:
        """The same; libpq's result. The server finds the types by what parameters are compared with."""
        name = self._prepared.get(sql)
        if name is None:
            if len(self._prepared) >= _PREPARED_AT_MOST:
                self.forget()
            name = self.new_name()
            self.checked(self._server.prepare(name, sql.encode()))
            self._prepared[sql] = name
        return self.checked(self._server.exec_prepared(name, self.dumped(parameters)))

    def dumped(self, parameters: Sequence[Any]) -> Sequence[Any]:
        """Values as libpq takes them."""
        dumped: Sequence[Any] = self._values.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        return dumped

    def loaded(self, result: Any) -> list[Any]:
        """The rows of a result."""
        self._values.set_pgresult(result)
        rows: list[Any] = self._values.load_rows(0, result.ntuples, tuple)
        return rows

    def new_name(self) -> bytes:
        """For a statement that is about to be prepared."""
        return b"b%d" % next(self._names)

    def forget(self) -> None:
        """Prepare everything anew."""
        self._prepared.clear()
        self.checked(self._server.exec_(b"DEALLOCATE ALL"))

    def checked(self, result: Any) -> Any:
        """The result, if it is a good one."""
        if result.status in _DONE:
            return result
        if self.closed:
            raise errors.OperationalError("the connection is lost")
        if result.status == pq.ExecStatus.PIPELINE_ABORTED:
            raise errors.OperationalError("a statement before this one failed")
        raise errors.error_from_result(result, encoding="utf-8")


class Cursor:
    """As much of PEP 249 as the core and peewee need."""

    def __init__(self, connection: "WritingConnection") -> None:
        self.connection = connection
        self.result: Any = None
        self.executed = 0

    @property
    def description(self) -> Any:
        """Not None if there are rows to fetch."""
        return self.result.nfields or None

    def execute(self, sql: str, parameters: Sequence[Any] | None = ()) -> "Cursor":
        """Run a statement, or in a pipeline send it."""
        self.result = None
        self.executed += 1
        self.connection.execute(self, sql, parameters or ())
        return self

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Once for each of these."""
        for row in rows:
            self.execute(sql, row)

    def fetchall(self) -> list[Any]:
        """All rows, waited for if need be."""
        if self.result is None:
            self.connection.wait_for(self)
        return self.connection.loaded(self.result)

    def fetchone(self) -> Any:
        """The first row, or None."""
        return next(iter(self.fetchall()), None)

    def close(self) -> None:
        """Nothing is open."""


class WritingConnection(PreparedConnection):
    """A connection of PEP 249 that can be in a pipeline: then nothing is waited for before it is fetched."""

    autocommit = True

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        super().__init__(connection)
        self._in_pipeline = False
        self._sent: deque[tuple[Cursor | str, int]] = deque()  # a text: it is prepared
        self._readable = select.poll()
        self._readable.register(self._server.socket, select.POLLIN)
        self._usable = select.poll()
        self._usable.register(self._server.socket, select.POLLIN | select.POLLOUT)

    def cursor(self) -> Cursor:
        """There may be any number."""
        return Cursor(self)

    def execute(self, cursor: Cursor, sql: str, parameters: Sequence[Any]) -> None:
        """For ``Cursor``."""
        if self._in_pipeline:
            self._send(cursor, sql, parameters)
        elif parameters:
            cursor.result = self.run(sql, parameters)
        else:  # perhaps several statements, which cannot be prepared
            cursor.result = self.checked(self._server.exec_(sql.encode()))

    def _send(self, cursor: Cursor, sql: str, parameters: Sequence[Any]) -> None:
        values = self.dumped(parameters)
        name = self._prepared.get(sql)
        if name is None:
            name = self._prepared[sql] = self.new_name()
            self._server.send_prepare(name, sql.encode())
            self._sent.append((sql, 0))
        self._server.send_query_prepared(name, values)
        self._sent.append((cursor, cursor.executed))

    def wait_for(self, cursor: Cursor) -> None:
        """Until the server has done this; raises the error of whatever failed first."""
        self._server.send_flush_request()
        self.send()
        while cursor.result is None:
            self._receive()

    def _receive(self) -> None:
        """What became of the oldest that is under way."""
        owner, number = self._sent.popleft()
        result = self._next()
        self._next()  # the end of it
        if isinstance(owner, str) and result.status not in _DONE:
            del self._prepared[owner]
        self.checked(result)
        if isinstance(owner, Cursor) and owner.executed == number:
            owner.result = result

    def _next(self) -> Any:
        while self._server.is_busy():
            self._readable.poll()  # lets other threads run, as libpq's own waiting would not
            self._server.consume_input()
        return self._server.get_result()

    def send(self) -> None:
        """Put what was executed in the pipeline on its way."""
        while self._server.flush():
            self._usable.poll()
            self._server.consume_input()

    @contextmanager
    def pipeline(self) -> Iterator[None]:
        """Send without waiting; at the end wait for all. Raises the error of whatever failed first."""
        while self._readable.poll(0):  # between two blocks a server has nothing to say, but that it goes
            self._server.consume_input()
        if len(self._prepared) >= _PREPARED_AT_MOST:
            self.forget()
        self._server.enter_pipeline_mode()
        self._in_pipeline = True
        try:
            yield
        finally:
            self._end_pipeline()

    def _end_pipeline(self) -> None:
        self._in_pipeline = False
        failure: Exception | None = None
        self._server.pipeline_sync()
        self.send()
        while self._sent:
            try:
                self._receive()
            except Exception as error:  # noqa: BLE001  the first is raised when all have come
                failure = failure or error
                if self.closed:
                    raise failure from None
        self._next()  # the answer to the sync
        self._server.exit_pipeline_mode()
        if failure is not None:
            raise failure


def open_reading(settings: Settings) -> PreparedConnection:
    """Connect. Raises errors of psycopg."""
    return PreparedConnection(open_connection(settings, READING))
