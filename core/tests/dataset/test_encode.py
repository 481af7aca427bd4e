import io
from struct import pack

import pytest
from broch.dataset.encode import NUMBERS, encode, encode_value
from hypothesis import given
from hypothesis import strategies as st
from pydicom.filereader import read_dataset


def read(data, *, explicit):
    return read_dataset(io.BytesIO(data), not explicit, True)


@pytest.mark.parametrize("explicit", [True, False])
def test_pydicom_reads_what_is_written(explicit):
    elements = [
        (0x00080005, "CS", b"ISO_IR 100"), (0x00080018, "UI", b"1.2.3"), (0x00080060, "CS", b"CT"),
        (0x00100010, "PN", "Müller".encode("latin-1")), (0x00280010, "US", pack("<H", 512)),
        (0x00400275, "SQ", b""), (0x00420011, "OB", b"abc"), (0x0040A160, "UT", b"odd"),
    ]  # fmt: skip
    dataset = read(encode(sorted(elements), explicit=explicit), explicit=explicit)
    assert (dataset.SOPInstanceUID, dataset.Modality, dataset.Rows) == ("1.2.3", "CT", 512)
    assert (str(dataset.PatientName), dataset.EncapsulatedDocument, dataset.TextValue) == ("Müller", b"abc\0", "odd")
    assert len(dataset.RequestAttributesSequence) == 0
    assert len(dataset) == len(elements)


def test_every_value_is_padded_to_an_even_length():
    assert encode([(0x00080018, "UI", b"1")], explicit=True).endswith(b"\2\0" + b"1\0")
    assert encode([(0x00080060, "CS", b"M")], explicit=True).endswith(b"M ")
    assert encode([(0x00420011, "OB", b"M")], explicit=False).endswith(b"\2\0\0\0M\0")


def test_what_is_too_long_for_its_length_is_cut():
    data = encode([(0x00100010, "PN", b"x" * 70001), (0x00100020, "LO", b"after")], explicit=True)
    assert read(data, explicit=True).PatientID == "after"
    assert len(read(encode([(0x0040A160, "UT", b"x" * 70000)], explicit=True), explicit=True).TextValue) == 70000


@pytest.mark.parametrize(
    ("vr", "text", "value"),
    [
        ("US", "1\\65535", pack("<HH", 1, 65535)), ("SS", "-2", pack("<h", -2)), ("UL", "7", pack("<I", 7)),
        ("FD", "0.5", pack("<d", 0.5)), ("FL", "1e2", pack("<f", 100)), ("SV", "-9", pack("<q", -9)),
        ("UV", str(2**63), pack("<Q", 2**63)), ("US", "", b""), ("US", "many", b""), ("US", "-1", b""),
        ("US", "70000", b""), ("FL", "1e300", b""), ("AT", "00100020", b"\x10\0\x20\0"),
        ("AT", "0010,0020", b"\x10\0\x20\0"), ("AT", "rubbish!", b""), ("SQ", "anything", b""),
        ("PN", "Müller", "Müller".encode("latin-1")), ("UI", "1.2", b"1.2"),
    ],
)  # fmt: skip
def test_values(vr, text, value):
    assert encode_value(vr, text, "latin-1") == value


def test_what_the_character_set_cannot_say():
    with pytest.raises(UnicodeEncodeError):
        encode_value("PN", "山田", "latin-1")
    assert encode_value("PN", "山田", "utf-8") == "山田".encode()


@given(st.sampled_from([*NUMBERS, "AT"]), st.text(max_size=30))
def test_no_text_breaks_a_number(vr, text):
    size = {"SV": 8, "UV": 8, "FD": 8, "US": 2, "SS": 2}.get(vr, 4)
    assert len(encode_value(vr, text, "utf-8")) % size == 0


@given(st.lists(st.binary(max_size=40), max_size=5), st.booleans())
def test_what_is_written_can_be_scanned(values, explicit):
    from broch.dataset.scan import scan_dataset

    elements = [(0x00100020 + (n << 16), "LO", value) for n, value in enumerate(values)]
    data = encode(elements, explicit=explicit)
    scan = scan_dataset(data, "1.2.840.10008.1.2.1" if explicit else "1.2.840.10008.1.2")
    assert [scan.raw(tag) for tag, _, _ in elements] == [v + b" " * (len(v) % 2) for v in values]
