"""What happened to the archive, in order (the journal)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from broch_hostapi.resources import Level


class EventKind(IntEnum):
    """Kinds of event. The names are those of Orthanc's ``ChangeType`` where it has them."""

    CompletedSeries = 1
    Deleted = 2
    NewChildInstance = 3
    NewInstance = 4
    NewPatient = 5
    NewSeries = 6
    NewStudy = 7
    StablePatient = 8
    StableSeries = 9
    StableStudy = 10
    AnonymizedPatient = 11
    AnonymizedSeries = 12
    AnonymizedStudy = 13
    ModifiedPatient = 14
    ModifiedSeries = 15
    ModifiedStudy = 16
    UpdatedAttachment = 17
    UpdatedMetadata = 18


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the journal. It was committed before anyone was told."""

    seq: int
    """Grows with every event, never used again."""
    kind: EventKind
    level: Level
    resource: str
    """Public identifier. The resource may be gone by the time the event arrives."""
    date: str
    """``YYYYMMDDTHHMMSS``, UTC."""
    snapshot: Mapping[str, str] = field(default_factory=dict)
    """What it needs to be understood without the resource: of an instance its SOPInstanceUID, SOPClassUID,
    SeriesInstanceUID, StudyInstanceUID, PatientID and Modality; of a deletion the DICOM identifier; else empty."""


@dataclass(frozen=True, slots=True)
class EventSubscription:
    """How a plugin wants its ``on_event`` to be called.

    Durable: after a restart it goes on behind the last event that it took; without it, it hears what happens while it
    runs.
    """

    durable: bool = False
    kinds: frozenset[EventKind] = frozenset(EventKind)


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A part of the journal as ``/changes`` shows it."""

    events: tuple[Event, ...]
    done: bool
    """Nothing comes after it now."""
    last: int
    """Sequence number of the last event shown; without any, of the last that ever happened."""


class JournalService(Protocol):
    """Reads the journal. Deletions, and whatever happened to a resource that is gone, are not shown."""

    def changes(self, since: int = 0, limit: int = 100) -> ChangesPage:
        """What came after ``since``, oldest first."""
        ...

    def last(self) -> ChangesPage:
        """The newest alone."""
        ...

    def clear(self) -> None:
        """Show nothing of what happened until now. Subscribers are not touched; numbers go on."""
        ...
