"""THE table: what becomes of an error on the wire. HTTP status, OrthancStatus, and Orthanc's words for it."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from broch_hostapi import errors
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from broch.rest.json_answer import json_answer
from broch.rest.methods import method_not_allowed

logger = logging.getLogger(__name__)

CHALLENGE = 'Basic realm="Orthanc Secure Area"'


class Row(NamedTuple):
    """HTTP status, number and text of the error."""

    status: int
    code: int
    text: str


UNKNOWN_RESOURCE = Row(404, 17, "Unknown resource")
INEXISTENT_ITEM = Row(404, 7, "Accessing an inexistent item")
INTERNAL_ERROR = Row(500, -1, "Internal error")
_BAD_REQUEST = Row(400, 8, "Bad request")
_BAD_FORMAT = Row(400, 15, "Bad file format")

TABLE: dict[type[BaseException], Row] = {
    errors.BadRequest: _BAD_REQUEST,
    errors.BadJson: _BAD_FORMAT,
    errors.BadParameterType: Row(400, 5, "Bad type for a parameter"),
    errors.ParameterOutOfRange: Row(400, 3, "Parameter out of range"),
    errors.UnknownTag: Row(400, 27, "Unknown DICOM tag"),
    errors.InheritedTag: Row(400, 2020, "Trying to override a value inherited from a parent module"),
    errors.PixelDataAsTag: Row(400, 2021, 'Use "Content" to inject an image into a new DICOM instance'),
    errors.NotDataUri: Row(
        400, 2023, "The payload of the DICOM instance must be specified according to Data URI scheme"
    ),
    errors.UnknownParent: Row(400, 2024, "Trying to attach a new DICOM instance to an inexistent resource"),
    errors.InstanceAsParent: Row(
        400, 2025, "Trying to attach a new DICOM instance to an instance (must be a series, study or patient)"
    ),
    errors.BadFile: _BAD_FORMAT,
    errors.LimitExceeded: Row(413, 8, "Bad request"),
    errors.NotFound: UNKNOWN_RESOURCE,
    errors.UnknownModality: INEXISTENT_ITEM,
    errors.Conflict: Row(
        409, 43, "A bad revision number was provided, which might indicate conflict between multiple writers"
    ),
    errors.NotAcceptable: Row(
        406, 34, "Cannot send a response which is acceptable according to the Accept HTTP header"
    ),
    errors.UnsupportedMediaType: Row(415, 3000, "Unsupported media type"),
    errors.UnsupportedImage: Row(415, 23, "Incompatible format of the images"),
    errors.Unauthorized: Row(401, 29, "Bad credentials were provided to an HTTP request"),
    errors.Forbidden: Row(403, 45, "Accessing a forbidden resource"),
    errors.Refused: Row(403, 45, "Accessing a forbidden resource"),
    errors.StorageFull: Row(507, 19, "The file storage is full"),
    errors.StorageError: Row(500, 14, "Cannot write to file"),
    errors.CorruptedFile: Row(500, 20, "Corrupted file (e.g. inconsistent MD5 hash)"),
    errors.DatabaseUnavailable: Row(
        503, 36, "The database is currently not available (probably a transient situation)"
    ),
    errors.Busy: Row(503, 16, "Timeout in operation"),
    errors.RemoteError: Row(500, 9, "Error in the network protocol"),
    errors.NameTaken: Row(409, 46, "Creating a duplicate resource"),
    errors.Cancelled: Row(500, 37, "This job was canceled"),
    errors.ConfigurationError: INTERNAL_ERROR,
    errors.EnvironmentCheckFailed: INTERNAL_ERROR,
    errors.BrochError: INTERNAL_ERROR,
}
"""An error has the row of its class, or of the nearest class above."""

_BY_STATUS: dict[int, Row] = {
    400: _BAD_REQUEST,
    401: TABLE[errors.Unauthorized],
    403: TABLE[errors.Forbidden],
    404: UNKNOWN_RESOURCE,
    406: TABLE[errors.NotAcceptable],
    409: TABLE[errors.Conflict],
    413: TABLE[errors.LimitExceeded],
    414: Row(414, 12, "Badly formatted URI"),
    415: TABLE[errors.UnsupportedMediaType],
    416: Row(416, 41, "Incorrect range request"),
    501: Row(501, 2, "Not implemented yet"),
    503: TABLE[errors.DatabaseUnavailable],
}
"""Rows for errors that Flask or Werkzeug raise."""


def row_of(error: BaseException) -> Row:
    """The row of an error."""
    if isinstance(error, errors.NotFound) and error.kind.startswith("kind of "):
        return INEXISTENT_ITEM  # Not what is asked for, but the word for it does not exist.
    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind]
    return INTERNAL_ERROR


def describe(row: Row, details: str, method: str, uri: str) -> dict[str, Any]:
    """The one JSON shape of all errors."""
    shape: dict[str, Any] = {
        "HttpError": HTTPStatus(row.status).phrase,
        "HttpStatus": row.status,
        "Message": row.text,
        "Method": method,
        "OrthancError": row.text,
        "OrthancStatus": row.code,
        "Uri": uri,
    }
    return {**shape, "Details": details} if details else shape


def install_error_handlers(app: Flask, describe_errors: bool) -> None:
    """Turn every exception of every view, plugins' too, into the one shape (empty without ``describe_errors``)."""

    def answer(row: Row, details: str = "") -> Response:
        if not describe_errors:
            return Response(b"", row.status)
        return json_answer(describe(row, details, request.method, request.path), row.status)

    app.register_error_handler(errors.BrochError, _broch_handler(answer))
    app.register_error_handler(HTTPException, _http_handler(answer))
    app.register_error_handler(Exception, _unexpected_handler(answer))


def _broch_handler(answer: Callable[..., Response]) -> Callable[[errors.BrochError], Response]:
    def handle(error: errors.BrochError) -> Response:
        if isinstance(error, errors.Unauthorized):
            return unauthorised()
        row = row_of(error)
        if row.status >= 500:
            kind = type(error).__name__
            logger.error("%s %s: %s: %s", request.method, request.path, kind, error, extra=_about())
        return answer(row, str(error))

    return handle


def _http_handler(answer: Callable[..., Response]) -> Callable[[HTTPException], Response]:
    def handle(error: HTTPException) -> Response:
        if error.response is not None:
            return error.response  # type: ignore[return-value]
        status = error.code or 500
        if status < 400:  # A redirection that the routing asks for.
            return error.get_response()  # type: ignore[return-value]
        if status == 405:
            return method_not_allowed(getattr(error, "valid_methods", None) or ())
        row = _BY_STATUS.get(status) or Row(
            status, INTERNAL_ERROR.code if status >= 500 else _BAD_REQUEST.code, error.name
        )
        return answer(row, "" if status == 404 else error.description or "")

    return handle


def _unexpected_handler(answer: Callable[..., Response]) -> Callable[[Exception], Response]:
    def handle(error: Exception) -> Response:
        logger.error("%s %s failed: %s", request.method, request.path, type(error).__name__, extra=_about())
        logger.debug("%s %s failed", request.method, request.path, exc_info=error)  # its text may quote patient data
        return answer(INTERNAL_ERROR, "An unexpected error, which the log describes")

    return handle


def _about() -> dict[str, Any]:
    """The request at hand, for the log."""
    return {"remote": request.remote_addr, "method": request.method, "path": request.path}


def unauthorised() -> Response:
    """401, and how to do better."""
    return Response(b"", 401, {"WWW-Authenticate": CHALLENGE})
