"""Query service class as SCP (PS3.4 C.4.1): patient and study root, all levels, hierarchical or not."""

from broch.dataset.scan import scan_dataset
from broch.dimse.identifier import AnswerEncoder, Identifier
from broch.dimse.sop_classes import (
    PatientRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelFind,
)
from broch.dimse.status import CANCEL, PENDING, SUCCESS
from broch_hostapi import DimseMessage, DimseService, FindQuery, Host, Level, Origin, Peer

CANCEL_EVERY = 64
"""Answers between two looks for a C-CANCEL."""


def find(host: Host, peer: Peer, message: DimseMessage) -> None:
    """Answer a C-FIND: one pending response a match."""
    explicit = message.context.transfer_syntax != "1.2.840.10008.1.2"
    identifier = Identifier.read(scan_dataset(bytes(message.data or b""), message.context.transfer_syntax))  # type: ignore[arg-type]
    origin = Origin("DicomProtocol", peer.info.remote_ip, peer.info.calling_aet, peer.info.called_aet)
    option = "LimitFindInstances" if identifier.level is Level.INSTANCE else "LimitFindResults"
    query = FindQuery(
        identifier.level, identifier.criteria, limit=int(host.configuration.get(option, 0)),
        case_sensitive=bool(host.configuration.get("CaseSensitivePN")), origin=origin,
    )  # fmt: skip
    encoder = AnswerEncoder(host, identifier, explicit=explicit)
    for count, resource in enumerate(host.index.find(query)):
        if count % CANCEL_EVERY == 0 and peer.cancelled(message):
            peer.respond(message, CANCEL)
            return
        peer.respond(message, PENDING, encoder.encode(resource))
    peer.respond(message, SUCCESS)


FIND = DimseService(
    "query",
    frozenset({PatientRootQueryRetrieveInformationModelFind, StudyRootQueryRetrieveInformationModelFind}),
    find,
)
