"""The HTTP server: cheroot, with what it lacks for an archive.

Repaired here: a cut body is an error (``wire.RequestBody``); files leave by sendfile; TLS handshakes happen in workers
and not in the accept loop; no worker waits for a handshake or a head to be complete, and one that waits for a body, or
for its answer to be taken, is replaced meanwhile (``workers``); a body that nobody read is not taken into memory before
the answer; stopping is quick and bounded.
"""

import errno
import logging
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from email.utils import formatdate
from typing import Any

from cheroot.wsgi import Server

from broch.descriptors import descriptors
from broch.rest.http_connection import Connection, LazyHandshake
from broch.rest.http_request import HEADER_LIMIT, Gateway
from broch.rest.workers import Workers

_GRACE = 5.0  # Seconds that requests under way get when the server stops.
_BACKLOG = 1024
_LOOK, _LOOK_CLOSELY = 0.1, 0.02  # Seconds between looks at the workers; the second while connections wait for one.
_PARTS_AT_ONCE = 3  # Parts of a head that are read as they come: that of a slow line, a handshake.
_BREAK, _LONGEST_BREAK = 0.1, 1.0  # Seconds without a look at the next part; more for each part.
MOST_CONNECTIONS = 4000
"""On one address, if there are that many descriptors; then the one that has been silent for longest makes room."""

logger = logging.getLogger(__name__)

WsgiApplication = Callable[..., Iterable[bytes]]


class _ListeningSocket(socket.socket):
    """Without a descriptor for one more connection, says that there is none: the others must be served, and may end."""

    def accept(self) -> tuple[socket.socket, Any]:
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in (errno.EMFILE, errno.ENFILE):
                raise
            logger.warning("no HTTP connection can be accepted: %s", error.strerror)
            time.sleep(_BREAK)  # or the accept loop would be here again at once
            raise BlockingIOError(errno.EAGAIN, error.strerror) from error


class _Server(Server):  # type: ignore[misc]
    ConnectionClass = Connection
    max_request_header_size = HEADER_LIMIT
    keep_alive_conn_limit = None
    socket: Any
    max_body = 0

    def __init__(
        self, address: tuple[str, int], app: WsgiApplication, threads: int, timeout: float, idle: float
    ) -> None:
        super().__init__(
            address,
            app,
            server_name="Broch",
            request_queue_size=_BACKLOG,
            timeout=timeout,
            shutdown_timeout=_GRACE + 1,
        )
        self.requests = Workers(self, threads)
        self.gateway = Gateway
        self.connected: set[Connection] = set()
        self.beginning: set[Connection] = set()
        """Those whose head has begun to come, and is not complete."""
        self.talking: set[Connection] = set()
        """Those that have a worker."""
        self._resting: deque[tuple[float, Connection]] = deque()
        self.most_connections = min(MOST_CONNECTIONS, descriptors() // 3)
        self._patience = timeout - idle
        self.keeps_connections = idle > 0
        self._standing = (0, "")

    def clear_stats(self) -> None:
        """Cheroot's numbers about itself, but not in ``logging``, which would keep every server for ever."""
        super().clear_stats()
        vars(logging)["statistics"].clear()

    def prepare(self) -> None:
        """Bind and listen. Raises ``OSError``."""
        super().prepare()
        timeout, listening = self.socket.gettimeout(), self.socket
        self.socket = _ListeningSocket(fileno=listening.detach())
        self.socket.settimeout(timeout)

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
            if len(self.connected) > self.most_connections:
                self._drop_the_most_silent()
            self.put_conn(conn)
        else:
            super().process_conn(conn)

    def put_conn(self, conn: Connection) -> None:
        """Wait for what a connection sends next; who sends a head byte by byte is not looked at for each of them."""
        if conn.parts <= _PARTS_AT_ONCE or not self.ready:
            super().put_conn(conn)
            if conn.answered and conn.begun is None:
                conn.last_used -= self._patience  # it is not waited for as long as one that is to say something
        else:
            pause = min(_BREAK * (conn.parts - _PARTS_AT_ONCE), _LONGEST_BREAK)
            self._resting.append((time.monotonic() + pause, conn))

    def _wake_the_rested(self) -> None:
        now, resting = time.monotonic(), self._resting
        for _ in range(len(resting)):
            until, connection = resting.popleft()
            if until <= now:
                super().put_conn(connection)
            else:
                resting.append((until, connection))

    def _drop_the_most_silent(self) -> None:
        silent = [c for c in tuple(self.connected) if c.last_used is not None and c not in self.talking]
        if silent:
            min(silent, key=lambda c: c.last_used).cut()

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """Cheroot's messages, in our log."""
        logger.log(level, "%s", msg, exc_info=traceback)

    def look(self) -> bool:
        """See to slow peers; whether connections are waiting for a worker."""
        self._wake_the_rested()
        for connection in tuple(self.beginning):
            connection.hurry()
        pressed: bool = self.requests.look()
        return pressed

    def cut_all(self) -> None:
        """End every connection that a worker has."""
        for connection in tuple(self.talking):
            connection.cut()

    def close_all(self) -> None:
        """Close what is left when no worker runs any more."""
        for connection in tuple(self.connected):
            connection.close()


class _Listener:
    """One address: a server, and the threads that run it. All threads are daemons, so that none can hold up an exit."""

    def __init__(self, server: _Server) -> None:
        self.server = server
        self._prepared = threading.Event()
        self._stopped = threading.Event()
        self._failure: BaseException | None = None
        self._watcher: threading.Thread | None = None
        self._thread = threading.Thread(target=self._run, name="http-accept", daemon=True)

    def start(self) -> None:
        """Bind and serve. Raises ``OSError``, as when the port is taken."""
        self._thread.start()
        self._prepared.wait()
        if self._failure is not None:
            raise self._failure
        self._watcher = threading.Thread(target=self._watch, name="http-watch", daemon=True)
        self._watcher.start()

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
        pressed = False
        while not self._stopped.wait(_LOOK_CLOSELY if pressed else _LOOK):
            pressed = self.server.look()

    def stop(self) -> None:
        """Take nothing new, let requests under way end, then cut."""
        self._stopped.set()
        if self._watcher is not None:
            self._watcher.join()  # or it could make workers that nobody stops
        if not self.server.ready:
            return
        host, port = self.server.bind_addr
        stopping = threading.Thread(target=self.server.stop, name="http-stop", daemon=True)
        stopping.start()
        deadline = time.monotonic() + _GRACE
        while self._thread.is_alive() and time.monotonic() < deadline:
            _touch(host, port)  # Wakes the accept loop, which looks for the end of its service only then.
            self._thread.join(0.02)
        stopping.join(max(0.0, deadline - time.monotonic()))
        if stopping.is_alive():
            self.server.cut_all()
            stopping.join(1.0)
        if not stopping.is_alive():
            self.server.close_all()


def _touch(host: str, port: int) -> None:
    with suppress(OSError):
        socket.create_connection((_reachable(host), port), 0.2).close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


class HttpServer:
    """A WSGI application on one or several addresses.

    ``threads`` is for each address; ``timeout`` in seconds is for a read or a write, and for the head of a request;
    ``idle`` in seconds for a connection between two requests, 0 to close it after each; ``max_body`` in bytes, 0 for no
    limit.
    """

    def __init__(
        self,
        app: WsgiApplication,
        addresses: Sequence[tuple[str, int]],
        threads: int = 50,
        timeout: float = 30.0,
        max_body: int = 0,
        ssl_context: ssl.SSLContext | None = None,
        idle: float | None = None,
    ) -> None:
        self._app = app
        self._addresses = addresses
        self._threads = threads
        self._timeout = timeout
        self._max_body = max_body
        self._ssl_context = ssl_context
        self._idle = timeout if idle is None else idle
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
        server = _Server(address, self._app, self._threads, self._timeout, self._idle)
        server.max_body = self._max_body
        if self._ssl_context is not None:
            server.ssl_adapter = LazyHandshake(self._ssl_context)
        return server

    def stop(self) -> None:
        """Stop: at once when nothing is under way, else requests get up to 5 seconds."""
        stopping = [threading.Thread(target=listener.stop, daemon=True) for listener in self._listeners]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()
        self._listeners.clear()
