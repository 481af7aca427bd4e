"""The contract of a storage backend (``testing.storage_contract`` checks it)."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from broch_hostapi.startup import Startup

Buffer = bytes | bytearray | memoryview
"""Something of known length that can be written at once."""


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
        """Every locator with its size in bytes, in no particular order: for checks of the whole."""
        ...

    def close(self) -> None:
        """Give back what is held; called once, last."""
        ...


@dataclass(frozen=True, slots=True)
class StorageBackend:
    """Contribution: a kind of storage. The configuration chooses one by name."""

    name: str
    create: Callable[[Startup], Storage]

