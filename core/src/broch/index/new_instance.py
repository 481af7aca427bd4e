"""A new instance as ingest hands it over, and the values of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import orjson
from broch_hostapi.resources import Attachment, Level

from broch.dataset.identifiers import PublicIds
from broch.index.columns import COLUMNS, normalised
from broch.index.main_tags import SIGNATURE, MainTags
from broch.storage.writing import ON_DISK, Writing


@dataclass(frozen=True, slots=True)
class NewInstance:
    """What ingest hands over."""

    ids: PublicIds
    uids: tuple[str, str, str, str]
    """PatientID, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID."""
    tags: Sequence[Mapping[str, str]]
    """Main DICOM tags of the four levels, by keyword."""
    metadata: Mapping[str, str]
    """Of the instance, by name."""
    attachments: tuple[Attachment, ...]
    sop_class: str
    modality: str
    expected_instances: int | None
    index_in_series: int | None
    received: str
    """``YYYYMMDDTHHMMSS``, UTC."""
    overwrite: str = "Never"
    """``Never``, ``Always`` or ``IfChanged`` (by the MD5 of the DICOM file)."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a new instance."""

    status: Literal["Success", "AlreadyStored"]
    replaced: bool = False
    discarded: tuple[Attachment, ...] = ()
    """Files to delete now: of the replaced instance and of parents that went with it, derived data that became stale,
    or the newcomer's own if it was already stored."""


class Member(NamedTuple):
    """A new instance with the values of its row, prepared outside the transaction."""

    new: NewInstance
    row: list[Any]
    """In the order of ``PREPARED``."""
    writing: Writing
    """Of its file; the commit waits for it."""
    others: list[Writing]
    """If it is there already: what else has to be durable before that is told."""


def _prepared(level: Level) -> tuple[str, ...]:
    search = tuple(column.name for column in COLUMNS[level] if column.name != "uid")
    more = {Level.SERIES: ("expected_instances",), Level.INSTANCE: ("sop_class", "index_in_series")}
    return ("public_id", "uid", "tags", "metadata", "last_update", *search, *more.get(level, ()))


PREPARED = tuple(_prepared(level) for level in Level)


def _json(value: Mapping[str, str]) -> str:
    try:
        return orjson.dumps(dict(value)).decode()
    except TypeError:  # text that is no Unicode: what could not be decoded came as surrogates
        return orjson.dumps({name: clean(text) for name, text in value.items()}).decode()


def clean(text: str) -> str:
    """Text that a database takes: what could not be decoded came as surrogates."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def prepare(new: NewInstance, writing: Writing = ON_DISK) -> Member:
    """What can be computed before the transaction: whether the parents need rows is known only in it."""
    return Member(new, row_of(Level.INSTANCE, new), writing, [])


def row_of(level: Level, new: NewInstance) -> list[Any]:
    """The values of the row of an instance, or of a parent of which it is the first, in the order of ``PREPARED``."""
    tags = new.tags[level]
    row: list[Any] = [new.ids[level], clean(new.uids[level]), _json(tags), _json(metadata_of(level, new)), new.received]
    row += [value if value is None else clean(value) for value in normalised(level, tags)]
    if level == Level.SERIES:
        row.append(new.expected_instances)
    elif level == Level.INSTANCE:
        row += (new.sop_class, new.index_in_series)
    return row


def metadata_of(level: Level, new: NewInstance) -> Mapping[str, str]:
    """A series keeps from whom its first instance came, and how many there should be."""
    signature = new.tags.lists.signature(level) if isinstance(new.tags, MainTags) else ""
    signed = {SIGNATURE: signature} if signature else {}
    if level == Level.INSTANCE:
        return {**new.metadata, **signed} if signed else new.metadata
    if level != Level.SERIES:
        return signed
    kept = {"RemoteAET": new.metadata["RemoteAET"]} if "RemoteAET" in new.metadata else {}
    if new.expected_instances is not None:
        kept["ExpectedNumberOfInstances"] = str(new.expected_instances)
    return kept | signed


def instance_snapshot(new: NewInstance) -> dict[str, str]:
    """What an event of an instance says of it."""
    values = (new.uids[3], new.sop_class, new.uids[2], new.uids[1], new.uids[0], new.modality)
    return dict(zip(_SNAPSHOT_NAMES, map(clean, values), strict=True))


_SNAPSHOT_NAMES = ("SOPInstanceUID", "SOPClassUID", "SeriesInstanceUID", "StudyInstanceUID", "PatientID", "Modality")
