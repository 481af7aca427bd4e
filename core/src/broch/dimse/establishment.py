"""How an association comes to be, from either side (PS3.8 7.1, PS3.8 9.2)."""

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from broch_hostapi.errors import RemoteError

from broch.dimse.connection import AssociationTimeout, Connection, ConnectionLost
from broch.dimse.negotiation import Acceptance
from broch.dimse.pdu import (
    ABORT,
    APPLICATION_CONTEXT,
    ASSOCIATE_AC,
    ASSOCIATE_RJ,
    ASSOCIATE_RQ,
    PROVIDER,
    UNEXPECTED_PDU,
    Abort,
    AssociateAccept,
    AssociateReject,
    AssociateRequest,
    ProtocolError,
)

LONGEST_PDU = 1 << 20
"""We send no longer ones, even to a peer that takes any."""
SHORTEST_PDU = 128
"""A peer that takes less is not served."""
DEFAULT_PDU = 16384
"""For a peer that does not say what it takes."""


class AssociationRejected(RemoteError):
    """An A-ASSOCIATE-RJ was sent or received; `reject` says why."""

    def __init__(self, reject: AssociateReject, *, sent: bool) -> None:
        super().__init__(f"Association rejected, {reject}")
        self.reject = reject
        self.sent = sent


class AssociationAborted(ConnectionLost):
    """An A-ABORT came, or this side had to stop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, and for how long, an association may ask of this side. Bytes and seconds."""

    maximum_pdu: int = 131072
    """Announced to the peer."""
    maximum_request: int = 1 << 20
    maximum_command: int = 1 << 16
    maximum_data_set: int = 1 << 33
    spool_threshold: int = 1 << 23
    """Larger data sets are received into a file."""
    artim: float = 30.0
    """For TLS and negotiation together, and for the peer's closing at the end (PS3.8 9.1.5)."""
    timeout: float | None = 30.0
    """For a PDU to come or to be taken; ``None`` or 0: for ever."""


DEFAULT_LIMITS: Final = Limits()


class AcceptancePolicy(Protocol):
    """Decides about an association."""

    def accept(self, request: AssociateRequest, peer: tuple[str, int]) -> Acceptance | AssociateReject:
        """Called in the association's thread. ``peer`` is an address and a port."""
        ...


def respond(
    connection: Connection, policy: AcceptancePolicy, limits: Limits, tls: ssl.SSLContext | None
) -> tuple[AssociateRequest, AssociateAccept]:
    """Read a request and answer it. On any failure the peer is told, and the connection closed."""
    deadline = time.monotonic() + limits.artim
    with _closing_on_failure(connection, limits.artim):
        if tls is not None:
            connection.secure(tls, deadline)
        request = _read_request(connection, deadline)
        payload(request)
        answer = _answer(request, _decide(request, policy, connection.peer), limits)
        connection.send(answer.encode(), limits.artim)
        return request, answer


def ask(
    address: tuple[str, int],
    request: AssociateRequest,
    limits: Limits,
    *,
    connect_timeout: float | None,
    tls: ssl.SSLContext | None,
    server_hostname: str | None,
) -> tuple[Connection, AssociateRequest, AssociateAccept]:
    """Connect, send a request and read the answer; the request is returned as it was sent."""
    request = replace(request, maximum_length=limits.maximum_pdu)
    pdu = request.encode()
    connection = Connection(_connect(address, connect_timeout), limits.maximum_pdu, limits.maximum_request)
    deadline = time.monotonic() + limits.artim
    with _closing_on_failure(connection, limits.artim):
        if tls is not None:
            connection.secure(tls, deadline, server_hostname or address[0])
        connection.send(pdu, limits.artim)
        kind, body = _read(connection, deadline)
        if kind == ASSOCIATE_RJ:
            raise AssociationRejected(AssociateReject.decode(body), sent=False)
        if kind != ASSOCIATE_AC:
            raise ProtocolError(f"PDU of type {kind:02X}H answers an A-ASSOCIATE-RQ", UNEXPECTED_PDU)
        answer = AssociateAccept.decode(body)
        payload(answer)
        return connection, request, answer


def payload(pdu: AssociateRequest | AssociateAccept) -> int:
    """Bytes of a fragment that the writer of this PDU takes, an even number (PS3.8 annex D.1: 0 is no limit)."""
    maximum = pdu.maximum_length
    longest = DEFAULT_PDU if maximum is None else min(maximum or LONGEST_PDU, LONGEST_PDU)
    if longest < SHORTEST_PDU:
        raise ProtocolError(f"The peer takes P-DATA of only {longest} bytes")
    return (longest - 6) & ~1


def aborted(pdu: bytes) -> AssociationAborted:
    """The error that an A-ABORT is to its receiver."""
    abort = Abort.decode(pdu)
    return AssociationAborted(f"The peer aborted the association (source {abort.source}, reason {abort.reason})")


@contextlib.contextmanager
def _closing_on_failure(connection: Connection, artim: float) -> Iterator[None]:
    """Tell the peer why there will be no association, as far as that can be told."""
    try:
        yield
    except AssociationRejected as error:
        if error.sent:
            connection.farewell(error.reject.encode(), artim)
        connection.close_politely()
        raise
    except ProtocolError as error:
        connection.farewell(Abort(PROVIDER, error.reason).encode(), artim)
        raise
    except BaseException:
        connection.close()
        raise


def _read(connection: Connection, deadline: float) -> tuple[int, bytes]:
    """Type and whole bytes of a PDU that is no abort."""
    kind, start, stop = connection.read_pdu(deadline)
    pdu = bytes(connection.view[start - 6 : stop])
    if kind == ABORT:
        raise aborted(pdu)
    return kind, pdu


def _read_request(connection: Connection, deadline: float) -> AssociateRequest:
    kind, pdu = _read(connection, deadline)
    if kind != ASSOCIATE_RQ:
        raise ProtocolError(f"PDU of type {kind:02X}H before an association", UNEXPECTED_PDU)
    request = AssociateRequest.decode(pdu)
    if not request.protocol_version & 1:
        raise AssociationRejected(AssociateReject(1, 2, 2), sent=True)
    if request.application_context != APPLICATION_CONTEXT:
        raise AssociationRejected(AssociateReject(1, 1, 2), sent=True)
    return request


def _decide(request: AssociateRequest, policy: AcceptancePolicy, peer: tuple[str, int]) -> Acceptance:
    decision = policy.accept(request, peer)
    if isinstance(decision, AssociateReject):
        raise AssociationRejected(decision, sent=True)
    return decision


def _answer(request: AssociateRequest, acceptance: Acceptance, limits: Limits) -> AssociateAccept:
    identity = request.user_identity
    return AssociateAccept(
        called_ae=request.called_ae,
        calling_ae=request.calling_ae,
        contexts=acceptance.contexts,
        maximum_length=limits.maximum_pdu,
        roles=acceptance.roles,
        async_ops=None if request.async_ops is None else (1, 1),
        identity_response=acceptance.identity_response if identity and identity.response_requested else None,
    )


def _connect(address: tuple[str, int], timeout: float | None) -> socket.socket:
    try:
        return socket.create_connection(address, timeout or None)
    except TimeoutError as error:
        raise AssociationTimeout(f"No connection to {address[0]}:{address[1]} in time") from error
    except (OSError, UnicodeError) as error:
        raise ConnectionLost(f"No connection to {address[0]}:{address[1]}: {error}") from error
