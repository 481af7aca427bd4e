import io

import pydicom
import pytest
from broch.dataset import dictionary
from broch.dataset.rewrite import Change, Items, Value, encode_items, encode_new, rewrite
from broch.dataset.scan import Scan, scan_file
from broch_hostapi.errors import BadFile, LimitExceeded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file

PATIENT_NAME, PATIENT_ID, ROWS, PIXEL_DATA = 0x00100010, 0x00100020, 0x00280010, 0x7FE00010
FILES = (
    "CT_small.dcm",  # explicit, private elements, padding behind the pixel data
    "MR_small_implicit.dcm",
    "MR_small_bigendian.dcm",
    "image_dfl.dcm",  # deflated
    "JPEG2000.dcm",
    "SC_rgb_rle_2frame.dcm",
    "examples_overlay.dcm",
    "693_J2KR.dcm",  # group lengths
    "priv_SQ.dcm",  # sequences of undefined length
    "explicit_VR-UN.dcm",
    "rtplan.dcm",  # sequences in sequences
)


def load(name: str) -> bytes:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"{name} is not installed")
    with open(str(path), "rb") as file:
        return file.read()


def written(scan: Scan, changes: dict[int, Change], **options: bool) -> bytes:
    return b"".join(rewrite(scan, changes, **options))


def values(scan: Scan) -> dict[int, tuple[str, bytes]]:
    return {tag: (vr, bytes(scan.buffer[start:stop])) for tag, (vr, start, stop) in scan.elements.items()}


def whole(data: bytes) -> Scan:
    return scan_file(data, stop_at_pixels=False)


@pytest.mark.parametrize("name", FILES)
def test_without_changes_every_value_comes_back(name: str) -> None:
    data = load(name)
    before = values(whole(data))
    after = values(whole(written(scan_file(data), {})))
    assert after == {tag: value for tag, value in before.items() if tag & 0xFFFF}


@pytest.mark.parametrize("name", FILES)
def test_replaced_removed_and_inserted(name: str) -> None:
    data = load(name)
    changes: dict[int, Change] = {PATIENT_NAME: b"Doe^Jane", PATIENT_ID: None, 0x00104000: b"odd", 0xFFFAFFFA: None}
    out = written(scan_file(data), changes)
    before, after = values(whole(data)), values(whole(out))
    expected = {tag: value for tag, value in before.items() if tag & 0xFFFF and tag not in changes}
    expected |= {PATIENT_NAME: ("PN", b"Doe^Jane"), 0x00104000: ("LT", b"odd ")}
    assert after == expected
    ds = pydicom.dcmread(io.BytesIO(out))
    assert (str(ds.PatientName), ds.PatientComments, "PatientID" in ds) == ("Doe^Jane", "odd", False)
    assert list(ds.keys()) == sorted(ds.keys())


def test_pixel_data_leaves_as_a_view_of_the_source() -> None:
    data = load("693_UNCR.dcm")
    pieces = list(rewrite(scan_file(data), {PATIENT_ID: b"X"}))
    views = [piece for piece in pieces if isinstance(piece, memoryview)]
    assert all(view.obj is data for view in views)
    assert sum(map(len, views)) > 512 * 512 * 2


def test_what_stands_behind_the_pixel_data_can_be_removed() -> None:
    data = load("CT_small.dcm")
    out = written(scan_file(data), {0xFFFCFFFC: None})
    assert 0xFFFCFFFC in whole(data).elements
    assert max(whole(out).elements) == PIXEL_DATA


def test_the_pixel_data_itself_can_be_replaced() -> None:
    out = written(scan_file(load("CT_small.dcm")), {PIXEL_DATA: Value("OW", b"\1\2"), ROWS: Value("US", b"\1\0")})
    ds = pydicom.dcmread(io.BytesIO(out))
    assert (ds.PixelData, ds.Rows) == (b"\1\2", 1)


def test_group_two_follows_the_sop_instance() -> None:
    data = load("CT_small.dcm")
    kept = written(scan_file(data), {PATIENT_ID: b"X"})
    assert kept[: scan_file(data).dataset_start] == data[: scan_file(data).dataset_start]
    ds = pydicom.dcmread(io.BytesIO(written(scan_file(data), {0x00080018: b"1.2.3"})))
    assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID == "1.2.3"
    assert ds.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.1"


@pytest.mark.parametrize("name", ["MR_small_bigendian.dcm", "image_dfl.dcm"])
def test_what_the_scan_converted_is_written_as_explicit_little_endian(name: str) -> None:
    data = load(name)
    ds = pydicom.dcmread(io.BytesIO(written(scan_file(data), {PATIENT_ID: b"X"})))
    assert ds.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.1"
    assert (ds.pixel_array == pydicom.dcmread(io.BytesIO(data)).pixel_array).all()


def test_a_file_without_group_two_gets_one() -> None:
    data = load("CT_small.dcm")
    bare = data[scan_file(data).dataset_start :]
    ds = pydicom.dcmread(io.BytesIO(written(scan_file(bare), {})))
    assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID


@pytest.mark.parametrize("explicit", [True, False])
def test_sequences(explicit: bool) -> None:
    data = load("CT_small.dcm" if explicit else "MR_small_implicit.dcm")
    inner: dict[int, Change] = {0x00080100: b"113100", 0x00080104: b"Basic"}
    items = encode_items([encode_new(inner, explicit=explicit), encode_new({}, explicit=explicit)])
    ds = pydicom.dcmread(io.BytesIO(written(scan_file(data), {0x00120064: items, 0x00081140: Items([])})))
    first, second = ds.DeidentificationMethodCodeSequence
    assert (first.CodeValue, first.CodeMeaning, len(second)) == ("113100", "Basic", 0)
    assert len(ds.ReferencedImageSequence) == 0


def test_a_second_element_of_a_tag_is_not_passed_on() -> None:
    data = load("CT_small.dcm")
    scan = scan_file(data)
    _, start, stop = scan.elements[PATIENT_NAME]
    twice = data[:stop] + data[start - 8 : stop].replace(b"CompressedSamples", b"SecretSecretSecre") + data[stop:]
    out = written(scan_file(twice), {PATIENT_NAME: b"Nobody"})
    assert b"Secret" not in out
    assert pydicom.dcmread(io.BytesIO(out)).PatientName == "Nobody"


def test_values_too_long_for_their_vr() -> None:
    with pytest.raises(LimitExceeded, match="0010,0020"):
        rewrite(scan_file(load("CT_small.dcm")), {PATIENT_ID: b"x" * 70_000})


def test_a_truncated_file_is_an_error_before_the_first_byte() -> None:
    scan = scan_file(load("CT_small.dcm")[:-3000], whole=False)
    with pytest.raises(BadFile):
        rewrite(scan, {})


tags = st.one_of(
    st.sampled_from([PATIENT_NAME, PATIENT_ID, 0x00080005, 0x00200010, 0x00181030]),
    st.integers(0x00080000, 0x7FDFFFFF).filter(lambda tag: tag & 0xFFFF and dictionary.vr(tag) != "SQ"),
)
change = st.one_of(st.none(), st.builds(Value, st.sampled_from(["LO", "OB", "UN", "UT", "UI"]), st.binary(max_size=50)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(("CT_small.dcm", "MR_small_implicit.dcm", "priv_SQ.dcm")), st.dictionaries(tags, change, max_size=8)
)
def test_exactly_the_changed_tags_change(name: str, changes: dict[int, Change]) -> None:
    data = load(name)
    before, after = values(whole(data)), values(whole(written(scan_file(data), changes)))
    for tag in (before.keys() | after.keys()) - changes.keys():
        assert before.get(tag) == after.get(tag) or not tag & 0xFFFF
    for tag, wanted in changes.items():
        if wanted is None:
            assert tag not in after
        else:
            assert isinstance(wanted, Value)
            assert after[tag][1][: len(wanted.data)] == wanted.data
            assert len(after[tag][1]) == len(wanted.data) + len(wanted.data) % 2
    assert list(after) == sorted(after)
