"""Request bodies with ``Content-Encoding: gzip`` or ``deflate``, unpacked as they come (RFC 1952, RFC 1950)."""

import io
from typing import Any

from broch_hostapi.errors import BadRequest, LimitExceeded, UnsupportedMediaType

from broch.rest.wire import BodyCut

_PIECE = 1 << 16
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # zlib's window bits: for a gzip wrapper, for zlib's own.


class GunzipStream(io.RawIOBase):
    """The unpacked bytes of a gzip stream of one or several members, or of a zlib stream.

    Raises ``BadRequest`` for what is no such stream, ``BodyCut`` where it breaks off, and ``LimitExceeded`` as soon as
    more than ``limit`` bytes come out (0: no limit), so that a small body cannot become a huge one.
    """

    def __init__(self, packed: Any, limit: int, coding: str = "gzip") -> None:
        self._packed = packed
        self._coding = coding
        self._member = _new_member(coding)
        self._limit = limit
        self._given = 0
        self._pending = b""
        self._started = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, target: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Next unpacked bytes; 0 at the end."""
        unpacked = self._next(len(target))
        target[: len(unpacked)] = unpacked
        self._given += len(unpacked)
        if self._limit and self._given > self._limit:
            raise LimitExceeded("the unpacked body of the request", self._limit)
        return len(unpacked)

    def _next(self, most: int) -> bytes:
        while True:
            if self._member.eof:
                self._pending = self._member.unused_data or self._packed.read(_PIECE)
                if not self._pending.strip(b"\0"):
                    return b""
                self._member = _new_member(self._coding)
            elif not self._pending:
                self._pending = self._packed.read(_PIECE)
                if not self._pending:
                    raise BodyCut(f"the {self._coding} body of the request breaks off")
            if unpacked := self._unpack(most):
                return unpacked

    def _unpack(self, most: int) -> bytes:
        try:
            unpacked: bytes = self._member.decompress(self._pending, most)
        except Exception as error:
            raise BadRequest(f"the body of the request is no {self._coding}: {error}") from error
        self._pending = self._member.unconsumed_tail
        return unpacked


def _new_member(coding: str) -> Any:
    from isal import isal_zlib

    return isal_zlib.decompressobj(_WINDOWS[coding])  # type: ignore[no-untyped-call,unused-ignore]


def unpack_body(environ: dict[str, Any], limit: int) -> None:
    """Replace a packed request body in a WSGI environment by the unpacked one. Raises ``UnsupportedMediaType``."""
    encoding = environ.pop("HTTP_CONTENT_ENCODING").strip().lower()
    if encoding in ("", "identity"):
        return
    if encoding not in _WINDOWS:
        raise UnsupportedMediaType(f"Content-Encoding {encoding[:32]!r} is neither gzip nor deflate")
    environ["wsgi.input"] = io.BufferedReader(GunzipStream(environ["wsgi.input"], limit, encoding), _PIECE)
    environ["wsgi.input_terminated"] = True
    environ.pop("CONTENT_LENGTH", None)
