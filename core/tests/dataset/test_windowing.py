from struct import pack

import numpy as np
import pytest
from broch.dataset.frames import describe
from broch.dataset.render import Rendition, rendered
from broch.dataset.scan import scan_file
from broch.dataset.windowing import Rescale, Table, modality
from broch_hostapi.errors import BadFile, BrochError, ParameterOutOfRange, UnsupportedImage
from hypothesis import given
from hypothesis import strategies as st

VALUES = np.array([[0, 100, 200], [300, 500, 1000]], "<i2")
CENTER, WIDTH, FUNCTION, INTERCEPT, SLOPE = 0x00281050, 0x00281051, 0x00281056, 0x00281052, 0x00281053
MODALITY_LUTS, VOI_LUTS = 0x00283000, 0x00283010


@pytest.fixture
def show(image_file):
    def draw(*elements, values=VALUES, rendition=Rendition(), signed=1, **words):  # noqa: B008 - immutable
        return rendered(scan_file(image_file(values.tobytes(), *elements, signed=signed, **words)), 0, rendition)

    return draw


@pytest.fixture
def lut(element, item):
    """A sequence with one table."""

    def make(sequence, first, entries, bits=16, vr="US", descriptor=None, size="H"):
        entries = list(entries)
        told = pack("<H", len(entries) & 0xFFFF) + pack("<h" if first < 0 else "<H", first) + pack("<H", bits)
        content = element(0x00283002, vr, told if descriptor is None else descriptor)
        content += element(0x00283006, "OW", pack(f"<{len(entries)}{size}", *entries))
        return sequence, "SQ", item(content)

    return make


def text(tag, value):
    return tag, "CS" if tag == FUNCTION else "DS", value + b" " * (len(value) % 2)


def linear(values, center, width):
    return np.clip((values - (center - width / 2)) * 255 / width, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("function", [b"", b"LINEAR", b"LINEAR_EXACT"])
def test_linear(show, function):
    got = show(text(CENTER, b"300"), text(WIDTH, b"400"), text(FUNCTION, function))
    np.testing.assert_array_equal(got, linear(VALUES.astype(float), 300, 400))


def test_sigmoid_by_the_data_set_and_by_wish(show):
    expected = np.rint(255 / (1 + np.exp(-4 * (VALUES - 300.0) / 400)))
    window = text(CENTER, b"300"), text(WIDTH, b"400")
    np.testing.assert_array_equal(show(*window, text(FUNCTION, b"SIGMOID")), expected)
    np.testing.assert_array_equal(show(*window, rendition=Rendition(function="SIGMOID")), expected)
    with pytest.raises(ParameterOutOfRange):
        show(rendition=Rendition(function="CUBIC"))


def test_the_first_of_several_windows_and_the_wish_before_it(show):
    windows = text(CENTER, b"300\\40"), text(WIDTH, b"400\\80")
    np.testing.assert_array_equal(show(*windows), linear(VALUES.astype(float), 300, 400))
    wish = Rendition(window_center=100, window_width=50)
    np.testing.assert_array_equal(show(*windows, rendition=wish), linear(VALUES.astype(float), 100, 50))
    only_width = Rendition(window_width=1000)
    np.testing.assert_array_equal(show(*windows, rendition=only_width), linear(VALUES.astype(float), 300, 1000))


@pytest.mark.parametrize(("slope", "intercept"), [(2, -100), (-1.5, 10), (0.37, -3.3), (0, 300)])
def test_rescale(show, slope, intercept):
    rescale = text(SLOPE, str(slope).encode()), text(INTERCEPT, str(intercept).encode())
    got = show(*rescale, text(CENTER, b"300"), text(WIDTH, b"400"))
    expected = linear(VALUES * slope + intercept, 300, 400)
    assert np.abs(got.astype(int) - expected).max() <= 1


def test_no_number_is_as_no_value(show):
    np.testing.assert_array_equal(show(text(CENTER, b"nan"), text(WIDTH, b"1e999"), text(SLOPE, b"x")), show())


def test_without_window_the_range_of_bits_stored_or_of_floats(show, image_file):
    np.testing.assert_array_equal(show(stored=12), linear(VALUES.astype(float), 2048, 4096))
    floats = np.array([[-1, 0, 1], [np.nan, 2, 3]], "<f4")
    file = image_file(floats.tobytes(), allocated=32, stored=32, vr="OF", pixel_tag=0x7FE00008)
    assert rendered(scan_file(file), 0).tolist() == [[0, 63, 127], [63, 191, 255]]


def test_modality_lut(show, lut):
    table = lut(MODALITY_LUTS, 100, range(1000, 0, -2), bits=10)  # 100 -> 1000, 101 -> 998, ...
    mapped = np.array([[1000, 1000, 800], [600, 200, 2]], float)
    np.testing.assert_array_equal(show(table, text(CENTER, b"500"), text(WIDTH, b"500")), linear(mapped, 500, 500))
    np.testing.assert_array_equal(show(table), linear(mapped, 512, 1024))  # the table's bits are the range


def test_voi_lut_where_there_is_no_window(show, lut):
    table = lut(VOI_LUTS, 0, (n * n >> 4 for n in range(1001)), bits=16)
    expected = (np.array([[0, 625, 2500], [5625, 15625, 62500]]) * 255 / 65535).astype(int)
    np.testing.assert_array_equal(show(table), expected)
    window = text(CENTER, b"300"), text(WIDTH, b"400")
    np.testing.assert_array_equal(show(table, *window), show(*window))
    np.testing.assert_array_equal(show(table, text(INTERCEPT, b"-100"))[0, :2], [0, 0])


def test_voi_lut_of_negative_values_and_of_bytes(show, lut):
    table = lut(VOI_LUTS, -2, [0, 10, 20, 255], bits=8, vr="SS", size="B")
    assert show(table, values=np.array([[-9, -2, -1], [0, 1, 9]], "<i2")).tolist() == [[0, 0, 10], [20, 255, 255]]


def test_functional_groups_of_each_frame(image_file, element, item):
    def groups(slope, center):
        rescale = element(SLOPE, "DS", slope) + element(0x00281054, "LO", b"US")
        window = element(CENTER, "DS", center) + element(WIDTH, "DS", b"400 ")
        return element(0x00289132, "SQ", item(window)) + element(0x00289145, "SQ", item(rescale))

    per_frame = item(groups(b"2 ", b"300 ")) + item(b"")
    more = (0x52009230, "SQ", per_frame), (0x52009229, "SQ", item(groups(b"4 ", b"100 ")))
    scan = scan_file(image_file(VALUES.tobytes() * 2, *more, frames="2"))
    np.testing.assert_array_equal(rendered(scan, 0), linear(VALUES * 2.0, 300, 400))
    np.testing.assert_array_equal(rendered(scan, 1), linear(VALUES * 4.0, 100, 400))
    assert modality(scan, 1, describe(scan)) == Rescale(4, 0)


def test_broken_tables(show, lut):
    with pytest.raises(BadFile):
        show(lut(VOI_LUTS, 0, [1, 2], descriptor=b"\2\0"))
    with pytest.raises(BadFile):
        show(lut(VOI_LUTS, 0, [1, 2], descriptor=pack("<HHH", 9, 0, 16)))
    with pytest.raises(UnsupportedImage):
        show(lut(VOI_LUTS, 0, [1, 2], bits=17))


@given(
    st.integers(-40000, 40000), st.lists(st.integers(0, 65535), min_size=1, max_size=9),
    st.lists(st.floats(width=32), max_size=9),
)  # fmt: skip
def test_tables_take_any_value(first, entries, values):
    got = Table(first, np.array(entries, "<u2"), 16).apply(np.nan_to_num(np.array(values, "<f4")))
    assert set(got.tolist()) <= set(entries)


@given(st.text("0123456789+-.e\\ nainf", max_size=12), st.text("0123456789+-.e\\ nainf", max_size=12), st.data())
def test_any_text_of_numbers(image_file, first, second, data):
    tags = data.draw(st.permutations([CENTER, WIDTH, SLOPE, INTERCEPT]))
    file = image_file(VALUES.tobytes(), text(tags[0], first.encode()), text(tags[1], second.encode()), signed=1)
    try:
        assert rendered(scan_file(file), 0).shape == (2, 3)
    except BrochError:
        pytest.fail("texts that are no numbers count as none")
