import struct

from broch.dataset.dictionary import keyword
from broch.dataset.scan import scan_dataset
from broch.index.main_tags import MAIN_TAGS, is_main_tag, main_tags
from broch_hostapi.resources import Level


def scan(values):
    """Of an explicit VR data set with these values, all as LO."""
    elements = (struct.pack("<HH2sH", tag >> 16, tag & 0xFFFF, b"LO", len(v)) + v for tag, v in sorted(values.items()))
    return scan_dataset(b"".join(elements), "1.2.840.10008.1.2.1")


def test_lists():
    assert [len(MAIN_TAGS[level]) for level in Level] == [5, 10, 22, 11]
    assert all(keyword(tag) for tags in MAIN_TAGS.values() for tag in tags)


def test_absent_empty_and_long_values():
    values = {
        0x00100010: b"Doe^John",
        0x00100040: b"",
        0x00200037: b"1\\0 ",
        0x00081030: b"x" * 256,
        0x00080080: b"x" * 258,
    }
    patient, study, series, instance = main_tags(scan(values))
    assert patient == {"PatientName": "Doe^John", "PatientSex": ""}
    assert study == {"StudyDescription": "x" * 256}
    assert series == instance == {"ImageOrientationPatient": "1\\0"}


def test_is_main_tag():
    assert is_main_tag(0x00100010, Level.INSTANCE)
    assert is_main_tag(0x00080060, Level.SERIES)
    assert not is_main_tag(0x00080060, Level.STUDY)
    assert not is_main_tag(0x00104000, Level.INSTANCE)
