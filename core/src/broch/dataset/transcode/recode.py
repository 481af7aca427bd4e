"""Write a data set in implicit VR, explicit VR or big endian: the same values in other headers (PS3.5 7.1, 7.3).

Values pass as views of the source; only big endian changes their bytes. Sequences get known lengths, group lengths are
left out.
"""

from array import array
from collections.abc import Iterator
from struct import Struct, pack
from typing import NamedTuple

from broch_hostapi.errors import BadFile, LimitExceeded

from broch.dataset import dictionary
from broch.dataset.rewrite import Pieces, all_elements
from broch.dataset.scan import Scan
from broch.dataset.values import STRING_VRS
from broch.dataset.walk import LONG_VRS, PIXEL_TAGS, UNDEFINED, Elements

PIXEL_REPRESENTATION, BITS_ALLOCATED, PIXEL_DATA = 0x00280103, 0x00280100, 0x7FE00010
_LONG = frozenset(LONG_VRS)
_LONGEST_SHORT_VALUE = 0xFFFE
_CHUNK = 1 << 20  # A multiple of every word.
_WORDS = {
    **dict.fromkeys(("US", "SS", "OW", "AT"), "H"),
    **dict.fromkeys(("UL", "SL", "FL", "OF", "OL"), "I"),
    **dict.fromkeys(("FD", "OD", "OV", "SV", "UV"), "Q"),
}
# PS3.6: US or SS, as Pixel Representation says (PS3.5 A.1).
_US_OR_SS = frozenset(
    (0x00189810, 0x00221452, 0x00280071, *range(0x00280104, 0x0028010A), 0x00280110, 0x00280111, 0x00280120, 0x00280121,
     *range(0x00281100, 0x00281104), *range(0x00281111, 0x00281114), 0x00283002, 0x00409211, 0x00409216, 0x00603004,
     0x00603006)
)  # fmt: skip


class Encoding(NamedTuple):
    """Of the headers, and of the values."""

    explicit: bool
    big: bool = False


class _Context(NamedTuple):
    encoding: Encoding
    signed: bool
    wide_pixels: bool  # of 32 bits: every writer swaps all four bytes, though OW are words of two


def recode(scan: Scan, encoding: Encoding) -> Iterator[bytes | memoryview]:
    """All elements of a data set, pixel data included, in another encoding.

    Raises BadFile for a broken sequence, LimitExceeded for one that gets too long. Encapsulated pixel data must not be
    among the elements: it has only one encoding.
    """
    wide = int.from_bytes(scan.raw(BITS_ALLOCATED) or b"", "little") == 32
    context = _Context(encoding, scan.raw(PIXEL_REPRESENTATION) == b"\1\0", wide)
    return _elements(scan, *all_elements(scan), context)


def _elements(scan: Scan, elements: Elements, undefined: set[int], context: _Context) -> Iterator[bytes | memoryview]:
    for tag in sorted(elements):
        if tag & 0xFFFF:
            yield from _element(scan, tag, elements[tag], undefined, context)


def _element(
    scan: Scan, tag: int, element: tuple[str, int, int], undefined: set[int], context: _Context
) -> Iterator[bytes | memoryview]:
    vr, start, stop = element
    if tag in undefined and tag in PIXEL_TAGS:
        raise BadFile("encapsulated pixel data stands in a sequence", offset=start)
    if vr == "UN" and tag not in undefined and (context.encoding.big or not scan.explicit):
        vr = scan.known_vr(tag)  # in big endian also because nobody could swap its bytes later
    if vr == "SQ" or tag in undefined:
        try:
            pieces, size = _items(scan, tag, context)
        except BadFile:
            if tag in undefined or element[0] == "SQ":
                raise
            vr = "UN"  # The private dictionary takes it for a sequence, but it is none.
        else:
            yield header(tag, "SQ", size, context.encoding)
            yield from pieces
            return
    yield from _value(scan, tag, vr, start, stop, context)


def _items(scan: Scan, tag: int, context: _Context) -> tuple[Pieces, int]:
    form = ">HHI" if context.encoding.big else "<HHI"
    pieces: Pieces = []
    for item in scan.items(tag):
        inside = list(_elements(item, item.elements, item.undefined_length, context))
        pieces += [pack(form, 0xFFFE, 0xE000, sum(map(len, inside))), *inside]
    return pieces, sum(map(len, pieces))


def _value(scan: Scan, tag: int, vr: str, start: int, stop: int, context: _Context) -> Iterator[bytes | memoryview]:
    size = stop - start
    padding = size % 2
    if context.signed and not scan.explicit and tag in _US_OR_SS and vr == "US":
        vr = "SS"
    if size + padding > _LONGEST_SHORT_VALUE and vr not in _LONG:
        vr = "UN"  # PS3.5 6.2.2, note 2
    yield header(tag, vr, size + padding, context.encoding)
    value = memoryview(scan.buffer)[start:stop]
    word = _WORDS.get(vr) if context.encoding.big else None
    if word is None:
        yield value
    else:
        yield from _swapped(value, "I" if tag == PIXEL_DATA and vr == "OW" and context.wide_pixels else word)
    if padding:
        yield b" " if vr in STRING_VRS and vr != "UI" else b"\0"


def _swapped(value: memoryview, word: str) -> Iterator[bytes]:
    for at in range(0, len(value), _CHUNK):
        piece = bytes(value[at : at + _CHUNK])
        words = array(word)
        whole = len(piece) - len(piece) % words.itemsize
        words.frombytes(piece[:whole])
        words.byteswap()
        yield words.tobytes() + piece[whole:]


_IMPLICIT, _SHORT, _WIDE = Struct("<HHI").pack, Struct("<HH2sH").pack, Struct("<HH2sHI").pack
_SHORT_BIG, _WIDE_BIG = Struct(">HH2sH").pack, Struct(">HH2sHI").pack


def header(tag: int, vr: str, size: int, encoding: Encoding) -> bytes:
    """Of an element of known length. Raises LimitExceeded for 4 GiB and more."""
    if size >= UNDEFINED:
        raise LimitExceeded(f"the length of {dictionary.format_tag(tag)}", UNDEFINED - 1)
    group, element = tag >> 16, tag & 0xFFFF
    if not encoding.explicit:
        return _IMPLICIT(group, element, size)
    if vr in _LONG:
        return (_WIDE_BIG if encoding.big else _WIDE)(group, element, vr.encode(), 0, size)
    return (_SHORT_BIG if encoding.big else _SHORT)(group, element, vr.encode(), size)
