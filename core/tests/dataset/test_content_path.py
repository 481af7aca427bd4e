import pytest
from broch.dataset.content_path import look_up
from broch.dataset.scan import scan_file
from broch_hostapi.errors import BrochError, NotFound, UnknownTag
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def scans(sample):
    def read(name):
        return scan_file(sample(name), stop_at_pixels=False)

    names = ("CT_small.dcm", "rtplan.dcm", "JPEG2000.dcm", "ExplVR_BigEnd.dcm", "reportsi.dcm", "liver_1frame.dcm")
    return {name: read(name) for name in names}


@pytest.fixture
def found(scans):
    def look(name, path):
        scan = scans[name]
        end = look_up(scan, path.split("/") if path else [])
        return end if isinstance(end, list) else bytes(scan.buffer[slice(*end)])

    return look


def test_a_data_set_lists_its_tags(found):
    tags = found("CT_small.dcm", "")
    assert tags[:2] == ["0008-0005", "0008-0008"]
    assert "7fe0-0010" in tags
    assert tags[-1] == "fffc-fffc"


@pytest.mark.parametrize("name", ["PatientName", "0010-0010", "0010,0010", "00100010"])
def test_values_are_as_encoded(found, name):
    assert found("CT_small.dcm", name) == b"CompressedSamples^CT1 "


def test_private_elements_go_by_number_and_by_name(found):
    assert found("CT_small.dcm", "0009-1001") == found("CT_small.dcm", "FullFidelity") == b"GE_GENESIS_FF "


def test_sequences_and_items(found):
    assert found("rtplan.dcm", "BeamSequence") == ["0"]
    assert "300a-00c2" in found("rtplan.dcm", "BeamSequence/0")
    assert found("rtplan.dcm", "BeamSequence/0/BeamName") == b"Field 1 "
    assert found("rtplan.dcm", "FractionGroupSequence/0/ReferencedBeamSequence/0")[0] == "300a-0082"
    assert found("reportsi.dcm", "0040-a730") == ["0", "1", "2", "3", "4"]


def test_pixel_data_is_a_list_of_fragments(found):
    assert found("CT_small.dcm", "PixelData") == ["0"]
    assert len(found("CT_small.dcm", "7fe0-0010/0")) == 32768
    assert found("JPEG2000.dcm", "PixelData") == ["0", "1"]
    assert found("JPEG2000.dcm", "PixelData/0") == b""
    assert found("JPEG2000.dcm", "PixelData/1")[:2] == b"\xff\x4f"


def test_big_endian_is_given_as_little_endian(found):
    assert found("ExplVR_BigEnd.dcm", "Rows") == b"\x3c\0"


@pytest.mark.parametrize(
    "path",
    ["0010-2203", "PatientName/0", "PatientName/x", "BeamSequence/5", "BeamSequence/-1", "BeamSequence/²",
     "BeamSequence/nope", "BeamSequence/0/0010-0010", "PixelData", "BeamSequence/99999999999999999999", "0002-0010"],
)  # fmt: skip
def test_what_is_not_there(found, path):
    with pytest.raises(NotFound):
        found("rtplan.dcm", path)


@pytest.mark.parametrize("path", ["1", "x", "-1", "1/0", "1/0010-0010", ""])
def test_fragments_that_are_not_there(found, path):
    with pytest.raises(NotFound):
        found("CT_small.dcm", f"PixelData/{path}")


@pytest.mark.parametrize("path", ["Nope", "", "BeamSequence/0/Nope", "0010-001"])
def test_what_is_no_tag(found, path):
    with pytest.raises(UnknownTag):
        found("rtplan.dcm", path or "/")


PARTS = st.one_of(
    st.text(max_size=12),
    st.integers(-2, 4).map(str),
    st.sampled_from(["BeamSequence", "300a-00b0", "0040-a730", "7fe0-0010", "PixelData", "5200-9229", "0029-1008"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=6), st.integers(0, 5))
def test_any_path_ends_somewhere_or_in_an_error_of_ours(scans, path, number):
    scan = list(scans.values())[number]
    try:
        end = look_up(scan, path)
    except BrochError as error:
        assert isinstance(error, NotFound | UnknownTag)  # noqa: PT017
    else:
        assert isinstance(end, list) or 0 <= end[0] <= end[1] <= len(scan.buffer)
