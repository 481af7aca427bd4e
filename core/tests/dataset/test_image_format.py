import io
from contextlib import suppress

import numpy as np
import pytest
from broch.dataset import image_format, png_reference
from broch.dataset.image_format import JPEG, PAM, PNG
from broch.dataset.render import preview
from broch.dataset.scan import scan_file
from broch_hostapi.errors import NotAcceptable, ParameterOutOfRange
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image


def image(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as opened:
        return np.asarray(opened)


@pytest.mark.parametrize("name", ["CT_small.dcm", "SC_rgb.dcm"])
def test_encodings(name: str, sample) -> None:
    array = preview(scan_file(sample(name)), 0)
    np.testing.assert_array_equal(image(image_format.encode(array)), array)
    assert np.abs(image(image_format.encode(array, JPEG, 100)).astype(int) - array).mean() < 4
    assert len(image_format.encode(array, JPEG, 10)) < len(image_format.encode(array, JPEG, 90))
    depth, kind = (3, "RGB") if array.ndim == 3 else (1, "GRAYSCALE")
    header = (
        f"P7\nWIDTH {array.shape[1]}\nHEIGHT {array.shape[0]}\nDEPTH {depth}\nMAXVAL 255\nTUPLTYPE {kind}\nENDHDR\n"
    )
    assert image_format.encode(array, PAM) == header.encode() + array.tobytes()


def test_signed_images_keep_their_bits() -> None:
    array = np.array([[-1, 5]], "<i2")
    assert image(image_format.encode(array)).tolist() == [[65535, 5]]
    assert image_format.encode(array, PAM).endswith(b"\xff\xff\0\5")
    with pytest.raises(NotAcceptable):
        image_format.encode(array, JPEG)


@pytest.mark.parametrize("media_type", [PNG, JPEG, PAM])
def test_planes_that_do_not_lie_side_by_side(media_type: str) -> None:
    planes = np.random.default_rng(1).integers(0, 256, (3, 16, 16), np.uint8)
    array = planes.transpose(1, 2, 0)
    assert image_format.encode(array, media_type) == image_format.encode(array.copy(), media_type)


def test_png_for_checksums() -> None:
    array = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert image_format.encode(array, PNG, reference_png=True) == png_reference.write(array)
    assert image_format.encode(array, PNG) != png_reference.write(array)


def test_what_cannot_be_encoded() -> None:
    array = np.zeros((2, 2), np.uint8)
    with pytest.raises(NotAcceptable):
        image_format.encode(array, "image/gif")
    for quality in (0, 101):
        with pytest.raises(ParameterOutOfRange):
            image_format.encode(array, JPEG, quality)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", PNG), ("*/*", PNG), ("image/*", PNG), ("image/jpeg", JPEG), (PAM, PAM), ("text/html, */*;q=0.8", PNG),
        ("image/png;q=0.5, image/jpeg", JPEG), ("image/jpeg;q=0.1, image/png;q=0.9", PNG),
        ("image/jpeg, image/png", JPEG),
    ],
)  # fmt: skip
def test_accept(accept: str, expected: str) -> None:
    assert image_format.media_type_of(accept) == expected


@pytest.mark.parametrize("accept", ["text/html", "image/gif", "image/png;q=0", "image/png;q=x", ","])
def test_nothing_acceptable(accept: str) -> None:
    with pytest.raises(NotAcceptable):
        image_format.media_type_of(accept)


@given(st.text("imagepngj*/;q=.0123, ", max_size=40))
def test_any_accept(accept: str) -> None:
    with suppress(NotAcceptable):
        assert image_format.media_type_of(accept) in image_format.MEDIA_TYPES
