"""What the scanner accepts and refuses was observed on Orthanc 1.10.1 (DCMTK 3.6.7) for the same bytes."""

import mmap
import random
import zlib
from contextlib import suppress
from struct import pack

import pydicom
import pytest
from broch.dataset import tag_json
from broch.dataset.conventions import Conventions
from broch.dataset.dicom_json import dicom_json
from broch.dataset.scan import scan_dataset, scan_file
from broch_hostapi.errors import BadFile, LimitExceeded
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.tag import Tag

PATIENT_ID, PATIENT_NAME, AGE = 0x00100020, 0x00100010, 0x00101010
REFERENCED = 0x00081140
IMPLICIT, EXPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
UNDEFINED = 0xFFFFFFFF
SEQUENCE_END, ITEM_END = pack("<HHI", 0xFFFE, 0xE0DD, 0), pack("<HHI", 0xFFFE, 0xE00D, 0)


def _undefined(tag, vr, content):
    return pack("<HH2sHI", tag >> 16, tag & 0xFFFF, vr.encode(), 0, UNDEFINED) + content + SEQUENCE_END


def test_finds_the_elements_that_pydicom_finds(samples):
    for path in samples:
        scan = scan_file(path.read_bytes())
        dataset = pydicom.dcmread(path, force=True, stop_before_pixels=True)
        tags = {tag for tag in dataset.keys() if tag < 0x7FE00008}  # noqa: SIM118 - it iterates over elements
        if scan.meta or not path.name.startswith("DICOMDIR"):
            assert {Tag(tag) for tag in scan.elements} == tags, path.name


def test_values_are_those_of_pydicom(samples):
    for path in samples:
        scan = scan_file(path.read_bytes())
        if scan.converted:
            continue
        dataset = pydicom.dcmread(path, force=True, stop_before_pixels=True)
        for tag, (vr, _, _) in scan.elements.items():
            if vr not in ("SQ", "UN") and tag not in scan.undefined_length:
                raw = dataset.get_item(tag)
                if raw.is_raw:
                    assert scan.raw(tag) == (raw.value or b""), (path.name, hex(tag))


def test_file_meta_and_transfer_syntax_are_those_of_pydicom(samples):
    for path in samples:
        scan = scan_file(path.read_bytes())
        meta = pydicom.dcmread(path, force=True, stop_before_pixels=True).file_meta
        if "TransferSyntaxUID" in meta:
            assert scan.transfer_syntax == meta.TransferSyntaxUID
        assert {Tag(tag) for tag in scan.meta} == set(meta.keys()), path.name


def test_refuses_what_orthanc_refuses(broken_samples):
    for path in broken_samples:
        with pytest.raises(BadFile):
            scan_file(path.read_bytes())


def test_finds_the_pixel_data(samples):
    for path in samples:
        data = path.read_bytes()
        scan = scan_file(data)
        dataset = pydicom.dcmread(path, force=True)
        has_pixels = any(word in dataset for word in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"))
        assert (scan.pixel_data is not None) == has_pixels, path.name
        if has_pixels:
            assert scan.end == scan.pixel_data
            assert bytes(scan.buffer[scan.pixel_data : scan.pixel_data + 2]) == b"\xe0\x7f"


def test_a_mapped_file_is_scanned_where_it_is(tmp_path, sample):
    path = tmp_path / "a.dcm"
    path.write_bytes(sample("CT_small.dcm"))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        scan = scan_file(mapped)
        assert scan.buffer is mapped
        assert scan.text(PATIENT_ID) == "1CT1"
        assert scan.raw(0x00280010) == b"\x80\0"


def test_a_received_data_set(sample):
    data = sample("MR_small_implicit.dcm")
    start = scan_file(data).dataset_start
    scan = scan_dataset(memoryview(data)[start:], IMPLICIT)
    assert not scan.explicit
    assert scan.text(PATIENT_ID) == "4MR1"
    assert scan.dataset_start == 0


def test_absent_and_empty_elements(small_file, element):
    scan = scan_file(small_file(element(AGE, "AS", b"")))
    assert scan.raw(AGE) == b""
    assert scan.text(AGE) == ""
    assert scan.raw(PATIENT_NAME) is None
    assert scan.text(PATIENT_NAME) == ""


def test_going_on_behind_the_pixels(small_file, element):
    data = small_file(after=element(0x7FE00010, "OB", b"abcd") + element(0xFFFCFFFC, "OB", b"\0\0"))
    stopped, whole = scan_file(data), scan_file(data, stop_at_pixels=False)
    assert stopped.pixel_data == whole.pixel_data
    assert 0xFFFCFFFC not in stopped.elements
    assert whole.raw(0x7FE00010) == b"abcd"
    assert whole.raw(0xFFFCFFFC) == b"\0\0"


@pytest.mark.parametrize("cut", [1, 4, 100])
@pytest.mark.parametrize("name", ["CT_small.dcm", "JPEG2000.dcm", "MR_small_implicit.dcm"])
def test_a_file_cut_inside_its_pixels_is_refused(sample, name, cut):
    data = sample(name)
    with pytest.raises(BadFile):
        scan_file(data[: scan_file(data).pixel_data + 12 + cut])


def test_the_part_up_to_the_pixels_is_scanned_when_told_so(sample):
    data = sample("JPEG2000.dcm")
    whole = scan_file(data)
    part = scan_file(data[: whole.pixel_data + 12], whole=False)
    assert part.elements == whole.elements
    assert part.pixel_data == whole.pixel_data
    assert scan_file(data[: whole.pixel_data]).elements == whole.elements


def test_a_file_cut_anywhere_never_scans_to_more(sample):
    data = sample("CT_small.dcm")
    tags = set(scan_file(data).elements)
    for stop in range(0, 7000, 13):
        with suppress(BadFile):
            assert set(scan_file(data[:stop]).elements) <= tags


def test_files_without_preamble_or_meta(sample):
    data = sample("CT_small.dcm")
    start = scan_file(data).dataset_start
    for shorter in (data[132:], data[start:]):
        assert scan_file(shorter).text(PATIENT_ID) == "1CT1"
    implicit = sample("MR_small_implicit.dcm")
    assert not scan_file(implicit[scan_file(implicit).dataset_start :]).explicit
    assert scan_file(sample("ExplVR_BigEndNoMeta.dcm")).converted


def test_group_length_of_the_meta_does_not_matter(sample):
    data = sample("CT_small.dcm")
    assert scan_file(data[:140] + b"\x10\0\0\0" + data[144:]).elements == scan_file(data).elements
    assert len(scan_file(data[:132] + data[144:]).elements) == 256


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"PK\3\4" * 50, bytes(200), b"\x08\0", b"\2\0\1\0OB", b"\2\0\0\0UL\4\0\4"]
)
def test_other_bytes_are_refused(data):
    with pytest.raises(BadFile):
        scan_file(data)


@pytest.mark.parametrize("syntax", ["", "1.2.3.4.5"])
def test_without_a_known_transfer_syntax_it_is_explicit(small_file, syntax):
    assert scan_file(small_file(syntax=syntax)).explicit


def test_a_wrong_transfer_syntax_is_refused(sample):
    explicit, implicit = sample("MR_small.dcm"), sample("MR_small_implicit.dcm")
    with pytest.raises(BadFile):
        scan_dataset(explicit[scan_file(explicit).dataset_start :], IMPLICIT)
    with pytest.raises(BadFile):
        scan_dataset(implicit[scan_file(implicit).dataset_start :], EXPLICIT)


def test_the_first_of_two_equal_tags_counts(small_file, element):
    scan = scan_file(small_file(element(PATIENT_ID, "LO", b"second"), patient_id=b"first "))
    assert scan.text(PATIENT_ID) == "first"


def test_tags_out_of_order_are_found(small_file, element):
    scan = scan_file(small_file(element(0x00200010, "SH", b"x ") + element(PATIENT_NAME, "PN", b"A^B ")))
    assert scan.text(PATIENT_NAME) == "A^B"


@pytest.mark.parametrize(
    ("vr", "good"),
    [
        (b"ZZ\2\0ab", False),
        (b"ZZ\0\0\2\0\0\0ab", True),
        (b"\0\0\2\0ab", True),
        (b"??\2\0ab", True),
        (b"xs\2\0ab", True),
    ],
)
def test_unknown_vrs(small_file, vr, good):
    data = small_file(pack("<HH", AGE >> 16, AGE & 0xFFFF) + vr)
    if good:
        assert scan_file(data).elements[AGE][0] == "UN"
    else:
        with pytest.raises(BadFile):
            scan_file(data)


def test_a_standard_attribute_under_the_vr_un_is_read_as_what_it_is(small_file, element):
    scan = scan_file(small_file(element(AGE, "UN", b"010Y") + element(0x00280010, "UN", b"\1\0")))
    assert scan.elements[AGE][0] == "UN"
    assert scan.text(AGE) == "010Y"
    assert scan.text(0x00280010) == "1"


@pytest.mark.parametrize(
    "bad",
    [
        b"\0\0\0",
        b"\1" * 20,
        ITEM_END,
        pack("<HHI", AGE >> 16, AGE & 0xFFFF, 2) + b"ab",
        pack("<HH2sHI", 8, 0x1140, b"SQ", 0, UNDEFINED) + pack("<HHI", 0xFFFE, 0xE000, 0),
        pack("<HH2sHI", 8, 0x1140, b"SQ", 0, 10) + pack("<HHI", 0xFFFE, 0xE000, 400) + b"ab",
        pack("<HH2sHI", 8, 0x1140, b"SQ", 0, 20) + pack("<HHI", 0xFFFE, 0xE000, 12) + b"\1\2\3\4abcdefgh",
    ],
    ids=["rest", "junk", "delimiter", "implicit element", "unclosed", "long item", "broken item"],
)
def test_contradictions_are_refused(small_file, bad):
    with pytest.raises(BadFile):
        scan_file(small_file(after=bad))


def test_sequences_of_every_kind(small_file, element, item):
    inner = element(0x00081150, "UI", b"1.2\0")
    open_item = pack("<HHI", 0xFFFE, 0xE000, UNDEFINED) + inner + ITEM_END
    nested = _undefined(0x00081199, "SQ", open_item + item(inner))
    for content in (item(inner), open_item, item(b"") + open_item, item(nested), item(inner + nested)):
        for sequence in (element(REFERENCED, "SQ", content), _undefined(REFERENCED, "SQ", content)):
            scan = scan_file(small_file(sequence))
            assert bytes(scan.buffer[slice(*scan.elements[REFERENCED][1:])]) == content
            assert scan.text(0x0020000D) == "1.2.3"
            last = list(scan.items(REFERENCED))[-1]
            assert last.text(0x00081150) == "1.2" or 0x00081199 in last.elements


def test_an_unknown_sequence_is_in_implicit_vr(small_file):
    inner = pack("<HHI", 8, 0x1150, 4) + b"1.2\0"
    sequence = _undefined(REFERENCED, "UN", pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner)
    (only,) = scan_file(small_file(sequence)).items(REFERENCED)
    assert only.text(0x00081150) == "1.2"
    assert not only.explicit


def _deep(depth, item, element, *, undefined):
    content = b""
    for _ in range(depth):
        content = _undefined(REFERENCED, "SQ", item(content)) if undefined else element(REFERENCED, "SQ", item(content))
    return content


@pytest.mark.parametrize("undefined", [True, False])
def test_the_depth_is_limited(small_file, element, item, undefined):
    # Orthanc 1.10.1 ends by a segmentation fault some thousand levels deep.
    assert scan_file(small_file(_deep(60, item, element, undefined=undefined)))
    for depth in (70, 3000):
        with pytest.raises(LimitExceeded):
            scan_file(small_file(_deep(depth, item, element, undefined=undefined)))


def test_items_have_the_character_set_of_their_data_set(small_file, element, item):
    outer = element(0x00080005, "CS", b"ISO_IR 144")
    plain = item(element(PATIENT_NAME, "PN", b"\xe9\xe8"))
    own = item(element(0x00080005, "CS", b"ISO_IR 100") + element(PATIENT_NAME, "PN", b"\xe9\xe8"))
    scan = scan_file(small_file(outer + element(REFERENCED, "SQ", plain + own)))
    assert [each.text(PATIENT_NAME) for each in scan.items(REFERENCED)] == ["щш", "éè"]


def test_default_encoding(small_file):
    data = small_file(patient_id=b"\xe9 ")
    assert scan_file(data).text(PATIENT_ID) == "é"
    assert scan_file(data, conventions=Conventions(default_encoding="Cyrillic")).text(PATIENT_ID) == "щ"


def _deflated(data, start):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data[start:]) + packer.flush()


def test_deflated(sample):
    data = sample("image_dfl.dcm")
    scan = scan_file(data)
    assert scan.converted
    assert scan.text(0x00080018) == pydicom.dcmread(pydicom.data.get_testdata_file("image_dfl.dcm")).SOPInstanceUID
    with pytest.raises(LimitExceeded):
        scan_file(data, inflate_limit=1000)
    for bad in (data[:-1000], data[: scan.dataset_start] + b"\xff" * 100):
        with pytest.raises(BadFile):
            scan_file(bad)


def test_deflated_with_a_byte_of_padding(sample):
    data = sample("CT_small.dcm")
    packed = _deflated(data, scan_file(data).dataset_start)
    assert scan_dataset(packed + b"\0", DEFLATED).text(PATIENT_ID) == "1CT1"


@pytest.fixture(scope="module")
def seeds(samples):
    return [data for path in samples if len(data := path.read_bytes()) < 40_000]


def test_mutated_files_raise_nothing_else(seeds):
    chance = random.Random(1)
    for _ in range(3000):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 6)):
            place = chance.randrange(min(len(data), 4000))
            data[place] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        with suppress(BadFile, LimitExceeded):
            scan = scan_file(bytes(data))
            tag_json.full(scan)
            dicom_json(scan)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED]), st.booleans())
def test_any_bytes_raise_nothing_else(data, syntax, whole):
    with suppress(BadFile, LimitExceeded):
        scan = scan_dataset(data, syntax, whole=whole)
        for tag in scan.elements:
            scan.text(tag)
