"""The contract of a storage backend (``testing.storage_contract`` checks it)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol, runtime_checkable

from broch_hostapi.startup import Startup

Buffer = bytes | bytearray | memoryview
"""Something of known length that can be written at once."""


def _no_text(tag: int) -> str:  # noqa: ARG001
    return ""


@dataclass(frozen=True, slots=True)
class StorageHints:
    """What a backend may use to choose a place. All may be empty; values come from outside, so never trust them."""

    patient_id: str = ""
    study_uid: str = ""
    series_uid: str = ""
    sop_uid: str = ""
    modality: str = ""
    study_date: str = ""
    instance_number: str = ""
    public_ids: tuple[str, str, str, str] = ("", "", "", "")
    """Public identifiers of patient, study, series and instance."""
    text: Callable[[int], str] = field(default=_no_text, compare=False, repr=False)
    """Any other element as ``DataSet.text`` gives it, decoded now: to be asked before ``put`` returns."""


class Slot(Protocol):
    """The place of one attachment to come. ``write`` and then ``sync`` are called, or ``leave``; from any thread.

    When a step raises (``StorageFull``, ``StorageError``, or whatever ``chunks`` raised), nothing is left behind, and
    no other step is called.
    """

    locator: str

    def write(self, chunks: Iterable[Buffer]) -> None:
        """Write it: it can be opened when this returns."""
        ...

    def sync(self) -> None:
        """When this returns, file and folder survive a power cut."""
        ...

    def leave(self) -> None:
        """There will be no attachment. Never raises."""
        ...


class Storage(Protocol):
    """Keeps attachments. All methods may be called from any thread, side by side."""

    def put(self, chunks: Iterable[Buffer], uuid: str, kind: int, hints: StorageHints) -> str:
        """Write a new attachment and return its locator.

        When it returns, file and folder survive a power cut. When it raises (``StorageFull``, ``StorageError``, or
        whatever ``chunks`` raised), nothing is left behind.
        """
        ...

    def open(self, locator: str, start: int = 0, stop: int | None = None) -> BinaryIO:
        """Open the bytes [start, stop) for reading; a real file (with ``fileno``) where the backend has one.

        Raises ``NotFound`` or ``StorageError``.
        """
        ...

    def view(self, locator: str) -> AbstractContextManager[Buffer]:
        """The whole attachment as one buffer (memory-mapped where that is possible) for the length of the context.

        Raises ``NotFound`` or ``StorageError``.
        """
        ...

    def delete(self, locator: str) -> None:
        """Remove it; not being there is not an error. Raises ``StorageError``."""
        ...

    def iterate(self) -> Iterator[tuple[str, int]]:
        """Every locator with its size in bytes, in no particular order: for checks of the whole.

        What a ``put`` left that a crash broke off is among them. Files that an instance refers to, but that the storage
        did not write (``IngestService.adopt``) are not; ``open`` and ``view`` tell whether they are there.
        """
        ...

    def describe(self, locator: str) -> Mapping[str, Any]:
        """What a person may want to know of where it lies, for ``.../attachments/{name}/info``; may be empty.

        Nothing is read, and it need not be there.
        """
        ...

    def close(self) -> None:
        """Give back what is held; called once, last."""
        ...


@runtime_checkable
class KindKeeper(Protocol):
    """What a ``Storage`` may do besides: tell of a locator which kind was given to ``put``.

    A rebuild of the index needs it to tell a DICOM file that was received from one that a user attached to a study.
    """

    def kind_of(self, locator: str) -> int | None:
        """None if it does not know."""
        ...


@runtime_checkable
class SlottedStorage(Storage, Protocol):
    """A storage that knows where an attachment will be before it is there.

    Its entry in the index is then made while it is written, and committed while it is made durable: a sender waits for
    the slower of the two and not for one after the other.
    """

    def slot(self, uuid: str, kind: int, hints: StorageHints) -> Slot:
        """Choose a place. Raises ``StorageFull``, ``StorageError``."""
        ...


@dataclass(frozen=True, slots=True)
class StorageBackend:
    """Contribution: a kind of storage. The configuration chooses one by name."""

    name: str
    create: Callable[[Startup], Storage]

