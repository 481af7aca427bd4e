"""The check of an archive: every row against its file, every file against the rows, every kept count against the rows.

It goes through the index page by page and through the storage batch by batch, so that its memory does not grow with
the archive; what it has to remember lies in the file of ``Findings``.
"""

import calendar
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from broch_hostapi.errors import BrochError
from broch_hostapi.resources import ContentType, Level
from broch_hostapi.storage import Storage

from broch.index import integrity
from broch.index.integrity import Entry, IndexedFile, Wrong
from broch.index.labels import ownerless_labels
from broch.index.new_instance import NewInstance
from broch.index.tables import NAMES
from broch.recovery.archive import Archive
from broch.recovery.findings import Finding, Findings, Kind
from broch.recovery.progress import Progress
from broch.recovery.reading import Reading, read, size_of

BATCH = 1000
"""Files of the storage that are looked up at once."""
SUSPECTS = 5000
"""Files that are looked for in the index at once: each time it is read as a whole."""
YOUNG = 3600.0
"""Seconds: where others may be writing, a younger file without a row may be an upload that is under way."""
_ABOVE = (Level.PATIENT, Level.STUDY, Level.SERIES)


class Check:
    """One run. Phases that are done, and pages of files, are not done again when it is taken up."""

    def __init__(
        self, archive: Archive, findings: Findings, progress: Progress, *, quick: bool = False, threads: int = 2,
    ) -> None:
        """``quick``: sizes alone, no file is read."""
        self._archive = archive
        self._connection = archive.connection
        self._findings = findings
        self._progress = progress
        self._quick = quick
        self._threads = threads
        self._now = archive.startup.clock()

    def run(self) -> None:
        """Fill the findings."""
        phases: Sequence[tuple[str, Callable[[], None]]] = (
            ("database", self._database), ("files", self._files), ("parents", self._parents),
            ("counts", self._counts), ("orphans", self._orphans),
        )  # fmt: skip
        for name, phase in phases:
            if not self._findings.note(f"{name} done", False):
                phase()
                self._findings.set_note(f"{name} done", True)
                self._findings.save()
        self._progress.end()

    def _database(self) -> None:
        for text in integrity.damage_of_database(self._connection):
            self._findings.add(Finding(Kind.INDEX, -1, "", 0, "", text))

    def _files(self) -> None:
        owner, kind, done = self._findings.note("files", [-1, 0, 0])
        self._progress.begin("Files of the index", integrity.count_files(self._connection), done)
        self._progress.advance(0)
        with ThreadPoolExecutor(self._threads, "fsck") as threads:
            while page := integrity.files_after(self._connection, owner, kind):
                readings = list(threads.map(self._read, page))
                self._findings.know(file.attachment.locator for file in page)
                for file, reading in zip(page, readings, strict=True):
                    self._judge(file, reading)
                self._compare(page, readings)
                owner, kind, done = page[-1].owner, page[-1].attachment.kind, done + len(page)
                self._findings.set_note("files", [owner, kind, done])
                self._findings.save()
                self._progress.advance(len(page))

    def _read(self, file: IndexedFile) -> Reading:
        archive, attachment = self._archive, file.attachment
        if self._quick:
            return size_of(archive.storage, attachment.locator)
        return read(
            archive.storage, archive.attachments, attachment, dicom=_is_instance(file),
            conventions=archive.conventions, main_tags=archive.index.main_tags,
        )  # fmt: skip

    def _judge(self, file: IndexedFile, reading: Reading) -> None:
        """Size, checksum, age."""
        attachment = file.attachment
        if reading.missing:
            self._note_file(Kind.MISSING, file, "the file is not there")
        elif reading.size != attachment.stored_size and not reading.problem.startswith("cannot"):
            self._note_file(Kind.DAMAGED, file, f"{reading.size} bytes instead of {attachment.stored_size}")
        elif reading.md5 and reading.md5 != attachment.stored_md5:
            self._note_file(Kind.DAMAGED, file, "its checksum is not that of what was stored")
        elif reading.problem:
            self._note_file(Kind.DAMAGED, file, reading.problem)
        elif file.derived and self._is_stale(file):
            self._note_file(Kind.STALE, file, "it is older than what it was derived from")

    def _is_stale(self, file: IndexedFile) -> bool:
        made = modified(self._archive.storage, file.attachment.locator)
        level, key = Level(file.owner % 4), file.owner // 4
        row = self._connection.one(f"SELECT last_update FROM {NAMES[level]} WHERE key = ?", (key,))  # noqa: S608
        return made is not None and row is not None and seconds_of(row[0]) > made

    def _note_file(self, kind: Kind, file: IndexedFile, detail: str) -> None:
        resource = self._name(file.owner)
        self._findings.add(Finding(kind, file.owner, resource, file.attachment.kind, file.attachment.locator, detail))

    def _name(self, owner: int) -> str:
        level = Level(owner % 4)
        row = self._connection.one(f"SELECT public_id FROM {NAMES[level]} WHERE key = ?", (owner // 4,))  # noqa: S608
        return f"{level.word} {row[0]}" if row else ""

    def _compare(self, page: Sequence[IndexedFile], readings: Sequence[Reading]) -> None:
        """What files say against what the index says, for the files that are as they were stored."""
        wanted = {
            file.owner // 4: reading.entry
            for file, reading in zip(page, readings, strict=True)
            if reading.entry and reading.md5 == file.attachment.stored_md5
        }
        lineages = _Lineages(self._connection, list(wanted)) if wanted else None
        for key, right in wanted.items():
            lineage = lineages.of(key) if lineages else []
            if len(lineage) == len(Level):  # else it is told by another phase
                self._compare_one(lineage, right)

    def _compare_one(self, lineage: Sequence[Entry], right: NewInstance) -> None:
        instance = lineage[Level.INSTANCE]
        owner, resource = 4 * instance.key + Level.INSTANCE, f"Instance {instance.public_id}"
        if [entry.public_id for entry in lineage] != list(right.ids):
            self._findings.add(Finding(Kind.IDENTITY, owner, resource, 1, "", "its file is of another resource"))
            return
        wrong = integrity.differences(Level.INSTANCE, instance, right)
        if wrong:
            self._findings.add(Finding(Kind.TAGS, owner, resource, 1, "", ", ".join(wrong)))
        for level in _ABOVE:
            above = 4 * lineage[level].key + level
            if not self._findings.is_confirmed(above):
                wrong = integrity.differences(level, lineage[level], right)
                self._findings.judge(above, agrees=not wrong, instance=instance.key, detail=", ".join(wrong))

    def _parents(self) -> None:
        for owner, instance, detail in self._findings.unconfirmed():
            locator = f"instance {instance}"
            self._findings.add(Finding(Kind.TAGS, owner, self._name(owner), 0, locator, detail))

    def _counts(self) -> None:
        self._progress.begin("Counts", 0)
        found: Sequence[tuple[Kind, Iterator[Wrong]]] = (
            (Kind.COUNTS, integrity.wrong_counts(self._connection)),
            (Kind.EMPTY, integrity.empty_resources(self._connection)),
            (Kind.OWNERLESS, integrity.parentless_resources(self._connection)),
            (Kind.FILELESS, integrity.fileless_instances(self._connection)),
        )
        for kind, wrongs in found:
            for wrong in wrongs:
                self._progress.advance()
                name = f"{wrong.level.word} {wrong.public_id}"
                self._findings.add(Finding(kind, 4 * wrong.key + wrong.level, name, 0, "", wrong.detail))
        for owner, attachment, locator in integrity.ownerless_files(self._connection):
            detail = "of a resource that is not there"
            self._findings.add(Finding(Kind.OWNERLESS, owner, "", attachment, locator, detail))
        for owner, label in ownerless_labels(self._connection):
            self._findings.add(Finding(Kind.LABELS, owner, "", 0, "", f"label {label} of a resource that is not there"))
        for name in integrity.wrong_totals(self._connection):
            self._findings.add(Finding(Kind.COUNTS, -1, "", 0, "", f"total of the archive: {name}"))

    def _orphans(self) -> None:
        self._progress.begin("Files of the storage", 0)
        listed = iter(self._archive.storage.iterate())
        suspects: dict[str, int] = {}
        while batch := dict(islice(listed, BATCH)):
            suspects |= {locator: batch[locator] for locator in self._findings.unknown(list(batch))}
            if len(suspects) >= SUSPECTS:
                self._confirm(suspects)
                suspects = {}
            self._progress.advance(len(batch))
        if suspects:
            self._confirm(suspects)

    def _confirm(self, suspects: dict[str, int]) -> None:
        """Ask the index again: it may have learned of them since the check went through it."""
        known = integrity.known_locators(self._connection, list(suspects))
        for locator, size in suspects.items():
            if locator in known or (not self._archive.alone and self._is_young(locator)):
                continue
            self._findings.add(Finding(Kind.ORPHAN, -1, "", 0, locator, f"{size} bytes"))

    def _is_young(self, locator: str) -> bool:
        made = modified(self._archive.storage, locator)
        return made is not None and made > self._now - YOUNG


class _Lineages:
    """Instances of a page with what is above them."""

    def __init__(self, connection: Any, keys: list[int]) -> None:
        self._levels: list[dict[int, Entry]] = [{}, {}, {}, {}]
        for level in reversed(Level):
            self._levels[level] = integrity.entries(connection, level, keys)
            keys = list({entry.parent for entry in self._levels[level].values()})

    def of(self, key: int) -> list[Entry]:
        """From the patient down to this instance; shorter if something is not there."""
        lineage: list[Entry] = []
        for level in reversed(Level):
            entry = self._levels[level].get(key)
            if entry is None:
                break
            lineage.insert(0, entry)
            key = entry.parent
        return lineage


def _is_instance(file: IndexedFile) -> bool:
    return file.attachment.kind == ContentType.DICOM and file.owner % 4 == Level.INSTANCE


def modified(storage: Storage, locator: str) -> float | None:
    """When a file was written, in seconds since the epoch; None where the storage has no real files."""
    try:
        with storage.open(locator) as file:
            return os.fstat(file.fileno()).st_mtime
    except (BrochError, OSError):
        return None


def seconds_of(date: str) -> float:
    """Of ``YYYYMMDDTHHMMSS``, UTC; 0 for what is none."""
    try:
        return float(calendar.timegm(time.strptime(date, "%Y%m%dT%H%M%S")))
    except ValueError:
        return 0.0
