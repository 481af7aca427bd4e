"""``/tools/create-dicom``: instances made of tags and a content, and stored."""

from datetime import datetime
from typing import Any

from broch_hostapi.errors import BadJson, BadRequest, InstanceAsParent, NotFound, UnknownParent
from broch_hostapi.host import Host
from broch_hostapi.resources import Level, StoreOutcome, StoreStatus
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.dataset.character_sets import DEFAULT_ENCODINGS
from broch.dataset.conventions import Conventions
from broch.dataset.create import CreateRequest, NewInstances, Parent
from broch.rest.json_answer import json_answer, json_body
from broch.rest.resource_json import origin_of, path_of
from broch.rest.routes import add
from broch.rest.upload import answer_of

LARGEST_BODY = 256 << 20
"""Bytes: it is in memory, and so are the file in it and the instance."""

_SCHEMA = {
    "type": "object",
    "properties": {
        "Tags": {"type": "object", "description": "values by tag: text, null, or for a sequence a list of objects"},
        "Content": {
            "description": "data URI of a PNG or JPEG image, a PDF, STL, OBJ or MTL document, or of raw pixel data; "
            "a list makes a series: each entry is a data URI or an object with Content and Tags",
        },
        "Parent": {"type": "string", "description": "patient, study or series whose tags are taken over"},
        "PrivateCreator": {"type": "string"},
        "InterpretBinaryTags": {"type": "boolean", "description": "decode data URIs of binary tags; default true"},
        "Force": {"type": "boolean", "description": "let Tags replace identifiers and the parent's tags"},
        "Encapsulate": {"type": "boolean", "description": "keep a baseline JPEG image as it is"},
    },
}


def blueprint(host: Host) -> Blueprint:
    """The one route."""
    routes = Blueprint("create_dicom", __name__)
    add(routes, "/tools/create-dicom", _CreateViews(host).create, ("POST",))
    return routes


class _CreateViews:
    def __init__(self, host: Host) -> None:
        self._host = host

    @operation("Create instances", tags=("instances",), body={"application/json": _SCHEMA})
    def create(self) -> Response:
        """One from tags and perhaps an image or a document, or a series of them."""
        conventions: Conventions = self._host.datasets.conventions  # type: ignore[attr-defined]
        wanted = CreateRequest.from_json(_body(), conventions.dictionary)
        parent = None if wanted.parent is None else self._parent(wanted.parent)
        now = datetime.fromtimestamp(self._host.clock())
        new = NewInstances(wanted, parent, now, _charset(conventions), conventions.dictionary)
        if not wanted.several:
            return json_answer(answer_of(self._store(next(new.files()))))
        for _ in new.files():  # All of them are possible, or none is stored.
            pass
        series = self._store_all(new, keep=wanted.force)
        return json_answer(
            {"ID": series.series, "Path": path_of(Level.SERIES, series.series), "Status": series.status.value}
        )

    def _parent(self, public_id: str) -> Parent:
        try:
            level = self._host.index.level_of(public_id)
            if level is Level.INSTANCE:
                raise InstanceAsParent(public_id)
            instance = next(iter(self._host.index.stored_instances(level, public_id)))
        except (NotFound, StopIteration) as error:
            raise UnknownParent(public_id[:64]) from error
        with self._host.datasets.open_attachment(instance.attachment) as dataset:
            return Parent.of(level, dataset.scan)  # type: ignore[attr-defined]

    def _store(self, file: bytes) -> StoreOutcome:
        return self._host.ingest.receive(file, origin_of(request))

    def _store_all(self, new: NewInstances, *, keep: bool) -> StoreOutcome:
        """The last outcome. If one fails, those before it go again, unless they might have been there before."""
        stored: list[StoreOutcome] = []
        try:
            stored.extend(self._store(file) for file in new.files())
        except BaseException:
            for outcome in stored:
                if outcome.status is StoreStatus.SUCCESS and not keep:
                    self._host.deletion.delete(Level.INSTANCE, outcome.instance)
            raise
        return stored[-1]


def _charset(conventions: Conventions) -> str:
    """The defined term of DefaultEncoding; that of UTF-8 where there is none."""
    term = DEFAULT_ENCODINGS.get(conventions.default_encoding, "")
    return term if term.startswith(("ISO", "GB")) else "ISO_IR 192"


def _body() -> Any:
    try:
        return json_body(request, LARGEST_BODY)
    except BadJson as error:
        raise BadRequest(str(error)) from error  # Here the reference says "bad request", not "bad format".
