import numpy as np
import pytest
from broch.dataset import render
from broch.dataset.rewrite import Change, Value, rewrite
from broch.dataset.scan import Scan, scan_file
from broch_hostapi import Rendition
from broch_hostapi.errors import NotFound, UnsupportedImage
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
@pytest.mark.parametrize(
    "wanted", [Rendition(), Rendition(window_center=100, window_width=50), Rendition(window_width=1000)]
)
def test_rendered(wanted: Rendition, photometric: bytes) -> None:
    ds = dcmread(str(get_testdata_file("CT_small.dcm", download=False)))
    scan = scan_of("CT_small.dcm", {**WINDOW, 0x00280004: photometric})
    center, width = wanted.window_center or 40, wanted.window_width or 400
    values = ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept)
    expected = np.floor(np.clip((values - (center - width / 2)) * 255 / width, 0, 255))
    expected = 255 - expected if photometric == b"MONOCHROME1" else expected
    assert np.abs(render.rendered(scan, 0, wanted) - expected).max() <= 1


def test_rendered_without_a_window_takes_the_range_of_the_bits_stored() -> None:
    pixels = dcmread(str(get_testdata_file("CT_small.dcm", download=False)))
    values = pixels.pixel_array.astype(float) - 1024
    expected = np.floor(np.clip(values * 255 / 65536, 0, 255))
    np.testing.assert_array_equal(render.rendered(scan_of("CT_small.dcm"), 0), expected)


def test_a_window_without_width() -> None:
    assert set(np.unique(render.rendered(scan_of("CT_small.dcm"), 0, Rendition(window_center=40, window_width=0)))) <= {
        0,
        127,
        255,
    }


def test_modes_and_frames_that_do_not_exist() -> None:
    with pytest.raises(NotFound):
        render.draw(scan_of("CT_small.dcm"), 0, "hologram")
    with pytest.raises(NotFound):
        render.draw(scan_of("CT_small.dcm"), 1, "preview")
    with pytest.raises(UnsupportedImage):
        render.preview(scan_of("rtplan.dcm"), 0)
