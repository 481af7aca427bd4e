"""A whole ``broch rebuild-index``: where the new index is made, and how it takes the place of the old one."""

import os
import shutil
import time
from contextlib import closing, suppress
from itertools import chain, count
from pathlib import Path
from typing import TextIO

from broch_hostapi.errors import BadRequest, Conflict
from broch_hostapi.files import sync_folder

from broch.config import Configuration
from broch.recovery.archive import Archive, Backends, backends, open_archive
from broch.recovery.backup import flush
from broch.recovery.inventory import Inventory
from broch.recovery.lock import hold
from broch.recovery.progress import Progress
from broch.recovery.rebuild import Rebuild, Rebuilt

FOLDER = ".rebuilding"
"""Beside the index, while a rebuild is not finished. Its name begins with a dot: no storage may take it for its own."""
INVENTORY = "inventory"
SHOWN = 50


def rebuild(
    configuration: Configuration, report: TextIO, signs_of_life: TextIO, *, force: bool = False, resume: bool = False,
    threads: int = 2,
) -> Rebuilt:
    """Make the index anew. Raises ``Conflict`` when there is one; interrupted, it leaves what ``resume`` needs."""
    found = backends(configuration)
    place = found.startup.index_directory
    work = place / FOLDER
    with hold(place, shared=False):
        if not resume:
            _check_place(found, force=force)
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(0o750)
        elif found.index_file and not (work / found.index_file.name).exists():  # perhaps it is in its place already
            raise BadRequest(f"there is no unfinished rebuild: {work} has no index")
        # An index in a file is made in a folder of its own; one in a database server, where it belongs.
        with open_archive(configuration, new_index=work if found.index_file else place) as archive:
            if not found.index_file and not resume:
                _check_empty(archive)
            inventory = Inventory(work / INVENTORY, resume=resume)
            try:
                rebuilt = Rebuild(archive, inventory, Progress(signs_of_life), threads=threads).run()
            finally:
                inventory.close()
        if found.index_file:
            _put_in_place(work / found.index_file.name, found.index_file, report)
        shutil.rmtree(work, ignore_errors=True)
    _tell(rebuilt, report)
    return rebuilt


def _check_place(found: Backends, *, force: bool) -> None:
    if found.index_file and found.index_file.exists() and not force:
        raise Conflict(f"there is an index: {found.index_file}; with --force it is moved aside")


def _check_empty(archive: Archive) -> None:
    """A database on a server is nobody's to move aside."""
    seq, instances = archive.connection.one("SELECT seq, instances FROM total WHERE key = 1")
    if seq or instances:
        raise Conflict("there is an index in the database; empty it, or configure another one")


def _put_in_place(new: Path, index: Path, report: TextIO) -> None:
    """The old index is kept under another name; at each moment one of the two is there."""
    flush(new)
    if index.exists():
        _write_back(index)
        aside = _aside(index)
        os.link(index, aside)
        for beside in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                index.with_name(index.name + beside).rename(aside.with_name(aside.name + beside))
        report.write(f"The old index is {aside}\n")
    new.replace(index)
    sync_folder(str(index.parent))


def _aside(index: Path) -> Path:
    """A name that nothing has yet."""
    name = f"{index.name}.before-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}"
    names = chain((name,), (f"{name}-{number}" for number in count(1)))
    return next(found for found in map(index.with_name, names) if not found.exists())


def _write_back(index: Path) -> None:
    """What is in the log of the old index goes into its file: without it a crash would leave less than there was."""
    import sqlite3

    with suppress(sqlite3.Error), closing(sqlite3.connect(index)) as old:  # one that is damaged is kept as it is
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _tell(rebuilt: Rebuilt, report: TextIO) -> None:
    report.write(f"Indexed {rebuilt.instances} instances, and {rebuilt.sidecars} sidecars of resources.\n")
    for what, locators in rebuilt.left.items():
        report.write(f"{what}: {len(locators)}\n")
        report.writelines(f"  {locator}\n" for locator in locators[:SHOWN])
        if len(locators) > SHOWN:
            report.write(f"  ... and {len(locators) - SHOWN} more\n")
    if rebuilt.left:
        report.write("They stay in the storage; `broch fsck --repair` moves what the index does not know.\n")
