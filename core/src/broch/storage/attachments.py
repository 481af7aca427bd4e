"""Attachments as the rest of the server sees them: written with their sizes and checksums, read, derived."""

import hashlib
import logging
import uuid as uuids
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from broch_hostapi import Attachment, Buffer, IndexService, Level, Spool, Storage, StorageHints
from broch_hostapi.errors import BrochError, NotFound

logger = logging.getLogger(__name__)

NO_HINTS = StorageHints()
ATTEMPTS = 3
"""How often derived data are made anew when their source changes meanwhile, before they are given without being kept."""


class AttachmentWriter(Protocol):
    """The one thing that keeping derived data needs of the index's writer."""

    def put_attachment(
        self, level: Level, public_id: str, attachment: Attachment, *, derived_from_revision: int | None
    ) -> bool:
        """False when the resource has changed since that revision."""
        ...


class Attachments:
    """hostapi's ``AttachmentService``, and how the core writes."""

    def __init__(
        self, storage: Storage, index: IndexService, writer: AttachmentWriter,
        revision: Callable[[Level, str], int], spool: Spool,
    ) -> None:
        self._storage = storage
        self._index = index
        self._writer = writer
        self._revision = revision
        self._spool = spool

    def write(self, chunks: Iterable[Buffer], kind: int, hints: StorageHints = NO_HINTS) -> Attachment:
        """Store new bytes, durably. Raises ``StorageFull``, ``StorageError``; then nothing is left behind."""
        meter = Meter()
        uuid = str(uuids.uuid4())
        locator = self._storage.put(meter.through(chunks), uuid, kind, hints)
        digest = meter.md5.hexdigest()
        return Attachment(kind, uuid, locator, meter.size, digest, meter.size, digest)

    def open(self, attachment: Attachment, start: int = 0, stop: int | None = None) -> BinaryIO:
        """The bytes [start, stop)."""
        return self._storage.open(attachment.locator, start, stop)

    def view(self, attachment: Attachment) -> AbstractContextManager[Buffer]:
        """The whole as one buffer."""
        return self._storage.view(attachment.locator)

    def discard(self, attachments: Iterable[Attachment]) -> None:
        """Delete files that the index no longer knows. A failure leaves an orphan, which is logged, and nothing worse."""
        for attachment in attachments:
            try:
                self._storage.delete(attachment.locator)
            except BrochError as error:
                logger.warning("attachment %s could not be deleted: %s", attachment.uuid, error)

    def discard_unless_indexed(self, level: Level, public_id: str, attachment: Attachment) -> None:
        """After a commit that failed: the outcome may be unknown, and only a known rollback may cost the file."""
        try:
            known = self._index.attachments(level, public_id)
        except NotFound:
            known = {}
        except BrochError:
            return
        if attachment.uuid not in {kept.uuid for kept in known.values()}:
            self.discard([attachment])

    def derived(self, level: Level, public_id: str, kind: int, make: Callable[[], Iterable[Buffer]]) -> BinaryIO:
        """Kept data, or made now and kept."""
        for _ in range(ATTEMPTS):
            revision = self._revision(level, public_id)
            kept = self._index.attachments(level, public_id).get(kind)
            if kept:
                return self.open(kept)
            attachment = self.write(make(), kind)
            if self._writer.put_attachment(level, public_id, attachment, derived_from_revision=revision):
                return self.open(attachment)
            self.discard([attachment])
        return self._once(make())

    def _once(self, chunks: Iterable[Buffer]) -> BinaryIO:
        file = self._spool.open()
        for chunk in chunks:
            file.write(chunk)
        file.seek(0)
        return file


class Meter:
    """Size and MD5 of what passes through."""

    def __init__(self) -> None:
        self.size = 0
        self.md5 = hashlib.md5(usedforsecurity=False)

    def through(self, chunks: Iterable[Buffer]) -> Iterator[Buffer]:
        """The same chunks."""
        for chunk in chunks:
            self.size += len(chunk)
            self.md5.update(chunk)
            yield chunk

