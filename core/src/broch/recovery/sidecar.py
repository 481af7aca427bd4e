"""A sidecar: the small document beside the files that keeps what people gave to one resource.

Tags are in the DICOM files; labels, metadata and attachments of users are only in the index. With its sidecar in the
storage, a resource gets them back when the index is rebuilt from the files alone. See docs/adr/0005.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from broch_hostapi.errors import BadFile
from broch_hostapi.resources import Attachment, Level

VERSION = 1
START = b'{"broch-sidecar":'
"""The first bytes of every sidecar, by which it is known whatever the storage calls it."""
LARGEST = 64 << 20
"""Bytes; nothing longer is read."""
_FACTS: Mapping[str, type] = {
    "kind": int, "uuid": str, "locator": str, "size": int, "md5": str, "stored_size": int, "stored_md5": str,
    "compression": int, "revision": int,
}  # fmt: skip
"""The fields of ``Attachment``."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """All that is kept of one resource."""

    level: Level
    id: str
    """Public identifier."""
    uids: tuple[str, ...]
    """PatientID, StudyInstanceUID, ... from the top down to the resource itself."""
    revision: int
    """Grows with every sidecar that an index writes, of whatever resource: the newest of a resource counts."""
    metadata: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """By name: value and revision. All that the resource has, the server's own included."""
    labels: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    """Of users and plugins, nothing that is derived."""
    protected: bool = False
    """Of a patient: kept out of recycling."""

    def encode(self) -> bytes:
        """As it is stored."""
        document = {
            "broch-sidecar": VERSION,
            "revision": self.revision,
            "level": self.level.word,
            "id": self.id,
            "uids": self.uids,
            "metadata": {name: {"value": v, "revision": r} for name, (v, r) in self.metadata.items()},
            "labels": self.labels,
            "attachments": [{name: getattr(a, name) for name in _FACTS} for a in self.attachments],
            "protected": self.protected,
        }
        return orjson.dumps(document)


def parse_sidecar(content: bytes) -> Sidecar:
    """Read one. Members that this version does not know are ignored. Raises ``BadFile``."""
    if len(content) > LARGEST:
        raise BadFile("the sidecar is too large")
    try:
        document = orjson.loads(content)
    except ValueError as error:
        raise BadFile("the sidecar is not JSON") from error
    version = _member(document, "broch-sidecar", int)
    if version != VERSION:
        raise BadFile(f"the sidecar has version {version}, and this version of Broch knows {VERSION}")
    level = _level(_member(document, "level", str))
    uids = tuple(_each(document, "uids", str))
    if len(uids) != level + 1:
        raise BadFile("the sidecar has a wrong number of identifiers")
    return Sidecar(
        level, _member(document, "id", str), uids, _number(document, "revision"),
        metadata={
            name: (_member(entry, "value", str), _number(entry, "revision"))
            for name, entry in _member(document, "metadata", dict).items()
        },
        labels=tuple(_each(document, "labels", str)),
        attachments=tuple(map(_attachment, _each(document, "attachments", dict))),
        protected=_member(document, "protected", bool),
    )  # fmt: skip


def _level(word: str) -> Level:
    for level in Level:
        if level.word == word:
            return level
    raise BadFile("the sidecar is of no level that there is")


def _attachment(facts: dict[str, Any]) -> Attachment:
    values: dict[str, Any] = {
        name: _number(facts, name) if wanted is int else _member(facts, name, wanted)
        for name, wanted in _FACTS.items()
    }
    return Attachment(**values)


def _number(document: Any, name: str) -> int:
    """A whole number that a database keeps."""
    value: int = _member(document, name, int)
    if not 0 <= value < 1 << 63:
        raise BadFile(f"the sidecar's {name!r} is out of range")
    return value


def _each(document: Any, name: str, wanted: type) -> list[Any]:
    values: list[Any] = _member(document, name, list)
    if not all(type(value) is wanted for value in values):
        raise BadFile(f"the sidecar's {name!r} has a member of a wrong type")
    return values


def _member(document: Any, name: str, wanted: type) -> Any:
    if not isinstance(document, dict) or type(document.get(name)) is not wanted:
        raise BadFile(f"the sidecar's {name!r} is missing or has a wrong type")
    return document[name]
