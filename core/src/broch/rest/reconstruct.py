"""The index made anew from the files: ``/{level}/{id}/reconstruct`` and ``/tools/reconstruct``."""

from typing import Any

import orjson
from broch_hostapi.errors import BadJson
from broch_hostapi.host import Host
from broch_hostapi.resources import Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import small_body, text_answer
from broch.rest.routes import add

_FILES, _ONLY = "ReconstructFiles", "LimitToThisLevelMainDicomTags"
_BODY = {
    "application/json": {
        "type": "object",
        "properties": {_FILES: {"type": "boolean"}, _ONLY: {"type": "boolean"}},
    }
}


def blueprint(host: Host) -> Blueprint:
    """The routes of reconstruction."""
    routes = Blueprint("reconstruct", __name__)
    for level in Level:
        add(routes, f"/{level.plural}/<public_id>/reconstruct", _of_level(host, level), ("POST",))
    add(routes, "/tools/reconstruct", _of_all(host), ("POST",))
    return routes


def _of_level(host: Host, level: Level) -> Any:
    @operation("Read the files of a resource again", tags=("resources",), body=_BODY)
    def view(public_id: str) -> Response:
        """And write what they say into the index, of what is above too. ``ReconstructFiles``: also do to the files what
        is done to those that come in. ``LimitToThisLevelMainDicomTags``: only the tags of this resource, from one file.
        """
        options = _options()
        files, only = _flag(options, _FILES), _flag(options, _ONLY)
        host.reconstruction.reconstruct(level, public_id, files=files, only_this_level=only)
        return text_answer("")

    return view


def _of_all(host: Host) -> Any:
    @operation("Read all files again", tags=("system",), body=_BODY)
    def view() -> Response:
        """As for a resource. It takes its time."""
        host.reconstruction.reconstruct_all(files=_flag(_options(), _FILES))
        return text_answer("")

    return view


def _options() -> dict[str, Any]:
    """The body, if it is a JSON object; the reference does not mind anything else either."""
    try:
        body = orjson.loads(small_body(request))
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def _flag(options: dict[str, Any], name: str) -> bool:
    value = options.get(name, False)
    if not isinstance(value, bool):
        raise BadJson(f"Boolean value expected in field: {name}")
    return value
