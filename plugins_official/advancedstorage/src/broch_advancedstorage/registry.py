"""What is known of files outside the storage: a small database beside the index.

The index says what is an instance; this only spares work: it says which files were looked at already, and which
instance a file became. Whoever deletes it loses nothing: the next look makes it again.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

FILE_NAME = "advanced-storage.sqlite"
_PAGE = 200


class State(IntEnum):
    """What became of a file."""

    ADOPTED = 0
    """It is the DICOM file of an instance."""
    KNOWN = 1
    """Its instance has another file."""
    IGNORED = 2
    """No DICOM file, refused, or abandoned."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was looked at."""

    path: str
    size: int
    mtime_ns: int
    state: State
    instance: str = ""
    """Public identifier."""


class Registry:
    """All methods may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        """Raises ``OSError``, ``sqlite3.Error``; a file that is no database is made anew."""
        folder.mkdir(0o750, parents=True, exist_ok=True)
        file = folder / FILE_NAME
        self._lock = threading.Lock()
        try:
            self._database = self._open(file)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            for suffix in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    os.unlink(f"{file}{suffix}")
            self._database = self._open(file)

    @staticmethod
    def _open(file: Path) -> sqlite3.Connection:
        database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(
                "CREATE TABLE IF NOT EXISTS file (path BLOB PRIMARY KEY, size INTEGER, mtime_ns INTEGER, state INTEGER,"
                " instance TEXT, round INTEGER) WITHOUT ROWID"
            )
            database.execute("CREATE INDEX IF NOT EXISTS file_instance ON file (instance)")
        except BaseException:
            database.close()
            raise
        return database

    def get(self, path: str) -> Seen | None:
        """What is known of one file."""
        sql = f"SELECT {_COLUMNS} FROM file WHERE path = ?"  # noqa: S608
        with self._lock:
            row = self._database.execute(sql, (os.fsencode(path),)).fetchone()
        return _seen(row) if row else None

    def put(self, seen: Seen, round_: int = 0) -> None:
        """Remember a file."""
        row = (os.fsencode(seen.path), seen.size, seen.mtime_ns, int(seen.state), seen.instance, round_)
        with self._lock:
            self._database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)", row)

    def next_round(self) -> int:
        """A number that no file was seen under yet."""
        with self._lock:
            return int(self._database.execute("SELECT coalesce(max(round), 0) + 1 FROM file").fetchone()[0])

    def still_there(self, paths: Iterable[str], round_: int) -> None:
        """These files were seen in a round."""
        with self._lock:
            self._database.execute("BEGIN")
            with self._database:  # commits, or takes back what failed: else no later one could begin
                self._database.executemany(
                    "UPDATE file SET round = ? WHERE path = ?", [(round_, os.fsencode(path)) for path in paths]
                )

    def not_seen(self, folder: str, round_: int) -> Iterator[Seen]:
        """What was once below a folder, and was not seen in this round."""
        low, high = os.fsencode(folder) + b"/", os.fsencode(folder) + b"0"  # 0 is what comes behind the slash
        sql = f"SELECT {_COLUMNS} FROM file WHERE path > ? AND path < ? AND round <> ? ORDER BY path LIMIT {_PAGE}"  # noqa: S608
        while True:
            with self._lock:
                rows = self._database.execute(sql, (low, high, round_)).fetchall()
            yield from map(_seen, rows)
            if len(rows) < _PAGE:
                return
            low = rows[-1][0]

    def forget(self, seen: Seen) -> None:
        """A file is gone; those that had the same instance are worth another look."""
        with self._lock:
            self._database.execute("DELETE FROM file WHERE path = ?", (os.fsencode(seen.path),))
            if seen.state is State.ADOPTED:
                same = (seen.instance, int(State.KNOWN))
                self._database.execute("DELETE FROM file WHERE instance = ? AND state = ?", same)

    def counts(self) -> dict[State, int]:
        """How many there are in each state."""
        with self._lock:
            rows = self._database.execute("SELECT state, count(*) FROM file GROUP BY state").fetchall()
        return dict.fromkeys(State, 0) | {State(state): count for state, count in rows}

    def close(self) -> None:
        """Called once, last."""
        with self._lock:
            self._database.close()


_COLUMNS = "path, size, mtime_ns, state, instance"


def _seen(row: tuple[bytes, int, int, int, str]) -> Seen:
    return Seen(os.fsdecode(row[0]), row[1], row[2], State(row[3]), row[4])
