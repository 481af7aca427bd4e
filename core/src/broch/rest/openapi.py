"""``/openapi.json``: the REST interface described from the routes themselves, plugins' included (OpenAPI 3.1)."""

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

from broch_hostapi.host import Host
from broch_hostapi.rest import Operation, operation
from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import Rule

from broch.rest.json_answer import as_json, json_answer
from broch.rest.routes import add
from broch.rest.schemas import COMPONENTS, QUERY, answer_of

_ARGUMENT = re.compile(r"<(?:(?P<converter>[^<>:()]*)(?:\([^<>]*\))?:)?(?P<name>[^<>:]*)>")
_SCHEMAS = {
    "int": {"type": "integer", "minimum": 0},
    "float": {"type": "number"},
    "uuid": {"type": "string", "format": "uuid"},
}
_TOOLS = "/tools/"
_METHODS = frozenset(("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"))
_BARE = {
    "301": "Elsewhere",
    "304": "Not changed",
    "401": "Credentials are wanted",
    "403": "Not allowed",
    "404": "Not there; without a body if only the resource is missing",
    "405": "Another method is wanted",
    "415": "Not of a kind that this can be done with",
}
"""What may be answered with an ``Error`` or without any body."""


def blueprint(host: Host) -> Blueprint:
    """The route of the description."""
    routes = Blueprint("openapi", __name__)
    made: dict[str, bytes] = {}

    @operation("Describe the REST interface", tags=("system",))
    def view() -> Response:
        """This document."""
        if "document" not in made:
            made["document"] = as_json(document(current_app, host.server.name, host.server.version))
        return Response(made["document"], content_type="application/json; charset=utf-8")

    @operation("List tools", tags=("system",))
    def tools() -> Response:
        """Names of what is below ``/tools``."""
        rules = (rule.rule for rule in current_app.url_map.iter_rules())
        return json_answer(sorted({rule.split("/")[2] for rule in rules if rule.startswith(_TOOLS)}))

    add(routes, "/openapi.json", view)
    add(routes, _TOOLS.rstrip("/"), tools)
    return routes


def document(app: Flask, name: str, version: str) -> dict[str, Any]:
    """The description of all routes of an application."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        for method in sorted(((rule.methods or set()) - {"HEAD"}) & _METHODS):
            paths.setdefault(_ARGUMENT.sub(r"{\g<name>}", rule.rule), {})[method.lower()] = _describe(
                rule, method, view
            )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": name or "Broch",
            "version": version,
            "description": "Wire-compatible with Orthanc's REST interface. Errors have one shape, `Error`.",
        },
        "paths": paths,
        "components": {"schemas": COMPONENTS},
    }


def _describe(rule: Rule, method: str, view: Callable[..., Any]) -> dict[str, Any]:
    told: Operation | None = getattr(view, "__broch_operation__", None)
    text, path = inspect.getdoc(view) or "", _ARGUMENT.sub(r"{\g<name>}", rule.rule)
    summary = told.summary if told else text.partition("\n")[0]
    described: dict[str, Any] = {
        "operationId": re.sub(r"[^A-Za-z0-9]+", "_", f"{method.lower()}_{rule.rule}").strip("_"),
        "summary": summary or f"{method} {rule.rule}",
        "tags": list(told.tags) if told and told.tags else [rule.endpoint.partition(".")[0]],
        "parameters": [*_path_parameters(rule), *_query_parameters(told.query if told else {})],
        "responses": _responses(told.responses if told else {}, answer_of(method, path)),
    }
    if told and text and text != summary:
        described["description"] = text
    if told and told.body:
        described["requestBody"] = {"content": _content(told.body)}
    return described


def _path_parameters(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": match["name"],
            "in": "path",
            "required": True,
            "schema": _SCHEMAS.get(match["converter"] or "", {"type": "string"}),
        }
        for match in _ARGUMENT.finditer(rule.rule)
    ]


def _query_parameters(query: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "allowEmptyValue": name not in QUERY,
            "schema": QUERY.get(name, {"type": "string"}),
            "description": text,
        }
        for name, text in query.items()
    ]


def _responses(responses: Mapping[int, Any], answer: Mapping[str, Any] | None) -> dict[str, Any]:
    told = {
        str(status): {"description": "Answer", "content": _content(content)} for status, content in responses.items()
    }
    success: dict[str, Any] = {"description": "Success"}
    if answer is not None:
        success["content"] = _content({"application/json": answer})
    error = {
        "description": "Error",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    bare = {status: {"description": text} for status, text in _BARE.items()}
    return {"200": success, **bare, **told, "default": error}


def _content(content: Mapping[str, Any]) -> dict[str, Any]:
    return {media_type: {"schema": dict(schema)} for media_type, schema in content.items()}
