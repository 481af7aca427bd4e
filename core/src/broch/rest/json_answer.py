"""Answers as Orthanc's clients expect them: JSON with sorted keys, and plain text."""

from typing import Any, TypeGuard, TypeVar

import orjson
from broch_hostapi.errors import BadJson, BadParameterType, BadRequest, LimitExceeded, ParameterOutOfRange
from flask import Request, Response

T = TypeVar("T")

LARGEST_NUMBER = (1 << 53) - 1
"""Above it JSON's readers disagree (RFC 8259 6)."""
_LARGEST_SMALL_BODY = 16 << 20
JSON_TYPE = "application/json; charset=utf-8"
_STYLE = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def as_json(value: Any) -> bytes:
    """Pretty-printed JSON. What is no Unicode (lone surrogates from a wrong character set) becomes a question mark."""
    try:
        return orjson.dumps(value, option=_STYLE)
    except TypeError:
        return orjson.dumps(_cleaned(value), option=_STYLE)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(member) for member in value]
    return value


def json_answer(value: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return json_bytes_answer(as_json(value), status)


def json_bytes_answer(body: bytes, status: int = 200) -> Response:
    """An answer of JSON that is written already."""
    return Response(body, status, content_type=JSON_TYPE)


def text_answer(text: str, status: int = 200) -> Response:
    """A plain text answer."""
    return Response(text, status, content_type="text/plain; charset=utf-8" if not text.isascii() else "text/plain")


def not_there() -> Response:
    """The empty 404 of a known route for an unknown resource."""
    return Response(b"", 404)


def small_body(request: Request, limit: int = _LARGEST_SMALL_BODY) -> bytes:
    """A body that is meant for memory: text or JSON. Raises ``LimitExceeded``."""
    announced = request.content_length
    most = limit if announced is None else min(announced, limit)  # memory is taken for as much as is asked for
    body: bytes = request.stream.read(most + 1)
    if len(body) > limit:
        raise LimitExceeded("the size in bytes of a body of text or JSON", limit)
    return body


def json_body(request: Request, limit: int = _LARGEST_SMALL_BODY) -> Any:
    """The body as JSON. Raises ``BadJson``, ``LimitExceeded``."""
    body = small_body(request, limit)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadJson("The body must be JSON" if body else "The body is empty, but must be JSON") from error


def json_object(request: Request, wrong: type[BadJson | BadRequest] = BadJson) -> dict[str, Any]:
    """The body as a JSON object. Raises ``wrong``: some routes of the reference say "bad request", most "bad JSON"."""
    try:
        body = json_body(request)
    except BadJson as error:
        raise wrong(str(error)) from error
    if not isinstance(body, dict):
        raise wrong("The body must be a JSON object")
    return body


def member(body: dict[str, Any], name: str, kind: type[T], default: T | None = None) -> T:
    """A member of a JSON object. Raises ``BadRequest`` when it is missing without a default, or of another type."""
    value: Any = body.get(name, default)
    if not _is_a(value, kind):
        words = {int: "an integer", str: "a string", dict: "a JSON object", list: "a JSON array", bool: "true or false"}
        raise BadRequest(f"Field {name!r} is missing, or should be {words[kind]}")
    return value


def optional(body: dict[str, Any], name: str, kind: type, default: Any) -> Any:
    """As ``member``, where the reference calls a wrong type bad JSON. Raises ``BadJson``."""
    value = body.get(name, default)
    if name in body and not _is_a(value, kind):
        words = {bool: "Boolean", str: "String", int: "Integer"}
        raise BadJson(f"{words[kind]} value expected in field: {name}")
    return value


def _is_a(value: Any, kind: type[T]) -> TypeGuard[T]:
    """For JSON, true and false are no numbers."""
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def natural(body: dict[str, Any], name: str) -> int:
    """An integer of 0 or more, 0 when it is not there. Raises ``BadRequest``, ``ParameterOutOfRange``."""
    value = member(body, name, int, 0)
    if not 0 <= value <= LARGEST_NUMBER:
        raise ParameterOutOfRange(f"Field {name!r} should not be negative, nor above {LARGEST_NUMBER}")
    return value


def query_number(request: Request, name: str) -> int | None:
    """An integer of 0 or more from the query string; None when it is not there. Raises ``BadRequest``."""
    text = request.args.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadParameterType(f"{name!r} should be a number, not {text[:64]!r}")
    return int(text)


def query_flag(request: Request, name: str, default: bool = False) -> bool:
    """Whether a flag stands in the query string: ``?name``, ``?name=1``, but not ``?name=false``."""
    value = request.args.get(name)
    return default if value is None else value.lower() not in ("false", "0")
