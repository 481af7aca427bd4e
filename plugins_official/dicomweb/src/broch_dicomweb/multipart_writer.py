"""Writing ``multipart/related`` (RFC 2387): framing as bytes, bodies without copies."""

import secrets
from collections.abc import Iterator

PIECE = 1 << 20
_JOINED = 1 << 18
"""Bytes up to which a copy is cheaper than sending twice."""

Piece = bytes | memoryview


class Multipart:
    """One answer, with a boundary of its own that nothing in it can forge."""

    def __init__(self, part_type: str) -> None:
        self.boundary = secrets.token_hex(20)
        self.part_type = part_type

    @property
    def content_type(self) -> str:
        """Value of the answer's Content-Type."""
        return f'multipart/related; type="{self.part_type}"; boundary={self.boundary}'

    def head(self, content_type: str, size: int, location: str = "") -> bytes:
        """What stands before the body of a part of ``size`` bytes. The CRLF before the first delimiter is preamble."""
        where = f"Content-Location: {location}\r\n" if location else ""
        return (
            f"\r\n--{self.boundary}\r\nContent-Type: {content_type}\r\n{where}"
            f"Content-Length: {size}\r\nMIME-Version: 1.0\r\n\r\n"
        ).encode("ascii")

    @property
    def tail(self) -> bytes:
        """What ends the whole."""
        return f"\r\n--{self.boundary}--\r\n".encode("ascii")


def pieces_of(head: bytes, body: bytes | bytearray | memoryview) -> Iterator[Piece]:
    """A part in pieces of about 1 MiB; large ones are views of ``body``."""
    if len(body) <= _JOINED:
        yield head + body
        return
    yield head
    view = memoryview(body)
    for at in range(0, len(view), PIECE):
        yield view[at : at + PIECE]
