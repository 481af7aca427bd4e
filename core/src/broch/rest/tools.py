"""Tools for several resources at once."""

from broch_hostapi.host import Host
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import json_answer, small_body
from broch.rest.resource_json import reference_to
from broch.rest.routes import add

_LONGEST_IDENTIFIER = 1024


def blueprint(host: Host) -> Blueprint:
    """The routes of the tools."""
    routes = Blueprint("tools", __name__)
    views = _ToolsViews(host)
    add(routes, "/tools/lookup", views.lookup, ("POST",))
    return routes


class _ToolsViews:
    def __init__(self, host: Host) -> None:
        self._host = host

    @operation("Look up a DICOM identifier", tags=("search",), body={"text/plain": {"type": "string"}})
    def lookup(self) -> Response:
        """Resources whose PatientID, AccessionNumber or UID is exactly the text of the body."""
        identifier = small_body(request).decode("utf-8", "replace").strip()
        if len(identifier) > _LONGEST_IDENTIFIER:
            return json_answer([])
        return json_answer([reference_to(level, public_id) for level, public_id in self._host.index.lookup(identifier)])
