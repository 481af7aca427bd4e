"""Methods of HTTP beyond what a view answers: another one than the request line names, HEAD, OPTIONS, wrong ones."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from flask import Response

_ORDER = ("GET", "HEAD", "POST", "DELETE", "PUT")
_INSTEAD = ("PUT", "DELETE")
_ELSEWHERE = ("cross-site", "same-site")


def override(environ: dict[str, Any]) -> int | None:
    """Put the method that is meant into a WSGI environment; the status of an error if that must not be.

    As in Orthanc, for clients that can only send GET and POST: ``X-HTTP-Method-Override`` with any method, else
    ``?_method=`` with GET, either with PUT or DELETE. A browser that follows a link of another site may not: whoever
    puts an image on a page must not delete by it.
    """
    wanted = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE")
    if wanted is None and environ["REQUEST_METHOD"] == "GET":
        wanted = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True).get("_method", [None])[0]
    if wanted is None:
        return None
    if wanted.upper() not in _INSTEAD:
        return 400
    if environ.get("HTTP_SEC_FETCH_SITE") in _ELSEWHERE:
        return 403
    environ["REQUEST_METHOD"] = wanted.upper()
    return None


def is_overridden(environ: dict[str, Any]) -> bool:
    """Whether ``override`` should look at a request."""
    return "HTTP_X_HTTP_METHOD_OVERRIDE" in environ or "_method" in environ.get("QUERY_STRING", "")


def options(valid: Iterable[str]) -> Response:
    """The answer to OPTIONS for a route with these methods (RFC 9110 9.3.7)."""
    return Response(b"", 204, {"Allow": allowed({*valid, "OPTIONS"})})


def method_not_allowed(valid: Iterable[str]) -> Response:
    """405 with the methods that there are, as Orthanc tells them: without HEAD and OPTIONS."""
    return Response(b"", 405, {"Allow": allowed(set(valid) - {"HEAD", "OPTIONS"})})


def allowed(methods: Iterable[str]) -> str:
    """The value of an ``Allow`` field."""
    return ",".join(sorted(methods, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)))
