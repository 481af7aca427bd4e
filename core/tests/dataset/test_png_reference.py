import hashlib
import io
import zlib

import numpy as np
import pytest
from broch.dataset import png, png_reference
from broch_hostapi.errors import UnsupportedImage
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

RAMP = (np.arange(20 * 30).reshape(20, 30) * 7 % 256).astype(np.uint8)


# Checksums of what Orthanc 1.10.1 (libpng 1.6.39, zlib 1.2.13) answers for these pixels.
@pytest.mark.parametrize(
    ("array", "digest"),
    [
        (RAMP, "a64c066f7f178116dd859179989a96bc"),
        (RAMP.astype("<u2"), "0022278ac8849d185652dd831bbd8b88"),
        (np.stack([RAMP, RAMP.T.copy().reshape(20, 30), 255 - RAMP], -1), "b28fd5d963b7a863a4cb29162c6c3751"),
    ],
)
def test_bytes_are_those_of_libpng(array: np.ndarray, digest: str) -> None:
    assert hashlib.md5(png_reference.write(array), usedforsecurity=False).hexdigest() == digest


@given(
    arrays.arrays(
        st.sampled_from([np.uint8, np.uint16]),
        st.one_of(
            st.tuples(st.integers(1, 40), st.integers(1, 40)),
            st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(3)),
        ),
    )
)
def test_every_image_can_be_read_again(array: np.ndarray) -> None:
    data = png_reference.write(array)
    if array.ndim == 2 or array.itemsize == 1:  # Pillow has no colour of 16 bits
        with Image.open(io.BytesIO(data)) as image:
            np.testing.assert_array_equal(np.asarray(image), array)
    at = data.index(b"IDAT")
    size = int.from_bytes(data[at - 4 : at], "big")
    if size < 8192:
        assert len(zlib.decompress(data[at + 4 : at + 4 + size])) == array.nbytes + len(array)


def test_blocks_of_rows_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = png_reference.write(RAMP)
    monkeypatch.setattr(png_reference, "_BLOCK", 90)
    assert png_reference.write(RAMP) == whole


def test_pieces_are_of_8_kib() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (200, 200), np.uint8)
    data = png_reference.write(noise)
    assert data.count(b"IDAT") == 5
    assert data.startswith(png.SIGNATURE)


def test_what_png_cannot_hold() -> None:
    for array in (np.zeros((2, 2), np.float32), np.zeros((0, 2), np.uint8), np.zeros((2, 2, 2), np.uint8)):
        with pytest.raises(UnsupportedImage):
            png_reference.write(array)
