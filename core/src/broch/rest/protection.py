"""Patients that recycling spares."""

from broch_hostapi.errors import BadJson, NotFound, ParameterOutOfRange
from broch_hostapi.host import Host
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import small_body, text_answer
from broch.rest.resource_json import core_index
from broch.rest.routes import add

_WORDS = {b"0": False, b"false": False, b"1": True, b"true": True}


def blueprint(host: Host) -> Blueprint:
    """The two routes. An unknown patient is a wrong parameter here, as with Orthanc."""
    index = core_index(host)

    @operation("Tell whether a patient is protected from recycling", tags=("patients",))
    def get(public_id: str) -> Response:
        """0 or 1."""
        try:
            return text_answer(str(int(index.is_protected(public_id))))
        except NotFound as error:
            raise ParameterOutOfRange(str(error)) from error

    @operation("Protect a patient from recycling", tags=("patients",), body={"text/plain": {"type": "string"}})
    def put(public_id: str) -> Response:
        """By 1 or true; 0 or false ends it."""
        wanted = _WORDS.get(small_body(request).strip())
        if wanted is None:
            raise BadJson("the body should be 0, 1, false or true")
        try:
            host.user_data.set_protected(public_id, wanted)
        except NotFound as error:
            raise ParameterOutOfRange(str(error)) from error
        return Response(b"", content_type="text/plain")

    routes = Blueprint("protection", __name__)
    add(routes, "/patients/<public_id>/protected", get)
    add(routes, "/patients/<public_id>/protected", put, ("PUT",))
    return routes
