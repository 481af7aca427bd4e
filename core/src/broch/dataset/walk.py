"""Walking over encoded data elements without touching their values (PS3.5 7).

One pass, one tuple an element. What a walk finds are offsets; nothing is copied, so a buffer may be a mapped file of
several GiB. Little endian only: see byte_order.py for the rest.
"""

import mmap as maps
from collections.abc import Callable
from mmap import mmap
from struct import Struct
from struct import error as StructError

from broch_hostapi.errors import BadFile, LimitExceeded

from broch.dataset import dictionary

Buffer = bytes | bytearray | memoryview | mmap
Elements = dict[int, tuple[str, int, int]]

UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
FIRST_PIXEL_TAG = 0x7FE00008
PIXEL_TAGS = frozenset((0x7FE00008, 0x7FE00009, 0x7FE00010))
MAX_DEPTH = 64
_FORGET_EVERY = 1 << 26
"""Bytes of a mapped file that may stay in memory behind a walk."""

# PS3.5 table 7.1-1 and 7.1-2: the length of these takes two bytes, that of every other VR four after two reserved.
SHORT_VRS = ("AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
             "UI", "UL", "US")  # fmt: skip
LONG_VRS = ("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV")
_SHORT = {vr.encode(): vr for vr in SHORT_VRS}
_LONG = {vr.encode(): vr for vr in LONG_VRS}
_EXPLICIT, _IMPLICIT, _LENGTH = Struct("<HH2sH").unpack_from, Struct("<HHI").unpack_from, Struct("<I").unpack_from


class Walk:
    """What one pass over the elements of a data set or of an item found.

    ``elements``: tag -> (VR, start, stop) of the value; without the delimiter where the length was undefined.
    ``undefined_length``: the tags of those. ``pixel_data``: offset of the header of the pixel data. ``end``: where the
    walk ended: behind the last element, at the pixel data, or behind the delimiter of an item of undefined length.
    """

    __slots__ = ("elements", "end", "pixel_data", "undefined_length")

    def __init__(self) -> None:
        self.elements: Elements = {}
        self.undefined_length: set[int] = set()
        self.pixel_data: int | None = None
        self.end = 0


def walk(
    buffer: Buffer, start: int, stop: int, *, explicit: bool, to_pixels: bool = False, delimited: bool = False,
    vr_of: Callable[[int], str] = dictionary.vr,
) -> Walk:
    """The elements between two offsets; raises BadFile if they do not fit in there exactly.

    ``to_pixels`` ends at pixel data, which is then not among the elements. ``delimited`` reads an item of undefined
    length, up to its delimiter. ``vr_of``: what the VR of a tag is in implicit VR. Of a tag that comes twice the first
    counts, as in DCMTK.
    """
    found = Walk()
    try:
        if explicit:
            _walk_explicit(buffer, start, stop, found, to_pixels, delimited)
        else:
            _walk_implicit(buffer, start, stop, found, to_pixels, delimited, vr_of)
    except StructError:
        raise BadFile("the file breaks off inside a data element", offset=stop) from None
    return found


def _walk_explicit(
    buffer: Buffer, position: int, end: int, found: Walk, to_pixels: bool, delimited: bool
) -> None:  # The hot loop of the server: names are local, calls are few, and the rare cases stand aside.
    elements, header, short, pixels = found.elements, _EXPLICIT, _SHORT.get, FIRST_PIXEL_TAG
    last = -1
    while position < end:
        group, element, code, length = header(buffer, position)
        tag = group << 16 | element
        vr = short(code)
        if vr is not None:
            start = position + 8
        else:
            if delimited and tag == ITEM_END:
                found.end = position + 8
                return
            vr, start, length = _long_header(buffer, position, tag, code, length)
        if tag >= pixels and tag in PIXEL_TAGS and found.pixel_data is None:
            found.pixel_data = position
            if to_pixels:
                break
        if length == UNDEFINED and start == position + 12:
            found.undefined_length.add(tag)
            position = skip_sequence(buffer, start, end, explicit=vr != "UN")
            stop = position - 8
        else:
            position = stop = start + length
            if stop > end:
                raise BadFile(f"the value of {dictionary.format_tag(tag)} runs beyond the end", offset=start)
        if tag > last:
            elements[tag] = (vr, start, stop)
            last = tag
        else:
            elements.setdefault(tag, (vr, start, stop))
    _ended(found, position, delimited)


def _walk_implicit(
    buffer: Buffer, position: int, end: int, found: Walk, to_pixels: bool, delimited: bool, vr_of: Callable[[int], str]
) -> None:
    elements, header, pixels = found.elements, _IMPLICIT, FIRST_PIXEL_TAG
    last = -1
    while position < end:
        group, element, length = header(buffer, position)
        tag = group << 16 | element
        start = position + 8
        if tag >= pixels:
            if tag in PIXEL_TAGS and found.pixel_data is None:
                found.pixel_data = position
                if to_pixels:
                    break
            elif group == 0xFFFE:
                if delimited and tag == ITEM_END:
                    found.end = start
                    return
                raise BadFile("a delimiter stands where a data element should", offset=position)
        if length == UNDEFINED:
            found.undefined_length.add(tag)
            position = skip_sequence(buffer, start, end, explicit=False)
            stop = position - 8
            vr = "SQ"
        else:
            position = stop = start + length
            if stop > end:
                raise BadFile(f"the value of {dictionary.format_tag(tag)} runs beyond the end", offset=start)
            vr = vr_of(tag)
        if tag > last:
            elements[tag] = (vr, start, stop)
            last = tag
        else:
            elements.setdefault(tag, (vr, start, stop))
    _ended(found, position, delimited)


def _ended(found: Walk, position: int, delimited: bool) -> None:
    if delimited:
        raise BadFile("an item of undefined length is not closed", offset=position)
    found.end = position


def _long_header(buffer: Buffer, position: int, tag: int, code: bytes, length: int) -> tuple[str, int, int]:
    """VR, start of the value, length. Unknown letters are a VR of a later edition (PS3.5 7.1.2); others a slip."""
    vr = _LONG.get(code)
    if vr is None:
        if tag >> 16 == 0xFFFE:
            raise BadFile("a delimiter stands where a data element should", offset=position)
        if not (code.isalpha() and code.isupper()):
            return "UN", position + 8, length
        vr = "UN"
    return vr, position + 12, _LENGTH(buffer, position + 8)[0]


def skip_sequence(buffer: Buffer, position: int, end: int, *, explicit: bool) -> int:
    """Where a value of undefined length ends, behind its delimiter: a sequence, or fragments of pixel data.

    Items of undefined length are walked with a stack, not by recursion; deeper than 64 is LimitExceeded.
    """
    seen = position
    stack = [(True, explicit)]  # (whether items are expected, or else elements; explicit VR)
    try:
        while stack:
            in_sequence, explicit = stack[-1]
            group, element, length = _IMPLICIT(buffer, position)
            tag = group << 16 | element
            position += 8
            if tag == (SEQUENCE_END if in_sequence else ITEM_END):
                stack.pop()
                continue
            if in_sequence:
                if tag != ITEM:
                    raise BadFile("something else stands where an item should", offset=position - 8)
                inside = (False, explicit)
            elif explicit:
                vr, position, length = _header(buffer, position - 8, tag)
                inside = (True, vr != "UN")
            elif group == 0xFFFE:
                raise BadFile("a delimiter stands where a data element should", offset=position - 8)
            else:
                inside = (True, False)
            if length == UNDEFINED:
                stack.append(inside)
                if len(stack) > 2 * MAX_DEPTH:
                    raise LimitExceeded("the depth of sequences", MAX_DEPTH)
            else:
                position += length
                seen = forget(buffer, seen, position)
            if position > end:
                raise BadFile("a sequence runs beyond the end", offset=end)
    except StructError:
        raise BadFile("the file breaks off inside a sequence", offset=end) from None
    if position > end:
        raise BadFile("a sequence runs beyond the end", offset=end)
    return position


def forget(buffer: Buffer, start: int, position: int) -> int:
    """Give what was passed of a mapped file back, if it is much: what was looked at counts as memory, with 16 pages
    around. Returns from where on it is still there."""
    if position - start < _FORGET_EVERY:
        return start
    mapped = buffer.obj if isinstance(buffer, memoryview) else buffer
    if isinstance(mapped, mmap) and len(mapped) == len(buffer) and hasattr(maps, "MADV_DONTNEED"):
        first = start // maps.PAGESIZE * maps.PAGESIZE
        mapped.madvise(maps.MADV_DONTNEED, first, min(position, len(buffer)) - first)
    return position


def end_of_group(buffer: Buffer, position: int, group: int) -> int:
    """Where the first element of another group stands, in explicit VR. Raises BadFile if the group breaks off."""
    marker = group.to_bytes(2, "little")
    try:
        while bytes(buffer[position : position + 2]) == marker:
            _, start, length = _header(buffer, position, group << 16)
            position = start + length
    except StructError:
        raise BadFile(f"group {group} breaks off", offset=position) from None
    if position > len(buffer):
        raise BadFile(f"group {group} breaks off", offset=len(buffer))
    return position


def _header(buffer: Buffer, position: int, tag: int) -> tuple[str, int, int]:
    _, _, code, length = _EXPLICIT(buffer, position)
    vr = _SHORT.get(code)
    return (vr, position + 8, length) if vr else _long_header(buffer, position, tag, code, length)


def items(buffer: Buffer, start: int, stop: int, *, explicit: bool) -> list[tuple[int, int, bool]]:
    """The items of a sequence or the fragments of pixel data between two offsets: (start, stop, undefined length).

    Raises BadFile. ``stop`` of an item of undefined length is behind its delimiter.
    """
    found = []
    position = start
    try:
        while position < stop:
            group, element, length = _IMPLICIT(buffer, position)
            tag = group << 16 | element
            if tag == SEQUENCE_END:  # a sequence of known length that is closed all the same
                break
            if tag != ITEM:
                raise BadFile("something else stands where an item should", offset=position)
            first = position + 8
            position = _item_end(buffer, first, stop, explicit) if length == UNDEFINED else first + length
            if position > stop:
                raise BadFile("an item runs beyond its sequence", offset=first)
            found.append((first, position, length == UNDEFINED))
    except StructError:
        raise BadFile("the file breaks off inside a sequence", offset=stop) from None
    return found


def _item_end(buffer: Buffer, start: int, stop: int, explicit: bool) -> int:
    return walk(buffer, start, stop, explicit=explicit, delimited=True).end
