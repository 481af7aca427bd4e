"""PNG byte for byte as libpng 1.6 and zlib write it at their default settings, for clients that compare checksums.

For each row the filter whose bytes have the least sum of absolute values (ISO/IEC 15948 12.8), zlib at level 6 with
its strategy for filtered data, a window no larger than the data, pieces of 8 KiB. What Orthanc 1.10.1 adds is there,
too: a second end behind images of 16 bits, which readers skip.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from broch.dataset.png import SIGNATURE, chunk, header

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIECE = 8192
_BLOCK = 1 << 20
"""Bytes that are filtered at a time; five results of it are in memory."""


def write(array: "NDArray[Any]") -> bytes:
    """Encode an array as ``png.write`` does."""
    parts = [SIGNATURE, *chunk(b"IHDR", header(array))]
    packed = _deflated(array)
    for start in range(0, len(packed), _PIECE):
        parts += chunk(b"IDAT", packed[start : start + _PIECE])
    parts += chunk(b"IEND", b"") * (2 if array.itemsize == 2 else 1)
    return b"".join(parts)


def _deflated(array: "NDArray[Any]") -> bytes:
    import numpy as np

    rows = len(array)
    samples = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder(">")).view(np.uint8).reshape(rows, -1)
    packer = zlib.compressobj(6, zlib.DEFLATED, 15, 8, zlib.Z_FILTERED)
    packed = b"".join([*(packer.compress(block) for block in _filtered(samples, array)), packer.flush()])
    return _smaller_window(packed, samples.size + rows)


def _smaller_window(packed: bytes, size: int) -> bytes:
    """The same stream, announcing the least window that holds ``size`` bytes (RFC 1950 2.2)."""
    bits = 8
    while bits < 15 and size > 1 << bits:
        bits += 1
    first = (bits - 8) << 4 | 8
    flags = packed[1] & 0xE0
    return struct.pack("BB", first, flags + 31 - (first << 8 | flags) % 31) + packed[2:]


def _filtered(samples: "NDArray[Any]", array: "NDArray[Any]") -> Iterator[bytes]:
    """Blocks of rows, each row behind the byte that names its filter."""
    import numpy as np

    rows, columns = array.shape[:2]
    width = samples.shape[1] // columns
    step = max(1, _BLOCK // samples.shape[1])
    for start in range(0, rows, step):
        block = samples[start : start + step]
        above = np.zeros_like(block)
        above[0 if start else 1 :] = samples[start - 1 if start else 0 : start + len(block) - 1]
        kinds = _kinds(block, above, width)
        if rows == 1 or columns == 1:  # libpng leaves out what needs a neighbour that no pixel has
            kinds = {0: block} | {k: kinds[k] for k in ((1,) if columns > 1 else (2,) if rows > 1 else ())}
        yield _least(kinds)


def _kinds(block: "NDArray[Any]", above: "NDArray[Any]", width: int) -> "dict[int, NDArray[Any]]":
    """The bytes of rows by all filters; ``width`` is that of a pixel."""
    import numpy as np

    left, corner = np.zeros_like(block), np.zeros_like(block)
    left[:, width:], corner[:, width:] = block[:, :-width], above[:, :-width]
    average = ((left.astype(np.uint16) + above) >> 1).astype(np.uint8)
    a, b, c = left.astype(np.int16), above.astype(np.int16), corner.astype(np.int16)
    to_a, to_b, to_c = np.abs(b - c), np.abs(a - c), np.abs(a + b - 2 * c)
    nearest = np.where((to_a <= to_b) & (to_a <= to_c), left, np.where(to_b <= to_c, above, corner))
    return {0: block, 1: block - left, 2: block - above, 3: block - average, 4: block - nearest}


def _least(kinds: "dict[int, NDArray[Any]]") -> bytes:
    """Of each row the filter with the least sum of distances from zero; the first of equals."""
    import numpy as np

    numbers = list(kinds)
    sums = [np.minimum(rows, -rows).sum(axis=1, dtype=np.uint64) for rows in kinds.values()]  # -rows wraps: 256 - rows
    best = np.argmin(sums, axis=0)
    lines = np.empty((len(best), 1 + kinds[0].shape[1]), np.uint8)
    for index, number in enumerate(numbers):
        chosen = best == index
        lines[chosen, 0] = number
        lines[chosen, 1:] = kinds[number][chosen]
    return lines.tobytes()
