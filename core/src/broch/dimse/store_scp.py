"""Storage service class as SCP (PS3.4 annex B): level 2, full; nothing is coerced."""

from broch_hostapi import DimseMessage, DimseService, Host, Origin, Peer

from broch.dimse.command import AFFECTED_SOP_CLASS_UID, AFFECTED_SOP_INSTANCE_UID
from broch.dimse.sop_classes import STORAGE_SOP_CLASSES
from broch.dimse.status import CANNOT_UNDERSTAND, SUCCESS


def store(host: Host, peer: Peer, message: DimseMessage) -> None:
    """Store what a C-STORE brings, then answer: success says that it is durable."""
    if message.data is None:
        peer.respond(message, CANNOT_UNDERSTAND)
        return
    info = peer.info
    outcome = host.ingest.receive_dataset(
        message.data,
        message.context.transfer_syntax,
        str(message.command.get(AFFECTED_SOP_CLASS_UID, "")),
        str(message.command.get(AFFECTED_SOP_INSTANCE_UID, "")),
        Origin("DicomProtocol", info.remote_ip, info.calling_aet, info.called_aet),
    )
    peer.respond(message, SUCCESS if outcome.dimse_status is None else outcome.dimse_status)


STORE = DimseService("storage", frozenset(STORAGE_SOP_CLASSES), store)
