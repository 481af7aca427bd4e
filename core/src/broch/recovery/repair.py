"""What is done about findings. Nothing that could be the last copy of something is destroyed."""

import logging
import os
from contextlib import suppress
from hashlib import sha1
from pathlib import Path
from urllib.parse import quote

from broch_hostapi.errors import BrochError, NotFound, StorageError
from broch_hostapi.files import sync_folder
from broch_hostapi.resources import Attachment, ContentType, Level
from broch_hostapi.storage import Storage

from broch.index import integrity
from broch.index.attachments import COLUMNS, take_attachment
from broch.index.labels import take_labels
from broch.index.tables import NAMES
from broch.recovery.archive import Archive
from broch.recovery.findings import Finding, Findings, Kind
from broch.recovery.progress import Progress
from broch.recovery.reading import CHUNK, read
from broch.user_data import UserData

logger = logging.getLogger(__name__)

LOST_AND_FOUND = "lost+found"
"""Folder beside the index that takes files which the archive has no place for."""
LONGEST_NAME = 200


class Repair:
    """One run over the findings of a check."""

    def __init__(self, archive: Archive, findings: Findings, *, drop: bool, delete_orphans: bool) -> None:
        """``drop``: take out of the index what has lost its file, or whose file is damaged."""
        self._archive = archive
        self._writer = archive.writer
        self._findings = findings
        self._drop = drop
        self._delete_orphans = delete_orphans
        self._lost = archive.startup.index_directory / LOST_AND_FOUND
        self._recounted = self._corrected = False

    def run(self, progress: Progress) -> None:
        """Repair what can be repaired, and mark it."""
        progress.begin("Repairs", sum(count for count, _ in self._findings.counts().values()))
        for number, finding in self._findings.all():
            if not finding.repaired:
                try:
                    done = self._repair(finding)
                except BrochError as error:
                    logger.warning("%s %s could not be repaired: %s", finding.kind, finding.resource, error)
                    done = ""
                if done:
                    self._findings.mark(number, done)
                    self._findings.save()
            progress.advance()
        if self._corrected:
            self._writer.submit(integrity.recount)  # the modalities of a study come from tags
        progress.end()

    def _repair(self, finding: Finding) -> str:
        if not self._is_still_so(finding):
            return "not so any more"
        match finding.kind:
            case Kind.COUNTS:
                return self._recount()
            case Kind.TAGS:
                return self._correct(finding)
            case Kind.EMPTY:
                return self._remove(finding)
            case Kind.STALE:
                return self._take(finding)
            case Kind.OWNERLESS:
                return self._take(finding) if finding.attachment else ""
            case Kind.LABELS:
                return self._unlabel(finding)
            case Kind.ORPHAN:
                return self._clear_away(finding.locator)
            case Kind.MISSING | Kind.DAMAGED | Kind.FILELESS:
                return self._give_up(finding)
        return ""

    def _is_still_so(self, finding: Finding) -> bool:
        """A check that was taken up again may be of another day, and servers may have run since."""
        connection, key = self._archive.connection, finding.owner // 4
        if finding.kind in (Kind.MISSING, Kind.DAMAGED, Kind.STALE) or (finding.attachment and finding.locator):
            sql = "SELECT locator FROM attachment WHERE owner = ? AND kind = ?"
            row = connection.one(sql, (finding.owner, finding.attachment))
            return row is not None and row[0] == finding.locator
        if finding.kind == Kind.FILELESS:
            sql = f"SELECT 1 FROM attachment WHERE owner = ? AND kind = {ContentType.DICOM:d}"  # noqa: S608
            return connection.one(sql, (finding.owner,)) is None
        if finding.kind == Kind.EMPTY:
            below = NAMES[finding.owner % 4 + 1]
            return connection.one(f"SELECT 1 FROM {below} WHERE parent = ? LIMIT 1", (key,)) is None  # noqa: S608
        return True

    def _recount(self) -> str:
        if not self._recounted:
            self._writer.submit(integrity.recount)
            self._recounted = True
        return "counted anew"

    def _correct(self, finding: Finding) -> str:
        """From the file of the instance, or of one that is below."""
        level, key = Level(finding.owner % 4), finding.owner // 4
        instance = key if level == Level.INSTANCE else int(finding.locator.removeprefix("instance "))
        row = self._archive.connection.one(
            f"SELECT {COLUMNS} FROM attachment WHERE owner = ? AND kind = {ContentType.DICOM:d}",  # noqa: S608
            (4 * instance + Level.INSTANCE,),
        )
        if row is None:
            return ""
        archive = self._archive
        entry = read(
            archive.storage, archive.attachments, Attachment(*row), dicom=True,
            conventions=archive.conventions, main_tags=archive.index.main_tags,
        ).entry  # fmt: skip
        if entry is None:
            return ""
        self._writer.submit(lambda tx: integrity.correct(tx, level, key, entry))
        self._corrected = True
        return "the index has what the file says"

    def _unlabel(self, finding: Finding) -> str:
        self._writer.submit(lambda tx: take_labels(tx, [finding.owner]))
        return "removed from the index"

    def _remove(self, finding: Finding) -> str:
        self._delete(Level(finding.owner % 4), finding.resource.partition(" ")[2])
        return "removed from the index"

    def _delete(self, level: Level, public_id: str, kept: str = "") -> None:
        """Delete a resource; what its users attached to it is kept, but for what is ``kept`` already."""
        with suppress(NotFound):  # it went with another
            for attachment in self._writer.delete(level, public_id)[1]:
                if attachment.locator != kept:
                    self._keep(attachment.locator)
                self._archive.storage.delete(attachment.locator)

    def _take(self, finding: Finding) -> str:
        """Take an attachment out of the index; its file goes where orphans go, derived data are deleted."""
        self._writer.submit(lambda tx: take_attachment(tx, finding.owner, finding.attachment))
        if finding.kind == Kind.STALE:
            self._archive.storage.delete(finding.locator)
            return "deleted; it is made anew when it is asked for"
        return self._clear_away(finding.locator)

    def _give_up(self, finding: Finding) -> str:
        """A sidecar is written anew from the index; what else has lost its bytes goes only when that is asked for."""
        level, public_id = Level(finding.owner % 4), finding.resource.partition(" ")[2]
        if finding.attachment == ContentType.SIDECAR:
            UserData(self._archive.index, self._writer, self._archive.attachments).renew(level, public_id)
            return "written anew"
        if not self._drop:
            return ""
        said = "removed from the index"
        if finding.kind == Kind.DAMAGED:
            said += f", {self._keep(finding.locator)}"
        if level == Level.INSTANCE and finding.attachment in (0, ContentType.DICOM):
            self._delete(level, public_id, finding.locator)
        else:
            self._writer.submit(lambda tx: take_attachment(tx, finding.owner, finding.attachment))
            self._archive.storage.delete(finding.locator)
        return said

    def _clear_away(self, locator: str) -> str:
        said = "deleted" if self._delete_orphans else self._keep(locator)
        self._archive.storage.delete(locator)
        return said

    def _keep(self, locator: str) -> str:
        """Copy a file, as far as it can be read, to where it harms nobody."""
        name = quote(locator, safe="")
        if len(name) > LONGEST_NAME:
            name = f"{sha1(name.encode(), usedforsecurity=False).hexdigest()}-{name[-100:]}"
        try:
            save(self._archive.storage, locator, self._lost / name)
        except NotFound:
            return "it was gone already"
        except OSError as error:
            raise StorageError(f"{locator} cannot be kept in {self._lost}: {error.strerror}") from error
        return f"kept as {LOST_AND_FOUND}/{name}"


def save(storage: Storage, locator: str, target: Path) -> None:
    """Copy a file out of the storage, durably. Raises ``NotFound``, ``StorageError``, ``OSError``."""
    with storage.open(locator) as source:
        target.parent.mkdir(0o750, exist_ok=True)
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as copy:
            while piece := source.read(CHUNK):
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
    sync_folder(str(target.parent))
