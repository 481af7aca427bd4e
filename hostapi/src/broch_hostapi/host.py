"""``Host``: what a plugin can ask of the server. A record of small protocols, nothing else."""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from broch_hostapi.dataset import ArchiveService, DataSetService, Dictionary, RenderService, TransformService
from broch_hostapi.dimse import ModalityService
from broch_hostapi.events import JournalService
from broch_hostapi.index import IndexService
from broch_hostapi.plugin import PluginService
from broch_hostapi.resources import Attachment, Deletion, Level, Origin, StoreOutcome
from broch_hostapi.rest import RestService
from broch_hostapi.storage import Buffer
from broch_hostapi.transcode import TranscodeService


class AttachmentService(Protocol):
    """Reads attachments, uncompressed, and keeps derived data."""

    def open(self, attachment: Attachment, start: int = 0, stop: int | None = None) -> BinaryIO:
        """The bytes [start, stop) for reading. Raises ``NotFound``, ``StorageError``, ``CorruptedFile``."""
        ...

    def view(self, attachment: Attachment) -> AbstractContextManager[Buffer]:
        """The whole as one buffer for the length of the context. Raises as ``open``."""
        ...

    def describe(self, attachment: Attachment) -> Mapping[str, Any]:
        """What the storage tells of where it lies; may be empty."""
        ...

    def derived(
        self, level: Level, public_id: str, kind: int, make: Callable[[], Iterable[Buffer]]
    ) -> BinaryIO:
        """Data computed from what is at and below a resource, kept as its attachment of this kind (1024 or more).

        Made by ``make`` when it is not there, and opened for reading. The commit that adds or deletes an instance below
        the resource drops it, so it never tells of what has gone. Raises ``NotFound`` and whatever ``make`` raises.
        """
        ...


class UserDataService(Protocol):
    """Writes what users and plugins give to a resource. A change is durable when its method returns.

    Every method raises ``NotFound``; ``Conflict`` if ``expected_revision`` is given and is not the present one (-1: not
    there); ``StorageFull``, ``StorageError``, ``DatabaseUnavailable``.
    """

    def set_metadata(
        self, level: Level, public_id: str, name: str, value: str | None, *, expected_revision: int | None = None
    ) -> int:
        """Write a metadata, or delete it (None). Returns its revision, which begins with 0."""
        ...

    def put_attachment(
        self,
        level: Level,
        public_id: str,
        kind: int,
        chunks: Iterable[Buffer],
        *,
        expected_revision: int | None = None,
    ) -> Attachment:
        """Give a resource an attachment (kind 1024 to 65535), in place of the one of its kind."""
        ...

    def delete_attachment(
        self, level: Level, public_id: str, kind: int, *, expected_revision: int | None = None
    ) -> None:
        """Take an attachment away."""
        ...

    def set_compression(self, level: Level, public_id: str, kind: int, compress: bool) -> Attachment:
        """Store an attachment of any kind anew, compressed or not. Its revision stays, for its contents do.

        Raises ``CorruptedFile`` when it is not what was stored; then nothing is changed.
        """
        ...

    def change_labels(
        self, level: Level, public_id: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> None:
        """Give a resource labels, and take others away, all at once.

        A label has 1 to 64 of the characters ``A-Z a-z 0-9 _ -``, else ``ParameterOutOfRange``.
        """
        ...

    def set_protected(self, patient: str, protected: bool) -> None:
        """Keep a patient out of recycling, or give him back to it."""
        ...


class IngestService(Protocol):
    """The one way in."""

    def receive(self, file: Buffer | BinaryIO, origin: Origin) -> StoreOutcome:
        """Store a DICOM file (PS3.10). When this returns, it is durable.

        Raises ``BadFile``, ``StorageFull``, ``StorageError``, ``DatabaseUnavailable``; then nothing was stored.
        """
        ...

    def receive_dataset(
        self, data: Buffer | BinaryIO, transfer_syntax: str, sop_class: str, sop_instance: str, origin: Origin
    ) -> StoreOutcome:
        """The same for a data set without file meta information, as C-STORE brings it (PS3.10 7.1 is added).

        Raises ``BadFile`` also when the data set is not of that class and instance.
        """
        ...

    def adopt(self, locator: str, origin: Origin) -> StoreOutcome:
        """Make a DICOM file an instance that is there already, under a locator that the storage understands.

        Nothing is copied, and the file is left alone whatever happens. An instance that is stored already keeps its
        file. When this returns, the index has it durably. Raises ``BadFile``, ``NotFound``, ``StorageError``,
        ``DatabaseUnavailable``; then nothing was indexed.
        """
        ...


class DeletionService(Protocol):
    """The one way out."""

    def delete(self, level: Level, public_id: str) -> Deletion:
        """Delete a resource with all below it, and what is left empty above it. Raises ``NotFound``."""
        ...


class ReconstructionService(Protocol):
    """Makes the index anew from the stored files, which is needed where they contradict it, or each other.

    Ids, metadata, attachments and labels stay. No event tells of it.
    """

    def reconstruct(
        self, level: Level, public_id: str, *, files: bool = False, only_this_level: bool = False
    ) -> None:
        """What is at, below and above a resource; ``only_this_level``: its own tags alone, from one file.

        ``files``: also do to the files what is done to those that come in. Raises ``NotFound``.
        """
        ...

    def reconstruct_all(self, *, files: bool = False) -> None:
        """The whole archive."""
        ...


class Spool(Protocol):
    """Temporary files for what is too large for memory, and how much memory that is."""

    def open(self) -> BinaryIO:
        """A new temporary file, gone when it is closed. Raises ``StorageFull``."""
        ...

    def lent(self, wanted: int) -> AbstractContextManager[int]:
        """How many bytes of what one client sends may be held in memory inside the block, before it has come whole.

        As many as are wanted, or few: each may wait long for its sender, so all together have only so many.
        """
        ...


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """Who we are on the network."""

    name: str
    version: str
    aet: str
    dicom_port: int
    http_port: int
    api_version: str
    """The Orthanc version whose REST API is served."""


@dataclass(frozen=True, slots=True)
class Host:
    """The services of a running server. First argument of every hook that is called while it runs."""

    server: ServerInfo
    index: IndexService
    attachments: AttachmentService
    user_data: UserDataService
    ingest: IngestService
    deletion: DeletionService
    reconstruction: ReconstructionService
    datasets: DataSetService
    dictionary: Dictionary
    render: RenderService
    transform: TransformService
    transcode: TranscodeService
    archive: ArchiveService
    journal: JournalService
    modalities: ModalityService
    plugins: PluginService
    rest: RestService
    spool: Spool
    configuration: Mapping[str, Any]
    """Effective options of the core, secrets left out."""
    logger: logging.Logger
    clock: Callable[[], float]
    """Seconds since the epoch."""
    temporary_directory: Path
