"""Searching: ``/tools/find`` and ``/tools/lookup``."""

from typing import Any

from broch_hostapi.errors import BadJson, BadRequest, ParameterOutOfRange
from broch_hostapi.host import Host
from broch_hostapi.resources import FindQuery, Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import json_answer, json_object, member, natural, small_body
from broch.rest.resource_json import TagFormat, found, origin_of, reference_to
from broch.rest.routes import add

_LONGEST_IDENTIFIER = 1024

_FIND_SCHEMA = {
    "type": "object",
    "required": ["Level", "Query"],
    "properties": {
        "Level": {"enum": ["Patient", "Study", "Series", "Instance"]},
        "Query": {"type": "object", "additionalProperties": {"type": "string"}},
        "Expand": {"type": "boolean"},
        "Limit": {"type": "integer", "minimum": 0},
        "Since": {"type": "integer", "minimum": 0},
        "CaseSensitive": {"type": "boolean"},
        "Full": {"type": "boolean"},
        "Short": {"type": "boolean"},
    },
}


def blueprint(host: Host) -> Blueprint:
    """The routes for searching."""
    routes = Blueprint("tools", __name__)
    views = _ToolsViews(host)
    add(routes, "/tools/find", views.find, ("POST",))
    add(routes, "/tools/lookup", views.lookup, ("POST",))
    return routes


class _ToolsViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._case_sensitive = bool(host.configuration.get("CaseSensitivePN", False))

    @operation("Find resources", tags=("search",), body={"application/json": _FIND_SCHEMA})
    def find(self) -> Response:
        """What matches all criteria, in the order of arrival."""
        try:
            body = json_object(request)
        except BadJson as error:
            raise BadRequest(str(error)) from error  # Here the reference says "bad request", not "bad format".
        query = self._query(body)
        answer = found(self._host, query, _flag(body, "Expand"), _format(body), any_case=not query.case_sensitive)
        return json_answer(answer)

    def _query(self, body: dict[str, Any]) -> FindQuery:
        word = member(body, "Level", str)
        try:
            level = Level.parse(word)
        except ValueError:
            raise ParameterOutOfRange(f"unknown level: {word[:64]!r}") from None
        case_sensitive = _flag(body, "CaseSensitive") if "CaseSensitive" in body else self._case_sensitive
        return FindQuery(
            level,
            self._criteria(member(body, "Query", dict)),
            since=natural(body, "Since"),
            limit=natural(body, "Limit"),
            case_sensitive=case_sensitive,
            origin=origin_of(request),
        )

    def _criteria(self, query: dict[str, Any]) -> dict[int, str]:
        criteria: dict[int, str] = {}
        for name, pattern in query.items():
            if not isinstance(pattern, str):
                raise BadRequest(f"Tag {name[:64]!r} should be associated with a string")
            criteria[self._host.dictionary.tag_of(name)] = pattern
        return criteria

    @operation("Look up a DICOM identifier", tags=("search",), body={"text/plain": {"type": "string"}})
    def lookup(self) -> Response:
        """Resources whose PatientID, AccessionNumber or UID is exactly the text of the body."""
        identifier = small_body(request).decode("utf-8", "replace").strip()
        if len(identifier) > _LONGEST_IDENTIFIER:
            return json_answer([])
        return json_answer([reference_to(level, public_id) for level, public_id in self._host.index.lookup(identifier)])


def _flag(body: dict[str, Any], name: str) -> bool:
    """Any value but false, null, 0 and "" counts as true, as in Orthanc."""
    return bool(body.get(name))


def _format(body: dict[str, Any]) -> TagFormat:
    return "short" if _flag(body, "Short") else "full" if _flag(body, "Full") else "simplified"
