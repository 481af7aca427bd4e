"""Values of the index as attributes of the DICOM JSON model (PS3.18 annex F)."""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

Attribute = dict[str, Any]
Attributes = dict[str, Attribute]

_EXACT = 1 << 53  # what every reader of JSON keeps exactly
_NOT_MULTIPLE = frozenset(("LT", "ST", "UT", "UR"))
_PN_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")


def attribute(vr: str, text: str) -> Attribute:
    """An attribute from its text in the index, values joined by a backslash; an empty one has no ``Value``."""
    if not text:
        return {"vr": vr}
    return {"vr": vr, "Value": values(vr, text)}


def values(vr: str, text: str) -> list[Any]:
    """The values of a text that is not empty; an empty one among several is null (F.2.5)."""
    parts = [text] if vr in _NOT_MULTIPLE or "\\" not in text else text.split("\\")
    convert = _CONVERT.get(vr)
    if convert is None:
        return parts if len(parts) == 1 else [part or None for part in parts]
    return [convert(part) if part else None for part in parts]


def person_name(text: str) -> dict[str, str]:
    """Component groups of a person name (PS3.5 6.2.1.2, F.2.2)."""
    return {group: part for group, part in zip(_PN_GROUPS, text.split("="), strict=False) if part}


def integer(text: str) -> int | str:
    """A whole number; what is none stays text, which F.2.3 allows for IS."""
    try:
        number = int(text)
    except ValueError:
        return text
    return number if abs(number) < _EXACT and "_" not in text else text


def decimal(text: str) -> float | str:
    """A number; what is none, or is not finite, stays text, which F.2.3 allows for DS."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if isfinite(number) and "_" not in text else text


_CONVERT: Mapping[str, Callable[[str], Any]] = {
    "PN": person_name,
    **dict.fromkeys(("IS", "SL", "SS", "SV", "UL", "US", "UV"), integer),
    **dict.fromkeys(("DS", "FL", "FD"), decimal),
}
