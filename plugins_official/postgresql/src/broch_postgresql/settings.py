"""Options of the section ``PostgreSQL``; names are Orthanc's, and so are the defaults but one."""

import re
from dataclasses import dataclass
from typing import Any

from broch_hostapi import setting

_LONGEST_NAME = 63  # bytes of an identifier in PostgreSQL


def _not_storage(value: bool) -> str | None:
    return "files are not kept in PostgreSQL here; leave it false" if value else None


def _wrong_port(value: int) -> str | None:
    return None if 0 < value < 1 << 16 else "should be a port, 1 to 65535"


def _wrong_count(value: int) -> str | None:
    return None if 0 < value <= 1000 else "should be 1 to 1000"


def _negative(value: float) -> str | None:
    return "should not be negative" if value < 0 else None


def _wrong_schema(value: str) -> str | None:
    return None if re.fullmatch(rf"[A-Za-z_]\w{{0,{_LONGEST_NAME - 1}}}", value, re.ASCII) else "should be a plain name"


def _ignored(option: str, why: str) -> Any:
    return setting(option, None, f"No effect: {why}")


@dataclass(frozen=True)
class Settings:
    """Settings of the plugin."""

    connection_uri: str = setting(
        "ConnectionUri", "", "postgresql://user:password@host:port/database?...; empty: the options below", secret=True
    )
    host: str = setting("Host", "localhost", "Name or address of the server, or the folder of its Unix socket")
    port: int = setting("Port", 5432, "Port of the server", check=_wrong_port)
    database: str = setting("Database", "orthanc", "Name of the database; it must be there")
    username: str = setting("Username", "", "Who connects; empty: as libpq decides")
    password: str = setting("Password", "", "The password; empty: as libpq decides (PGPASSFILE)", secret=True)
    enable_ssl: bool = setting("EnableSsl", False, "Whether the connection must be encrypted, without ConnectionUri")
    schema: str = setting("Schema", "public", "Schema of the tables; made if need be", check=_wrong_schema)
    application_name: str = setting("ApplicationName", "", "How the server's administrator sees us; empty: broch")
    lock: bool = setting("Lock", True, "Refuse to share the database with another Broch; false for several of them")
    index_connections_count: int = setting(
        "IndexConnectionsCount", 10, "Connections for readers at most; one more is for writing", check=_wrong_count
    )
    maximum_connection_retries: int = setting(
        "MaximumConnectionRetries", 10, "How often a connection is tried again while Broch starts", check=_negative
    )
    connection_retry_interval: float = setting(
        "ConnectionRetryInterval", 5.0, "Seconds between these attempts", check=_negative
    )
    enable_storage: bool = setting("EnableStorage", False, "Not here: must be false", check=_not_storage)
    transaction_mode: str | None = _ignored("TransactionMode", "one row's lock puts all writers in order")
    enable_verbose_logs: bool | None = _ignored("EnableVerboseLogs", "the server's log_statement does that")
    housekeeping_interval: int | None = _ignored("HousekeepingInterval", "counts are exact at every moment")
    allow_inconsistent_child_counts: bool | None = _ignored(
        "AllowInconsistentChildCounts", "counts are exact at every moment"
    )
    use_dynamic_connection_pool: bool | None = _ignored("UseDynamicConnectionPool", "connections are opened on demand")

    def without_effect(self) -> list[str]:
        """Names of the options that are set and do nothing."""
        found = {
            "TransactionMode": self.transaction_mode,
            "EnableVerboseLogs": self.enable_verbose_logs,
            "HousekeepingInterval": self.housekeeping_interval,
            "AllowInconsistentChildCounts": self.allow_inconsistent_child_counts,
            "UseDynamicConnectionPool": self.use_dynamic_connection_pool,
        }
        return [option for option, value in found.items() if value is not None]
