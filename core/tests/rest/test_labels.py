import pytest
from broch_hostapi import Origin
from pydicom.data import get_testdata_file


@pytest.fixture
def paths(running_host):
    with open(get_testdata_file("CT_small.dcm"), "rb") as file:
        outcome = running_host.host.ingest.receive(file.read(), Origin("RestApi"))
    levels = {
        "patients": outcome.patient,
        "studies": outcome.study,
        "series": outcome.series,
        "instances": outcome.instance,
    }
    return {level: f"/{level}/{public_id}" for level, public_id in levels.items()}


@pytest.mark.parametrize("level", ["patients", "studies", "series", "instances"])
def test_a_life_at_each_level(http_client, paths, level):
    one = paths[level]
    assert http_client.get_json(f"{one}/labels") == http_client.get_json(one)["Labels"] == []
    for label in ("b", "a", "a", "Z_-9"):
        answer = http_client.put(f"{one}/labels/{label}")
        assert (answer.status, answer.body) == (200, b"")
    assert http_client.get_json(f"{one}/labels") == http_client.get_json(one)["Labels"] == ["Z_-9", "a", "b"]
    assert [resource["Labels"] for resource in http_client.get_json(f"/{level}?expand")] == [["Z_-9", "a", "b"]]
    for label, status in (("a", 200), ("c", 404)):
        answer = http_client.get(f"{one}/labels/{label}")
        assert (answer.status, answer.body) == (status, b"")
    for _ in range(2):
        assert http_client.delete(f"{one}/labels/a").status == 200
    assert http_client.get_json("/tools/labels") == ["Z_-9", "b"]
    http_client.delete(paths["patients"])
    assert http_client.get_json("/tools/labels") == []


def test_below_a_resource(http_client, paths):
    http_client.put(f"{paths['instances']}/labels/one")
    http_client.put(f"{paths['series']}/labels/two")
    assert http_client.get_json(f"{paths['studies']}/instances")[0]["Labels"] == ["one"]
    assert http_client.get_json(f"{paths['studies']}/series")[0]["Labels"] == ["two"]
    assert http_client.get_json(f"{paths['instances']}/series")["Labels"] == ["two"]


@pytest.mark.parametrize("label", ["a%20b", "x" * 65, "%C3%A4", "a.b", "a%0A"])
def test_what_is_no_label(http_client, paths, label):
    for method in ("GET", "PUT", "DELETE"):
        answer = http_client.request(method, f"{paths['studies']}/labels/{label}")
        assert (answer.status, answer.json["OrthancStatus"]) == (400, 3)
    assert http_client.put(f"{paths['studies']}/labels/{'x' * 64}").status == 200


def test_what_is_not_there(http_client):
    for method, path in (("GET", ""), ("PUT", "/a"), ("DELETE", "/a"), ("GET", "/a")):
        assert http_client.request(method, f"/studies/nope/labels{path}").status == 404
    assert http_client.get_json("/tools/labels") == []
