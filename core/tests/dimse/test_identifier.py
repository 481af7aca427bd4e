"""Answers to queries, read back by pydicom."""

import contextlib
import io
from types import SimpleNamespace

import pytest
from broch.dataset.conventions import Conventions
from broch.dataset.scan import scan_dataset
from broch.dimse.identifier import AnswerEncoder, Identifier
from broch.index.main_tags import DEFAULT, TagLists
from broch_hostapi import Level, Resource
from broch_hostapi.errors import BadRequest, BrochError, NotFound
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom import Dataset, dcmread
from pydicom.datadict import tag_for_keyword
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"


def encoded(ds, syntax):
    file = DicomBytesIO()
    file.is_little_endian, file.is_implicit_VR = True, syntax == IMPLICIT
    write_dataset(file, ds)
    return file.getvalue()


def query(level="STUDY", syntax=IMPLICIT, **keys):
    ds = Dataset()
    ds.QueryRetrieveLevel = level
    for keyword, value in keys.items():
        setattr(ds, keyword, value)
    return Identifier.read(scan_dataset(encoded(ds, syntax), syntax))


def host(default_encoding="Latin1", **configuration):
    index = SimpleNamespace(
        sop_classes_in_study=lambda study: ["1.2", f"1.{study}"], stored_instances=lambda level, public_id: iter(())
    )
    datasets = SimpleNamespace(conventions=Conventions(default_encoding=default_encoding))
    return SimpleNamespace(
        configuration=configuration, server=SimpleNamespace(aet="BROCH"), index=index, datasets=datasets
    )


def resource(level=Level.STUDY, tags=None, upper=None, **fields):
    return Resource(level, "3", "1.2.3", None, tags or {}, upper or {}, {}, True, "", **fields)


def answer(identifier, found, syntax=IMPLICIT, **configuration):
    data = AnswerEncoder(host(**configuration), identifier, explicit=syntax == EXPLICIT).encode(found)
    return dcmread(io.BytesIO(meta(syntax) + data), force=True)


def meta(syntax):
    ds = Dataset()
    ds.TransferSyntaxUID = syntax
    body = encoded(ds, EXPLICIT)
    return b"\0" * 128 + b"DICM" + body


@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT])
def test_an_answer(syntax):
    asked = query(syntax=syntax, PatientName="D*", StudyDate="", ModalitiesInStudy="", NumberOfStudyRelatedInstances="",
                  SOPClassesInStudy="", InstanceAvailability="", ReferencedStudySequence=[], Rows=None)  # fmt: skip
    assert asked.level is Level.STUDY
    assert asked.criteria == {0x00100010: "D*"}
    found = resource(
        tags={"StudyDate": "20200102"}, upper={"PatientName": "Doe^J"}, instances=7, modalities=("CT", "MR")
    )
    ds = answer(asked, found, syntax)
    assert ds.PatientName == "Doe^J"
    assert (ds.StudyDate, ds.NumberOfStudyRelatedInstances) == ("20200102", 7)
    assert ds.ModalitiesInStudy == ["CT", "MR"]
    assert ds.SOPClassesInStudy == ["1.2", "1.3"]
    assert (ds.QueryRetrieveLevel, ds.RetrieveAETitle, ds.InstanceAvailability) == ("STUDY", "BROCH", "ONLINE")
    assert ds.SpecificCharacterSet == "ISO_IR 100"
    assert list(ds.ReferencedStudySequence) == []
    assert ds.Rows is None
    assert sorted(ds.keys()) == list(ds.keys())


def test_the_character_set_says_it_all():
    asked = query(PatientName="")
    assert answer(asked, resource(upper={"PatientName": "Müller"})).SpecificCharacterSet == "ISO_IR 100"
    ds = answer(asked, resource(upper={"PatientName": "Иван"}))
    assert (ds.SpecificCharacterSet, ds.PatientName) == ("ISO_IR 192", "Иван")
    ds = answer(asked, resource(upper={"PatientName": "Иван"}), default_encoding="Cyrillic")
    assert (ds.SpecificCharacterSet, ds.PatientName) == ("ISO_IR 144", "Иван")


def test_levels():
    assert answer(query("IMAGE", InstanceNumber=""), resource(Level.INSTANCE)).QueryRetrieveLevel == "IMAGE"
    assert query("patient").level is Level.PATIENT
    for wrong in ("", "NONSENSE"):
        with pytest.raises(BadRequest):
            query(wrong)


def test_more_keys_than_usual():
    ds = Dataset()
    ds.QueryRetrieveLevel = "STUDY"
    for number in range(200):
        ds.add_new(0x00091000 + number, "LO", "")
    ds.PatientID = ""
    asked = Identifier.read(scan_dataset(encoded(ds, EXPLICIT), EXPLICIT))
    found = answer(asked, resource(upper={"PatientID": "P"}), EXPLICIT)
    assert found.PatientID == "P"
    assert len(found) == 204


TEXTS = ("PatientID", "PatientName", "StudyInstanceUID", "AccessionNumber", "StudyDescription")
VALUE = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(TEXTS), VALUE), st.sampled_from([IMPLICIT, EXPLICIT]), st.booleans())
def test_any_value_comes_back(values, syntax, upper):
    asked = query(**dict.fromkeys(TEXTS, ""))
    found = resource(upper=values) if upper else resource(tags=values)
    data = AnswerEncoder(host(), asked, explicit=syntax == EXPLICIT).encode(found)
    assert len(data) % 2 == 0
    scan = scan_dataset(data, syntax)
    charset = "utf_8" if scan.text(0x00080005) == "ISO_IR 192" else "latin_1"
    for keyword in TEXTS:
        value = values.get(keyword, "").encode(charset)
        raw = scan.raw(tag_for_keyword(keyword))
        assert raw in (value, value + b" ", value + b"\0")


@given(st.binary(max_size=200))
def test_rubbish_is_refused_or_read(data):
    with contextlib.suppress(BrochError):
        Identifier.read(scan_dataset(data, IMPLICIT))


def test_what_is_deleted_meanwhile_is_answered_all_the_same():
    def gone(*_):
        raise NotFound("study", "3")

    server = host()
    server.index.stored_instances = server.index.sop_classes_in_study = gone
    asked = query(PatientID="", PatientAge="", SOPClassesInStudy="")
    data = AnswerEncoder(server, asked, explicit=False).encode(resource(upper={"PatientID": "P"}))
    ds = dcmread(io.BytesIO(meta(IMPLICIT) + data), force=True)
    assert (ds.PatientID, ds.PatientAge, ds.SOPClassesInStudy) == ("P", "", "")


def test_tags_of_files(caplog):
    """They are read unless the configuration says no, and not for tags that it lets the index keep."""
    opened = []

    def answered(main_tags=DEFAULT, **configuration):
        server = host(**configuration)
        server.index.main_tags = main_tags
        server.index.stored_instances = lambda level, public_id: opened.append(public_id) or iter(())
        data = AnswerEncoder(server, query(PatientAge=""), explicit=False).encode(
            resource(tags={"PatientAge": "060Y"} if main_tags is not DEFAULT else {})
        )
        return dcmread(io.BytesIO(meta(IMPLICIT) + data), force=True).PatientAge

    assert (answered(), opened) == ("", ["3"])
    assert "W001" in caplog.text
    assert (answered(StorageAccessOnFind="Answers"), opened) == ("", ["3", "3"])
    assert (answered(StorageAccessOnFind="Never"), opened) == ("", ["3", "3"])
    assert "W007" in caplog.text
    assert (answered(TagLists({Level.STUDY: (0x00101010,)})), opened) == ("060Y", ["3", "3"])
