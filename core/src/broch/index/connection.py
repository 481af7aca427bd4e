"""Reading connections: one for each thread, opened on first use, or a pool that the engine brings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock, local
from typing import TYPE_CHECKING, Any, NoReturn

from broch_hostapi.errors import DatabaseUnavailable
from broch_hostapi.index import Database
from broch_hostapi.startup import Startup

from broch.index.driver_errors import is_of_driver

if TYPE_CHECKING:
    import peewee


class _Spare:
    """The connection of a thread that ended, kept for the next one, if none is kept yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._raw: Any = None
        self._closed = False

    def take(self) -> Any:
        """The connection, or None."""
        with self._lock:
            raw, self._raw = self._raw, None
            return raw

    def offer(self, raw: Any) -> bool:
        """False if it is not wanted."""
        with self._lock:
            if self._raw is not None or self._closed:
                return False
            self._raw = raw
            return True

    def close(self) -> None:
        """Close it, and keep none from now on."""
        self._closed = True
        if raw := self.take():
            raw.close()


class _Held:
    """A thread's connection: drivers keep theirs in reference cycles, so they would not go with the thread."""

    def __init__(self, raw: Any, spare: _Spare) -> None:
        self.raw = raw
        self._spare = spare

    def close(self) -> None:
        raw, self.raw = self.raw, None
        if raw is not None:
            raw.close()

    def __del__(self) -> None:
        with suppress(Exception):
            if self.raw is not None and not self._spare.offer(self.raw):
                self.close()


class ThreadConnections:
    """A connection of its own for each thread. It goes with its thread, or by ``close_thread``.

    One that is left behind serves the next thread: to open one takes as long as ten queries, and most threads are an
    association with few.
    """

    def __init__(self, database: "peewee.Database") -> None:
        self._database = database
        self._threads = local()
        self._spare = _Spare()

    def rows(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """See ``ReadPool``. Past peewee, whose own part would take as long as a small query."""
        held: _Held | None = getattr(self._threads, "held", None)
        try:
            cursor = (held or self._open()).raw.cursor()
            cursor.execute(sql, parameters)
            found: list[Any] = cursor.fetchall()
        except Exception:
            with suppress(Exception):  # perhaps the connection is lost: the next use opens another
                self.close_thread()
            raise
        return found

    def _open(self) -> _Held:
        raw = self._spare.take()
        if raw is None:
            self._database.connect(reuse_if_open=True)
            raw = self._database.connection()
        held = self._threads.held = _Held(raw, self._spare)
        return held

    def close_thread(self) -> None:
        """Close the calling thread's connection, if it has one. It opens again on the next use."""
        held: _Held | None = getattr(self._threads, "held", None)
        self._threads.held = None
        if held is not None:
            held.close()
        if not self._database.is_closed():
            self._database.close()

    def close(self) -> None:
        """The same, and the spare one."""
        self.close_thread()
        self._spare.close()


class Connection:
    """Runs prepared SQL on a connection for reading. Never waits for a writer.

    A thread of a pool that will not read for long may call ``close_thread``. Raises DatabaseUnavailable.
    """

    def __init__(self, database: Database, startup: Startup) -> None:
        self.dialect = database.dialect
        self._own = None if database.pool else ThreadConnections(database.connect(startup))
        self._reading = self._own or database.pool(startup)  # type: ignore[misc]  # one of the two

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

    @contextmanager
    def thread(self) -> Iterator[None]:
        """For the work of one request or association: the thread's connection is closed afterwards."""
        try:
            yield
        finally:
            self.close_thread()

    def close_thread(self) -> None:
        """Close the calling thread's connection, if it has one of its own. It opens again on the next use."""
        if self._own:
            self._own.close_thread()

    def close(self) -> None:
        """At the end: the connections of other threads have gone with them."""
        self._reading.close()


def _raise(error: Exception) -> NoReturn:
    if not is_of_driver(error):
        raise error
    raise DatabaseUnavailable(f"the index cannot be read: {type(error).__name__}") from error
