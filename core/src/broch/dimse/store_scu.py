"""Storage service class as SCU (PS3.4 annex B): what C-MOVE and ``/modalities/{id}/store`` need."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO, Protocol

from broch_hostapi import Attachment, Buffer, StoredInstance, StoreReport, TranscodeService
from broch_hostapi.errors import BrochError, RemoteError

from broch.dataset.file_meta import dataset_offset
from broch.dataset.transcode.syntaxes import offered
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

    def open(self, attachment: Attachment, start: int = 0) -> BinaryIO:
        """From there to its end."""
        ...


SLOWEST = 10_000_000
"""Bytes a second that a remote checks and stores at least: how much longer it may take to answer than for little."""
MAPPED_AT_MOST = 1 << 26
"""Bytes of a file above which it is read in pieces: what was sent of a mapped one counts as memory."""


@contextmanager
def data_set(files: Files, attachment: Attachment) -> Iterator[Buffer | BinaryIO]:
    """The data set of a DICOM file, to be sent as it is. Raises ``NotFound``, ``BadFile``."""
    with files.view(attachment) as buffer:
        start = dataset_offset(buffer)
        if len(buffer) <= MAPPED_AT_MOST:
            with memoryview(buffer)[start:] as data:
                yield data
            return
    with files.open(attachment, start) as file:
        yield file


Contexts = list[tuple[str, list[str]]]


class HungUp(str):
    """Why nothing more can be sent. Not the error itself, whose frames would keep a view of a whole file alive."""

    __slots__ = ()


def associations_for(
    instances: Sequence[StoredInstance], *, decode: bool = True
) -> list[tuple[Contexts, list[StoredInstance]]]:
    """Presentation contexts to propose, and what is sent then: more than one pair if one association cannot carry all.

    Each stored transfer syntax of a SOP class has a context of its own, so that the remote can take it as it is; native
    ones are offered too, since nothing is lost by them; those of a compressed instance only with ``decode``.
    """
    groups: list[tuple[dict[tuple[str, str], None], set[tuple[str, str]]]] = []
    for stored in dict.fromkeys((instance.sop_class, instance.transfer_syntax) for instance in instances):
        proposed = dict.fromkeys((stored[0], syntax) for syntax in (stored[1], *offered(stored[1], decode=decode)))
        if not groups or len(groups[-1][0] | proposed) > MAXIMUM_CONTEXTS:
            groups.append(({}, set()))
        groups[-1][0].update(proposed)
        groups[-1][1].add(stored)
    return [
        (
            [(sop_class, [syntax]) for sop_class, syntax in proposed],
            [i for i in instances if (i.sop_class, i.transfer_syntax) in members],
        )
        for proposed, members in groups
    ]


class StoreUser:
    """Sends instances over associations that ``connect`` opens for given contexts."""

    def __init__(
        self, connect: Callable[[Contexts], Association], files: Files, transcoder: TranscodeService, *, decode: bool
    ) -> None:
        """``decode``: whether pixel data may be decoded for a remote that does not take them as they are."""
        self._connect = connect
        self._files = files
        self._transcoder = transcoder
        self._decode = decode

    def send(
        self, instances: Sequence[StoredInstance], originator: tuple[str, int] | None,
        progress: Callable[[StoreReport], bool] | None,
    ) -> StoreReport:
        """Send all; see hostapi's ``ModalityService.store``."""
        report = StoreReport(0, 0)
        parts = associations_for(instances, decode=self._decode)
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
        syntaxes = (instance.transfer_syntax, *offered(instance.transfer_syntax, decode=self._decode))
        context = next((usable[instance.sop_class, s] for s in syntaxes if (instance.sop_class, s) in usable), None)
        if context is None:
            return "the remote accepts neither this SOP class nor this transfer syntax"
        command = commands.store_request(message_id, instance.sop_class, instance.sop_instance, originator=originator)
        try:
            if context.transfer_syntax == instance.transfer_syntax:
                with data_set(self._files, instance.attachment) as data:
                    association.send(context, command, data)
            else:
                with (
                    self._files.view(instance.attachment) as buffer,
                    self._transcoder.transcode(buffer, context.transfer_syntax) as transcoded,
                ):
                    association.send(context, command, transcoded.data())
            answer = association.receive(instance.attachment.size / SLOWEST)
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
