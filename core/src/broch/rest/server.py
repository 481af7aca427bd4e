"""The HTTP server: cheroot, with what it lacks for an archive.

Repaired here: a cut body is an error (``wire.RequestBody``); files leave by sendfile; the TLS handshake happens in a
worker and not in the accept loop; who is connected and silent holds no worker; a body that nobody read is not taken
into memory before the answer; stopping is quick and bounded.
"""

import logging
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from email.utils import formatdate
from typing import Any

from cheroot.server import HTTPConnection
from cheroot.ssl import Adapter
from cheroot.wsgi import Server

from broch.rest.http_request import HEADER_LIMIT, Gateway, KnownHead, Request
from broch.rest.wire import SocketReader, SocketWriter, leave_timeouts_to_the_kernel

_NEXT_REQUEST = 0.003  # Seconds that a worker waits for the next request of its connection.
_LINGER = 2.0  # Seconds to wait for the peer after an answer that came before the end of its body.
_GRACE = 5.0  # Seconds that requests under way get when the server stops.
_BACKLOG = 128

logger = logging.getLogger(__name__)

WsgiApplication = Callable[..., Iterable[bytes]]


class _Connection(HTTPConnection):  # type: ignore[misc]
    RequestHandlerClass = Request
    reading_since: float | None = None
    """Since when a request has been expected; None while one is being answered."""
    unread = False
    """Whether the peer may still be sending a body that nobody wants."""
    known: KnownHead | None = None

    def __init__(self, server: Any, connected: socket.socket, makefile: Any = None) -> None:  # noqa: ARG002
        if os.name == "posix" and server.ssl_adapter is None:
            leave_timeouts_to_the_kernel(connected)
        super().__init__(server, connected, lambda sock, mode, _: (SocketReader if "r" in mode else SocketWriter)(sock))

    def communicate(self) -> bool:
        """Serve requests while they come without a pause; whether to keep the connection."""
        server = self.server
        server.talking.add(self)
        try:
            while self._serve_one():
                if not server.ready or server.requests.qsize or not self.rfile.wait(_NEXT_REQUEST):
                    return True
            return False
        except OSError:
            return False
        finally:
            server.talking.discard(self)
            self.reading_since = None

    def _serve_one(self) -> bool:
        self.reading_since = time.monotonic()
        keep: bool = super().communicate()
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
                self.socket.settimeout(left)
                if not self.rfile.readinto(rest):
                    break

    def cut(self) -> None:
        """End the connection from another thread: whoever reads or writes it gets an error."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


class _LazyHandshake(Adapter):  # type: ignore[misc]
    """TLS whose handshake happens with the first read, in a worker."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__("", "")
        self.context = context

    def bind(self, sock: socket.socket) -> socket.socket:
        return sock

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, str]]:
        wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, self.get_environ()

    def get_environ(self) -> dict[str, str]:
        return {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def makefile(self, sock: socket.socket, mode: str = "r", bufsize: int = -1) -> Any:
        raise NotImplementedError  # ``_Connection`` brings its own.


class _Server(Server):  # type: ignore[misc]
    ConnectionClass = _Connection
    max_request_header_size = HEADER_LIMIT
    keep_alive_conn_limit = None
    max_body = 0

    def __init__(self, address: tuple[str, int], app: WsgiApplication, threads: int, timeout: float) -> None:
        super().__init__(
            address,
            app,
            numthreads=threads,
            max=threads + 1,
            server_name="Broch",
            request_queue_size=_BACKLOG,
            timeout=timeout,
            shutdown_timeout=_GRACE + 1,
        )
        self.gateway = Gateway
        self.talking: set[_Connection] = set()
        self._standing = (0, "")

    def standing_fields(self) -> str:
        """The end of each answer's head. The date is formatted once a second."""
        second, fields = self._standing
        if second != (now := int(time.time())):
            fields = f"Date: {formatdate(now, usegmt=True)}\r\nServer: {self.server_name}\r\n\r\n"
            self._standing = (now, fields)
        return fields

    def process_conn(self, conn: Any) -> None:
        """Give a connection to a worker, but not before it has said something."""
        if conn.last_used is None:
            self.put_conn(conn)
        else:
            super().process_conn(conn)

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """Cheroot's messages, in our log."""
        logger.log(level, "%s", msg, exc_info=traceback)

    def cut_slow(self, older_than: float) -> None:
        """End connections that have been in the middle of a request's head for so many seconds."""
        limit = time.monotonic() - older_than
        for connection in tuple(self.talking):
            since = connection.reading_since
            if since is not None and since <= limit:
                connection.cut()

    def cut_all(self) -> None:
        """End every connection that a worker has."""
        for connection in tuple(self.talking):
            connection.cut()


class _Listener:
    """One address: a server, and the threads that run it. All threads are daemons, so that none can hold up an exit."""

    def __init__(self, server: _Server) -> None:
        self.server = server
        self._prepared = threading.Event()
        self._stopped = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="http-accept", daemon=True)

    def start(self) -> None:
        """Bind and serve. Raises ``OSError``, as when the port is taken."""
        self._thread.start()
        self._prepared.wait()
        if self._failure is not None:
            raise self._failure
        threading.Thread(target=self._watch, name="http-watch", daemon=True).start()

    def _run(self) -> None:
        try:
            self.server.prepare()
        except BaseException as failure:  # noqa: BLE001
            self._failure = failure
            return
        finally:
            self._prepared.set()
        self.server.serve()

    def _watch(self) -> None:
        while not self._stopped.wait(1.0):
            self.server.cut_slow(self.server.timeout)

    def stop(self) -> None:
        """Take nothing new, let requests under way end, then cut."""
        self._stopped.set()
        if not self.server.ready:
            return
        host, port = self.server.bind_addr
        stopping = threading.Thread(target=self.server.stop, name="http-stop", daemon=True)
        stopping.start()
        deadline = time.monotonic() + _GRACE
        while self._thread.is_alive() and time.monotonic() < deadline:
            _touch(host, port)  # Wakes the accept loop, which looks for the end of its service only then.
            self._thread.join(0.02)
        while stopping.is_alive() and time.monotonic() < deadline:
            self.server.cut_slow(0.0)  # Again and again: a worker may only now have taken a connection.
            stopping.join(0.02)
        if stopping.is_alive():
            self.server.cut_all()
            stopping.join(1.0)


def _touch(host: str, port: int) -> None:
    with suppress(OSError):
        socket.create_connection((_reachable(host), port), 0.2).close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


class HttpServer:
    """A WSGI application on one or several addresses.

    ``threads`` is for each address; ``timeout`` in seconds is for a read or a write, for the head of a request, and for
    an idle connection; ``max_body`` in bytes, 0 for no limit.
    """

    def __init__(
        self,
        app: WsgiApplication,
        addresses: Sequence[tuple[str, int]],
        threads: int = 50,
        timeout: float = 30.0,
        max_body: int = 0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._app = app
        self._addresses = addresses
        self._threads = threads
        self._timeout = timeout
        self._max_body = max_body
        self._ssl_context = ssl_context
        self._listeners: list[_Listener] = []

    @property
    def port(self) -> int:
        """Port of the first address, the true one after a start with port 0."""
        return int(self._listeners[0].server.bind_addr[1])

    def start(self) -> None:
        """Listen; when it returns, connections are taken. Raises ``OSError``; then nothing listens."""
        for host, port in self._addresses:
            wanted = port or (self.port if self._listeners else 0)
            listener = _Listener(self._make_server((host, wanted)))
            try:
                listener.start()
            except BaseException:
                self.stop()
                raise
            self._listeners.append(listener)

    def _make_server(self, address: tuple[str, int]) -> _Server:
        server = _Server(address, self._app, self._threads, self._timeout)
        server.max_body = self._max_body
        if self._ssl_context is not None:
            server.ssl_adapter = _LazyHandshake(self._ssl_context)
        return server

    def stop(self) -> None:
        """Stop: at once when nothing is under way, else requests get up to 5 seconds."""
        stopping = [threading.Thread(target=listener.stop, daemon=True) for listener in self._listeners]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()
        self._listeners.clear()
