"""New instances from a description: Orthanc's ``/tools/create-dicom``.

Elements have, in this order, the value that is made up (identifiers, dates), that of the parent, that of the request,
and what the content demands. Observed on Orthanc 1.10.1; docs/usage/create-and-download.md says where we differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from broch_hostapi import Level
from broch_hostapi.errors import (
    BadRequest,
    InheritedTag,
    NotDataUri,
    ParameterOutOfRange,
    PixelDataAsTag,
    UnknownParent,
)

from broch.dataset.dictionary import format_tag
from broch.dataset.file_meta import file_meta
from broch.dataset.modules import MODULES
from broch.dataset.new_content import PIXEL_DATA, NewContent, content_of
from broch.dataset.new_values import NewValues, Tags, can_say, checked_charsets, tags_of
from broch.dataset.rewrite import Change, Pieces, Value, encode_new
from broch.dataset.scan import Scan
from broch.dataset.tag_dictionary import STANDARD, TagDictionary

MAX_INSTANCES = 10_000
"""That one request may make."""

_SOP_CLASS, _SOP_INSTANCE, _STUDY, _SERIES = 0x00080016, 0x00080018, 0x0020000D, 0x0020000E
_PATIENT_ID, _CHARSET = 0x00100020, 0x00080005
_UIDS = (_STUDY, _SERIES, _SOP_INSTANCE)
_UTF8 = "ISO_IR 192"
_UNSPECIFIED_CLASS = "1.2.276.0.7230010.3.1.0.1"
"""For the file meta information of what has no SOP class: DCMTK's UID for that, as in Orthanc's files."""
_DATES = {
    Level.INSTANCE: ((0x00080012, 0x00080013), (0x00080022, 0x00080032), (0x00080023, 0x00080033)),
    Level.SERIES: ((0x00080021, 0x00080031),),
    Level.STUDY: ((0x00080020, 0x00080030),),
}
_MOMENTS = frozenset(tag for level in (Level.STUDY, Level.SERIES) for pair in _DATES[level] for tag in pair)
"""Of a parent, that a new instance may have otherwise."""
_INSTANCE_NUMBER, _POSITIONS, _IN_ACQUISITION, _INDEX = 0x00200013, 0x00200105, 0x00201002, 0x00541330


@dataclass(frozen=True)
class Slice:
    """One instance: its content, a data URI that may be missing, and tags of its own."""

    content: str | None = None
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True)
class CreateRequest:
    """A body. ``several``: whether a series was asked for; ``bare``: nothing but identifiers is made up."""

    tags: Tags
    slices: tuple[Slice, ...] = (Slice(),)
    several: bool = False
    bare: bool = False
    parent: str | None = None
    private_creator: str = ""
    force: bool = False
    interpret_binary: bool = True
    encapsulate: bool = False

    @classmethod
    def from_json(cls, body: Any, dictionary: TagDictionary = STANDARD) -> "CreateRequest":
        """Raises BadRequest and its kinds, without looking at values."""
        if not isinstance(body, dict):
            raise BadRequest("The body should be a JSON object")
        if "Tags" not in body:
            return cls._from_tags_alone(body, dictionary)
        parent = body.get("Parent")
        if "Parent" in body and not isinstance(parent, str):
            raise UnknownParent("'Parent' should be the identifier of a patient, a study or a series")
        tags = _tags(body["Tags"], dictionary)
        slices, several = _slices(body, dictionary)
        return cls(
            tags, slices, several, parent=parent, private_creator=_member(body, "PrivateCreator", str, ""),
            force=_member(body, "Force", bool, False), encapsulate=_member(body, "Encapsulate", bool, False),
            interpret_binary=_member(body, "InterpretBinaryTags", bool, True),
        )  # fmt: skip

    @classmethod
    def _from_tags_alone(cls, body: Mapping[str, Any], dictionary: TagDictionary) -> "CreateRequest":
        """The old form: the body is the tags, and an image is the value of PixelData."""
        tags = tags_of(body, dictionary)
        content = tags.pop(PIXEL_DATA, None)
        if not isinstance(content, str | None):
            raise NotDataUri("PixelData")
        return cls(tags, (Slice(content),), bare=True, force=True)


def _member(body: Mapping[str, Any], name: str, kind: type, default: Any) -> Any:
    value = body.get(name, default)
    if not isinstance(value, kind):
        raise BadRequest(f"Member {name!r} should be {'true or false' if kind is bool else 'a string'}")
    return value


def _tags(named: Any, dictionary: TagDictionary) -> Tags:
    if not isinstance(named, dict):
        raise BadRequest("'Tags' should be a JSON object")
    tags = tags_of(named, dictionary)
    if PIXEL_DATA in tags:
        raise PixelDataAsTag("Pixel data is given by 'Content', not as a tag")
    return tags


def _slices(body: Mapping[str, Any], dictionary: TagDictionary) -> tuple[tuple[Slice, ...], bool]:
    content = body.get("Content", [])
    if not isinstance(content, list):
        return (_slice(content, dictionary),), False
    if len(content) > MAX_INSTANCES:
        raise ParameterOutOfRange(f"'Content' has more than {MAX_INSTANCES} entries")
    return tuple(_slice(entry, dictionary) for entry in content) or (Slice(),), bool(content)


def _slice(entry: Any, dictionary: TagDictionary) -> Slice:
    content = entry.get("Content") if isinstance(entry, dict) else entry
    if not isinstance(content, str):
        raise NotDataUri("Content")
    return Slice(content, _tags(entry.get("Tags", {}), dictionary) if isinstance(entry, dict) else {})


@dataclass(frozen=True)
class Parent:
    """What a new instance takes over. ``charsets`` are those of the parent's instances."""

    level: Level
    tags: Mapping[int, str]
    charsets: tuple[str, ...]

    @classmethod
    def of(cls, level: Level, scan: Scan) -> "Parent":
        """From one of its instances: all of its modules, without sequences."""
        modules = (tag for above in Level if above <= level for tag in MODULES[above])
        found = {tag: scan.text(tag) for tag in modules if tag in scan.elements and scan.elements[tag][0] != "SQ"}
        return cls(level, found, scan.charsets)


class NewInstances:
    """The instances that a request asks for. Identifiers are made up once, so ``files`` may be asked again."""

    def __init__(
        self,
        request: CreateRequest,
        parent: Parent | None,
        now: datetime,
        charset: str,
        dictionary: TagDictionary = STANDARD,
    ) -> None:
        """``charset``: a defined term, for text if nobody names one. Raises BadRequest and its kinds."""
        self._request = request
        self._dictionary = dictionary
        self._inherited = dict(parent.tags) if parent else {}
        self._uids = [f"2.25.{uuid4().int}" for _ in request.slices]
        self._made_up: Tags = {tag: f"2.25.{uuid4().int}" for tag in (_STUDY, _SERIES)} | {_PATIENT_ID: str(uuid4())}
        if not request.bare:
            self._made_up |= _dates(parent.level if parent else None, now)
        self._charsets = self._choose_charsets(parent, charset)
        self._check_given(request.tags, self._inherited)
        for one in request.slices:
            self._check_given(one.tags, self._inherited | request.tags)
        if len(request.slices) > 1 and _SOP_INSTANCE in request.tags:
            raise ParameterOutOfRange("'Tags' gives one SOPInstanceUID to several instances")

    def __len__(self) -> int:
        return len(self._request.slices)

    def files(self) -> Iterator[bytes]:
        """Each as a DICOM file (PS3.10). Raises BadRequest and its kinds, UnsupportedImage, UnsupportedMediaType."""
        return map(self._file, range(len(self)))

    def _check_given(self, tags: Tags, present: Mapping[int, Any]) -> None:
        if self._request.force:
            return
        for tag, value in tags.items():
            # So does Orthanc, except that it lets PatientID go, by which an instance would leave its parent.
            if tag in _UIDS or (tag in present and tag not in _MOMENTS and (tag, value) != (_PATIENT_ID, present[tag])):
                raise InheritedTag(self._dictionary.keyword(tag) or format_tag(tag))

    def _choose_charsets(self, parent: Parent | None, default: str) -> tuple[str, ...]:
        """That of the request, else that of the parent, else the default; UTF-8 if the last two cannot say it all."""
        given = self._request.tags.get(_CHARSET)
        if _CHARSET in self._request.tags:
            return checked_charsets(given)
        charsets = parent.charsets if parent and parent.charsets else (default,)
        texts = [self._inherited, self._request.tags, *(one.tags for one in self._request.slices)]
        return charsets if any(can_say(name, [*map(_plain, texts)]) for name in charsets) else (_UTF8,)

    def _file(self, index: int) -> bytes:
        request, one = self._request, self._request.slices[index]
        values = NewValues(
            self._charsets, request.private_creator, request.interpret_binary, self._dictionary
        )  # fmt: skip
        given = self._made_up | {_SOP_INSTANCE: self._uids[index]} | self._inherited | request.tags | one.tags
        elements = values.elements(given)
        if not request.bare or not can_say("", given):
            elements[_CHARSET] = Value("CS", "\\".join(self._charsets).encode("ascii"))
        content = NewContent({}) if one.content is None else content_of(one.content, encapsulate=request.encapsulate)
        elements = {**content.usual, **elements, **content.fixed}
        if request.several:
            elements |= _numbers(index, len(self))
        return _joined(elements, content)


def _plain(tags: Mapping[int, Any]) -> list[Any]:
    return list(tags.values())


def _dates(parent: Level | None, now: datetime) -> Tags:
    """Of what is not there yet."""
    texts = now.strftime("%Y%m%d"), now.strftime("%H%M%S.000000")
    pairs = [pair for level, pairs in _DATES.items() if parent is None or level > parent for pair in pairs]
    return {tag: text for pair in pairs for tag, text in zip(pair, texts, strict=True)}


def _numbers(index: int, count: int) -> dict[int, Change]:
    values = {_INSTANCE_NUMBER: index + 1, _POSITIONS: 1, _IN_ACQUISITION: count}
    numbers: dict[int, Change] = {tag: Value("IS", str(number).encode()) for tag, number in values.items()}
    return numbers | {_INDEX: Value("US", (index + 1).to_bytes(2, "little"))}


def _joined(elements: dict[int, Change], content: NewContent) -> bytes:
    before = {tag: change for tag, change in elements.items() if tag < PIXEL_DATA or not content.encapsulated}
    behind = {tag: change for tag, change in elements.items() if tag > PIXEL_DATA and tag not in before}
    sop_class = _uid(elements, _SOP_CLASS) or _UNSPECIFIED_CLASS
    pieces: Pieces = [
        file_meta(sop_class, _uid(elements, _SOP_INSTANCE), content.transfer_syntax),
        *encode_new(before, explicit=True)[0], *content.encapsulated, *encode_new(behind, explicit=True)[0],
    ]  # fmt: skip
    return b"".join(pieces)


def _uid(elements: Mapping[int, Change], tag: int) -> str:
    change = elements.get(tag)
    return change.data.decode("ascii").strip(" \0") if isinstance(change, Value) else ""
