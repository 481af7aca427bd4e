"""What happens on an accepted association: each request goes to the service that owns its SOP class.

One thread an association. A service's failure is a failure status; only the peer's going ends the loop.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from broch_hostapi import AssociationInfo, Buffer, DimseMessage, DimseService, Host, Modality, PresentationContext
from broch_hostapi.errors import BrochError, RemoteError

from broch.dimse import command as commands
from broch.dimse import status as statuses
from broch.dimse.message import Message
from broch.dimse.negotiation import AcceptedContext
from broch.dimse.pdu import ProtocolError
from broch.dimse.sop_classes import (
    QUERY_RETRIEVE_FIND,
    QUERY_RETRIEVE_GET,
    QUERY_RETRIEVE_MOVE,
    STORAGE_SOP_CLASSES,
    Verification,
)
from broch.dimse.upper_layer import Association, ConnectionLost

logger = logging.getLogger(__name__)

RIGHTS = {
    commands.C_ECHO_RQ: ("Echo", "allow_echo"),
    commands.C_STORE_RQ: ("Store", "allow_store"),
    commands.C_FIND_RQ: ("Find", "allow_find"),
    commands.C_GET_RQ: ("Get", "allow_get"),
    commands.C_MOVE_RQ: ("Move", "allow_move"),
}
"""Request to the right that it needs: its name in the options Allow... and DicomAlwaysAllow..., and that of a
declared modality."""

OPERATIONS = {
    Verification: commands.C_ECHO_RQ,
    **dict.fromkeys(STORAGE_SOP_CLASSES, commands.C_STORE_RQ),
    **dict.fromkeys(QUERY_RETRIEVE_FIND, commands.C_FIND_RQ),
    **dict.fromkeys(QUERY_RETRIEVE_MOVE, commands.C_MOVE_RQ),
    **dict.fromkeys(QUERY_RETRIEVE_GET, commands.C_GET_RQ),
}
"""The one request that a SOP class has. Any other in its context is refused: rights go by the kind of request, and who
may not query must not do so by a request that looks like something else."""
MOST_WAITING = 16
"""Requests that a peer may send ahead while one is served; without asynchronous operations it should send none."""

GATHERED, GATHERED_BYTES, GATHERED_SECONDS = 64, 65536, 0.1
"""What is gathered of the answers to a query at most, so that a slow search gives its answers as it finds them."""


class ServedPeer:
    """hostapi's ``Peer``: the other side, while its requests are served.

    Answers to a query are gathered, as each write costs more than the making of an answer.
    """

    def __init__(self, association: Association, modality: Modality | None) -> None:
        self.info = AssociationInfo(
            association.calling_ae, association.called_ae, association.peer[0], modality.name if modality else ""
        )
        self.contexts = {number: presented(context) for number, context in association.contexts.items()}
        self._association = association
        self.answered = False
        """Whether the request that is served has got its last response."""
        self._waiting: list[Message] = []
        self._cancelled: set[int] = set()
        self._sub_operation = 0
        self._gathered: list[bytes] = []
        self._gathered_bytes = 0
        self._gathered_since = 0.0
        self._pending: tuple[DimseMessage, int, bytes] | None = None

    @property
    def is_there(self) -> bool:
        """False when the association has ended."""
        return self._association.is_open

    def receive(self) -> Message | None:
        """The next request; None after a release. A cancel that comes too late is dropped (PS3.7 9.3.2.3)."""
        while True:
            message = self._waiting.pop(0) if self._waiting else self._association.receive()
            if message is None or message.command[commands.COMMAND_FIELD] != commands.C_CANCEL_RQ:
                self._cancelled.clear()
                self.answered = False
                return message

    def respond(
        self, request: DimseMessage, status: int, data: bytes | None = None, fields: dict[int, int | str] | None = None
    ) -> None:
        """Send a response; a match (pending, with data, PS3.7 9.3.2.2) a little later, together with others."""
        context = self._association.contexts[request.context.id]
        if status in _MATCHES and data is not None and not fields:
            command = self._command_of_matches(context, request, status)
            self._gather(command + self._association.encoded_data(context, data))
            return
        command = _response(request, status, fields, has_data=data is not None)
        if self._gathered and data is None:
            self._gathered.append(self._association.encoded(context, command))
            self._flush()
        else:
            self._flush()
            self._association.send(context, command, data)
        self.answered = self.answered or statuses.category(status) != "Pending"

    def _command_of_matches(self, context: AcceptedContext, request: DimseMessage, status: int) -> bytes:
        """In its PDU; the same for all matches of a query."""
        if self._pending is None or self._pending[0] is not request or self._pending[1] != status:
            command = _response(request, status, has_data=True)
            self._pending = request, status, self._association.encoded(context, command)
        return self._pending[2]

    def _gather(self, answer: bytes) -> None:
        now = time.monotonic()
        if not self._gathered:
            self._gathered_since = now
        self._gathered.append(answer)
        self._gathered_bytes += len(answer)
        if (
            len(self._gathered) >= GATHERED or self._gathered_bytes >= GATHERED_BYTES
            or now - self._gathered_since > GATHERED_SECONDS
        ):  # fmt: skip
            self._flush()

    def _flush(self) -> None:
        if self._gathered:
            gathered, self._gathered, self._gathered_bytes = b"".join(self._gathered), [], 0
            self._association.send_encoded(gathered)

    def cancelled(self, request: DimseMessage) -> bool:
        """Whether this request was cancelled."""
        self._flush()
        number = int(request.command.get(commands.MESSAGE_ID, 0))
        while number not in self._cancelled and self._association.readable():
            self._sort(self._next())
        return number in self._cancelled

    def store(self, sop_class: str, sop_instance: str, transfer_syntax: str, data: Buffer | BinaryIO) -> int | None:
        """A C-STORE sub-operation to the peer; its status."""
        context = self._storing_context(sop_class, transfer_syntax)
        if context is None:
            return None
        self._flush()
        self._sub_operation = self._sub_operation % 0xFFFF + 1
        command = commands.store_request(self._sub_operation, sop_class, sop_instance)
        self._association.send(context, command, data)
        while True:
            message = self._next()
            if message.command[commands.COMMAND_FIELD] == commands.C_STORE_RQ | commands.RESPONSE:
                return int(message.command.get(commands.STATUS, statuses.PROCESSING_FAILURE))
            self._sort(message)

    def _storing_context(self, sop_class: str, transfer_syntax: str) -> AcceptedContext | None:
        for context in self._association.contexts.values():
            if context.as_scu and (context.abstract_syntax, context.transfer_syntax) == (sop_class, transfer_syntax):
                return context
        return None

    def _next(self) -> Message:
        message = self._association.receive()
        if message is None:
            raise ConnectionLost("The peer released the association in the middle of an operation")
        return message

    def _sort(self, message: Message) -> None:
        if message.command[commands.COMMAND_FIELD] == commands.C_CANCEL_RQ:
            self._cancelled.add(int(message.command.get(commands.MESSAGE_ID_BEING_RESPONDED_TO, 0)))
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(message)
        else:
            message.close()
            self._association.abort()
            raise ProtocolError("The peer sends one request after the other without waiting for responses")

    def close(self) -> None:
        """Close the association, and what came and was not served."""
        self._association.close()
        for message in self._waiting:
            message.close()


_MATCHES = (statuses.PENDING, statuses.PENDING_OPTIONAL_KEYS_NOT_SUPPORTED)


def _response(
    request: DimseMessage, status: int, fields: dict[int, int | str] | None = None, *, has_data: bool
) -> bytes:
    command = request.command
    if command[commands.COMMAND_FIELD] != commands.C_FIND_RQ or fields:
        return commands.response(dict(command), status, dict(fields or {}), has_data=has_data)
    sop_class = str(command.get(commands.AFFECTED_SOP_CLASS_UID, request.context.abstract_syntax))
    return commands.find_response(int(command.get(commands.MESSAGE_ID, 0)), sop_class, status, has_data=has_data)


def presented(context: AcceptedContext) -> PresentationContext:
    """An accepted context as plugins see it."""
    return PresentationContext(context.id, context.abstract_syntax, context.transfer_syntax, context.as_scu)


def failure_status(error: Exception, field: int) -> int:
    """What a request of this kind is answered when its service failed so."""
    if field == commands.C_STORE_RQ:
        return statuses.store_status(error)
    return statuses.find_status(error) if field == commands.C_FIND_RQ else statuses.retrieve_status(error)


class Dispatch:
    """Takes requests from an association and hands them to services."""

    def __init__(
        self, host: Host, services: Mapping[str, DimseService], fallback: DimseService | None,
        caller: Callable[[str, str], Modality | None], always: Mapping[str, Any],
    ) -> None:
        """``services`` by abstract syntax; ``fallback`` takes C-STOREs of classes that nobody knows; ``always`` holds
        the ``DicomAlwaysAllow...`` options."""
        self._host = host
        self._services = services
        self._fallback = fallback
        self._caller = caller
        self._always = always

    def __call__(self, association: Association) -> None:
        """Serve until the peer releases or goes."""
        modality = self._caller(association.calling_ae, association.peer[0])
        peer = ServedPeer(association, modality)
        try:
            while (message := peer.receive()) is not None:
                try:
                    self._serve(peer, modality, message)
                finally:
                    message.close()
        except RemoteError as error:
            caller, about = association.calling_ae, {"remote": association.peer[0]}
            logger.info("association with %r at %s ended: %s", caller, about["remote"], error, extra=about)
        finally:
            peer.close()

    def _serve(self, peer: ServedPeer, modality: Modality | None, message: Message) -> None:
        field = int(message.command[commands.COMMAND_FIELD])
        if field & commands.RESPONSE:
            return
        request = DimseMessage(
            peer.contexts[message.context.id], message.command, message.data  # type: ignore[arg-type]
        )
        service = self._services.get(message.context.abstract_syntax, self._fallback)
        if service is None or not self._allowed(field, modality):
            why = refusal(field, modality) if service else f"nothing serves {message.context.abstract_syntax}"
            caller, about = peer.info.calling_aet, {"remote": peer.info.remote_ip}
            logger.warning("%s of %r at %s refused: %s", kind(field), caller, about["remote"], why, extra=about)
            peer.respond(request, statuses.NOT_AUTHORISED if service else statuses.SOP_CLASS_NOT_SUPPORTED)
            return
        if field != self._operation(message.context.abstract_syntax, field):
            peer.respond(request, statuses.UNRECOGNISED_OPERATION)
            return
        if message.failure is not None:
            peer.respond(request, statuses.OUT_OF_RESOURCES)
            return
        try:
            service.handle(self._host, peer, request)
            if not peer.answered:
                raise BrochError("the service gave no answer")
        except RemoteError as error:
            if not peer.is_there:  # else it was another remote, of which the service has told nothing
                raise
            self._fail(service.name, peer, request, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the peer gets a response and the association goes on
            self._fail(service.name, peer, request, error)

    def _operation(self, abstract_syntax: str, otherwise: int) -> int:
        """The request that belongs to a SOP class; what a plugin serves is the plugin's business."""
        return OPERATIONS.get(abstract_syntax, otherwise if abstract_syntax in self._services else commands.C_STORE_RQ)

    def _fail(self, service: str, peer: ServedPeer, request: DimseMessage, error: Exception) -> None:
        """Log, and respond if nobody did. What an unexpected error says may be patient data: for the debug log."""
        caller, about = peer.info.calling_aet, {"remote": peer.info.remote_ip}
        if isinstance(error, BrochError):
            comment = str(error)
            logger.warning("%s for %r failed: %s", service, caller, error, extra=about)
        else:
            comment = "internal error"
            logger.error("%s for %r failed: %s", service, caller, type(error).__name__, extra=about)
        logger.debug("%s failed", service, exc_info=error)
        if not peer.answered:
            status = failure_status(error, int(request.command[commands.COMMAND_FIELD]))
            peer.respond(request, status, fields={commands.ERROR_COMMENT: comment})

    def _allowed(self, field: int, modality: Modality | None) -> bool:
        if field not in RIGHTS:
            return True
        name, right = RIGHTS[field]
        return bool(getattr(modality, right)) if modality else bool(self._always.get(f"DicomAlwaysAllow{name}"))


def kind(field: int) -> str:
    """A request as people call it."""
    return f"C-{RIGHTS[field][0].upper()}" if field in RIGHTS else f"request {field:04X}"


def refusal(field: int, modality: Modality | None) -> str:
    """Why a request is not allowed, and which option says so."""
    name, _ = RIGHTS[field]
    if modality:
        return f"Allow{name} of the modality {modality.name!r} is false"
    return f"no modality is declared for this caller, and DicomAlwaysAllow{name} is false"
