import io
from contextlib import suppress

import numpy as np
import pytest
from broch.dataset import render
from broch.dataset.render import JPEG, PAM, PNG, Window
from broch.dataset.rewrite import Change, Value, rewrite
from broch.dataset.scan import Scan, scan_file
from broch_hostapi.errors import NotAcceptable, NotFound, ParameterOutOfRange, UnsupportedImage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydicom import dcmread
from pydicom.data import get_testdata_file

WINDOW = {0x00281050: Value("DS", b"40"), 0x00281051: Value("DS", b"400")}


def scan_of(name: str, changes: dict[int, Change] | None = None) -> Scan:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"{name} is not installed")
    with open(str(path), "rb") as file:
        scan = scan_file(file.read())
    return scan_file(b"".join(rewrite(scan, changes))) if changes else scan


def stored(name: str) -> np.ndarray:
    return dcmread(str(get_testdata_file(name, download=False))).pixel_array


def image(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as opened:
        return np.asarray(opened)


@pytest.mark.parametrize("name", ["CT_small.dcm", "693_UNCI.dcm", "mlut_18.dcm", "emri_small.dcm"])
def test_preview_stretches_the_range_of_the_frame(name: str) -> None:
    pixels = stored(name).astype(float)
    frame = pixels[3] if pixels.ndim == 3 else pixels
    expected = (frame - frame.min()) * 255 / (frame.max() - frame.min())
    got = render.preview(scan_of(name), 3 if pixels.ndim == 3 else 0)
    assert got.dtype == np.uint8
    assert np.abs(got - expected).max() <= 0.51


def test_preview_inverts_monochrome1() -> None:
    pixels = stored("CT_small.dcm").astype(float)
    got = render.preview(scan_of("CT_small.dcm", {0x00280004: b"MONOCHROME1"}), 0)
    expected = 255 - (pixels - pixels.min()) * 255 / (pixels.max() - pixels.min())
    assert np.abs(got - expected).max() <= 0.51


def test_preview_of_one_value_of_colour_and_of_bits() -> None:
    flat = scan_of("CT_small.dcm", {0x7FE00010: Value("OW", b"\7\0" * 128 * 128)})
    assert (render.preview(flat, 0) == 0).all()
    np.testing.assert_array_equal(render.preview(scan_of("SC_rgb.dcm"), 0), stored("SC_rgb.dcm"))
    np.testing.assert_array_equal(render.preview(scan_of("SC_rgb_16bit.dcm"), 0), stored("SC_rgb_16bit.dcm") >> 8)
    assert set(np.unique(render.draw(scan_of("liver_1frame.dcm"), 0, "image-uint8"))) == {0, 255}


@pytest.mark.parametrize(
    ("mode", "low", "high", "dtype"),
    [("image-uint8", 0, 255, "u1"), ("image-uint16", 0, 65535, "<u2"), ("image-int16", -32768, 32767, "<i2")],
)
def test_stored_values_are_clamped(mode: str, low: int, high: int, dtype: str) -> None:
    got = render.draw(scan_of("mlut_18.dcm"), 0, mode)
    assert got.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(got, np.clip(stored("mlut_18.dcm"), low, high))
    with pytest.raises(UnsupportedImage):
        render.draw(scan_of("SC_rgb.dcm"), 0, mode)


@pytest.mark.parametrize("photometric", [b"MONOCHROME1", b"MONOCHROME2"])
@pytest.mark.parametrize("window", [Window(), Window(100, 50), Window(width=1000)])
def test_rendered(window: Window, photometric: bytes) -> None:
    ds = dcmread(str(get_testdata_file("CT_small.dcm", download=False)))
    scan = scan_of("CT_small.dcm", {**WINDOW, 0x00280004: photometric})
    center, width = window.center or 40, window.width or 400
    values = ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept)
    expected = np.floor(np.clip((values - (center - width / 2)) * 255 / width, 0, 255))
    expected = 255 - expected if photometric == b"MONOCHROME1" else expected
    assert np.abs(render.rendered(scan, 0, window) - expected).max() <= 1


def test_rendered_without_a_window_takes_the_range_of_the_bits_stored() -> None:
    pixels = dcmread(str(get_testdata_file("CT_small.dcm", download=False)))
    values = pixels.pixel_array.astype(float) - 1024
    expected = np.floor(np.clip(values * 255 / 65536, 0, 255))
    np.testing.assert_array_equal(render.rendered(scan_of("CT_small.dcm"), 0), expected)


def test_a_window_without_width() -> None:
    assert set(np.unique(render.rendered(scan_of("CT_small.dcm"), 0, Window(40, 0)))) <= {0, 127, 255}


def test_modes_and_frames_that_do_not_exist() -> None:
    with pytest.raises(NotFound):
        render.draw(scan_of("CT_small.dcm"), 0, "hologram")
    with pytest.raises(NotFound):
        render.draw(scan_of("CT_small.dcm"), 1, "preview")
    with pytest.raises(UnsupportedImage):
        render.preview(scan_of("rtplan.dcm"), 0)


def test_raw() -> None:
    ds = dcmread(str(get_testdata_file("CT_small.dcm", download=False)))
    assert render.raw(scan_of("CT_small.dcm"), 0) == ("application/octet-stream", ds.PixelData)
    assert render.raw(scan_of("SC_rgb_jpeg_dcmtk.dcm"), 0)[0] == "image/jpeg"
    assert render.raw(scan_of("MR_small_jp2klossless.dcm"), 0)[0] == "image/jp2"


@pytest.mark.parametrize("name", ["CT_small.dcm", "SC_rgb.dcm"])
def test_encodings(name: str) -> None:
    array = render.preview(scan_of(name), 0)
    np.testing.assert_array_equal(image(render.encode(array)), array)
    assert np.abs(image(render.encode(array, JPEG, 100)).astype(int) - array).mean() < 4
    assert len(render.encode(array, JPEG, 10)) < len(render.encode(array, JPEG, 90))
    depth, kind = (3, "RGB") if array.ndim == 3 else (1, "GRAYSCALE")
    header = (
        f"P7\nWIDTH {array.shape[1]}\nHEIGHT {array.shape[0]}\nDEPTH {depth}\nMAXVAL 255\nTUPLTYPE {kind}\nENDHDR\n"
    )
    assert render.encode(array, PAM) == header.encode() + array.tobytes()


def test_signed_images_keep_their_bits() -> None:
    array = np.array([[-1, 5]], "<i2")
    assert image(render.encode(array)).tolist() == [[65535, 5]]
    assert render.encode(array, PAM).endswith(b"\xff\xff\0\5")
    with pytest.raises(NotAcceptable):
        render.encode(array, JPEG)


def test_what_cannot_be_encoded() -> None:
    array = np.zeros((2, 2), np.uint8)
    with pytest.raises(NotAcceptable):
        render.encode(array, "image/gif")
    for quality in (0, 101):
        with pytest.raises(ParameterOutOfRange):
            render.encode(array, JPEG, quality)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", PNG), ("*/*", PNG), ("image/*", PNG), ("image/jpeg", JPEG), (PAM, PAM), ("text/html, */*;q=0.8", PNG),
        ("image/png;q=0.5, image/jpeg", JPEG), ("image/jpeg;q=0.1, image/png;q=0.9", PNG),
        ("image/jpeg, image/png", JPEG),
    ],
)  # fmt: skip
def test_accept(accept: str, expected: str) -> None:
    assert render.media_type_of(accept) == expected


@pytest.mark.parametrize("accept", ["text/html", "image/gif", "image/png;q=0", "image/png;q=x", ","])
def test_nothing_acceptable(accept: str) -> None:
    with pytest.raises(NotAcceptable):
        render.media_type_of(accept)


@given(st.text("imagepngj*/;q=.0123, ", max_size=40))
def test_any_accept(accept: str) -> None:
    with suppress(NotAcceptable):
        assert render.media_type_of(accept) in render.MEDIA_TYPES
