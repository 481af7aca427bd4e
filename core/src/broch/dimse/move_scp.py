"""Retrieve by C-MOVE as SCP (PS3.4 C.4.2): the instances go to a declared modality."""

import time

from broch_hostapi import DimseMessage, DimseService, Host, Modality, Peer, StoreReport
from broch_hostapi.errors import BrochError, RemoteError

from broch.dimse.command import MESSAGE_ID, MOVE_DESTINATION
from broch.dimse.retrieve import report_final, report_pending, requested_instances
from broch.dimse.sop_classes import (
    PatientRootQueryRetrieveInformationModelMove,
    StudyRootQueryRetrieveInformationModelMove,
)
from broch.dimse.status import MOVE_DESTINATION_UNKNOWN, PENDING

REPORT_EVERY = 0.2
"""Seconds between two pending responses."""


def move(host: Host, peer: Peer, message: DimseMessage) -> None:
    """Send what is asked for to the destination, with pending responses as it goes."""
    destination = find_destination(host, str(message.command.get(MOVE_DESTINATION, "")))
    if destination is None:
        peer.respond(message, MOVE_DESTINATION_UNKNOWN)
        return
    instances = requested_instances(host, peer, message)
    if not instances:
        report_final(peer, message, StoreReport(0, 0), 0, cancelled=False)
        return
    progress = Progress(peer, message, len(instances))
    try:
        report = host.modalities.store(
            destination, instances, progress=progress,
            move_originator=(peer.info.calling_aet, int(message.command.get(MESSAGE_ID, 0))),
        )  # fmt: skip
    except BrochError as error:
        if progress.requestor_gone:
            raise
        host.logger.warning("C-MOVE to %s failed: %s", destination.name, error)
        report = StoreReport(0, len(instances), tuple((i.sop_instance, str(error)) for i in instances))
    report_final(peer, message, report, len(instances), cancelled=progress.cancelled)


def find_destination(host: Host, aet: str) -> Modality | None:
    """The declared modality of that title."""
    wanted = aet.strip().upper()
    return next((m for m in host.modalities.all().values() if m.aet.upper() == wanted), None)


class Progress:
    """Tells the requestor, and hears whether it still wants the rest."""

    def __init__(self, peer: Peer, message: DimseMessage, total: int) -> None:
        self.cancelled = False
        self.requestor_gone = False
        self._peer, self._message, self._total = peer, message, total
        self._next = time.monotonic()

    def __call__(self, report: StoreReport) -> bool:
        """False to stop."""
        if time.monotonic() < self._next or report.sent + report.failed == self._total:
            return True
        self._next = time.monotonic() + REPORT_EVERY
        try:
            self.cancelled = self._peer.cancelled(self._message)
            if not self.cancelled:
                report_pending(self._peer, self._message, report, self._total, PENDING)
        except RemoteError:
            self.requestor_gone = True
            raise
        return not self.cancelled


MOVE = DimseService(
    "move",
    frozenset({PatientRootQueryRetrieveInformationModelMove, StudyRootQueryRetrieveInformationModelMove}),
    move,
)
