"""What a long command remembers in a file, so that it can be taken up again: notes, and tables of its own."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from broch_hostapi.errors import BadRequest

VERSION = 1
_NOTES = "CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"


class WorkFile:
    """A file that survives the process; after a power cut the command begins anew. Used by one thread."""

    def __init__(self, file: Path, tables: str, task: str, *, resume: bool) -> None:
        """``tables``: SQL that makes them if they are not there.

        Raises ``BadRequest`` when there is nothing to take up again, or it is of another version.
        """
        import sqlite3

        if resume and not file.exists():
            raise BadRequest(f"there is no unfinished {task}: {file} is not there")
        self._file = file
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("PRAGMA journal_mode = TRUNCATE")
        self._database.executescript(_NOTES + tables)
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

    def close(self, *, finished: bool = False) -> None:
        """Keep it for ``resume``, or end it."""
        with suppress(Exception):
            self._database.execute("COMMIT")
        self._database.close()
        if finished:
            for file in (self._file, self._file.with_name(self._file.name + "-journal")):
                file.unlink(missing_ok=True)
