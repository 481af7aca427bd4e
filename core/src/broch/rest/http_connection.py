"""One HTTP connection: when a worker reads it, answers on it, and lets go of it."""

import logging
import socket
import ssl
import time
from contextlib import suppress
from typing import Any

from cheroot.errors import FatalSSLAlert
from cheroot.server import HTTPConnection
from cheroot.ssl import Adapter

from broch.rest.http_request import HEADER_LIMIT, KnownHead, Request
from broch.rest.streams import Head, SocketReader, SocketWriter

_NEXT_REQUEST = 0.003  # Seconds that a worker waits for the next request of its connection.
_LINGER = 2.0  # Seconds to wait for the peer after an answer that came before the end of its body.

logger = logging.getLogger(__name__)


class Connection(HTTPConnection):  # type: ignore[misc]
    """Cheroot's, for a server that is ``server._Server``."""

    RequestHandlerClass = Request
    begun: float | None = None
    """When it began to send a head, or to shake hands, that is not complete yet."""
    parts = 0
    """How many times a part of it came."""
    answered = False
    """Whether it had a request already."""
    unread = False
    """Whether the peer may still be sending a body that nobody wants."""
    known: KnownHead | None = None

    def __init__(self, server: Any, connected: socket.socket, makefile: Any = None) -> None:  # noqa: ARG002
        super().__init__(server, connected, lambda sock, mode, _: (SocketReader if "r" in mode else SocketWriter)(sock))
        # Cheroot's caches of these make a cycle: the buffers would stay until the next collection.
        del self.resolve_peer_creds, self.get_peer_creds
        server.connected.add(self)

    @property
    def waiting_since(self) -> float:
        """Since when a worker has been waiting for the peer; 0.0 when none is."""
        return self.rfile.waiting_since or self.wfile.waiting_since  # type: ignore[no-any-return]

    def communicate(self) -> bool:
        """Serve requests while they come without a pause; whether to keep the connection."""
        server = self.server
        server.talking.add(self)
        try:
            while self._head_is_here():
                if not self._serve_one():
                    return False
                if not server.ready or server.requests.qsize or not self.rfile.wait(_NEXT_REQUEST):
                    return True
            return not self.rfile.ended
        except OSError as error:
            logger.debug("connection from %s ended: %s", self.remote_addr, error)
            return False
        finally:
            server.talking.discard(self)

    def _head_is_here(self) -> bool:
        """Whether a whole head has come. If not, no worker waits for the rest of it."""
        match self.rfile.gather(HEADER_LIMIT):
            case Head.WHOLE:
                self._beginning(None)
                return True
            case Head.PART:
                self._beginning(self.begun or time.monotonic())
            case Head.ENDED if self.begun is not None and self.rfile.has_data() and self._is_late():
                self.RequestHandlerClass(self.server, self).simple_response("408 Request Timeout")
                self.wfile.flush()
        return False

    def _beginning(self, begun: float | None) -> None:
        self.begun = begun
        self.parts = 0 if begun is None else self.parts + 1
        (self.server.beginning.discard if begun is None else self.server.beginning.add)(self)

    def _is_late(self) -> bool:
        return self.begun is not None and time.monotonic() - self.begun >= self.server.timeout

    def hurry(self) -> None:
        """Let a head that takes too long end here and now: whoever waits for more of it sees an end."""
        if self._is_late():
            with suppress(OSError):
                socket.socket.shutdown(self.socket, socket.SHUT_RD)  # SSLSocket's own would drop TLS

    def _serve_one(self) -> bool:
        keep: bool = super().communicate()
        self.answered = True
        self.wfile.flush()
        if self.unread:
            self._let_the_peer_read()
        return keep

    def _let_the_peer_read(self) -> None:
        """A close with bytes unread is a reset, which destroys our answer before the peer has seen it."""
        deadline = time.monotonic() + _LINGER
        rest = memoryview(bytearray(1 << 16))
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
            while (left := deadline - time.monotonic()) > 0:
                with self.rfile.patience(left):
                    if not self.rfile.readinto(rest):
                        break

    def cut(self) -> None:
        """End the connection from another thread: whoever reads or writes it gets an error."""
        with suppress(OSError):
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close; TLS is told. Never raises, as that would end the worker."""
        self._beginning(None)
        self.server.connected.discard(self)
        with suppress(OSError, ValueError):
            if isinstance(self.socket, ssl.SSLSocket):
                self.socket.settimeout(0)
                self.socket.unwrap()
        with suppress(OSError, ValueError):
            super().close()


class LazyHandshake(Adapter):  # type: ignore[misc]
    """TLS whose handshake happens when the connection is read, in a worker."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__("", "")
        self.context = context

    def bind(self, sock: socket.socket) -> socket.socket:
        """Nothing to do."""
        return sock

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, str]]:
        """A socket that will speak TLS. Raises ``FatalSSLAlert`` if the peer has gone."""
        try:
            wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        except (OSError, ValueError) as error:  # gone already
            sock.close()
            raise FatalSSLAlert(str(error)) from error
        return wrapped, self.get_environ()

    def get_environ(self) -> dict[str, str]:
        """What a WSGI environment tells of it."""
        return {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def makefile(self, sock: socket.socket, mode: str = "r", bufsize: int = -1) -> Any:
        """Not called: ``Connection`` brings its own reader and writer."""
        raise NotImplementedError
