"""The commands ``fsck``, ``rebuild-index`` and ``backup-index``. Exit status 2: the command itself failed."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from broch_hostapi.errors import BrochError

from broch.command import Examples, configuration_paths

if TYPE_CHECKING:
    from broch.config import Configuration

FAILED = 2
_threads = click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="That read files.")


@click.command(
    "fsck",
    cls=Examples,
    examples=[
        "broch fsck orthanc.json",
        "broch fsck --quick --json orthanc.json > report.json",
        "broch fsck --repair orthanc.json",
        "broch fsck --repair --drop --delete-orphans orthanc.json",
    ],
)
@configuration_paths
@click.option("--quick", is_flag=True, help="Look at sizes only: no file is read, no checksum and no tag compared.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted check was.")
@click.option("--repair", is_flag=True, help="Correct the index from the files; move orphans to the folder lost+found.")
@click.option("--drop", is_flag=True, help="With --repair: take out of the index what is missing or damaged, too.")
@click.option("--delete-orphans", is_flag=True, help="With --repair: delete orphans instead of moving them.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@_threads
def fsck(
    config: tuple[Path, ...], quick: bool, resume: bool, repair: bool, drop: bool, delete_orphans: bool, as_json: bool,
    threads: int,
) -> None:
    """Compare index and storage: missing, damaged and unknown files, wrong tags and counts.

    The server must not run. Exit status 0: all is well, or is now; orphans alone are no fault. 1: something was found
    and not repaired. 2: the check could not be done.
    """
    from broch.recovery.archive import open_archive
    from broch.recovery.fsck import Wanted, check

    if (drop or delete_orphans) and not repair:
        raise click.UsageError("--drop and --delete-orphans need --repair")
    with _telling("; --resume goes on from here"), open_archive(_read(config)) as archive:
        wanted = Wanted(quick, resume, repair, drop, delete_orphans, as_json, threads)
        whole = check(archive, wanted, sys.stdout, sys.stderr)
    sys.exit(0 if whole else 1)


@click.command(
    "rebuild-index",
    cls=Examples,
    examples=[
        "broch rebuild-index orthanc.json",
        "broch rebuild-index --force orthanc.json",
        "broch rebuild-index --resume orthanc.json",
    ],
)
@configuration_paths
@click.option("--force", is_flag=True, help="Although there is an index: it is moved aside, not deleted.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted rebuild was.")
@_threads
def rebuild_index(config: tuple[Path, ...], force: bool, resume: bool, threads: int) -> None:
    """Make a new index from the files of the storage alone, with the metadata and attachments of users.

    The server must not run. Until the new index is complete the old one stays where it is.
    """
    from broch.recovery.rebuild_index import rebuild

    with _telling("; --resume goes on from here"):
        rebuild(_read(config), sys.stdout, sys.stderr, force=force, resume=resume, threads=threads)


@click.command(
    "backup-index",
    cls=Examples,
    examples=["broch backup-index orthanc.json /backup/broch.sqlite", "broch backup-index /backup"],
)
@configuration_paths
@click.argument("target", type=click.Path(path_type=Path))
def backup_index(config: tuple[Path, ...], target: Path) -> None:
    """Copy the index to TARGET, a file or a folder, while the server runs.

    The copy is consistent, and replaces an older one only when it is complete. Any other file is left alone.
    """
    from broch.recovery.backup import back_up

    with _telling():
        click.echo(f"Wrote {back_up(_read(config), target)}")


@contextlib.contextmanager
def _telling(interrupted: str = "") -> Iterator[None]:
    """One line and status 2 for whatever keeps a command from its work.

    ``interrupted``: what is said after Ctrl-C besides.
    """
    try:
        yield
    except BrochError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(FAILED)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {place}{error.strerror or error}", err=True)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        click.echo(f"Interrupted{interrupted}.", err=True)
        sys.exit(FAILED)


def _read(paths: tuple[Path, ...]) -> "Configuration":
    from broch.config import read_configuration

    return read_configuration(paths, os.environ)
