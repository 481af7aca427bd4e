"""From stored grey values to those of a display: Modality LUT and VOI LUT (PS3.3 C.11.1, C.11.2).

Linear steps are exact as Orthanc has them: ``LINEAR`` is computed as ``LINEAR_EXACT``, which differs from C.11.2.1.2.1
by less than a grey level, except in windows of a few values.
"""

from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from broch_hostapi.errors import BadFile, UnsupportedImage

from broch.dataset.functional_groups import macro

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from broch.dataset.frames import PixelDescription
    from broch.dataset.scan import Scan

_CENTER, _WIDTH, _FUNCTION, _INTERCEPT, _SLOPE = 0x00281050, 0x00281051, 0x00281056, 0x00281052, 0x00281053
_MODALITY_LUTS, _VOI_LUTS, _LUT_DESCRIPTOR, _LUT_DATA = 0x00283000, 0x00283010, 0x00283002, 0x00283006
_PIXEL_VALUE_TRANSFORMATION, _FRAME_VOI_LUT = 0x00289145, 0x00289132
FUNCTIONS = ("LINEAR", "LINEAR_EXACT", "SIGMOID")

Levels = Callable[["NDArray[Any]"], "NDArray[Any]"]
"""Takes stored values of any shape, gives uint8 of the same."""


class Window(NamedTuple):
    """Centre and width in rescaled values, and one of ``FUNCTIONS``; None takes that of the data set."""

    center: float | None = None
    width: float | None = None
    function: str | None = None


class Rescale(NamedTuple):
    """``slope * stored + intercept`` (PS3.3 C.11.1.1.2)."""

    slope: float
    intercept: float

    def apply(self, values: "NDArray[Any]") -> "NDArray[Any]":
        """As floats: of 4 bytes for stored values up to 16 bits, else of 8."""
        return _floats(values) * self.slope + self.intercept


class Table(NamedTuple):
    """A look-up table: the first stored value that it maps, its entries, and their bits (PS3.3 C.11.1.1)."""

    first: int
    entries: "NDArray[Any]"
    bits: int

    def apply(self, values: "NDArray[Any]") -> "NDArray[Any]":
        """Values below the first take the first entry, those beyond the last take the last."""
        import numpy as np

        indices = np.clip(np.floor(values) - self.first, 0, len(self.entries) - 1)
        found: NDArray[Any] = self.entries[indices.astype(np.int64)]
        return found


def modality(scan: "Scan", frame: int, description: "PixelDescription") -> Rescale | Table:
    """What makes stored values those of the modality. Of several tables the first; raises BadFile for a broken one."""
    table = _table(scan, _MODALITY_LUTS, signed=description.pixel_representation == 1)
    if table is not None:
        return table
    item = macro(scan, frame, _PIXEL_VALUE_TRANSFORMATION) or scan
    return Rescale(_number(item, _SLOPE, 1.0), _number(item, _INTERCEPT, 0.0))


def levels(scan: "Scan", frame: int, description: "PixelDescription", window: Window) -> Levels:
    """How stored grey values become levels of 0 to 255.

    The window that is asked for counts first, then the first one of the data set, then its first VOI LUT; without any,
    the range of Bits Stored is one. A width below 1 counts as 1. Raises BadFile, UnsupportedImage.
    """
    rescale = modality(scan, frame, description)
    item = macro(scan, frame, _FRAME_VOI_LUT) or scan
    asked = window.center is not None or window.width is not None
    if not asked and not item.text(_CENTER):
        negative = isinstance(rescale, Rescale) and (rescale.intercept < 0 or description.pixel_representation == 1)
        table = _table(scan, _VOI_LUTS, signed=negative)
        if table is not None:
            return lambda values: _by_table(rescale.apply(values), table)
    bits = rescale.bits if isinstance(rescale, Table) else description.bits_stored
    center = window.center if window.center is not None else _number(item, _CENTER, float(1 << bits) / 2)
    width = max(1.0, window.width if window.width is not None else _number(item, _WIDTH, float(1 << bits)))
    function = window.function or item.text(_FUNCTION) or "LINEAR"
    if function == "SIGMOID":
        return lambda values: _sigmoid(rescale.apply(values), center, width)
    low = center - width / 2
    if isinstance(rescale, Rescale) and rescale.slope:  # both in one step: (slope * x + intercept - low) * 255 / width
        first, scale = (low - rescale.intercept) / rescale.slope, rescale.slope * 255 / width
        return lambda values: stretch(values, first, scale)
    return lambda values: stretch(rescale.apply(values), low, 255 / width)


def stretch(values: "NDArray[Any]", low: float, scale: float, rounding: float = 0.0) -> "NDArray[Any]":
    """``(values - low) * scale``, clamped to 0..255."""
    import numpy as np

    grey = _floats(values)
    exact = grey.dtype.type
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large is clamped
        grey -= exact(low)
        grey *= exact(scale)
        grey += exact(rounding)
        np.clip(grey, 0, 255, out=grey)
        result: NDArray[Any] = grey.astype(np.uint8)
    return result


def _sigmoid(values: "NDArray[Any]", center: float, width: float) -> "NDArray[Any]":
    """PS3.3 C.11.2.1.3.1."""
    import numpy as np

    with np.errstate(over="ignore"):
        grey: NDArray[Any] = 255 / (1 + np.exp(-4 * (values - center) / width)) + 0.5
    result: NDArray[Any] = grey.astype(np.uint8)
    return result


def _by_table(values: "NDArray[Any]", table: Table) -> "NDArray[Any]":
    import numpy as np

    grey = table.apply(values).astype(np.float32) * np.float32(255 / ((1 << table.bits) - 1))
    result: NDArray[Any] = np.clip(grey, 0, 255).astype(np.uint8)
    return result


def _floats(values: "NDArray[Any]") -> "NDArray[Any]":
    """A copy, in floats that hold each value exactly as far as there are such."""
    return values.astype("f8" if values.itemsize > 2 else "f4")


def _number(scan: "Scan", tag: int, default: float) -> float:
    """The first number of a decimal string; the default if there is none."""
    try:
        number = float(scan.text(tag).split("\\")[0])
    except ValueError:
        return default
    return number if isfinite(number) else default


def _table(scan: "Scan", sequence: int, *, signed: bool) -> Table | None:
    """The first table of a sequence. ``signed``: the values that it maps may be negative."""
    import numpy as np

    item = next(scan.items(sequence), None) if sequence in scan.elements else None
    if item is None:
        return None
    descriptor, data = item.raw(_LUT_DESCRIPTOR) or b"", item.raw(_LUT_DATA) or b""
    if len(descriptor) < 6:
        raise BadFile("a look-up table has no descriptor")
    entries = int.from_bytes(descriptor[:2], "little") or 1 << 16
    signed = signed or item.elements[_LUT_DESCRIPTOR][0] == "SS"
    first = int.from_bytes(descriptor[2:4], "little", signed=signed)
    bits = int.from_bytes(descriptor[4:6], "little")
    if not 1 <= bits <= 16:
        raise UnsupportedImage(f"A look-up table of {bits} bits cannot be applied")
    size = 2 if len(data) >= 2 * entries else 1  # entries of 8 bits may be packed
    if len(data) < entries * size or (size == 1 and bits > 8):
        raise BadFile(f"a look-up table has {len(data)} bytes for {entries} entries")
    return Table(first, np.frombuffer(data, f"<u{size}", entries), bits)
