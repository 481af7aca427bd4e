"""Where Broch meets the plugin."""

from collections.abc import Iterable
from functools import partial
from importlib.util import find_spec
from typing import Any, ClassVar

from broch_hostapi import Database, Plugin, Startup, hookimpl
from broch_hostapi.errors import EnvironmentCheckFailed

from broch_postgresql.settings import Settings as PostgresqlSettings


class PostgresqlPlugin(Plugin[PostgresqlSettings]):
    """The index in PostgreSQL."""

    name: ClassVar[str] = "postgresql"
    section: ClassVar[str] = "PostgreSQL"
    Settings: ClassVar[type[Any]] = PostgresqlSettings
    needs_enabling: ClassVar[bool] = True
    enabled_by: ClassVar[str] = "EnableIndex"
    indispensable: ClassVar[bool] = True
    description: ClassVar[str] = "The index in PostgreSQL"

    def check_environment(self) -> None:
        """psycopg, without loading it."""
        if find_spec("psycopg") is None:
            raise EnvironmentCheckFailed("the package psycopg is not installed")

    @hookimpl
    def register_databases(self, startup: Startup) -> Iterable[Database]:
        """The engine ``postgresql``."""
        from broch_postgresql.database import connect, connect_writer
        from broch_postgresql.dialect import DIALECT
        from broch_postgresql.pool import open_pool

        for option in self.settings.without_effect():
            startup.logger.warning("PostgreSQL: %s has no effect here", option)
        ours = self.settings
        return [
            Database(
                self.name, DIALECT, partial(connect, ours), partial(connect_writer, ours),
                pool=partial(open_pool, ours), shared=not ours.lock,
            )
        ]  # fmt: skip
