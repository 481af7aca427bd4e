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


class AttachmentService(Protocol):
    """Reads attachments, uncompressed, and keeps derived data."""

    def open(self, attachment: Attachment, start: int = 0, stop: int | None = None) -> BinaryIO:
        """The bytes [start, stop) for reading. Raises ``NotFound``, ``StorageError``, ``CorruptedFile``."""
        ...

    def view(self, attachment: Attachment) -> AbstractContextManager[Buffer]:
        """The whole as one buffer for the length of the context. Raises as ``open``."""
        ...

    def derived(
        self, level: Level, public_id: str, kind: int, make: Callable[[], Iterable[Buffer]]
    ) -> BinaryIO:
        """Data computed from what is at and below a resource, kept as its attachment of this kind (1024 or more).

        Made by ``make`` when it is not there, and opened for reading. The commit that adds or deletes an instance below
        the resource drops it, so it never tells of what has gone. Raises ``NotFound`` and whatever ``make`` raises.
        """
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


class DeletionService(Protocol):
    """The one way out."""

    def delete(self, level: Level, public_id: str) -> Deletion:
        """Delete a resource with all below it, and what is left empty above it. Raises ``NotFound``."""
        ...


class Spool(Protocol):
    """Temporary files for what is too large for memory."""

    def open(self) -> BinaryIO:
        """A new temporary file, gone when it is closed. Raises ``StorageFull``."""
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
    ingest: IngestService
    deletion: DeletionService
    datasets: DataSetService
    dictionary: Dictionary
    render: RenderService
    transform: TransformService
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
