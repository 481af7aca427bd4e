import numpy as np
import pytest
from broch.dataset.scaling import resize, smoothed
from broch_hostapi.errors import ParameterOutOfRange
from hypothesis import given
from hypothesis import strategies as st

IMAGE = np.arange(20 * 30, dtype=np.uint8).reshape(20, 30)


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [(0, 0, (20, 30)), (13, 0, (9, 13)), (0, 13, (13, 20)), (13, 40, (9, 13)), (100, 0, (67, 100)), (60, 10, (10, 15)),
     (0, 1, (1, 2)), (1, 0, (1, 1))],
)  # fmt: skip
def test_proportions_stay(width: int, height: int, shape: tuple[int, int]) -> None:
    assert resize(IMAGE, width, height).shape == shape


def test_the_nearest_pixel_is_taken() -> None:
    np.testing.assert_array_equal(resize(IMAGE, 60), IMAGE.repeat(2, 0).repeat(2, 1))
    np.testing.assert_array_equal(resize(IMAGE, 10), IMAGE[[1, 4, 7, 10, 12, 15, 18]][:, 1::3])


def test_smoothing_is_binomial_and_only_for_smaller_images() -> None:
    np.testing.assert_array_equal(resize(IMAGE, 60, smooth=True), resize(IMAGE, 60))
    np.testing.assert_array_equal(resize(IMAGE, 30, smooth=True), IMAGE)
    weights = np.outer((1, 4, 6, 4, 1), (1, 4, 6, 4, 1))
    padded = np.pad(IMAGE.astype(int), 2, mode="edge")
    expected = sum(weights[i, j] * padded[i : i + 20, j : j + 30] for i in range(5) for j in range(5)) // 256
    np.testing.assert_array_equal(smoothed(IMAGE), expected)
    colours = np.stack([IMAGE, IMAGE.max() - IMAGE, IMAGE], axis=-1)
    np.testing.assert_array_equal(smoothed(colours)[..., 0], expected)
    assert smoothed(np.full((1, 1), 255, np.uint8)).tolist() == [[255]]


def test_what_is_too_large_is_refused_before_it_is_made() -> None:
    with pytest.raises(ParameterOutOfRange):
        resize(IMAGE, 65536)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 300), st.integers(0, 300), st.booleans())
def test_any_size(rows: int, columns: int, width: int, height: int, smooth: bool) -> None:
    got = resize(np.zeros((rows, columns), np.uint8), width, height, smooth=smooth)
    assert got.shape[1] <= max(1, width or 12000)
    assert got.shape[0] <= max(1, height or 12000)
