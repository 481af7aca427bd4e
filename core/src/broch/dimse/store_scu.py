"""Storage service class as SCU (PS3.4 annex B): what C-MOVE and ``/modalities/{id}/store`` need."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from broch_hostapi import Attachment, Buffer, StoredInstance, StoreReport
from broch_hostapi.errors import BrochError, RemoteError

from broch.dataset.file_meta import dataset_offset
from broch.dataset.transcode import native_syntaxes, to_native
from broch.dimse import command as commands
from broch.dimse.negotiation import AcceptedContext
from broch.dimse.pdu import MAXIMUM_CONTEXTS
from broch.dimse.status import PROCESSING_FAILURE, category
from broch.dimse.upper_layer import Association

logger = logging.getLogger(__name__)


class Files(Protocol):
    """The one thing that sending needs of the attachments."""

    def view(self, attachment: Attachment) -> AbstractContextManager[Buffer]:
        """The whole as one buffer."""
        ...


Contexts = list[tuple[str, list[str]]]


class HungUp(str):
    """Why nothing more can be sent. Not the error itself, whose frames would keep a view of a whole file alive."""

    __slots__ = ()


def associations_for(instances: Sequence[StoredInstance]) -> list[tuple[Contexts, list[StoredInstance]]]:
    """Presentation contexts to propose, and what is sent then: more than one pair if one association cannot carry all.

    Each stored transfer syntax of a SOP class has a context of its own, so that the remote can take it as it is; native
    ones also offer each other, since nothing is lost between them.
    """
    groups: list[tuple[dict[tuple[str, str], None], set[tuple[str, str]]]] = []
    for stored in dict.fromkeys((instance.sop_class, instance.transfer_syntax) for instance in instances):
        offered = dict.fromkeys((stored[0], syntax) for syntax in (stored[1], *native_syntaxes(stored[1])))
        if not groups or len(groups[-1][0] | offered) > MAXIMUM_CONTEXTS:
            groups.append(({}, set()))
        groups[-1][0].update(offered)
        groups[-1][1].add(stored)
    return [
        (
            [(sop_class, [syntax]) for sop_class, syntax in offered],
            [i for i in instances if (i.sop_class, i.transfer_syntax) in members],
        )
        for offered, members in groups
    ]


class StoreUser:
    """Sends instances over associations that ``connect`` opens for given contexts."""

    def __init__(self, connect: Callable[[Contexts], Association], files: Files) -> None:
        self._connect = connect
        self._files = files

    def send(
        self, instances: Sequence[StoredInstance], originator: tuple[str, int] | None,
        progress: Callable[[StoreReport], bool] | None,
    ) -> StoreReport:
        """Send all; see hostapi's ``ModalityService.store``."""
        report = StoreReport(0, 0)
        parts = associations_for(instances)
        ordered = [instance for _, part in parts for instance in part]
        for number, (contexts, part) in enumerate(parts):
            try:
                association = self._connect(contexts)
            except RemoteError as error:
                if not number:
                    raise
                return lost(report, ordered, str(error))
            with association:
                usable = {(c.abstract_syntax, c.transfer_syntax): c for c in association.contexts.values() if c.as_scu}
                for done, instance in enumerate(part):
                    result = self._send_one(association, usable, instance, done % 0xFFFF + 1, originator)
                    if isinstance(result, HungUp):
                        return lost(report, ordered, result)
                    report = counted(report, instance, result)
                    if progress is not None and not progress(report):
                        return report
        return report

    def _send_one(
        self, association: Association, usable: dict[tuple[str, str], AcceptedContext], instance: StoredInstance,
        message_id: int, originator: tuple[str, int] | None,
    ) -> int | str:
        """The remote's status, or why it could not be sent."""
        syntaxes = (instance.transfer_syntax, *native_syntaxes(instance.transfer_syntax))
        context = next((usable[instance.sop_class, s] for s in syntaxes if (instance.sop_class, s) in usable), None)
        if context is None:
            return "the remote accepts neither this SOP class nor this transfer syntax"
        command = commands.store_request(message_id, instance.sop_class, instance.sop_instance, originator=originator)
        try:
            with self._files.view(instance.attachment) as buffer:
                if context.transfer_syntax == instance.transfer_syntax:
                    with memoryview(buffer)[dataset_offset(buffer) :] as data:
                        association.send(context, command, data)
                else:
                    association.send(context, command, to_native(buffer, context.transfer_syntax))
            answer = association.receive()
        except RemoteError as error:
            return HungUp(error)
        except BrochError as error:
            return str(error)
        if answer is None:
            return HungUp("the remote released the association instead of answering")
        return int(answer.command.get(commands.STATUS, PROCESSING_FAILURE))


def lost(report: StoreReport, instances: Sequence[StoredInstance], reason: str) -> StoreReport:
    """The report with all of the instances that it does not count yet as failures."""
    left = instances[report.sent + report.failed :]
    logger.warning("%d instances could not be sent: %s", len(left), reason)
    failures = (*report.failures, *((instance.sop_instance, reason) for instance in left))
    return StoreReport(report.sent, report.failed + len(left), failures, report.warnings)


def counted(report: StoreReport, instance: StoredInstance, result: int | str) -> StoreReport:
    """The report with one instance more."""
    if result == 0 or (isinstance(result, int) and category(result) == "Warning"):
        return StoreReport(report.sent + 1, report.failed, report.failures, report.warnings + (result != 0))
    reason = result if isinstance(result, str) else f"status {result:04X}"
    return StoreReport(
        report.sent, report.failed + 1, (*report.failures, (instance.sop_instance, reason)), report.warnings
    )
