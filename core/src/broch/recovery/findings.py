"""What a check may find, and where that is kept until it is told: in a file, so that a check can be taken up again."""

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from broch.recovery.work_file import WorkFile


class Kind(StrEnum):
    """Kinds of finding, in the order in which they are repaired."""

    INDEX = "index"
    """The database itself is damaged."""
    COUNTS = "counts"
    """A kept count, sum or list of modalities is wrong."""
    TAGS = "tags"
    """What the index says of a resource is not what its file says."""
    IDENTITY = "identity"
    """The file is another instance, or belongs below other resources, than the index says."""
    EMPTY = "empty"
    """A patient, study or series without instances."""
    OWNERLESS = "ownerless"
    """An attachment, or a resource, of a resource that is not there."""
    LABELS = "labels"
    """A label of a resource that is not there."""
    FILELESS = "fileless"
    """An instance without a DICOM file in the index."""
    STALE = "stale"
    """Derived data that are older than what they were derived from."""
    MISSING = "missing"
    """A file that the index knows is not there."""
    DAMAGED = "damaged"
    """A file is not what was stored, or cannot be read."""
    ORPHAN = "orphan"
    """A file that the index does not know: of an upload that was never acknowledged, or of a deletion that was."""


LEFTOVERS = frozenset({Kind.ORPHAN})
"""Waste of room; nothing is wrong with the archive."""


class Finding(NamedTuple):
    """Something that is not as it should be."""

    kind: Kind
    owner: int
    """Of the resource, as in ``index.tables``; -1 where there is none."""
    resource: str
    """Level and public identifier, or empty."""
    attachment: int
    """Kind of the attachment, 0 where it is about none."""
    locator: str
    detail: str
    repaired: str = ""
    """What was done about it."""


class Findings(WorkFile):
    """The memory of one check: findings, what was seen, and how far it came."""

    def __init__(self, file: Path, *, resume: bool) -> None:
        """Raises ``BadRequest`` when there is nothing to take up again, or it is of another version."""
        if not resume:
            file.unlink(missing_ok=True)
        super().__init__(file, _TABLES, "check", resume=resume)

    def add(self, finding: Finding) -> None:
        """One more."""
        self._database.execute("INSERT INTO finding VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", finding)

    def all(self, kinds: Sequence[Kind] = tuple(Kind)) -> Iterator[tuple[int, Finding]]:
        """With their numbers, in the order of kinds; what is added or marked meanwhile does not matter."""
        for kind in kinds:
            after = 0
            while rows := self._database.execute(
                "SELECT * FROM finding WHERE kind = ? AND number > ? ORDER BY number LIMIT 500", (kind, after)
            ).fetchall():
                for number, name, *rest in rows:
                    yield number, Finding(Kind(name), *rest)
                after = rows[-1][0]

    def mark(self, number: int, repaired: str) -> None:
        """Say what was done about one."""
        self._database.execute("UPDATE finding SET repaired = ? WHERE number = ?", (repaired, number))

    def counts(self) -> dict[Kind, tuple[int, int]]:
        """Of each kind that there is: how many, and how many of them are repaired."""
        rows = self._database.execute("SELECT kind, count(*), sum(repaired <> '') FROM finding GROUP BY kind")
        found = {name: (count, repaired) for name, count, repaired in rows}
        return {kind: found[kind] for kind in Kind if kind in found}

    def know(self, locators: Iterable[str]) -> None:
        """The index knows these files."""
        self._database.executemany("INSERT OR IGNORE INTO known VALUES (?)", ((locator,) for locator in locators))

    def unknown(self, locators: Sequence[str]) -> list[str]:
        """Those of these that were never made known."""
        rows = self._database.execute(
            "SELECT locator FROM known WHERE locator IN (SELECT value FROM json_each(?))", (json.dumps(locators),)
        )
        known = {locator for (locator,) in rows}
        return [locator for locator in locators if locator not in known]

    def judge(self, owner: int, *, agrees: bool, instance: int, detail: str) -> None:
        """Whether an instance says of its parent what the index says; one that does is enough."""
        self._database.execute(
            "INSERT INTO parent VALUES (?, ?, ?, ?)"
            " ON CONFLICT (owner) DO UPDATE SET agrees = max(agrees, excluded.agrees)",
            (owner, int(agrees), instance, detail),
        )

    def is_confirmed(self, owner: int) -> bool:
        """Whether an instance agreed already."""
        row = self._database.execute("SELECT agrees FROM parent WHERE owner = ?", (owner,)).fetchone()
        return row is not None and row[0] == 1

    def unconfirmed(self) -> Iterator[tuple[int, int, str]]:
        """Owner, the instance that came first, and in what it differs: parents of which all instances differ."""
        yield from self._database.execute(
            "SELECT owner, instance, detail FROM parent WHERE agrees = 0 ORDER BY owner"
        ).fetchall()


_TABLES = """
CREATE TABLE IF NOT EXISTS known (locator TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parent (owner INTEGER PRIMARY KEY, agrees INTEGER, instance INTEGER, detail TEXT);
CREATE TABLE IF NOT EXISTS finding (number INTEGER PRIMARY KEY, kind TEXT, owner INTEGER, resource TEXT,
    attachment INTEGER, locator TEXT, detail TEXT, repaired TEXT);
CREATE INDEX IF NOT EXISTS finding_kind ON finding (kind, number);
"""
