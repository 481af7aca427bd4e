"""Peewee's side: it makes the tables and the migrations, and lends its connection to the core's own SQL."""

from typing import TYPE_CHECKING, Any

import peewee
from broch_hostapi import Startup
from broch_hostapi.errors import ConfigurationError, DatabaseUnavailable

from broch_postgresql.connecting import READING, WRITING, open_connection, open_patiently
from broch_postgresql.prepared import WritingConnection
from broch_postgresql.settings import Settings

if TYPE_CHECKING:
    import psycopg

_SERVER_LOCK = 0x62726F63
"""Held by the one server of a schema, unless ``Lock`` is false."""
_LOCK_PATIENCE = 5
"""Seconds until a server that was killed is gone for PostgreSQL too."""


class _Adapter(peewee.Psycopg3Adapter):  # type: ignore[misc]
    """Peewee looks for psycopg when it is imported, and the core keeps it from finding it: we bring it."""

    def check_driver(self) -> None:
        """It is there."""


class PostgresqlDatabase(peewee.PostgresqlDatabase):  # type: ignore[misc]
    """A database whose connections we open."""

    psycopg2_adapter = psycopg3_adapter = _Adapter

    def __init__(self, settings: Settings, session: dict[str, str], **options: Any) -> None:
        super().__init__(settings.database, autoconnect=False, **options)
        self.settings = settings
        self._session = session

    def _connect(self) -> Any:
        return open_connection(self.settings, self._session)


class WriterDatabase(PostgresqlDatabase):
    """The one writing connection. The first time it is patient; afterwards whoever writes is told at once."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, WRITING, thread_safe=False)
        self._opened = False

    def _connect(self) -> WritingConnection:
        connection = (open_connection if self._opened else open_patiently)(self.settings, self._session)
        try:
            if not self._opened:
                _make_schema(connection, self.settings.schema)
            if self.settings.lock:
                _lock(connection, first=not self._opened)
        except BaseException:
            connection.close()
            raise
        self._opened = True
        return WritingConnection(connection)

    def _set_server_version(self, connection: WritingConnection) -> None:
        """Nobody asks for it."""


def connect(settings: Settings, _startup: Startup) -> peewee.Database:
    """A connection for what is rare; the core's readers use the pool."""
    return PostgresqlDatabase(settings, READING)


def connect_writer(settings: Settings, _startup: Startup) -> peewee.Database:
    """The one writing connection."""
    return WriterDatabase(settings)


def _make_schema(connection: "psycopg.Connection[Any]", name: str) -> None:
    """Raises ConfigurationError if it is not there and we may not make it, or if the database is not in UTF-8."""
    import psycopg

    (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
    if encoding != "UTF8":
        raise ConfigurationError(
            f"the database has the encoding {encoding}, which cannot hold every name; it should be UTF8",
            section="PostgreSQL", option="Database",
        )  # fmt: skip
    try:
        if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = $1", (name,)).fetchone():
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{name}"')
    except psycopg.errors.UniqueViolation:
        pass  # another process made it this moment
    except psycopg.errors.InsufficientPrivilege as error:
        raise ConfigurationError(
            f"there is no schema {name!r} in the database, and no right to make it",
            section="PostgreSQL", option="Schema",
        ) from error  # fmt: skip


def _lock(connection: "psycopg.Connection[Any]", *, first: bool) -> None:
    """Be the only server on this schema. The lock goes with the connection, so a killed server leaves none behind.

    Raises ConfigurationError, or DatabaseUnavailable if it had been ours and another has it now.
    """
    import psycopg

    try:
        connection.execute(f"SET lock_timeout = '{_LOCK_PATIENCE}s'")
        connection.execute("SELECT pg_advisory_lock($1::int, hashtext(current_schema())::int)", (_SERVER_LOCK,))
        connection.execute(f"SET lock_timeout = '{WRITING['lock_timeout']}'")
    except psycopg.errors.LockNotAvailable as error:
        told = 'another server uses this database; "Lock": false lets several share it'
        if first:
            raise ConfigurationError(told, section="PostgreSQL", option="Lock") from error
        raise DatabaseUnavailable(told) from error
