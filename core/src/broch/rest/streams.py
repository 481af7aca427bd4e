"""Reading and writing a socket, and when to wait for it."""

import enum
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from broch.plain_socket import PlainSocket, is_plain

_PIECE = 1 << 16
_HELD = 1 << 16  # Bytes that a writer holds at most.
_MORE = getattr(socket, "MSG_MORE", 0)


class Head(enum.Enum):
    """How much of a request's head has come."""

    WHOLE = 1
    PART = 2
    """Perhaps nothing."""
    ENDED = 3
    """Part of it, perhaps nothing, and no more will come."""


class SocketReader:
    """Buffered reading from a socket with a timeout. Stands in for cheroot's, which copies each byte in Python.

    Without TLS it leaves the socket's timeout to the kernel, for reading and for writing.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._timeout = connected.gettimeout()
        self._plain = PlainSocket(connected) if is_plain(connected) else None
        self._buffer = b""
        self._at = 0
        self._shaken = not isinstance(connected, ssl.SSLSocket)
        self.ended = False
        self.waiting_since = 0.0
        """Since when the calling thread has been waiting for the peer (``time.monotonic``); 0.0 when it is not."""
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
            with self.patience(seconds):
                self._fill()
        except TimeoutError:
            return False
        return True

    @contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Another timeout, for a while."""
        usual, self._timeout = self._timeout, seconds
        if not self._plain:
            self._socket.settimeout(seconds)
        try:
            yield
        finally:
            self._timeout = usual
            if not self._plain:
                self._socket.settimeout(usual)

    def gather(self, most: int) -> Head:
        """Take what is there without waiting, a TLS handshake before all else.

        More than ``most`` bytes count as a whole head: whoever reads it refuses it. Raises ``OSError``.
        """
        while True:
            if self._buffer.find(b"\r\n\r\n", self._at) >= 0 or len(self._buffer) - self._at > most:
                return Head.WHOLE
            if self._buffer.find(b"\n\n", self._at) >= 0:  # no head either, and nothing to wait for
                return Head.WHOLE
            if self.ended:
                return Head.ENDED
            if not self._take_what_is_there():
                return Head.PART

    def _take_what_is_there(self) -> bool:
        """False if there is nothing at this moment."""
        if self._plain:
            try:
                self._add(self._socket.recv(_PIECE, socket.MSG_DONTWAIT))
            except BlockingIOError:
                return False
            return True
        try:
            with self.patience(0):
                if not self._shaken:
                    self._shake_hands()
                self._add(self._decrypted())
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        return True

    def _shake_hands(self) -> None:
        """As far as it goes. Raises ``SSLWantReadError`` if the peer has to go on."""
        try:
            self._socket.do_handshake()  # type: ignore[attr-defined]
        except (ssl.SSLWantReadError, BlockingIOError):
            raise
        except (OSError, ValueError) as error:  # Not TLS at all, or a refused certificate.
            raise ConnectionResetError(f"no TLS: {error}") from error
        self._shaken = True

    def _decrypted(self) -> bytes:
        try:
            return self._socket.recv(_PIECE)
        except ssl.SSLEOFError:
            return b""
        except ssl.SSLWantReadError:
            raise
        except ssl.SSLError as error:
            raise ConnectionResetError(str(error)) from error

    def _add(self, data: bytes) -> None:
        self.ended = not data
        self.bytes_read += len(data)
        self._buffer = self._buffer[self._at :] + data
        self._at = 0

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
        """At least one byte, perhaps all that there is room for; 0 at the end of the stream."""
        buffered = min(len(self._buffer) - self._at, len(view))
        if buffered:
            view[:buffered] = memoryview(self._buffer)[self._at : self._at + buffered]
            self._at += buffered
            return buffered
        if self.ended:
            return 0
        self.waiting_since = time.monotonic()
        try:
            received = self._plain.fill(view, self._timeout) if self._plain else self._socket.recv_into(view)
        finally:
            self.waiting_since = 0.0
        self.bytes_read += received
        return received

    def _fill(self) -> bool:
        if self.ended:
            return False
        self.waiting_since = time.monotonic()
        try:
            self._add(self._plain.receive(_PIECE, self._timeout) if self._plain else self._decrypted())
        finally:
            self.waiting_since = 0.0
        return not self.ended

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
        self.waiting_since = 0.0
        """As of ``SocketReader``."""
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

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """For what others send to the socket."""
        self.waiting_since = time.monotonic()
        try:
            yield
        finally:
            self.waiting_since = 0.0

    def _send(self, data: bytes, flags: int = 0) -> None:
        self.waiting_since = time.monotonic()
        try:
            self._socket.sendall(data, flags)
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        finally:
            self.waiting_since = 0.0
        self.bytes_written += len(data)
