"""An association: messages over a blocking socket, in the thread of whoever uses it (PS3.8).

    with Association.request(("pacs", 104), AssociateRequest(called_ae="PACS", contexts=...)) as association:
        association.send(context, command.echo_request(1, Verification))
        answer = association.receive()

Whatever goes wrong leaves the socket closed, and the peer told if it can still hear.
"""

import math
import socket
import ssl
import time
from collections.abc import Callable
from struct import Struct
from types import TracebackType
from typing import BinaryIO, Self

from broch_hostapi.errors import RemoteError

from broch.dimse.connection import AssociationTimeout, Connection, ConnectionLost
from broch.dimse.establishment import (
    DEFAULT_LIMITS,
    AcceptancePolicy,
    AssociationAborted,
    AssociationRejected,
    Limits,
    aborted,
    ask,
    payload,
    respond,
)
from broch.dimse.message import COMMAND, Assembler, Message, Source, blocks, fragment, temporary_file
from broch.dimse.negotiation import AcceptedContext, accepted_contexts
from broch.dimse.pdu import (
    ABORT,
    P_DATA,
    PROVIDER,
    RELEASE_REQUEST,
    RELEASE_RESPONSE,
    RELEASE_RP,
    RELEASE_RQ,
    UNEXPECTED_PDU,
    UNSPECIFIED,
    Abort,
    AssociateAccept,
    AssociateRequest,
    ProtocolError,
)

__all__ = [
    "AcceptancePolicy", "Association", "AssociationAborted", "AssociationRejected", "AssociationTimeout",
    "ConnectionLost", "Limits", "Message", "ProtocolError",
]  # fmt: skip

_PDV = Struct(">IBB")


class Association:
    """An established association. One thread uses it; `wake` and `kill` of its connection are for others."""

    def __init__(
        self,
        connection: Connection,
        request: AssociateRequest,
        answer: AssociateAccept,
        limits: Limits,
        *,
        is_requestor: bool,
        spool: Callable[[], BinaryIO] = temporary_file,
    ) -> None:
        self.request_pdu = request
        self.accept_pdu = answer
        self.is_requestor = is_requestor
        self.peer = connection.peer
        self.contexts: dict[int, AcceptedContext] = accepted_contexts(
            request, answer.contexts, answer.roles, as_requestor=is_requestor
        )
        self.is_open = True
        self._connection = connection
        self._limits = limits
        self._timeout = limits.timeout or math.inf
        self._payload = payload(answer if is_requestor else request)
        self._position = self._stop = 0
        self._assembler = Assembler(
            self.contexts, spool, maximum_command=limits.maximum_command, maximum_data_set=limits.maximum_data_set,
            spool_threshold=limits.spool_threshold,
        )  # fmt: skip

    @property
    def calling_ae(self) -> str:
        """AE title of the requestor."""
        return self.request_pdu.calling_ae

    @property
    def called_ae(self) -> str:
        """AE title that the requestor asked for."""
        return self.request_pdu.called_ae

    @classmethod
    def accept(
        cls,
        connection: Connection | socket.socket,
        policy: AcceptancePolicy,
        limits: Limits = DEFAULT_LIMITS,
        *,
        tls: ssl.SSLContext | None = None,
        spool: Callable[[], BinaryIO] = temporary_file,
    ) -> Self:
        """Answer a request for an association on an accepted connection.

        Raises `AssociationRejected` if the policy, or the request, left no choice, and what `receive` raises.
        """
        if isinstance(connection, socket.socket):
            connection = Connection(connection, limits.maximum_pdu, limits.maximum_request)
        request, answer = respond(connection, policy, limits, tls)
        return cls(connection, request, answer, limits, is_requestor=False, spool=spool)

    @classmethod
    def request(
        cls,
        address: tuple[str, int],
        request: AssociateRequest,
        limits: Limits = DEFAULT_LIMITS,
        *,
        connect_timeout: float | None = 10.0,
        tls: ssl.SSLContext | None = None,
        server_hostname: str | None = None,
        spool: Callable[[], BinaryIO] = temporary_file,
    ) -> Self:
        """Open an association. The request's maximum length is that of ``limits``.

        ``server_hostname`` is what a certificate is checked against, if the TLS context checks names.
        Raises `ConnectionLost` (also if there is nobody), `AssociationTimeout`, `AssociationRejected`, `ProtocolError`.
        """
        connection, request, answer = ask(
            address, request, limits, connect_timeout=connect_timeout, tls=tls, server_hostname=server_hostname
        )
        return cls(connection, request, answer, limits, is_requestor=True, spool=spool)

    def receive(self, patience: float = 0.0) -> Message | None:
        """The next message; ``None`` when the peer released the association, which is then closed.

        ``patience``: seconds beyond the usual time-out, for an answer that takes the peer long.

        The data set of a message may be a file, which is the caller's to close. Raises `ProtocolError` (the peer got an
        A-ABORT), `AssociationAborted`, `ConnectionLost`, `AssociationTimeout`; the association is closed then.
        """
        try:
            while True:
                message = self._take_fragments()
                if message is not None:
                    return message
                if not self._next_data(patience):
                    return None
        except ProtocolError as error:
            self.abort(PROVIDER, error.reason)
            raise
        except AssociationTimeout:
            self.abort()
            raise
        except ConnectionLost as error:
            if self.is_open and self._connection.woken:
                self.abort()
                raise AssociationAborted("This side stops") from error
            self.close()
            raise

    def _take_fragments(self) -> Message | None:
        """Take the fragments of the present P-DATA (PS3.8 9.3.5) up to the end of a message."""
        view, position, stop = self._connection.view, self._position, self._stop
        while position < stop:
            if stop - position < 6:
                raise ProtocolError("Presentation data value is cut short")
            length, context_id, control = _PDV.unpack_from(view, position)
            end = position + 4 + length
            if length < 2 or end > stop:
                raise ProtocolError(f"Presentation data value has a wrong length: {length}")
            message = self._assembler.add(context_id, control, view[position + 6 : end])
            self._position = position = end
            if message is not None:
                return message
        return None

    def _next_data(self, patience: float) -> bool:
        """Read a P-DATA; false if there was an orderly release instead."""
        if not self.is_open or (self._connection.woken and not self._assembler.started):
            raise ConnectionLost("The association is closed")
        kind, start, stop = self._connection.read_pdu(time.monotonic() + self._timeout + patience)
        if kind == P_DATA:
            if start == stop:
                raise ProtocolError("P-DATA without presentation data value")
            self._position, self._stop = start, stop
            return True
        if kind == ABORT:
            raise aborted(bytes(self._connection.view[start - 6 : stop]))
        if kind != RELEASE_RQ or self._assembler.started:
            raise ProtocolError(f"Unexpected PDU of type {kind:02X}H", UNEXPECTED_PDU)
        self._end(RELEASE_RESPONSE)
        return False

    def send(self, context: AcceptedContext, command: bytes, data: Source | None = None) -> None:
        """Send a message; the command set must say whether there is a data set.

        Raises `ConnectionLost`, `AssociationTimeout`, and what reading ``data`` raises; in all these cases the
        association is closed, as half a message may have gone.
        """
        buffers = fragment(context.id, COMMAND, command, self._payload)
        try:
            if not self.is_open:
                raise ConnectionLost("The association is closed")
            if data is None:
                self._connection.send(b"".join(buffers), self._timeout)
                return
            for block, last in blocks(data, self._payload):
                buffers += fragment(context.id, 0, block, self._payload, last=last)
                self._connection.send_all(buffers, self._timeout)
                buffers = []
        except BaseException:
            self.close()  # not an A-ABORT: it would stand in the middle of another PDU
            raise

    def encoded(self, context: AcceptedContext, command: bytes, data: bytes | None = None) -> bytes:
        """A message as `send` would send it, for `send_encoded`: many small ones, joined, cost one system call."""
        buffers = fragment(context.id, COMMAND, command, self._payload)
        if data is not None:
            buffers += fragment(context.id, 0, data, self._payload)
        return b"".join(buffers)

    def encoded_data(self, context: AcceptedContext, data: bytes) -> bytes:
        """The data set of a message alone, to stand behind a command that `encoded` made for many."""
        return b"".join(fragment(context.id, 0, data, self._payload))

    def send_encoded(self, messages: bytes) -> None:
        """Send whole messages made by `encoded`. Raises as `send` does."""
        try:
            if not self.is_open:
                raise ConnectionLost("The association is closed")
            self._connection.send(messages, self._timeout)
        except BaseException:
            self.close()
            raise

    def readable(self, timeout: float = 0) -> bool:
        """Whether something came, as a C-CANCEL, within that many seconds. `receive` may still wait for the rest."""
        return self._position < self._stop or self._connection.readable(timeout)

    def release(self) -> bool:
        """Release and close the association (PS3.8 7.2). False if the peer did not take part; never raises.

        Messages that come meanwhile are dropped.
        """
        if not self.is_open:
            return False
        try:
            self._connection.send(RELEASE_REQUEST, self._timeout)
            return self._await_release()
        except ConnectionLost:
            self.close()
        except ProtocolError as error:
            self.abort(PROVIDER, error.reason)
        except RemoteError:
            self.abort()
        return False

    def _await_release(self) -> bool:
        deadline = time.monotonic() + self._limits.artim
        collision = False
        while True:
            kind, _, _ = self._connection.read_pdu(deadline)
            if kind == RELEASE_RP:
                break
            if kind == RELEASE_RQ:  # both at once: the requestor answers first (PS3.8 table 9-10, states 9 to 12)
                collision = True
                if self.is_requestor:
                    self._connection.send(RELEASE_RESPONSE, self._timeout)
            elif kind == ABORT:
                raise ConnectionLost("The peer aborted")
            elif kind != P_DATA:
                raise ProtocolError(f"Unexpected PDU of type {kind:02X}H", UNEXPECTED_PDU)
        if collision and not self.is_requestor:
            self._end(RELEASE_RESPONSE)
        else:
            self._mark_closed()
            self._connection.close_politely()
        return True

    def abort(self, source: int = 0, reason: int = UNSPECIFIED) -> None:
        """Send an A-ABORT, if the association is open, and close. Never raises."""
        if self.is_open:
            self._end(Abort(source, reason).encode())

    def close(self) -> None:
        """Close the socket without a word. Never raises; may be called at any time."""
        self._mark_closed()
        self._connection.close()

    def _end(self, last: bytes) -> None:
        self._mark_closed()
        self._connection.farewell(last, self._limits.artim)

    def _mark_closed(self) -> None:
        self.is_open = False
        self._position = self._stop = 0
        self._assembler.discard_data()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.release()
        else:
            self.abort()
