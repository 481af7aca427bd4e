"""Colour spaces that the standard had once and old files still have, to RGB (PS3.3 C.7.6.3.1.2 of 1998 to 2003)."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import UnsupportedImage

if TYPE_CHECKING:
    from numpy.typing import NDArray

# RGB from Y - 16, B - 128 and R - 128: Y has 16 to 235, the others 16 to 240.
_RGB_OF_PARTIAL_YBR = ((1.1644, 0.0, 1.5960), (1.1644, -0.3917, -0.8130), (1.1644, 2.0173, 0.0))


def rgb_of_cmyk(samples: "NDArray[Any]") -> "NDArray[Any]":
    """Cyan, magenta, yellow, black: 0 is none of it, and black is added to each of the others."""
    import numpy as np

    inks = _eight_bits(samples, 4).astype(np.uint16)
    rgb: NDArray[Any] = (255 - np.minimum(inks[..., :3] + inks[..., 3:], 255)).astype(np.uint8)
    return rgb


def rgb_of_hsv(samples: "NDArray[Any]") -> "NDArray[Any]":
    """Hue, saturation, value, each from 0 to its maximum; the hues begin and end with red."""
    import numpy as np

    hue, saturation, value = np.moveaxis(_eight_bits(samples, 3).astype(np.float32) / 255, -1, 0)
    sector = hue * 6
    shades = [np.clip(np.abs((sector + turn) % 6 - 3) - 1, 0, 1) for turn in (0, 4, 2)]
    colours = np.stack([value * (1 - saturation * (1 - shade)) for shade in shades], axis=-1)
    rgb: NDArray[Any] = np.rint(colours * 255).astype(np.uint8)
    return rgb


def rgb_of_partial_ybr(samples: "NDArray[Any]") -> "NDArray[Any]":
    """YBR with head room above and below."""
    import numpy as np

    ybr = _eight_bits(samples, 3).astype(np.float32) - np.array((16, 128, 128), np.float32)
    rgb: NDArray[Any] = np.clip(np.rint(ybr @ np.array(_RGB_OF_PARTIAL_YBR, np.float32).T), 0, 255).astype(np.uint8)
    return rgb


def _eight_bits(samples: "NDArray[Any]", count: int) -> "NDArray[Any]":
    if samples.dtype.str[1:] != "u1" or samples.ndim != 3 or samples.shape[2] != count:
        raise UnsupportedImage(f"retired colours are decoded in {count} samples of 8 bits only")
    return samples


RETIRED: Mapping[str, "Callable[[NDArray[Any]], NDArray[Any]]"] = {
    "CMYK": rgb_of_cmyk,
    "HSV": rgb_of_hsv,
    "YBR_PARTIAL_422": rgb_of_partial_ybr,
}
