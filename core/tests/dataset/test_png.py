import io
import subprocess
import sys

import numpy as np
import pytest
from broch.dataset import png
from broch_hostapi.errors import UnsupportedImage
from hypothesis import given
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image


def read(data: bytes) -> NDArray[np.generic]:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return np.asarray(image)


@pytest.mark.parametrize(
    ("shape", "dtype"),
    [
        ((3, 5), "uint8"),
        ((7, 4, 3), "uint8"),
        ((2, 9, 4), "uint8"),
        ((4, 3), ">u2"),
        ((4, 3), "<u2"),
        ((1, 1), "uint8"),
    ],
)
def test_pixels_come_back(shape: tuple[int, ...], dtype: str) -> None:
    array = np.random.default_rng(1).integers(0, np.iinfo(dtype).max, shape, endpoint=True).astype(dtype)
    np.testing.assert_array_equal(read(png.write(array)), array)


def test_a_trailing_axis_of_one_is_grey_and_strides_do_not_matter() -> None:
    array = np.arange(600, dtype=np.uint8).reshape(20, 30)
    np.testing.assert_array_equal(read(png.write(array[::2, ::3, None])), array[::2, ::3])


def test_colour_of_16_bits_is_well_formed() -> None:
    # Pillow reads it as 8 bits.
    array = np.full((5, 6, 3), 0x1234, np.uint16)
    assert (read(png.write(array)) == 0x12).all()


@pytest.mark.parametrize(
    "array",
    [np.zeros((2, 2), np.int16), np.zeros((2, 2, 2), np.uint8), np.zeros(4, np.uint8), np.zeros((0, 4), np.uint8)],
)
def test_what_png_cannot_hold(array: NDArray[np.generic]) -> None:
    with pytest.raises(UnsupportedImage):
        png.write(array)


@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=40)))
def test_any_grey_image(array: NDArray[np.uint8]) -> None:
    np.testing.assert_array_equal(read(png.write(array)), array)


def test_the_import_is_light() -> None:
    code = "import sys, broch.dataset.png; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
