"""A socket that carries PDUs: deadlines, one receive buffer, gathered writes, TLS, an end that loses no last PDU."""

import contextlib
import select
import socket
import ssl
import time
from collections.abc import Sequence

from broch_hostapi.errors import RemoteError

from broch.dimse.pdu import ABORT, ASSOCIATE_RQ, P_DATA, UNRECOGNISED_PDU, ProtocolError
from broch.plain_socket import PlainSocket, is_near, is_plain

Buffer = bytes | bytearray | memoryview

TOLERANCE = 64
"""A received P-DATA may be that much longer than announced: some peers do not count headers."""
ROOM = 65536
"""Bytes of receive buffer beyond one PDU."""
FIRST_ROOM = 16384
"""Bytes of receive buffer until a PDU comes that needs more: hundreds of peers may connect and say little."""
JOINED = 16384
"""Writes up to this size are copied together rather than gathered."""


class ConnectionLost(RemoteError):
    """The peer closed the connection, or the network did."""


class AssociationTimeout(RemoteError):
    """The peer kept us waiting for longer than the configured time."""


class Connection:
    """Whole PDUs in, bytes out. Deadlines are times of `time.monotonic`; ``inf`` stands for none.

    All methods belong to one thread, except `wake` and `kill`.
    """

    def __init__(self, sock: socket.socket, maximum_pdu: int = 131072, maximum_request: int = 1 << 20) -> None:
        self._sock = sock
        self._plain = PlainSocket(sock) if is_plain(sock) else None
        self._longest_data = maximum_pdu + TOLERANCE
        self._longest_other = maximum_request
        self.view = memoryview(bytearray(FIRST_ROOM))
        """Received bytes. What `read_pdu` returns are offsets into it, good until the next call."""
        self._start = self._end = 0
        self.woken = False
        self.peer = _peer(sock)
        """Address and port of the other side; an IPv4 address in its own form."""
        with contextlib.suppress(OSError):  # not TCP, as a socket pair in tests
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def secure(self, context: ssl.SSLContext, deadline: float, hostname: str | None = None) -> None:
        """Do the TLS handshake: as client if ``hostname`` is given, else as server."""
        try:
            self._sock = context.wrap_socket(
                self._sock, server_side=hostname is None, server_hostname=hostname, do_handshake_on_connect=False
            )
            self._plain = None
            self._sock.settimeout(_timeout(deadline - time.monotonic()))
            self._sock.do_handshake()
        except TimeoutError as error:
            raise AssociationTimeout("No TLS handshake in time") from error
        except (OSError, ValueError) as error:
            raise ConnectionLost(f"TLS handshake failed: {error}") from error

    def read_pdu(self, deadline: float) -> tuple[int, int, int]:
        """The next PDU: its type, and where its body (behind the six header bytes) begins and ends in `view`.

        A length is judged before any memory is taken for it. Raises `ProtocolError`, `ConnectionLost`,
        `AssociationTimeout`.
        """
        if self._end - self._start < 6:
            self._need(6, deadline)
        kind = self.view[self._start]
        if not ASSOCIATE_RQ <= kind <= ABORT:
            raise ProtocolError(f"Unrecognised PDU of type {kind:02X}H", UNRECOGNISED_PDU)
        size = int.from_bytes(self.view[self._start + 2 : self._start + 6], "big")
        if size > (self._longest_data if kind == P_DATA else self._longest_other):
            raise ProtocolError(f"PDU of type {kind:02X}H is too long: {size} bytes")
        if self._end - self._start < size + 6:
            self._need(size + 6, deadline)
        body = self._start + 6
        self._start = body + size
        return kind, body, self._start

    def _need(self, count: int, deadline: float) -> None:
        """Receive until ``count`` bytes are there, from a place where they fit."""
        held = self._end - self._start
        if count > len(self.view) - self._start or not held:
            enough = count <= len(self.view)
            target = self.view if enough else memoryview(bytearray(max(count, self._longest_data + ROOM)))
            target[:held] = bytes(self.view[self._start : self._end])
            self.view, self._start, self._end = target, 0, held
        while self._end - self._start < count:
            self._receive(deadline)

    def _receive(self, deadline: float) -> None:
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise AssociationTimeout("The peer sent nothing, or not enough, in time")
            try:
                count = self._receive_into(self.view[self._end :], remaining)
            except TimeoutError:
                continue
            except (OSError, ValueError) as error:
                raise ConnectionLost(f"Connection lost: {error}") from error
            if not count:
                raise ConnectionLost("The peer closed the connection")
            self._end += count
            return

    def _receive_into(self, view: memoryview, seconds: float) -> int:
        if self._plain:
            return self._plain.receive_into(view, _timeout(seconds))
        self._be_patient(seconds)
        return self._sock.recv_into(view)

    def _be_patient(self, seconds: float) -> None:
        """Where timeouts are Python's."""
        timeout = _timeout(seconds)
        if not is_near(self._sock.gettimeout(), timeout):
            self._sock.settimeout(timeout)

    def readable(self, timeout: float = 0) -> bool:
        """Whether a read would find something: bytes or an end of the connection."""
        if self._end > self._start:
            return True
        if isinstance(self._sock, ssl.SSLSocket):
            return self._sock.pending() > 0 or (_poll(self._sock, timeout) and self._decrypt())
        return _poll(self._sock, timeout)

    def _decrypt(self) -> bool:
        """Whether what came in are data; TLS has messages of its own."""
        self._start = self._end = 0
        try:
            self._receive(time.monotonic() + 0.001)
        except AssociationTimeout:
            return False
        except ConnectionLost:
            return True
        return True

    def send(self, data: Buffer, seconds: float) -> None:
        """Send all of it within that time. Raises `ConnectionLost`, `AssociationTimeout`."""
        self.send_all([data], seconds)

    def send_all(self, buffers: Sequence[Buffer], seconds: float) -> None:
        """As `send`, for up to 1,000 buffers one after the other, without copying large ones."""
        try:
            if self._plain and sum(map(len, buffers)) > JOINED:
                self._send_plain(self._plain, buffers, seconds)
            elif self._plain:
                self._send_plain(self._plain, [b"".join(buffers)], seconds)
            else:
                self._be_patient(seconds)
                self._sock.sendall(b"".join(buffers))
        except TimeoutError as error:
            raise AssociationTimeout("The peer does not take what is sent to it") from error
        except (OSError, ValueError) as error:
            raise ConnectionLost(f"Connection lost: {error}") from error

    def _send_plain(self, plain: PlainSocket, buffers: Sequence[Buffer], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while buffers := _behind(buffers, plain.send(buffers, _timeout(seconds))):
            seconds = deadline - time.monotonic()
            if seconds <= 0:
                raise TimeoutError

    def farewell(self, last: bytes, seconds: float) -> None:
        """Send a last PDU, wait for the peer to close, close. Never raises.

        Closing at once could make the kernel throw away what the peer has not read yet (PS3.8 9.2, state 13).
        """
        deadline = time.monotonic() + seconds
        with contextlib.suppress(RemoteError, OSError, ValueError):
            self.send(last, seconds)
            self._close_tls()
            socket.socket.shutdown(self._sock, socket.SHUT_WR)
            while (remaining := deadline - time.monotonic()) > 0:
                if not self._receive_farewell(remaining):
                    break
        self.close()

    def _receive_farewell(self, seconds: float) -> int:
        if self._plain:
            return self._plain.receive_into(self.view, seconds)
        self._sock.settimeout(seconds)
        return socket.socket.recv_into(self._sock, self.view)  # past TLS, which is over

    def _close_tls(self) -> None:
        if isinstance(self._sock, ssl.SSLSocket):
            self._sock.settimeout(0)
            with contextlib.suppress(OSError, ValueError):  # SSLWantReadError: said, and the answer not waited for
                self._sock.unwrap()

    def close(self) -> None:
        """Close the socket, whatever its state. Never raises."""
        with contextlib.suppress(OSError):
            self._sock.close()

    def close_politely(self) -> None:
        """Close when nothing is under way any more; TLS is told."""
        with contextlib.suppress(OSError):
            self._close_tls()
        self.close()

    def wake(self) -> None:
        """From another thread: let the owner's reads end with `ConnectionLost`; it can still send."""
        self.woken = True
        self._shutdown(socket.SHUT_RD)

    def kill(self) -> None:
        """From another thread: let all reads and writes of the owner fail."""
        self.woken = True
        self._shutdown(socket.SHUT_RDWR)

    def _shutdown(self, how: int) -> None:
        with contextlib.suppress(OSError):  # SSLSocket.shutdown would drop to plain text: call that of socket
            socket.socket.shutdown(self._sock, how)


def _timeout(seconds: float) -> float | None:
    """As sockets take it: at least a millisecond, None for ever."""
    return None if seconds == float("inf") else max(seconds, 0.001)


def _peer(sock: socket.socket) -> tuple[str, int]:
    try:
        name = sock.getpeername()
    except OSError:  # gone already: the first read will say so
        return "", 0
    return (name[0].removeprefix("::ffff:"), name[1]) if isinstance(name, tuple) else ("", 0)


def _poll(sock: socket.socket, timeout: float) -> bool:
    try:
        if not hasattr(select, "poll"):
            return bool(select.select([sock], [], [], timeout)[0])
        poll = select.poll()  # select.select cannot watch descriptors above 1,023
        poll.register(sock, select.POLLIN)
        return bool(poll.poll(timeout * 1000))
    except (OSError, ValueError):
        return True  # closed: the read will say so


def _behind(buffers: Sequence[Buffer], sent: int) -> list[Buffer]:
    """What is left to send after that many bytes."""
    for index, buffer in enumerate(buffers):
        if sent < len(buffer):
            return [memoryview(buffer)[sent:], *buffers[index + 1 :]]
        sent -= len(buffer)
    return []
