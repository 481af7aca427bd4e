import json

import pytest
from broch_hostapi import Origin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file


@pytest.fixture
def stored(running_host):
    def receive(name):
        with open(get_testdata_file(name, download=False), "rb") as file:
            return running_host.host.ingest.receive(file.read(), Origin("RestApi"))

    return {name: receive(f"{name}_small.dcm") for name in ("CT", "MR")}


def content(http_client, **body):
    return http_client.post_json("/tools/bulk-content", body)


def test_content_of_each(http_client, stored):
    ids = [stored["CT"].instance, "nope", stored["MR"].study, stored["CT"].instance]
    found = content(http_client, Resources=ids)
    assert [(one["Type"], one["ID"]) for one in found] == [
        ("Instance", stored["CT"].instance), ("Study", stored["MR"].study), ("Instance", stored["CT"].instance),
    ]  # fmt: skip
    assert found[0]["Metadata"]["TransferSyntax"] == "1.2.840.10008.1.2.1"
    assert found[1] == http_client.get_json(f"/studies/{stored['MR'].study}") | {"Metadata": found[1]["Metadata"]}
    assert "Metadata" not in content(http_client, Resources=ids, Metadata=False)[0]
    assert content(http_client, Resources=[]) == content(http_client, Resources=["nope"]) == []


def test_content_at_a_level(http_client, stored):
    ids = [one for outcome in stored.values() for one in (outcome.patient, outcome.series, outcome.instance)]
    for level, name in (("Study", "study"), ("Instance", "instance"), ("patient", "patient")):
        found = content(http_client, Resources=ids, Level=level)
        assert [one["ID"] for one in found] == sorted(getattr(outcome, name) for outcome in stored.values())


def test_formats_of_tags(http_client, stored):
    ids = [stored["CT"].patient]
    assert content(http_client, Resources=ids, Short=True)[0]["MainDicomTags"]["0010,0020"] == "1CT1"
    full = content(http_client, Resources=ids, Full=True)[0]["MainDicomTags"]
    assert full["0010,0020"] == {"Name": "PatientID", "Type": "String", "Value": "1CT1"}


def test_delete(http_client, stored):
    ct, mr = stored["CT"], stored["MR"]
    references = [ct.instance, ct.study, "nope", {"Level": "Study", "ID": mr.study}, {"ID": mr.patient}]
    answer = http_client.post("/tools/bulk-delete", json.dumps({"Resources": references}))
    assert (answer.status, answer.body) == (200, b"")
    assert http_client.get_json("/patients") == []
    assert http_client.get_json("/statistics")["TotalDiskSize"] == "0"


def test_a_level_that_is_not_that_of_the_identifier_deletes_nothing(http_client, stored):
    body = {"Resources": [{"Level": "Series", "ID": stored["CT"].study}]}
    assert http_client.post("/tools/bulk-delete", json.dumps(body)).status == 200
    assert len(http_client.get_json("/studies")) == 2


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("bulk-content", "nope", 8),
        ("bulk-content", "[]", 8),
        ("bulk-content", "{}", 15),
        ("bulk-content", '{"Resources": [5]}', 15),
        ("bulk-content", '{"Resources": "x"}', 15),
        ("bulk-content", '{"Resources": [], "Level": "Nope"}', 3),
        ("bulk-content", '{"Resources": [], "Level": 5}', 15),
        ("bulk-content", '{"Resources": [], "Full": "x"}', 15),
        ("bulk-content", '{"Resources": [], "Metadata": 1}', 15),
        ("bulk-delete", "nope", 8),
        ("bulk-delete", '{"Resources": [5]}', 15),
        ("bulk-delete", '{"Resources": [{"Level": "Study"}]}', 15),
        ("bulk-delete", '{"Resources": [{"Level": "Nope", "ID": "x"}]}', 3),
    ],
)
def test_wrong_bodies(http_client, path, body, code):
    answer = http_client.post(f"/tools/{path}", body)
    assert (answer.status, answer.json["OrthancStatus"]) == (400, code)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ID", "Level", "x"]), inner),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["Resources", "Level", "Metadata", "Full", "Short"]), JSON), st.booleans())
def test_any_body_is_answered(client, body, delete):
    answer = client.post("/tools/bulk-delete" if delete else "/tools/bulk-content", data=json.dumps(body))
    assert answer.status_code in (200, 400)


@pytest.fixture
def client(running_host):
    return running_host.host.rest.app.test_client()
