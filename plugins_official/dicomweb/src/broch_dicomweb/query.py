"""QIDO-RS: the query part of a URL as a search of the index (PS3.18 8.3.4 and 10.6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from broch_hostapi import Dictionary, FindQuery, Level, Origin
from broch_hostapi.errors import BadRequest, ParameterOutOfRange, UnknownTag

_NOT_CRITERIA = frozenset(
    ("limit", "offset", "includefield", "fuzzymatching", "emptyvaluematching", "multiplevaluematching")
)
_COMPUTED = frozenset((0x00080005, 0x00080056, 0x00081190))
"""Attributes of answers that nothing can be matched against."""
_MOST_PARAMETERS = 1000
_LARGEST_NUMBER = 1 << 62
_STUDY_UID, _SERIES_UID = 0x0020000D, 0x0020000E


@dataclass(frozen=True, slots=True)
class Query:
    """What a QIDO-RS request asks for."""

    find: FindQuery
    fields: frozenset[int]
    """Attributes to be answered beside those that always are."""
    all_fields: bool


def parse_query(
    level: Level,
    parameters: Iterable[tuple[str, str]],
    dictionary: Dictionary,
    *,
    study: str = "",
    series: str = "",
    case_sensitive: bool = False,
    origin: Origin | None = None,
    most: int = 0,
) -> Query:
    """A query from the decoded parameters of a URL, below a study or series if their UIDs are given.

    No more than ``most`` matches are asked for (0: no limit).

    Names that are no attribute are passed over, as clients add tokens and time stamps. Raises ``BadRequest`` for
    attributes inside sequences and for numbers that are none.
    """
    numbers = {"limit": 0, "offset": 0}
    criteria: dict[int, str] = {}
    fields: set[int] = set()
    all_fields = False
    for count, (name, value) in enumerate(parameters):
        if count >= _MOST_PARAMETERS:
            raise BadRequest(f"The query has more than {_MOST_PARAMETERS} parameters")
        if name in numbers:
            numbers[name] = _number(name, value)
        elif name == "includefield":
            all_fields |= "all" in value.split(",")
            fields.update(_included(value, dictionary))
        elif name not in _NOT_CRITERIA and (tag := _tag(name, dictionary)) is not None:
            fields.add(tag)
            if value and tag not in _COMPUTED:
                criteria[tag] = _pattern(tag, value, dictionary)
    criteria.update((tag, uid) for tag, uid in ((_STUDY_UID, study), (_SERIES_UID, series)) if uid)
    limit = min(numbers["limit"] or most, most) if most else numbers["limit"]
    find = FindQuery(
        level, criteria, since=numbers["offset"], limit=limit, case_sensitive=case_sensitive, origin=origin
    )
    return Query(find, frozenset(fields), all_fields)


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 20 and int(value) < _LARGEST_NUMBER):
        raise ParameterOutOfRange(f"{name} should be a whole number, not negative")
    return int(value)


def _included(value: str, dictionary: Dictionary) -> list[int]:
    tags = (_tag(name, dictionary) for name in value.split(",") if name and name != "all")
    return [tag for tag in tags if tag is not None]


def _tag(name: str, dictionary: Dictionary) -> int | None:
    """The tag of a parameter; None if it names no attribute. Raises ``BadRequest`` for a path into a sequence."""
    try:
        return dictionary.tag_of(name)
    except UnknownTag:
        first, dot, _ = name.partition(".")
        if dot and _tag(first, dictionary) is not None:
            raise BadRequest("Attributes inside sequences cannot be searched for") from None
        return None


def _pattern(tag: int, value: str, dictionary: Dictionary) -> str:
    """Several UIDs may be separated by commas or backslashes (PS3.18 8.3.4.1); the index wants backslashes."""
    return value.replace(",", "\\") if "," in value and dictionary.vr(tag) == "UI" else value
