import io
import tempfile

import numpy as np
import pytest
from broch.dataset.numpy_format import header, npy, npz
from broch_hostapi.errors import UnsupportedImage
from hypothesis import given
from hypothesis import strategies as st

FRAMES = [np.arange(6, dtype="<i2").reshape(2, 3, 1) + number for number in range(3)]


class Spool:
    def open(self):
        return tempfile.TemporaryFile()


def test_frames_are_stacked() -> None:
    got = np.load(io.BytesIO(b"".join(npy(iter(FRAMES), 3))))
    assert (got.shape, got.dtype) == ((3, 2, 3, 1), np.dtype("<i2"))
    np.testing.assert_array_equal(got, np.stack(FRAMES))


def test_a_single_frame_has_no_axis_for_frames() -> None:
    assert np.load(io.BytesIO(b"".join(npy(iter(FRAMES[:1]), None)))).shape == (2, 3, 1)


def test_an_archive_has_one_member() -> None:
    with np.load(io.BytesIO(b"".join(npz(npy(iter(FRAMES), 3), Spool())))) as archive:
        assert archive.files == ["arr_0"]
        np.testing.assert_array_equal(archive["arr_0"], np.stack(FRAMES))


@pytest.mark.parametrize("other", [FRAMES[0][:1], FRAMES[0].astype("<u2")])
def test_frames_that_differ_are_an_error(other: np.ndarray) -> None:
    with pytest.raises(UnsupportedImage):
        list(npy(iter([FRAMES[0], other]), 2))


@given(st.lists(st.integers(0, 1 << 40), min_size=1, max_size=5), st.sampled_from(["<f4", "|u1", "<i8"]))
def test_headers_are_aligned_and_read_by_numpy(shape: list[int], kind: str) -> None:
    data = header(kind, tuple(shape))
    assert len(data) % 64 == 0
    file = io.BytesIO(data)
    assert np.lib.format.read_magic(file) == (1, 0)
    assert np.lib.format.read_array_header_1_0(file) == (tuple(shape), False, np.dtype(kind))
