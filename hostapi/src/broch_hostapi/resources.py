"""The four levels of DICOM and what the index knows of each resource (PS3.3 A.1, PS3.4 C.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Self


class Level(IntEnum):
    """A level of the patient/study/series/instance model, from the top."""

    PATIENT = 0
    STUDY = 1
    SERIES = 2
    INSTANCE = 3

    @property
    def word(self) -> str:
        """As Orthanc writes it: ``Patient``, ``Study``, ``Series``, ``Instance``."""
        return ("Patient", "Study", "Series", "Instance")[self]

    @property
    def plural(self) -> str:
        """As it stands in routes: ``patients``, ``studies``, ``series``, ``instances``."""
        return ("patients", "studies", "series", "instances")[self]

    @classmethod
    def parse(cls, word: str) -> Self:
        """Level from ``Study``, ``studies``, ``STUDY`` or ``IMAGE``. Raises ``ValueError``."""
        level = _LEVELS.get(word.lower())
        if level is None:
            raise ValueError(f"not a level: {word!r}")
        return cls(level)


_LEVELS = {word: level for level in Level for word in (level.word.lower(), level.plural)} | {"image": Level.INSTANCE}


class ContentType(IntEnum):
    """Kinds of attachment. From 1024 on they belong to users and plugins."""

    DICOM = 1
    DICOM_AS_JSON = 2
    DICOM_UNTIL_PIXEL_DATA = 3
    SIDECAR = 1023
    """What users gave to the resource, kept beside the files for a rebuild of the index; not shown to anybody."""
    USER = 1024

    @property
    def label(self) -> str:
        """As it stands in routes: ``dicom``, ``dicom-as-json``, ``dicom-until-pixel-data``."""
        return self.name.lower().replace("_", "-")


class MetadataType(IntEnum):
    """Metadata that the core keeps. From 1024 on they belong to users and plugins."""

    IndexInSeries = 1
    ReceptionDate = 2
    RemoteAET = 3
    ExpectedNumberOfInstances = 4
    ModifiedFrom = 5
    AnonymizedFrom = 6
    LastUpdate = 7
    Origin = 8
    TransferSyntax = 9
    SopClassUid = 10
    RemoteIP = 11
    CalledAET = 12
    HttpUsername = 13
    PixelDataOffset = 14
    MainDicomTagsSignature = 15
    MainDicomSequences = 16
    PixelDataVR = 17


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an instance or a request comes from."""

    protocol: str
    """``DicomProtocol``, ``RestApi``, ``Plugins``, ``Lua`` or ``WebDav``."""
    remote_ip: str = ""
    remote_aet: str = ""
    called_aet: str = ""
    username: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """One patient, study, series or instance as the index has it. Nothing of it was read from a stored file."""

    level: Level
    id: str
    """Public identifier: 40 hexadecimal digits in five groups."""
    uid: str
    """PatientID, StudyInstanceUID, SeriesInstanceUID or SOPInstanceUID."""
    parent: str | None
    """Public identifier of the resource above; None for a patient."""
    tags: Mapping[str, str]
    """Main DICOM tags of this level, by keyword (``gggg,eeee`` where there is none)."""
    upper: Mapping[str, str]
    """Main DICOM tags of all levels above, together."""
    metadata: Mapping[str, str]
    """By name, or by number where a metadata has no name."""
    is_stable: bool
    last_update: str
    """``YYYYMMDDTHHMMSS``, UTC."""
    studies: int = 0
    series: int = 0
    instances: int = 0
    """How many there are below, at any depth."""
    modalities: tuple[str, ...] = ()
    """Of a study, sorted: ModalitiesInStudy (0008,0061)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a resource. Sizes in bytes; MD5 in lower-case hexadecimal."""

    kind: int
    uuid: str
    locator: str
    """What the storage gave when the file was put; only the storage understands it."""
    size: int
    md5: str
    stored_size: int
    stored_md5: str
    compression: int = 1
    """1: as it is; 2: zlib, preceded by the uncompressed size as 8 bytes little endian."""
    revision: int = 0

    @property
    def is_compressed(self) -> bool:
        """Whether its file has to be uncompressed, as ``AttachmentService`` does."""
        return self.compression != 1

    @property
    def as_stored(self) -> Self:
        """Its file as it lies in the storage, for whoever wants just that."""
        if not self.is_compressed:
            return self
        return replace(self, size=self.stored_size, md5=self.stored_md5, compression=1)


@dataclass(frozen=True, slots=True)
class StoredInstance:
    """What is needed to send an instance on without asking the index again."""

    id: str
    """Public identifier."""
    sop_class: str
    sop_instance: str
    transfer_syntax: str
    attachment: Attachment
    """Its DICOM file."""


class StoreStatus(StrEnum):
    """What became of an instance that came in."""

    SUCCESS = "Success"
    ALREADY_STORED = "AlreadyStored"
    FILTERED_OUT = "FilteredOut"


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """What became of an instance that came in. When it is told, it is durable."""

    status: StoreStatus
    instance: str
    series: str
    study: str
    patient: str
    """Public identifiers."""
    sop_class: str
    sop_instance: str
    study_instance: str
    reason: str = ""
    """Why it was filtered out."""
    dimse_status: int | None = None
    """What the plugin that filtered it out wants a C-STORE to be answered."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a deletion took away."""

    level: Level
    id: str
    remaining_ancestor: tuple[Level, str] | None
    """The lowest resource above that is still there."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts and sizes in bytes of the whole archive, or of what is below one resource."""

    patients: int = 0
    studies: int = 0
    series: int = 0
    instances: int = 0
    stored_size: int = 0
    size: int = 0
    dicom_stored_size: int = 0
    dicom_size: int = 0


class LabelsConstraint(StrEnum):
    """Which labels a resource must have, of those that a search names."""

    ALL = "All"
    ANY = "Any"
    NONE = "None"
    """None of them; if none is named: no label at all."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """By what the answers to a search are ordered. What lacks it comes last."""

    key: int | str
    """A tag that the index keeps of this level or one above, or the name of a metadata. Numbers are ordered as numbers;
    the text of tags that have an index without regard to case."""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class FindQuery:
    """A search, as C-FIND, ``/tools/find`` and QIDO-RS have it in common."""

    level: Level
    criteria: Mapping[int, str] = field(default_factory=dict)
    """Tag to pattern: a value, ``*`` and ``?``, ``a\\b`` for one of several, ``a-b`` for dates and times; empty: any
    (PS3.4 C.2.2.2)."""
    parent: str | None = None
    """Public identifier of a resource of any higher level: only what is below it."""
    since: int = 0
    limit: int = 0
    """0: no limit."""
    case_sensitive: bool = False
    """Whether person names are compared as they are written; other values always are."""
    origin: Origin | None = None
    labels: tuple[str, ...] = ()
    labels_constraint: LabelsConstraint = LabelsConstraint.ALL
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Name to pattern: metadata of the resource itself that must match too."""
    order_by: tuple[Ordering, ...] = ()
    """What comes first orders first; at last, and without any, the order is that of arrival."""
