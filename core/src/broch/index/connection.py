"""Reading connections: one for each thread, opened on first use."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import local
from typing import TYPE_CHECKING, Any, NoReturn

from broch_hostapi.errors import DatabaseUnavailable
from broch_hostapi.index import Database
from broch_hostapi.startup import Startup

if TYPE_CHECKING:
    import peewee


class _Closing:
    """Closes a driver's connection when the thread that owns it ends: drivers keep theirs in reference cycles."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def __del__(self) -> None:
        with suppress(Exception):
            self._raw.close()


class Connection:
    """Runs prepared SQL on the calling thread's connection. Never waits for a writer.

    A connection goes with its thread; a thread of a pool that will not read for long may call ``close_thread``.
    Raises DatabaseUnavailable.
    """

    def __init__(self, database: Database, startup: Startup) -> None:
        self.dialect = database.dialect
        self._database: peewee.Database = database.connect(startup)
        self._threads = local()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run a query and fetch everything; ``?`` stands for parameters."""
        if self.dialect.param != "?":
            sql = sql.replace("?", self.dialect.param)
        try:
            if self._database.is_closed():
                self._database.connect()
                self._threads.closing = _Closing(self._database.connection())
            found: list[Any] = self._database.execute_sql(sql, parameters or None).fetchall()
        except Exception as error:  # noqa: BLE001  raised again, in our terms
            self._raise(error)
        return found

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    @contextmanager
    def thread(self) -> Iterator[None]:
        """For the work of one request or association: the thread's connection is closed afterwards."""
        try:
            yield
        finally:
            self.close_thread()

    def close_thread(self) -> None:
        """Close the calling thread's connection, if it has one. It opens again on the next use."""
        if not self._database.is_closed():
            self._database.close()

    def _raise(self, error: Exception) -> NoReturn:
        import peewee

        if not isinstance(error, peewee.PeeweeException):
            raise error
        with suppress(Exception):  # perhaps the connection is lost: the next use opens another
            self._database.close()
        raise DatabaseUnavailable(f"the index cannot be read: {type(error).__name__}") from error
