"""The values of frames as arrays for computing, where render.py makes images for looking at."""

from typing import TYPE_CHECKING, Any

from broch.dataset.decode import decode_frame
from broch.dataset.frames import describe
from broch.dataset.render import high_bytes
from broch.dataset.windowing import modality

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from broch.dataset.scan import Scan


def frame_values(scan: "Scan", frame: int, *, rescale: bool) -> "NDArray[Any]":
    """Shape (rows, columns, samples), in the type that is stored; colours as RGB, palettes with 8 bits.

    ``rescale``: grey values as float32 after the Modality LUT or the rescale. Single bits are 0 and 255, as Orthanc has
    them. ``frame`` counts from 0. Raises as ``decode_frame``.
    """
    import numpy as np

    description, pixels = describe(scan), decode_frame(scan, frame)
    if pixels.ndim == 3:
        return high_bytes(pixels, description) if description.samples_per_pixel == 1 else pixels
    if description.bits_allocated == 1:
        pixels = pixels * 255
    if rescale:
        with np.errstate(over="ignore", invalid="ignore"):
            pixels = modality(scan, frame, description).apply(pixels).astype(np.float32)
    return pixels[..., None]
