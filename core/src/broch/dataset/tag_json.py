"""Tags as JSON in Orthanc's three formats: full, simplified and short.

``full``: ``{"gggg,eeee": {"Name", "Type", "Value"}}``, Type one of String, Sequence, Null and TooLong; ``simplified``:
keyword -> value; ``short``: ``gggg,eeee`` -> value. Sequences are lists of such objects at any depth. Text longer than
256 bytes of UTF-8 is left out unless its tag is in ``ignore_length``; binary values always are. The pixel data is
named, without a value; what comes behind it is not shown, unless the scan was made with ``stop_at_pixels=False``.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any, Literal

from broch.dataset import dictionary
from broch.dataset.character_sets import decode
from broch.dataset.dictionary import format_tag
from broch.dataset.private_dictionary import private_attribute
from broch.dataset.scan import Scan
from broch.dataset.values import STRING_VRS, strip_padding, text_of
from broch.dataset.walk import PIXEL_TAGS

Format = Literal["full", "simplified", "short"]
TagJson = dict[str, Any]

MAX_TEXT = 256
_SURELY_SHORT = MAX_TEXT // 4  # characters, of at most 4 bytes
UNKNOWN = "Unknown Tag & Data"
# DCMTK writes RETIRED_ before names that were retired when it was made; these were retired later, and Orthanc names
# Other Patient IDs itself.
_WITHOUT_PREFIX = frozenset(
    (
        0x00101000,
        0x00380004,
        0x00701807,
        0x00701808,
        0x30040010,
        0x30040012,
        0x30060085,
        0x30060088,
        0x3008002B,
        0x30100090,
    )
)
_NONE: frozenset[int] = frozenset()


def full(scan: Scan, ignore_length: Collection[int] = _NONE) -> TagJson:
    """Each tag with name, type and value; private ones with their creator."""
    result: TagJson = {}
    for tag, entry in scan.elements.items():
        kind, value = _value(scan, tag, entry, full, ignore_length)
        described = {"Name": _name(scan, tag) if tag & 0x10000 else tag_name(tag), "Type": kind, "Value": value}
        if tag & 0x10000 and kind != "Sequence" and (creator := scan.private_creator(tag)):
            described["PrivateCreator"] = creator
        result[format_tag(tag)] = described
    for tag in _unlisted_pixels(scan):
        result[format_tag(tag)] = {"Name": tag_name(tag), "Type": "Null", "Value": None}
    return result


def simplified(scan: Scan, ignore_length: Collection[int] = _NONE) -> TagJson:
    """Name -> value. Where several have one name, as unknown tags, the last one counts; but never a private one."""
    private: TagJson = {}
    public: TagJson = {}
    for tag, entry in scan.elements.items():
        value = _value(scan, tag, entry, simplified, ignore_length)[1]
        if tag & 0x10000:
            private[_name(scan, tag)] = value
        else:
            public[tag_name(tag)] = value
    return private | public | {tag_name(tag): None for tag in _unlisted_pixels(scan)}


def short(scan: Scan, ignore_length: Collection[int] = _NONE) -> TagJson:
    """``gggg,eeee`` -> value."""
    result = {
        format_tag(tag): _value(scan, tag, entry, short, ignore_length)[1] for tag, entry in scan.elements.items()
    }
    result.update({format_tag(tag): None for tag in _unlisted_pixels(scan)})
    return result


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


@lru_cache(16384)
def tag_name(tag: int) -> str:
    """The name under which a tag is shown: DCMTK's, which are the keywords but for a few."""
    known = dictionary.attribute(tag)
    if known is not None and known.keyword:
        return "RETIRED_" + known.keyword if known.retired and tag not in _WITHOUT_PREFIX else known.keyword
    if tag & 0xFFFF == 0:
        return "GenericGroupLength"
    return "PrivateCreator" if dictionary.is_private_creator(tag) else UNKNOWN


def _name(scan: Scan, tag: int) -> str:
    """The name of a private element."""
    if tag & 0xFFFF < 0x1000:
        return tag_name(tag)
    known = private_attribute(scan.private_creator(tag), tag)
    return known.name if known and known.name else UNKNOWN


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
    if start == stop and vr in STRING_VRS:
        return "String", ""
    if vr in STRING_VRS:
        value = bytes(scan.buffer[start:stop])
        if value.isascii() and (text := value.decode("ascii")).isprintable():  # Most values: nothing to find out.
            text = text.rstrip(" ")
        else:
            text = strip_padding(decode(value, scan.charsets, vr, scan.default_encoding))
    elif (vr == "SQ" or tag in scan.undefined_length) and tag not in PIXEL_TAGS:
        return "Sequence", [item_format(item, ignore_length) for item in scan.items(tag)]
    else:
        if vr == "UN":
            known = scan.known_vr(tag)
            vr = known if known in STRING_VRS or not scan.explicit else "UN"
        text = text_of(vr, bytes(scan.buffer[start:stop]), scan.charsets, scan.default_encoding)
        if not text and vr not in STRING_VRS:
            return "Null", None
    if len(text) > _SURELY_SHORT and len(text.encode()) > MAX_TEXT and tag not in ignore_length:
        return "TooLong", None
    return "String", text
