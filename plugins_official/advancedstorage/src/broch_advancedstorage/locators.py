"""Where an attachment lies, as a text that the index keeps.

=====================  ================================================================================================
``a/b/c.dcm``          below ``StorageDirectory``, where another backend of that folder would look too
``disk1:a/b/c.dcm``    below the storage ``disk1`` of ``MultipleStorages``
``theirs:1234:/a/b``   an adopted file of 1234 bytes that goes on belonging to somebody else: it is never deleted
``ours:1234:/a/b``     an adopted file whose ownership was taken: it is deleted with its instance
=====================  ================================================================================================

Paths of adopted files are percent-encoded: they need not be text.
"""

import os
import re
from dataclasses import dataclass
from urllib.parse import quote_from_bytes, unquote_to_bytes

THEIRS, OURS = "theirs", "ours"
STORAGE_ID = re.compile(r"(?!theirs$|ours$)[A-Za-z0-9_-]{1,64}")
_FORBIDDEN = frozenset("\0\\:")


@dataclass(frozen=True, slots=True)
class Inside:
    """A file of the storage itself."""

    storage: str
    """Id of the storage; empty: ``StorageDirectory``."""
    path: str
    """Relative, with slashes."""

    def __str__(self) -> str:
        return f"{self.storage}:{self.path}" if self.storage else self.path


@dataclass(frozen=True, slots=True)
class Adopted:
    """A file that was there before."""

    path: str
    """Absolute."""
    size: int
    """Bytes that it had when it was adopted."""
    owned: bool

    def __str__(self) -> str:
        return f"{OURS if self.owned else THEIRS}:{self.size}:{quote_from_bytes(os.fsencode(self.path))}"


Locator = Inside | Adopted


def parse(text: str) -> Locator | None:
    """None for what no locator of ours looks like, or what would leave the storage."""
    storage, colon, rest = text.partition(":")
    if storage in (THEIRS, OURS) and colon:
        return _adopted(rest, owned=storage == OURS)
    if not colon:
        storage, rest = "", text
    elif not STORAGE_ID.fullmatch(storage):
        return None
    if not _FORBIDDEN.isdisjoint(rest) or any(part in ("", ".", "..") for part in rest.split("/")):
        return None
    return Inside(storage, rest)


def _adopted(rest: str, *, owned: bool) -> Adopted | None:
    digits, _, quoted = rest.partition(":")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        return None
    path = os.fsdecode(unquote_to_bytes(quoted))
    return Adopted(path, int(digits), owned) if os.path.isabs(path) and "\0" not in path else None
