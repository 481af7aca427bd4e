"""What the data dictionary knows of a tag (PS3.6): its VR, keyword and name, and the tag of a name.

Tags are plain integers, ``0x00100020`` for (0010,0020). The table is split on first use, which takes some 4 ms.
"""

from functools import cache, lru_cache
from re import compile as pattern
from typing import NamedTuple

from broch_hostapi.errors import UnknownTag

_HEX_TAG = pattern(r"\(?([0-9A-Fa-f]{4})[,-]?([0-9A-Fa-f]{4})\)?")
# Where the standard leaves a choice, the one that implicit VR and writers take (PS3.5 A.1).
_CHOSEN = {"US or SS": "US", "OB or OW": "OW", "US or OW": "OW", "US or SS or OW": "OW", "NONE": "UN"}
_CACHED_TAGS = 16384


class Attribute(NamedTuple):
    """One line of PS3.6. ``vr`` is as printed there, so it may be ``US or SS``."""

    vr: str
    keyword: str
    name: str
    retired: bool


@lru_cache(_CACHED_TAGS)
def attribute(tag: int) -> Attribute | None:
    """The standard's entry of a tag, of a repeating group too; None if there is none."""
    line = _lines().get(tag) or _repeating_line(tag)
    if line is None:
        return None
    _, vr, keyword, name, *retired = line.split("|")
    return Attribute(vr, keyword, name, bool(retired))


@lru_cache(_CACHED_TAGS)
def vr(tag: int) -> str:
    """The two-letter VR by which to read or write a tag without VR; ``UN`` if unknown."""
    known = attribute(tag)
    if known is not None:
        return _CHOSEN.get(known.vr, known.vr)
    if tag & 0xFFFF == 0:
        return "UL"
    return "LO" if is_private_creator(tag) else "UN"


@lru_cache(_CACHED_TAGS)
def keyword(tag: int) -> str:
    """The keyword, as ``PatientID``; empty if unknown."""
    known = attribute(tag)
    return known.keyword if known else ""


@lru_cache(_CACHED_TAGS)
def name(tag: int) -> str:
    """The name, as ``Patient ID``; empty if unknown."""
    known = attribute(tag)
    return known.name if known else ""


def is_private(tag: int) -> bool:
    """Whether the group is odd (PS3.5 7.8)."""
    return bool(tag & 0x10000)


def is_private_creator(tag: int) -> bool:
    """Whether the element reserves a block of private elements (PS3.5 7.8.1)."""
    return bool(tag & 0x10000) and 0x10 <= tag & 0xFFFF <= 0xFF


def tag_of(text: str) -> int:
    """The tag of a keyword, or of ``gggg,eeee``, ``gggg-eeee`` or ``ggggeeee``.

    Raises UnknownTag. A keyword is matched as written, then without regard to case; one of a repeating group stands for
    the first tag of that group, as in DCMTK.
    """
    found = _HEX_TAG.fullmatch(text)
    if found:
        return int(found[1] + found[2], 16)
    word = text.removeprefix("RETIRED_")  # as DCMTK names retired attributes
    tag = _tags().get(word) or _tags_without_case().get(word.lower())
    if tag is None:
        raise UnknownTag(text)
    return tag


@lru_cache(_CACHED_TAGS)
def format_tag(tag: int) -> str:
    """``gggg,eeee`` in lower-case hexadecimal, as the REST interface writes tags."""
    return f"{tag >> 16:04x},{tag & 0xFFFF:04x}"


@cache
def _lines() -> dict[int, str]:
    from broch.dataset.dictionary_data import ATTRIBUTES

    return {int(line[:8], 16): line for line in ATTRIBUTES.split("\n")}


@cache
def _tags() -> dict[str, int]:
    # The command group comes first and is left out: no keyword of PS3.7 names a data element.
    pairs = ((line.split("|", 3)[2], tag) for tag, line in _lines().items() if tag >= 0x00020000)
    first_of_groups = {line.split("|", 3)[2]: tag for _, tag, line in _masks()}
    return first_of_groups | {text: tag for text, tag in pairs if text}


@cache
def _tags_without_case() -> dict[str, int]:
    return {text.lower(): tag for text, tag in _tags().items()}


@cache
def _masks() -> tuple[tuple[int, int, str], ...]:
    from broch.dataset.dictionary_data import REPEATING

    return tuple(
        (
            int("".join("0" if digit == "x" else "f" for digit in line[:8]), 16),
            int(line[:8].replace("x", "0"), 16),
            line,
        )
        for line in REPEATING.split("\n")
    )


def _repeating_line(tag: int) -> str | None:
    """Curves, overlays and their like: 50xx, 60xx, 7Fxx and a few retired elements (PS3.5 7.6)."""
    if is_private(tag):
        return None
    return next((line for mask, value, line in _masks() if tag & mask == value), None)
