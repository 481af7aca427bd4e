"""Reading connections, which all threads share."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from broch_hostapi.errors import DatabaseUnavailable
from broch_hostapi.index import Database, ReadPool
from broch_hostapi.startup import Startup

from broch.index.driver_errors import is_of_driver

if TYPE_CHECKING:
    import peewee


KEPT = 16
"""Connections that stay open when nobody reads. More are opened while more threads read at once."""


class SharedConnections:
    """A ``ReadPool`` for engines that bring none. The connection that was used last is the next one's.

    To open one takes as long as ten queries, and most threads live for few: an association, or one of many workers
    that take turns. So a connection does not belong to a thread.
    """

    def __init__(self, open_one: Callable[[], "peewee.Database"]) -> None:
        self._open_one = open_one
        self._free: deque[Any] = deque()
        self._closed = False

    def rows(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """See ``ReadPool``. Past peewee, whose own part would take as long as a small query."""
        try:
            connection = self._free.pop()
        except IndexError:
            connection = self._open()
        try:
            cursor = connection.cursor()
            cursor.execute(sql, parameters)
            found: list[Any] = cursor.fetchall()
        except BaseException:
            with suppress(Exception):  # perhaps it is lost: the next use opens another
                connection.close()
            raise
        if len(self._free) < KEPT:
            self._free.append(connection)
        else:
            connection.close()
        if self._closed:
            self.close()
        return found

    def _open(self) -> Any:
        database = self._open_one()
        database.connect()
        return database.connection()

    def close(self) -> None:
        """At the end; what is being used closes after its use."""
        self._closed = True
        with suppress(IndexError):
            while True:
                self._free.pop().close()


class Connection:
    """Runs prepared SQL on connections for reading, in any thread. Never waits for a writer.

    Raises DatabaseUnavailable.
    """

    def __init__(self, database: Database, startup: Startup) -> None:
        self.dialect = database.dialect
        pool = database.pool
        self._reading: ReadPool = pool(startup) if pool else SharedConnections(partial(database.connect, startup))

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run a query and fetch everything; ``?`` stands for parameters."""
        try:
            return self._reading.rows(self.dialect.finished(sql), parameters)
        except Exception as error:  # noqa: BLE001  raised again, in our terms
            _raise(error)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def close(self) -> None:
        """At the end."""
        self._reading.close()


def _raise(error: Exception) -> NoReturn:
    if not is_of_driver(error):
        raise error
    raise DatabaseUnavailable(f"the index cannot be read: {type(error).__name__}") from error
