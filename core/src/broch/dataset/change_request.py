"""The changes that a body of ``/anonymize`` or ``/modify`` asks for, by tag and by path into sequences.

``Keep`` and ``Remove`` list tags, ``Replace`` maps them to values. A tag may be a path, as in dcmodify:
``RequestAttributesSequence[0].ScheduledProcedureStepID``, with ``[*]`` for every item. Keep wins over Replace, Replace
over Remove.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from re import compile as pattern
from struct import error as StructError
from struct import pack
from typing import Any

from broch_hostapi.errors import BadParameterType, BadRequest, LimitExceeded, ParameterOutOfRange, UnknownTag

from broch.dataset import dictionary
from broch.dataset.character_sets import codec_of
from broch.dataset.character_sets import encode as encode_text
from broch.dataset.encode import NUMBERS
from broch.dataset.rewrite import Change, Items, Value, encode_items, encode_new
from broch.dataset.tag_dictionary import STANDARD, TagDictionary
from broch.dataset.values import BINARY_VRS
from broch.dataset.walk import MAX_DEPTH

IDENTIFIERS = {0x00100020: "PatientID", 0x0020000D: "StudyInstanceUID", 0x0020000E: "SeriesInstanceUID",
               0x00080018: "SOPInstanceUID"}  # fmt: skip
_STEP = pattern(r"(.+)\[(.*)\]")
_BASE64 = ";base64,"
# Text that Specific Character Set governs (PS3.5 6.1.2.2); every other text is ASCII.
_TEXT_VRS = frozenset(("LO", "LT", "PN", "SH", "ST", "UC", "UT"))


@dataclass
class Rules:
    """What is asked for one data set; ``below`` has rules for items, by sequence: (index or None for all, rules)."""

    keep: set[int] = field(default_factory=set)
    remove: set[int] = field(default_factory=set)
    replace: dict[int, Any] = field(default_factory=dict)
    below: dict[int, list[tuple[int | None, "Rules"]]] = field(default_factory=dict)

    def of_item(self, sequence: int, index: int) -> "Rules":
        """All rules for one item together."""
        found = [rules for wanted, rules in self.below.get(sequence, ()) if wanted in (None, index)]
        return found[0] if len(found) == 1 else _merged(found)


def _merged(several: list[Rules]) -> Rules:
    result = Rules()
    for rules in several:
        result.keep |= rules.keep
        result.remove |= rules.remove
        result.replace |= rules.replace
        for tag, below in rules.below.items():
            result.below.setdefault(tag, []).extend(below)
    return result


NO_RULES = Rules()


def rules_of(body: Mapping[str, Any], *, force: bool, names: TagDictionary = STANDARD) -> Rules:
    """The rules of a request. Raises UnknownTag, and BadRequest for the wrong types and identifiers without Force."""
    rules = Rules()
    for member, verb in (("Keep", "kept"), ("Remove", "removed"), ("Replace", "replaced")):
        for name, value in _entries(body, member):
            target, tag = _at(rules, name, names)
            if target is rules and tag in IDENTIFIERS and not force:
                raise BadRequest(
                    f'Marking tag "{IDENTIFIERS[tag]}" as to be {verb} requires the "Force" option to be set to true'
                )
            if member == "Replace":
                target.replace[tag] = value
            else:
                (target.keep if member == "Keep" else target.remove).add(tag)
    return rules


def _entries(body: Mapping[str, Any], member: str) -> Iterator[tuple[str, Any]]:
    if member not in body:
        return
    entries = body[member]
    if member == "Replace":
        if not isinstance(entries, dict):
            raise BadRequest(f'Member "{member}" must be an object')
        yield from entries.items()
        return
    if not isinstance(entries, list) or not all(isinstance(name, str) for name in entries):
        raise BadRequest(f'Member "{member}" must be a list of tags')
    yield from ((name, None) for name in entries)


def _at(rules: Rules, path: str, names: TagDictionary) -> tuple[Rules, int]:
    """The rules for the items that a path leads to, made if needed, and the tag at its end."""
    *steps, last = path.split(".")
    if len(steps) > MAX_DEPTH:
        raise LimitExceeded("the depth of a path of tags", MAX_DEPTH)
    for step in steps:
        found = _STEP.fullmatch(step)
        if found is None:
            raise UnknownTag(path)
        if found[2] != "*" and not (found[2].isascii() and found[2].isdigit()):
            raise ParameterOutOfRange(f"Not a valid index in a path of tags: [{found[2]}]")
        index = None if found[2] == "*" else int(found[2])
        below = Rules()
        rules.below.setdefault(names.tag_of(found[1]), []).append((index, below))
        rules = below
    return rules, names.tag_of(last)


def change_of(
    tag: int, value: Any, *, charsets: tuple[str, ...], explicit: bool, vr: str = "", names: TagDictionary = STANDARD
) -> Change:
    """A JSON value as a change: text, ``data:...;base64,...``, or a list of objects for a sequence.

    ``vr``: the one that the element has now, if any. Raises BadParameterType, and ParameterOutOfRange for what the VR
    or the character set cannot say.
    """
    if not vr or vr == "UN":
        vr = names.vr(tag)
    if isinstance(value, list) and vr == "SQ":
        return _sequence(value, charsets, explicit, names)
    if not isinstance(value, str) or vr == "SQ":
        raise BadParameterType(f"Bad parameter type for tag {dictionary.format_tag(tag)}")
    if value.startswith("data:") and _BASE64 in value:
        return Value(vr, decoded_uri(tag, value))
    try:
        return Value(vr, encoded_text(vr, value, charsets))
    except (UnicodeError, ValueError, StructError, OverflowError) as error:
        raise ParameterOutOfRange(
            f"The value for tag {dictionary.format_tag(tag)} cannot be written as {vr}"
            + (f" in the character set {charsets[0]!r}" if charsets and vr in _TEXT_VRS else "")
        ) from error


def _sequence(items: list[Any], charsets: tuple[str, ...], explicit: bool, names: TagDictionary) -> Items:
    encoded = []
    for item in items:
        if not isinstance(item, dict):
            raise BadParameterType("An item of a sequence must be an object")
        changes = {}
        for name, value in item.items():
            tag = names.tag_of(name)
            changes[tag] = change_of(tag, value, charsets=charsets, explicit=explicit, names=names)
        encoded.append(encode_new(changes, explicit=explicit))
    return encode_items(encoded)


def decoded_uri(tag: int, uri: str) -> bytes:
    """The content of ``data:...;base64,...``. Raises ParameterOutOfRange, naming the tag."""
    try:
        return b64decode(uri.partition(_BASE64)[2], validate=True)
    except (Base64Error, ValueError) as error:  # ValueError: not ASCII
        raise ParameterOutOfRange(f"The value for tag {dictionary.format_tag(tag)} is not valid base64") from error


def encoded_text(vr: str, text: str, charsets: tuple[str, ...]) -> bytes:
    """The value that a text means, not padded; text in the first of the character sets.

    Raises UnknownTag, UnicodeError, ValueError, OverflowError, struct.error for what the VR or the set cannot say.
    """
    if vr in NUMBERS:
        number = float if vr in ("FL", "FD") else int
        return b"".join(pack(NUMBERS[vr], number(part)) for part in text.split("\\") if part)
    if vr == "AT":
        tags = [dictionary.tag_of(part) for part in text.split("\\") if part]
        return b"".join(pack("<HH", tag >> 16, tag & 0xFFFF) for tag in tags)
    if vr in BINARY_VRS:
        return text.encode()
    if text.isascii() or vr not in _TEXT_VRS:
        return text.encode("ascii")
    charset = charsets[0] if charsets else ""
    text.encode("ascii" if not charset else codec_of(charset))
    return encode_text(text, charset)
