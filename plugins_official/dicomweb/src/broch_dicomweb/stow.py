"""STOW-RS: storing the parts of a request, and what is answered (PS3.18 10.5)."""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Executor, Future, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

from broch_hostapi import Host, Level, Origin, StoreOutcome, StoreStatus
from broch_hostapi.errors import BadRequest, BrochError, NotFound, StorageFull, UnsupportedMediaType

from broch_dicomweb.media_types import DICOM, MULTIPART, MediaType, parse_content_type
from broch_dicomweb.multipart_parser import Part
from broch_dicomweb.urls import instance_url, study_url

OUT_OF_RESOURCES = 0xA700
CANNOT_UNDERSTAND = 0xC000
PROCESSING_FAILURE = 0x0110
"""Failure reasons (table I.2-2 of PS3.18)."""
AT_A_TIME = 4
"""Parts of a request that are stored side by side."""
HELD_AT_A_TIME = AT_A_TIME + 2
"""With the one that came last, and the one that is coming."""


@dataclass(slots=True)
class StoreReport:
    """What became of the instances of one request."""

    referenced: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    studies: set[str] = field(default_factory=set)

    @property
    def status(self) -> int:
        """HTTP status (table 10.5.3-1)."""
        if not self.failed:
            return 200
        return 202 if self.referenced else 409

    def answer(self, base: str) -> dict[str, Any]:
        """The Store Instances Response Module (I.2.1). RetrieveURL has a value if all went into one study."""
        found: dict[str, Any] = {"00081190": {"vr": "UR"}}
        if len(self.studies) == 1:
            found["00081190"]["Value"] = [study_url(base, next(iter(self.studies)))]
        if self.failed:
            found["00081198"] = {"vr": "SQ", "Value": self.failed}
        if self.referenced:
            found["00081199"] = {"vr": "SQ", "Value": self.referenced}
        return found


def boundary_of(content_type: str) -> str:
    """The boundary of a body of DICOM files. Raises ``UnsupportedMediaType`` for anything else."""
    media = parse_content_type(content_type)
    if media.name != MULTIPART or media.part_type not in ("", DICOM):
        raise UnsupportedMediaType('STOW-RS takes multipart/related; type="application/dicom"')
    if "boundary" not in media.parameters:
        raise BadRequest("The Content-Type has no boundary")
    return media.parameters["boundary"]


class StowRequest:
    """Stores the parts of one request, several at a time, as each has to wait for the disk."""

    def __init__(self, host: Host, base: str, origin: Origin, pool: Executor) -> None:
        self._host = host
        self._base = base
        self._origin = origin
        self._pool = pool
        self._series: dict[str, str] = {}
        self.report = StoreReport()

    def store(self, parts: Iterable[Part]) -> StoreReport:
        """Store all of them; one that fails does not keep the others out.

        Raises what ``parts`` raises, but not before all is stored that came before.
        """
        under_way: deque[Future[StoreOutcome | int]] = deque()
        last: Part | None = None
        try:
            for part in parts:
                if last is not None:
                    under_way.append(self._pool.submit(copy_context().run, self._receive, last))
                last = part if isinstance(part.body, bytes) else None
                if last is None:  # its file is gone with the next part
                    self._note(self._receive(part))
                if len(under_way) >= AT_A_TIME:
                    self._note(under_way.popleft().result())
        finally:
            final = None if last is None else self._receive(last)
            wait(under_way)
        for stored in under_way:
            self._note(stored.result())
        if final is not None:
            self._note(final)
        if not self.report.referenced and not self.report.failed:
            raise BadRequest("The multipart body has no part")
        return self.report

    def _receive(self, part: Part) -> StoreOutcome | int:
        """What became of a part, or the failure reason."""
        declared = parse_content_type(part.headers.get("content-type", DICOM))
        if not _is_dicom(declared, part.headers.get("content-transfer-encoding", "binary")):
            return CANNOT_UNDERSTAND
        try:
            return self._host.ingest.receive(part.body, self._origin)
        except BrochError as error:
            self._host.logger.info("STOW-RS: an instance could not be stored (%s)", type(error).__name__)
            return reason_of(error)

    def _note(self, result: StoreOutcome | int) -> None:
        if isinstance(result, int):
            self._fail(result)
        elif result.status is StoreStatus.FILTERED_OUT:
            self._fail(result.dimse_status or PROCESSING_FAILURE, result)
        else:
            self._succeed(result)

    def _fail(self, reason: int, outcome: StoreOutcome | None = None) -> None:
        item = {} if outcome is None else _sop(outcome)
        self.report.failed.append({**item, "00081197": {"vr": "US", "Value": [reason]}})

    def _succeed(self, outcome: StoreOutcome) -> None:
        url = {"vr": "UR", "Value": [self._retrieve_url(outcome)]}
        self.report.studies.add(outcome.study_instance)
        self.report.referenced.append({**_sop(outcome), "00081190": url})

    def _retrieve_url(self, outcome: StoreOutcome) -> str:
        series = self._series.get(outcome.series)
        if series is None:
            try:
                series = self._host.index.get(Level.SERIES, outcome.series).uid
            except NotFound:  # deleted already
                return study_url(self._base, outcome.study_instance)
            self._series[outcome.series] = series
        return instance_url(self._base, outcome.study_instance, series, outcome.sop_instance)


def reason_of(error: BrochError) -> int:
    """Failure reason that stands for an error."""
    if isinstance(error, StorageFull):
        return OUT_OF_RESOURCES
    return CANNOT_UNDERSTAND if isinstance(error, BadRequest) else PROCESSING_FAILURE


def _is_dicom(declared: MediaType, encoding: str) -> bool:
    return declared.name == DICOM and encoding.strip().lower() in ("binary", "8bit", "7bit")


def _sop(outcome: StoreOutcome) -> dict[str, Any]:
    return {
        "00081150": {"vr": "UI", "Value": [outcome.sop_class]},
        "00081155": {"vr": "UI", "Value": [outcome.sop_instance]},
    }
