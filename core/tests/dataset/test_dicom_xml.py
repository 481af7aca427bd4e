from xml.etree import ElementTree

import pytest
from broch.dataset.dicom_json import dicom_json
from broch.dataset.dicom_xml import dicom_xml
from broch.dataset.scan import scan_file
from hypothesis import given
from hypothesis import strategies as st

NAMESPACE = "{http://dicom.nema.org/PS3.19/models/NativeDICOM}"


def parsed(model):
    return ElementTree.fromstring("".join(dicom_xml(model)).encode())


def test_a_model():
    root = parsed(
        {
            "00100010": {"vr": "PN", "Value": [{"Alphabetic": "A&B^C", "Ideographic": "山^^"}]},
            "00280010": {"vr": "US", "Value": [5]},
            "00101030": {"vr": "DS", "Value": [80.0, None, 0.5]},
            "00080018": {"vr": "UI"},
            "00101002": {"vr": "SQ", "Value": [{"00100020": {"vr": "LO", "Value": ["<1>"]}}]},
            "7FE00010": {"vr": "OW", "InlineBinary": "AAA="},
            "00091001": {"vr": "UN", "BulkDataURI": "x?a&b"},
        }
    )
    assert root.tag == f"{NAMESPACE}NativeDicomModel"
    by_tag = {child.get("tag"): child for child in root}
    assert list(by_tag) == sorted(by_tag)
    name = by_tag["00100010"].find(f"{NAMESPACE}PersonName")
    assert name.find(f"{NAMESPACE}Alphabetic/{NAMESPACE}FamilyName").text == "A&B"
    assert name.find(f"{NAMESPACE}Alphabetic/{NAMESPACE}GivenName").text == "C"
    assert [part.tag for part in name.find(f"{NAMESPACE}Ideographic")] == [f"{NAMESPACE}FamilyName"]
    assert [(v.get("number"), v.text) for v in by_tag["00101030"]] == [("1", "80"), ("3", "0.5")]
    assert by_tag["00080018"].attrib == {"tag": "00080018", "vr": "UI", "keyword": "SOPInstanceUID"}
    assert by_tag["00101002"].find(f"{NAMESPACE}Item/{NAMESPACE}DicomAttribute/{NAMESPACE}Value").text == "<1>"
    assert by_tag["7FE00010"].find(f"{NAMESPACE}InlineBinary").text == "AAA="
    assert by_tag["00091001"].find(f"{NAMESPACE}BulkData").get("uri") == "x?a&b"


def test_the_samples_become_well_formed(samples):
    for path in samples:
        if path.stat().st_size < 1 << 20:
            parsed(dicom_json(scan_file(path.read_bytes(), whole=False)))


@given(st.text())
@pytest.mark.parametrize("vr", ["LO", "PN"])
def test_any_text_is_well_formed(vr, text):
    parsed({"00100010": {"vr": vr, "Value": [{"Alphabetic": text} if vr == "PN" else text]}})
