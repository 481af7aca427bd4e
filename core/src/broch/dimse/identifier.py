"""Identifiers of queries: read from a request, written into answers (PS3.4 C.4.1.1.3)."""

from dataclasses import dataclass
from typing import Any, Self

from broch.dataset import dictionary
from broch.dataset.character_sets import DEFAULT_ENCODINGS, codec_of
from broch.dataset.encode import encode, encode_value
from broch.dataset.scan import Scan
from broch.index.main_tags import MAIN_TAGS
from broch_hostapi import Host, Level, Resource
from broch_hostapi.errors import BadRequest, BrochError

CHARACTER_SET, LEVEL, RETRIEVE_AET, AVAILABILITY = 0x00080005, 0x00080052, 0x00080054, 0x00080056
OURS = frozenset({CHARACTER_SET, LEVEL, RETRIEVE_AET, AVAILABILITY, 0x00080053, 0x00080055})
"""Never criteria: about the query itself, or the same for all that we have."""
UTF_8 = "ISO_IR 192"
COMPUTED = {
    0x00080061: lambda r: "\\".join(r.modalities),
    0x00201200: lambda r: str(r.studies),
    0x00201202: lambda r: str(r.series) if r.level is Level.PATIENT else "",
    0x00201204: lambda r: str(r.instances) if r.level is Level.PATIENT else "",
    0x00201206: lambda r: str(r.series) if r.level is Level.STUDY else "",
    0x00201208: lambda r: str(r.instances) if r.level is Level.STUDY else "",
    0x00201209: lambda r: str(r.instances) if r.level is Level.SERIES else "",
}
"""Attributes that no instance has (PS3.4 C.3.4)."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """What a request asks for."""

    level: Level
    criteria: dict[int, str]
    """Tags with a value to match."""
    keys: tuple[int, ...]
    """All tags of the request, in their order: what the answers have."""
    vrs: dict[int, str]

    @classmethod
    def read(cls, scan: Scan) -> Self:
        """Raises ``BadRequest`` for a level that is missing or unknown."""
        word = scan.text(LEVEL)
        try:
            level = Level.parse(word)
        except ValueError:
            raise BadRequest(f"QueryRetrieveLevel is not PATIENT, STUDY, SERIES or IMAGE: {word!r}") from None
        keys = tuple(sorted(tag for tag in scan.elements if tag & 0xFFFF))
        vrs = {tag: scan.elements[tag][0] for tag in keys}
        texts = {tag: scan.text(tag) for tag in keys if tag not in OURS and vrs[tag] != "SQ"}
        return cls(level, {tag: text for tag, text in texts.items() if text}, keys, vrs)


class AnswerEncoder:
    """Writes one answer after the other in the same form."""

    def __init__(self, host: Host, identifier: Identifier, *, explicit: bool) -> None:
        self._host = host
        self._level = identifier.level
        self._explicit = explicit
        self._charset = DEFAULT_ENCODINGS.get(str(host.configuration.get("DefaultEncoding", "Latin1")), "ISO_IR 100")
        self._tags = sorted({*identifier.keys, CHARACTER_SET, LEVEL, RETRIEVE_AET})
        self._keys = [(tag, self._vr(identifier, tag), dictionary.keyword(tag)) for tag in self._tags]
        self._fixed = {
            LEVEL: "IMAGE" if self._level is Level.INSTANCE else self._level.word.upper(),
            RETRIEVE_AET: host.server.aet,
            AVAILABILITY: "ONLINE",
        }
        kept = {tag for level in Level if level <= self._level for tag in MAIN_TAGS[level]}
        self._from_file = [
            tag for tag, vr, _ in self._keys
            if tag not in OURS and tag not in COMPUTED and vr != "SQ" and tag not in kept
        ]  # fmt: skip

    def encode(self, resource: Resource) -> bytes:
        """The answer for one match; in UTF-8 if the default encoding cannot say it."""
        values = self._values(resource)
        try:
            return self._encode(values, self._charset)
        except UnicodeEncodeError:
            return self._encode(values, UTF_8)

    def _encode(self, values: list[tuple[int, str, str]], charset: str) -> bytes:
        codec = codec_of(charset)
        return encode(
            (
                (tag, vr, charset.encode() if tag == CHARACTER_SET else encode_value(vr, text, codec))
                for tag, vr, text in values
            ),
            explicit=self._explicit,
        )

    def _values(self, resource: Resource) -> list[tuple[int, str, str]]:
        read = self._read(resource) if self._from_file else {}
        values = []
        for tag, vr, keyword in self._keys:
            if tag in self._fixed:
                text = self._fixed[tag]
            elif tag in COMPUTED:
                text = COMPUTED[tag](resource)
            else:
                text = resource.tags.get(keyword) or resource.upper.get(keyword) or read.get(tag, "")
            values.append((tag, vr, text))
        return values

    def _read(self, resource: Resource) -> dict[int, str]:
        """Tags that the index does not have, from the first instance."""
        first: Any = next(iter(self._host.index.stored_instances(resource.level, resource.id)), None)
        if first is None:
            return {}
        try:
            with self._host.datasets.open_attachment(first.attachment) as dataset:
                return {tag: dataset.text(tag) for tag in self._from_file}
        except BrochError:
            return {}  # an answer without them is better than none

    def _vr(self, identifier: Identifier, tag: int) -> str:
        vr = dictionary.vr(tag)
        return identifier.vrs.get(tag, "UN") if vr == "UN" else vr
