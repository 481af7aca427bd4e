"""Colour spaces of pixel data and palettes, all to RGB (PS3.3 C.7.6.3.1.2, C.7.6.3.1.5, C.7.9)."""

from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import BadFile, UnsupportedImage

from broch.dataset.retired_colour import RETIRED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from broch.dataset.scan import Scan

JPEG_2000 = frozenset(f"1.2.840.10008.1.2.4.{n}" for n in (90, 91, 92, 93, 201, 202, 203))
_UNSUPPORTED = frozenset(("XYB", "YBR_ICT", "YBR_RCT", "YBR_PARTIAL_420"))  # only what a codec works on
_PALETTE = 0x00281101, 0x00281102, 0x00281103
_PALETTE_DATA, _SEGMENTED_PALETTE_DATA = 0x00281201, 0x00281221  # of red; green and blue follow

# PS3.3 C.7.6.3.1.2, inverted: RGB from Y, B - 128 and R - 128.
_RGB_OF_YBR = ((1.0, 0.0, 1.402), (1.0, -0.344136, -0.714136), (1.0, 1.772, 0.0))


def to_rgb(samples: "NDArray[Any]", photometric: str, scan: "Scan") -> "NDArray[Any]":
    """RGB of decoded samples; grey and RGB stay as they are, also YBR_ICT and YBR_RCT, which a codec has converted.

    Raises UnsupportedImage, and BadFile for a palette that is too short.
    """
    if photometric == "PALETTE COLOR":
        return _apply_palette(samples, scan)
    if photometric in ("YBR_FULL", "YBR_FULL_422"):
        return _rgb_of_ybr(samples)
    if photometric in RETIRED:
        return RETIRED[photometric](samples)
    if photometric == "ARGB":
        return _rgb_of_argb(samples, scan)
    converted = photometric in ("YBR_RCT", "YBR_ICT") and scan.transfer_syntax in JPEG_2000
    if photometric in _UNSUPPORTED and not converted:
        raise UnsupportedImage(f"Photometric interpretation {photometric} cannot be drawn")
    if samples.ndim == 3 and samples.shape[2] != 3:
        raise UnsupportedImage(f"An image of {samples.shape[2]} samples per pixel cannot be drawn")
    return samples


def _rgb_of_ybr(samples: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    if samples.dtype.str[1:] != "u1" or samples.ndim != 3:
        raise UnsupportedImage("YBR_FULL is decoded in 8 bits only")
    ybr = samples.astype(np.float32)
    ybr[..., 1:] -= 128
    rgb = ybr @ np.array(_RGB_OF_YBR, np.float32).T
    clamped: NDArray[Any] = np.clip(np.rint(rgb), 0, 255).astype(np.uint8)
    return clamped


def _rgb_of_argb(samples: "NDArray[Any]", scan: "Scan") -> "NDArray[Any]":
    """Retired: where the first sample is not 0, its colour of the palette covers the others."""
    import numpy as np

    if samples.ndim != 3 or samples.shape[2] != 4:
        raise UnsupportedImage("ARGB needs four samples per pixel")
    alpha, rgb = samples[..., :1], samples[..., 1:]
    return np.where(alpha > 0, _apply_palette(alpha[..., 0], scan), rgb) if alpha.any() else rgb


def _apply_palette(samples: "NDArray[Any]", scan: "Scan") -> "NDArray[Any]":
    """Look colours up (PS3.3 C.7.6.3.1.5): values below the first entry take the first, beyond the last the last."""
    import numpy as np

    if samples.ndim != 2 or samples.dtype.kind == "f":
        raise UnsupportedImage("PALETTE COLOR needs one whole number per pixel")
    first, tables = _palette(scan)
    indices = np.clip(samples.astype(np.int64) - first, 0, tables.shape[0] - 1)
    colours: NDArray[Any] = tables[indices]
    return colours


def _palette(scan: "Scan") -> "tuple[int, NDArray[Any]]":
    """The first mapped value, and the table with shape (entries, 3)."""
    import numpy as np

    tables = []
    first = bits = 0
    for colour, descriptor in enumerate(_PALETTE):
        words = scan.raw(descriptor)
        if words is None or len(words) < 6:
            raise UnsupportedImage("The palette of a PALETTE COLOR image is missing")
        entries = int.from_bytes(words[:2], "little") or 1 << 16
        first = int.from_bytes(words[2:4], "little", signed=scan.elements[descriptor][0] == "SS")
        bits = int.from_bytes(words[4:6], "little")
        tables.append(_palette_table(scan, colour, entries, bits))
    return first, np.stack(tables, axis=-1).astype(np.uint8 if bits <= 8 else np.uint16)


def _palette_table(scan: "Scan", colour: int, entries: int, bits: int) -> "NDArray[Any]":
    import numpy as np

    values = scan.raw(_PALETTE_DATA + colour)
    if values is not None:
        # Some writers pack entries of 8 bits, others put them into words.
        size = 1 if bits <= 8 and len(values) in (entries, entries + 1) else 2
        if len(values) < entries * size:
            raise BadFile(f"a palette has {len(values)} bytes instead of {entries * size}")
        return np.frombuffer(values, f"<u{size}", entries)
    segments = scan.raw(_SEGMENTED_PALETTE_DATA + colour)
    if segments is None:
        raise UnsupportedImage("The palette of a PALETTE COLOR image is missing")
    words = np.frombuffer(segments, "<u2" if bits > 8 else "u1", len(segments) // (2 if bits > 8 else 1)).tolist()
    try:
        table = _expand_segments(words, 0, len(words), entries)
    except IndexError:
        raise BadFile("a segmented palette breaks off") from None
    if len(table) != entries:
        raise BadFile(f"a segmented palette has {len(table)} entries instead of {entries}")
    return np.array(table)


def _expand_segments(words: list[int], at: int, stop: int, entries: int, *, depth: int = 0) -> list[int]:
    """Discrete, linear and indirect segments (PS3.3 C.7.9.2); no more than a few above ``entries`` are made."""
    table: list[int] = []
    while at < stop and len(table) < entries:
        opcode, length = words[at], words[at + 1]
        at += 2
        if opcode == 0:
            table += words[at : at + length]
            at += length
        elif opcode == 1 and table:
            last, step = table[-1], (words[at] - table[-1]) / max(1, length)
            table += [round(last + step * index) for index in range(1, length + 1)]
            at += 1
        elif opcode == 2 and depth == 0:
            target = words[at] | words[at + 1] << 16
            table += _expand_segments(words, target, _segment_end(words, target, length), entries, depth=1)
            at += 2
        else:
            raise BadFile(f"a segmented palette has a wrong segment of type {opcode}")
    return table


def _segment_end(words: list[int], at: int, count: int) -> int:
    """Where ``count`` segments that begin at ``at`` end."""
    for _ in range(count):
        at += {0: 2 + words[at + 1], 1: 3}.get(words[at], 4)
    return at
