"""What a configuration adds to the dictionary: the option ``Dictionary``, and files in the format of DCMTK's.

A line of a file is ``(gggg,eeee) VR Name VM Source``, separated by tabs. Tags may be ranges (``6000-60ff``: the even
ones, ``-o-``: the odd ones, ``-u-``: all), and may belong to a private creator: ``(0029,"ACME 1",01)``.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broch_hostapi.errors import ConfigurationError

from broch.dataset.tag_dictionary import Entry
from broch.dataset.walk import LONG_VRS, SHORT_VRS

LARGEST_FILE = 16 << 20
_NAME = re.compile(r"[!-~](?:[ -~]{0,126}[!-~])?")  # DCMTK's own file has some with a space
_RANGE = r"([0-9A-Fa-f]{1,4})(?:-(?:([oue])-)?([0-9A-Fa-f]{1,4}))?"
_LINE = re.compile(rf'\({_RANGE},(?:"([^"]+)",)?{_RANGE}\)')
_TAG = re.compile(r"([0-9A-Fa-f]{4})[,-]?([0-9A-Fa-f]{2,4})")
# DCMTK's own, where the standard leaves a choice or there is no value at all.
_CHOSEN = {"ox": "OW", "px": "OW", "lt": "OW", "xs": "US", "up": "UL", "na": "UN"}
_VRS = frozenset((*SHORT_VRS, *LONG_VRS))


def read_dictionary(path: Path) -> list[Entry]:
    """The entries of a file. Raises ConfigurationError that names file and line."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}", option="ExternalDictionaries") from error
    if len(content) > LARGEST_FILE:
        raise ConfigurationError(f"{path} is larger than {LARGEST_FILE} bytes", option="ExternalDictionaries")
    try:
        return list(parse_dictionary(content.decode("utf-8", "replace")))
    except ValueError as error:
        raise ConfigurationError(f"{path}: {error}", option="ExternalDictionaries") from error


def parse_dictionary(text: str) -> Iterator[Entry]:
    """The entries of a text. Raises ValueError that names the line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                yield _entry(line.strip())
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None


def _entry(line: str) -> Entry:
    tag, *fields = [field.strip() for field in line.split("\t")]
    match = _LINE.fullmatch(tag)
    if match is None:
        raise ValueError("no tag stands at its beginning")
    if len(fields) < 2:
        raise ValueError("there should be a tag, a VR and a name, separated by tabs")
    creator = match[4] or ""
    return Entry(_range(match, 1), _range(match, 5), _vr(fields[0]), _name(fields[1]), creator)


def _range(match: re.Match[str], at: int) -> range:
    first = int(match[at], 16)
    last = int(match[at + 2], 16) if match[at + 2] else first
    if last < first:
        raise ValueError("a range ends before it begins")
    kind = match[at + 1] or "e"
    if last == first or kind == "u":
        return range(first, last + 1)
    return range(first + (first % 2 != (kind == "o")), last + 1, 2)


def configured_entries(option: Mapping[str, Any]) -> list[Entry]:
    """The entries of the option ``Dictionary``: tag -> [VR, name, least and most values, creator], the last three by
    choice. Raises ConfigurationError."""
    entries = []
    for tag, value in option.items():
        try:
            entries.append(_configured(tag, value))
        except ValueError as error:
            raise ConfigurationError(str(error), section="Dictionary", option=tag) from None
    return entries


def _configured(tag: str, value: Any) -> Entry:
    match = _TAG.fullmatch(tag)
    if match is None:
        raise ValueError("should be a tag, as 0029,1001")
    if not isinstance(value, list) or not 2 <= len(value) <= 5:
        raise ValueError("should be [VR, name], [VR, name, least, most number of values] or that and the creator")
    vr, name, creator = value[0], value[1], value[4] if len(value) == 5 else ""
    if not all(isinstance(text, str) for text in (vr, name, creator)):
        raise ValueError("VR, name and private creator should be strings")
    least, most = (*value[2:4], 1, 1)[:2] if len(value) != 3 else (value[2], value[2])
    if not (type(least) is int and type(most) is int and least >= 0 and (most == 0 or most >= least)):
        raise ValueError("the numbers of values should be whole numbers, the second not smaller, or 0")
    group, element = int(match[1], 16), int(match[2], 16)
    if creator and not group & 1:
        raise ValueError("an even group has no private creator")
    if creator and element >= 0x1000:
        element &= 0xFF  # In whichever block the creator reserved.
    return Entry(range(group, group + 1), range(element, element + 1), _vr(vr), _name(name), creator)


def _vr(text: str) -> str:
    vr = _CHOSEN.get(text, text)
    if vr not in _VRS:
        raise ValueError(f"{text[:16]!r} is no VR")
    return vr


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text[:64]!r} is no name: it should be printable ASCII")
    return text
