"""Where in a level a page far behind begins: databases count to an offset row by row."""

from bisect import bisect_right, insort
from threading import Lock

from broch_hostapi.resources import Level

from broch.index.connection import Connection
from broch.index.tables import NAMES, TOTALS

WORTH = 500
"""Rows that are counted without further ado."""
# Each new resource takes a key and adds one to a count. So this grows with what is deleted, and with nothing else that
# would move a page.
_GENERATION = f"SELECT last_key - {' - '.join(TOTALS)} FROM total WHERE key = 1"  # noqa: S608


class Bookmarks:
    """Remembers the keys at some offsets while nothing is deleted; what is added comes behind. Any thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = Lock()
        self._generation = -1
        self._marks: dict[Level, list[tuple[int, int]]] = {}

    def place(self, level: Level, since: int) -> tuple[int, int]:
        """A key, and how many rows from it on (0: from the first) are to be left out instead of ``since``."""
        if since < WORTH:
            return 0, since
        generation = self._connection.one(_GENERATION)[0]
        with self._lock:
            if generation != self._generation:
                self._generation, self._marks = generation, {}
            marks = self._marks.setdefault(level, [])
            at = bisect_right(marks, (since, 1 << 62))
            offset, key = marks[at - 1] if at else (0, 0)
        if since - offset < WORTH:
            return key, since - offset
        row = self._connection.one(
            f"SELECT key FROM {NAMES[level]} WHERE key >= ? ORDER BY key LIMIT 1 OFFSET ?",  # noqa: S608
            (key, since - offset),
        )
        if row is None:
            return key, since - offset
        with self._lock:
            if generation == self._generation and (since, row[0]) not in marks:
                insort(marks, (since, row[0]))
        return row[0], 0
