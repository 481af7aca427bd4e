from contextlib import suppress
from struct import pack

import numpy as np
import pytest
from broch.dataset.overlays import burn_in
from broch.dataset.render import Rendition, rendered
from broch.dataset.scan import scan_file
from broch_hostapi.errors import BadFile, UnsupportedImage
from hypothesis import given
from hypothesis import strategies as st

BLACK = np.zeros((4, 5), "<u2")


def plane(group=0x6000, rows=2, columns=3, top=1, left=1, bits=b"\x3f\0", **more):
    words = {0x10: rows, 0x11: columns, 0x100: 1, 0x102: 0} | {int(key[1:], 16): value for key, value in more.items()}
    elements = [(group << 16 | place, "US", pack("<H", word)) for place, word in words.items()]
    elements.append((group << 16 | 0x50, "SS", pack("<hh", top, left)))
    return elements + ([(group << 16 | 0x3000, "OW", bits)] if bits is not None else [])


@pytest.fixture
def drawn(image_file):
    def draw(*elements, pixels=BLACK, frame=0, **words):
        scan = scan_file(image_file(pixels.tobytes(), *elements, **({"rows": 4, "columns": 5} | words)))
        return (rendered(scan, frame, Rendition(overlays=True)) == 255).astype(int).tolist()

    return draw


def test_an_overlay_is_white(drawn):
    assert drawn(*plane(top=2, left=2, bits=b"\x2d\0")) == [
        [0, 0, 0, 0, 0], [0, 1, 0, 1, 0], [0, 1, 0, 1, 0], [0, 0, 0, 0, 0],
    ]  # fmt: skip


def test_only_on_wish(image_file):
    scan = scan_file(image_file(BLACK.tobytes(), *plane(), rows=4, columns=5))
    assert not rendered(scan, 0).any()


@pytest.mark.parametrize(("top", "left", "seen"), [(0, 0, 2), (-5, 1, 0), (4, 5, 1), (9, 9, 0), (4, 1, 3)])
def test_what_lies_outside_of_the_image_is_cut(drawn, top, left, seen):
    assert sum(map(sum, drawn(*plane(top=top, left=left)))) == seen


def test_all_groups_and_colour(drawn):
    both = [*plane(), *plane(0x601E, top=3)]
    assert sum(map(sum, drawn(*both))) == 12
    rgb = np.zeros((4, 5, 3), np.uint8)
    assert np.sum(drawn(*plane(), pixels=rgb, samples=3, allocated=8, stored=8, photometric="RGB")) == 6 * 3


def test_frames_of_an_overlay(drawn):
    two = plane(bits=b"\x41\x02", x51=2)  # six bits for frame 2: 100000, six for frame 3: 100100
    two.append((0x60000015, "IS", b"2 "))
    pixels = np.zeros((3, 4, 5), "<u2")
    counts = [np.sum(drawn(*two, pixels=pixels, frames="3", frame=number)) for number in range(3)]
    assert counts == [0, 1, 2]


def test_overlays_in_unused_bits(drawn, image_file):
    pixels = BLACK.copy()
    pixels[1, 2] = pixels[3, 4] = 1 << 12
    inside = plane(rows=4, columns=5, bits=None, x100=16, x102=12)
    assert np.argwhere(drawn(*inside, pixels=pixels, stored=12)).tolist() == [[1, 2], [3, 4]]
    assert not np.any(drawn(*plane(rows=4, columns=5, bits=None, x102=3), pixels=BLACK + 8, stored=12))


def test_an_overlay_that_is_too_short(drawn):
    with pytest.raises(BadFile):
        drawn(*plane(rows=4, columns=5))


@given(st.data())
def test_any_overlay(image_file, data):
    word = st.integers(0, 65535)
    elements = [(0x60000000 | place, "US", pack("<H", data.draw(word))) for place in (0x10, 0x11, 0x51, 0x100, 0x102)]
    elements.append((0x60000050, "SS", data.draw(st.binary(max_size=4))))
    elements.append((0x60000015, "IS", data.draw(st.sampled_from([b"1 ", b"-1", b"x ", b"99999999"]))))
    if data.draw(st.booleans()):
        elements.append((0x60003000, "OW", data.draw(st.binary(max_size=64))))
    scan = scan_file(image_file(BLACK.tobytes(), *elements, rows=4, columns=5))
    image = np.zeros((4, 5), np.uint8)
    with suppress(BadFile, UnsupportedImage):
        assert burn_in(image, scan, 0).shape == image.shape
