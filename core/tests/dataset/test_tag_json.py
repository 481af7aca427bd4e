"""The expected values without a sample file were observed on Orthanc 1.10.1 for the same bytes."""

from struct import pack

import orjson
import pytest
from broch.dataset import tag_json
from broch.dataset.scan import scan_file
from broch_hostapi.errors import LimitExceeded

USUAL = {"0008,0016", "0008,0018", "0010,0020", "0020,000d", "0020,000e"}
COMMENTS = 0x00104000


@pytest.fixture
def full(small_file):
    """The tags that a piece of a data set adds, in the full format."""

    def make(extra=b"", **more):
        tags = tag_json.full(scan_file(small_file(extra, **more)))
        return {tag: described for tag, described in tags.items() if tag not in USUAL}

    return make


def _entry(name, value, kind="String", **more):
    return {"Name": name, "Type": kind, "Value": value, **more}


def test_the_three_formats(small_file, element):
    scan = scan_file(small_file(element(0x00107777, "LO", b"text")))
    uid = "1.2.840.10008.5.1.4.1.1.2"
    assert tag_json.full(scan)["0008,0016"] == _entry("SOPClassUID", uid)
    assert tag_json.short(scan) == {
        "0008,0016": uid, "0008,0018": "1.2.3.4", "0010,0020": "P1", "0010,7777": "text", "0020,000d": "1.2.3",
        "0020,000e": "1.2.5",
    }  # fmt: skip
    assert tag_json.simplified(scan) == {
        "SOPClassUID": uid, "SOPInstanceUID": "1.2.3.4", "PatientID": "P1", "Unknown Tag & Data": "text",
        "StudyInstanceUID": "1.2.3", "SeriesInstanceUID": "1.2.5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "kind"),
    [(b"x" * 256, "String"), (b"x" * 258, "TooLong"), (b"x" * 250 + b"\xe9" * 6, "TooLong"), (b" " * 300, "String")],
)
def test_long_text(full, element, value, kind):
    assert full(element(COMMENTS, "LT", value))["0010,4000"]["Type"] == kind


def test_ignore_length(small_file, element, item):
    long = element(COMMENTS, "LT", b"x" * 300)
    scan = scan_file(small_file(element(0x00081140, "SQ", item(long)) + long))
    shown = tag_json.full(scan, ignore_length=frozenset((COMMENTS,)))
    assert shown["0010,4000"]["Value"] == shown["0008,1140"]["Value"][0]["0010,4000"]["Value"] == "x" * 300
    assert tag_json.simplified(scan)["PatientComments"] is None


def test_numbers_count_by_their_text(full, element):
    assert full(element(0x00189218, "FD", pack("<40d", *range(40))))["0018,9218"]["Type"] == "String"
    assert full(element(0x00281101, "US", b"\1\0" * 129))["0028,1101"] == _entry(
        "RedPaletteColorLookupTableDescriptor", None, "TooLong"
    )


def test_empty_values(full, element):
    shown = full(element(0x00101010, "AS", b"") + element(0x00280010, "US", b"") + element(0x00081140, "SQ", b""))
    assert [described["Value"] for described in shown.values()] == ["", None, []]
    assert [described["Type"] for described in shown.values()] == ["String", "Null", "Sequence"]


@pytest.mark.parametrize("vr", ["OB", "OW", "OD", "OF", "OL", "OV"])
def test_binary_values_are_null(full, element, vr):
    assert full(element(0x00420011, vr, b"abcdabcd"))["0042,0011"] == _entry("EncapsulatedDocument", None, "Null")


def test_un_is_shown_where_the_dictionary_has_text(full, element):
    shown = full(element(0x00101010, "UN", b"010Y") + element(0x00280010, "UN", b"\1\0"))
    assert shown == {"0010,1010": _entry("PatientAge", "010Y"), "0028,0010": _entry("Rows", None, "Null")}


def test_private_tags(full, element):
    shown = full(
        element(0x00110005, "LO", b"low1")
        + element(0x00110010, "LO", b"ACME")
        + element(0x00111001, "UN", b"text")
        + element(0x00111002, "LO", b"text")
        + element(0x00131004, "LO", b"nobody")
    )
    unknown = "Unknown Tag & Data"
    assert shown == {
        "0011,0005": _entry(unknown, "low1"),
        "0011,0010": _entry("PrivateCreator", "ACME"),
        "0011,1001": _entry(unknown, None, "Null", PrivateCreator="ACME"),
        "0011,1002": _entry(unknown, "text", PrivateCreator="ACME"),
        "0013,1004": _entry(unknown, "nobody"),
    }


def test_a_known_private_tag_has_its_name_but_never_hides_a_public_one(small_file, element):
    private = element(0x00090010, "LO", b"GEMS_IDEN_01") + element(0x00091017, "LT", b"private ")
    data = small_file(element(0x0008103E, "LO", b"public") + private)
    assert tag_json.full(scan_file(data))["0009,1017"]["Name"] == "SeriesDescription"
    assert tag_json.simplified(scan_file(data))["SeriesDescription"] == "public"


def test_names_of_retired_and_repeating_attributes(full, element):
    shown = full(
        element(0x00100000, "UL", b"\1\0\0\0")
        + element(0x00101000, "LO", b"")
        + element(0x00324000, "LT", b"")
        + element(0x50022500, "LO", b"ab")
        + element(0x60020010, "US", b"\1\0")
    )
    assert [described["Name"] for described in shown.values()] == [
        "GenericGroupLength", "OtherPatientIDs", "RETIRED_StudyComments", "RETIRED_CurveLabel", "OverlayRows",
    ]  # fmt: skip


@pytest.mark.parametrize(("tag", "vr", "name"), [(0x7FE00010, "OW", "PixelData"), (0x7FE00008, "OF", "FloatPixelData")])
def test_pixel_data_is_named_and_what_follows_is_not(full, element, tag, vr, name):
    after = element(tag, vr, b"abcd") + element(0x7FE10010, "LO", b"abcd")
    assert full(after=after) == {tag_json.format_tag(tag): _entry(name, None, "Null")}


def test_an_icon_has_pixels_too(full, element, item):
    icon = element(0x7FE00010, "OB", b"abcd") + element(0x7FE10010, "LO", b"abcd")
    (shown,) = full(element(0x00880200, "SQ", item(icon)))["0088,0200"]["Value"]
    assert shown == {"7fe0,0010": _entry("PixelData", None, "Null"), "7fe1,0010": _entry("PrivateCreator", "abcd")}


def test_header(small_file):
    shown = tag_json.header(scan_file(small_file()))
    assert shown["0002,0010"] == _entry("TransferSyntaxUID", "1.2.840.10008.1.2.1")
    assert "0002,0001" not in shown
    assert tag_json.header(scan_file(small_file()), "simplified")["ImplementationVersionName"] == "BROCH_0_1"


def test_deep_sequences_are_refused(small_file, element, item):
    content = b""
    for _ in range(100):
        content = element(0x00081140, "SQ", item(content))
    scan = scan_file(small_file(content), whole=False)
    with pytest.raises(LimitExceeded):
        tag_json.full(scan)


def test_all_samples_can_be_serialised(samples):
    for path in samples:
        scan = scan_file(path.read_bytes())
        for form in tag_json.FORMATS.values():
            assert orjson.dumps(form(scan, frozenset()))
