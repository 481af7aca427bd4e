"""What can be asked and changed of the DICOM node while it runs: encodings, transfer syntaxes, SOP classes."""

from collections.abc import Callable
from typing import Any

import orjson
from broch_hostapi.errors import BadJson, ParameterOutOfRange
from broch_hostapi.host import Host
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.dataset.character_sets import DEFAULT_ENCODINGS
from broch.dimse.conformance import statement
from broch.dimse.node_settings import NodeSettings
from broch.dimse.sop_classes import STORAGE_SOP_CLASSES
from broch.rest.json_answer import json_answer, small_body, text_answer
from broch.rest.routes import add
from broch.rest.tag_answers import core_datasets

_TEXT = {"text/plain": {"type": "string"}}
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


def blueprint_of(node: NodeSettings) -> Callable[[Host], Blueprint]:
    """The factory of the routes of this node's settings."""

    def blueprint(host: Host) -> Blueprint:
        routes = Blueprint("node_settings", __name__)
        views = _NodeViews(host, node)
        add(routes, "/tools/dicom-conformance", views.conformance)
        add(routes, "/tools/default-encoding", views.encoding)
        add(routes, "/tools/default-encoding", views.set_encoding, ("PUT",))
        add(routes, "/tools/accepted-transfer-syntaxes", views.syntaxes)
        add(routes, "/tools/accepted-transfer-syntaxes", views.set_syntaxes, ("PUT",))
        add(routes, "/tools/accepted-sop-classes", views.sop_classes)
        add(routes, "/tools/unknown-sop-class-accepted", views.any_sop_class)
        add(routes, "/tools/unknown-sop-class-accepted", views.set_any_sop_class, ("PUT",))
        return routes

    return blueprint


class _NodeViews:
    """Nothing that is set here outlives the process."""

    def __init__(self, host: Host, node: NodeSettings) -> None:
        self._host = host
        self._node = node

    @operation("DICOM conformance statement", tags=("system",))
    def conformance(self) -> Response:
        """For people to read."""
        return text_answer(statement(self._host.server.aet, self._node))

    @operation("Character set of data sets that name none", tags=("system",))
    def encoding(self) -> Response:
        """As ``DefaultEncoding``, until it is changed."""
        return text_answer(core_datasets(self._host).conventions.default_encoding)

    @operation("Change the character set of data sets that name none", tags=("system",), body=_TEXT)
    def set_encoding(self) -> Response:
        """One of those that ``DefaultEncoding`` may be. What is in the index stays."""
        wanted = _text().lower()
        found = next((name for name in DEFAULT_ENCODINGS if name.lower() == wanted), None)
        if found is None:
            raise ParameterOutOfRange(f"unknown encoding: {wanted[:64]!r}; there are {', '.join(DEFAULT_ENCODINGS)}")
        core_datasets(self._host).conventions.default_encoding = found
        return text_answer(found)

    @operation("Transfer syntaxes that are taken", tags=("system",))
    def syntaxes(self) -> Response:
        """UIDs of those that the standard has."""
        return json_answer(self._node.accepted_syntaxes)

    @operation(
        "Change which transfer syntaxes are taken",
        tags=("system",),
        body={"application/json": {"type": "array", "items": {"type": "string"}}, **_TEXT},
    )
    def set_syntaxes(self) -> Response:
        """UIDs with ``*`` and ``?`` for associations that begin from now on; one may come as bare text."""
        text = _text()
        try:
            wanted: Any = orjson.loads(text)
        except orjson.JSONDecodeError:
            wanted = text
        patterns = [wanted] if isinstance(wanted, str) else wanted
        if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
            raise BadJson("The body must be a UID, or a JSON array of them")
        self._node.accept_syntaxes(patterns)
        return json_answer(self._node.accepted_syntaxes)

    @operation("SOP classes that are stored", tags=("system",))
    def sop_classes(self) -> Response:
        """Their UIDs. With ``UnknownSopClassAccepted`` any other is, too."""
        return json_answer(sorted(STORAGE_SOP_CLASSES))

    @operation("Whether unknown SOP classes are stored", tags=("system",))
    def any_sop_class(self) -> Response:
        """1 or 0."""
        return text_answer("1" if self._node.any_sop_class else "0")

    @operation("Change whether unknown SOP classes are stored", tags=("system",), body=_TEXT)
    def set_any_sop_class(self) -> Response:
        """1 or 0, for associations that begin from now on."""
        flag = _FLAGS.get(_text().lower())
        if flag is None:
            raise BadJson("Boolean value expected")
        self._node.any_sop_class = flag
        return text_answer("")


def _text() -> str:
    return small_body(request).decode("utf-8", "replace").strip()
