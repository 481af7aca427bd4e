"""Attachments as the rest of the server sees them: written with their sizes and checksums, read, derived."""

import hashlib
import logging
import threading
import time
import uuid as uuids
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from typing import BinaryIO, Protocol, TypeVar

from broch_hostapi import Attachment, Buffer, IndexService, Level, Spool, Storage, StorageHints
from broch_hostapi.errors import BrochError, NotFound

from broch.storage.content import Content

logger = logging.getLogger(__name__)
Work = TypeVar("Work")

NO_HINTS = StorageHints()
GRACE = 10.0
"""Seconds between the replacement of a file and its end."""
RETIRED_AT_MOST = 1000
ATTEMPTS = 3
"""How often derived data are made anew when their source changes meanwhile, before they are given but not kept."""


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
        self._lock = threading.Lock()
        self._writing = 0
        self._helper = ThreadPoolExecutor(1, "storage")
        self._retired: deque[tuple[float, Attachment]] = deque()

    def write(self, chunks: Iterable[Buffer], kind: int, hints: StorageHints = NO_HINTS) -> Attachment:
        """Store new bytes, durably. Raises ``StorageFull``, ``StorageError``; then nothing is left behind."""
        meter = Meter()
        uuid = str(uuids.uuid4())
        locator = self._storage.put(meter.through(chunks), uuid, kind, hints)
        digest = meter.md5.hexdigest()
        return Attachment(kind, uuid, locator, meter.size, digest, meter.size, digest)

    def write_while(
        self, content: Content, kind: int, hints: StorageHints, work: Callable[[], Work]
    ) -> tuple[Attachment, Work]:
        """Store, and do other work meanwhile; returns both outcomes. When either raises, nothing is left behind.

        A disk needs its time for a sync. A single sender would wait for it; with several, others use that time anyway,
        and a second thread would only cost.
        """
        uuid = str(uuids.uuid4())
        with self._lock:
            self._writing += 1
            alone = self._writing == 1
        try:
            if alone:
                put = self._helper.submit(self._storage.put, content.chunks(), uuid, kind, hints)
                return self._finished(content, uuid, kind, put.result, work)
            locator = self._storage.put(content.chunks(), uuid, kind, hints)
            return self._finished(content, uuid, kind, lambda: locator, work)
        finally:
            with self._lock:
                self._writing -= 1

    def _finished(
        self, content: Content, uuid: str, kind: int, locate: Callable[[], str], work: Callable[[], Work]
    ) -> tuple[Attachment, Work]:
        meter = Meter()
        try:
            for _ in meter.through(content.chunks()):  # first, as it lets the helping thread run
                pass
            done = work()
        except BaseException:
            with suppress(BrochError, OSError):
                self._storage.delete(locate())
            raise
        digest = meter.md5.hexdigest()
        return Attachment(kind, uuid, locate(), meter.size, digest, meter.size, digest), done

    def close(self) -> None:
        """End the helping thread; delete what is retired."""
        self._helper.shutdown()
        self.discard(attachment for _, attachment in self._retired)
        self._retired.clear()

    def open(self, attachment: Attachment, start: int = 0, stop: int | None = None) -> BinaryIO:
        """The bytes [start, stop)."""
        return self._storage.open(attachment.locator, start, stop)

    def view(self, attachment: Attachment) -> AbstractContextManager[Buffer]:
        """The whole as one buffer."""
        return self._storage.view(attachment.locator)

    def discard(self, attachments: Iterable[Attachment]) -> None:
        """Delete files that the index no longer knows. A failure leaves an orphan, is logged, and nothing worse."""
        for attachment in attachments:
            try:
                self._storage.delete(attachment.locator)
            except BrochError as error:
                logger.warning("attachment %s could not be deleted: %s", attachment.uuid, error)

    def retire(self, attachments: Iterable[Attachment]) -> None:
        """Delete files that others have taken the place of, but not at once: somebody may be about to open them.

        What is left when the process dies is an orphan.
        """
        now = time.monotonic()
        with self._lock:
            self._retired.extend((now, attachment) for attachment in attachments)
            due = []
            while self._retired and (self._retired[0][0] < now - GRACE or len(self._retired) > RETIRED_AT_MOST):
                due.append(self._retired.popleft()[1])
        self.discard(due)

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
                with suppress(NotFound):  # it may have become stale this moment
                    return self.open(kept)
                continue
            attachment = self.write(make(), kind)
            try:
                if self._writer.put_attachment(level, public_id, attachment, derived_from_revision=revision):
                    return self.open(attachment)
            except BrochError:
                self.discard_unless_indexed(level, public_id, attachment)
                raise
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

