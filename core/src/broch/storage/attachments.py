"""Attachments as the rest of the server sees them: written with their sizes and checksums, read, derived."""

import logging
import os
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from typing import Any, BinaryIO, Protocol
from uuid import UUID

from broch_hostapi import Attachment, Buffer, IndexService, Level, Spool, Storage, StorageHints
from broch_hostapi.errors import BrochError, CorruptedFile, NotFound, OutcomeUnknown
from broch_hostapi.storage import SlottedStorage

from broch.storage.compression import PLAIN, ZLIB, compressed
from broch.storage.content import CHUNK, Content, Meter
from broch.storage.undecided import Undecided
from broch.storage.unpacking import Unpacking
from broch.storage.writing import ON_DISK, Helper, Writing

logger = logging.getLogger(__name__)

NO_HINTS = StorageHints()
GRACE = 10.0
"""Seconds between the replacement of a file and its end."""
RETIRED_AT_MOST = 1000
LARGE = 4 << 20
"""Bytes above which a file is durable before the index hears of it: others are not to wait for it in a commit."""
ATTEMPTS = 3
"""How often derived data are made anew when their source changes meanwhile, before they are given but not kept."""


class AttachmentWriter(Protocol):
    """What is needed of the index's writer."""

    def put_attachment(
        self, level: Level, public_id: str, attachment: Attachment, *, derived_from_revision: int | None
    ) -> bool:
        """False when the resource has changed since that revision."""
        ...

    def is_indexed(self, level: Level, public_id: str, uuid: str) -> bool:
        """Whether a resource has this attachment, asked behind every commit that may still be under way."""
        ...


class Attachments:
    """hostapi's ``AttachmentService``, and how the core writes."""

    def __init__(
        self, storage: Storage, index: IndexService, writer: AttachmentWriter,
        revision: Callable[[Level, str], int], spool: Spool, *, compress: bool = False,
    ) -> None:
        """``compress``: what comes in and what users attach, but not what can be derived again."""
        self._storage = storage
        self._slots = storage if isinstance(storage, SlottedStorage) else None
        self._index = index
        self._writer = writer
        self._revision = revision
        self._spool = spool
        self._compress = compress
        self._unpacking = Unpacking(storage, spool)
        self._lock = threading.Lock()
        self._incoming = 0
        self._helper = Helper()
        self._retired: deque[tuple[float, Attachment]] = deque()
        self._undecided = Undecided(writer.is_indexed, self.discard)

    def write(
        self, chunks: Iterable[Buffer], kind: int, hints: StorageHints = NO_HINTS, *, compress: bool | None = None
    ) -> Attachment:
        """Store new bytes, durably. Raises ``StorageFull``, ``StorageError``; then nothing is left behind."""
        if self._compress if compress is None else compress:
            with compressed(chunks, self._spool) as (content, plain):
                return self._put(content.chunks(), kind, hints, plain)
        return self._put(chunks, kind, hints, None)

    def _put(self, chunks: Iterable[Buffer], kind: int, hints: StorageHints, plain: Meter | None) -> Attachment:
        stored = Meter()
        uuid = new_uuid()
        return _attachment(kind, uuid, self._storage.put(stored.through(chunks), uuid, kind, hints), stored, plain)

    def rewritten(self, attachment: Attachment, hints: StorageHints, *, compress: bool) -> Attachment:
        """The same bytes as another new file, compressed or not. Raises as ``open`` and ``write``."""
        with self.open(attachment) as file:
            new = self.write(iter(lambda: file.read(CHUNK), b""), attachment.kind, hints, compress=compress)
        if (new.size, new.md5) != (attachment.size, attachment.md5):
            self.discard([new])
            raise CorruptedFile("the file is not what was stored")
        return replace(new, revision=attachment.revision)

    @contextmanager
    def incoming(
        self, content: Content, kind: int, hints: StorageHints, level: Level, public_id: str
    ) -> Iterator[tuple[Attachment, Writing]]:
        """A new file of a resource that is about to be indexed, and the writing of it, which the index waits for.

        When the body raises, the file goes again, unless the index knows it.

        A disk needs its time for a sync. A single sender would wait for it, so another thread begins at once; with
        several, others use that time anyway, and a second thread would only cost.
        """
        uuid = new_uuid()
        packing = compressed(content.chunks(), self._spool) if self._compress else nullcontext((content, None))
        with packing as (stored, plain), self._counted() as alone:
            locator, writing = self._begun(stored, uuid, kind, hints)
            try:
                if alone:
                    writing.is_elsewhere = True
                    self._helper.submit(writing)
                meter = Meter()
                for _ in meter.through(stored.chunks()):
                    pass
                if meter.size > LARGE:
                    writing.sync()
                yield _attachment(kind, uuid, locator, meter, plain), writing
            except BaseException as error:
                writing.cancel()
                self.discard_unless_indexed(level, public_id, Attachment(kind, uuid, locator, 0, "", 0, ""), error)
                raise

    @contextmanager
    def _counted(self) -> Iterator[bool]:
        """Whether nobody else is writing."""
        with self._lock:
            self._incoming += 1
            alone = self._incoming == 1
        try:
            yield alone
        finally:
            with self._lock:
                self._incoming -= 1

    def _begun(self, content: Content, uuid: str, kind: int, hints: StorageHints) -> tuple[str, Writing]:
        if self._slots is None:
            return self._storage.put(content.chunks(), uuid, kind, hints), ON_DISK
        slot = self._slots.slot(uuid, kind, hints)
        return slot.locator, Writing(slot, content.chunks)

    def close(self) -> None:
        """End the helping thread; delete what is retired."""
        self._helper.close()
        self._undecided.close()
        self.discard(attachment for _, attachment in self._retired)
        self._retired.clear()
        self._unpacking.close()

    def open(self, attachment: Attachment, start: int = 0, stop: int | None = None) -> BinaryIO:
        """The bytes [start, stop) of the original."""
        if attachment.is_compressed:
            return self._unpacking.open(attachment, start, stop)
        return self._storage.open(attachment.locator, start, stop)

    def view(self, attachment: Attachment) -> AbstractContextManager[Buffer]:
        """The whole original as one buffer."""
        if attachment.is_compressed:
            return self._unpacking.view(attachment)
        return self._storage.view(attachment.locator)

    def view_at(self, locator: str) -> AbstractContextManager[Buffer]:
        """A file that may be no attachment yet."""
        return self._storage.view(locator)

    def adopted(self, locator: str, content: Content, kind: int) -> Attachment:
        """The attachment that a file of this content is, which the storage did not write."""
        meter = Meter()
        for _ in meter.through(content.chunks()):
            pass
        return _attachment(kind, new_uuid(), locator, meter, None)

    def describe(self, attachment: Attachment) -> Mapping[str, Any]:
        """What the storage tells of where it lies."""
        return self._storage.describe(attachment.locator)

    def discard(self, attachments: Iterable[Attachment]) -> None:
        """Delete files that the index no longer knows. A failure leaves an orphan, is logged, and nothing worse."""
        for attachment in attachments:
            self._unpacking.forget(attachment)
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

    def discard_unless_indexed(
        self, level: Level, public_id: str, attachment: Attachment, error: BaseException | None = None
    ) -> None:
        """After a commit that failed: the outcome may be unknown, and only a known rollback may cost the file."""
        if isinstance(error, OutcomeUnknown):
            self._undecided.decide(level, public_id, attachment)
            return
        try:
            known = self._index.attachments(level, public_id)
        except NotFound:
            known = {}
        except BrochError:
            self._undecided.add(level, public_id, attachment)
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
            attachment = self.write(make(), kind, compress=False)
            try:
                if self._writer.put_attachment(level, public_id, attachment, derived_from_revision=revision):
                    return self.open(attachment)
            except BrochError as error:
                self.discard_unless_indexed(level, public_id, attachment, error)
                raise
            self.discard([attachment])
        return self._once(make())

    def _once(self, chunks: Iterable[Buffer]) -> BinaryIO:
        file = self._spool.open()
        for chunk in chunks:
            file.write(chunk)
        file.seek(0)
        return file


_chance = random.Random()  # nobody else's, who might set its seed
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_chance.seed)


def new_uuid() -> str:
    """A random one. ``uuid4`` asks the system for each, which lets another thread take the interpreter meanwhile."""
    return str(UUID(int=_chance.getrandbits(128), version=4))


def _attachment(kind: int, uuid: str, locator: str, stored: Meter, plain: Meter | None) -> Attachment:
    """``plain``: what was compressed; None if nothing was."""
    stored_md5, original = stored.md5.hexdigest(), plain or stored
    md5 = original.md5.hexdigest() if plain else stored_md5
    compression = ZLIB if plain else PLAIN
    return Attachment(kind, uuid, locator, original.size, md5, stored.size, stored_md5, compression)
