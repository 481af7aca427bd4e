"""Walking through a data set along a path of tags and numbers of items, as ``/instances/{id}/content`` does.

``[]`` is the data set, ``["BeamSequence"]`` a sequence, ``["BeamSequence", "0"]`` its first item, and so on. Pixel Data
is like a sequence: its fragments, the first of which is the offset table, or the one value if it is native (PS3.5 A.4).
"""

from collections.abc import Sequence

from broch_hostapi.errors import NotFound, UnknownTag

from broch.dataset.scan import Scan
from broch.dataset.tag_json import name_of
from broch.dataset.walk import items

PIXEL_DATA = 0x7FE00010
_PRIVATE = 0x10000
_MOST_DIGITS = 9

Span = tuple[int, int]
"""Offsets of a value in the buffer of the scan."""


def look_up(scan: Scan, path: Sequence[str]) -> list[str] | Span:
    """What stands at the end of a path: names of what is below, or where the value is.

    The scan must not have stopped at the pixels. Raises NotFound for what is not there, UnknownTag for what is no tag,
    BadFile, LimitExceeded.
    """
    for tag_name, number in zip(path[::2], path[1::2], strict=False):
        tag = _tag(scan, tag_name)
        if tag == PIXEL_DATA:
            if len(path) > 2 or scan.depth:
                raise NotFound("element", "/".join(path)[:256])
            return _fragment(scan, number)
        scan = _item(scan, tag, number)
        path = path[2:]
    if not path:
        return [f"{tag >> 16:04x}-{tag & 0xFFFF:04x}" for tag in scan.elements]
    tag = _tag(scan, path[0])
    vr, start, stop = scan.elements[tag]
    if tag == PIXEL_DATA and not scan.depth:
        return [str(number) for number in range(len(_fragments(scan)))]
    if _is_sequence(scan, tag, vr):
        return [str(number) for number, _ in enumerate(scan.items(tag))]
    return start, stop


def _tag(scan: Scan, name: str) -> int:
    """The tag of an element that is there, by number, by keyword, or by the name that a private one has here."""
    try:
        tag = scan.dictionary.tag_of(name)
    except UnknownTag:
        tag = _private_tag(scan, name)
        if tag < 0:
            raise
    if tag not in scan.elements:
        tag = _private_tag(scan, name) if tag & _PRIVATE else -1
    if tag < 0:
        raise NotFound("element", name[:64])
    return tag


def _private_tag(scan: Scan, name: str) -> int:
    return next((tag for tag in scan.elements if tag & _PRIVATE and name_of(scan, tag) == name), -1)


def _is_sequence(scan: Scan, tag: int, vr: str) -> bool:
    return vr == "SQ" or tag in scan.undefined_length


def _item(scan: Scan, tag: int, number: str) -> Scan:
    wanted = _number(number)
    if _is_sequence(scan, tag, scan.elements[tag][0]):
        for index, item in enumerate(scan.items(tag)):
            if index == wanted:
                return item
    raise NotFound("item", number[:64])


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise NotFound("item", text[:64])
    return int(text)


def _fragment(scan: Scan, number: str) -> Span:
    spans, wanted = _fragments(scan), _number(number)
    if wanted >= len(spans):
        raise NotFound("item", number[:64])
    return spans[wanted]


def _fragments(scan: Scan) -> list[Span]:
    _, start, stop = scan.elements[PIXEL_DATA]
    if PIXEL_DATA not in scan.undefined_length:
        return [(start, stop)]
    return [(first, last) for first, last, _ in items(scan.buffer, start, stop, explicit=scan.explicit)]
