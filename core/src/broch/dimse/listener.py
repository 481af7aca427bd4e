"""Accepts connections and runs each association in a thread of its own."""

import contextlib
import logging
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import BinaryIO

from broch_hostapi.errors import LimitExceeded, RemoteError

from broch.dimse.connection import Connection
from broch.dimse.establishment import DEFAULT_LIMITS, AcceptancePolicy, AssociationRejected, Limits
from broch.dimse.message import temporary_file
from broch.dimse.negotiation import Acceptance
from broch.dimse.pdu import AssociateReject, AssociateRequest
from broch.dimse.upper_layer import Association

log = logging.getLogger(__name__)

LOCAL_LIMIT_EXCEEDED = AssociateReject(2, 3, 2)
NO_REASON_TRANSIENT = AssociateReject(2, 1, 1)
IN_MEMORY_TOGETHER, SMALLEST_SHARE = 128 << 20, 1 << 18
"""Bytes of data sets that are held in memory: of all associations, roughly, and of one if there are very many."""
WAITING_ROOM = 512
"""Threads above the limit of associations: peers that did not ask yet, wait for a place, or are being refused. When all
are taken, the one that has been there for longest makes room."""


class Listener:
    """Listens from its making on; associations begin with `serve`.

    ``addresses`` are pairs of host ("" for all of IPv4) and port; port 0 takes a free one, the same for all of them.
    A peer that comes when ``maximum_associations`` are open waits ``patience`` seconds for one to end: the end of the
    last association of a peer and the beginning of its next one overlap.
    """

    def __init__(
        self,
        addresses: Sequence[tuple[str, int]],
        policy: AcceptancePolicy,
        limits: Limits = DEFAULT_LIMITS,
        *,
        maximum_associations: int = 32,
        patience: float = 2.0,
        tls: ssl.SSLContext | None = None,
        spool: Callable[[], BinaryIO] = temporary_file,
    ) -> None:
        self._policy = policy
        self._limits = limits
        self._tls = tls
        self._spool = spool
        self._patience = patience
        self._maximum_threads = maximum_associations + WAITING_ROOM
        self._slots = threading.BoundedSemaphore(maximum_associations)
        self._lock = threading.Lock()
        self._running: dict[threading.Thread, Connection] = {}
        self._waiting: dict[Connection, None] = {}
        """Those that have no association, the oldest first."""
        self._stopping = threading.Event()
        self._acceptor: threading.Thread | None = None
        self._sockets = _listen(addresses)
        self._waker, self._wakened = socket.socketpair()
        self.port: int = self._sockets[0].getsockname()[1]

    @property
    def running(self) -> int:
        """Threads of associations at this moment."""
        return len(self._running)

    def serve(self, handler: Callable[[Association], None]) -> None:
        """Begin to accept, and return. ``handler`` is called in the association's thread once it is established.

        An association that the handler leaves open is aborted.
        """
        self._acceptor = threading.Thread(
            target=self._accept_all, args=(handler,), name=f"dicom-accept-{self.port}", daemon=True
        )
        self._acceptor.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """Stop accepting, abort what is left, wait for the threads. False if some still ran after ``timeout`` seconds.

        In the first half of that time peers still get an A-ABORT, then connections are cut.
        """
        deadline = time.monotonic() + timeout
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._waker.send(b".")
        if self._acceptor is not None:
            self._acceptor.join(timeout)
        for sock in (*self._sockets, self._waker, self._wakened):
            sock.close()
        for connection in self._connections():
            connection.wake()
        self._join(deadline - timeout / 2)
        for connection in self._connections():
            connection.kill()
        return self._join(deadline)

    def _connections(self) -> list[Connection]:
        with self._lock:
            return list(self._running.values())

    def _join(self, deadline: float) -> bool:
        with self._lock:
            threads = list(self._running)
        for thread in threads:
            thread.join(max(deadline - time.monotonic(), 0))
        return not any(thread.is_alive() for thread in threads)

    def _accept_all(self, handler: Callable[[Association], None]) -> None:
        with selectors.DefaultSelector() as selector:
            for sock in (*self._sockets, self._wakened):
                selector.register(sock, selectors.EVENT_READ)
            while not self._stopping.is_set():
                for key, _ in selector.select():
                    if key.fileobj is not self._wakened:
                        self._accept_one(key.fileobj, handler)  # type: ignore[arg-type]  # a socket that we registered

    def _accept_one(self, listening: socket.socket, handler: Callable[[Association], None]) -> None:
        try:
            sock, peer = listening.accept()
        except BlockingIOError:
            return
        except OSError as error:  # no descriptors left, or gone before we looked: do not spin
            log.warning("No DICOM connection could be accepted: %s", error)
            self._stopping.wait(0.1)
            return
        above = len(self._running) - self._maximum_threads  # who was told to go may still need a moment
        if above >= 0 and (above >= WAITING_ROOM or not self._make_room()):
            log.warning("Connection from %s closed: too many connections", peer[0])
            sock.close()
            return
        self._start(Connection(sock, self._limits.maximum_pdu, self._limits.maximum_request), peer, handler)

    def _make_room(self) -> bool:
        with self._lock:
            longest = next(iter(self._waiting), None)
            if longest is None:
                return False
            del self._waiting[longest]
        log.warning("Connection from %s closed: too many connections, and it has no association", longest.peer[0])
        longest.kill()
        return True

    def _start(
        self, connection: Connection, peer: tuple[str, int], handler: Callable[[Association], None]
    ) -> None:
        thread = threading.Thread(
            target=self._run, args=(connection, handler), name=f"dicom-{self.port}-{peer[0]}:{peer[1]}", daemon=True
        )
        with self._lock:
            self._running[thread] = connection
            self._waiting[connection] = None
        try:
            thread.start()
        except RuntimeError as error:
            log.warning("No thread for a DICOM association: %s", error)
            connection.close()
            self._forget(thread)

    def _forget(self, thread: threading.Thread) -> None:
        with self._lock:
            self._waiting.pop(self._running.pop(thread), None)

    def _admitted(self, connection: Connection) -> None:
        with self._lock:
            self._waiting.pop(connection, None)

    def _run(self, connection: Connection, handler: Callable[[Association], None]) -> None:
        admission = _Admission(self._policy, self._slots, self._patience, lambda: self._admitted(connection))
        try:
            with contextlib.closing(admission):
                self._associate(connection, admission, handler)
        finally:
            connection.close()
            self._forget(threading.current_thread())

    def _associate(
        self, connection: Connection, policy: AcceptancePolicy, handler: Callable[[Association], None]
    ) -> None:
        limits = self._limits
        share = max(SMALLEST_SHARE, IN_MEMORY_TOGETHER // max(len(self._running), 1))
        if share < limits.spool_threshold:
            limits = replace(limits, spool_threshold=share)
        try:
            association = Association.accept(connection, policy, limits, tls=self._tls, spool=self._spool)
        except AssociationRejected as error:
            log.info("%s", error)
            return
        except (RemoteError, LimitExceeded) as error:  # a limit: of the length of our answer
            log.info("No association: %s", error)
            return
        try:
            handler(association)
        except RemoteError as error:
            log.info("Association with %s ended: %s", association.calling_ae, error)
        except Exception:
            log.exception("Association with %s failed", association.calling_ae)
        finally:
            association.abort()


class _Admission:
    """A policy that also needs one of the slots, and keeps it until closed."""

    def __init__(
        self, policy: AcceptancePolicy, slots: threading.BoundedSemaphore, patience: float,
        admitted: Callable[[], None],
    ) -> None:
        self._tell = admitted
        self._policy = policy
        self._patience = patience
        self._slots = slots
        self._admitted = False

    def accept(self, request: AssociateRequest, peer: tuple[str, int]) -> Acceptance | AssociateReject:
        if not self._slots.acquire(timeout=self._patience):
            return LOCAL_LIMIT_EXCEEDED
        self._admitted = True
        self._tell()
        try:
            return self._policy.accept(request, peer)
        except Exception:
            log.exception("The policy for associations failed; %s is refused", peer[0])
            return NO_REASON_TRANSIENT

    def close(self) -> None:
        if self._admitted:
            self._slots.release()


def _listen(addresses: Sequence[tuple[str, int]]) -> list[socket.socket]:
    """Open all sockets or none. Raises `OSError`."""
    with contextlib.ExitStack() as stack:
        sockets: list[socket.socket] = []
        for host, port in addresses:
            port = port or (sockets[0].getsockname()[1] if sockets else 0)
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            sock = stack.enter_context(socket.create_server((host, port), family=family, backlog=1024))
            sock.setblocking(False)
            sockets.append(sock)
        stack.pop_all()
        return sockets
