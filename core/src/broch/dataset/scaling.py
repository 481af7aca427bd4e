"""Images in another size, pixel for pixel as Orthanc makes them: the nearest pixel, smoothed before if it shrinks."""

from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import ParameterOutOfRange

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_PIXELS = 1 << 26


def resize(image: "NDArray[Any]", width: int = 0, height: int = 0, *, smooth: bool = False) -> "NDArray[Any]":
    """The largest image of the same proportions that fits; 0 is no limit, both 0 give the image as it is.

    ``image`` is uint8 of shape (rows, columns[, samples]). Raises ParameterOutOfRange above 67 million pixels.
    """
    rows, columns = image.shape[:2]
    ratio = min((wanted / size for wanted, size in ((width, columns), (height, rows)) if wanted), default=1.0)
    new_rows, new_columns = max(1, int(rows * ratio + 0.5)), max(1, int(columns * ratio + 0.5))
    if (new_rows, new_columns) == (rows, columns):
        return image
    if new_rows * new_columns > MAX_PIXELS:
        raise ParameterOutOfRange(f"An image of {new_columns} x {new_rows} pixels is too large")
    if smooth and ratio < 1:
        image = smoothed(image)
    scaled: NDArray[Any] = image[_nearest(new_rows, rows)][:, _nearest(new_columns, columns)]
    return scaled


def smoothed(image: "NDArray[Any]") -> "NDArray[Any]":
    """A binomial filter of 5 x 5; pixels beyond the border are those at it."""
    import numpy as np

    for axis in (0, 1):
        size = image.shape[axis]
        padding = [(2, 2) if number == axis else (0, 0) for number in range(image.ndim)]
        padded = np.moveaxis(np.pad(image.astype(np.uint16), padding, mode="edge"), axis, 0)
        parts = [padded[shift : shift + size] for shift in range(5)]
        total = parts[0] + parts[4] + 4 * (parts[1] + parts[3]) + 6 * parts[2]  # at last 255 * 256 at most
        image = np.moveaxis(total, 0, axis)
    return (image >> 8).astype(np.uint8)


def _nearest(size: int, of: int) -> "NDArray[Any]":
    """The index of the source for each of ``size`` pixels; single precision, so that ties fall as Orthanc's do."""
    import numpy as np

    single = np.float32
    centers = np.arange(size, dtype=single) + single(0.5)
    return np.minimum((centers * (single(of) / single(size))).astype(np.int64), of - 1)
