import hashlib

import pytest
from broch_hostapi import Origin
from pydicom.data import get_testdata_file

NAMES = pytest.mark.broch(config={"UserMetadata": {"mine": 1024, "other": 1025}})
CHECKED = pytest.mark.broch(config={"CheckRevisions": True})


@pytest.fixture
def outcome(running_host):
    with open(get_testdata_file("CT_small.dcm"), "rb") as file:
        return running_host.host.ingest.receive(file.read(), Origin("RestApi"))


@pytest.fixture
def study(outcome):
    return f"/studies/{outcome.study}"


def tag(revision, content):
    return f'"{revision}-{hashlib.md5(content.encode()).hexdigest()}"'


@NAMES
def test_lists(http_client, study):
    for name, value in (("mine", "hello"), ("1500", ""), ("65535", "x")):
        assert http_client.put(f"{study}/metadata/{name}", value).status == 200
    assert http_client.get_json(f"{study}/metadata") == ["LastUpdate", "mine", "1500", "65535"]
    assert http_client.get_json(f"{study}/metadata?numeric") == [7, 1024, 1500, 65535]
    expanded = http_client.get_json(f"{study}/metadata?expand")
    assert (expanded["mine"], expanded["1500"], expanded["65535"]) == ("hello", "", "x")
    assert set(http_client.get_json(f"{study}/metadata?expand&numeric")) == {"7", "1024", "1500", "65535"}


@NAMES
def test_names_hold_wherever_metadata_are_told_or_asked_for(http_client, outcome, study):
    for name, value in (("mine", "hello"), ("1500", "x")):
        assert http_client.put(f"{study}/metadata/{name}", value).status == 200
    find = {"Level": "Study", "Query": {}, "ResponseContent": ["Metadata"]}
    told = [
        http_client.get_json(f"{study}?response-content=Metadata"),
        *http_client.get_json("/studies?response-content=Metadata"),
        *http_client.post_json("/tools/find", find | {"OrderBy": [{"Type": "Metadata", "Key": "mine"}]}),
        *http_client.post_json("/tools/bulk-content", {"Resources": [outcome.study]}),
    ]
    assert [one["Metadata"].keys() for one in told] == [{"LastUpdate", "mine", "1500"}] * 4
    for name, value, found in (("mine", "hel*", 1), ("1024", "hello", 1), ("1500", "x", 1), ("other", "*", 0)):
        wanted = {"Level": "Study", "Query": {}, "MetadataQuery": {name: value}}
        assert http_client.post_json("/tools/count-resources", wanted) == {"Count": found}


@NAMES
@pytest.mark.parametrize("level", ["patients", "studies", "series", "instances"])
def test_a_life_at_each_level(http_client, outcome, level):
    ids = (outcome.patient, outcome.study, outcome.series, outcome.instance)
    public_id = dict(zip(("patients", "studies", "series", "instances"), ids, strict=True))
    one = f"/{level}/{public_id[level]}/metadata/mine"
    assert (http_client.get(one).status, http_client.get(one).body) == (404, b"")
    answer = http_client.put(one, "hallö")
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"", tag(0, "hallö"))
    answer = http_client.get(one.replace("mine", "1024"))
    assert (answer.body.decode(), answer.headers["etag"]) == ("hallö", tag(0, "hallö"))
    assert answer.headers["content-type"].startswith("text/plain")
    answer = http_client.get(one, {"If-None-Match": tag(0, "hallö")})
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag(0, "hallö"))
    assert http_client.get(one, {"If-None-Match": tag(1, "hallö")}).status == 200
    assert http_client.put(one, "two").headers["etag"] == tag(1, "two")
    assert http_client.delete(one).status == 200
    assert http_client.delete(one).json["OrthancStatus"] == 17
    changes = [(change["ChangeType"], change["ID"]) for change in http_client.get_json("/changes")["Changes"]]
    assert changes.count(("UpdatedMetadata", public_id[level])) == 3


@pytest.mark.parametrize("name", ["LastUpdate", "7", "900", "0", "70000", "65536"])
def test_what_is_not_the_users(http_client, study, name):
    for answer in (http_client.put(f"{study}/metadata/{name}", "x"), http_client.delete(f"{study}/metadata/{name}")):
        assert (answer.status, answer.body) == (403, b"")
    assert http_client.get(f"{study}/metadata/{name}").status == (200 if name in ("7", "LastUpdate") else 404)


def test_what_is_not_there(http_client, study):
    for method in ("GET", "PUT", "DELETE"):
        assert http_client.request(method, f"{study}/metadata/nope", b"").json["OrthancStatus"] == 7
        assert http_client.request(method, "/studies/nope/metadata/1024", b"").json["OrthancStatus"] == 17
    assert http_client.get("/studies/nope/metadata").json["OrthancStatus"] == 17
    assert http_client.post(f"{study}/metadata/1024").headers["allow"] == "GET,DELETE,PUT"


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a\0b"])
def test_what_is_no_text(http_client, study, body):
    assert http_client.put(f"{study}/metadata/1024", body).status == 400
    assert http_client.get(f"{study}/metadata/1024").status == 404


def test_malformed_entity_tags(http_client, study):
    one = f"{study}/metadata/1024"
    http_client.put(one, "x")
    assert http_client.get(one, {"If-None-Match": "garbage"}).json["OrthancStatus"] == 3
    assert http_client.put(one, "y", {"If-Match": "garbage"}).json["OrthancStatus"] == 3
    assert http_client.request("DELETE", one, headers={"If-Match": "garbage"}).json["OrthancStatus"] == 3
    assert (
        http_client.put(one, "y", {"If-Match": tag(7, "x")}).json["OrthancStatus"] == 43
    )  # also without CheckRevisions
    assert http_client.get(one).body == b"x"


@CHECKED
def test_checked_revisions(http_client, study):
    one = f"{study}/metadata/1024"
    missing = http_client.delete(one)
    assert (missing.status, missing.json["OrthancStatus"]) == (409, 43)
    assert http_client.put(one, "a", {"If-Match": tag(0, "whatever")}).headers["etag"] == tag(0, "a")
    for headers in ({}, {"If-Match": tag(1, "a")}, {"If-Match": tag(0, "b")}):
        answer = http_client.put(one, "b", headers)
        assert (answer.status, answer.json["OrthancStatus"]) == (409, 43)
        assert http_client.request("DELETE", one, headers=headers).status == 409
    assert http_client.put(one, "b", {"If-Match": tag(0, "a")}).headers["etag"] == tag(1, "b")
    assert http_client.request("DELETE", one, headers={"If-Match": tag(1, "b")}).status == 200
    assert http_client.get_json("/system")["CheckRevisions"] is True


def test_protection(http_client, outcome):
    patient = f"/patients/{outcome.patient}"
    assert (http_client.get(f"{patient}/protected").body, http_client.get_json(patient)["IsProtected"]) == (b"0", False)
    for body, shown in (("1", b"1"), ("false", b"0"), ("true\n", b"1"), ("0", b"0"), ("1", b"1")):
        answer = http_client.put(f"{patient}/protected", body)
        assert (answer.status, answer.body, http_client.get(f"{patient}/protected").body) == (200, b"", shown)
    assert http_client.get_json(patient)["IsProtected"] is True
    for wrong in ("yes", "", "2"):
        assert http_client.put(f"{patient}/protected", wrong).json["OrthancStatus"] == 15
    for answer in (http_client.get("/patients/nope/protected"), http_client.put("/patients/nope/protected", "1")):
        assert (answer.status, answer.json["OrthancStatus"]) == (400, 3)
