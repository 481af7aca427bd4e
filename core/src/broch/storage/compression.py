"""How Orthanc compresses what it stores: the size in 8 bytes, little endian, then a zlib stream (RFC 1950).

Of nothing it makes nothing.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from broch_hostapi import Buffer, Spool
from broch_hostapi.errors import CorruptedFile

from broch.storage.content import CHUNK, Content, Meter

PLAIN: Final = 1
ZLIB: Final = 2
"""``Attachment.compression``."""
LEVEL = 6
"""Orthanc's, and zlib's own default: the same bytes."""
IN_MEMORY = 4 << 20
"""Bytes up to which things are in memory, not in a temporary file."""
START_OF_FILE = 132
"""Bytes that ``size_before`` wants to see: up to the magic word of a DICOM file (PS3.10 7.1)."""
_SIZE = struct.Struct("<Q")
_PIECE = 64 << 10
_RATIO = 1040
"""What zlib cannot surpass (about 1032)."""


@contextmanager
def compressed(chunks: Iterable[Buffer], spool: Spool) -> Iterator[tuple[Content, Meter]]:
    """What is to be stored of these chunks, for the length of the context; and what went in.

    Raises ``StorageFull`` and whatever ``chunks`` raises.
    """
    meter, stream, held = Meter(), zlib.compressobj(LEVEL), _Held(spool)
    try:
        for chunk in meter.through(chunks):
            held.add(stream.compress(chunk))
        held.add(stream.flush())
        yield (Content(held.body(), _SIZE.pack(meter.size)) if meter.size else Content(b"")), meter
    finally:
        held.close()


class _Held:
    """Bytes in memory or, as soon as they are many, in a temporary file."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._pieces: list[bytes] = []
        self._size = 0
        self._file: BinaryIO | None = None

    def add(self, piece: bytes) -> None:
        if not piece:
            return
        if self._file is not None:
            self._file.write(piece)
            return
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size > IN_MEMORY:
            self._file = self._spool.open()
            self._file.writelines(self._pieces)
            self._pieces.clear()

    def body(self) -> bytes | BinaryIO:
        if self._file is None:
            return b"".join(self._pieces)
        self._file.flush()
        return self._file

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def decompressed(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The original in pieces of at most ``CHUNK`` bytes, ``size`` together. Raises ``CorruptedFile``."""
    header = file.read(_SIZE.size)
    if size == 0 and not header:
        return
    if len(header) < _SIZE.size or _SIZE.unpack(header)[0] != size:
        raise CorruptedFile("a compressed file does not begin with its size")
    stream, left = zlib.decompressobj(), size
    while not stream.eof:
        piece = stream.unconsumed_tail or file.read(_PIECE)
        try:
            out = stream.decompress(piece, CHUNK)
        except zlib.error as error:
            raise CorruptedFile(f"a compressed file is damaged: {error}") from error
        left -= len(out)
        if left < 0 or not (piece or out):
            raise CorruptedFile("a compressed file breaks off" if left >= 0 else "a compressed file has too much in it")
        if out:
            yield out
    if left or stream.unused_data or file.read(1):
        raise CorruptedFile("a compressed file is not of the size that it says")


def size_before(start: bytes, stored_size: int) -> int | None:
    """The size of the original, if a file that begins so may be a compressed DICOM file.

    ``start``: its first ``START_OF_FILE`` bytes, or all. For files of which nothing is known but their bytes;
    ``decompressed`` tells whether it is true.
    """
    if len(start) <= _SIZE.size + 2 or start[128:132] == b"DICM":
        return None
    method, flags = start[_SIZE.size], start[_SIZE.size + 1]
    size: int = _SIZE.unpack_from(start)[0]
    is_zlib = method & 0x0F == zlib.DEFLATED and (method << 8 | flags) % 31 == 0  # RFC 1950 2.2
    if not is_zlib or size > stored_size * _RATIO:
        return None
    return size
