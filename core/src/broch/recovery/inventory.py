"""The files of a storage, sorted for a rebuild of the index; kept in a file, so that it can be taken up again."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from broch_hostapi.errors import BadRequest

VERSION = 1


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


class Inventory:
    """What was found in a storage. Used by one thread."""

    def __init__(self, file: Path, *, resume: bool) -> None:
        """Raises ``BadRequest`` when there is nothing to take up again."""
        import sqlite3

        if resume and not file.exists():
            raise BadRequest(f"there is no unfinished rebuild: {file} is not there")
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA synchronous = OFF")  # it survives the process; after a power cut, begin anew
        self._database.execute("PRAGMA journal_mode = TRUNCATE")
        self._database.executescript(_TABLES)
        if self.note("version", VERSION) != VERSION:
            self.close()
            raise BadRequest(f"{file} was written by another version of Broch; begin anew")
        self.set_note("version", VERSION)
        self._database.execute("BEGIN")

    def save(self) -> None:
        """What was done until now is done, whatever happens."""
        self._database.execute("COMMIT")
        self._database.execute("BEGIN")

    def note(self, name: str, default: Any = None) -> Any:
        """A value that ``set_note`` kept."""
        row = self._database.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else default

    def set_note(self, name: str, value: Any) -> None:
        """Keep a value."""
        self._database.execute("REPLACE INTO note VALUES (?, ?)", (name, json.dumps(value)))

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

    def close(self) -> None:
        """Keep it for ``resume``."""
        with suppress(Exception):
            self._database.execute("COMMIT")
        self._database.close()


_FREE = "NOT EXISTS (SELECT 1 FROM claimed c WHERE c.locator = file.locator)"
_TABLES = """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (locator TEXT PRIMARY KEY, modified REAL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_order ON file (modified, locator);
CREATE TABLE IF NOT EXISTS sidecar (revision INTEGER, resource TEXT, modified REAL, locator TEXT PRIMARY KEY);
CREATE INDEX IF NOT EXISTS sidecar_resource ON sidecar (resource, revision);
CREATE TABLE IF NOT EXISTS claimed (locator TEXT PRIMARY KEY) WITHOUT ROWID;
"""
