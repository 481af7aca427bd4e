"""Attribute matching (PS3.4 C.2.2.2): what a pattern means, and whether a value matches it.

The SQL of the index is compiled from the same ``Pattern``; both must agree.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from broch_hostapi.errors import LimitExceeded, ParameterOutOfRange

RANGE_VRS = frozenset(("DA", "TM", "DT"))
WITHOUT_WILDCARDS = frozenset(
    ("AS", "AT", "DA", "DS", "DT", "FD", "FL", "IS", "OB", "OD", "OF", "OL", "OV", "OW", "SL", "SS", "SV", "TM",
     "UI", "UL", "US", "UV")
)  # fmt: skip
"""PS3.4 C.2.2.2.4 lists the others."""
WITHOUT_CASE = frozenset(("AS", "DA", "DS", "DT", "IS", "TM", "UI"))
"""Values of digits and punctuation, which are compared as they are."""
MAX_STARS = 16
"""Each further ``*`` multiplies the work of a match that fails."""
LONGEST_PATTERN = 10_000
"""Characters of a pattern with wildcards; SQLite takes no more than 50,000 bytes."""
_LAST = "\U0010ffff"
_MOMENT = r"\d{4,14}(?:\.\d+)?(?:\+\d{4}|-(?:0\d|1[0-2])[0-5]\d)?"
_SINGLE_MOMENT = re.compile(_MOMENT)
_MOMENT_RANGE = re.compile(rf"({_MOMENT})?-({_MOMENT})?")


class Kind(Enum):
    """The kinds of matching."""

    ANY = auto()
    SINGLE = auto()
    LIST = auto()
    WILDCARD = auto()
    RANGE = auto()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern.

    ``values``: one for SINGLE and WILDCARD, all for LIST, the two ends for RANGE (empty: open). Repeated stars are one.
    """

    kind: Kind
    values: tuple[str, ...] = ()


def parse(vr: str, text: str, name: str = "") -> Pattern:
    """Read a pattern. Raises ParameterOutOfRange for a wildcard where the VR allows none; ``name`` is told then."""
    text = text.replace("\0", "")
    if not text:
        return Pattern(Kind.ANY)
    if vr in RANGE_VRS and (ends := _range(vr, text)):
        return Pattern(Kind.RANGE, ends) if any(ends) else Pattern(Kind.ANY)
    if "\\" in text:
        return Pattern(Kind.LIST, tuple(dict.fromkeys(text.split("\\"))))
    if "*" not in text and "?" not in text:
        return Pattern(Kind.SINGLE, (text,))
    if vr in WITHOUT_WILDCARDS:
        raise ParameterOutOfRange(f"wildcards are not allowed in {name or vr}")
    text = re.sub(r"\*+", "*", text)
    if text.count("*") > MAX_STARS:
        raise LimitExceeded("the number of wildcards in a pattern", MAX_STARS)
    if len(text) > LONGEST_PATTERN:
        raise LimitExceeded("the length of a pattern with wildcards", LONGEST_PATTERN)
    return Pattern(Kind.WILDCARD, (text,))


def matches(vr: str, pattern: str | Pattern, value: str | None, case_sensitive: bool) -> bool:
    """Whether a value matches. An absent element (None) only matches the empty pattern; an empty value also ``*``.

    ``case_sensitive=False`` folds values of every VR; that only person names may be folded is the caller's rule.
    """
    parsed = parse(vr, pattern) if isinstance(pattern, str) else pattern
    if parsed.kind is Kind.ANY:
        return True
    if value is None:
        return False
    value = value.replace("\0", "")
    if parsed.kind is Kind.RANGE:
        low, high = parsed.values
        return bool(value) and low <= value <= upper_bound(high)
    wanted = parsed.values
    if not case_sensitive and vr not in WITHOUT_CASE:
        value, wanted = fold(value), tuple(map(fold, wanted))
    if parsed.kind is Kind.WILDCARD:
        return _regex(wanted[0]).fullmatch(value) is not None
    return value in wanted


def upper_bound(high: str) -> str:
    """The greatest text that begins with the end of a range: ``1011`` includes 10:11:59; an open end everything."""
    return high + _LAST


@lru_cache(65536)
def fold(text: str) -> str:
    """Text without its case, character by character, so that ``?`` stands for the same one before and after.

    Accents stay: ``Ü`` is ``ü``, but not ``u``.
    """
    text = text.replace("\0", "")
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def _folded(character: str) -> str:
    upper = character.upper()
    lower = (upper if len(upper) == 1 else character).lower()
    return lower if len(lower) == 1 else character


def _range(vr: str, text: str) -> tuple[str, str] | None:
    if vr != "DT":
        low, dash, high = text.partition("-")
        return (low, high.rstrip("-")) if dash else None
    if _SINGLE_MOMENT.fullmatch(text):  # a DT may hold a hyphen before the offset from UTC
        return None
    found = _MOMENT_RANGE.fullmatch(text)
    return (found[1] or "", found[2] or "") if found else None


@lru_cache(256)
def _regex(pattern: str) -> re.Pattern[str]:
    """The expression of a wildcard pattern; atomic groups, so that it cannot go back over what one star has taken."""
    first, *rest = [re.escape(piece).replace(r"\?", ".") for piece in pattern.split("*")]
    if not rest:
        return re.compile(first, re.DOTALL)
    *middle, last = rest
    return re.compile(first + "".join(f"(?>.*?{piece})" for piece in middle) + ".*" + last, re.DOTALL)
