"""``/tools/create-dicom`` over HTTP."""

import base64
import io
import json

import pydicom
import pytest
from broch_hostapi import Level, Origin
from broch_hostapi.testing.datasets import make_instance

PDF = "data:application/pdf;base64," + base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()


def create(http_client, body):
    return http_client.post("/tools/create-dicom", json.dumps(body))


def file_of(http_client, answer):
    assert answer.status == 200, answer.body
    return pydicom.dcmread(io.BytesIO(http_client.get(f"{answer.json['Path']}/file").body))


@pytest.fixture
def parent(running_host):
    file = make_instance(SpecificCharacterSet="ISO_IR 144", PatientName="Иван", ProtocolName="PN")
    return running_host.host.ingest.receive(file, Origin("RestApi"))


def test_one_instance(http_client):
    answer = create(http_client, {"Tags": {"PatientName": "A^B"}, "Content": PDF})
    assert answer.json.keys() == {"ID", "ParentPatient", "ParentSeries", "ParentStudy", "Path", "Status"}
    assert (answer.json["Status"], answer.json["Path"]) == ("Success", f"/instances/{answer.json['ID']}")
    ds = file_of(http_client, answer)
    assert (ds.PatientName, ds.SOPClassUID) == ("A^B", "1.2.840.10008.5.1.4.1.1.104.1")
    assert http_client.get_json(f"/instances/{answer.json['ID']}/metadata?expand")["Origin"] == "RestApi"


@pytest.mark.parametrize("level", ["patient", "study", "series"])
def test_below_a_parent(http_client, parent, level):
    answer = create(http_client, {"Tags": {"InstanceNumber": "7"}, "Parent": getattr(parent, level)})
    ds = file_of(http_client, answer)
    assert (ds.PatientName, ds.SpecificCharacterSet, ds.InstanceNumber) == ("Иван", "ISO_IR 144", 7)
    assert answer.json["ParentPatient"] == parent.patient
    assert (answer.json["ParentStudy"] == parent.study) == (level != "patient")
    assert (answer.json["ParentSeries"] == parent.series) == (level == "series")


def test_a_series(http_client, parent):
    answer = create(http_client, {"Tags": {}, "Parent": parent.study, "Content": [PDF, {"Content": PDF, "Tags": {}}]})
    assert answer.json.keys() == {"ID", "Path", "Status"}
    assert answer.json["Path"] == f"/series/{answer.json['ID']}"
    assert len(http_client.get_json(f"{answer.json['Path']}/instances")) == 2


def test_a_series_is_there_whole_or_not_at_all(http_client, parent):
    answer = create(
        http_client, {"Tags": {}, "Parent": parent.study, "Content": [PDF, PDF, "data:image/png;base64,AAAA"]}
    )
    assert (answer.status, answer.json["OrthancStatus"]) == (400, 15)
    assert len(http_client.get_json("/instances")) == 1


def test_a_series_that_cannot_be_stored_goes_again(running_host, http_client, parent, monkeypatch):
    from broch.ingest import Ingest
    from broch_hostapi.errors import StorageFull

    receive, count = Ingest.receive, iter(range(9))

    def full(self, file, origin):
        if next(count) == 2:
            raise StorageFull("full")
        return receive(self, file, origin)

    monkeypatch.setattr(Ingest, "receive", full)
    answer = create(http_client, {"Tags": {}, "Parent": parent.study, "Content": [PDF] * 4})
    assert answer.status == 507
    assert list(running_host.host.index.children(Level.STUDY, parent.study, Level.INSTANCE)) == [parent.instance]


@pytest.mark.parametrize(
    ("body", "status", "code", "details"),
    [
        ([], 400, 8, "object"), ({"Tags": {"Nope": "x"}}, 400, 27, "Nope"),
        ({"Tags": {"InstanceNumber": 5}}, 400, 5, "0020,0013"),
        ({"Tags": {"StudyInstanceUID": "1"}}, 400, 2020, "StudyInstanceUID"),
        ({"Tags": {"PixelData": "x"}}, 400, 2021, "Content"), ({"Tags": {}, "Content": 5}, 400, 2023, "Content"),
        ({"Tags": {}, "Parent": "nope"}, 400, 2024, "nope"), ({"Tags": {}, "Parent": 5}, 400, 2024, "Parent"),
        ({"Tags": {}, "Parent": "instance"}, 400, 2025, ""), ({"Tags": {"PatientName": "x"},
        "Parent": "series"}, 400, 2020, "PatientName"),
        ({"Tags": {}, "Content": "data:image/gif;base64,AAAA"}, 415, 3000, "image/gif"),
        ({"Tags": {"AccessionNumber": "x" * 70000}}, 413, 8, "0008,0050"),
    ],
)  # fmt: skip
def test_refusals(http_client, parent, body, status, code, details):
    if isinstance(body, dict) and body.get("Parent") in ("instance", "series"):
        body = body | {"Parent": getattr(parent, body["Parent"])}
    answer = create(http_client, body)
    assert (answer.status, answer.json["OrthancStatus"]) == (status, code)
    assert details in answer.json["Details"]
    assert len(http_client.get_json("/instances")) == 1


def test_what_is_no_json(http_client):
    for body in ("", "{", "\xff"):
        answer = http_client.post("/tools/create-dicom", body)
        assert (answer.status, answer.json["OrthancStatus"]) == (400, 8)


@pytest.mark.broch(config={"DefaultEncoding": "Cyrillic", "Dictionary": {"0099,1011": ["LO", "Ours", 1, 1, "US"]}})
def test_the_conventions_of_the_host(http_client):
    ds = file_of(http_client, create(http_client, {"Tags": {"PatientName": "Иван"}}))
    assert (ds.SpecificCharacterSet, ds.PatientName) == ("ISO_IR 144", "Иван")
    own = file_of(http_client, create(http_client, {"Tags": {"0099,1011": "x"}, "PrivateCreator": "US"}))
    assert (own[0x00990010].value, own[0x00991011].VR) == ("US", "LO")
