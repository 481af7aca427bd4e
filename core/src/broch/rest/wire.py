"""Bodies of HTTP: those of requests, and files as answers (RFC 9112)."""

import io
import os
import re
import socket
import time
from collections.abc import Iterator
from typing import BinaryIO

from broch_hostapi.errors import BadRequest, LimitExceeded

from broch.rest.streams import SocketReader, SocketWriter

_PIECE = 1 << 16
_LINE = 1 << 13  # Longest chunk header or trailer line that is taken.
_TRAILERS = 64
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")


class BodyCut(BadRequest):
    """The body of a request ended before it was complete, or made no sense: nothing of it may be kept."""


class RequestBody(io.RawIOBase):
    """A request's body, of known length or chunked.

    It ends where the sender meant it to end. Whatever else happens (a FIN, a reset, silence, a broken chunk) raises
    ``BodyCut``, never looks like an end. More than ``limit`` bytes raise ``LimitExceeded`` (0: no limit).
    """

    def __init__(self, reader: SocketReader, length: int | None, limit: int) -> None:
        self._reader = reader
        self._chunked = length is None
        self._left = length or 0
        self._taken = 0
        self._limit = limit
        self._length = length
        self.complete = length == 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, target: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Next bytes of the body; 0 at its proper end."""
        if self.complete:
            return 0
        try:
            return self._take(memoryview(target))
        except TimeoutError:
            raise BodyCut("the body of the request stalled") from None
        except OSError as error:
            raise BodyCut("the connection broke inside the body of the request") from error

    def _take(self, target: memoryview) -> int:
        if self._left == 0 and not self._next_chunk():
            return 0
        self._check_limit()
        received = self._reader.readinto(target[: self._left])
        if received == 0:
            raise BodyCut(f"the body of the request breaks off after {self._taken} bytes")
        self._left -= received
        self._taken += received
        if self._left == 0:
            self._end_of_piece()
        return received

    def _check_limit(self) -> None:
        if self._limit and (self._taken + self._left if self._length is None else self._length) > self._limit:
            raise LimitExceeded("the body of the request", self._limit)

    def _end_of_piece(self) -> None:
        if not self._chunked:
            self.complete = True
        elif self._reader.readline(2) != b"\r\n":
            raise BodyCut("broken chunk in the body of the request")

    def _next_chunk(self) -> bool:
        line = self._reader.readline(_LINE)
        size, _, _ = line.partition(b";")
        if not line.endswith(b"\r\n") or not _CHUNK_SIZE.fullmatch(size.strip()):
            raise BodyCut("the chunked body of the request breaks off or is broken")
        self._left = int(size, 16)
        if self._left == 0:
            self._skip_trailers()
            self.complete = True
        return not self.complete

    def _skip_trailers(self) -> None:
        for _ in range(_TRAILERS):
            line = self._reader.readline(_LINE)
            if line == b"\r\n":
                return
            if not line.endswith(b"\r\n"):
                break
        raise BodyCut("the trailers of the chunked body are broken")

    def drain(self, most: int, seconds: float) -> bool:
        """Read and forget up to ``most`` bytes that come without a pause; whether the body is complete then.

        Nobody waits longer than ``seconds`` in all: the answer, perhaps a refusal, is ready and must not depend on
        the peer.
        """
        rest = bytearray(_PIECE)
        deadline = time.monotonic() + seconds
        while not self.complete and most > 0:
            if self._chunked and not self._reader.has_data():
                return False  # the head of a chunk may come byte by byte
            try:
                if not self._reader.wait(max(0.001, deadline - time.monotonic())) or time.monotonic() > deadline:
                    return False
                most -= self.readinto(rest)
            except (BadRequest, OSError):
                return False
        return self.complete


class FileBody:
    """``count`` bytes of a file from its position on, as the body of an answer, sent by sendfile where possible."""

    def __init__(self, file: BinaryIO, count: int) -> None:
        self.file = file
        self.count = count

    def __iter__(self) -> Iterator[bytes]:
        left = self.count
        while left > 0 and (piece := self.file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece

    def send(self, connected: socket.socket) -> bool:
        """Send by the operating system; whether all of it was there to be sent."""
        if self.count == 0:  # sendfile refuses to send nothing.
            return True
        if connected.gettimeout() is not None or not hasattr(os, "sendfile"):
            return connected.sendfile(self.file, self.file.tell(), self.count) == self.count
        return self._send_by_kernel(connected)

    def _send_by_kernel(self, connected: socket.socket) -> bool:
        """As ``socket.sendfile``, which is slow to begin, and does not know timeouts of the kernel."""
        try:
            source, at = self.file.fileno(), self.file.tell()
        except (AttributeError, io.UnsupportedOperation):  # No file of the operating system.
            return self._send_pieces(connected)
        target, left = connected.fileno(), self.count
        try:
            while left and (sent := os.sendfile(target, source, at, left)):
                at, left = at + sent, left - sent
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        return left == 0

    def _send_pieces(self, connected: socket.socket) -> bool:
        writer, left = SocketWriter(connected), self.count
        for piece in self:
            left -= writer.write(piece)
        writer.flush()
        return left == 0

    def close(self) -> None:
        """Close the file."""
        self.file.close()
