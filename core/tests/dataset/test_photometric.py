"""Every photometric interpretation, every layout of samples, and whatever a data set may say of its pixels."""

import colorsys
from contextlib import suppress
from struct import pack

import numpy as np
import pytest
from broch.dataset.frame_values import frame_values
from broch.dataset.image_format import PNG, encode
from broch.dataset.render import MODES, draw, preview, rendered
from broch.dataset.scan import scan_file
from broch_hostapi import Rendition
from broch_hostapi.errors import BrochError, UnsupportedImage
from hypothesis import given, settings
from hypothesis import strategies as st

GREY = np.array([[0, 50, 100], [150, 200, 255]], np.uint8)
RGB = np.stack([GREY, 255 - GREY, GREY // 2], axis=-1)
COLOUR = {"samples": 3, "allocated": 8, "stored": 8, "vr": "OB"}
NATIVE, JPEG_2000 = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.90"
YBR = ["YBR_FULL", "YBR_FULL_422"]
RETIRED = ["ARGB", "CMYK", "HSV", "YBR_PARTIAL_422"]
OF_CODECS = ["XYB", "YBR_PARTIAL_420", "YBR_RCT", "YBR_ICT"]


@pytest.fixture
def shown(image_file):
    def draw_both(pixels: np.ndarray | bytes, *more, **words) -> np.ndarray:
        scan = scan_file(image_file(pixels if isinstance(pixels, bytes) else pixels.tobytes(), *more, **words))
        image = preview(scan, 0)
        assert image.dtype == np.uint8
        if image.ndim == 3:
            np.testing.assert_array_equal(rendered(scan, 0), image)
        return image

    return draw_both


def ybr_of(rgb: np.ndarray) -> np.ndarray:
    """PS3.3 C.7.6.3.1.2."""
    r, g, b = rgb.astype(float).transpose(2, 0, 1)
    y = 0.299 * r + 0.587 * g + 0.114 * b
    cb, cr = -0.168736 * r - 0.331264 * g + 0.5 * b + 128, 0.5 * r - 0.418688 * g - 0.081312 * b + 128
    return np.clip(np.rint(np.stack([y, cb, cr], axis=-1)), 0, 255).astype(np.uint8)


def test_monochrome(shown):
    grey = {"allocated": 8, "stored": 8, "vr": "OB"}
    np.testing.assert_array_equal(shown(GREY, photometric="MONOCHROME2", **grey), GREY)
    np.testing.assert_array_equal(shown(GREY, photometric="MONOCHROME1", **grey), 255 - GREY)


@pytest.mark.parametrize("planar", [0, 1])
def test_rgb(shown, planar):
    stored = RGB.transpose(2, 0, 1) if planar else RGB
    np.testing.assert_array_equal(shown(stored.copy(), photometric="RGB", planar=planar, **COLOUR), RGB)


@pytest.mark.parametrize("planar", [0, 1])
def test_ybr_full(shown, planar):
    ybr = ybr_of(RGB)
    stored = ybr.transpose(2, 0, 1) if planar else ybr
    got = shown(stored.copy(), photometric="YBR_FULL", planar=planar, **COLOUR)
    assert np.abs(got.astype(int) - RGB).max() <= 2


def test_ybr_full_422(shown):
    pairs = RGB[:, [0, 0, 2, 2]]
    ybr = ybr_of(pairs)
    stored = np.stack([ybr[:, ::2, 0], ybr[:, 1::2, 0], ybr[:, ::2, 1], ybr[:, ::2, 2]], axis=-1)
    got = shown(stored, photometric="YBR_FULL_422", columns=4, **COLOUR)
    assert np.abs(got.astype(int) - pairs).max() <= 2


@pytest.mark.parametrize("name", ["GDCMJ2K_TextGBR.dcm", "examples_jpeg2k.dcm", "SC_rgb_gdcm_KY.dcm"])
def test_ybr_rct_and_ict_of_jpeg_2000(sample, name):
    scan = scan_file(sample(name))
    assert scan.text(0x00280004) in ("YBR_RCT", "YBR_ICT", "RGB")
    assert preview(scan, 0).ndim == 3


@pytest.mark.parametrize("photometric", OF_CODECS)
def test_what_is_only_a_codecs_is_an_error(shown, photometric):
    with pytest.raises(UnsupportedImage, match=photometric):
        shown(bytes(24), photometric=photometric, **COLOUR)


@pytest.mark.parametrize("planar", [0, 1])
def test_hsv(shown, planar):
    stored = np.array([[colorsys.rgb_to_hsv(*pixel) for pixel in row] for row in RGB / 255])
    hsv = np.rint(stored * 255).astype(np.uint8)
    got = shown((hsv.transpose(2, 0, 1) if planar else hsv).copy(), photometric="HSV", planar=planar, **COLOUR)
    assert np.abs(got.astype(int) - RGB).max() <= 4  # 256 hues are few


def test_cmyk(shown):
    pure = [[0, 0, 0, 0], [255, 0, 0, 0], [0, 0, 0, 255]]
    mixed = [[100, 50, 20, 0], [100, 50, 20, 30], [9, 0, 200, 99]]
    got = shown(np.array([pure, mixed], np.uint8), photometric="CMYK", **(COLOUR | {"samples": 4}))
    assert got.tolist() == [
        [[255, 255, 255], [0, 255, 255], [0, 0, 0]], [[155, 205, 235], [125, 175, 205], [147, 156, 0]],
    ]  # fmt: skip


def test_argb(shown):
    """The palette covers the other colours where the first sample is not 0."""
    tables = [np.arange(256) * (n + 3) % 256 for n in range(3)]
    more = [(0x00281101 + n, "US", pack("<HHH", 256, 0, 8)) for n in range(3)]
    more += [(0x00281201 + n, "OW", table.astype("u1").tobytes()) for n, table in enumerate(tables)]
    alpha = np.array([[0, 7, 0], [255, 0, 0]], np.uint8)
    stored = np.concatenate([alpha[..., None], RGB], axis=-1)
    expected = np.where(alpha[..., None] > 0, np.stack([table[alpha] for table in tables], axis=-1), RGB)
    words = COLOUR | {"samples": 4, "photometric": "ARGB"}
    np.testing.assert_array_equal(shown(stored, *more, **words), expected)
    stored[..., 0] = 0
    np.testing.assert_array_equal(shown(stored, **words), RGB)


def test_ybr_partial_422(shown):
    pairs = RGB[:, [0, 0, 2, 2]]
    scale = np.array([219 / 255, 224 / 255, 224 / 255])
    ybr = np.rint((ybr_of(pairs).astype(float) - [0, 128, 128]) * scale + [16, 128, 128]).astype(np.uint8)
    stored = np.stack([ybr[:, ::2, 0], ybr[:, 1::2, 0], ybr[:, ::2, 1], ybr[:, ::2, 2]], axis=-1)
    got = shown(stored, photometric="YBR_PARTIAL_422", columns=4, **COLOUR)
    assert np.abs(got.astype(int) - pairs).max() <= 3


@pytest.mark.parametrize("photometric", RETIRED)
@pytest.mark.parametrize("samples", [1, 2, 3, 4])
@pytest.mark.parametrize("bits", [8, 16])
def test_retired_colours_of_odd_samples_fail_in_our_terms(shown, photometric, samples, bits):
    words = {"samples": samples, "allocated": bits, "stored": bits, "photometric": photometric, "vr": "OW"}
    with suppress(BrochError):
        shown(bytes(range(48)), columns=4, **words)


def test_four_samples_are_an_error(shown):
    with pytest.raises(UnsupportedImage, match="4 samples"):
        shown(bytes(24), photometric="RGB", **(COLOUR | {"samples": 4}))


@pytest.mark.parametrize("bits", [8, 16])
def test_palette(shown, image_file, bits):
    tables = [np.arange(256) * (n + 1) % 256 for n in range(3)]
    more = [(0x00281101 + n, "US", pack("<HHH", 256, 0, bits)) for n in range(3)]
    more += [
        (0x00281201 + n, "OW", (t * 257).astype("<u2").tobytes() if bits == 16 else t.astype("u1").tobytes())
        for n, t in enumerate(tables)
    ]
    words = {"allocated": 8, "stored": 8, "vr": "OB", "photometric": "PALETTE COLOR"}
    expected = np.stack([t[GREY] for t in tables], axis=-1)
    np.testing.assert_array_equal(shown(GREY, *more, **words), expected)
    values = frame_values(scan_file(image_file(GREY.tobytes(), *more, **words)), 0, rescale=True)
    assert (values.dtype, values.tolist()) == (np.uint8, expected.tolist())


def test_segmented_palette(shown):
    more = [(0x00281101 + n, "US", pack("<HHH", 256, 0, 16)) for n in range(3)]
    more += [(0x00281221 + n, "OW", pack("<7H", 0, 2, 0, 0, 1, 254, 65024)) for n in range(3)]  # 0, 0, then a ramp
    got = shown(GREY, *more, allocated=8, stored=8, vr="OB", photometric="PALETTE COLOR")
    expected = np.maximum(0, GREY.astype(int) - 1) * 256 >> 8
    assert np.abs(got - expected[..., None]).max() <= 1


def test_single_bits(shown, image_file):
    file = image_file(b"\x2d\x03", allocated=1, stored=1, vr="OB", frames="2")  # 101101, 001100
    assert preview(scan_file(file), 0).tolist() == [[255, 0, 255], [255, 0, 255]]
    assert preview(scan_file(file), 1).tolist() == [[0, 0, 255], [255, 0, 0]]


@pytest.mark.parametrize("bits", [8, 16, 32])
@pytest.mark.parametrize("signed", [0, 1])
def test_grey_of_all_sizes(image_file, bits, signed):
    limits = np.iinfo(f"{'i' if signed else 'u'}{bits // 8}")
    values = np.array([[limits.min, -1 if signed else 1, 0], [1, limits.max // 2, limits.max]], limits.dtype)
    scan = scan_file(image_file(values.tobytes(), allocated=bits, stored=bits, signed=signed))
    np.testing.assert_array_equal(draw(scan, 0, "image-uint8"), np.clip(values, 0, 255))
    np.testing.assert_array_equal(draw(scan, 0, "image-uint16"), np.clip(values, 0, 65535))
    np.testing.assert_array_equal(draw(scan, 0, "image-int16"), np.clip(values, -32768, 32767))
    expected = (values.astype(float) - limits.min) * 255 / (float(limits.max) - limits.min)
    assert np.abs(preview(scan, 0) - expected).max() <= 0.51
    np.testing.assert_array_equal(frame_values(scan, 0, rescale=False)[..., 0], values)


@pytest.mark.parametrize(("kind", "tag", "vr"), [("<f4", 0x7FE00008, "OF"), ("<f8", 0x7FE00009, "OD")])
def test_floats(image_file, kind, tag, vr):
    values = np.array([[-1, 0, 0.5], [np.inf, np.nan, 3]], kind)
    bits = values.itemsize * 8
    scan = scan_file(image_file(values.tobytes(), allocated=bits, stored=bits, vr=vr, pixel_tag=tag))
    assert preview(scan, 0).tolist() == [[0, 64, 96], [64, 64, 255]]
    assert draw(scan, 0, "image-int16").tolist() == [[-1, 0, 0], [0, 0, 3]]
    assert frame_values(scan, 0, rescale=True).dtype == np.float32


def test_garbage_beside_the_bits_stored(image_file):
    values = np.array([[0, 1, 2], [500, 1000, 1023]], "<u2")
    scan = scan_file(image_file(((values << 2) | 0xF003).astype("<u2").tobytes(), stored=10, high=11))
    np.testing.assert_array_equal(draw(scan, 0, "image-uint16"), values)
    negative = np.array([[-512, -1, 0], [1, 2, 511]], "<i2")
    scan = scan_file(image_file((negative & 0x3FF).astype("<u2").tobytes(), stored=10, signed=1))
    np.testing.assert_array_equal(draw(scan, 0, "image-int16"), negative)


def test_colour_of_more_than_8_bits(shown):
    words = {"samples": 3, "photometric": "RGB"}
    np.testing.assert_array_equal(shown(RGB.astype("<u2") << 8, **words), RGB)
    np.testing.assert_array_equal(shown(RGB.astype("<u2") << 4, stored=12, **words), RGB)


def test_pixel_padding_is_drawn_as_any_value(shown):
    """As Orthanc does."""
    values = np.array([[0, 100, 200], [300, 400, 500]], "<u2")
    padding = 0x00280120, "US", pack("<H", 500)
    np.testing.assert_array_equal(shown(values, padding), shown(values))


@pytest.mark.parametrize("words", [{"rows": 65535, "columns": 65535}, {"frames": "2147483648"}, {"rows": 3}])
def test_hostile_sizes_are_errors_that_cost_nothing(image_file, words):
    scan = scan_file(image_file(bytes(12), **words))
    for mode in MODES:
        with pytest.raises(BrochError):
            draw(scan, 0, mode)
    with pytest.raises(BrochError):
        frame_values(scan, 0, rescale=True)


small = st.integers(0, 5)
SYNTAXES = [NATIVE, "1.2.840.10008.1.2", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.70",
            "1.2.840.10008.1.2.4.80", JPEG_2000, "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.102"]  # fmt: skip


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "samples": st.sampled_from([0, 1, 2, 3, 4, 65535]),
            "planar": st.integers(0, 2),
            "rows": st.one_of(small, st.sampled_from([255, 65535])),
            "columns": st.one_of(small, st.sampled_from([255, 65535])),
            "allocated": st.sampled_from([0, 1, 8, 12, 16, 24, 32, 64, 65535]),
            "stored": st.integers(0, 66),
            "high": st.integers(0, 66),
            "signed": st.integers(0, 2),
        }
    ),
    st.sampled_from(["", "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", *YBR, *RETIRED, *OF_CODECS]),
    st.sampled_from(["", "0", "1", "3", "-1", "x", "99999999", "1e3"]),
    st.sampled_from([(0x7FE00010, "OW"), (0x7FE00010, "OB"), (0x7FE00008, "OF"), (0x7FE00009, "OD")]),
    st.binary(max_size=200),
    st.sampled_from(SYNTAXES),
    st.integers(-1, 4),
    st.sampled_from([Rendition(), Rendition(width=3, smooth=True, overlays=True), Rendition(function="SIGMOID")]),
)
def test_any_description_gives_an_image_or_an_error(
    image_file, words, photometric, frames, place, pixels, syntax, frame, rendition
):
    tag, vr = place
    palette = [(0x00281101 + n, "US", pack("<HHH", 2, 0, 16)) for n in range(3)]
    palette += [(0x00281201 + n, "OW", bytes(4)) for n in range(3)]
    data = image_file(
        pixels, *palette, syntax=syntax, photometric=photometric, frames=frames, vr=vr, pixel_tag=tag, **words
    )
    with suppress(BrochError):
        scan = scan_file(data, whole=False)
        for mode in MODES:
            with suppress(BrochError):
                assert encode(draw(scan, frame, mode, rendition), PNG)
        for rescale in (True, False):
            with suppress(BrochError):
                assert frame_values(scan, frame, rescale=rescale).ndim == 3
