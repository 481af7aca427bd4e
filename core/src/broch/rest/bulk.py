"""Many resources in one request: ``/tools/bulk-content`` and ``/tools/bulk-delete``."""

from collections.abc import Iterator
from typing import Any

from broch_hostapi.errors import BadJson, BadRequest, NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import Level, Resource
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.file_answer import gathered, stream_answer
from broch.rest.json_answer import JSON_TYPE, as_json, json_object, optional, text_answer
from broch.rest.requested_tags import TagFormat
from broch.rest.resource_json import ResourceJson, level_named, tag_format_of
from broch.rest.routes import add
from broch.user_types import MetadataNames

_IDENTIFIERS = {"type": "array", "items": {"type": "string"}}
_LEVEL = {"enum": ["Patient", "Study", "Series", "Instance"]}
_CONTENT = {
    "type": "object",
    "required": ["Resources"],
    "properties": {
        "Resources": _IDENTIFIERS,
        "Level": _LEVEL,
        "Metadata": {"type": "boolean"},
        "Full": {"type": "boolean"},
        "Short": {"type": "boolean"},
    },
}
_REFERENCE = {"type": "object", "required": ["ID"], "properties": {"Level": _LEVEL, "ID": {"type": "string"}}}
_DELETE = {
    "type": "object",
    "required": ["Resources"],
    "properties": {"Resources": {"type": "array", "items": {"oneOf": [{"type": "string"}, _REFERENCE]}}},
}


def blueprint(host: Host) -> Blueprint:
    """The routes for many resources."""
    routes = Blueprint("bulk", __name__)
    views = _BulkViews(host)
    add(routes, "/tools/bulk-content", views.content, ("POST",))
    add(routes, "/tools/bulk-delete", views.delete, ("POST",))
    return routes


class _BulkViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._names = MetadataNames(host.configuration.get("UserMetadata", {}))

    @operation("Describe many resources", tags=("resources",), body={"application/json": _CONTENT})
    def content(self) -> Response:
        """Those of the identifiers, in their order; or what is above and below them at one level, each once.

        Identifiers of nothing are passed over.
        """
        body = json_object(request, BadRequest)
        names = _texts(body.get("Resources"))
        level = _level(body["Level"]) if "Level" in body else None
        with_metadata, form = optional(body, "Metadata", bool, True), tag_format_of(body)
        chosen = self._at_level(names, level) if level is not None else self._each(names)
        shown = self._described(chosen, form, with_metadata)
        return stream_answer(gathered(_array(shown)), JSON_TYPE)

    def _each(self, names: list[str]) -> Iterator[tuple[Level, str]]:
        for name in names:
            try:
                yield self._host.index.level_of(name), name
            except NotFound:
                continue

    def _at_level(self, names: list[str], wanted: Level) -> list[tuple[Level, str]]:
        found: set[str] = set()
        for level, name in self._each(names):
            try:
                if level == wanted:
                    found.add(name)
                elif level < wanted:
                    found.update(self._host.index.children(level, name, wanted))
                else:
                    found.update(above.id for above in self._host.index.ancestors(level, name) if above.level == wanted)
            except NotFound:  # deleted meanwhile
                continue
        return [(wanted, name) for name in sorted(found)]

    def _described(
        self, chosen: list[tuple[Level, str]] | Iterator[tuple[Level, str]], form: TagFormat, with_metadata: bool
    ) -> Iterator[dict[str, Any]]:
        for level, name in chosen:
            try:
                resource: Resource = self._host.index.get(level, name)
                shown = ResourceJson(self._host, form).one(resource)
            except NotFound:  # deleted meanwhile
                continue
            if with_metadata:
                shown["Metadata"] = self._names.shown(resource.metadata)
            yield shown

    @operation("Delete many resources", tags=("resources",), body={"application/json": _DELETE})
    def delete(self) -> Response:
        """With all below them. Identifiers of nothing, and of what went with another one, are passed over."""
        for level, name in _references(json_object(request, BadRequest).get("Resources")):
            try:
                self._host.deletion.delete(self._host.index.level_of(name) if level is None else level, name)
            except NotFound:
                continue
        return text_answer("")


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise BadJson("List of strings expected in field: Resources")
    return value


def _references(value: Any) -> list[tuple[Level | None, str]]:
    """Level, if it is told, and identifier. Raises ``BadJson``, ``ParameterOutOfRange``."""
    if not isinstance(value, list):
        raise BadJson("List of strings expected in field: Resources")
    return [_reference(one) for one in value]


def _reference(value: Any) -> tuple[Level | None, str]:
    if isinstance(value, str):
        return None, value
    if not isinstance(value, dict) or not isinstance(value.get("ID"), str):
        raise BadJson("List of strings, or of objects with Level and ID, expected in field: Resources")
    return _level(value["Level"]) if "Level" in value else None, value["ID"]


def _level(value: Any) -> Level:
    if not isinstance(value, str):
        raise BadJson("String value expected in field: Level")
    return level_named(value)


def _array(values: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    before = b"["
    for value in values:
        yield before + as_json(value)
        before = b","
    yield b"[]" if before == b"[" else b"]"
