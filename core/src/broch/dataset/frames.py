"""Finding the frames of pixel data, without decoding them (PS3.3 C.7.6.3, PS3.5 8 and A.4).

Native frames lie side by side in one value. Encapsulated ones are fragments; which of them make a frame is told by
the extended or the basic offset table, or by their number, or by the end markers of the codestreams.
"""

from struct import error as StructError
from struct import iter_unpack, unpack_from
from typing import NamedTuple

from broch_hostapi.errors import BadFile, NotFound, UnsupportedImage

from broch.dataset.scan import Scan
from broch.dataset.walk import LONG_VRS, UNDEFINED, items

_LONG = frozenset(vr.encode() for vr in LONG_VRS)
_RLE = "1.2.840.10008.1.2.5"
_EXTENDED_OFFSETS = 0x7FE00001
_END_OF_IMAGE = b"\xff\xd9"  # JPEG and JPEG-LS: EOI, JPEG 2000: EOC
# A codestream may be padded behind its end marker to an even length; some writers pad more.
_PADDING = 16
MAX_FRAMES = 1 << 24
SUBSAMPLED = frozenset(("YBR_FULL_422", "YBR_PARTIAL_422"))
"""Two pixels share Cb and Cr (PS3.3 C.7.6.3.1.2)."""

Fragments = list[tuple[int, int]]


class PixelDescription(NamedTuple):
    """The Image Pixel module of one data set, and how its pixel data is encoded.

    ``photometric_interpretation`` is empty if absent. ``tag`` is that of the pixel data: integers or floats.
    ``encapsulated``: in fragments, that is compressed in most cases.
    """

    rows: int
    columns: int
    samples_per_pixel: int
    photometric_interpretation: str
    planar_configuration: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    pixel_representation: int
    number_of_frames: int
    transfer_syntax: str
    tag: int
    encapsulated: bool

    @property
    def frame_size(self) -> int:
        """Bytes of one native frame. Raises UnsupportedImage if a sample does not fill whole bytes."""
        if self.bits_allocated % 8 or not self.bits_allocated:
            raise UnsupportedImage(f"Bits Allocated {self.bits_allocated} is not a number of whole bytes")
        samples = self.samples_per_pixel
        if self.photometric_interpretation in SUBSAMPLED:
            samples = 2
        return self.rows * self.columns * samples * (self.bits_allocated // 8)


class _PixelElement(NamedTuple):
    tag: int
    vr: str
    start: int
    length: int


def describe(scan: Scan) -> PixelDescription:
    """How the pixel data of an instance is laid out; raises UnsupportedImage if there is none, or no size to it."""
    element = _pixel_element(scan)
    rows, columns = _number(scan, 0x00280010), _number(scan, 0x00280011)
    if not rows or not columns:
        raise UnsupportedImage("the image has no Rows or no Columns")
    allocated = _number(scan, 0x00280100) or {0x7FE00008: 32, 0x7FE00009: 64}.get(element.tag, 0)
    stored = _number(scan, 0x00280101) or allocated
    frames = _number(scan, 0x00280008) or 1
    if not 0 < frames <= MAX_FRAMES:
        raise UnsupportedImage(f"Number of Frames {frames} is out of range")
    return PixelDescription(
        rows=rows,
        columns=columns,
        samples_per_pixel=_number(scan, 0x00280002) or 1,
        photometric_interpretation=scan.text(0x00280004).strip(),
        planar_configuration=_number(scan, 0x00280006) or 0,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=stored - 1 if (high := _number(scan, 0x00280102)) is None else high,
        pixel_representation=_number(scan, 0x00280103) or 0,
        number_of_frames=frames,
        transfer_syntax=scan.transfer_syntax,
        tag=element.tag,
        encapsulated=element.length == UNDEFINED,
    )


def frame_range(scan: Scan, index: int) -> tuple[int, int]:
    """Where a native frame lies in the buffer of the scan; ``index`` counts from 0.

    Raises NotFound for a wrong index, BadFile if the pixel data is too short, UnsupportedImage for encapsulated pixel
    data and for frames that do not begin at a byte.
    """
    description, element = describe(scan), _pixel_element(scan)
    if description.encapsulated:
        raise UnsupportedImage("the pixel data is encapsulated: its frames have no fixed size")
    _check_index(index, description.number_of_frames)
    size = description.frame_size
    if (index + 1) * size > element.length or element.start + element.length > len(scan.buffer):
        raise BadFile("the pixel data is shorter than its frames", offset=element.start)
    return element.start + index * size, element.start + (index + 1) * size


def encapsulated_frames(scan: Scan) -> list[Fragments]:
    """The fragments of each frame: (start, stop) in the buffer. Raises BadFile, and UnsupportedImage if it is native.

    UnsupportedImage also if nothing tells which fragment belongs to which frame.
    """
    description = describe(scan)
    offsets, base, fragments = _fragments(scan, description)
    frames = description.number_of_frames
    if offsets is not None and len(offsets) == frames:
        grouped = _by_offsets(fragments, [base + offset + 8 for offset in offsets])
        if grouped is not None:
            return grouped
    if frames == 1:
        return [fragments]
    if len(fragments) == frames:
        return [[fragment] for fragment in fragments]
    grouped = [] if description.transfer_syntax == _RLE else _by_end_of_image(scan, fragments)
    if len(grouped) != frames:
        raise UnsupportedImage(f"{len(fragments)} fragments cannot be told apart as {frames} frames")
    return grouped


def read_frame(scan: Scan, index: int) -> bytes:
    """One frame as stored: native samples, or its codestream; ``index`` counts from 0.

    Raises NotFound for a wrong index, and what ``frame_range`` and ``encapsulated_frames`` raise.
    """
    description = describe(scan)
    if not description.encapsulated:
        if description.bits_allocated == 1:
            return _read_bits(scan, description, index)
        start, stop = frame_range(scan, index)
        return bytes(scan.buffer[start:stop])
    _check_index(index, description.number_of_frames)
    fragments = _by_table(scan, index, description) or encapsulated_frames(scan)[index]
    return b"".join(bytes(scan.buffer[start:stop]) for start, stop in fragments)


def _read_bits(scan: Scan, d: PixelDescription, index: int) -> bytes:
    """A frame of single bits from the first bit of a byte on; they follow one another without padding (PS3.5 8.1.1)."""
    _check_index(index, d.number_of_frames)
    size, element = d.rows * d.columns * d.samples_per_pixel, _pixel_element(scan)
    first, offset = divmod(index * size, 8)
    count = (offset + size + 7) // 8
    start, stop = element.start + first, element.start + min(first + count, element.length)
    data = bytes(scan.buffer[start:stop])
    if len(data) < count:
        raise BadFile("the pixel data is shorter than its frames", offset=element.start)
    if not offset and not size % 8:
        return data
    bits = int.from_bytes(data, "little") >> offset
    return (bits & (1 << size) - 1).to_bytes((size + 7) // 8, "little")


def pixel_value(scan: Scan) -> tuple[int, str, tuple[int, int] | None]:
    """Tag, VR, and (start, stop) of the value of the pixel data, None if it is encapsulated."""
    element = _pixel_element(scan)
    span = None if element.length == UNDEFINED else (element.start, element.start + element.length)
    return element.tag, element.vr, span


def _check_index(index: int, frames: int) -> None:
    if not 0 <= index < frames:
        raise NotFound("frame", str(index))


def _pixel_element(scan: Scan) -> _PixelElement:
    position = scan.pixel_data
    if position is None:
        raise UnsupportedImage("the instance has no pixel data")
    try:
        group, element, code, length = unpack_from("<HH2sH", scan.buffer, position)
        start = position + 8
        if not scan.explicit:
            (length,) = unpack_from("<I", scan.buffer, position + 4)
        elif code in _LONG or code.isupper():
            (length,) = unpack_from("<I", scan.buffer, start)
            start += 4
    except StructError:
        raise BadFile("the file breaks off in the header of the pixel data", offset=position) from None
    vr = code.decode("ascii", "replace") if scan.explicit else "OW"
    return _PixelElement(group << 16 | element, vr, start, length)


def _number(scan: Scan, tag: int) -> int | None:
    """The first number of an element, whether a word or an integer string; None if absent, empty or no number."""
    value = scan.raw(tag)
    if not value:
        return None
    vr = scan.elements[tag][0]
    if vr == "IS" or tag == 0x00280008:
        text = value.split(b"\\")[0].strip(b" \0")
        return int(text) if text.isdigit() else None
    return int.from_bytes(value[: 4 if vr in ("UL", "SL") else 2], "little")


def _fragments(scan: Scan, description: PixelDescription) -> tuple[list[int] | None, int, Fragments]:
    """The offset table if there is one, where its offsets count from, and all fragments."""
    if not description.encapsulated:
        raise UnsupportedImage("the pixel data is not encapsulated")
    start = _pixel_element(scan).start
    found = items(scan.buffer, start, len(scan.buffer), explicit=True)
    if not found:
        raise BadFile("encapsulated pixel data without a basic offset table", offset=start)
    offsets, base = _offset_table(scan)
    return offsets, base, [(first, last) for first, last, _ in found[1:]]


def _offset_table(scan: Scan) -> tuple[list[int] | None, int]:
    """The extended offset table or else the basic one, None if empty; and the place of the first fragment's item."""
    start = _pixel_element(scan).start
    try:
        group, element, size = unpack_from("<HHI", scan.buffer, start)
    except StructError:
        raise BadFile("the file breaks off in the basic offset table", offset=start) from None
    base = start + 8 + size
    if (group, element) != (0xFFFE, 0xE000) or base > len(scan.buffer):
        raise BadFile("encapsulated pixel data without a basic offset table", offset=start)
    extended = scan.raw(_EXTENDED_OFFSETS)
    if extended and len(extended) % 8 == 0:
        return [offset for (offset,) in iter_unpack("<Q", extended)], base
    basic = bytes(scan.buffer[start + 8 : base])
    return ([offset for (offset,) in iter_unpack("<I", basic)] if basic and size % 4 == 0 else None), base


def _by_table(scan: Scan, index: int, description: PixelDescription) -> Fragments | None:
    """The fragments of one frame by its offsets alone, so that a slide of 100,000 tiles is not walked for each."""
    offsets, base = _offset_table(scan)
    if offsets is None or len(offsets) != description.number_of_frames:
        return None
    last = index + 1 == len(offsets)
    stop = len(scan.buffer) if last else base + offsets[index + 1]
    try:
        found = items(scan.buffer, base + offsets[index], min(stop, len(scan.buffer)), explicit=True)
    except BadFile:
        return None  # a table that lies; the other ways may still work
    return [(first, end) for first, end, _ in found]


def _by_offsets(fragments: Fragments, starts: list[int]) -> list[Fragments] | None:
    """Fragments grouped by the places where frames begin; None if these are not places of fragments in order."""
    frame_of = {start: index for index, start in enumerate(starts)}
    if len(frame_of) != len(starts) or not fragments or fragments[0][0] != starts[0]:
        return None
    grouped: list[Fragments] = []
    for fragment in fragments:
        if frame_of.get(fragment[0]) == len(grouped):
            grouped.append([])
        grouped[-1].append(fragment)
    return grouped if len(grouped) == len(starts) else None


def _by_end_of_image(scan: Scan, fragments: Fragments) -> list[Fragments]:
    """Fragments grouped by codestreams: a frame ends with the fragment that has an end marker at its end."""
    grouped: list[Fragments] = [[]]
    for start, stop in fragments:
        grouped[-1].append((start, stop))
        if _END_OF_IMAGE in bytes(scan.buffer[max(start, stop - _PADDING) : stop]):
            grouped.append([])
    return grouped if grouped[-1] else grouped[:-1]
