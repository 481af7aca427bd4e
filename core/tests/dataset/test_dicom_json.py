import json
from base64 import b64decode
from struct import pack

import pydicom
import pytest
from broch.dataset.dicom_json import dicom_json
from broch.dataset.scan import scan_file

REFERENCED, ICON = 0x00081140, 0x00880200


@pytest.fixture
def convert(small_file):
    def converted(extra=b"", *, after=b"", **options):
        return dicom_json(scan_file(small_file(extra, after=after)), **options)

    return converted


def _differences(ours, theirs, path=""):
    for key in ours.keys() | theirs.keys():
        mine, other = ours.get(key), theirs.get(key)
        if mine is not None and other is not None and mine["vr"] == other["vr"] == "SQ":
            for left, right in zip(mine.get("Value", []), other.get("Value", []), strict=True):
                yield from _differences(left, right, f"{path}{key}/")
        elif mine != other:
            yield path + key, mine, other


def _is_meant(key, mine, other, scan):
    """Where we differ from pydicom 3.0 on purpose."""
    if mine is None:
        return key.endswith("0000")  # no group lengths, PS3.18 F.2
    if other is None:
        return True  # pydicom could not convert it and left it out
    if key.endswith("00080005"):
        return mine["Value"] == ["ISO_IR 192"]
    if "BulkDataURI" in mine or "BulkDataURI" in other:
        return True  # other thresholds (bytes, not base64), other paths inside sequences
    if "InlineBinary" in mine:
        return scan.converted or other["vr"] == "SQ"  # big endian words; a sequence under UN with a length stays bytes
    # Padding inside a value of several is no part of it, and an empty one is null.
    return mine.get("Value") == [part.strip() or None for part in other.get("Value", [])]


def test_all_samples_are_as_pydicom_converts_them(samples):
    compared = 0
    for path in samples:
        scan = scan_file(path.read_bytes())
        dataset = pydicom.dcmread(path, force=True)
        if not scan.meta and path.name.startswith("DICOMDIR"):
            continue
        theirs = dataset.to_json_dict(1024, lambda element: f"{element.tag:08x}", suppress_invalid_tags=True)
        if scan.pixel_data is not None:
            theirs = {key: value for key, value in theirs.items() if key <= "7FE00010"}
        ours = dicom_json(scan, str, threshold=1024)
        assert json.dumps(ours, allow_nan=False)
        odd = [found for found in _differences(ours, theirs) if not _is_meant(*found, scan)]
        assert odd == [], path.name
        compared += 1
    assert compared > 80


def test_person_names(convert, element):
    charset = element(0x00080005, "CS", b"ISO_IR 192")
    names = charset + element(0x00100010, "PN", "Wang^Xiao=王^小=\\=王".encode())
    shown = convert(names)
    assert shown["00100010"] == {
        "vr": "PN",
        "Value": [{"Alphabetic": "Wang^Xiao", "Ideographic": "王^小"}, {"Ideographic": "王"}],
    }


@pytest.mark.parametrize(
    ("tag", "vr", "value", "expected"),
    [
        (0x00200013, "IS", b"+12 ", [12]),
        (0x00200013, "IS", b"1_2 ", ["1_2"]),
        (0x00200013, "IS", b"x\\1 ", ["x", 1]),
        (0x00180050, "DS", b"1.50\\\\ 2", [1.5, None, 2.0]),
        (0x00180050, "DS", b"nan ", ["nan"]),
        (0x00189218, "FD", pack("<2d", 0.1, float("inf")), [0.1, None]),
        (0x00280009, "AT", b"\x18\0\x63\x10", ["00181063"]),
        (0x0008040C, "UV", pack("<2Q", 1, 2**63), [1, str(2**63)]),
        (0x00104000, "LT", b" a\\b", [" a\\b"]),
        (0x00101000, "LO", b"a \\ b ", ["a", "b"]),
        (0x00080020, "DA", b"        ", None),
    ],
)
def test_values(convert, element, tag, vr, value, expected):
    assert convert(element(tag, vr, value))[f"{tag:08X}"].get("Value") == expected


def test_binary_values(convert, element):
    shown = convert(element(0x00420011, "OB", b"abcd"))["00420011"]
    assert b64decode(shown["InlineBinary"]) == b"abcd"
    assert convert(element(0x00420011, "OB", b"abcd"), bulk_data_uri="/{}".format, threshold=3)["00420011"] == {
        "vr": "OB",
        "BulkDataURI": "/00420011",
    }


def test_bulk_data_inside_a_sequence_has_the_path_to_it(convert, element, item):
    icon = element(ICON, "SQ", item(b"") + item(element(0x7FE00010, "OB", b"abcd")))
    shown = convert(icon, bulk_data_uri=str, threshold=0)
    assert shown["00880200"]["Value"] == [{}, {"7FE00010": {"vr": "OB", "BulkDataURI": "00880200/2/7fe00010"}}]


def test_pixel_data(convert, element, item):
    native = element(0x7FE00010, "OW", b"abcd")
    fragments = pack("<HH2sHI", 0x7FE0, 0x10, b"OB", 0, 0xFFFFFFFF) + item(b"") + pack("<HHI", 0xFFFE, 0xE0DD, 0)
    for pixels, vr in ((native, "OW"), (fragments, "OB")):
        assert convert(after=pixels, bulk_data_uri=str)["7FE00010"] == {"vr": vr, "BulkDataURI": "7fe00010"}
    assert convert(after=native)["7FE00010"] == {"vr": "OW", "InlineBinary": "YWJjZA=="}
    assert convert(after=fragments)["7FE00010"] == {"vr": "OB"}


def test_signed_words_of_implicit_vr(small_file, sample):
    scan = scan_file(sample("MR_small_implicit.dcm"))
    assert dicom_json(scan)["00280106"]["vr"] == "SS"


def test_empty_sequences(convert, element, item):
    assert convert(element(REFERENCED, "SQ", b""))["00081140"] == {"vr": "SQ"}
    assert convert(element(REFERENCED, "SQ", item(b"")))["00081140"] == {"vr": "SQ", "Value": [{}]}
