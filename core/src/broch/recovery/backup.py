"""A copy of the index while the server runs."""

import os
from pathlib import Path

from broch_hostapi.errors import BadRequest, DatabaseUnavailable
from broch_hostapi.files import sync_folder

from broch.config import Configuration
from broch.recovery.archive import backends

SQLITE_BEGINS = b"SQLite format 3\0"


def back_up(configuration: Configuration, target: Path) -> Path:
    """Write the copy under another name, flush it, and then let it take its place, or that of an older one.

    Returns where it is. Raises ``BadRequest``, ``DatabaseUnavailable``, ``OSError``.
    """
    found = backends(configuration)
    database = found.database
    if database.backup is None:
        raise BadRequest(f"an index of the kind {database.name!r} is copied with that database's own tools")
    if found.index_file is not None:
        if not found.index_file.exists():
            raise DatabaseUnavailable(f"there is no index in {found.startup.index_directory}")
        if target.is_dir():
            target /= found.index_file.name
        if target.exists() and target.samefile(found.index_file):
            raise BadRequest("that is the index itself")
        if target.exists() and not is_sqlite(target):  # such as the configuration, when TARGET was forgotten
            raise BadRequest(f"{target} is there, and is no older copy of an index")
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o640))
        database.backup(found.startup, unfinished)
        flush(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(str(target.absolute().parent))
    return target


def is_sqlite(file: Path) -> bool:
    """Whether a file is a database of SQLite, or empty."""
    with file.open("rb") as opened:
        return opened.read(len(SQLITE_BEGINS)) in (SQLITE_BEGINS, b"")


def flush(file: Path) -> None:
    """Make the contents of a file durable."""
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
