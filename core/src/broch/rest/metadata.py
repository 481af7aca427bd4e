"""Metadata of resources at the four levels."""

import hashlib

from broch_hostapi.errors import BadRequest, Conflict
from broch_hostapi.host import Host
from broch_hostapi.resources import Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import json_answer, not_there, query_flag, small_body, text_answer
from broch.rest.resource_json import core_index
from broch.rest.revisions import etag, expected_revision, is_known
from broch.rest.routes import add
from broch.user_types import MetadataNames, is_of_users


def blueprint(host: Host) -> Blueprint:
    """The routes of all levels."""
    routes = Blueprint("metadata", __name__)
    names = MetadataNames(host.configuration.get("UserMetadata", {}))
    for level in Level:
        views = _MetadataViews(host, level, names)
        all_ = f"/{level.plural}/<public_id>/metadata"
        add(routes, all_, views.list_all)
        add(routes, f"{all_}/<name>", views.get)
        add(routes, f"{all_}/<name>", views.put, ("PUT",))
        add(routes, f"{all_}/<name>", views.delete, ("DELETE",))
    return routes


class _MetadataViews:
    """The views of one level."""

    def __init__(self, host: Host, level: Level, names: MetadataNames) -> None:
        self._host = host
        self._index = core_index(host)
        self._level = level
        self._names = names
        self._check = bool(host.configuration.get("CheckRevisions", False))

    @operation(
        "List metadata", tags=("metadata",), query={"expand": "with values", "numeric": "numbers instead of names"}
    )
    def list_all(self, public_id: str) -> Response:
        """Names, or names and values, in the order of their numbers."""
        kept = self._index.metadata(self._level, public_id)
        keys = sorted(kept, key=lambda key: (self._names.number_of_key(key), key))
        numeric, name = query_flag(request, "numeric"), self._names.name
        numbers = [self._names.number_of_key(key) for key in keys]
        if query_flag(request, "expand"):
            shown = [str(number) if numeric else name(number) for number in numbers]
            return json_answer(dict(zip(shown, (kept[key][0] for key in keys), strict=True)))
        return json_answer(numbers if numeric else [name(number) for number in numbers])

    @operation("Read one metadata", tags=("metadata",))
    def get(self, public_id: str, name: str) -> Response:
        """Its value as text."""
        found = self._find(public_id, self._names.number(name))
        if found is None:
            return not_there()
        value, tag = found
        answer = Response(b"", 304) if is_known(request, tag) else text_answer(value)
        answer.headers["ETag"] = tag
        return answer

    @operation("Write a metadata", tags=("metadata",), body={"text/plain": {"type": "string"}})
    def put(self, public_id: str, name: str) -> Response:
        """Of users only. Answers its new revision as ``ETag``; ``If-Match`` says which one is to be replaced."""
        number = self._names.number(name)
        if not is_of_users(number):
            return Response(b"", 403)
        found = self._find(public_id, number)
        expected = expected_revision(request, found and found[1], check=self._check)
        value = _text(small_body(request))
        key = self._names.key(number)
        revision = self._host.user_data.set_metadata(self._level, public_id, key, value, expected_revision=expected)
        return Response(b"", content_type="text/plain", headers={"ETag": etag(revision, _md5(value))})

    @operation("Delete a metadata", tags=("metadata",))
    def delete(self, public_id: str, name: str) -> Response:
        """Of users only. ``If-Match`` says which revision is to be deleted."""
        number = self._names.number(name)
        if not is_of_users(number):
            return Response(b"", 403)
        found = self._find(public_id, number)
        if found is None and self._check and "HTTP_IF_MATCH" not in request.environ:
            raise Conflict("the header If-Match is missing, and CheckRevisions is true")
        expected = expected_revision(request, found and found[1], check=self._check) if found else None
        key = self._names.key(number)
        self._host.user_data.set_metadata(self._level, public_id, key, None, expected_revision=expected)
        return Response(b"", content_type="text/plain")

    def _find(self, public_id: str, number: int) -> tuple[str, str] | None:
        """Value and entity tag. Raises ``NotFound`` for an unknown resource."""
        entry = self._index.metadata(self._level, public_id).get(self._names.key(number))
        return None if entry is None else (entry[0], etag(entry[1], _md5(entry[0])))


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("metadata should be text in UTF-8") from error


def _md5(value: str) -> str:
    return hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()
