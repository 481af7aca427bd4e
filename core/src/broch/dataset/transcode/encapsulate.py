"""Writing pixel data: fragments behind an offset table, or one native value (PS3.5 8.2, A.4, PS3.3 C.7.6.3.1.8)."""

from array import array
from collections.abc import Callable, Iterator
from struct import pack
from typing import BinaryIO

from broch_hostapi.errors import LimitExceeded

from broch.dataset.transcode.recode import Encoding, header
from broch.dataset.walk import UNDEFINED

_PIXEL_DATA = pack("<HH", 0x7FE0, 0x0010)
_LARGEST_FRAGMENT = 0xFFFFFFFE
_LARGEST_OFFSET = 0xFFFFFFFF
_LARGEST_TABLE = 0xFFFFFFFC
_MOVED = 1 << 20


def native_header(size: int, bits_allocated: int, encoding: Encoding) -> bytes:
    """In front of ``size`` bytes of native pixel data. Raises LimitExceeded: the length has 32 bits."""
    return header(0x7FE00010, "OW" if bits_allocated > 8 else "OB", size, encoding)


def write_frames(out: BinaryIO, codestreams: Iterator[bytes], count: int) -> int:
    """Write encapsulated pixel data, a fragment for each frame; answers the bytes of all codestreams.

    ``out`` stands where the element begins, and at its end afterwards. The basic offset table is filled in last; where
    an offset does not fit, an extended one takes its place (PS3.5 A.4, PS3.3 C.7.6.3.1.8).
    """
    element = out.tell()
    table = 4 * count if 4 * count <= _LARGEST_TABLE else 0
    out.write(_encapsulated_header(table) + bytes(table))
    start = out.tell()
    offsets, lengths = array("Q"), array("Q")
    for codestream in codestreams:
        size = len(codestream)
        padding = size % 2
        if size + padding > _LARGEST_FRAGMENT:
            raise LimitExceeded("the length of a fragment", _LARGEST_FRAGMENT)
        offsets.append(out.tell() - start)
        lengths.append(size + padding)
        out.write(pack("<HHI", 0xFFFE, 0xE000, size + padding))
        out.write(codestream)
        if padding:
            out.write(b"\0")
    out.write(pack("<HHI", 0xFFFE, 0xE0DD, 0))
    if count and table and offsets[-1] <= _LARGEST_OFFSET:
        _at(out, start - table, lambda: out.write(_little(array("I", offsets))))
    else:
        _insert_extended_table(out, element, start, offsets, lengths)
    return sum(lengths)


def _encapsulated_header(table: int) -> bytes:
    return _PIXEL_DATA + pack("<2sHI", b"OB", 0, UNDEFINED) + pack("<HHI", 0xFFFE, 0xE000, table)


def _insert_extended_table(
    out: BinaryIO, element: int, start: int, offsets: "array[int]", lengths: "array[int]"
) -> None:
    size = 8 * len(offsets)
    head = b"".join(
        (
            pack("<HH2sHI", 0x7FE0, 0x0001, b"OV", 0, size), _little(offsets),
            pack("<HH2sHI", 0x7FE0, 0x0002, b"OV", 0, size), _little(lengths),
            _encapsulated_header(0),
        )
    )  # fmt: skip
    move(out, start, element + len(head))
    _at(out, element, lambda: out.write(head))


def _little(words: "array[int]") -> bytes:
    import sys

    if sys.byteorder == "big":
        words.byteswap()
    return words.tobytes()


def _at(out: BinaryIO, position: int, write: Callable[[], object]) -> None:
    end = out.tell()
    out.seek(position)
    write()
    out.seek(end)


def move(out: BinaryIO, start: int, to: int) -> None:
    """Move all from ``start`` to the end up the file, from the last piece to the first, and stand at its end."""
    end = out.tell()
    stop = end
    while stop > start:
        first = max(start, stop - _MOVED)
        out.seek(first)
        piece = out.read(stop - first)
        out.seek(first - start + to)
        out.write(piece)
        stop = first
    out.seek(end - start + to)
