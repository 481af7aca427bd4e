"""Reading and writing a socket, and when to wait for it."""

import enum
import socket
import ssl
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

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
        if self._in_kernel:
            try:
                self._add(self._socket.recv(_PIECE, socket.MSG_DONTWAIT))
            except BlockingIOError:
                return False
            return True
        timeout = self._socket.gettimeout()
        self._socket.settimeout(0)
        try:
            if not self._shaken:
                self._shake_hands()
            self._add(self._decrypted())
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            self._socket.settimeout(timeout)
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
        """What is there, at least one byte; 0 at the end of the stream."""
        buffered = min(len(self._buffer) - self._at, len(view))
        if buffered:
            view[:buffered] = memoryview(self._buffer)[self._at : self._at + buffered]
            self._at += buffered
            return buffered
        if self.ended:
            return 0
        if self._in_kernel:
            self._be_patient(self._timeout)
        self.waiting_since = time.monotonic()
        try:
            received = self._socket.recv_into(view)
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        finally:
            self.waiting_since = 0.0
        self.bytes_read += received
        return received

    def _be_patient(self, timeout: bytes) -> None:
        if timeout != self._in_force:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)
            self._in_force = timeout

    def _fill(self, timeout: bytes | None = None) -> bool:
        if self.ended:
            return False
        if self._in_kernel:
            self._be_patient(timeout or self._timeout)
        self.waiting_since = time.monotonic()
        try:
            self._add(self._decrypted())
        except BlockingIOError:
            raise TimeoutError("timed out") from None
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
