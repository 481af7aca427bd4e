"""Overlay planes, drawn in white over an image (PS3.3 C.9.2; groups 6000 to 601E)."""

from typing import TYPE_CHECKING, Any, NamedTuple

from broch_hostapi.errors import BadFile, UnsupportedImage

from broch.dataset.frames import PixelDescription, describe, read_frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from broch.dataset.scan import Scan

GROUPS = range(0x6000, 0x6020, 2)
_ROWS, _COLUMNS, _FRAMES, _ORIGIN, _FIRST_FRAME = 0x0010, 0x0011, 0x0015, 0x0050, 0x0051
_BIT_POSITION, _DATA = 0x0102, 0x3000


class _Plane(NamedTuple):
    """``bits``: bool of shape (rows, columns). ``top`` and ``left`` count from 0, and may be outside of the image."""

    bits: "NDArray[Any]"
    top: int
    left: int


def burn_in(image: "NDArray[Any]", scan: "Scan", frame: int) -> "NDArray[Any]":
    """A copy of a uint8 image with all overlays of the frame, white; the image itself if there are none.

    Raises BadFile, and UnsupportedImage for overlays in the unused bits of compressed pixels.
    """
    planes = [plane for group in GROUPS if (plane := _plane(scan, group << 16, frame)) is not None]
    if planes:
        image = image.copy()
    for bits, top, left in planes:
        rows, columns = image.shape[:2]
        seen = bits[max(0, -top) : max(0, rows - top), max(0, -left) : max(0, columns - left)]
        area = image[max(0, top) : max(0, top) + seen.shape[0], max(0, left) : max(0, left) + seen.shape[1]]
        area[seen[: area.shape[0], : area.shape[1]]] = 255
    return image


def _plane(scan: "Scan", group: int, frame: int) -> _Plane | None:
    rows, columns = _word(scan, group | _ROWS), _word(scan, group | _COLUMNS)
    if not rows or not columns:
        return None
    origin = scan.raw(group | _ORIGIN) or b"\1\0\1\0"
    top, left = (int.from_bytes(origin[at : at + 2], "little", signed=True) - 1 for at in (0, 2))
    if group | _DATA not in scan.elements:
        return _embedded(scan, group, frame)
    number = frame - max(0, (_word(scan, group | _FIRST_FRAME) or 1) - 1)
    if _count(scan, group | _FRAMES) == 1:
        number = 0  # one for all frames
    if not 0 <= number < _count(scan, group | _FRAMES):
        return None
    return _Plane(_unpack(scan, group, number, rows, columns), top, left)


def _unpack(scan: "Scan", group: int, number: int, rows: int, columns: int) -> "NDArray[Any]":
    import numpy as np

    size = rows * columns
    first, offset = divmod(number * size, 8)
    _, start, stop = scan.elements[group | _DATA]
    data = scan.buffer[start + first : min(stop, start + first + (offset + size + 7) // 8)]
    if len(data) * 8 < offset + size:
        raise BadFile(f"the overlay of group {group >> 16:04x} is shorter than its {rows} x {columns} bits")
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little", count=offset + size)
    return bits[offset:].reshape(rows, columns).astype(bool)


def _embedded(scan: "Scan", group: int, frame: int) -> _Plane | None:
    """An overlay of the former kind, in a bit of the pixels that they do not use."""
    import numpy as np

    position, description = _word(scan, group | _BIT_POSITION), describe(scan)
    if not position or not _is_free(position, description):
        return None
    if description.encapsulated:
        raise UnsupportedImage("An overlay in unused bits of compressed pixels cannot be drawn")
    samples = np.frombuffer(read_frame(scan, frame), f"<u{description.bits_allocated // 8}")
    return _Plane((samples >> position & 1).astype(bool).reshape(description.rows, description.columns), 0, 0)


def _is_free(position: int, d: PixelDescription) -> bool:
    """Whether a bit is one of the pixels' cells, but not of their values."""
    return (
        d.samples_per_pixel == 1
        and d.bits_allocated in (8, 16, 32)
        and position < d.bits_allocated
        and not d.high_bit - d.bits_stored < position <= d.high_bit
    )


def _word(scan: "Scan", tag: int) -> int:
    return int.from_bytes((scan.raw(tag) or b"")[:2], "little")


def _count(scan: "Scan", tag: int) -> int:
    text = scan.text(tag).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
