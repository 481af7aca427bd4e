"""What lies between a socket and a WSGI application: reading, writing, request bodies, files as answers (RFC 9112)."""

import io
import os
import re
import socket
import ssl
import struct
import time
from collections.abc import Iterator
from typing import BinaryIO

from broch_hostapi.errors import BadRequest, LimitExceeded

_PIECE = 1 << 16
_HELD = 1 << 16  # Bytes that a writer holds at most.
_LINE = 1 << 13  # Longest chunk header or trailer line that is taken.
_TRAILERS = 64
_MORE = getattr(socket, "MSG_MORE", 0)
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")


class BodyCut(BadRequest):
    """The body of a request ended before it was complete, or made no sense: nothing of it may be kept."""


def leave_timeouts_to_the_kernel(connected: socket.socket) -> None:
    """Make a socket's timeout one of the kernel (POSIX: SO_RCVTIMEO, SO_SNDTIMEO).

    A read is then one system call and not three, each of which lets another thread take the interpreter.
    """
    seconds = _timeval(connected.gettimeout() or 0.0)
    connected.settimeout(None)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)


def _timeval(seconds: float) -> bytes:
    return struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))


class SocketReader:
    """Buffered reading from a socket with a timeout. Stands in for cheroot's, which copies each byte in Python."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._in_kernel = connected.gettimeout() is None
        if self._in_kernel:
            self._timeout = connected.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, len(_timeval(0.0)))
            self._in_force = self._timeout
        self._buffer = b""
        self._at = 0
        self._ended = False
        self.closed = False
        self.bytes_read = 0

    def has_data(self) -> bool:
        """Whether something can be read without the network, the decrypted rest of a TLS record included."""
        return self._at < len(self._buffer) or (isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0)

    def wait(self, seconds: float) -> bool:
        """Wait so long for the next bytes; also True when the peer has gone."""
        if self.has_data():
            return True
        try:
            if self._in_kernel:
                self._fill(_timeval(seconds))
            else:
                self._fill_within(seconds)
        except TimeoutError:
            return False
        return True

    def _fill_within(self, seconds: float) -> None:
        timeout = self._socket.gettimeout()
        self._socket.settimeout(seconds)
        try:
            self._fill()
        finally:
            self._socket.settimeout(timeout)

    def peek_head(self) -> bytes:
        """All up to and with the next empty line, if it is there after one read at most; else nothing."""
        if self._at == len(self._buffer):
            self._fill()
        stop = self._buffer.find(b"\r\n\r\n", self._at)
        return self._buffer[self._at : stop + 4] if stop >= 0 else b""

    def skip(self, count: int) -> None:
        """Pass over bytes that were peeked at."""
        self._at += count

    def readline(self, size: int | None = None) -> bytes:
        """Up to and with the next line feed, at most ``size`` bytes; shorter at the end of the stream."""
        while (found := self._buffer.find(b"\n", self._at)) < 0:
            if (size and len(self._buffer) - self._at >= size) or not self._fill():
                break
        stop = found + 1 if found >= 0 else len(self._buffer)
        if size:
            stop = min(stop, self._at + size)
        line = self._buffer[self._at : stop]
        self._at = stop
        return line

    def readinto(self, view: memoryview) -> int:
        """What is there, at least one byte; 0 at the end of the stream."""
        buffered = min(len(self._buffer) - self._at, len(view))
        if buffered:
            view[:buffered] = memoryview(self._buffer)[self._at : self._at + buffered]
            self._at += buffered
            return buffered
        if self._ended:
            return 0
        if self._in_kernel:
            self._be_patient(self._timeout)
        try:
            received = self._socket.recv_into(view)
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        self.bytes_read += received
        return received

    def _be_patient(self, timeout: bytes) -> None:
        if timeout != self._in_force:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)
            self._in_force = timeout

    def _fill(self, timeout: bytes | None = None) -> bool:
        if self._ended:
            return False
        if self._in_kernel:
            self._be_patient(timeout or self._timeout)
        try:
            data = self._socket.recv(_PIECE)
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        except ssl.SSLEOFError:
            data = b""
        except ssl.SSLError as error:  # Not TLS at all, or a refused certificate.
            raise ConnectionResetError(str(error)) from error
        self._ended = not data
        self.bytes_read += len(data)
        self._buffer = self._buffer[self._at :] + data
        self._at = 0
        return not self._ended

    def close(self) -> None:
        """Forget what is buffered."""
        self.closed = True
        self._buffer = b""
        self._at = 0


class SocketWriter:
    """Writing to a socket. Small pieces are held until ``flush``, so that head and body of an answer leave together."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._held = b""
        self.bytes_written = 0

    def write(self, data: bytes) -> int:
        """Send, or hold until more comes. Raises ``OSError``."""
        if len(self._held) + len(data) <= _HELD:
            self._held += data
            return len(data)
        self.flush(more=True)
        self._send(data)
        return len(data)

    def flush(self, *, more: bool = False) -> None:
        """Send what is held; with ``more``, it need not leave before what follows at once. Raises ``OSError``."""
        held, self._held = self._held, b""
        if held:
            self._send(held, _MORE if more and not isinstance(self._socket, ssl.SSLSocket) else 0)

    def _send(self, data: bytes, flags: int = 0) -> None:
        try:
            self._socket.sendall(data, flags)
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        self.bytes_written += len(data)


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
