"""QIDO-RS: what was found, as DICOM JSON (PS3.18 10.6.3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import orjson
from broch_hostapi import Dictionary, Level, Resource

from broch_dicomweb.attributes import Attribute, Attributes, attribute
from broch_dicomweb.from_files import USUAL
from broch_dicomweb.query import Query
from broch_dicomweb.urls import instance_url, series_url, study_url

BLOCK = 500
"""Matches that are encoded at once."""

_UTF8 = {"vr": "CS", "Value": ["ISO_IR 192"]}
_ONLINE = {"vr": "CS", "Value": ["ONLINE"]}

_STUDY_FIELDS = (
    0x00080020, 0x00080030, 0x00080050, 0x00080090, 0x00080201, 0x00081030, 0x00100010, 0x00100020, 0x00100030,
    0x00100040, 0x00200010,
)  # fmt: skip
_SERIES_FIELDS = (0x00080060, 0x0008103E, 0x00200011, 0x00400244, 0x00400245)
_INSTANCE_FIELDS = (0x00200013, 0x00280008)
DEFAULT_FIELDS = {
    Level.STUDY: _STUDY_FIELDS,
    Level.SERIES: _STUDY_FIELDS + _SERIES_FIELDS,
    Level.INSTANCE: _STUDY_FIELDS + _SERIES_FIELDS + _INSTANCE_FIELDS,
}
"""What is answered without being asked for, if the index has it (tables 10.6.3-3 to -5)."""
_NO_TEXT = frozenset(("SQ", "OB", "OD", "OF", "OL", "OV", "OW", "UN"))
_UIDS = {"StudyInstanceUID": "0020000D", "SeriesInstanceUID": "0020000E"}
_COMPUTED = frozenset((
    0x00080005, 0x00080016, 0x00080018, 0x00080056, 0x00080061, 0x00081190, 0x00083002, 0x0020000D, 0x0020000E,
    0x00201206, 0x00201208, 0x00201209,
))  # fmt: skip

INDEXED = frozenset((
    0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00101000, 0x00080020, 0x00080030, 0x00200010, 0x00081030,
    0x00080050, 0x00321060, 0x00080080, 0x00321032, 0x00080090, 0x00080021, 0x00080031, 0x00080060, 0x00080070,
    0x00081010, 0x0008103E, 0x00180015, 0x00180024, 0x00181030, 0x00200011, 0x00181090, 0x00201002, 0x00200105,
    0x00540081, 0x00540101, 0x00200037, 0x00541000, 0x00081070, 0x00400254, 0x00181400, 0x00180010, 0x00080012,
    0x00080013, 0x00200012, 0x00541330, 0x00200013, 0x00280008, 0x00200100, 0x00200032, 0x00204000,
))  # fmt: skip
"""Attributes that the index has if the files have them: no file is opened for these."""

ReadMembers = Callable[[Level, Sequence[Resource], Sequence[int]], Mapping[str, str]]
"""Attributes that the index does not have, by public identifier: ``FromFiles.members``."""


class Matches:
    """Makes the answers of one request."""

    def __init__(self, query: Query, base: str, fields: "Fields", from_files: ReadMembers) -> None:
        self._query = query
        self._base = base
        self._fields = fields
        self._from_files = from_files
        self._seen: dict[tuple[str, str], Attribute] = {}
        level = query.find.level
        self._wanted, self._foreign = fields.of(level, query.fields)
        self._complete = {Level.STUDY: self._study, Level.SERIES: self._series, Level.INSTANCE: self._instance}[level]
        self._upper: Mapping[str, str] | None = None
        self._above: Attributes = {}
        self._above_members = b""

    def _match(self, resource: Resource, read: str) -> bytes:
        """One match as JSON. What it shares with the last one, as instances of a series do, was encoded with that."""
        if resource.upper is not self._upper:
            self._upper, self._above = resource.upper, self._shared(resource.upper)
            self._above_members = orjson.dumps(self._above)[1:-1]
        own = self._attributes(resource.tags)
        self._complete(own, resource)
        if self._above.keys().isdisjoint(own):
            members = self._above_members + b"," + orjson.dumps(own)[1:-1]
        else:
            members = orjson.dumps({**self._above, **own})[1:-1]
        return b"{%b,%b}" % (members, read.encode()) if read else b"{%b}" % members

    def _shared(self, upper: Mapping[str, str]) -> Attributes:
        found = self._attributes(upper)
        found["00080005"], found["00080056"] = _UTF8, _ONLINE
        for name, key in _UIDS.items():
            if name in upper:
                found[key] = _one("UI", upper[name])
        return found

    def _attributes(self, tags: Mapping[str, str]) -> Attributes:
        """Those that are wanted, of the tags of one level or several."""
        wanted, seen, all_fields = self._wanted, self._seen, self._query.all_fields
        found: Attributes = {}
        for name, value in tags.items():
            field = wanted.get(name) or (all_fields and self._fields.named(name, self._foreign))
            if field:
                key, vr = field
                # Matches share most values, and making these is most of the work.
                made = seen.get((vr, value))
                if made is None:
                    made = seen[vr, value] = attribute(vr, value)
                found[key] = made
        return found

    def _study(self, found: Attributes, resource: Resource) -> None:
        found["00080061"] = _several("CS", resource.modalities)
        found["00081190"] = _one("UR", study_url(self._base, resource.uid))
        found["0020000D"] = _one("UI", resource.uid)
        found["00201206"] = _one("IS", resource.series)
        found["00201208"] = _one("IS", resource.instances)

    def _series(self, found: Attributes, resource: Resource) -> None:
        study = resource.upper["StudyInstanceUID"]
        found["00081190"] = _one("UR", series_url(self._base, study, resource.uid))
        found["0020000E"] = _one("UI", resource.uid)
        found["00201209"] = _one("IS", resource.instances)

    def _instance(self, found: Attributes, resource: Resource) -> None:
        study, series = resource.upper["StudyInstanceUID"], resource.upper["SeriesInstanceUID"]
        found["00080016"] = attribute("UI", resource.metadata.get("SopClassUid", ""))
        found["00080018"] = _one("UI", resource.uid)
        found["00081190"] = _one("UR", instance_url(self._base, study, series, resource.uid))
        found["00083002"] = attribute("UI", resource.metadata.get("TransferSyntax", ""))

    def encode(self, resources: Iterable[Resource]) -> Iterator[bytes]:
        """The JSON array in pieces; what ``resources`` raises at first is raised before the first piece."""
        resources = iter(resources)
        before = b"["
        while block := list(islice(resources, BLOCK)):
            yield before + b",".join(self._matches(block))
            self._seen.clear()
            before = b","
        yield b"[]" if before == b"[" else b"]"

    def _matches(self, resources: Sequence[Resource]) -> Iterator[bytes]:
        read = self._from_files(self._query.find.level, resources, self._foreign) if self._foreign else {}
        return (self._match(resource, read.get(resource.id, "")) for resource in resources)


Field = tuple[str, str]
"""Key in DICOM JSON and VR."""


class Fields:
    """Which attributes are answered. Requests are much alike, so this is kept for the next one."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self.of = lru_cache(64)(self._of)

    def _of(self, level: Level, asked: frozenset[int]) -> tuple[Mapping[str, Field], tuple[int, ...]]:
        """What the index is to answer, by the name that ``Resource.tags`` gives it, and tags to be read from files."""
        more = sorted(asked - _COMPUTED)
        foreign = tuple(tag for tag in dict.fromkeys((*_read_always(level), *more)) if self._is_foreign(tag))
        indexed = (tag for tag in (*DEFAULT_FIELDS[level], *more) if tag not in foreign)
        return {self._name(tag): (f"{tag:08X}", self._dictionary.vr(tag)) for tag in indexed}, foreign

    def _is_foreign(self, tag: int) -> bool:
        return tag not in INDEXED and self._dictionary.vr(tag) not in _NO_TEXT

    def _name(self, tag: int) -> str:
        return self._dictionary.keyword(tag) or f"{tag >> 16:04x},{tag & 0xFFFF:04x}"

    def named(self, name: str, foreign: tuple[int, ...]) -> Field | None:
        """The field of any name in ``Resource.tags``; None if it is not answered or comes from elsewhere."""
        tag = self._dictionary.tag_of(name)
        vr = self._dictionary.vr(tag)
        return None if vr == "SQ" or tag in foreign else (f"{tag:08X}", vr)


def _read_always(level: Level) -> tuple[int, ...]:
    return USUAL if level is Level.INSTANCE else ()


def _one(vr: str, value: str | int) -> dict[str, Any]:
    return {"vr": vr, "Value": [value]}


def _several(vr: str, values: tuple[str, ...]) -> dict[str, Any]:
    return {"vr": vr, "Value": list(values)} if values else {"vr": vr}


def started(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes] | None]:
    """The first two pieces, joined, and the rest if there is more: a short answer need not be streamed."""
    head = b"".join(islice(pieces, 2))
    more = next(pieces, None)
    return head, None if more is None else chain((more,), pieces)
