"""Write a data set again with some elements changed: everything else is passed on as the bytes it was (PS3.5 7.1).

Pixel data and other unchanged ranges leave as views of the source, so a file of several GiB costs no more than its
headers. Group lengths, which would be wrong afterwards, and all but the first of equal tags are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from struct import pack
from typing import NamedTuple

from broch_hostapi.errors import LimitExceeded

from broch.dataset import dictionary
from broch.dataset.file_meta import file_meta
from broch.dataset.scan import EXPLICIT_LITTLE_ENDIAN, Scan
from broch.dataset.walk import LONG_VRS, UNDEFINED, Buffer, Elements, walk

SOP_CLASS_UID, SOP_INSTANCE_UID = 0x00080016, 0x00080018
_LONG = frozenset(LONG_VRS)
_PADDED_BY_NULL = frozenset((*LONG_VRS, "UI")) - {"UC", "UR", "UT"}
_LONGEST_SHORT_VALUE = 0xFFFE
# The same data set without deflating: a converted scan holds it so.
_INFLATED = {"1.2.840.10008.1.2.4.95": "1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.205": "1.2.840.10008.1.2.4.204"}

Pieces = list[bytes | memoryview]


class Value(NamedTuple):
    """A new value under a VR of the caller's choice. Padding to an even length is added."""

    vr: str
    data: bytes


class Items(NamedTuple):
    """The new items of a sequence, each already encoded in the way of the data set that they go to."""

    items: Sequence[Pieces]


Change = bytes | Value | Items | None
"""What becomes of an element: None removes it, bytes are a new value under the VR that it has or should have."""

Changes = Mapping[int, Change]


def rewrite(scan: Scan, changes: Changes, *, new_meta: bool = False) -> Iterator[bytes | memoryview]:
    """The Part 10 file of ``scan`` with ``changes`` to its top level. The scan must be one of a whole file.

    Group 2 stays as it is, unless ``new_meta`` asks for a new one or what it repeats changes. A big endian or deflated
    source becomes explicit VR little endian. Raises BadFile, and LimitExceeded for a value too long for its VR, at the
    call, not by the iterator.
    """
    pieces, _ = encode_data_set(scan, changes)
    if new_meta or scan.converted or not scan.meta or SOP_CLASS_UID in changes or SOP_INSTANCE_UID in changes:
        meta = _new_meta(scan, changes)
    else:
        meta = bytes(scan.buffer[: scan.dataset_start])
    return iter([meta, *pieces])


def encode_data_set(scan: Scan, changes: Changes) -> tuple[Pieces, int]:
    """The elements of a data set or of an item with ``changes``, in tag order, and their size in bytes."""
    pieces: Pieces = []
    size = 0
    view = memoryview(scan.buffer)
    for part in _parts(scan, changes):
        if isinstance(part, int):
            encoded, length = _encode(scan, part, changes[part])
            pieces += encoded
            size += length
        else:
            first, last = part
            pieces.append(view[first:last])
            size += last - first
    return pieces, size


def encode_items(items: Iterable[tuple[Pieces, int]]) -> Items:
    """Items of a sequence from what ``encode_data_set`` answers."""
    return Items([[pack("<HHI", 0xFFFE, 0xE000, size), *pieces] for pieces, size in items])


def encode_new(changes: Changes, *, explicit: bool) -> tuple[Pieces, int]:
    """A data set made of nothing but new elements."""
    pieces: Pieces = []
    for tag in sorted(changes):
        pieces += _element(tag, changes[tag], "", explicit)
    return pieces, sum(map(len, pieces))


def all_elements(scan: Scan) -> tuple[Elements, set[int]]:
    """Elements including the pixel data and what stands behind it, and those of undefined length."""
    if scan.pixel_data is None or scan.end != scan.pixel_data:
        return scan.elements, scan.undefined_length
    rest = walk(scan.buffer, scan.pixel_data, len(scan.buffer), explicit=scan.explicit)
    return rest.elements | scan.elements, rest.undefined_length | scan.undefined_length


def _parts(scan: Scan, changes: Changes) -> Iterator[int | tuple[int, int]]:
    """In tag order: a tag that changes, or a range of bytes without changes, as long as it can be."""
    elements, undefined = all_elements(scan)
    first = last = -1
    buffer, explicit = scan.buffer, scan.explicit
    for tag in sorted(elements.keys() | changes.keys()):
        if tag in changes:
            if first >= 0:
                yield first, last
                first = -1
            if changes[tag] is not None:
                yield tag
        elif tag & 0xFFFF:
            vr, start, stop = elements[tag]
            start -= 12 if explicit and vr in _LONG and _has_long_header(buffer, start) else 8
            if start != last or first < 0:
                if first >= 0:
                    yield first, last
                first = start
            last = stop + 8 if tag in undefined else stop
    if first >= 0:
        yield first, last


def _has_long_header(buffer: Buffer, start: int) -> bool:
    """Whether the value is behind 12 bytes of header; 8 if the writer put something else in the place of the VR."""
    code = bytes(buffer[start - 8 : start - 6])
    return code.isalpha() and code.isupper()


def _encode(scan: Scan, tag: int, change: Change) -> tuple[Pieces, int]:
    entry = scan.elements.get(tag)
    encoded = _element(tag, change, entry[0] if entry else "", scan.explicit)
    return encoded, sum(map(len, encoded))


def _element(tag: int, change: Change, present_vr: str, explicit: bool) -> Pieces:
    """Header and value of one element; nothing for None."""
    if change is None:
        return []
    if isinstance(change, Items):
        value: Pieces = list(chain.from_iterable(change.items))
        vr = present_vr if present_vr == "UN" else "SQ"
    else:
        known_vr = dictionary.vr(tag) if present_vr in ("", "UN") else present_vr
        vr, data = change if isinstance(change, Value) else (known_vr, change)
        if len(data) % 2:
            data += b"\0" if vr in _PADDED_BY_NULL else b" "
        value = [data]
    return [_header(tag, vr, sum(map(len, value)), explicit), *value]


def _header(tag: int, vr: str, size: int, explicit: bool) -> bytes:
    if size >= UNDEFINED:
        raise LimitExceeded(f"the length of {dictionary.format_tag(tag)}", UNDEFINED - 1)
    if not explicit:
        return pack("<HHI", tag >> 16, tag & 0xFFFF, size)
    if vr in _LONG:
        return pack("<HH2sHI", tag >> 16, tag & 0xFFFF, vr.encode(), 0, size)
    if size > _LONGEST_SHORT_VALUE:
        raise LimitExceeded(f"the length of {dictionary.format_tag(tag)}", _LONGEST_SHORT_VALUE)
    return pack("<HH2sH", tag >> 16, tag & 0xFFFF, vr.encode(), size)


def _new_meta(scan: Scan, changes: Changes) -> bytes:
    syntax = scan.transfer_syntax
    if scan.converted:
        syntax = _INFLATED.get(syntax, EXPLICIT_LITTLE_ENDIAN)
    return file_meta(_uid(scan, changes, SOP_CLASS_UID), _uid(scan, changes, SOP_INSTANCE_UID), syntax)


def _uid(scan: Scan, changes: Changes, tag: int) -> str:
    if tag not in changes:
        return scan.text(tag)
    change = changes[tag]
    data = change.data if isinstance(change, Value) else change
    return data.decode("ascii", "replace").strip(" \0") if isinstance(data, bytes) else ""
