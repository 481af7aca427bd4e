"""What happens on an accepted association: each request goes to the service that owns its SOP class.

One thread an association. A service's failure is a failure status; only the peer's going ends the loop.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from broch.dimse import command as commands
from broch.dimse import status as statuses
from broch.dimse.message import Message
from broch.dimse.negotiation import AcceptedContext
from broch.dimse.upper_layer import Association, ConnectionLost
from broch_hostapi import AssociationInfo, Buffer, DimseMessage, DimseService, Host, Modality, PresentationContext
from broch_hostapi.errors import BrochError, RemoteError

logger = logging.getLogger(__name__)

RIGHTS = {
    commands.C_ECHO_RQ: ("allow_echo", "DicomAlwaysAllowEcho"),
    commands.C_STORE_RQ: ("allow_store", "DicomAlwaysAllowStore"),
    commands.C_FIND_RQ: ("allow_find", "DicomAlwaysAllowFind"),
    commands.C_GET_RQ: ("allow_get", "DicomAlwaysAllowGet"),
    commands.C_MOVE_RQ: ("allow_move", "DicomAlwaysAllowMove"),
}
"""Request to the right that it needs: of a declared modality, and of a stranger."""


class ServedPeer:
    """hostapi's ``Peer``: the other side, while its requests are served."""

    def __init__(self, association: Association, modality: Modality | None) -> None:
        self.info = AssociationInfo(
            association.calling_ae, association.called_ae, association.peer[0], modality.name if modality else ""
        )
        self.contexts = {number: presented(context) for number, context in association.contexts.items()}
        self._association = association
        self._waiting: list[Message] = []
        self._cancelled: set[int] = set()
        self._sub_operation = 0

    def receive(self) -> Message | None:
        """The next request; None after a release. A cancel that comes too late is dropped (PS3.7 9.3.2.3)."""
        while True:
            message = self._waiting.pop(0) if self._waiting else self._association.receive()
            if message is None or message.command[commands.COMMAND_FIELD] != commands.C_CANCEL_RQ:
                self._cancelled.clear()
                return message

    def respond(
        self, request: DimseMessage, status: int, data: bytes | None = None, fields: dict[int, int | str] | None = None
    ) -> None:
        """Send a response."""
        command = commands.response(dict(request.command), status, dict(fields or {}), has_data=data is not None)
        self._association.send(self._association.contexts[request.context.id], command, data)

    def cancelled(self, request: DimseMessage) -> bool:
        """Whether this request was cancelled."""
        number = int(request.command.get(commands.MESSAGE_ID, 0))
        while number not in self._cancelled and self._association.readable():
            self._sort(self._next())
        return number in self._cancelled

    def store(self, sop_class: str, sop_instance: str, transfer_syntax: str, data: Buffer) -> int | None:
        """A C-STORE sub-operation to the peer; its status."""
        context = self._storing_context(sop_class, transfer_syntax)
        if context is None:
            return None
        self._sub_operation = self._sub_operation % 0xFFFF + 1
        command = commands.store_request(self._sub_operation, sop_class, sop_instance)
        self._association.send(context, command, data)
        while True:
            message = self._next()
            if message.command[commands.COMMAND_FIELD] == commands.C_STORE_RQ | commands.RESPONSE:
                return int(message.command.get(commands.STATUS, statuses.PROCESSING_FAILURE))
            self._sort(message)

    def storing_syntaxes(self, sop_class: str) -> list[str]:
        """Transfer syntaxes in which the peer takes sub-operations for a SOP class."""
        return [
            c.transfer_syntax for c in self._association.contexts.values() if c.as_scu and c.abstract_syntax == sop_class
        ]

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
        else:
            self._waiting.append(message)


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
        """``services`` by abstract syntax; ``fallback`` takes C-STOREs of classes that nobody knows; ``always`` holds the
        ``DicomAlwaysAllow...`` options."""
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
            logger.info("association with %r at %s ended: %s", association.calling_ae, association.peer[0], error)
        finally:
            association.close()

    def _serve(self, peer: ServedPeer, modality: Modality | None, message: Message) -> None:
        field = int(message.command[commands.COMMAND_FIELD])
        if field & commands.RESPONSE:
            return
        request = DimseMessage(
            peer.contexts[message.context.id], message.command, message.data  # type: ignore[arg-type]
        )
        service = self._services.get(message.context.abstract_syntax, self._fallback)
        if service is None or not self._allowed(field, modality):
            logger.warning("request %04X of %r at %s refused", field, peer.info.calling_aet, peer.info.remote_ip)
            peer.respond(request, statuses.NOT_AUTHORISED if service else statuses.SOP_CLASS_NOT_SUPPORTED)
            return
        if message.failure is not None:
            peer.respond(request, statuses.OUT_OF_RESOURCES)
            return
        try:
            service.handle(self._host, peer, request)
        except RemoteError:
            raise
        except BrochError as error:
            logger.warning("%s for %r failed: %s", service.name, peer.info.calling_aet, error)
            self._fail(peer, request, error)
        except Exception as error:
            logger.exception("%s for %r failed", service.name, peer.info.calling_aet)
            self._fail(peer, request, error)

    def _fail(self, peer: ServedPeer, request: DimseMessage, error: Exception) -> None:
        comment = str(error)[:64] if isinstance(error, BrochError) else "internal error"
        status = failure_status(error, int(request.command[commands.COMMAND_FIELD]))
        peer.respond(request, status, fields={commands.ERROR_COMMENT: comment})

    def _allowed(self, field: int, modality: Modality | None) -> bool:
        if field not in RIGHTS:
            return True
        right, option = RIGHTS[field]
        return bool(getattr(modality, right)) if modality else bool(self._always.get(option))
