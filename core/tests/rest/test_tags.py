import io
import json

import pydicom
import pytest
from broch.rest.tag_answers import TagAnswers
from broch_hostapi import Origin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file

ORIGIN = Origin("RestApi")


def slices(count):
    for number in range(1, count + 1):
        ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
        ds.InstanceNumber, ds.ImagePositionPatient = count - number, [0, 0, 5 * number]
        file = io.BytesIO()
        ds.save_as(file)
        yield file.getvalue()


@pytest.fixture
def stored(running_host):
    return [running_host.host.ingest.receive(data, ORIGIN) for data in slices(3)]


@pytest.fixture
def get(http_client):
    return http_client.get_json


def test_tags_in_three_formats(get, stored):
    one = f"/instances/{stored[0].instance}"
    assert get(f"{one}/tags")["0010,0020"] == {"Name": "PatientID", "Type": "String", "Value": "1CT1"}
    assert get(f"{one}/tags?short")["0010,0020"] == "1CT1"
    assert get(f"{one}/tags?simplify") == get(f"{one}/simplified-tags") == get(f"{one}/tags?short&simplify")
    assert get(f"{one}/simplified-tags")["PatientID"] == "1CT1"


def test_long_values_and_what_is_behind_the_pixels(get, http_client, stored):
    one = f"/instances/{stored[0].instance}/tags"
    assert get(f"{one}?short&ignore-length=PatientName;0010,0020") == get(f"{one}?short")
    assert "fffc,fffc" not in get(f"{one}?whole=false")
    assert get(f"{one}?whole=true")["fffc,fffc"]["Type"] == "Null"
    assert get(f"{one}?whole") == get(f"{one}?whole=true")
    assert get(f"{one}?whole=true")["7fe0,0010"] == get(one)["7fe0,0010"]
    for wrong in ("", "Nope", ";", "0010,001"):
        answer = http_client.get(f"{one}?ignore-length={wrong}")
        assert (answer.status, answer.json["OrthancStatus"]) == (400, 27)


def test_the_header(get, stored):
    header = f"/instances/{stored[0].instance}/header"
    assert get(f"{header}?simplify")["TransferSyntaxUID"] == "1.2.840.10008.1.2.1"
    assert get(header)["0002,0010"]["Name"] == "TransferSyntaxUID"
    assert get(f"{header}?short")["0002,0003"] == "1.2.3.1"


def test_modules(get, stored):
    outcome = stored[0]
    modules = {
        f"/patients/{outcome.patient}/module": {"PatientID", "OtherPatientIDsSequence"},
        f"/studies/{outcome.study}/module": {"StudyInstanceUID"},
        f"/studies/{outcome.study}/module-patient": {"PatientID", "OtherPatientIDsSequence"},
        f"/series/{outcome.series}/module": {"Modality"},
        f"/instances/{outcome.instance}/module": {"SOPInstanceUID"},
    }
    for path, names in modules.items():
        tags = get(f"{path}?simplify")
        assert names <= tags.keys() <= get(f"/instances/{outcome.instance}/simplified-tags").keys()
        assert len(tags) < 20


@pytest.mark.parametrize("level", ["patients", "studies", "series"])
def test_all_below_and_what_they_share(get, stored, level):
    outcome = stored[0]
    one = {"patients": outcome.patient, "studies": outcome.study, "series": outcome.series}[level]
    below = get(f"/{level}/{one}/instances-tags?simplify")
    assert {public_id: tags["SOPInstanceUID"] for public_id, tags in below.items()} == {
        outcome.instance: f"1.2.3.{number}" for number, outcome in enumerate(stored, start=1)
    }
    shared = get(f"/{level}/{one}/shared-tags?simplify")
    assert shared["PatientID"] == "1CT1"
    assert not {"SOPInstanceUID", "ImagePositionPatient", "OtherPatientIDsSequence"} & shared.keys()
    assert get(f"/{level}/{one}/shared-tags?short")["0010,0020"] == "1CT1"


def test_all_below_are_read_one_after_the_other_while_they_are_sent(running_host, stored, monkeypatch):
    asked = []

    def json_of(self, attachment, form, ignored=frozenset()):
        asked.append(attachment.uuid)
        return b"0" * (1 << 17)

    monkeypatch.setattr(TagAnswers, "json", json_of)
    client = running_host.host.rest.app.test_client()
    answer = client.get(f"/series/{stored[0].series}/instances-tags", buffered=False)
    assert len(asked) < len(stored)
    assert len(answer.data) > 3 << 17
    assert len(asked) == len(stored)


def test_what_is_not_there(http_client):
    paths = [f"/instances/nope/{what}" for what in ("tags", "simplified-tags", "header", "module", "content")]
    paths += ["/series/nope/shared-tags", "/series/nope/instances-tags", "/studies/nope/module-patient"]
    for path in paths:
        answer = http_client.get(path)
        assert (answer.status, answer.json["OrthancStatus"]) == (404, 17)


def test_invalidate(http_client, stored):
    path = f"/instances/{stored[0].instance}/tags"
    before = http_client.get(path).body
    assert http_client.post("/tools/invalidate-tags", "x").status == 200
    assert http_client.get(path).body == before


FLAGS = st.sampled_from(["simplify", "short", "full", "whole", "ignore-length"])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(FLAGS, st.text(max_size=8), max_size=4), st.integers(0, 4))
def test_any_parameter_is_used_or_refused(any_host, parameters, which):
    rest, outcome = any_host
    path = (
        f"/instances/{outcome.instance}/tags",
        f"/instances/{outcome.instance}/header",
        f"/studies/{outcome.study}/module-patient",
        f"/series/{outcome.series}/shared-tags",
        f"/series/{outcome.series}/instances-tags",
    )[which]
    assert rest.get(path, query_string=parameters).status_code in (200, 400)


@pytest.fixture
def any_host(running_host, stored):
    return running_host.host.rest.app.test_client(), stored[0]


def test_the_configured_dictionary(tmp_path, start_with):
    (tmp_path / "own.dic").write_text("(0014,9999)\tLO\tFromFile\t1\n")
    options = {
        "Dictionary": {"0029,1002": ["LO", "AcmeTwo", 1, 1, "ACME 1"]},
        "ExternalDictionaries": [str(tmp_path / "own.dic")],
    }
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    ds.add_new(0x00290010, "LO", "ACME 1")
    ds.add_new(0x00291002, "LO", "two")
    ds.add_new(0x00149999, "LO", "file")
    file = io.BytesIO()
    pydicom.dcmwrite(file, ds, implicit_vr=True, little_endian=True)
    shown = []
    for host in (start_with(options), start_with({"LoadPrivateDictionary": False})):
        client = host.rest.app.test_client()
        one = f"/instances/{host.ingest.receive(file.getvalue(), ORIGIN).instance}"
        shown.append(json.loads(client.get(f"{one}/simplified-tags").data))
        found = [client.get(f"{one}/content/{name}").data for name in ("AcmeTwo", "FromFile")]
        assert found == [b"two ", b"file"] if len(shown) == 1 else found != [b"two ", b"file"]
    own, none = shown
    assert (own["AcmeTwo"], own["FromFile"], own["FullFidelity"]) == ("two", "file", "GE_GENESIS_FF")
    assert not {"AcmeTwo", "FromFile", "FullFidelity"} & none.keys()


@pytest.fixture
def start_with(tmp_path):
    from broch.config import read_configuration
    from broch.host import start_host

    started = []

    def start(options):
        path = tmp_path / f"{len(started)}.json"
        usual = {"HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(tmp_path / str(len(started)))}
        path.write_text(json.dumps(usual | options))
        started.append(start_host(read_configuration([path])))
        return started[-1].host

    yield start
    for host in started:
        host.stop()
