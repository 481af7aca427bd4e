"""Queries, seen from outside: one archive, many questions."""

import json

import pytest
from broch.dimse import command
from broch_hostapi.errors import Refused
from broch_hostapi.testing.datasets import make_instance, uid

EXPLICIT, IMPLICIT = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2"
PATIENT_FIND, STUDY_FIND = "1.2.840.10008.5.1.4.1.2.1.1", "1.2.840.10008.5.1.4.1.2.2.1"
STATUS = 0x0900
MULLER, YAMADA = "Müller^Jürgen", "山田^太郎"

FILES = [
    make_instance(patient="A1", study=1, series=1, number=1, PatientName=MULLER, StudyDate="20200101", Modality="CT"),
    make_instance(patient="A1", study=1, series=1, number=2, PatientName=MULLER, StudyDate="20200101", Modality="CT"),
    make_instance(patient="A1", study=1, series=2, number=1, PatientName=MULLER, StudyDate="20200101", Modality="MR",
                  rows=8),
    make_instance(patient="A1", study=2, series=1, number=1, PatientName=MULLER, StudyDate="20210615"),
    make_instance(patient="A2", study=1, series=1, number=1, SpecificCharacterSet="ISO_IR 192", PatientName=YAMADA,
                  StudyDate="20221231", AccessionNumber="ACC*7"),
    make_instance(patient="B3", study=1, series=1, number=1, PatientName="Smith^Anna", StudyDate=""),
]  # fmt: skip
ANY_STUDY = sorted([uid("A1", 1), uid("A1", 2), uid("A2", 1), uid("B3", 1)])

pytestmark = pytest.mark.broch(config={"DicomAlwaysAllowFind": True})


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A server of its own for all questions that change nothing."""
    from broch.config import read_configuration
    from broch.host import start_host
    from broch_hostapi import Origin

    folder = tmp_path_factory.mktemp("archive")
    options = {"HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(folder), "DicomAlwaysAllowFind": True}
    (folder / "broch.json").write_text(json.dumps(options))
    host = start_host(read_configuration([folder / "broch.json"]))
    for file in FILES:
        host.host.ingest.receive(file, Origin("RestApi"))
    yield host
    host.stop()


@pytest.fixture
def ask(archive, open_scu):
    """The matches of a query; the final status must be success."""

    def ask(level, model=STUDY_FIND, syntax=EXPLICIT, **keys):
        scu = open_scu(archive.dicom_port, (model, [syntax]))
        *matches, final = scu.find(model, QueryRetrieveLevel=level, **keys)
        assert final[STATUS] == 0
        assert final["data"] is None
        assert all(match[STATUS] in (0xFF00, 0xFF01) for match in matches)
        return [match["data"] for match in matches]

    return ask


QUESTIONS = [
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": ""}, ANY_STUDY),
    (PATIENT_FIND, "STUDY", {"StudyInstanceUID": "", "PatientID": "A1"}, [uid("A1", 1), uid("A1", 2)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": uid("A1", 1)}, [uid("A1", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": [uid("A1", 1), uid("B3", 1), "1.2"]}, [uid("A1", 1), uid("B3", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "PatientName": "smith^anna"}, [uid("B3", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "PatientName": "SMI*"}, [uid("B3", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "PatientName": "sm?th^*"}, [uid("B3", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "PatientName": "smith"}, []),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "PatientName": "*"}, ANY_STUDY),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "SpecificCharacterSet": "ISO_IR 100", "PatientName": "müller*"},
     [uid("A1", 1), uid("A1", 2)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "SpecificCharacterSet": "ISO_IR 192", "PatientName": "山田*"},
     [uid("A2", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "PatientID": "a1"}, []),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "StudyDate": "20200101"}, [uid("A1", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "StudyDate": "20200101-20210615"}, [uid("A1", 1), uid("A1", 2)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "StudyDate": "20210101-"}, [uid("A1", 2), uid("A2", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "StudyDate": "-20200101"}, [uid("A1", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "ModalitiesInStudy": "MR"}, [uid("A1", 1)]),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "ModalitiesInStudy": ["CT", "OT"]}, ANY_STUDY),
    (STUDY_FIND, "STUDY", {"StudyInstanceUID": "", "AccessionNumber": "ACC*"}, [uid("A2", 1)]),
    (PATIENT_FIND, "PATIENT", {"PatientID": ""}, ["A1", "A2", "B3"]),
    (PATIENT_FIND, "PATIENT", {"PatientID": "A*"}, ["A1", "A2"]),
    (STUDY_FIND, "SERIES", {"SeriesInstanceUID": "", "StudyInstanceUID": uid("A1", 1)},
     [uid("A1", 1, 1), uid("A1", 1, 2)]),
    (STUDY_FIND, "SERIES", {"SeriesInstanceUID": "", "Modality": "MR"}, [uid("A1", 1, 2)]),
    (STUDY_FIND, "IMAGE", {"SOPInstanceUID": "", "SeriesInstanceUID": uid("A1", 1, 1)},
     [uid("A1", 1, 1, 1), uid("A1", 1, 1, 2)]),
    (STUDY_FIND, "IMAGE", {"SOPInstanceUID": "", "InstanceNumber": "2"}, [uid("A1", 1, 1, 2)]),
    (STUDY_FIND, "IMAGE", {"SOPInstanceUID": "", "Rows": 8}, [uid("A1", 1, 2, 1)]),
    (STUDY_FIND, "IMAGE", {"SOPInstanceUID": "", "ConversionType": "XXX"}, []),
]  # fmt: skip
UNIQUE = {"PATIENT": "PatientID", "STUDY": "StudyInstanceUID", "SERIES": "SeriesInstanceUID", "IMAGE": "SOPInstanceUID"}


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT])
def test_what_matches(ask, syntax):
    for model, level, keys, expected in QUESTIONS:
        found = ask(level, model, syntax, **keys)
        assert sorted(str(match[UNIQUE[level]].value) for match in found) == sorted(expected), (level, keys)
        for match in found:
            assert match.QueryRetrieveLevel == level
            assert match.RetrieveAETitle == "ORTHANC"
            assert {element.keyword for element in match} == {
                *keys, "QueryRetrieveLevel", "RetrieveAETitle", "SpecificCharacterSet"
            }  # fmt: skip


def test_what_is_computed(ask):
    (study,) = ask(
        "STUDY", StudyInstanceUID=uid("A1", 1), ModalitiesInStudy="", NumberOfStudyRelatedSeries="",
        NumberOfStudyRelatedInstances="", PatientBirthDate="", StudyTime="", InstanceAvailability="",
    )  # fmt: skip
    assert sorted(study.ModalitiesInStudy) == ["CT", "MR"]
    assert (study.NumberOfStudyRelatedSeries, study.NumberOfStudyRelatedInstances) == (2, 3)
    assert (study.PatientBirthDate, study.StudyTime, study.InstanceAvailability) == ("19700101", "030405", "ONLINE")
    (patient,) = ask(
        "PATIENT", PATIENT_FIND, PatientID="A1", NumberOfPatientRelatedStudies="", NumberOfPatientRelatedSeries="",
        NumberOfPatientRelatedInstances="",
    )  # fmt: skip
    counts = [patient[f"NumberOfPatientRelated{name}"].value for name in ("Studies", "Series", "Instances")]
    assert counts == [2, 3, 4]
    (series,) = ask("SERIES", SeriesInstanceUID=uid("A1", 1, 1), NumberOfSeriesRelatedInstances="")
    assert series.NumberOfSeriesRelatedInstances == 2


def test_keys_that_the_index_does_not_have_come_from_the_file(ask):
    (image,) = ask("IMAGE", SOPInstanceUID=uid("A1", 1, 2, 1), Rows=None, ConversionType="", BitsStored=8)
    assert (image.Rows, image.ConversionType, image.BitsStored) == (8, "SYN", 8)


def test_character_sets_of_answers(ask):
    (latin,) = ask("PATIENT", PATIENT_FIND, PatientID="A1", PatientName="")
    assert (latin.SpecificCharacterSet, str(latin.PatientName)) == ("ISO_IR 100", MULLER)
    (unicode,) = ask("PATIENT", PATIENT_FIND, PatientID="A2", PatientName="")
    assert (unicode.SpecificCharacterSet, str(unicode.PatientName)) == ("ISO_IR 192", YAMADA)


def test_what_makes_no_sense(archive, open_scu):
    scu = open_scu(archive.dicom_port, STUDY_FIND)
    for keys in ({"QueryRetrieveLevel": "TABLE"}, {"StudyInstanceUID": ""}, {"QueryRetrieveLevel": ""}):
        (answer,) = scu.find(STUDY_FIND, **keys)
        assert answer[STATUS] == 0xA900, keys
    assert scu.find(STUDY_FIND, QueryRetrieveLevel="STUDY", StudyDate="2020*")[-1][STATUS] >> 8 in (0xA9, 0xC0)
    scu.send(STUDY_FIND, command.find_request(1, STUDY_FIND), b"\x08\x00rubbish")
    assert scu.answer()[STATUS] >> 8 in (0xA9, 0xC0)
    assert scu.find(STUDY_FIND, QueryRetrieveLevel="STUDY", StudyInstanceUID="1.2")[-1][STATUS] == 0


def test_every_answer_belongs_to_its_request(archive, open_scu):
    scu = open_scu(archive.dicom_port, STUDY_FIND)
    for answer in scu.find(STUDY_FIND, QueryRetrieveLevel="STUDY", StudyInstanceUID=""):
        assert (answer[0x0002], answer[0x0100], answer[0x0120]) == (STUDY_FIND, 0x8020, 7)


@pytest.mark.broch(config={"LimitFindResults": 2, "LimitFindInstances": 3})
def test_limits(running_host, http_client, open_scu):
    for number in range(1, 6):
        http_client.post("/instances", make_instance(study=number))
    scu = open_scu(running_host.dicom_port, STUDY_FIND)
    assert len(scu.find(STUDY_FIND, QueryRetrieveLevel="STUDY", StudyInstanceUID="")) == 2 + 1
    assert len(scu.find(STUDY_FIND, QueryRetrieveLevel="SERIES", SeriesInstanceUID="")) == 2 + 1
    assert len(scu.find(STUDY_FIND, QueryRetrieveLevel="IMAGE", SOPInstanceUID="")) == 3 + 1


@pytest.mark.broch(config={"CaseSensitivePN": True})
def test_cancelling_and_case(running_host, open_scu, http_client):
    from broch_hostapi import Origin

    for number in range(200):
        running_host.host.ingest.receive(make_instance(number=number), Origin("RestApi"))
    scu = open_scu(running_host.dicom_port, STUDY_FIND)
    matches = scu.find(STUDY_FIND, QueryRetrieveLevel="IMAGE", SOPInstanceUID="")
    assert len(matches) == 201
    scu.association.send(scu.context(STUDY_FIND), command.cancel_request(7))  # too late: of a query that is over
    assert len(scu.find(STUDY_FIND, QueryRetrieveLevel="IMAGE", SOPInstanceUID="")) in range(2, 202)

    data = command.find_request(8, STUDY_FIND), b"\x08\x00\x52\x00CS\x06\x00IMAGE \x08\x00\x18\x00UI\x00\x00"
    context = scu.context(STUDY_FIND)
    scu.association.send_encoded(
        scu.association.encoded(context, *data) + scu.association.encoded(context, command.cancel_request(8), b"")[:-12]
    )
    answers = scu.answers()
    assert answers[-1][STATUS] == 0xFE00
    assert len(answers) < 200
    for name, expected in (("NOBODY*", 0), ("Nobody*", 1)):
        assert len(scu.find(STUDY_FIND, QueryRetrieveLevel="STUDY", PatientName=name)) == expected + 1


def test_a_plugin_revises_queries(running_host, http_client, open_scu, add_plugin):
    from dataclasses import replace

    for patient in ("P1", "P2"):
        http_client.post("/instances", make_instance(patient=patient))

    def revise_find_query(self, query):
        if query.origin.remote_aet == "ROGUE":
            raise Refused("not you")
        return replace(query, criteria={**query.criteria, 0x00100020: "P2"})

    add_plugin(revise_find_query=revise_find_query)
    keys = {"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": ""}
    match, final = open_scu(running_host.dicom_port, STUDY_FIND).find(STUDY_FIND, **keys)
    assert (match["data"].StudyInstanceUID, final[STATUS]) == (uid("P2", 1), 0)
    rogue = open_scu(running_host.dicom_port, STUDY_FIND, calling="ROGUE")
    assert rogue.find(STUDY_FIND, **keys)[0][STATUS] == 0xC000
