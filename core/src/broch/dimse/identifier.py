"""Identifiers of queries: read from a request, written into answers (PS3.4 C.4.1.1.3)."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct, pack
from typing import Any, Self

from broch_hostapi import Host, Level, Resource
from broch_hostapi.errors import BadRequest, BrochError, NotFound

from broch.dataset import dictionary
from broch.dataset.character_sets import DEFAULT_ENCODINGS, codec_of
from broch.dataset.conventions import Conventions, conventions_of
from broch.dataset.encode import LONG_VRS, NUMBERS, SHORT_LIMIT, encode_value
from broch.dataset.scan import Scan
from broch.index.computed import SOP_CLASSES_IN_STUDY, TOLD
from broch.index.main_tags import DEFAULT, TagLists
from broch.numbered_warnings import NOT_READ, READ_FROM_STORAGE, NumberedWarnings

CHARACTER_SET, LEVEL, RETRIEVE_AET, AVAILABILITY = 0x00080005, 0x00080052, 0x00080054, 0x00080056
OURS = frozenset({CHARACTER_SET, LEVEL, RETRIEVE_AET, AVAILABILITY, 0x00080053, 0x00080055})
"""Never criteria: about the query itself, or the same for all that we have."""
UTF_8 = "ISO_IR 192"
_LEVELS = {"PATIENT": Level.PATIENT, "STUDY": Level.STUDY, "SERIES": Level.SERIES, "IMAGE": Level.INSTANCE}
_USUAL = 64
"""Keys of a request up to which the form of its answers is kept for the next request."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """What a request asks for."""

    level: Level
    criteria: dict[int, str]
    """Tags with a value to match."""
    keys: tuple[tuple[int, str], ...]
    """All tags of the request with their VRs: what the answers have."""

    @classmethod
    def read(cls, scan: Scan) -> Self:
        """Raises ``BadRequest`` for a level that is missing or unknown."""
        elements = scan.elements
        valued = [
            tag
            for tag, (vr, start, stop) in elements.items()
            if start != stop and tag not in OURS and vr != "SQ" and tag & 0xFFFF
        ]
        criteria = {tag: text for tag in valued if (text := scan.text(tag))}
        return cls(_level(scan.text(LEVEL)), criteria, tuple([(tag, entry[0]) for tag, entry in elements.items()]))


def _level(word: str) -> Level:
    level = _LEVELS.get(word)
    if level is None:
        try:
            level = Level.parse(word)
        except ValueError:
            raise BadRequest(f"QueryRetrieveLevel is not PATIENT, STUDY, SERIES or IMAGE: {word[:16]!r}") from None
    return level


class AnswerEncoder:
    """Writes one answer after the other in the same form."""

    def __init__(self, host: Host, identifier: Identifier, *, explicit: bool) -> None:
        self._host = host
        conventions = conventions_of(host) or Conventions()
        charset = DEFAULT_ENCODINGS[conventions.default_encoding]
        main_tags = getattr(host.index, "main_tags", DEFAULT)  # the core's own tells more than the contract
        self._ask = (identifier.level, identifier.keys, host.server.aet, explicit, main_tags)
        self._form = _form(*self._ask, charset)
        self._reads_files = bool(self._form.from_file) and self._may_read(host)

    def _may_read(self, host: Host) -> bool:
        names = ", ".join(map(dictionary.format_tag, self._form.from_file))
        warnings = NumberedWarnings(host.configuration)
        if host.configuration.get("StorageAccessOnFind", "Always") == "Never":
            warnings.warn(NOT_READ, "StorageAccessOnFind: no file is read, so these tags are not answered: %s", names)
            return False
        warnings.warn(READ_FROM_STORAGE, "read from files, as the index does not have them: %s", names)
        return True

    def encode(self, resource: Resource) -> bytes:
        """The answer for one match; in UTF-8 if the default encoding cannot say it."""
        form = self._form
        read = self._read(resource, form.from_file) if self._reads_files else {}
        if form.sop_classes:
            index: Any = self._host.index  # the core's own tells more than the contract
            with suppress(NotFound):  # the study was deleted this moment
                read[SOP_CLASSES_IN_STUDY] = "\\".join(index.sop_classes_in_study(resource.id))
        try:
            return form.encode(resource, read)
        except UnicodeEncodeError:
            return _form(*self._ask, UTF_8).encode(resource, read)

    def _read(self, resource: Resource, tags: tuple[int, ...]) -> dict[int, str]:
        """Tags that the index does not have, from the first instance."""
        first: Any = None
        with suppress(NotFound):  # the resource was deleted this moment
            first = next(iter(self._host.index.stored_instances(resource.level, resource.id)), None)
        if first is None:
            return {}
        try:
            with self._host.datasets.open_attachment(first.attachment) as dataset:
                return {tag: dataset.text(tag) for tag in tags}
        except BrochError:
            return {}  # an answer without them is better than none


Value = Callable[[Resource, Mapping[int, str]], bytes]
_Key = tuple[bytes, Callable[[int], bytes], bytes, str, Value | None]
"""All that precedes the length of an element, how the length is written, the padding, the keyword; and how the value is
made, if it is not simply a text of the index."""


@dataclass(frozen=True, slots=True)
class _Form:
    """All that is the same in the answers to one request, made beforehand."""

    codec: str
    keys: tuple[_Key, ...]
    tail: bytes
    from_file: tuple[int, ...]
    """Tags that the index does not have."""
    sop_classes: bool
    """Whether SOPClassesInStudy is asked for."""

    def encode(self, resource: Resource, read: Mapping[int, str]) -> bytes:
        """Raises ``UnicodeEncodeError`` when the character set lacks something."""
        tags, upper, codec = resource.tags, resource.upper, self.codec
        parts: list[bytes] = []
        for head, length, padding, keyword, make in self.keys:
            if make is None:
                value = (tags.get(keyword) or upper.get(keyword) or "").encode(codec)
            else:
                value = make(resource, read)
            if len(value) & 1:
                value += padding
            parts += (head, length(len(value)), value)
        parts.append(self.tail)
        return b"".join(parts)


def _form(
    level: Level, keys: tuple[tuple[int, str], ...], aet: str, explicit: bool, main_tags: TagLists, charset: str
) -> _Form:
    make = _kept_form if len(keys) <= _USUAL else _make_form
    return make(level, keys, aet, explicit, main_tags, charset)


def _make_form(
    level: Level, keys: tuple[tuple[int, str], ...], aet: str, explicit: bool, main_tags: TagLists, charset: str
) -> _Form:
    fixed = {
        CHARACTER_SET: charset,
        LEVEL: "IMAGE" if level is Level.INSTANCE else level.word.upper(),
        RETRIEVE_AET: aet,
        AVAILABILITY: "ONLINE",
    }
    asked = {**dict.fromkeys((CHARACTER_SET, LEVEL, RETRIEVE_AET), ""), **dict(keys)}
    vrs = {tag: _vr(tag, sent) for tag, sent in sorted(asked.items()) if tag & 0xFFFF}
    kept = {tag for above in Level if above <= level for tag in main_tags[above]}
    codec = codec_of(charset)
    made, before = [], b""
    for tag, vr in vrs.items():
        head, length = _head(tag, vr, explicit)
        padding = b"\0" if vr in ("UI", "OB", "UN") else b" "
        if tag in fixed:
            value = fixed[tag].encode(codec, "replace")
            value += padding * (len(value) & 1)
            before += head + length(len(value)) + value
        else:
            make = None if tag in kept and vr not in NUMBERS and vr != "AT" else _value(tag, vr, codec)
            made.append((before + head, length, padding, dictionary.keyword(tag), make))
            before = b""
    known = kept | OURS | TOLD.keys() | {SOP_CLASSES_IN_STUDY}
    from_file = tuple(tag for tag, vr in vrs.items() if tag not in known and vr != "SQ")
    return _Form(codec, tuple(made), before, from_file, level is Level.STUDY and SOP_CLASSES_IN_STUDY in vrs)


def _vr(tag: int, sent: str) -> str:
    known = dictionary.vr(tag)
    return sent if known == "UN" else known


_kept_form = lru_cache(128)(_make_form)


def _head(tag: int, vr: str, explicit: bool) -> tuple[bytes, Callable[[int], bytes]]:
    """What precedes the length of an element, and how that is written (PS3.5 7.1)."""
    number = pack("<HH", tag >> 16, tag & 0xFFFF)
    if not explicit:
        return number, _LONG
    return (number + vr.encode() + b"\0\0", _LONG) if vr in LONG_VRS else (number + vr.encode(), _SHORT)


_LONG, _SHORT = Struct("<I").pack, Struct("<H").pack


def _value(tag: int, vr: str, codec: str) -> Value:
    """Makes the value of an attribute that is no text of the index."""
    computed = TOLD.get(tag)
    keyword = dictionary.keyword(tag)

    def value(resource: Resource, read: Mapping[int, str]) -> bytes:
        if computed is not None:
            text = computed(resource)
        else:
            text = resource.tags.get(keyword) or resource.upper.get(keyword) or read.get(tag, "")
        return encode_value(vr, text, codec)[:SHORT_LIMIT]

    return value
