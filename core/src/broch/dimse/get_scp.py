"""Retrieve by C-GET as SCP (PS3.4 C.4.3): the instances go over the same association."""

from broch_hostapi import DimseMessage, DimseService, Host, Peer, StoredInstance, StoreReport
from broch_hostapi.errors import BrochError, RemoteError

from broch.dataset.transcode.syntaxes import offered
from broch.dimse.move_scp import Progress
from broch.dimse.retrieve import report_final, requested_instances
from broch.dimse.sop_classes import (
    PatientRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelGet,
)
from broch.dimse.store_scu import counted, data_set


def get(host: Host, peer: Peer, message: DimseMessage) -> None:
    """Send what is asked for back, one C-STORE sub-operation an instance."""
    instances = requested_instances(host, peer, message)
    progress = Progress(peer, message, len(instances))
    report = StoreReport(0, 0)
    for instance in instances:
        if peer.cancelled(message) or not progress(report):
            progress.cancelled = True
            break
        report = counted(report, instance, send(host, peer, instance))
    report_final(peer, message, report, len(instances), cancelled=progress.cancelled)


def send(host: Host, peer: Peer, instance: StoredInstance) -> int | str:
    """The peer's status, or why it could not be sent."""
    try:
        with data_set(host.attachments, instance.attachment) as data:
            status = peer.store(instance.sop_class, instance.sop_instance, instance.transfer_syntax, data)
        if status is None and (syntax := other_syntax(host, peer, instance)):
            with (
                host.attachments.view(instance.attachment) as buffer,
                host.transcode.transcode(buffer, syntax) as transcoded,
            ):
                status = peer.store(instance.sop_class, instance.sop_instance, syntax, transcoded.data())
    except RemoteError:
        raise
    except BrochError as error:
        return str(error)
    return "no presentation context was accepted for it" if status is None else status


def other_syntax(host: Host, peer: Peer, instance: StoredInstance) -> str | None:
    """A transfer syntax that the peer takes and that loses nothing."""
    taken = {(c.abstract_syntax, c.transfer_syntax) for c in peer.contexts.values() if c.peer_is_scp}
    if allows_transcoding(host, peer):
        others = host.transcode.lossless_syntaxes(instance.transfer_syntax)
    else:
        others = offered(instance.transfer_syntax, decode=False)
    return next((syntax for syntax in others if (instance.sop_class, syntax) in taken), None)


def allows_transcoding(host: Host, peer: Peer) -> bool:
    """``TranscodeDicomProtocol``, and ``AllowTranscoding`` of a declared modality."""
    modality = host.modalities.all().get(peer.info.modality)
    return bool(host.configuration.get("TranscodeDicomProtocol", True)) and (not modality or modality.allow_transcoding)


GET = DimseService(
    "get", frozenset({PatientRootQueryRetrieveInformationModelGet, StudyRootQueryRetrieveInformationModelGet}), get
)
