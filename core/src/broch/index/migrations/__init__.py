"""Brings the schema of a database up to date, step by step. The version is kept in the database itself.

Step 1 makes everything. When the tables change, ``tables.py`` is changed and a step is added here that brings an
existing database to the same; a new database gets the tables as they are and skips the steps.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from broch_hostapi.errors import ConfigurationError
from broch_hostapi.index import Dialect

from broch.index.tables import declare

if TYPE_CHECKING:
    import peewee

Step = Callable[["peewee.Database", Dialect], None]


def create_everything(database: "peewee.Database", dialect: Dialect) -> None:
    """Step 1."""
    declare(database, dialect).create()


def index_modalities(database: "peewee.Database", dialect: Dialect) -> None:
    """Step 2: a search for a modality has an index."""
    database.execute_sql(f"CREATE INDEX series_modality ON series (modality {dialect.prefix_index})")


def keep_what_is_settled(database: "peewee.Database", dialect: Dialect) -> None:  # noqa: ARG001
    """Step 3: ``total.settled``. Until then, files were durable before they were in the index.

    Of these versions there are only SQLite databases, whose integers have 64 bits.
    """
    database.execute_sql("ALTER TABLE total ADD COLUMN settled INTEGER DEFAULT 0 NOT NULL")
    database.execute_sql("UPDATE total SET settled = last_key")


def label_resources(database: "peewee.Database", dialect: Dialect) -> None:
    """Step 4: labels."""
    kind = "" if dialect.remote else "WITHOUT ROWID"
    database.execute_sql(
        f"CREATE TABLE label (owner BIGINT NOT NULL, label TEXT {dialect.collation} NOT NULL,"
        f" PRIMARY KEY (owner, label)) {kind}"
    )
    database.execute_sql("CREATE INDEX label_label ON label (label, owner)")


STEPS: tuple[Step, ...] = (create_everything, index_modalities, keep_what_is_settled, label_resources)
CURRENT = len(STEPS)


def migrate(database: "peewee.Database", dialect: Dialect, steps: tuple[Step, ...] = STEPS) -> None:
    """Bring a database to the newest version, in one transaction. Raises ConfigurationError if it is newer still."""
    database.execute_sql(dialect.begin_alone or dialect.begin_write)
    try:
        database.execute_sql("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
        row = database.execute_sql("SELECT version FROM schema_version").fetchone()
        version = row[0] if row else 0
        if version > len(steps):
            raise ConfigurationError(
                f"the index has schema version {version}, this version of Broch knows versions up to {len(steps)}",
                option="IndexDirectory",
            )
        _run(database, dialect, steps, version)
    except BaseException:
        database.execute_sql("ROLLBACK")
        raise
    database.execute_sql("COMMIT")


def _run(database: "peewee.Database", dialect: Dialect, steps: tuple[Step, ...], version: int) -> None:
    if version == 0:
        steps[0](database, dialect)
        database.execute_sql(f"INSERT INTO schema_version (version) VALUES ({len(steps)})")  # noqa: S608
        return
    for number, step in enumerate(steps[version:], version + 1):
        step(database, dialect)
        database.execute_sql(f"UPDATE schema_version SET version = {number}")  # noqa: S608
