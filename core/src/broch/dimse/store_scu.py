"""Storage service class as SCU (PS3.4 annex B): what C-MOVE and ``/modalities/{id}/store`` need."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from broch.dataset.file_meta import dataset_offset
from broch.dataset.transcode import native_syntaxes, to_native
from broch.dimse import command as commands
from broch.dimse.negotiation import AcceptedContext
from broch.dimse.pdu import MAXIMUM_CONTEXTS
from broch.dimse.status import PROCESSING_FAILURE, category
from broch.dimse.upper_layer import Association
from broch_hostapi import Attachment, Buffer, StoredInstance, StoreReport
from broch_hostapi.errors import BrochError, RemoteError

logger = logging.getLogger(__name__)


class Files(Protocol):
    """The one thing that sending needs of the attachments."""

    def view(self, attachment: Attachment) -> AbstractContextManager[Buffer]:
        """The whole as one buffer."""
        ...


def contexts_for(instances: Iterable[StoredInstance]) -> list[list[tuple[str, list[str]]]]:
    """Presentation contexts to propose, in groups of what one association can carry.

    Each stored transfer syntax of a SOP class has a context of its own, so that the remote can take it as it is; native ones
    also offer each other, since nothing is lost between them.
    """
    pairs = dict.fromkeys((instance.sop_class, instance.transfer_syntax) for instance in instances)
    proposals: dict[tuple[str, str], list[str]] = {}
    for sop_class, syntax in pairs:
        proposals[sop_class, syntax] = [syntax]
        for other in native_syntaxes(syntax):
            proposals.setdefault((sop_class, other), [other])
    listed = [(sop_class, syntaxes) for (sop_class, _), syntaxes in proposals.items()]
    return [listed[start : start + MAXIMUM_CONTEXTS] for start in range(0, len(listed), MAXIMUM_CONTEXTS)]


class StoreUser:
    """Sends instances over associations that ``connect`` opens for given contexts."""

    def __init__(self, connect: Callable[[list[tuple[str, list[str]]]], Association], files: Files) -> None:
        self._connect = connect
        self._files = files

    def send(
        self, instances: Sequence[StoredInstance], originator: tuple[str, int] | None,
        progress: Callable[[StoreReport], bool] | None,
    ) -> StoreReport:
        """Send all; see hostapi's ``ModalityService.store``."""
        report = StoreReport(0, 0)
        for contexts in contexts_for(instances):
            classes = {(sop_class, syntaxes[0]) for sop_class, syntaxes in contexts}
            part = [i for i in instances if (i.sop_class, i.transfer_syntax) in classes]
            association = self._connect(contexts)
            try:
                report, go_on = self._send_part(association, part, originator, progress, report)
            finally:
                association.close()
            if not go_on:
                break
        return report

    def _send_part(
        self, association: Association, instances: Sequence[StoredInstance], originator: tuple[str, int] | None,
        progress: Callable[[StoreReport], bool] | None, report: StoreReport,
    ) -> tuple[StoreReport, bool]:
        usable = {(c.abstract_syntax, c.transfer_syntax): c for c in association.contexts.values() if c.as_scu}
        for number, instance in enumerate(instances):
            try:
                result = self._send_one(association, usable, instance, number % 0xFFFF + 1, originator)
            except RemoteError as error:
                lost = [(left.sop_instance, str(error)) for left in instances[number:]]
                logger.warning("%d instances could not be sent: %s", len(lost), error)
                return StoreReport(
                    report.sent, report.failed + len(lost), (*report.failures, *lost), report.warnings
                ), False
            report = counted(report, instance, result)
            if progress is not None and not progress(report):
                association.release()
                return report, False
        association.release()
        return report, True

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
        except RemoteError:
            raise
        except BrochError as error:
            return str(error)
        answer = association.receive()
        if answer is None:
            raise RemoteError("the remote released the association instead of answering")
        return int(answer.command.get(commands.STATUS, PROCESSING_FAILURE))


def counted(report: StoreReport, instance: StoredInstance, result: int | str) -> StoreReport:
    """The report with one instance more."""
    if result == 0 or (isinstance(result, int) and category(result) == "Warning"):
        return StoreReport(report.sent + 1, report.failed, report.failures, report.warnings + (result != 0))
    reason = result if isinstance(result, str) else f"status {result:04X}"
    return StoreReport(
        report.sent, report.failed + 1, (*report.failures, (instance.sop_instance, reason)), report.warnings
    )
