"""Draw frames as images: the modes of Orthanc's ``/instances/{id}/frames/{n}/...`` routes.

``preview`` stretches the range of values of the frame to 8 bits, ``image-*`` clamp the stored values, ``rendered``
applies Modality and VOI LUT (PS3.3 C.11.1, C.11.2; linear functions only), ``raw`` hands out the bytes as stored.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from broch_hostapi.errors import NotAcceptable, NotFound, ParameterOutOfRange, UnsupportedImage

from broch.dataset import png
from broch.dataset.decode import decode_frame
from broch.dataset.frames import describe, read_frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from broch.dataset.scan import Scan

PNG, JPEG, PAM = "image/png", "image/jpeg", "image/x-portable-arbitrarymap"
MEDIA_TYPES = (PNG, JPEG, PAM)
DEFAULT_QUALITY = 90

_RAW_TYPES = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
}
_PHOTOMETRIC, _SLOPE, _INTERCEPT, _CENTER, _WIDTH = 0x00280004, 0x00281053, 0x00281052, 0x00281050, 0x00281051


class Window(NamedTuple):
    """Centre and width in rescaled values; None takes that of the data set."""

    center: float | None = None
    width: float | None = None


def preview(scan: "Scan", frame: int) -> "NDArray[Any]":
    """uint8 of shape (rows, columns) or (rows, columns, 3): the least value of the frame is 0, the greatest 255.

    MONOCHROME1 is inverted; colour of 16 bits keeps its high byte. Raises as ``decode_frame``.
    """
    pixels = _pixels(scan, frame)
    if pixels.ndim == 3:
        return _colour(pixels)
    low, high = pixels.min(), pixels.max()
    scale = 255 / (float(high) - float(low)) if high > low else 0.0
    return _to_8_bits(pixels, float(low), scale, inverted=_inverted(scan), rounding=0.5)


def rendered(scan: "Scan", frame: int, window: Window = Window()) -> "NDArray[Any]":  # noqa: B008 - immutable
    """uint8 as a viewer would show it at first: rescaled, then windowed by ``window`` or the first of the data set.

    Without any window the whole range of Bits Stored is one. A width below 1 counts as 1.
    """
    pixels = _pixels(scan, frame)
    if pixels.ndim == 3:
        return _colour(pixels)
    slope, intercept = _number(scan, _SLOPE, 1.0), _number(scan, _INTERCEPT, 0.0)
    levels = float(1 << describe(scan).bits_stored)
    width = window.width if window.width is not None else _number(scan, _WIDTH, levels)
    center = window.center if window.center is not None else _number(scan, _CENTER, levels / 2)
    width = max(1.0, width)
    if not slope:
        raise UnsupportedImage("Rescale Slope is zero")
    # Window and rescale in one step: (slope * x + intercept - low) * 255 / width
    low = (center - width / 2 - intercept) / slope
    return _to_8_bits(pixels, low, slope * 255 / width, inverted=_inverted(scan), rounding=0.0)


def clamped(dtype: str) -> "Callable[[Scan, int], NDArray[Any]]":
    """A mode that shows stored grey values in an integer type, those out of its range as its nearest."""

    def draw(scan: "Scan", frame: int) -> "NDArray[Any]":
        import numpy as np

        pixels = _pixels(scan, frame)
        if pixels.ndim == 3:
            raise UnsupportedImage("Colour images have no stored values of one channel; ask for a preview")
        limits = np.iinfo(dtype)
        stored: NDArray[Any] = np.clip(pixels, limits.min, limits.max).astype(dtype)
        return stored

    return draw


MODES: "dict[str, Callable[[Scan, int], NDArray[Any]]]" = {
    "preview": preview,
    "rendered": rendered,
    "image-uint8": clamped("u1"),
    "image-uint16": clamped("<u2"),
    "image-int16": clamped("<i2"),
}


def draw(scan: "Scan", frame: int, mode: str) -> "NDArray[Any]":
    """A frame, counted from 0, in one of the ``MODES``. Raises NotFound for another mode or a wrong frame."""
    if mode not in MODES:
        raise NotFound("image mode", mode)
    return MODES[mode](scan, frame)


def raw(scan: "Scan", frame: int) -> tuple[str, bytes]:
    """Media type and bytes of a frame as stored."""
    return _RAW_TYPES.get(scan.transfer_syntax, "application/octet-stream"), read_frame(scan, frame)


def encode(array: "NDArray[Any]", media_type: str = PNG, quality: int = DEFAULT_QUALITY) -> bytes:
    """An array as a PNG, JPEG or PAM file; int16 as its bits, as Orthanc does. ``quality``, 1 to 100, is for JPEG.

    Raises NotAcceptable for another type and for JPEG of 16 bits, ParameterOutOfRange for the quality.
    """
    if array.dtype.kind == "i":
        array = array.view(f"{array.dtype.byteorder}u{array.itemsize}")
    if media_type == PNG:
        return png.write(array)
    if media_type == PAM:
        return _pam(array)
    if media_type != JPEG or array.itemsize > 1:
        raise NotAcceptable(f"An image of {array.itemsize * 8} bits cannot be given as {media_type}")
    if not 1 <= quality <= 100:
        raise ParameterOutOfRange(f"The quality of JPEG must be 1 to 100, not {quality}")
    from imagecodecs import jpeg8_encode

    return bytes(jpeg8_encode(array, level=quality))


def media_type_of(accept: str) -> str:
    """The type that an HTTP Accept header prefers; PNG when it leaves the choice. Raises NotAcceptable."""
    wanted = []
    for position, part in enumerate(accept.split(",") if accept.strip() else ["*/*"]):
        name, *parameters = (word.strip() for word in part.split(";"))
        weight = next((_weight(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        found = PNG if name in ("*/*", "image/*") else name
        if found in MEDIA_TYPES and weight > 0:
            wanted.append((-weight, position, found))
    if not wanted:
        raise NotAcceptable(f"Images are given as {', '.join(MEDIA_TYPES)}")
    return min(wanted)[2]


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _pixels(scan: "Scan", frame: int) -> "NDArray[Any]":
    """Decoded samples; those of single bits as 0 and 255, as Orthanc has them."""
    pixels = decode_frame(scan, frame)
    return pixels * 255 if describe(scan).bits_allocated == 1 else pixels


def _to_8_bits(pixels: "NDArray[Any]", low: float, scale: float, *, inverted: bool, rounding: float) -> "NDArray[Any]":
    """``(pixels - low) * scale``, clamped to 0..255, and turned round for MONOCHROME1."""
    import numpy as np

    exact = np.float64 if pixels.itemsize > 2 else np.float32
    grey: NDArray[Any] = pixels.astype(exact)
    grey -= exact(low)
    grey *= exact(scale)
    grey += exact(rounding)
    np.clip(grey, 0, 255, out=grey)
    levels: NDArray[Any] = grey.astype(np.uint8)
    return ~levels if inverted else levels


def _colour(pixels: "NDArray[Any]") -> "NDArray[Any]":
    shift = pixels.itemsize * 8 - 8
    return (pixels >> shift).astype("u1") if shift else pixels


def _inverted(scan: "Scan") -> bool:
    return scan.text(_PHOTOMETRIC).strip() == "MONOCHROME1"


def _number(scan: "Scan", tag: int, default: float) -> float:
    """The first number of a decimal string; the default if there is none."""
    try:
        return float(scan.text(tag).split("\\")[0])
    except ValueError:
        return default


def _pam(array: "NDArray[Any]") -> bytes:
    """Netpbm's PAM: a header in words, then samples in big endian."""
    depth = array.shape[2] if array.ndim == 3 else 1
    header = (
        f"P7\nWIDTH {array.shape[1]}\nHEIGHT {array.shape[0]}\nDEPTH {depth}\n"
        f"MAXVAL {(1 << array.itemsize * 8) - 1}\nTUPLTYPE {'RGB' if depth == 3 else 'GRAYSCALE'}\nENDHDR\n"
    )
    return header.encode() + array.astype(array.dtype.newbyteorder(">")).tobytes()
