"""Answers packed by gzip or deflate for clients that ask for it (RFC 9110 8.4, 12.5.3)."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

WsgiApplication = Callable[..., Iterable[bytes]]
Fields = list[tuple[str, str]]

_WINDOWS = {"gzip": 31, "deflate": 15}  # zlib's window bits; "deflate" has a zlib wrapper (RFC 9110 8.4.1.2).
_PACKABLE = re.compile(
    r"text/(?!event-stream)|application/(?:dicom\+)?(?:json|xml)|application/javascript|image/svg\+xml"
)
_WORTH_IT = 1024
"""Shorter bodies fit into a packet anyway."""
_LEVEL = 1
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def chosen_coding(accepted: str) -> str | None:
    """The coding that a client likes best among those that we know; None for none.

    Of two that it likes equally, gzip. A coding with q=0 is refused; what is malformed counts as not asked for.
    """
    qualities: dict[str, float] = {}
    for item in accepted.lower().split(",")[:32]:
        coding, _, parameter = (part.strip() for part in item.partition(";"))
        match = _QUALITY.fullmatch(parameter)
        qualities["gzip" if coding == "x-gzip" else coding] = float(match[1]) if match else 0.0 if parameter else 1.0
    others = qualities.get("*", 0.0)
    best = max(_WINDOWS, key=lambda coding: qualities.get(coding, others))
    quality = qualities.get(best, others)
    return best if quality > 0 and quality >= qualities.get("identity", 0.0) else None


class Compressed:
    """A WSGI application whose texts leave packed. Files, images and archives leave as they are.

    So does what has an ``ETag``, which stands for these very bytes: clients send it back in ``If-Match``.
    """

    def __init__(self, app: WsgiApplication) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve a request."""
        coding = chosen_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        head = environ["REQUEST_METHOD"] == "HEAD"
        held: list[tuple[str, Fields, Any]] = []

        def hold(status: str, headers: Fields, exc_info: Any = None) -> None:
            held[:] = [(status, headers, exc_info)]

        body = self._app(environ, hold)
        status, headers, exc_info = held[0]
        fields = {name.lower(): value for name, value in headers}
        if _may_be_packed(status, fields):
            headers = [*(field for field in headers if field[0].lower() != "vary"), ("Vary", _vary(fields))]
            if coding and not head:
                headers, body = _packed(coding, headers, fields, body)
        start_response(status, headers, exc_info) if exc_info else start_response(status, headers)
        return body


def _may_be_packed(status: str, fields: dict[str, str]) -> bool:
    known = ("content-encoding", "content-range", "etag")
    return (
        status[:3] not in ("204", "206", "304")
        and _PACKABLE.match(fields.get("content-type", "")) is not None
        and not any(name in fields for name in known)
        and int(fields.get("content-length", _WORTH_IT)) >= _WORTH_IT
    )


def _vary(fields: dict[str, str]) -> str:
    told = fields.get("vary")
    return f"{told}, Accept-Encoding" if told else "Accept-Encoding"


def _packed(
    coding: str, headers: Fields, fields: dict[str, str], body: Iterable[bytes]
) -> tuple[Fields, Iterable[bytes]]:
    headers = [field for field in headers if field[0].lower() != "content-length"]
    headers.append(("Content-Encoding", coding))
    packing = _Packing(body, coding)
    if "content-length" not in fields:
        return headers, packing
    try:
        whole = b"".join(packing)
    finally:
        packing.close()
    return [*headers, ("Content-Length", str(len(whole)))], [whole]


class _Packing:
    """A body that is packed while it is sent."""

    def __init__(self, body: Iterable[bytes], coding: str) -> None:
        self._body = body
        self._window = _WINDOWS[coding]

    def __iter__(self) -> Iterator[bytes]:
        from isal import isal_zlib

        packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, self._window)  # type: ignore[no-untyped-call,unused-ignore]
        for piece in self._body:
            if packed := packer.compress(piece):
                yield packed
        yield packer.flush()

    def close(self) -> None:
        """Leave nothing open, wherever the stream was broken off."""
        close: Callable[[], Any] | None = getattr(self._body, "close", None)
        if close is not None:
            close()
