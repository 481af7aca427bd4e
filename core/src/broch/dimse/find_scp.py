"""Query service class as SCP (PS3.4 C.4.1): patient and study root, all levels, hierarchical or not."""

from broch_hostapi import Buffer, DimseMessage, DimseService, FindQuery, Host, Level, Origin, Peer
from broch_hostapi.errors import BadRequest

from broch.dataset.conventions import conventions_of
from broch.dataset.scan import scan_dataset
from broch.dimse.identifier import AnswerEncoder, Identifier
from broch.dimse.sop_classes import (
    ImplicitVRLittleEndian,
    PatientRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelFind,
)
from broch.dimse.status import CANCEL, PENDING, SUCCESS

CANCEL_EVERY = 64
"""Answers between two looks for a C-CANCEL."""


def find(host: Host, peer: Peer, message: DimseMessage) -> None:
    """Answer a C-FIND: one pending response a match."""
    if not isinstance(message.data, Buffer):
        raise BadRequest("the request has no identifier, or one of many megabytes")
    explicit = message.context.transfer_syntax != ImplicitVRLittleEndian
    identifier = Identifier.read(
        scan_dataset(
            message.data, message.context.transfer_syntax, whole=False, conventions=conventions_of(host)
        )
    )
    origin = Origin("DicomProtocol", peer.info.remote_ip, peer.info.calling_aet, peer.info.called_aet)
    option = "LimitFindInstances" if identifier.level is Level.INSTANCE else "LimitFindResults"
    query = FindQuery(
        identifier.level, identifier.criteria, limit=int(host.configuration.get(option, 0)),
        case_sensitive=bool(host.configuration.get("CaseSensitivePN")), origin=origin,
    )  # fmt: skip
    encoder = AnswerEncoder(host, identifier, explicit=explicit)
    for count, resource in enumerate(host.index.find(query)):
        if count and count % CANCEL_EVERY == 0 and peer.cancelled(message):
            peer.respond(message, CANCEL)
            return
        peer.respond(message, PENDING, encoder.encode(resource))
    peer.respond(message, SUCCESS)


FIND = DimseService(
    "query",
    frozenset({PatientRootQueryRetrieveInformationModelFind, StudyRootQueryRetrieveInformationModelFind}),
    find,
)
