"""The page that a person sees who points a browser at the server, as long as no plugin brings a user interface."""

import struct
import zlib
from importlib.resources import files

from broch_hostapi.host import Host
from flask import Blueprint, Response

from broch.rest.routes import add

_SIDE = 64
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:"
)


def blueprint(host: Host) -> Blueprint:  # noqa: ARG001 - the page asks the REST interface, as any client does
    """The routes of the page."""
    routes = Blueprint("landing", __name__)
    page = (files("broch.rest") / "landing.html").read_bytes()
    placeholder = unsupported_image()

    def root() -> Response:
        """Where the page is."""
        return Response(b"", 301, {"Location": "app/explorer.html"})

    def explorer() -> Response:
        """The page."""
        return Response(page, headers={"Content-Security-Policy": _POLICY}, content_type="text/html; charset=utf-8")

    def unsupported() -> Response:
        """What is shown in place of an image that cannot be drawn."""
        return Response(placeholder, content_type="image/png")

    add(routes, "/", root)
    add(routes, "/app/explorer.html", explorer)
    add(routes, "/app/images/unsupported.png", unsupported)
    return routes


def unsupported_image() -> bytes:
    """A grey square with a cross, as PNG (ISO/IEC 15948)."""
    rows = b"".join(
        b"\0" + bytes(0x60 if abs(x - y) < 3 or abs(x + y - _SIDE + 1) < 3 else 0xC0 for x in range(_SIDE))
        for y in range(_SIDE)
    )
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
