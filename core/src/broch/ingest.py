"""The one way in: C-STORE, REST and STOW-RS all end in ``Ingest``.

Scanned, accepted, written, indexed, told. The file is made durable while the index is; the sender is told when both
are (docs/adr/0006).
"""

import logging
import mmap
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO, Protocol

from broch_hostapi import (
    Attachment,
    Buffer,
    ContentType,
    DataSet,
    Level,
    Origin,
    StorageHints,
    StoreOutcome,
    StoreStatus,
    Transcoded,
)
from broch_hostapi.errors import BadFile, Refused, SopMismatch

from broch.dataset.conventions import Conventions
from broch.dataset.file_meta import file_meta
from broch.dataset.identifiers import PublicIds, public_ids
from broch.dataset.scan import Scan, scan_dataset, scan_file
from broch.dataset.stored import StoredDataSet
from broch.index.commit import Added, NewInstance
from broch.index.main_tags import DEFAULT, LONGEST, MainTags, TagLists
from broch.series import expected_instances, index_in_series, tells_how_many
from broch.storage.attachments import Attachments
from broch.storage.content import Content
from broch.storage.writing import ON_DISK, Writing

logger = logging.getLogger(__name__)

PATIENT_ID, STUDY_UID, SERIES_UID, SOP_UID, SOP_CLASS = 0x00100020, 0x0020000D, 0x0020000E, 0x00080018, 0x00080016
MODALITY, STUDY_DATE, INSTANCE_NUMBER = 0x00080060, 0x00080020, 0x00200013
_UID_KEYWORDS = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")


class Adder(Protocol):
    """The one thing that ingest needs of the index's writer."""

    def add_instance(self, new: NewInstance, writing: Writing) -> Added:
        """Blocks until it is committed durably, after the end of its file's ``writing``, whose error it raises."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """What a data set says it is."""

    ids: PublicIds
    uids: tuple[str, str, str, str]
    sop_class: str


class Ingest:
    """hostapi's ``IngestService``."""

    def __init__(
        self, index: Adder, attachments: Attachments, accept: Callable[[DataSet, Origin], None],
        clock: Callable[[], float], *, overwrite: str, conventions: Conventions,
        transcode: Callable[[Scan, str], Transcoded | None] | None = None, main_tags: TagLists = DEFAULT,
    ) -> None:
        """``accept`` asks the plugins and raises ``Refused``; the rest are the options of these names.

        ``transcode`` makes the file that is stored instead, of a scan and the title of the sender.
        """
        self._transcode = transcode
        self._main_tags = main_tags
        self._index = index
        self._attachments = attachments
        self._accept = accept
        self._overwrite = overwrite
        self._conventions = conventions
        self._clock = clock

    def receive(self, file: Buffer | BinaryIO, origin: Origin) -> StoreOutcome:
        """Store a DICOM file as it is."""
        file = held(file)
        with whole(file) as buffer:
            scan = scan_file(buffer, conventions=self._conventions)
            return self._store(scan, identify(scan), Content(file), 0, origin)

    def receive_dataset(
        self, data: Buffer | BinaryIO, transfer_syntax: str, sop_class: str, sop_instance: str, origin: Origin
    ) -> StoreOutcome:
        """Store a data set as it is, behind the file meta information that it lacks."""
        data = held(data)
        with whole(data) as buffer:
            scan = scan_dataset(buffer, transfer_syntax, conventions=self._conventions)
            identity = identify(scan)
            if identity.uids[3] != sop_instance or identity.sop_class != sop_class:
                raise SopMismatch("the data set is not of the SOP class and instance that the C-STORE names")
            header = file_meta(sop_class, sop_instance, transfer_syntax, origin.remote_aet)
            return self._store(scan, identity, Content(data, header), len(header), origin)

    def adopt(self, locator: str, origin: Origin) -> StoreOutcome:
        """Index a DICOM file that is there already, and leave it alone whatever happens."""
        with self._attachments.view_at(locator) as buffer:
            scan = scan_file(buffer, conventions=self._conventions)
            identity = identify(scan)
            if refused := self._refused(scan, identity, origin):
                return refused
            attachment = self._attachments.adopted(locator, Content(buffer), ContentType.DICOM)
            entry = self._entry(scan, identity, 0, origin, self._now(), attachment)
            added = self._index.add_instance(replace(entry, overwrite="Never"), ON_DISK)
        self._attachments.discard(file for file in added.discarded if file.locator != locator)
        return outcome(StoreStatus(added.status), identity)

    def _store(
        self, scan: Scan, identity: Identity, content: Content, shift: int, origin: Origin
    ) -> StoreOutcome:
        if refused := self._refused(scan, identity, origin):
            return refused
        if self._transcode and (transcoded := self._transcode(scan, origin.remote_aet)):
            with transcoded, whole(transcoded.file) as buffer:
                scan = scan_file(buffer, conventions=self._conventions)
                return self._write(scan, identify(scan), Content(transcoded.file), 0, origin)
        return self._write(scan, identity, content, shift, origin)

    def _write(self, scan: Scan, identity: Identity, content: Content, shift: int, origin: Origin) -> StoreOutcome:
        received = self._now()
        with self._attachments.incoming(
            content, ContentType.DICOM, hints(scan, identity), Level.INSTANCE, identity.ids.instance
        ) as (attachment, writing):
            added = self._index.add_instance(
                self._entry(scan, identity, shift, origin, received, attachment), writing
            )
        (self._attachments.retire if added.replaced else self._attachments.discard)(added.discarded)
        return outcome(StoreStatus(added.status), identity)

    def _refused(self, scan: Scan, identity: Identity, origin: Origin) -> StoreOutcome | None:
        try:
            self._accept(StoredDataSet(scan), origin)
        except Refused as refusal:
            logger.info("instance %s filtered out by plugin %s", identity.ids.instance, refusal.plugin)
            return outcome(StoreStatus.FILTERED_OUT, identity, refusal.reason, refusal.dimse_status)
        return None

    def _now(self) -> str:
        return time.strftime("%Y%m%dT%H%M%S", time.gmtime(self._clock()))

    def _entry(
        self, scan: Scan, identity: Identity, shift: int, origin: Origin, received: str, attachment: Attachment
    ) -> NewInstance:
        reception = {
            "ReceptionDate": received,
            "Origin": origin.protocol,
            "RemoteIP": origin.remote_ip,
            "RemoteAET": origin.remote_aet,
            "CalledAET": origin.called_aet,
            "HttpUsername": origin.username,
        }
        return new_instance(
            scan, identity, MainTags(scan, self._main_tags), reception, (attachment,), received, self._overwrite, shift
        )


def new_instance(
    scan: Scan, identity: Identity, tags: MainTags, reception: Mapping[str, str], attachments: tuple[Attachment, ...],
    received: str, overwrite: str, shift: int = 0,
) -> NewInstance:
    """What the index is told: ``reception`` are metadata that the file cannot tell.

    ``shift``: bytes that the stored file has before what was scanned.
    """
    position = index_in_series(tags[Level.INSTANCE])
    metadata = {
        **reception,
        "TransferSyntax": scan.transfer_syntax,
        "SopClassUid": identity.sop_class,
        "IndexInSeries": "" if position is None else str(position),
        "PixelDataOffset": "" if scan.pixel_data is None or scan.converted else str(scan.pixel_data + shift),
    }
    return NewInstance(
        ids=identity.ids, uids=identity.uids, tags=tags,
        metadata={name: value for name, value in metadata.items() if value},
        attachments=attachments, sop_class=identity.sop_class, modality=scan.text(MODALITY),
        expected_instances=expected_instances(tags[Level.SERIES]) if tells_how_many(scan.elements) else None,
        index_in_series=position, received=received, overwrite=overwrite,
    )  # fmt: skip


def identify(scan: Scan) -> Identity:
    """The four identifiers. Raises ``BadFile`` if one but PatientID is missing (PS3.3 C.7 makes them type 1).

    Nor may one be so long that the index would not keep it; PS3.5 9.1 allows a quarter of that.
    """
    uids = (scan.text(PATIENT_ID), scan.text(STUDY_UID), scan.text(SERIES_UID), scan.text(SOP_UID))
    for tag, uid, keyword in zip((STUDY_UID, SERIES_UID, SOP_UID), uids[1:], _UID_KEYWORDS, strict=True):
        if not uid:
            raise BadFile(f"{keyword} is missing or empty")
        _, start, stop = scan.elements[tag]
        if stop - start > LONGEST:
            raise BadFile(f"{keyword} has more than {LONGEST} bytes")
    return Identity(public_ids(*uids), uids, scan.text(SOP_CLASS))


def hints(scan: Scan, identity: Identity) -> StorageHints:
    """What a storage may make names of."""
    return StorageHints(
        *identity.uids, modality=scan.text(MODALITY), study_date=scan.text(STUDY_DATE),
        instance_number=scan.text(INSTANCE_NUMBER), public_ids=identity.ids, text=scan.text,
    )  # fmt: skip


def outcome(status: StoreStatus, identity: Identity, reason: str = "", dimse_status: int | None = None) -> StoreOutcome:
    """The answer to whoever sent it."""
    ids = identity.ids
    return StoreOutcome(
        status, ids.instance, ids.series, ids.study, ids.patient, identity.sop_class, identity.uids[3],
        identity.uids[1], reason, dimse_status,
    )  # fmt: skip


def held(source: Buffer | BinaryIO) -> Buffer | BinaryIO:
    """A file in memory as the buffer that it is, anything else as it came."""
    return source.getbuffer() if isinstance(source, BytesIO) else source


@contextmanager
def whole(source: Buffer | BinaryIO) -> Iterator[Buffer]:
    """A buffer over all of it; a file is mapped, never read."""
    if isinstance(source, bytes | bytearray | memoryview):
        yield source
        return
    source.flush()
    try:
        mapped = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError as error:
        raise BadFile("the file is empty") from error
    view = memoryview(mapped)
    try:
        yield view
    finally:
        # Views that a plugin or an error's frames still hold keep the mapping alive; it goes with the last of them.
        with suppress(BufferError):
            view.release()
            mapped.close()

