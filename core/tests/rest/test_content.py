import io

import pydicom
import pytest
from broch_hostapi import Origin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file

ORIGIN = Origin("RestApi")


@pytest.fixture
def store(running_host):
    def receive(name="CT_small.dcm", **attributes):
        ds = pydicom.dcmread(get_testdata_file(name, download=False))
        for keyword, value in attributes.items():
            if value is None:
                ds.pop(keyword, None)
            else:
                setattr(ds, keyword, value)
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
        file = io.BytesIO()
        ds.save_as(file)
        return running_host.host.ingest.receive(file.getvalue(), ORIGIN)

    return receive


def test_content(http_client, store):
    plan = f"/instances/{store('rtplan.dcm').instance}/content"
    assert http_client.get_json(plan)[0] == "0008-0012"
    assert http_client.get_json(f"{plan}/") == http_client.get_json(plan)
    assert http_client.get_json(f"{plan}/BeamSequence") == ["0"]
    answer = http_client.get(f"{plan}/BeamSequence/0/BeamName")
    assert (answer.body, answer.headers["content-type"]) == (b"Field 1 ", "application/octet-stream")
    assert answer.headers["content-length"] == "8"
    for path in ("PixelData", "BeamSequence/1", "BeamSequence/x"):
        answer = http_client.get(f"{plan}/{path}")
        assert (answer.status, answer.body) == (404, b"")
    answer = http_client.get(f"{plan}/Nope")
    assert (answer.status, answer.json["OrthancStatus"]) == (400, 27)
    assert http_client.get(f"{plan}/{'0/' * 3000}").status == 400


def test_pixels(http_client, store):
    ct = f"/instances/{store().instance}/content/7fe0-0010"
    assert http_client.get_json(ct) == ["0"]
    assert len(http_client.get(f"{ct}/0").body) == 32768
    jpeg = f"/instances/{store('JPEG2000.dcm').instance}/content/7fe0-0010"
    assert http_client.get_json(jpeg) == ["0", "1"]
    assert http_client.get(f"{jpeg}/0").body == b""
    assert http_client.get(f"{jpeg}/1").body[:2] == b"\xff\x4f"


def test_models(http_client, store):
    one = f"/instances/{store().instance}/file"
    xml = http_client.get(one, {"Accept": "application/dicom+xml"})
    assert xml.headers["content-type"] == "application/dicom+xml"
    assert b'<DicomAttribute tag="00100020" vr="LO" keyword="PatientID">' in xml.body
    model = http_client.get(one, {"Accept": "application/dicom+json"})
    assert model.headers["content-type"] == "application/dicom+json"
    assert model.json["00100020"] == {"vr": "LO", "Value": ["1CT1"]}
    for accept in ("application/dicom+json, */*", "*/*", "application/dicom"):
        assert http_client.get(one, {"Accept": accept}).headers["content-type"] == "application/dicom"


def test_a_volume_in_order(http_client, store):
    places = (3, 1, 2)
    stored = {
        z: store(SOPInstanceUID=f"1.2.{z}", ImagePositionPatient=[0, 0, z], InstanceNumber=-z, NumberOfFrames=z)
        for z in places
    }
    ids = [stored[z].instance for z in sorted(places)]
    assert http_client.get_json(f"/series/{stored[1].series}/ordered-slices") == {
        "Dicom": [f"/instances/{one}/file" for one in ids],
        "Slices": [f"/instances/{one}/frames/{frame}" for z, one in enumerate(ids, 1) for frame in range(z)],
        "SlicesShort": [[one, 0, z] for z, one in enumerate(ids, 1)],
        "Type": "Volume",
    }


def test_a_sequence_in_order(http_client, store):
    stored = [store(SOPInstanceUID=f"1.2.{n}", ImagePositionPatient=None, InstanceNumber=n) for n in (5, 2)]
    ordered = http_client.get_json(f"/series/{stored[0].series}/ordered-slices")
    assert ordered["Type"] == "Sequence"
    assert [one for one, _, _ in ordered["SlicesShort"]] == [stored[1].instance, stored[0].instance]


def test_what_has_no_order(http_client, store):
    one = store(SOPInstanceUID="1.2.1", ImagePositionPatient=None, InstanceNumber=None)
    assert http_client.get_json(f"/series/{one.series}/ordered-slices")["SlicesShort"] == [[one.instance, 0, 1]]
    store(SOPInstanceUID="1.2.2", ImagePositionPatient=None, InstanceNumber=None)
    assert http_client.get(f"/series/{one.series}/ordered-slices").status == 400
    assert http_client.get("/series/nope/ordered-slices").status == 404


@pytest.fixture
def client(running_host, store):
    return running_host.host.rest.app.test_client(), f"/instances/{store('rtplan.dcm').instance}/content"


PARTS = st.one_of(st.text(max_size=9), st.sampled_from(["BeamSequence", "0", "300a-00b0", "..", "-1", "0010,0010"]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARTS, max_size=5))
def test_any_path_is_answered(client, parts):
    app, content = client
    assert app.get("/".join([content, *parts])).status_code in (200, 308, 400, 404)
