import re
import time

import pytest
from broch.builtin import CorePlugin
from broch.config import read_configuration
from broch.host import make_startup
from broch.rest import schemas
from broch.rest.app import CORE
from openapi_spec_validator import validate


@pytest.fixture
def client(host, fakes):
    odd = fakes.plugin("odd", "/odd/<int:number>/<path:rest>", methods=("GET", "POST"))
    startup = make_startup(read_configuration([]), time.time)
    return fakes.client_of(host, *[(CORE, routes) for routes in CorePlugin().register_rest_routes(startup)], odd)


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
    assert {parameter["name"] for parameter in study["parameters"]} >= {"public_id", "full", "short"}
    assert all(operation["summary"] for operations in paths.values() for operation in operations.values())


def test_operation_ids_are_unique(client):
    paths = client.get("/openapi.json").json["paths"]
    names = [operation["operationId"] for operations in paths.values() for operation in operations.values()]
    assert len(names) == len(set(names))


def test_answers_and_errors_have_schemas(client):
    described = client.get("/openapi.json").json
    listed = described["paths"]["/studies"]["get"]
    answer = listed["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["items"]["anyOf"][1] == {"$ref": "#/components/schemas/Study"}
    assert "content" not in listed["responses"]["404"]  # described for an unknown route, empty for an unknown resource
    limit = next(parameter for parameter in listed["parameters"] if parameter["name"] == "limit")
    assert limit["schema"] == {"type": "integer", "minimum": 0}


def test_every_schema_of_an_answer_is_of_a_route(client):
    paths = client.get("/openapi.json").json["paths"]
    routes = [f"{method.upper()} {path}" for path, operations in paths.items() for method in operations]
    assert [pattern for pattern in schemas.ANSWERS if not any(re.fullmatch(pattern, route) for route in routes)] == []
