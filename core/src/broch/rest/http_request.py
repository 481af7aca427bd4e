"""One HTTP request: its head, its WSGI environment, and the head of its answer.

Cheroot's own code parses a head and judges it. What it made of the header fields is remembered for the connection:
clients send the same fields with each request, and then only the request line is looked at. Likewise only the usual
answer's head is put together here. Whatever is unusual takes cheroot's way.
"""

import io
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from cheroot.server import HeaderReader, HTTPRequest
from cheroot.wsgi import Gateway_10

from broch.rest.wire import FileBody, RequestBody

HEADER_LIMIT = 1 << 16
"""Bytes of a request's head."""

_PIECE = 1 << 16  # Bytes of a body that are read at once, when little is asked for.
_REMEMBERED = 1 << 12  # Bytes of header fields that a connection remembers at most.
_DRAIN_LIMIT = 1 << 20  # An unread body up to here is read away, so that the connection can be used again.
_DRAIN_SECONDS = 0.05
_REQUEST_LINE = re.compile(rb"(GET|POST|PUT|DELETE) ((/(?!/)[A-Za-z0-9/._~-]*)(?:\?([!\"$-~]*))?) HTTP/1\.1\r\n")
_SLASHES = re.compile(rb" /{2,}")
_LENGTH = re.compile(rb"[0-9]{1,18}")
_HEAD_BY_CHEROOT = frozenset(("connection", "date", "server"))

WriteBody = Callable[[bytes], object]


class KnownHead(NamedTuple):
    """The header fields of a connection's last request, and what they mean."""

    block: bytes
    fields: dict[bytes, bytes]
    environ: dict[str, Any]
    """The whole environment of that request; in that of another one only its request line and its body differ."""


class _Headers(HeaderReader):  # type: ignore[misc]
    def _allow_header(self, key_name: bytes) -> bool:
        return b"_" not in key_name  # ``X_User`` would stand for ``X-User`` in a WSGI environment.


class _OneSlash:
    def __init__(self, rfile: Any) -> None:
        self.rfile = rfile

    def readline(self) -> bytes:
        line: bytes = self.rfile.readline()
        return _SLASHES.sub(b" /", line, count=1) if b" //" in line else line


class Request(HTTPRequest):  # type: ignore[misc]
    """What is read from a connection up to the body, and the answer's head."""

    rfile: Any
    header_reader = _Headers()
    block = b""
    """The header fields as they came, if the request line was of the usual kind."""
    known: KnownHead | None = None
    """Set if this request has the same header fields."""
    answer_head: str | None = None
    """Status line and header fields of an answer of the usual kind, each with its line end."""

    def parse_request(self) -> None:
        """Read the head. ``ready`` is set if there is a request to answer."""
        head: bytes = self.conn.rfile.peek_head()
        line = _REQUEST_LINE.match(head) if len(head) <= HEADER_LIMIT else None
        if line is None:
            super().parse_request()
            return
        self.block, known = head[line.end() :], self.conn.known
        if known is None or known.block != self.block:
            super().parse_request()
            return
        self.conn.rfile.skip(len(head))
        self.method, self.uri, self.path, query = line.groups()
        self.qs = query or b""
        self.request_protocol, self.response_protocol = b"HTTP/1.1", "HTTP/1.1"
        self.inheaders, self.known = known.fields, known
        self.started_request = self.ready = True

    def remember(self, environ: dict[str, Any]) -> None:
        """Keep what cheroot made of the header fields, unless they tell it to do something."""
        special = self.chunked_read or self.close_connection or b"Expect" in self.inheaders
        if 0 < len(self.block) <= _REMEMBERED and not special:
            self.conn.known = KnownHead(self.block, self.inheaders, environ.copy())

    def read_request_line(self) -> bool:
        """Take ``//studies`` for ``/studies``, as it comes of a base address that ends with a slash."""
        self.rfile = one_slash = _OneSlash(self.rfile)
        try:
            return bool(super().read_request_line())
        finally:
            self.rfile = one_slash.rfile

    def read_request_headers(self) -> bool:
        """Refuse lengths that two servers could read in two ways (RFC 9112 6.3)."""
        if not super().read_request_headers():
            return False
        length = self.inheaders.get(b"Content-Length")
        if length is not None and (self.inheaders.get(b"Transfer-Encoding") or not _LENGTH.fullmatch(length)):
            self.simple_response("400 Bad Request", "Content-Length is malformed or stands beside Transfer-Encoding")
            return False
        return True

    def send_headers(self) -> None:
        """Send the answer's head."""
        if self.answer_head is None:
            super().send_headers()
            return
        closing = "Connection: close\r\n" if self.close_connection else ""
        self.conn.wfile.write((self.answer_head + closing + self.server.standing_fields()).encode("latin-1"))

    def respond(self) -> None:
        """Let the application answer. The body is read by ``RequestBody`` alone."""
        Gateway(self).respond()
        if self.chunked_write:
            self.conn.wfile.write(b"0\r\n\r\n")


class Gateway(Gateway_10):  # type: ignore[misc]
    """Between a request and the application."""

    started_response: bool

    def get_environ(self) -> dict[str, Any]:
        """The WSGI environment (PEP 3333), with the body as a stream that ends by itself."""
        request = self.req
        if request.known is not None:
            environ: dict[str, Any] = request.known.environ.copy()
            environ["PATH_INFO"] = request.path.decode("latin-1")
            environ["QUERY_STRING"] = request.qs.decode("latin-1")
            environ["REQUEST_METHOD"] = request.method.decode("latin-1")
            environ["REQUEST_URI"] = request.uri.decode("latin-1")
        else:
            request.rfile = None  # Cheroot would put it into the environment.
            environ = super().get_environ()
            environ["wsgi.input_terminated"] = True  # Werkzeug shall not count.
            environ["wsgi.file_wrapper"] = FileBody
            request.remember(environ)
        length = None if request.chunked_read else int(environ.get("CONTENT_LENGTH") or 0)
        body = RequestBody(request.conn.rfile, length, request.server.max_body)
        environ["wsgi.input"] = io.BytesIO() if length == 0 else io.BufferedReader(body, min(length or _PIECE, _PIECE))
        request.rfile = self.body = body
        return environ

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> WriteBody:
        """Before the answer, see to what is left of the body."""
        request = self.req
        if not self.body.complete and not self.body.drain(_DRAIN_LIMIT, _DRAIN_SECONDS):
            request.close_connection = request.conn.unread = True
        if not request.server.keeps_connections:
            request.close_connection = True
        fields = {name.lower(): value for name, value in headers}
        usual = "content-length" in fields and fields.keys().isdisjoint(_HEAD_BY_CHEROOT) and status[:3] != "413"
        if not usual or self.started_response or request.response_protocol != "HTTP/1.1":
            request.answer_head = None
            return super().start_response(status, headers, exc_info)  # type: ignore[no-any-return]
        self.started_response = True
        self.remaining_bytes_out = int(fields["content-length"])
        request.status = status.encode("latin-1")
        request.answer_head = f"HTTP/1.1 {status}\r\n" + "".join([f"{name}: {value}\r\n" for name, value in headers])
        return self.write  # type: ignore[no-any-return]

    def respond(self) -> None:
        """Call the application and send what it gives."""
        request = self.req
        connection = request.conn
        connection.wfile.flush()  # "100 Continue", which the peer waits for.
        answer = request.server.wsgi_app(self.env, self.start_response)
        try:
            if isinstance(answer, FileBody) and request.server.ssl_adapter is None and request.method != b"HEAD":
                request.ensure_headers_sent()
                connection.wfile.flush(more=True)
                with connection.wfile.waiting():
                    whole = answer.send(connection.socket)
                if not whole:
                    request.close_connection = True  # Fewer bytes than announced: only a cut tells.
            else:
                for chunk in answer:
                    if chunk:
                        self.write(chunk)
                        if request.chunked_write:
                            connection.wfile.flush()  # The next piece may take long.
                request.ensure_headers_sent()
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
