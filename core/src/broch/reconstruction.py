"""The index made anew from the stored files: hostapi's ``ReconstructionService``.

Ids, metadata, attachments and labels stay as they are; nobody is told, and plugins do not filter again.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import islice

from broch_hostapi.errors import BrochError, Conflict, NotFound
from broch_hostapi.resources import Attachment, ContentType, Level, StoredInstance
from broch_hostapi.transcode import Transcoded

from broch.dataset.conventions import Conventions
from broch.dataset.scan import Scan, scan_file
from broch.dataset.transcode.service import AtIngest
from broch.index.changes import exchange_attachment
from broch.index.commit import IndexWriter
from broch.index.integrity import correct_all
from broch.index.new_instance import NewInstance
from broch.index.reader import IndexReader
from broch.ingest import hints, identify, whole
from broch.recovery.reading import entry_of
from broch.storage.attachments import Attachments
from broch.storage.content import Content
from broch.user_data import UserData

logger = logging.getLogger(__name__)

_PAGE = 100
"""Instances whose rows are written in one transaction."""
_ALL = tuple(Level)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file says, and the file that is to take its place."""

    instance: StoredInstance
    entry: NewInstance
    rewritten: Attachment | None = None


class Reconstruction:
    """Reads files again, a page of them at a time, and writes what they say into the index."""

    def __init__(
        self, index: IndexReader, writer: IndexWriter, attachments: Attachments, user_data: UserData,
        conventions: Conventions, transcode: AtIngest | None, *, compress: bool,
    ) -> None:
        """``transcode`` and ``compress``: what is done to instances that come in."""
        self._index = index
        self._writer = writer
        self._attachments = attachments
        self._conventions = conventions
        self._user_data = user_data
        self._transcode = transcode
        self._compress = compress

    def reconstruct(
        self, level: Level, public_id: str, *, files: bool = False, only_this_level: bool = False
    ) -> None:
        """What is at, below and above a resource; of its own tags alone with ``only_this_level``, from one file.

        ``files``: also do to the files what is done to those that come in. Raises ``NotFound``,
        ``DatabaseUnavailable``, ``StorageError``.
        """
        instances = self._index.stored_instances(level, public_id)
        if only_this_level:
            self._run(islice(instances, 1), (level,), files=False)
        else:
            self._run(instances, _ALL, files=files)

    def reconstruct_all(self, *, files: bool = False) -> None:
        """The whole archive. Patients that come or go meanwhile do no harm."""
        for patient in self._index.public_ids(Level.PATIENT):
            try:
                self.reconstruct(Level.PATIENT, patient, files=files)
            except NotFound:
                continue

    def _run(self, instances: Iterable[StoredInstance], levels: Sequence[Level], *, files: bool) -> None:
        instances = iter(instances)
        while page := list(islice(instances, _PAGE)):
            read = [read for one in page for read in self._read(one, files=files)]
            if files:
                for one in read:
                    self._store(one)
            self._writer.submit(lambda tx, read=read: correct_all(tx, [one.entry for one in read], levels))  # type: ignore[misc]

    def _read(self, instance: StoredInstance, *, files: bool) -> Iterator[_Read]:
        """Nothing of a file that is gone or damaged: its rows stay, and the log tells."""
        try:
            with self._attachments.view(instance.attachment) as buffer:
                scan = scan_file(buffer, whole=False, conventions=self._conventions)
                entry = entry_of(scan, attachments=(instance.attachment,), main_tags=self._index.main_tags)
                if entry.ids.instance != instance.id:
                    logger.warning("instance %s: its file is of another one", instance.id)
                    return
                rewritten = self._rewritten(instance, scan) if files and self._transcode else None
                yield rewritten or _Read(instance, entry)
        except (BrochError, OSError) as error:
            logger.warning("instance %s cannot be read again: %s", instance.id, error)

    def _rewritten(self, instance: StoredInstance, scan: Scan) -> _Read | None:
        """As ingest would store it today; None if that is as it is, or another instance (PS3.3 C.12.1.1.2)."""
        made: Transcoded | None = self._transcode(scan, "") if self._transcode else None
        if made is None:
            return None
        with ExitStack() as opened:
            opened.enter_context(made)
            buffer = opened.enter_context(whole(made.file))
            new = scan_file(buffer, whole=False, conventions=self._conventions)
            entry = entry_of(new, main_tags=self._index.main_tags)
            if entry.ids.instance != instance.id:
                return None
            content = Content(made.file)
            stored = self._attachments.write(content.chunks(), ContentType.DICOM, hints(new, identify(new)))
            return _Read(instance, replace(entry, attachments=(stored,)), stored)

    def _store(self, one: _Read) -> None:
        """Its file as those that come in are stored. Nothing happens to one that was deleted or replaced meanwhile."""
        instance, new = one.instance, one.rewritten
        with suppress(NotFound, Conflict):
            if new is None:
                if instance.attachment.is_compressed != self._compress:
                    self._user_data.set_compression(
                        Level.INSTANCE, instance.id, ContentType.DICOM, self._compress
                    )
                return
            try:
                self._writer.submit(
                    lambda tx: exchange_attachment(tx, Level.INSTANCE, instance.id, instance.attachment, new)
                )
            except BrochError as error:
                self._attachments.discard_unless_indexed(Level.INSTANCE, instance.id, new, error)
                raise
            self._attachments.retire([instance.attachment])
