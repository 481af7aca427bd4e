import pytest
from broch.rest import changes, instances, landing, modalities, openapi, plugins, resources, system, tools
from openapi_spec_validator import validate

CORE = (system, changes, resources, instances, tools, modalities, plugins, openapi, landing)


@pytest.fixture
def client(host, fakes):
    odd = fakes.plugin("odd", "/odd/<int:number>/<path:rest>", methods=("GET", "POST"))
    return fakes.client_of(host, *map(fakes.core, CORE), odd)


def test_the_description_is_valid_and_complete(client):
    described = client.get("/openapi.json").json
    validate(described)
    rules = [rule for rule in client.application.url_map.iter_rules() if rule.endpoint != "static"]
    count = sum(len(operations) for operations in described["paths"].values())
    assert count == sum(len(rule.methods - {"HEAD"}) for rule in rules) > 100
    assert set(described["paths"]["/odd/{number}/{rest}"]) == {"get", "post"}


def test_what_views_say_is_told(client):
    paths = client.get("/openapi.json").json["paths"]
    find = paths["/tools/find"]["post"]
    assert find["summary"] == "Find resources"
    assert find["requestBody"]["content"]["application/json"]["schema"]["required"] == ["Level", "Query"]
    study = paths["/studies/{public_id}"]["get"]
    assert {parameter["name"] for parameter in study["parameters"]} == {"public_id", "full", "short"}
    assert all(operation["summary"] for operations in paths.values() for operation in operations.values())


def test_operation_ids_are_unique(client):
    paths = client.get("/openapi.json").json["paths"]
    names = [operation["operationId"] for operations in paths.values() for operation in operations.values()]
    assert len(names) == len(set(names))
