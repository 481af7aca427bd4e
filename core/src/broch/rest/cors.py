"""Cross-origin requests: which other web pages may call this server from a browser (WHATWG Fetch, CORS protocol)."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

WsgiApplication = Callable[..., Iterable[bytes]]
Fields = list[tuple[str, str]]

_METHODS = "GET,HEAD,POST,DELETE,PUT,OPTIONS"
_EXPOSED = "Allow,Content-Disposition,Content-Encoding,Content-Length,Content-Range,ETag,Location"
_REMEMBERED = "600"  # Seconds that a browser may remember the answer to its question.
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_NAMES = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~, -]{0,1000}")


def bad_origin(text: str) -> str | None:
    """What is wrong with an origin."""
    return None if text == "*" or _ORIGIN.fullmatch(text) else "should be * or such as https://viewer.example.org"


class CrossOrigin:
    """A WSGI application that pages of other origins may call.

    ``*`` among the origins means any page, which then gets nothing that needs credentials; with ``credentials``, the
    other ones may send the credentials that the browser knows.
    """

    def __init__(self, app: WsgiApplication, origins: Sequence[str], credentials: bool) -> None:
        self._app = app
        self._named = frozenset(origin.lower() for origin in origins) - {"*"}
        self._any = "*" in origins
        self._credentials = credentials

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a browser's question before a request, which carries no credentials; pass on everything else."""
        fields = self._fields(environ.get("HTTP_ORIGIN", ""))
        if environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
            start_response("204 No Content", [*fields, *(self._leave(environ) if len(fields) > 1 else [])])
            return ()

        def start(status: str, headers: Fields, exc_info: Any = None) -> Any:
            vary = next((value for name, value in headers if name.lower() == "vary"), "")
            rest = [field for field in headers if field[0].lower() != "vary"]
            more = [("Vary", f"{vary}, Origin" if vary else "Origin"), *fields[1:]]
            if len(fields) > 1:
                more.append(("Access-Control-Expose-Headers", _EXPOSED))
            return start_response(status, rest + more, exc_info) if exc_info else start_response(status, rest + more)

        return self._app(environ, start)

    def _fields(self, origin: str) -> Fields:
        fields = [("Vary", "Origin")]
        if origin.lower() in self._named:
            fields.append(("Access-Control-Allow-Origin", origin))
            if self._credentials:
                fields.append(("Access-Control-Allow-Credentials", "true"))
        elif self._any and origin:
            fields.append(("Access-Control-Allow-Origin", "*"))
        return fields

    @staticmethod
    def _leave(environ: dict[str, Any]) -> Fields:
        wanted = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
        fields = [("Access-Control-Allow-Methods", _METHODS), ("Access-Control-Max-Age", _REMEMBERED)]
        if wanted and _NAMES.fullmatch(wanted):
            fields.append(("Access-Control-Allow-Headers", wanted))
        return fields
