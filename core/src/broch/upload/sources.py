"""What is sent: one object at a time, whatever it lies in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

PIECE = 1 << 18
HEAD = 1 << 10
"""Bytes from which the kind of a file is told."""
_DIRECTORY_CLASS = b"1.2.840.10008.1.3.10"  # Media Storage Directory Storage


class Readable(Protocol):
    """What is asked of a file."""

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """An object to send: ``size`` bytes."""

    name: str
    """For people."""
    key: bytes
    """Stands for place, size and time of the last change; what is changed is another one."""
    size: int
    certain: bool
    """Whether it says that it is DICOM; else only its first element looks like it."""
    open: Callable[[], AbstractContextManager[Readable]]
    """At its start; may be called again when the last one was left."""
    discard: Callable[[], None] = lambda: None

    def pieces(self) -> Iterator[bytes]:
        """All of it. Raises ``OSError``, also if it is no longer as long as it was."""
        left = self.size
        with self.open() as file:
            while piece := file.read(min(PIECE, left)):
                left -= len(piece)
                yield piece
        if left:
            raise OSError(f"{self.name} has become shorter while it was read")

    def head(self, size: int) -> bytes:
        """The first bytes."""
        with self.open() as file:
            return file.read(size)


@dataclass(frozen=True, slots=True)
class NotDicom:
    """Something else, which nobody wants to send."""

    name: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something of which it is not known what it is."""

    name: str
    reason: str


Found = Source | NotDicom | Unreadable


def is_dicom(head: bytes) -> bool | None:
    """True if it says so, False if it only looks like a data set without preamble, None if it is something else.

    The directory of a medium is something else: it describes files, and no archive stores it.
    """
    if head[128:132] == b"DICM":
        return None if _DIRECTORY_CLASS in head else True
    group, element, vr = head[:2], head[2:4], head[4:6]
    begins = group in (b"\x02\x00", b"\x08\x00") and len(head) > 8 and element < b"\xff\x00"
    explicit = vr.isalpha() and vr.isupper()
    return False if begins and (explicit or int.from_bytes(head[4:8], "little") < 256) else None


def key_of(place: str, size: int, changed: int) -> bytes:
    """A digest; names of files may be names of patients, and need not be kept."""
    return sha256(f"{size} {changed} {place}".encode("utf-8", "surrogatepass")).digest()[:16]
