"""The files of a storage, sorted for a rebuild of the index; kept in a file, so that it can be taken up again."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from broch.recovery.work_file import WorkFile


class StoredFile(NamedTuple):
    """A file of the storage that is no sidecar."""

    modified: float
    """Seconds since the epoch; 0 where the storage does not know."""
    locator: str


class StoredSidecar(NamedTuple):
    """Where a sidecar is, and which."""

    revision: int
    resource: str
    """Level and public identifier."""
    modified: float
    locator: str


class Inventory(WorkFile):
    """What was found in a storage."""

    def __init__(self, file: Path, *, resume: bool) -> None:
        """Raises ``BadRequest`` when there is nothing to take up again, or it is of another version."""
        super().__init__(file, _TABLES, "rebuild", resume=resume)

    def add_files(self, files: Iterable[StoredFile]) -> None:
        """More files."""
        self._database.executemany("REPLACE INTO file (modified, locator) VALUES (?, ?)", files)

    def add_sidecars(self, sidecars: Iterable[StoredSidecar]) -> None:
        """More sidecars."""
        self._database.executemany("REPLACE INTO sidecar VALUES (?, ?, ?, ?)", sidecars)

    def claim(self, locators: Iterable[str]) -> None:
        """These belong to users, whatever they look like."""
        self._database.executemany("INSERT OR IGNORE INTO claimed VALUES (?)", ((locator,) for locator in locators))

    def count(self) -> tuple[int, int]:
        """Files that may be instances, and sidecars."""
        sql = f"SELECT (SELECT count(*) FROM file WHERE {_FREE}), (SELECT count(*) FROM sidecar)"  # noqa: S608
        files, sidecars = self._database.execute(sql).fetchone()
        return files, sidecars

    def files_after(self, last: StoredFile, limit: int) -> list[StoredFile]:
        """The next ones that nobody claims, in the order in which they were written."""
        rows = self._database.execute(
            f"SELECT modified, locator FROM file WHERE (modified, locator) > (?, ?) AND {_FREE}"  # noqa: S608
            " ORDER BY modified, locator LIMIT ?",
            (*last, limit),
        )
        return [StoredFile(*row) for row in rows]

    def newest_sidecars(self) -> Iterator[StoredSidecar]:
        """One for each resource."""
        after = ""
        while rows := self._database.execute(
            "SELECT max(revision), resource, modified, locator FROM sidecar WHERE resource > ?"
            " GROUP BY resource ORDER BY resource LIMIT 500",
            (after,),
        ).fetchall():
            yield from (StoredSidecar(*row) for row in rows)
            after = rows[-1][1]

    def greatest_revision(self) -> int:
        """Of all sidecars."""
        return int(self._database.execute("SELECT coalesce(max(revision), 0) FROM sidecar").fetchone()[0])


_FREE = "NOT EXISTS (SELECT 1 FROM claimed c WHERE c.locator = file.locator)"
_TABLES = """
CREATE TABLE IF NOT EXISTS file (locator TEXT PRIMARY KEY, modified REAL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_order ON file (modified, locator);
CREATE TABLE IF NOT EXISTS sidecar (revision INTEGER, resource TEXT, modified REAL, locator TEXT PRIMARY KEY);
CREATE INDEX IF NOT EXISTS sidecar_resource ON sidecar (resource, revision);
CREATE TABLE IF NOT EXISTS claimed (locator TEXT PRIMARY KEY) WITHOUT ROWID;
"""
