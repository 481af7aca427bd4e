"""What a created instance holds: an image, or a document, from a data URI (RFC 2397).

PNG and JPEG become native pixel data, as Orthanc makes them; a JPEG may also be kept as it is (PS3.5 A.4.1). Documents
become those of PS3.3 A.45 and A.85. Bytes without a format become the value of Pixel Data.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from struct import error as StructError
from struct import pack, unpack_from
from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import BadFile, LimitExceeded, UnsupportedImage, UnsupportedMediaType

from broch.dataset.rewrite import Pieces, Value
from broch.dataset.scan import EXPLICIT_LITTLE_ENDIAN
from broch.dataset.walk import UNDEFINED

if TYPE_CHECKING:
    from numpy.typing import NDArray

PIXEL_DATA = 0x7FE00010
PHOTOMETRIC_INTERPRETATION = 0x00280004
LARGEST_IMAGE = 1 << 30
"""Bytes of decoded pixels."""

_JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
_BASELINE_FRAME = 0xC0
_SOP_CLASS, _MODALITY, _CONVERSION_TYPE = 0x00080016, 0x00080060, 0x00080064
_DOCUMENT, _DOCUMENT_TYPE = 0x00420011, 0x00420012
_LONGEST_SIDE = 0xFFFF


@dataclass(frozen=True)
class NewContent:
    """``fixed`` replaces what the caller gave for these tags, ``usual`` is for those that he did not give."""

    fixed: Mapping[int, Value]
    usual: Mapping[int, Value] = field(default_factory=dict)
    transfer_syntax: str = EXPLICIT_LITTLE_ENDIAN
    encapsulated: Pieces = field(default_factory=list)
    """Pixel Data with its header, if it is of undefined length."""


def content_of(uri: str, *, encapsulate: bool = False) -> NewContent:
    """The content that a data URI brings.

    Raises BadFile for what is not of its format, UnsupportedMediaType, UnsupportedImage, LimitExceeded.
    """
    media_type, data = data_uri(uri)
    make = _MAKERS.get(media_type)
    if make is None:
        raise UnsupportedMediaType(f"Unsupported media type for the content of an instance: {media_type[:64]}")
    if encapsulate and media_type == "image/jpeg":
        return _encapsulated(data)
    return make(data)


def data_uri(uri: str) -> tuple[str, bytes]:
    """Media type in lower case, without parameters, and content. Raises BadFile."""
    head, comma, text = uri.partition(",")
    if not comma or head[:5].lower() != "data:" or not head.lower().endswith(";base64"):
        raise BadFile("Content should be a data URI in base64: data:<media type>;base64,<data>")
    try:
        return head[5:].partition(";")[0].strip().lower(), b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise BadFile("The data URI is not valid base64") from error


# Images


def _png(data: bytes) -> NewContent:
    try:
        columns, rows, depth = unpack_from(">IIB", data, 16)
    except StructError:
        raise BadFile("Not a PNG image") from None
    _check_size(rows, columns, 4 * max(1, depth // 8))
    return _native(data, "png_decode", "PNG")


def _jpeg(data: bytes) -> NewContent:
    if _describe(data).samples not in (1, 3):
        raise UnsupportedImage("Only JPEG images in grey or in colour can be used, not CMYK")
    return _native(data, "jpeg8_decode", "JPEG")


def _pam(data: bytes) -> NewContent:
    """Netpbm's portable arbitrary map (netpbm.sourceforge.net/doc/pam.html)."""
    import numpy as np

    head, end, body = data.partition(b"ENDHDR\n")
    fields = dict(line.split(None, 1) for line in head.split(b"\n")[1:] if len(line.split(None, 1)) == 2)
    try:
        columns, rows, depth, highest = (int(fields[key]) for key in (b"WIDTH", b"HEIGHT", b"DEPTH", b"MAXVAL"))
    except (KeyError, ValueError):
        raise BadFile("Not a PAM image") from None
    if head[:3] != b"P7\n" or not end or depth not in (1, 2, 3, 4) or highest not in (0xFF, 0xFFFF):
        raise BadFile("Not a PAM image of 8 or 16 bits")
    size = 1 if highest == 0xFF else 2
    _check_size(rows, columns, depth * size)
    if len(body) < rows * columns * depth * size:
        raise BadFile("The PAM image breaks off")
    samples = np.frombuffer(body, f">u{size}", rows * columns * depth)
    return _image(samples.reshape(rows, columns, depth))


def _describe(data: bytes) -> Any:
    from broch.dataset.decode import describe_codestream

    if data[:2] != b"\xff\xd8" or data.rfind(b"\xff\xd9") < 0:
        raise BadFile("Not a JPEG image, or one that breaks off")
    try:
        found = describe_codestream(data)
    except UnsupportedImage as error:
        raise BadFile("Not a JPEG image") from error
    _check_size(found.rows, found.columns, found.samples)
    return found


def _check_size(rows: int, columns: int, size: int) -> None:
    """Before a decoder is asked for memory."""
    if not 0 < rows <= _LONGEST_SIDE or not 0 < columns <= _LONGEST_SIDE:
        raise UnsupportedImage(f"An image of {columns} x {rows} pixels: each should be 1 to {_LONGEST_SIDE}")
    if rows * columns * size > LARGEST_IMAGE:
        raise LimitExceeded("the size of an image in bytes", LARGEST_IMAGE)


def _native(data: bytes, decoder: str, name: str) -> NewContent:
    import imagecodecs

    try:
        pixels = getattr(imagecodecs, decoder)(data)
    except Exception as error:  # whatever a codec raises
        raise BadFile(f"The {name} image cannot be decoded") from error
    return _image(pixels)


def _image(pixels: "NDArray[Any]") -> NewContent:
    samples = pixels.shape[2] if pixels.ndim == 3 else 1
    if pixels.ndim not in (2, 3) or pixels.dtype.itemsize > 2:
        raise UnsupportedImage("Only images of 8 or 16 bits can be used")
    if samples == 2:
        pixels, samples = pixels[:, :, 0], 1  # what is transparent is shown: DICOM has no such thing
    elif samples == 4:
        pixels, samples = pixels[:, :, :3], 3
    bits = 8 * pixels.dtype.itemsize
    rows, columns = pixels.shape[:2]
    fixed = _attributes(rows, columns, samples, bits) | {
        PIXEL_DATA: Value("OW", pixels.astype(f"<u{bits // 8}", copy=False).tobytes())
    }
    if samples == 3:
        return NewContent(fixed | {PHOTOMETRIC_INTERPRETATION: Value("CS", b"RGB")})
    return NewContent(fixed, {PHOTOMETRIC_INTERPRETATION: Value("CS", b"MONOCHROME2")})


def _attributes(rows: int, columns: int, samples: int, bits: int) -> dict[int, Value]:
    """PS3.3 C.7.6.3, table C.7-11c."""
    numbers = {
        0x00280002: samples, 0x00280010: rows, 0x00280011: columns, 0x00280100: bits, 0x00280101: bits,
        0x00280102: bits - 1, 0x00280103: 0,
    } | ({0x00280006: 0} if samples > 1 else {})  # fmt: skip
    return {tag: Value("US", pack("<H", number)) for tag, number in numbers.items()}


def _encapsulated(data: bytes) -> NewContent:
    """A JPEG as the one frame of encapsulated pixel data, with an empty offset table (PS3.5 A.4.1)."""
    found = _describe(data)
    if found.bits != 8 or found.samples not in (1, 3) or not _is_baseline(data):
        raise UnsupportedImage("Only a baseline JPEG image of 8 bits, grey or colour, can be encapsulated")
    size = len(data) + len(data) % 2
    if size >= UNDEFINED:
        raise LimitExceeded("the size of an image in bytes", UNDEFINED - 1)
    ratio = found.rows * found.columns * found.samples / len(data)
    colour = b"MONOCHROME2" if found.samples == 1 else b"RGB" if found.ybr is False else b"YBR_FULL_422"
    fixed = _attributes(found.rows, found.columns, found.samples, 8) | {
        PHOTOMETRIC_INTERPRETATION: Value("CS", colour),
        0x00282110: Value("CS", b"01"),  # PS3.3 C.7.6.1.1.5: the image was lossy before it came here
        0x00282112: Value("DS", f"{ratio:.6g}".encode()),
        0x00282114: Value("CS", b"ISO_10918_1"),
    }
    encapsulated: Pieces = [
        pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, UNDEFINED), pack("<HHI", 0xFFFE, 0xE000, 0),
        pack("<HHI", 0xFFFE, 0xE000, size), data, bytes(size - len(data)), pack("<HHI", 0xFFFE, 0xE0DD, 0),
    ]  # fmt: skip
    return NewContent(fixed, transfer_syntax=_JPEG_BASELINE, encapsulated=encapsulated)


def _is_baseline(data: bytes) -> bool:
    """Whether the frame header is SOF0 (ITU-T T.81 B.2.2)."""
    position = 2
    while position + 4 <= len(data):
        marker, length = data[position + 1], unpack_from(">H", data, position + 2)[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return marker == _BASELINE_FRAME
        position += 1 if marker == 0xFF else 2 + length
    return False


def _raw(data: bytes) -> NewContent:
    return NewContent({PIXEL_DATA: Value("OW", data)})


# Documents


def _pdf(data: bytes) -> NewContent:
    if data[:5] != b"%PDF-":
        raise BadFile("Not a PDF file")
    return _document("1.2.840.10008.5.1.4.1.1.104.1", b"application/pdf", b"OT", data)


def _document(sop_class: str, media_type: bytes, modality: bytes, data: bytes) -> NewContent:
    fixed = {_SOP_CLASS: Value("UI", sop_class.encode()), _DOCUMENT: Value("OB", data)}
    usual = {
        _MODALITY: Value("CS", modality),
        _CONVERSION_TYPE: Value("CS", b"WSD"),
        _DOCUMENT_TYPE: Value("LO", media_type),
    }
    return NewContent(fixed, usual)


def _model(sop_class: str, media_type: str) -> Callable[[bytes], NewContent]:
    return lambda data: _document(sop_class, media_type.encode(), b"M3D", data)


_MODELS = {
    "model/stl": "1.2.840.10008.5.1.4.1.1.104.3",
    "model/obj": "1.2.840.10008.5.1.4.1.1.104.4",
    "model/mtl": "1.2.840.10008.5.1.4.1.1.104.5",
}
_MAKERS: dict[str, Callable[[bytes], NewContent]] = {
    "image/png": _png, "image/jpeg": _jpeg, "image/jpg": _jpeg, "image/x-portable-arbitrarymap": _pam,
    "application/pdf": _pdf, "application/octet-stream": _raw,
    **{media_type: _model(sop_class, media_type) for media_type, sop_class in _MODELS.items()},
}  # fmt: skip
