"""What C-MOVE and C-GET have in common: which instances are meant, and the counts of sub-operations (PS3.4 C.4.2, C.4.3)."""

from broch.dataset.encode import encode
from broch.dataset.scan import scan_dataset
from broch.dimse import command as commands
from broch.dimse.identifier import Identifier
from broch.dimse.status import CANCEL, SUBOPERATIONS_FAILED, SUCCESS, OUT_OF_RESOURCES_SUBOPERATIONS
from broch_hostapi import DimseMessage, FindQuery, Host, Origin, Peer, StoredInstance, StoreReport
from broch_hostapi.errors import BadRequest

UNIQUE_KEYS = (0x00100020, 0x0020000D, 0x0020000E, 0x00080018)
FAILED_INSTANCES = 0x00080058


def requested_instances(host: Host, peer: Peer, message: DimseMessage) -> list[StoredInstance]:
    """The instances that the unique keys of a request name. Raises ``BadRequest`` if the key of its level is missing."""
    identifier = Identifier.read(scan_dataset(bytes(message.data or b""), message.context.transfer_syntax))  # type: ignore[arg-type]
    keys = {tag: value for tag, value in identifier.criteria.items() if tag in UNIQUE_KEYS[: identifier.level + 1]}
    if UNIQUE_KEYS[identifier.level] not in keys:
        raise BadRequest(f"the unique key of level {identifier.level.word} is missing")
    for tag in UNIQUE_KEYS[1:]:
        if "*" in keys.get(tag, "") or "?" in keys.get(tag, ""):
            raise BadRequest("a unique key of a retrieval is a wildcard")
    origin = Origin("DicomProtocol", peer.info.remote_ip, peer.info.calling_aet, peer.info.called_aet)
    found = host.index.find(FindQuery(identifier.level, keys, case_sensitive=True, origin=origin))
    return [instance for resource in found for instance in host.index.stored_instances(identifier.level, resource.id)]


def report_pending(peer: Peer, message: DimseMessage, report: StoreReport, total: int, status: int) -> None:
    """A pending response with the counts so far."""
    remaining = total - report.sent - report.failed
    peer.respond(message, status, fields=counts(report, remaining))


def report_final(peer: Peer, message: DimseMessage, report: StoreReport, total: int, *, cancelled: bool) -> None:
    """The last response: success, warning, failure or cancel, with the instances that failed."""
    if cancelled:
        status = CANCEL
    elif not report.failed:
        status = SUCCESS
    else:
        status = SUBOPERATIONS_FAILED if report.sent else OUT_OF_RESOURCES_SUBOPERATIONS
    failed = "\\".join(uid for uid, _ in report.failures)[:65000].encode("ascii", "replace")
    data = encode([(FAILED_INSTANCES, "UI", failed)], explicit=message.context.transfer_syntax != "1.2.840.10008.1.2")
    remaining = total - report.sent - report.failed if cancelled else None
    peer.respond(message, status, data if report.failures else None, counts(report, remaining))


def counts(report: StoreReport, remaining: int | None) -> dict[int, int | str]:
    """Command elements; completed and warnings are told apart (PS3.7 9.3.4.2)."""
    fields = commands.sub_operations(report.sent - report.warnings, report.failed, report.warnings, remaining)
    return {tag: value for tag, value in fields.items() if not isinstance(value, bytes)}

