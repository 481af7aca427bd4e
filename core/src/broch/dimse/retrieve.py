"""What C-MOVE and C-GET have in common: which instances are meant, counts of sub-operations (PS3.4 C.4.2, C.4.3)."""

from broch_hostapi import Buffer, DimseMessage, FindQuery, Host, Origin, Peer, Resource, StoredInstance, StoreReport
from broch_hostapi.errors import BadRequest

from broch.dataset.conventions import conventions_of
from broch.dataset.encode import encode
from broch.dataset.scan import scan_dataset
from broch.dimse import command as commands
from broch.dimse.identifier import Identifier
from broch.dimse.status import CANCEL, OUT_OF_RESOURCES_SUBOPERATIONS, SUBOPERATIONS_FAILED, SUCCESS

UNIQUE_KEYS = (0x00100020, 0x0020000D, 0x0020000E, 0x00080018)
FAILED_INSTANCES = 0x00080058
LONGEST_LIST = 65000
"""Bytes of the list of failed instances: an explicit VR has room for 65,534."""


def requested_instances(host: Host, peer: Peer, message: DimseMessage) -> list[StoredInstance]:
    """The instances that the unique keys of a request name. Raises ``BadRequest`` as for a missing key of its level."""
    if not isinstance(message.data, Buffer):
        raise BadRequest("the request has no identifier, or one of many megabytes")
    identifier = Identifier.read(
        scan_dataset(message.data, message.context.transfer_syntax, conventions=conventions_of(host))
    )
    keys = {tag: value for tag, value in identifier.criteria.items() if tag in UNIQUE_KEYS[: identifier.level + 1]}
    if UNIQUE_KEYS[identifier.level] not in keys:
        raise BadRequest(f"the unique key of level {identifier.level.word} is missing")
    for tag in UNIQUE_KEYS[1:]:  # PS3.4 C.4.2.2.1: single values, or lists of UIDs
        if "*" in keys.get(tag, "") or "?" in keys.get(tag, ""):
            raise BadRequest("a unique key of a retrieval is a wildcard")
    origin = Origin("DicomProtocol", peer.info.remote_ip, peer.info.calling_aet, peer.info.called_aet)
    found = host.index.find(FindQuery(identifier.level, keys, case_sensitive=True, origin=origin))
    return [
        instance for resource in found if is_of_patient(resource, keys.get(UNIQUE_KEYS[0], ""))
        for instance in host.index.stored_instances(identifier.level, resource.id)
    ]  # fmt: skip


def is_of_patient(resource: Resource, wanted: str) -> bool:
    """Whether the PatientID is exactly one of these: a ``*`` in it is a character, and never means all patients."""
    return not wanted or (resource.tags.get("PatientID") or resource.upper.get("PatientID", "")) in wanted.split("\\")


def report_pending(peer: Peer, message: DimseMessage, report: StoreReport, total: int, status: int) -> None:
    """A pending response with the counts so far."""
    remaining = total - report.sent - report.failed
    peer.respond(message, status, fields=counts(report, remaining))


def report_final(peer: Peer, message: DimseMessage, report: StoreReport, total: int, *, cancelled: bool) -> None:
    """The last response: success, warning, failure or cancel, with the instances that failed."""
    if cancelled:
        status = CANCEL
    elif not report.failed and not report.warnings:
        status = SUCCESS
    else:
        status = SUBOPERATIONS_FAILED if report.sent else OUT_OF_RESOURCES_SUBOPERATIONS
    failed = failed_list(report).encode("ascii", "replace")
    data = encode([(FAILED_INSTANCES, "UI", failed)], explicit=message.context.transfer_syntax != "1.2.840.10008.1.2")
    remaining = total - report.sent - report.failed if cancelled else None
    peer.respond(message, status, data if report.failures else None, counts(report, remaining))


def failed_list(report: StoreReport) -> str:
    """SOPInstanceUIDs of what failed, as many as one element holds."""
    failed = "\\".join(uid for uid, _ in report.failures)
    return failed if len(failed) <= LONGEST_LIST else failed[:LONGEST_LIST].rpartition("\\")[0]


def counts(report: StoreReport, remaining: int | None) -> dict[int, int | str]:
    """Command elements; completed and warnings are told apart (PS3.7 9.3.4.2)."""
    fields = commands.sub_operations(report.sent - report.warnings, report.failed, report.warnings, remaining)
    return {tag: value for tag, value in fields.items() if not isinstance(value, bytes)}

