"""Arrays as PNG, JPEG or PAM files, and which of them an Accept header wants."""

from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import NotAcceptable, ParameterOutOfRange

from broch.dataset import png

if TYPE_CHECKING:
    from numpy.typing import NDArray

PNG, JPEG, PAM = "image/png", "image/jpeg", "image/x-portable-arbitrarymap"
MEDIA_TYPES = (PNG, JPEG, PAM)
DEFAULT_QUALITY = 90


def encode(
    array: "NDArray[Any]", media_type: str = PNG, quality: int = DEFAULT_QUALITY, *, reference_png: bool = False
) -> bytes:
    """An array as a PNG, JPEG or PAM file; int16 as its bits, as Orthanc does. ``quality``, 1 to 100, is for JPEG.

    ``reference_png``: as libpng writes it (see png_reference.py), which is slow. Raises NotAcceptable for another type
    and for JPEG of 16 bits, ParameterOutOfRange for the quality.
    """
    if array.dtype.kind == "i":
        array = array.view(f"{array.dtype.byteorder}u{array.itemsize}")
    if media_type == PNG:
        return _png(array, reference_png)
    if media_type == PAM:
        return _pam(array)
    if media_type != JPEG or array.itemsize > 1:
        raise NotAcceptable(f"An image of {array.itemsize * 8} bits cannot be given as {media_type}")
    if not 1 <= quality <= 100:
        raise ParameterOutOfRange(f"The quality of JPEG must be 1 to 100, not {quality}")
    import numpy as np
    from imagecodecs import jpeg8_encode

    return bytes(jpeg8_encode(np.ascontiguousarray(array), level=quality))


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


def _png(array: "NDArray[Any]", reference: bool) -> bytes:
    if not reference:
        return png.write(array)
    from broch.dataset import png_reference

    return png_reference.write(array)


def _pam(array: "NDArray[Any]") -> bytes:
    """Netpbm's PAM: a header in words, then samples in big endian."""
    depth = array.shape[2] if array.ndim == 3 else 1
    header = (
        f"P7\nWIDTH {array.shape[1]}\nHEIGHT {array.shape[0]}\nDEPTH {depth}\n"
        f"MAXVAL {(1 << array.itemsize * 8) - 1}\nTUPLTYPE {'RGB' if depth == 3 else 'GRAYSCALE'}\nENDHDR\n"
    )
    return header.encode() + array.astype(array.dtype.newbyteorder(">")).tobytes()
