"""The default engine: SQLite in one file of the index directory, with write-ahead log."""

import json
import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import ConfigurationError, DatabaseUnavailable
from broch_hostapi.index import Database, Dialect
from broch_hostapi.startup import Startup

from broch.index.light_peewee import import_peewee

if TYPE_CHECKING:
    import peewee

FILE_NAME = "broch.sqlite"
_BUSY_TIMEOUT = 30  # seconds; only another process, such as a backup, can hold the file
_CACHE_KIB = 16 * 1024
_LOG_PAGES = 2000  # 8 MiB. A longer log saves little, and until it has its full length every commit costs half more
_CACHED_STATEMENTS = 512  # batches of every size have statements of their own


def _rows(types: Sequence[str], count: int) -> str:
    return "VALUES " + ",".join(["(" + ",".join("?" * len(types)) + ")"] * count)


DIALECT = Dialect(
    name="sqlite",
    param="?",
    integer_key="INTEGER PRIMARY KEY AUTOINCREMENT",
    glob="{} GLOB {}".format,
    glob_text=lambda pattern: pattern.replace("[", "[[]"),
    prefix_index="",
    begin_write="BEGIN IMMEDIATE",
    rows=_rows,
    row_values=lambda values, _width: values,
    any_of="{} IN (SELECT value FROM json_each(?))".format,
    array=lambda values: json.dumps(list(values)),
    json_get="json_extract({0}, '$.\"{1}\"')".format,
    number="CASE WHEN {0} GLOB '*[0-9]*' THEN CAST({0} AS REAL) END".format,
    without_index="+{}".format,
)


def _synchronous(startup: Startup) -> str:
    chosen = startup.configuration.get("IndexSynchronous", "FULL")
    if not isinstance(chosen, str) or chosen.upper() not in ("FULL", "NORMAL"):
        raise ConfigurationError(f"must be FULL or NORMAL, not {chosen!r}", option="IndexSynchronous")
    return chosen.upper()


def _open(startup: Startup, pragmas: dict[str, Any], **options: Any) -> "peewee.Database":
    database: peewee.Database = import_peewee().SqliteDatabase(
        str(startup.index_directory / FILE_NAME),
        pragmas={"foreign_keys": 1, "cache_size": -_CACHE_KIB, "temp_store": "memory", **pragmas},
        timeout=_BUSY_TIMEOUT,
        autoconnect=False,
        cached_statements=_CACHED_STATEMENTS,
        **options,
    )
    return database


def connect(startup: Startup) -> "peewee.Database":
    """For a reader: a connection that cannot write."""
    return _open(startup, {"query_only": 1, "mmap_size": 1 << 28}, check_same_thread=False)


def connect_writer(startup: Startup) -> "peewee.Database":
    """The one writing connection. Makes the folder and the file if need be."""
    try:
        startup.index_directory.mkdir(0o750, parents=True, exist_ok=True)
        # patients' names are in it: not for everybody to read
        os.close(os.open(startup.index_directory / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o640))
    except OSError as error:
        raise DatabaseUnavailable(f"the index cannot be opened: {error.strerror}") from error
    pragmas = {"journal_mode": "wal", "synchronous": _synchronous(startup), "wal_autocheckpoint": _LOG_PAGES}
    return _open(startup, pragmas, thread_safe=False, check_same_thread=False)


def backup(startup: Startup, target: Path) -> None:
    """One transaction of a reader: writers go on meanwhile, and the copy has all that was committed before."""
    import sqlite3

    place = startup.index_directory / FILE_NAME
    try:
        with (
            closing(sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_TIMEOUT)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = delete")  # one file, complete without others beside it
            found = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise DatabaseUnavailable(f"the index in {place} cannot be copied: {error}") from error
    if found != ("ok",):
        raise DatabaseUnavailable(f"the copy of {place} is not sound: {found[0]}")


SQLITE = Database(name="sqlite", dialect=DIALECT, connect=connect, connect_writer=connect_writer, backup=backup)
