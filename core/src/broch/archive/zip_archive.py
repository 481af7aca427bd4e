"""Write a ZIP archive as a stream, in bounded memory (APPNOTE.TXT 6.3.10, PKWARE).

``zipfile`` deflates by zlib, 4 to 10 times slower than isal at the same size, and wants a file to write to. Here sizes
and the CRC follow each member in a data descriptor (APPNOTE 4.3.9), so that nothing is read twice or kept.
"""

import struct
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from broch_hostapi.errors import CorruptedFile, ParameterOutOfRange
from isal import isal_zlib

LEVEL = 1
_WINDOW = 1 << 18  # Bytes given to the compressor at once: a member may come as one mapped file.
_OUTPUT = 1 << 17  # Bytes gathered before they are handed on: a small member makes many short pieces.
_SMALL = 1 << 22  # Bytes of a member that may be held in memory.
_AHEAD = 3  # Small members that are held at most besides the one that is being sent, or one more than the threads.
THREADS = 2  # For each archive: one client shall not take the whole machine.
_MAX_32 = 0xFFFFFFFF
# Deflate may grow what it cannot compress, so a member near 4 GiB already gets the long form.
_LARGEST_SHORT_MEMBER = 0xFFFF0000
_DESCRIPTOR_FOLLOWS = 1 << 3
_UTF8_NAME = 1 << 11
_DEFLATED = 8
_UNIX = 3 << 8
_PLAIN_FILE = 0o100644 << 16

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_END_64 = struct.Struct("<IQHHIIQQQQ")
_LOCATOR_64 = struct.Struct("<IIQI")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive.

    ``size`` is the number of bytes in ``chunks`` and is checked; None if it is not known before. ``chunks`` is read
    once, in order or a little ahead, perhaps by another thread, and closed if it can be, also if it is never read.
    """

    name: str
    size: int | None
    modified: datetime
    chunks: Iterable[bytes | memoryview]


def stream_zip(members: Iterable[Member], *, level: int = LEVEL, threads: int = THREADS) -> Iterator[bytes]:
    """Yield the archive in pieces of about 128 KiB. ``threads`` read and compress small members ahead; 0: none does.

    Raises CorruptedFile if a member is not as long as it said, ParameterOutOfRange for a name that could leave the
    folder it is unpacked to. Closing the generator closes ``members`` and the chunks being read.
    """
    pending: list[bytes] = []
    held = start = count = 0
    directory = bytearray()
    compressed = _compressed(members, level, threads)
    with _closing(members), _closing(compressed):
        for entry, pieces in compressed:
            entry.offset = start
            with _closing(pieces):
                for piece in pieces:
                    pending.append(piece)
                    held += len(piece)
                    start += len(piece)
                    if held >= _OUTPUT:
                        yield b"".join(pending)
                        pending, held = [], 0
            directory += entry.central_header()
            count += 1
    yield b"".join(pending)
    for at in range(0, len(directory), _WINDOW):
        yield bytes(directory[at : at + _WINDOW])
    yield _end(count, len(directory), start)


def _compressed(members: Iterable[Member], level: int, threads: int) -> Iterator[tuple["_Entry", Iterable[bytes]]]:
    """Each member with what is to be written for it.

    Small ones are compressed side by side, a few ahead of the one that is being sent: isal lets other threads run.
    """
    waiting: _Waiting = deque()
    ahead = max(_AHEAD, threads + 1)
    with ThreadPoolExecutor(max(threads, 1), "archive") as pool:
        try:
            for member in members:
                entry = _Entry(member)
                small = member.size is not None and member.size <= _SMALL and threads > 0
                waiting.append((entry, pool.submit(entry.compress, level) if small else None))
                while len(waiting) > (ahead if small else 0):
                    yield _next(waiting, level)
            while waiting:
                yield _next(waiting, level)
        finally:
            pool.shutdown(cancel_futures=True)
            for entry, _ in waiting:
                entry.close()


def _next(waiting: "_Waiting", level: int) -> tuple["_Entry", Iterable[bytes]]:
    entry, job = waiting.popleft()
    return entry, entry.stream(level) if job is None else job.result()


class _Entry:
    """A member while it is written, and what the central directory will say of it."""

    def __init__(self, member: Member) -> None:
        self._member = member
        self.offset = 0
        self._name = _checked_name(member.name)
        self._flags = _DESCRIPTOR_FOLLOWS | (0 if self._name.isascii() else _UTF8_NAME)
        self._date, self._time = _dos_time(member.modified)
        self._long = member.size is None or member.size > _LARGEST_SHORT_MEMBER
        self._crc = self._size = self._compressed = 0

    def stream(self, level: int) -> Iterator[bytes]:
        """Local header, compressed bytes, data descriptor (APPNOTE 4.3.7 to 4.3.9)."""
        yield self._local_header()
        compressor = isal_zlib.compressobj(level, isal_zlib.DEFLATED, -15)
        chunk: bytes | memoryview = b""
        with _closing(self._member.chunks):
            try:
                for chunk in self._member.chunks:
                    with memoryview(chunk) as whole, whole.cast("B") as view:
                        for at in range(0, len(view), _WINDOW):
                            with view[at : at + _WINDOW] as window:
                                self._crc = isal_zlib.crc32(window, self._crc)
                                self._size += len(window)
                                piece = compressor.compress(window)
                            self._compressed += len(piece)
                            yield piece
            finally:
                chunk = b""  # a mapped file cannot be closed while a view of it is held
        piece = compressor.flush()
        self._compressed += len(piece)
        self._check_size()
        yield piece
        yield struct.pack("<IIQQ" if self._long else "<IIII", 0x08074B50, self._crc, self._compressed, self._size)

    def compress(self, level: int) -> list[bytes]:
        """The same at once."""
        return list(self.stream(level))

    def close(self) -> None:
        """Let what was to be read go."""
        with _closing(self._member.chunks):
            pass

    def _check_size(self) -> None:
        if self._member.size not in (None, self._size):
            raise CorruptedFile(f"A file to be archived has {self._size} bytes, not {self._member.size}")

    def _local_header(self) -> bytes:
        sizes = _MAX_32 if self._long else 0
        extra = struct.pack("<HHQQ", 1, 16, 0, 0) if self._long else b""
        return (
            _LOCAL.pack(
                0x04034B50, 45 if self._long else 20, self._flags, _DEFLATED, self._time, self._date,
                0, sizes, sizes, len(self._name), len(extra),
            )
            + self._name
            + extra
        )  # fmt: skip

    def central_header(self) -> bytes:
        """Entry of the central directory (APPNOTE 4.3.12); the Zip64 field holds only what needs it (4.5.3)."""
        fields = (self._size, self._compressed, self.offset)
        long = [value for value in fields if value >= _MAX_32]
        extra = struct.pack(f"<HH{len(long)}Q", 1, 8 * len(long), *long) if long else b""
        size, compressed, offset = (min(value, _MAX_32) for value in fields)
        version = 45 if self._long or long else 20
        return (
            _CENTRAL.pack(
                0x02014B50, _UNIX | version, version, self._flags, _DEFLATED, self._time, self._date,
                self._crc, compressed, size, len(self._name), len(extra), 0, 0, 0, _PLAIN_FILE, offset,
            )
            + self._name
            + extra
        )  # fmt: skip


_Waiting = deque[tuple[_Entry, Future[list[bytes]] | None]]


def _end(count: int, size: int, start: int) -> bytes:
    """End of the archive (APPNOTE 4.3.14 to 4.3.16), with the Zip64 records only if a number needs them."""
    short = _END.pack(
        0x06054B50, 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), min(size, _MAX_32), min(start, _MAX_32), 0
    )
    if count < 0xFFFF and size < _MAX_32 and start < _MAX_32:
        return short
    long = _END_64.pack(0x06064B50, 44, _UNIX | 45, 45, 0, 0, count, count, size, start)
    return long + _LOCATOR_64.pack(0x07064B50, 0, start + size, 1) + short


def _checked_name(name: str) -> bytes:
    parts = name.split("/")
    if "\\" in name or "\0" in name or any(part in ("", ".", "..") for part in parts):
        raise ParameterOutOfRange("A name in an archive must be a plain relative path")
    encoded = name.encode("utf-8", "replace")
    if len(encoded) > 0xFFFF:
        raise ParameterOutOfRange("A name in an archive is longer than 65535 bytes")
    return encoded


def _dos_time(moment: datetime) -> tuple[int, int]:
    """Date and time words (APPNOTE 4.4.6): two-second steps, 1980 to 2107."""
    moment = min(max(moment.replace(tzinfo=None), datetime(1980, 1, 1)), datetime(2107, 12, 31, 23, 59, 58))
    date = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    return date, moment.hour << 11 | moment.minute << 5 | moment.second // 2


@contextmanager
def _closing(source: object) -> Iterator[None]:
    """Close ``source`` at the end if it is a generator or a file: a cut download must not leave it open."""
    try:
        yield
    finally:
        if close := getattr(source, "close", None):
            close()
