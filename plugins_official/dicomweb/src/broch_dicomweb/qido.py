"""QIDO-RS: what was found, as DICOM JSON (PS3.18 10.6.3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

ReadAttributes = Callable[[Level, Sequence[Resource], Sequence[int]], Mapping[str, Attributes]]
"""Attributes that the index does not have, by public identifier: ``FromFiles.attributes``."""


class Matches:
    """Makes the answers of one request."""

    def __init__(self, query: Query, base: str, dictionary: Dictionary, from_files: ReadAttributes) -> None:
        self._query = query
        self._base = base
        self._dictionary = dictionary
        self._from_files = from_files
        self._seen: dict[tuple[str, str], Attribute] = {}
        level = query.find.level
        tags = dict.fromkeys((*DEFAULT_FIELDS[level], *sorted(query.fields - _COMPUTED)))
        self._fields = [(_name(dictionary, tag), f"{tag:08X}", dictionary.vr(tag)) for tag in tags]
        self._foreign = _not_indexed(query, dictionary)
        self._complete = {Level.STUDY: self._study, Level.SERIES: self._series, Level.INSTANCE: self._instance}[level]

    def match(self, resource: Resource) -> Attributes:
        """One match."""
        tags, upper, seen = resource.tags, resource.upper, self._seen
        found: Attributes = {"00080005": _UTF8, "00080056": _ONLINE}
        for name, key, vr in self._fields:
            value = tags.get(name)
            if value is None:
                value = upper.get(name)
            if value is not None:
                # Matches share most values, and making these is most of the work.
                made = seen.get((vr, value))
                if made is None:
                    made = seen[vr, value] = attribute(vr, value)
                found[key] = made
        if self._query.all_fields:
            self._add_all(found, {**upper, **tags})
        self._complete(found, resource)
        return found

    def _add_all(self, found: Attributes, tags: Mapping[str, str]) -> None:
        for name, value in tags.items():
            tag = self._dictionary.tag_of(name)
            if (vr := self._dictionary.vr(tag)) != "SQ":
                found.setdefault(f"{tag:08X}", attribute(vr, value))

    def _study(self, found: Attributes, resource: Resource) -> None:
        found["00080061"] = _several("CS", resource.modalities)
        found["00081190"] = _one("UR", study_url(self._base, resource.uid))
        found["0020000D"] = _one("UI", resource.uid)
        found["00201206"] = _one("IS", resource.series)
        found["00201208"] = _one("IS", resource.instances)

    def _series(self, found: Attributes, resource: Resource) -> None:
        study = resource.upper["StudyInstanceUID"]
        found["00081190"] = _one("UR", series_url(self._base, study, resource.uid))
        found["0020000D"] = _one("UI", study)
        found["0020000E"] = _one("UI", resource.uid)
        found["00201209"] = _one("IS", resource.instances)

    def _instance(self, found: Attributes, resource: Resource) -> None:
        study, series = resource.upper["StudyInstanceUID"], resource.upper["SeriesInstanceUID"]
        found["00080016"] = attribute("UI", resource.metadata.get("SopClassUid", ""))
        found["00080018"] = _one("UI", resource.uid)
        found["00081190"] = _one("UR", instance_url(self._base, study, series, resource.uid))
        found["00083002"] = attribute("UI", resource.metadata.get("TransferSyntax", ""))
        found["0020000D"] = _one("UI", study)
        found["0020000E"] = _one("UI", series)

    def encode(self, resources: Iterable[Resource]) -> Iterator[bytes]:
        """The JSON array in pieces; what ``resources`` raises at first is raised before the first piece."""
        resources = iter(resources)
        before = b"["
        while block := list(islice(resources, BLOCK)):
            yield before + orjson.dumps(self._matches(block))[1:-1]
            self._seen.clear()
            before = b","
        yield b"[]" if before == b"[" else b"]"

    def _matches(self, resources: Sequence[Resource]) -> list[Attributes]:
        found = [self.match(resource) for resource in resources]
        if self._foreign:
            level, tags = self._query.find.level, self._foreign
            more = self._from_files(level, resources, tags)
            for match, resource in zip(found, resources, strict=True):
                match.update(more.get(resource.id, {}))
        return found


def _name(dictionary: Dictionary, tag: int) -> str:
    """How ``Resource.tags`` names it."""
    return dictionary.keyword(tag) or f"{tag >> 16:04x},{tag & 0xFFFF:04x}"


def _not_indexed(query: Query, dictionary: Dictionary) -> list[int]:
    """Attributes for which stored files must be read."""
    always = USUAL if query.find.level is Level.INSTANCE else ()
    wanted = dict.fromkeys((*always, *sorted(query.fields - _COMPUTED)))
    return [tag for tag in wanted if tag not in INDEXED and dictionary.vr(tag) not in _NO_TEXT]


def _one(vr: str, value: str | int) -> dict[str, Any]:
    return {"vr": vr, "Value": [value]}


def _several(vr: str, values: tuple[str, ...]) -> dict[str, Any]:
    return {"vr": vr, "Value": list(values)} if values else {"vr": vr}


def started(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes] | None]:
    """The first two pieces, joined, and the rest if there is more: a short answer need not be streamed."""
    head = b"".join(islice(pieces, 2))
    more = next(pieces, None)
    return head, None if more is None else chain((more,), pieces)
