"""Decode one frame of pixel data into an array (PS3.5 8 and annex A, PS3.3 C.7.6.3).

What a codestream says of its own size is compared with the data set before a codec sees it, so that a forged header
cannot ask for memory. Whatever a codec raises becomes UnsupportedImage.
"""

import os
from collections.abc import Callable, Sized
from itertools import pairwise
from struct import Struct
from struct import error as StructError
from typing import TYPE_CHECKING, Any, NamedTuple

from broch_hostapi.errors import BadFile, LimitExceeded, NotFound, UnsupportedImage

from broch.dataset.colour import JPEG_2000, to_rgb
from broch.dataset.frames import SUBSAMPLED, PixelDescription, describe, read_frame
from broch.dataset.scan import BIG_ENDIAN
from broch.dataset.walk import walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from broch.dataset.scan import Scan

MAX_FRAME_BYTES = 1 << 30
_WORTH_THREADS = 1 << 16

_RLE = "1.2.840.10008.1.2.5"
_JPEG_LS = ("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81")
_LOSSY_JPEG = tuple(f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 53, 55))
_LOSSLESS_JPEG = ("1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70")
_JPEG = (*_LOSSY_JPEG, *_LOSSLESS_JPEG)

_END_OF_IMAGE = 16  # Bytes at the end in which the marker must be: writers pad behind it.
_RLE_HEADER = Struct("<16I")
_RLE_EXCESS = 128  # Bytes that the last run of a careless writer may have too many.
_FLOATS = frozenset((0x7FE00008, 0x7FE00009))


class Codestream(NamedTuple):
    """What the header of a JPEG, JPEG-LS or JPEG 2000 codestream says. ``ybr`` is None if it does not tell."""

    rows: int
    columns: int
    samples: int
    bits: int
    ybr: bool | None


def decode_frame(scan: "Scan", index: int, *, limit: int = MAX_FRAME_BYTES) -> "NDArray[Any]":
    """One frame, ready to look at: shape (rows, columns) for grey, (rows, columns, 3) RGB for every colour space.

    ``index`` counts from 0. Values are those stored, without rescale; unused high bits are gone and signs are right.
    Raises UnsupportedImage, BadFile for a frame that is too short, LimitExceeded above ``limit`` bytes.
    """
    description = describe(scan)
    _check(description, limit)
    if description.bits_allocated == 1 and not description.encapsulated:
        return _decode_bits(scan, description, index)
    frame = read_frame(scan, index)
    if scan.transfer_syntax == BIG_ENDIAN:
        frame = _swap(frame, scan, description)
    pixels = decode(frame, description, limit=limit)
    if description.transfer_syntax in _LOSSY_JPEG and description.photometric_interpretation.startswith("YBR"):
        return pixels
    return to_rgb(pixels, description.photometric_interpretation, scan)


def _swap(frame: bytes, scan: "Scan", d: PixelDescription) -> bytes:
    """Put samples of 32 bits right: OW was converted word by word, but writers swap all four bytes (as GDCM does)."""
    import numpy as np

    at = scan.pixel_data or 0
    if d.bits_allocated != 32 or bytes(scan.buffer[at + 4 : at + 6]) != b"OW":
        return frame
    return np.frombuffer(frame, "<u2").reshape(-1, 2)[:, ::-1].tobytes()


def decode(frame: bytes | memoryview, description: PixelDescription, *, limit: int = MAX_FRAME_BYTES) -> "NDArray[Any]":
    """Samples in the colour space that the data set names; that of lossy JPEG and of JPEG 2000 comes as RGB.

    Shape (rows, columns) or (rows, columns, samples). Raises as ``decode_frame`` does.
    """
    _check(description, limit)
    syntax = description.transfer_syntax
    decoder = _decoder(syntax)
    if decoder is None:
        return _decode_native(frame, description)
    try:
        return decoder(bytes(frame), description)
    except (UnsupportedImage, BadFile, LimitExceeded):
        raise
    except Exception as error:  # codecs raise classes of their own, and ValueError, TypeError, RuntimeError
        raise UnsupportedImage(f"Cannot decode transfer syntax {syntax}: {error}") from error


def _check(d: PixelDescription, limit: int) -> None:
    if d.rows < 1 or d.columns < 1 or d.samples_per_pixel not in (1, 3, 4):
        raise UnsupportedImage(f"An image of {d.rows} x {d.columns} x {d.samples_per_pixel} samples cannot be decoded")
    if d.bits_allocated not in (1, 8, 16, 32, 64) or not 1 <= d.bits_stored <= d.bits_allocated:
        raise UnsupportedImage(f"{d.bits_stored} bits stored in {d.bits_allocated} cannot be decoded")
    if not d.bits_stored - 1 <= d.high_bit < d.bits_allocated:
        raise UnsupportedImage(f"High bit {d.high_bit} does not fit {d.bits_stored} bits stored")
    size = d.rows * d.columns * d.samples_per_pixel * max(1, d.bits_allocated // 8)
    if size > limit:
        raise LimitExceeded("the size of a frame in bytes", limit)


def _decoder(transfer_syntax: str) -> "Callable[[bytes, PixelDescription], NDArray[Any]] | None":
    """The decoder of a syntax, None if pixels are native; raises UnsupportedImage for what nothing here decodes."""
    if transfer_syntax == _RLE:
        return _decode_rle
    if transfer_syntax in _JPEG or transfer_syntax in _JPEG_LS or transfer_syntax in JPEG_2000:
        return _decode_codestream
    if transfer_syntax.startswith("1.2.840.10008.1.2.4.") and transfer_syntax[20:] not in ("95", "205"):
        raise UnsupportedImage(f"Transfer syntax {transfer_syntax} cannot be decoded")
    return None


# Native and RLE: samples of whole bytes, or single bits.


def _decode_native(frame: bytes | memoryview, d: PixelDescription) -> "NDArray[Any]":
    pixels = d.rows * d.columns
    if d.photometric_interpretation in SUBSAMPLED:
        return _unpack_422(frame, d)
    if d.bits_allocated == 1:
        raise UnsupportedImage("A frame of single bits cannot be decoded out of its pixel data")
    samples = _samples(frame, d, pixels * d.samples_per_pixel)
    if d.samples_per_pixel == 1:
        return samples.reshape(d.rows, d.columns)
    if d.planar_configuration == 1:
        return samples.reshape(d.samples_per_pixel, d.rows, d.columns).transpose(1, 2, 0)
    return samples.reshape(d.rows, d.columns, d.samples_per_pixel)


def _decode_bits(scan: "Scan", d: PixelDescription, index: int) -> "NDArray[Any]":
    """Frames of single bits follow one another without padding, so one may begin inside a byte (PS3.5 8.1.1)."""
    import numpy as np

    if d.samples_per_pixel != 1:
        raise UnsupportedImage("Single bits need one sample per pixel")
    if not 0 <= index < d.number_of_frames:
        raise NotFound("frame", str(index))
    assert scan.pixel_data is not None  # noqa: S101 - describe has looked
    found = walk(scan.buffer, scan.pixel_data, len(scan.buffer), explicit=scan.explicit)
    _, start, stop = found.elements[d.tag]
    size = d.rows * d.columns
    first, offset = divmod(index * size, 8)
    data = bytes(scan.buffer[start + first : min(stop, start + first + (offset + size + 7) // 8)])
    _need(data, (offset + size + 7) // 8)
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little", count=offset + size)
    return bits[offset:].reshape(d.rows, d.columns)


def _decode_rle(frame: bytes, d: PixelDescription) -> "NDArray[Any]":
    """Segments of PackBits, one for each byte of each sample, the most significant first (PS3.5 annex G).

    Each segment is cut out and bounded here: the codec for whole RLE frames crashes on damaged headers.
    """
    import numpy as np
    from imagecodecs import packbits_decode

    pixels, width = d.rows * d.columns, d.bits_allocated // 8
    segments = _rle_segments(frame, d.samples_per_pixel * width)
    planes = np.empty((d.samples_per_pixel, pixels, width), np.uint8)
    room = np.empty(pixels + _RLE_EXCESS, np.uint8)
    for number, segment in enumerate(segments):
        plane = packbits_decode(segment, out=room)
        _need(plane, pixels)
        sample, byte = divmod(number, width)
        planes[sample, :, width - 1 - byte] = plane[:pixels]
    samples = _samples(planes.data.cast("B"), d, pixels * d.samples_per_pixel)
    if d.samples_per_pixel == 1:
        return samples.reshape(d.rows, d.columns)
    return samples.reshape(d.samples_per_pixel, d.rows, d.columns).transpose(1, 2, 0)


def _rle_segments(frame: bytes, expected: int) -> list[bytes]:
    if len(frame) < _RLE_HEADER.size:
        raise BadFile("an RLE frame breaks off in its header")
    count, *offsets = _RLE_HEADER.unpack_from(frame)
    if count != expected or count > len(offsets):
        raise BadFile(f"an RLE frame has {count} segments instead of {expected}")
    bounds = [*offsets[:count], len(frame)]
    if bounds[0] < _RLE_HEADER.size or bounds != sorted(bounds):
        raise BadFile("the segments of an RLE frame do not follow one another")
    return [frame[start:stop] for start, stop in pairwise(bounds)]


def _samples(data: bytes | memoryview, d: PixelDescription, count: int) -> "NDArray[Any]":
    import numpy as np

    kind = "f" if d.tag in _FLOATS else "u"
    stored = np.dtype(f"<{kind}{d.bits_allocated // 8}")
    _need(data, count * stored.itemsize)
    return _used_bits(np.frombuffer(data, stored, count), d, d.high_bit)


def _used_bits(samples: "NDArray[Any]", d: PixelDescription, high_bit: int) -> "NDArray[Any]":
    """Cut overlays and other leftovers above and below the bits stored (PS3.5 8.1.1), and extend the sign."""
    if samples.dtype.kind == "f":
        return samples
    width = samples.itemsize * 8
    kind = "i" if d.pixel_representation == 1 else "u"
    wanted = samples.view(f"{samples.dtype.byteorder}{kind}{samples.itemsize}")
    if d.bits_stored >= width:
        return wanted
    return (wanted << (width - 1 - high_bit)) >> (width - d.bits_stored)


def _unpack_422(frame: bytes | memoryview, d: PixelDescription) -> "NDArray[Any]":
    """Two pixels in four bytes, Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2)."""
    import numpy as np

    if d.bits_allocated != 8 or d.columns % 2:
        raise UnsupportedImage(f"{d.photometric_interpretation} needs 8 bits and an even number of columns")
    size = d.rows * d.columns * 2
    _need(frame, size)
    pairs = np.frombuffer(frame, np.uint8, size).reshape(-1, 4)
    pixels = np.empty((len(pairs), 2, 3), np.uint8)
    pixels[:, :, 0] = pairs[:, :2]
    pixels[:, :, 1:] = pairs[:, None, 2:]
    return pixels.reshape(d.rows, d.columns, 3)


def _need(data: Sized, size: int) -> None:
    if len(data) < size:
        raise BadFile(f"a frame has {len(data)} bytes instead of {size}")


# JPEG, JPEG-LS, JPEG 2000


def _decode_codestream(frame: bytes, d: PixelDescription) -> "NDArray[Any]":
    import imagecodecs
    import numpy as np

    found = describe_codestream(frame)
    if (found.rows, found.columns, found.samples) != (d.rows, d.columns, d.samples_per_pixel):
        raise UnsupportedImage(
            f"Transfer syntax {d.transfer_syntax}: the codestream holds {found.rows} x {found.columns} x "
            f"{found.samples} samples, the data set says {d.rows} x {d.columns} x {d.samples_per_pixel}"
        )
    if d.transfer_syntax in JPEG_2000:
        samples = imagecodecs.jpeg2k_decode(frame, numthreads=_threads(d))
    elif d.transfer_syntax in _JPEG_LS:
        if b"\xff\xd9" not in frame[-_END_OF_IMAGE:]:  # CharLS searches for seconds where the bits end too early
            raise BadFile("a JPEG-LS frame breaks off")
        # The size may be given anew behind the header (T.87 C.2.4.1.4); an array of ours holds the codec to it.
        shape = (d.rows, d.columns, d.samples_per_pixel)[: 2 if d.samples_per_pixel == 1 else 3]
        samples = imagecodecs.jpegls_decode(frame, out=np.empty(shape, np.uint8 if found.bits <= 8 else np.uint16))
    else:
        ybr = found.samples == 3 and (
            d.photometric_interpretation.startswith("YBR") if found.ybr is None else found.ybr
        )
        space = {1: None, 3: "YCBCR" if ybr else "RGB"}.get(found.samples)
        wanted = "RGB" if space and d.transfer_syntax not in _LOSSLESS_JPEG else space  # which nobody may change
        samples = imagecodecs.jpeg8_decode(frame, colorspace=space, outcolorspace=wanted)
    samples = samples.reshape(d.rows, d.columns, -1) if d.samples_per_pixel > 1 else samples.reshape(d.rows, d.columns)
    return _used_bits(samples, d, d.bits_stored - 1)


def _threads(d: PixelDescription) -> int:
    """For OpenJPEG, whose calling thread is one of them and waits: a small image costs less without any."""
    return min(os.cpu_count() or 1, 8) + 1 if d.rows * d.columns >= _WORTH_THREADS else 1


_SEGMENT = Struct(">BBH").unpack_from
_FRAME_HEADER = Struct(">BHHB").unpack_from
_SIZ = Struct(">HHIIII16xHB").unpack_from
_NO_LENGTH = frozenset((0x01, *range(0xD0, 0xD9)))
_FRAMES = frozenset((0xF7, *range(0xC0, 0xD0))) - {0xC4, 0xC8, 0xCC}


def describe_codestream(data: bytes) -> Codestream:
    """Read the header of a JPEG (T.81 B.2), JPEG-LS (T.87 C.1) or JPEG 2000 (T.800 A.5.1) codestream.

    Raises UnsupportedImage if there is none.
    """
    try:
        if data[:2] == b"\xff\xd8":
            return _describe_jpeg(data)
        start = data.index(b"\xff\x4f\xff\x51", 0, 4096)  # behind boxes, if somebody stored a JP2 file
        _, _, width, height, left, top, samples, depth = _SIZ(data, start + 4)
    except (ValueError, IndexError, StructError) as error:
        raise UnsupportedImage("The frame is no codestream, or breaks off in its header") from error
    return Codestream(height - top, width - left, samples, (depth & 0x7F) + 1, None)


def _describe_jpeg(data: bytes) -> Codestream:
    ybr: bool | None = None
    position = 2
    while True:
        fill, marker, length = _SEGMENT(data, position)
        if fill != 0xFF:
            raise ValueError("no marker")
        if marker == 0xFF or marker in _NO_LENGTH:
            position += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            bits, rows, columns, samples = _FRAME_HEADER(data, position + 4)
            return Codestream(rows, columns, samples, bits, ybr)
        if marker == 0xE0 and data[position + 4 : position + 9] == b"JFIF\0":
            ybr = True
        elif marker == 0xEE and data[position + 4 : position + 9] == b"Adobe":
            ybr = data[position + 15] == 1
        position += 2 + length
