"""Values of new elements, from what JSON says of them: Orthanc's ``Tags`` of ``/tools/create-dicom``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from struct import error as StructError
from struct import pack
from typing import Any

from broch_hostapi.errors import BadParameterType, InheritedTag, LimitExceeded, ParameterOutOfRange

from broch.dataset.change_request import decoded_uri, encoded_text
from broch.dataset.character_sets import codec_of
from broch.dataset.dictionary import format_tag
from broch.dataset.rewrite import Change, Items, Value, encode_items, encode_new
from broch.dataset.tag_dictionary import STANDARD, TagDictionary
from broch.dataset.values import BINARY_VRS
from broch.dataset.walk import MAX_DEPTH

Tags = dict[int, Any]
"""Tag -> value as JSON has it: text, null, or a list of objects for a sequence."""

_WORDS = {"OW": "H", "OL": "I", "OV": "Q", "OF": "f", "OD": "d"}
_ITEMS = 0xFFFE
_FIRST_GROUP = 0x0008  # Commands and file meta information are not for callers.
_PRIVATE = 0x00010000
_ASCII = frozenset(("", "ISO_IR 6", "ISO 2022 IR 6"))
_LATIN = frozenset((*_ASCII, "ISO_IR 100", "ISO 2022 IR 100"))


def tags_of(named: Mapping[str, Any], dictionary: TagDictionary = STANDARD) -> Tags:
    """By tag what is given by name, without group lengths, commands and file meta information.

    Raises UnknownTag, and InheritedTag for what is given twice.
    """
    tags: Tags = {}
    for name, value in named.items():
        tag = dictionary.tag_of(name)
        if tag in tags:
            raise InheritedTag(dictionary.keyword(tag) or format_tag(tag))
        if tag & 0xFFFF and tag >> 16 >= _FIRST_GROUP:
            tags[tag] = value
    return tags


def checked_charsets(term: Any) -> tuple[str, ...]:
    """The values of a Specific Character Set. Raises ParameterOutOfRange for one that is none."""
    charsets = tuple(part.strip() for part in term.split("\\")) if isinstance(term, str) else ()
    if not any(charsets) or not all(name in _LATIN or codec_of(name) != "latin_1" for name in charsets):
        raise ParameterOutOfRange(f"Unknown specific character set: {str(term)[:64]}")
    return charsets


def can_say(charset: str, value: Any) -> bool:
    """Whether all texts in a value can be written in a character set; empty stands for the default repertoire."""
    codec = "ascii" if charset in _ASCII else codec_of(charset)
    try:
        for text in _texts(value):
            text.encode(codec)
    except UnicodeError:
        return False
    return True


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str) and not value.isascii():
        yield value
    elif isinstance(value, dict | list) and depth <= 2 * MAX_DEPTH:  # what is deeper is refused later
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts(member, depth + 1)


@dataclass(frozen=True)
class NewValues:
    """How to write them. ``interpret_binary``: data URIs for binary VRs are decoded."""

    charsets: tuple[str, ...]
    private_creator: str = ""
    interpret_binary: bool = True
    dictionary: TagDictionary = STANDARD

    def elements(self, tags: Tags, depth: int = 0) -> dict[int, Change]:
        """The elements of a data set or an item, and who reserved the blocks of private ones (PS3.5 7.8.1).

        Raises BadParameterType, ParameterOutOfRange, UnknownTag, LimitExceeded.
        """
        made = {tag: self._change(tag, value, tags, depth) for tag, value in tags.items()}
        if self.private_creator:
            for block in {_block_of(tag) for tag in tags} - made.keys() - {0}:
                made[block] = Value("LO", self._bytes(block, "LO", self.private_creator))
        return made

    def _change(self, tag: int, value: Any, tags: Tags, depth: int) -> Change:
        if tag >> 16 == _ITEMS:
            raise ParameterOutOfRange(f"Tag {format_tag(tag)} is no data element")
        vr = self._vr(tag, tags)
        if vr == "SQ" and isinstance(value, list):
            return self._sequence(value, depth)
        if vr == "SQ" and value in ("", None):
            return Items([])
        if vr == "SQ" or not isinstance(value, str | None):
            raise BadParameterType(f"Bad parameter type for tag {format_tag(tag)}")
        return self._value(tag, vr, value or "")

    def _vr(self, tag: int, tags: Tags) -> str:
        if tag & _PRIVATE:
            given = tags.get(_block_of(tag))
            known = self.dictionary.private(given if isinstance(given, str) else self.private_creator, tag)
            if known:
                return known.vr
        return self.dictionary.vr(tag)

    def _sequence(self, items: list[Any], depth: int) -> Items:
        if depth >= MAX_DEPTH:
            raise LimitExceeded("the depth of sequences", MAX_DEPTH)
        if not all(isinstance(item, dict) for item in items):
            raise BadParameterType("An item of a sequence should be a JSON object")
        return encode_items(
            encode_new(self.elements(tags_of(item, self.dictionary), depth + 1), explicit=True) for item in items
        )  # fmt: skip

    def _value(self, tag: int, vr: str, text: str) -> Value:
        if self.interpret_binary and text.startswith("data:") and ";base64," in text:
            known = self.dictionary.attribute(tag)
            binary = "OW" if known and known.vr == "US or OW" else vr
            if binary in BINARY_VRS:
                return Value(binary, decoded_uri(tag, text))
        return Value(vr, self._bytes(tag, vr, text))

    def _bytes(self, tag: int, vr: str, text: str) -> bytes:
        try:
            if "\0" in text:
                raise ValueError("NUL")
            if vr in _WORDS:
                number = float if vr in ("OF", "OD") else int
                return b"".join(pack(f"<{_WORDS[vr]}", number(part)) for part in text.split("\\") if part)
            charset = next((name for name in self.charsets if can_say(name, text)), None)
            if charset is None:
                raise ValueError("no character set")
            return encoded_text("LT" if vr == "UN" else vr, text, (charset,))
        except (UnicodeError, ValueError, StructError, OverflowError) as error:
            raise ParameterOutOfRange(
                f"The value for tag {format_tag(tag)} cannot be written as {vr}"
                + ("" if text.isascii() else f" in the character set {'/'.join(self.charsets)!r}")
            ) from error


def _block_of(tag: int) -> int:
    """The tag that reserves the block of a private element; 0 for every other element."""
    return tag & 0xFFFF0000 | tag >> 8 & 0xFF if tag & _PRIVATE and tag & 0xFFFF >= 0x1000 else 0
