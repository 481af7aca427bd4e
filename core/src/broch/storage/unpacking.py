"""Compressed attachments as their readers want them: at any position, as often as they want."""

import io
import mmap
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import BinaryIO, cast

from broch_hostapi import Attachment, Buffer, Spool, Storage
from broch_hostapi.files import FileSection

from broch.storage.compression import IN_MEMORY, decompressed

KEPT = 4
KEPT_BYTES = 1 << 30


class _Original:
    """The original in an unnamed temporary file, which is gone with the last that reads it."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.number = os.dup(file.fileno())
        self.size = size

    @cached_property
    def buffer(self) -> memoryview:
        return memoryview(mmap.mmap(self.number, 0, access=mmap.ACCESS_READ))

    def __del__(self) -> None:
        os.close(self.number)


class _Kept:
    """What is kept of one attachment; whoever asks first makes it."""

    __slots__ = ("lock", "original", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        self.lock = threading.Lock()
        self.original: _Original | None = None


class Unpacking:
    """Reads compressed attachments. What is small is made at each use, in memory.

    What is large goes to a temporary file. The last few of them are kept: frame after frame is asked of the same one.
    """

    def __init__(self, storage: Storage, spool: Spool) -> None:
        self._storage = storage
        self._spool = spool
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def open(self, attachment: Attachment, start: int = 0, stop: int | None = None) -> BinaryIO:
        """The bytes [start, stop) of the original. Raises ``NotFound``, ``StorageError``, ``CorruptedFile``."""
        if stop is not None and stop <= IN_MEMORY < attachment.size and attachment.uuid not in self._kept:
            return io.BytesIO(self._first(attachment, stop)[start:])
        if attachment.size <= IN_MEMORY:
            return io.BytesIO(self._small(attachment)[start:stop])
        reader = cast(BinaryIO, _Reader(self._large(attachment)))
        if start == 0 and stop is None:
            return reader
        end = attachment.size if stop is None else min(stop, attachment.size)
        return cast(BinaryIO, FileSection(reader, start, end))

    @contextmanager
    def view(self, attachment: Attachment) -> Iterator[Buffer]:
        """The whole. Raises the same."""
        yield self._small(attachment) if attachment.size <= IN_MEMORY else self._large(attachment).buffer

    def forget(self, attachment: Attachment) -> None:
        """Keep it no longer; who reads it still has it."""
        with self._lock:
            self._kept.pop(attachment.uuid, None)

    def close(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()

    def _first(self, attachment: Attachment, stop: int) -> bytes:
        found = bytearray()
        with self._storage.open(attachment.locator) as file:
            for piece in decompressed(file, attachment.size):
                found += piece
                if len(found) >= stop:
                    break
        return bytes(found[:stop])

    def _small(self, attachment: Attachment) -> bytes:
        with self._storage.open(attachment.locator) as file:
            return b"".join(decompressed(file, attachment.size))

    def _large(self, attachment: Attachment) -> _Original:
        kept = self._entry(attachment)
        with kept.lock:
            if kept.original is None:
                kept.original = self._unpacked(attachment)
            return kept.original

    def _entry(self, attachment: Attachment) -> _Kept:
        with self._lock:
            kept = self._kept.setdefault(attachment.uuid, _Kept(attachment.size))
            self._kept.move_to_end(attachment.uuid)
            while len(self._kept) > 1 and (len(self._kept) > KEPT or self._bytes() > KEPT_BYTES):
                self._kept.popitem(last=False)
            return kept

    def _bytes(self) -> int:
        return sum(kept.size for kept in self._kept.values())

    def _unpacked(self, attachment: Attachment) -> _Original:
        with self._storage.open(attachment.locator) as source, self._spool.open() as file:
            for piece in decompressed(source, attachment.size):
                file.write(piece)
            file.flush()
            return _Original(file, attachment.size)


class _Reader(io.RawIOBase):
    """A file of its own over an original that others read too; its position is not the system's."""

    def __init__(self, original: _Original) -> None:
        super().__init__()
        self._original = original
        self._at = 0

    def fileno(self) -> int:
        return self._original.number

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._original.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = os.pread(self._original.number, len(buffer), self._at)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
