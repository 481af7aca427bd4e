"""Draw frames as images: the modes of Orthanc's ``/instances/{id}/frames/{n}/...`` routes.

``preview`` stretches the range of values of the frame to 8 bits, ``image-*`` clamp the stored values, ``rendered``
applies Modality and VOI LUT, in another size if wanted. See image_format.py for what becomes of the pixels.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from broch_hostapi import Rendition
from broch_hostapi.errors import NotFound, ParameterOutOfRange, UnsupportedImage

from broch.dataset.decode import decode_frame
from broch.dataset.frames import PixelDescription, describe
from broch.dataset.windowing import FUNCTIONS, Levels, Window, levels, stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from broch.dataset.scan import Scan

_BLOCK = 1 << 17
"""Pixels that are computed at a time: their floats stay in the processor's cache."""
AS_IT_IS = Rendition()


def preview(scan: "Scan", frame: int) -> "NDArray[Any]":
    """uint8 of shape (rows, columns) or (rows, columns, 3): the least value of the frame is 0, the greatest 255.

    MONOCHROME1 is inverted; colour of more bits keeps its highest 8. Raises as ``decode_frame``.
    """
    description, pixels = _decoded(scan, frame)
    if pixels.ndim == 3:
        return high_bytes(pixels, description)
    low, high = float(pixels.min()), float(pixels.max())
    scale = 255 / (high - low) if high > low else 0.0
    return _grey(pixels, description, lambda values: stretch(values, low, scale, 0.5))


def rendered(scan: "Scan", frame: int, wanted: Rendition = AS_IT_IS) -> "NDArray[Any]":
    """uint8 as a viewer would show it at first: Modality LUT and VOI LUT applied (see windowing.py), then scaled.

    Floats without a window have their whole range shown. Raises as ``decode_frame``, and ParameterOutOfRange.
    """
    if wanted.function and wanted.function not in FUNCTIONS:
        raise ParameterOutOfRange(f"A VOI LUT function is one of {', '.join(FUNCTIONS)}")
    description, pixels = _decoded(scan, frame)
    if pixels.ndim == 3:
        image = high_bytes(pixels, description)
    else:
        window = Window(wanted.window_center, wanted.window_width, wanted.function or None)
        image = _grey(pixels, description, levels(scan, frame, description, _window(pixels, scan, window)))
    if wanted.overlays:
        from broch.dataset.overlays import burn_in

        image = burn_in(image, scan, frame)
    if not wanted.width and not wanted.height:
        return image
    from broch.dataset.scaling import resize

    return resize(image, wanted.width, wanted.height, smooth=wanted.smooth)


def clamped(dtype: str) -> "Callable[[Scan, int], NDArray[Any]]":
    """A mode that shows stored grey values in an integer type, those out of its range as its nearest."""

    def draw(scan: "Scan", frame: int) -> "NDArray[Any]":
        import numpy as np

        _, pixels = _decoded(scan, frame)
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


def draw(scan: "Scan", frame: int, mode: str, wanted: Rendition = AS_IT_IS) -> "NDArray[Any]":
    """A frame, counted from 0, in one of the ``MODES``. Raises NotFound for another mode or a wrong frame.

    ``wanted`` counts for ``rendered`` only.
    """
    if mode not in MODES:
        raise NotFound("image mode", mode)
    return rendered(scan, frame, wanted) if mode == "rendered" else MODES[mode](scan, frame)


def high_bytes(pixels: "NDArray[Any]", d: PixelDescription) -> "NDArray[Any]":
    """Colours in 8 bits: the highest of those stored, of a palette those of its entries. Raises UnsupportedImage."""
    if pixels.dtype.kind == "f":
        raise UnsupportedImage("Colours in floats cannot be drawn")
    if pixels.itemsize == 1:
        return pixels if d.bits_stored == 8 or d.samples_per_pixel == 1 else pixels << (8 - d.bits_stored)
    palette = d.samples_per_pixel == 1
    shift = pixels.itemsize * 8 - 8 if palette else d.bits_stored - 8
    unsigned = pixels.view(f"u{pixels.itemsize}")
    shifted: NDArray[Any] = unsigned >> shift if shift >= 0 else unsigned << -shift
    return shifted.astype("u1")


def _decoded(scan: "Scan", frame: int) -> "tuple[PixelDescription, NDArray[Any]]":
    """Decoded samples: those of single bits as 0 and 255, as Orthanc has them, floats that are no numbers as 0."""
    description, pixels = describe(scan), decode_frame(scan, frame)
    if description.bits_allocated == 1:
        return description, pixels * 255
    if pixels.dtype.kind == "f":
        import numpy as np

        pixels = np.where(np.isfinite(pixels), pixels, 0)
    return description, pixels


def _grey(pixels: "NDArray[Any]", d: PixelDescription, function: Levels) -> "NDArray[Any]":
    """A function of each value, turned round for MONOCHROME1."""
    import numpy as np

    result = np.empty(pixels.shape, np.uint8)
    step = max(1, _BLOCK // pixels.shape[1])
    for row in range(0, len(pixels), step):
        result[row : row + step] = function(pixels[row : row + step])
    return ~result if d.photometric_interpretation == "MONOCHROME1" else result


def _window(pixels: "NDArray[Any]", scan: "Scan", window: Window) -> Window:
    """Floats have no Bits Stored that could be a window: their own range is one."""
    if pixels.dtype.kind != "f" or window.center is not None or scan.text(0x00281050):
        return window
    low, high = float(pixels.min()), float(pixels.max())
    return window._replace(center=(low + high) / 2, width=window.width or high - low or 1.0)
