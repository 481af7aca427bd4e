"""Write PNG images (ISO/IEC 15948).

By isal, and with one filter for all rows, that of the sample to the left: 5 to 40 times faster than libpng, which
tries them all, at about the same size.
"""

import struct
from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import UnsupportedImage
from isal import isal_zlib

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVEL = 1
SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}  # samples per pixel -> grey, RGB, RGBA
_FILTER_SUB = 1  # Each byte less the one of the sample to the left (9.2): half the size of CT, for a tenth of the time.


def write(array: "NDArray[Any]") -> bytes:
    """Encode an array of uint8 or uint16 with shape (rows, columns[, 1, 3 or 4]).

    Raises UnsupportedImage for another type or shape.
    """
    first = chunk(b"IHDR", header(array))
    pixels = isal_zlib.compress(_scanlines(array), LEVEL)
    return b"".join((SIGNATURE, *first, *chunk(b"IDAT", pixels), *chunk(b"IEND", b"")))


def header(array: "NDArray[Any]") -> bytes:
    """What an image of this type and shape begins with (11.2.2). Raises UnsupportedImage."""
    samples = array.shape[2] if array.ndim == 3 else 1
    if array.dtype.str[1:] not in ("u1", "u2") or array.ndim not in (2, 3) or samples not in _COLOUR_TYPES:
        raise UnsupportedImage(f"PNG cannot hold an array of {array.dtype} with shape {array.shape}")
    rows, columns = array.shape[:2]
    if not rows or not columns:
        raise UnsupportedImage("PNG cannot hold an image without pixels")
    return struct.pack(">IIBBBBB", columns, rows, array.itemsize * 8, _COLOUR_TYPES[samples], 0, 0, 0)


def _scanlines(array: "NDArray[Any]") -> bytes:
    """Rows in big endian, filtered, each behind the byte that names its filter."""
    import numpy as np

    rows, columns = array.shape[:2]
    samples = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder(">")).view(np.uint8).reshape(rows, -1)
    width = samples.shape[1] // columns
    lines = np.empty((rows, 1 + samples.shape[1]), np.uint8)
    lines[:, 0] = _FILTER_SUB
    lines[:, 1 : 1 + width] = samples[:, :width]
    np.subtract(samples[:, width:], samples[:, :-width], out=lines[:, 1 + width :])
    return lines.data  # type: ignore[return-value]


def chunk(kind: bytes, data: bytes) -> tuple[bytes, ...]:
    """Length, kind, data and checksum (5.3)."""
    crc = isal_zlib.crc32(data, isal_zlib.crc32(kind))
    return struct.pack(">I", len(data)), kind, data, struct.pack(">I", crc)
