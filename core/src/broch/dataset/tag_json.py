"""Tags as JSON in Orthanc's three formats: full, simplified and short.

``full``: ``{"gggg,eeee": {"Name", "Type", "Value"}}``, Type one of String, Sequence, Null and TooLong; ``simplified``:
keyword -> value; ``short``: ``gggg,eeee`` -> value. Sequences are lists of such objects at any depth. Text longer than
256 bytes of UTF-8 is left out unless its tag is in ``ignore_length``; binary values always are. The pixel data is
named, without a value; what comes behind it is not shown, unless the scan was made with ``stop_at_pixels=False``.
"""

from collections.abc import Callable, Collection
from typing import Any, Literal

from broch.dataset.character_sets import decode
from broch.dataset.dictionary import format_tag
from broch.dataset.scan import Scan
from broch.dataset.tag_dictionary import UNKNOWN
from broch.dataset.values import BINARY_VRS, STRING_VRS, strip_padding, text_of
from broch.dataset.walk import PIXEL_TAGS, Walk

Format = Literal["full", "simplified", "short"]
TagJson = dict[str, Any]

MAX_TEXT = 256
_SURELY_SHORT = MAX_TEXT // 4  # characters, of at most 4 bytes
_PRIVATE = 0x10000
_NONE: frozenset[int] = frozenset()


def full(scan: Scan, ignore_length: Collection[int] = _NONE) -> TagJson:
    """Each tag with name, type and value; private ones with their creator."""
    result: TagJson = {}
    shown_name = scan.dictionary.shown_name
    for tag, kind, value in _read(scan, full, ignore_length):
        if tag & _PRIVATE:
            described = {"Name": name_of(scan, tag), "Type": kind, "Value": value}
            if kind != "Sequence" and (creator := scan.private_creator(tag)):
                described["PrivateCreator"] = creator
        else:
            described = {"Name": shown_name(tag), "Type": kind, "Value": value}
        result[format_tag(tag)] = described
    return result


def simplified(scan: Scan, ignore_length: Collection[int] = _NONE) -> TagJson:
    """Name -> value. Where several have one name, as unknown tags, the last one counts; but never a private one."""
    read, shown_name = _read(scan, simplified, ignore_length), scan.dictionary.shown_name
    private = {name_of(scan, tag): value for tag, _, value in read if tag & _PRIVATE}
    public = {shown_name(tag): value for tag, _, value in read if not tag & _PRIVATE}
    return private | public if private else public


def short(scan: Scan, ignore_length: Collection[int] = _NONE) -> TagJson:
    """``gggg,eeee`` -> value."""
    return {format_tag(tag): value for tag, _, value in _read(scan, short, ignore_length)}


FORMATS: dict[Format, Callable[[Scan, Collection[int]], TagJson]] = {
    "full": full,
    "simplified": simplified,
    "short": short,
}


def header(scan: Scan, form: Format = "full") -> TagJson:
    """The file meta group; without its version (0002,0001), as Orthanc shows it."""
    meta = Scan.of_meta(scan)
    meta.elements.pop(0x00020001, None)
    return FORMATS[form](meta, _NONE)


def part_of(scan: Scan, tags: Collection[int]) -> Scan:
    """The same data set with only these elements."""
    found = Walk()
    found.elements = {tag: entry for tag, entry in scan.elements.items() if tag in tags}
    found.undefined_length = scan.undefined_length
    part = Scan(
        scan.buffer, scan.transfer_syntax, found, explicit=scan.explicit, start=scan.dataset_start,
        default_encoding=scan.default_encoding, dictionary=scan.dictionary,
    )  # fmt: skip
    return part.inheriting(scan)


def name_of(scan: Scan, tag: int) -> str:
    """The name under which an element is shown, a private one too: of that its creator decides."""
    creator = scan.private_creator(tag) if tag & _PRIVATE else ""
    if not creator:
        return scan.dictionary.shown_name(tag)
    known = scan.dictionary.private(creator, tag)
    return known.name if known and known.name else UNKNOWN


def _read(
    scan: Scan, item_format: Callable[[Scan, Collection[int]], TagJson], ignore_length: Collection[int]
) -> list[tuple[int, str, Any]]:
    """Tag, type and value of all elements. Most are short text of which nothing is to be found out: done here."""
    read: list[tuple[int, str, Any]] = []
    buffer = scan.buffer
    for tag, (vr, start, stop) in scan.elements.items():
        if vr in STRING_VRS and stop - start <= MAX_TEXT:
            try:
                text = str(buffer[start:stop], "ascii")
            except UnicodeDecodeError:
                text = "\x1b"
            if text.isprintable():
                read.append((tag, "String", text.rstrip(" ")))
                continue
        read.append((tag, *_value(scan, tag, (vr, start, stop), item_format, ignore_length)))
    read += [(tag, "Null", None) for tag in _unlisted_pixels(scan)]
    return read


def _unlisted_pixels(scan: Scan) -> tuple[int, ...]:
    """The tag of pixel data at which the scan stopped."""
    if scan.pixel_data is None:
        return ()
    group_and_element = bytes(scan.buffer[scan.pixel_data : scan.pixel_data + 4])
    tag = int.from_bytes(group_and_element[:2], "little") << 16 | int.from_bytes(group_and_element[2:], "little")
    return () if tag in scan.elements else (tag,)


def _value(
    scan: Scan,
    tag: int,
    entry: tuple[str, int, int],
    item_format: Callable[[Scan, Collection[int]], TagJson],
    ignore_length: Collection[int],
) -> tuple[str, Any]:
    """Type and value of one element."""
    vr, start, stop = entry
    if vr in STRING_VRS:
        text = strip_padding(decode(bytes(scan.buffer[start:stop]), scan.charsets, vr, scan.default_encoding))
    elif (vr == "SQ" or tag in scan.undefined_length) and tag not in PIXEL_TAGS:
        return "Sequence", [item_format(item, ignore_length) for item in scan.items(tag)]
    else:
        if vr == "UN":
            known = scan.known_vr(tag)
            vr = known if known in STRING_VRS or not scan.explicit else "UN"
        if vr in BINARY_VRS or tag in PIXEL_TAGS:
            return "Null", None
        text = text_of(vr, bytes(scan.buffer[start:stop]), scan.charsets, scan.default_encoding)
        if not text and vr not in STRING_VRS:
            return "Null", None
    if len(text) > _SURELY_SHORT and len(text.encode()) > MAX_TEXT and tag not in ignore_length:
        return "TooLong", None
    return "String", text
