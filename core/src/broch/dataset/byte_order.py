"""Turning a data set in explicit VR big endian into explicit VR little endian (PS3.5 7.3 and A.3, retired).

No size changes, so the bytes are swapped in one copy. Sequences and items are entered, not skipped: behind a header
of theirs the next header follows, at whatever depth. What is wrong with the structure shows when the result is walked.
"""

from array import array
from struct import Struct
from struct import error as StructError

from broch_hostapi.errors import BadFile

from broch.dataset.walk import LONG_VRS, UNDEFINED, Buffer, skip_sequence

_BIG, _LITTLE = Struct(">HH2sH"), Struct("<HH2sH")
_BIG_ITEM, _LITTLE_ITEM = Struct(">HHI"), Struct("<HHI")
_BIG_LENGTH, _LITTLE_LENGTH = Struct(">I"), Struct("<I")
_LONG = frozenset(vr.encode() for vr in LONG_VRS)
_WORDS = {
    **dict.fromkeys((b"US", b"SS", b"OW", b"AT"), "H"),
    **dict.fromkeys((b"UL", b"SL", b"FL", b"OF", b"OL"), "I"),
    **dict.fromkeys((b"FD", b"OD", b"OV", b"SV", b"UV"), "Q"),
}


def to_little_endian(buffer: Buffer, start: int) -> bytes:
    """The data set from ``start`` on as explicit VR little endian; raises BadFile with the offset in the data set."""
    data = bytearray(buffer[start:])
    position = 0
    try:
        while position < len(data):
            position = _swap(data, position)
    except StructError:
        raise BadFile("the file breaks off inside a data element", offset=position) from None
    return bytes(data)


def _swap(data: bytearray, position: int) -> int:
    """Swap one header, and the value unless it is a sequence or an item; answers where the next header stands."""
    group, element, code, length = _BIG.unpack_from(data, position)
    if group == 0xFFFE:
        _LITTLE_ITEM.pack_into(data, position, *_BIG_ITEM.unpack_from(data, position))
        return position + 8
    _LITTLE.pack_into(data, position, group, element, code, length)
    value = position + 8
    if code in _LONG:
        (length,) = _BIG_LENGTH.unpack_from(data, value)
        _LITTLE_LENGTH.pack_into(data, value, length)
        value += 4
        if code == b"SQ":
            return value
        if length == UNDEFINED:  # a sequence under the VR UN is in implicit VR little endian (PS3.5 6.2.2)
            return skip_sequence(data, value, len(data), explicit=False)
    if value + length > len(data):
        raise BadFile("a value runs beyond the end", offset=value)
    _swap_value(data, value, length, _WORDS.get(code))
    return int(value + length)


def _swap_value(data: bytearray, start: int, length: int, word: str | None) -> None:
    if word is None:
        return
    words = array(word)
    stop = start + length - length % words.itemsize
    words.frombytes(memoryview(data)[start:stop])
    words.byteswap()
    data[start:stop] = words.tobytes()
