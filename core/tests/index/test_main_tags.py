import struct

import pytest
from broch.dataset.dictionary import keyword
from broch.dataset.scan import scan_dataset
from broch.index.main_tags import MAIN_TAGS, MainTags, TagLists
from broch_hostapi.errors import ConfigurationError
from broch_hostapi.resources import Level, Resource


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
    patient, study, series, instance = MainTags(scan(values))
    assert patient == {"PatientName": "Doe^John", "PatientSex": ""}
    assert study == {"StudyDescription": "x" * 256}
    assert series == instance == {"ImageOrientationPatient": "1\\0"}


def resource(level, **metadata):
    return Resource(level, "", "", None, {}, {}, metadata, True, "")


def test_extra_tags(caplog):
    lists = TagLists.configured(
        {"ExtraMainDicomTags": {"Study": ["0010,4000", "StudyDate"], "Instance": ["Rows", "DoseReferenceSequence"]}}
    )
    assert "DoseReferenceSequence" in caplog.text
    values = {0x00104000: b"ill", 0x00280010: b"64", 0x00080020: b"2020"}
    _, study, _, instance = MainTags(scan(values), lists)
    assert study == {"StudyDate": "2020", "PatientComments": "ill"}
    assert instance == {"Rows": "64"}
    assert lists.levels[0x00104000] is Level.STUDY
    assert lists.signature(Level.SERIES) == lists.signature(Level.PATIENT) == ""
    assert lists.signature(Level.INSTANCE).endswith(";0028,0008;0028,0010;0054,1330")
    assert "0010,0020" in lists.signature(Level.STUDY)
    with pytest.raises(ConfigurationError, match="Nope"):
        TagLists.configured({"ExtraMainDicomTags": {"Study": ["Nope"]}})
    assert TagLists.configured({"ExtraMainDicomTags": {"Study": []}}) is TagLists.configured({})


def test_what_the_index_has():
    lists = TagLists({Level.STUDY: (0x00104000,)})
    assert lists.has(0x00100010, resource(Level.INSTANCE))
    assert lists.has(0x00080060, resource(Level.SERIES))
    assert not lists.has(0x00080060, resource(Level.STUDY))
    assert not lists.has(0x00280010, resource(Level.INSTANCE))
    assert not lists.has(0x00104000, resource(Level.STUDY)), "indexed before the tag was kept"
    assert lists.has(0x00104000, resource(Level.STUDY, MainDicomTagsSignature=lists.signature(Level.STUDY)))
