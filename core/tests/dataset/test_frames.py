import random
from contextlib import suppress
from struct import pack

import pydicom
import pytest
from broch.dataset.frames import describe, encapsulated_frames, frame_range, read_frame
from broch.dataset.scan import scan_file
from broch_hostapi.errors import BadFile, LimitExceeded, NotFound, UnsupportedImage
from pydicom.encaps import get_frame

JPEG = "1.2.840.10008.1.2.4.50"
UNDEFINED = 0xFFFFFFFF


def _pixels(dataset):
    return next(
        dataset[word].value for word in ("PixelData", "FloatPixelData", "DoubleFloatPixelData") if word in dataset
    )


def _expected(dataset, description, index):
    if not description.encapsulated:
        return _pixels(dataset)[index * description.frame_size : (index + 1) * description.frame_size]
    extended = None
    if "ExtendedOffsetTable" in dataset:
        extended = dataset.ExtendedOffsetTable, dataset.ExtendedOffsetTableLengths
    frames = description.number_of_frames
    return get_frame(dataset.PixelData, index, number_of_frames=frames, extended_offsets=extended)


def test_frames_of_all_samples_are_those_of_pydicom(samples):
    compared = 0
    for path in samples:
        scan = scan_file(path.read_bytes())
        if scan.pixel_data is None or scan.converted or scan.text(0x00280100) in ("1", ""):
            continue
        description, dataset = describe(scan), pydicom.dcmread(path, force=True)
        for index in {0, description.number_of_frames // 2, description.number_of_frames - 1}:
            assert read_frame(scan, index) == _expected(dataset, description, index), (path.name, index)
            compared += 1
    assert compared > 80


def test_description(sample):
    found = describe(scan_file(sample("SC_rgb_16bit_2frame.dcm")))
    assert found.rows == found.columns == 100
    assert found.samples_per_pixel == 3
    assert (found.bits_allocated, found.bits_stored, found.high_bit) == (16, 16, 15)
    assert found.photometric_interpretation == "RGB"
    assert found.planar_configuration == found.pixel_representation == 0
    assert found.number_of_frames == 2
    assert found.tag == 0x7FE00010
    assert not found.encapsulated


def _module(element, frames=1, allocated=8):
    return (
        element(0x00280002, "US", pack("<H", 1))
        + element(0x00280008, "IS", f"{frames} ".encode())
        + element(0x00280010, "US", pack("<H", 2))
        + element(0x00280011, "US", pack("<H", 2))
        + element(0x00280100, "US", pack("<H", allocated))
    )


def _encapsulated(item, fragments, table=b""):
    head = pack("<HH2sHI", 0x7FE0, 0x10, b"OB", 0, UNDEFINED)
    return head + item(table) + b"".join(map(item, fragments)) + pack("<HHI", 0xFFFE, 0xE0DD, 0)


@pytest.fixture
def make(small_file, element, item):
    """A file of 2x2 images: native of ``value`` or of ``fragments``."""

    def made(value=None, fragments=None, table=b"", frames=1, allocated=8, syntax=JPEG, extra=b""):
        pixels = element(0x7FE00010, "OW", value) if value is not None else _encapsulated(item, fragments, table)
        return scan_file(small_file(after=_module(element, frames, allocated) + extra + pixels, syntax=syntax))

    return made


def test_native_frames(make):
    scan = make(b"abcdefgh", frames=2)
    assert read_frame(scan, 1) == b"efgh"
    start, stop = frame_range(scan, 0)
    assert scan.buffer[start:stop] == b"abcd"


@pytest.mark.parametrize("index", [-1, 2, 1 << 40])
def test_a_wrong_index(make, index):
    for scan in (make(b"abcdefgh", frames=2), make(fragments=[b"ab", b"cd"], frames=2)):
        with pytest.raises(NotFound):
            read_frame(scan, index)


def test_pixel_data_that_is_too_short(make):
    with pytest.raises(BadFile):
        read_frame(make(b"abcdef", frames=2), 1)


def test_frames_of_single_bits_begin_with_a_byte(make):
    scan = make(b"\xd5\x03", allocated=1, frames=3)  # of four bits each: 5, 13, 3
    assert [read_frame(scan, index) for index in range(3)] == [b"\x05", b"\x0d", b"\x03"]
    with pytest.raises(NotFound):
        read_frame(scan, 3)
    with pytest.raises(BadFile):
        read_frame(make(b"", allocated=1), 0)


def test_what_cannot_be_an_image(small_file, make, element):
    with pytest.raises(UnsupportedImage):
        describe(scan_file(small_file()))
    with pytest.raises(UnsupportedImage):
        describe(scan_file(small_file(after=element(0x7FE00010, "OW", b"ab"))))
    with pytest.raises(UnsupportedImage):
        read_frame(make(b"ab", allocated=12), 0)
    with pytest.raises(UnsupportedImage):
        describe(make(b"ab", frames=99999999))
    with pytest.raises(UnsupportedImage):
        encapsulated_frames(make(b"abcd"))
    with pytest.raises(UnsupportedImage):
        frame_range(make(fragments=[b"ab"]), 0)


def _frames(scan):
    found = [b"".join(scan.buffer[a:b] for a, b in fragments) for fragments in encapsulated_frames(scan)]
    assert found == [read_frame(scan, index) for index in range(len(found))]
    return found


def test_one_frame_takes_all_fragments(make):
    assert _frames(make(fragments=[b"ab", b"cd", b"ef"])) == [b"abcdef"]


def test_one_fragment_per_frame(make):
    assert _frames(make(fragments=[b"ab", b"cd"], frames=2)) == [b"ab", b"cd"]


def test_basic_offset_table(make):
    assert _frames(make(fragments=[b"ab", b"cd", b"ef"], table=pack("<2I", 0, 20), frames=2)) == [b"abcd", b"ef"]


def test_extended_offset_table(make, element):
    extra = element(0x7FE00001, "OV", pack("<2Q", 0, 10)) + element(0x7FE00002, "OV", pack("<2Q", 2, 4))
    assert _frames(make(fragments=[b"ab", b"cd", b"ef"], frames=2, extra=extra)) == [b"ab", b"cdef"]


@pytest.mark.parametrize(
    "table", [pack("<2I", 0, 7), pack("<2I", 4, 20), pack("<2I", 0, 4000), pack("<I", 0), b"abc\0"]
)
def test_an_offset_table_that_lies_is_not_followed(make, table):
    scan = make(fragments=[b"ab\xff\xd9", b"cd", b"\xff\xd9\0\0"], table=table, frames=2)
    assert [len(fragments) for fragments in encapsulated_frames(scan)] == [1, 2]


def test_end_of_image_markers(make):
    scan = make(fragments=[b"ab", b"cd\xff\xd9", b"ef\xff\xd9\0\0"], frames=2)
    assert _frames(scan) == [b"abcd\xff\xd9", b"ef\xff\xd9\0\0"]


def test_fragments_that_nothing_tells_apart(make):
    for syntax in (JPEG, "1.2.840.10008.1.2.5"):
        with pytest.raises(UnsupportedImage):
            encapsulated_frames(make(fragments=[b"ab", b"cd", b"ef"], frames=2, syntax=syntax))


def test_mutated_files_raise_nothing_else(sample):
    chance = random.Random(2)
    seeds = [sample("JPEG2000.dcm"), sample("SC_rgb_rle_2frame.dcm"), sample("MR_small_implicit.dcm")]
    for _ in range(1500):
        data = bytearray(chance.choice(seeds))
        start = scan_file(bytes(data), whole=False).pixel_data
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(start - 300, min(start + 80, len(data)))] = chance.randrange(256)
        with suppress(BadFile, LimitExceeded, UnsupportedImage, NotFound):
            scan = scan_file(bytes(data), whole=False)
            read_frame(scan, chance.randrange(3))
