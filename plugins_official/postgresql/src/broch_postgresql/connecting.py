"""Opening a connection: whom to call, how long to wait, how to notice that nobody is there any more."""

import logging
import time
from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import DatabaseUnavailable

from broch_postgresql.settings import Settings

if TYPE_CHECKING:
    import psycopg

logger = logging.getLogger(__name__)

LIVELINESS = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}
"""Seconds, but for the last: a server that vanished is noticed within a minute."""
READING = {"default_transaction_read_only": "on", "statement_timeout": "120s"}
WRITING = {
    # Another process that hangs in the middle of a commit loses its connection, and not everybody else theirs.
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "synchronous_commit": "on",
    # The writer finds everything by an index. To plan that anew each time takes longer than to do it, and a plan that
    # was made while a table was small must not read all of it once it is large.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
}
_PREPARE_AFTER = 3  # uses of a statement
_PREPARED_AT_MOST = 200


def parameters(settings: Settings) -> dict[str, Any]:
    """What libpq is told. An option in ``ConnectionUri`` goes before ours."""
    from psycopg.conninfo import conninfo_to_dict

    chosen = dict(LIVELINESS, application_name=settings.application_name or "broch")
    if settings.connection_uri:
        return {**chosen, **conninfo_to_dict(settings.connection_uri)}
    named = {"host": settings.host, "dbname": settings.database, "user": settings.username}
    named["password"] = settings.password
    mode = "require" if settings.enable_ssl else "prefer"
    return {**chosen, "port": settings.port, "sslmode": mode, **{k: v for k, v in named.items() if v}}


def open_connection(settings: Settings, session: dict[str, str]) -> "psycopg.Connection[Any]":
    """A connection in autocommit mode: transactions are begun by SQL. ``session``: its settings on the server."""
    import psycopg

    from broch_postgresql.types import register

    connection = psycopg.connect(
        **parameters(settings), autocommit=True, prepare_threshold=_PREPARE_AFTER, cursor_factory=psycopg.RawCursor
    )
    try:
        connection.prepared_max = _PREPARED_AT_MOST
        register(connection)
        chosen = {"search_path": settings.schema, "jit": "off", **session}
        connection.execute("; ".join(f"SET {name} = '{value}'" for name, value in chosen.items()))
    except BaseException:
        connection.close()
        raise
    return connection


def open_patiently(settings: Settings, session: dict[str, str]) -> "psycopg.Connection[Any]":
    """The same while Broch starts: the database may start later than we do. Raises ``DatabaseUnavailable``."""
    import psycopg

    left = settings.maximum_connection_retries
    while True:
        try:
            return open_connection(settings, session)
        except psycopg.OperationalError as error:
            if not left:
                raise DatabaseUnavailable(f"PostgreSQL cannot be reached: {reason(settings, error)}") from error
            logger.warning("PostgreSQL cannot be reached; %d attempts are left: %s", left, reason(settings, error))
            logger.debug("PostgreSQL cannot be reached", exc_info=error)
            time.sleep(settings.connection_retry_interval)
            left -= 1


def reason(settings: Settings, error: "psycopg.OperationalError") -> str:
    """What libpq says of a connection that was not opened, in one line.

    Only the kind of error where a ``ConnectionUri`` is used: with a character that should have been escaped, part of
    its password is taken for the host, which libpq names.
    """
    if settings.connection_uri:
        return f"{type(error).__name__} (with --trace the log says more)"
    return " ".join(str(error).split())
