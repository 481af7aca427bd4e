"""Compiles a search to SQL. No stored file is opened for a tag that the index has.

The table that the most selective criterion is on comes first, and its index serves the search; the order of joins is
fixed with CROSS JOIN, because an engine without statistics guesses it badly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from broch_hostapi.errors import BadRequest
from broch_hostapi.index import Dialect
from broch_hostapi.resources import FindQuery, Level, Resource

from broch.dataset import dictionary
from broch.dataset.matching import WITHOUT_CASE, Kind, Pattern, fold, matches, parse, upper_bound
from broch.index.columns import BY_TAG, Column
from broch.index.hierarchy import ALIASES
from broch.index.main_tags import LEVELS
from broch.index.tables import NAMES

_MODALITY = 0x00080060
_MODALITIES_IN_STUDY = 0x00080061
_COUNTED = frozenset((0x00201200, 0x00201202, 0x00201204, 0x00201206, 0x00201208, 0x00201209))
"""NumberOfPatientRelatedStudies and its like: answers, not criteria; Orthanc finds nothing by them."""
_UNINDEXED = 9
Filter = Callable[[Resource], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL on one table. ``rank``: how well its index narrows the search, 0 best; 9 not at all."""

    level: Level
    sql: str
    parameters: tuple[Any, ...]
    rank: int = _UNINDEXED


@dataclass(frozen=True, slots=True)
class Criterion:
    """A pattern for a tag that the index does not have."""

    vr: str
    pattern: Pattern
    exact: bool


@dataclass(slots=True)
class Search:
    """A compiled search."""

    level: Level
    conditions: list[Condition] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    """What SQL cannot decide: about tags of the index without a column."""
    unindexed: dict[int, Criterion] = field(default_factory=dict)
    """Tags that the index does not have; only the files tell."""
    impossible: bool = False
    """A criterion is about a lower level: nothing matches, as with Orthanc."""

    @property
    def driver(self) -> Condition | None:
        """The condition that an index serves best."""
        best = min(self.conditions, key=lambda condition: condition.rank, default=None)
        return best if best is not None and best.rank < _UNINDEXED else None

    def where(self) -> tuple[str, list[Any]]:
        """All conditions together, for tables that are joined already."""
        parameters = [parameter for condition in self.conditions for parameter in condition.parameters]
        return " AND ".join(condition.sql for condition in self.conditions) or "1 = 1", parameters

    def select(self, column: str = "key") -> tuple[str, list[Any]]:
        """Statement that finds the keys, or another column, of all matches in the order of arrival; its parameters."""
        driver = self.driver
        conditions = tuple((condition.level, condition.sql) for condition in self.conditions)
        return _select(self.level, column, driver.level if driver else None, conditions), self.where()[1]


@lru_cache(1024)
def _select(level: Level, column: str, driver: Level | None, conditions: tuple[tuple[Level, str], ...]) -> str:
    """Kept, as searches have few shapes, and a new text must be parsed by the database too."""
    first = level if driver is None else driver
    top = min(level, first, *(table for table, _ in conditions))
    order = [first, *range(first - 1, top - 1, -1), *range(first + 1, level + 1)]
    tables = " CROSS JOIN ".join(f"{NAMES[table]} {ALIASES[table]}" for table in order)
    links = [f"{ALIASES[table]}.parent = {ALIASES[table - 1]}.key" for table in range(top + 1, level + 1)]
    where = " AND ".join([*links, *(sql for _, sql in conditions)]) or "1 = 1"
    # The plus keeps SQLite from walking the whole table in the order of its keys to save a sort.
    ordered = f"{'+' if driver is not None else ''}{ALIASES[level]}.key"
    return f"SELECT {ALIASES[level]}.{column} FROM {tables} WHERE {where} ORDER BY {ordered}"  # noqa: S608


def compile_query(query: FindQuery, dialect: Dialect, *, any_case: bool = False) -> Search:
    """Compile the criteria. ``any_case``: no value's case matters, not only that of person names.

    Raises BadRequest for criteria that make no sense. The parent is not looked at here.
    """
    search = Search(query.level)
    for tag, text in query.criteria.items():
        vr = _vr(tag)
        pattern = parse(vr, text, f"tag {tag >> 16:04x},{tag & 0xFFFF:04x}")
        if pattern.kind is Kind.ANY:
            continue
        exact = query.case_sensitive or vr in WITHOUT_CASE or not (any_case or vr == "PN")
        _add(search, dialect, tag, pattern, vr, exact)
    return search


def _vr(tag: int) -> str:
    return BY_TAG[tag][1].vr if tag in BY_TAG else dictionary.vr(tag)


def _add(search: Search, dialect: Dialect, tag: int, pattern: Pattern, vr: str, exact: bool) -> None:
    if tag in _COUNTED:
        search.impossible = True
    elif tag == _MODALITIES_IN_STUDY:
        _add_modalities(search, dialect, pattern, exact)
    elif tag in BY_TAG:
        level, column = BY_TAG[tag]
        if level > search.level:
            search.impossible = True
        else:
            search.conditions += _on_column(dialect, ALIASES[level], level, column, pattern, exact)
    elif tag in LEVELS:
        _add_without_column(search, dialect, tag, pattern, vr, exact)
    elif vr == "SQ":
        raise BadRequest(f"a sequence cannot be matched: {tag >> 16:04x},{tag & 0xFFFF:04x}")
    else:
        search.unindexed[tag] = Criterion(vr, pattern, exact)


def _add_without_column(search: Search, dialect: Dialect, tag: int, pattern: Pattern, vr: str, exact: bool) -> None:
    level, keyword = LEVELS[tag], dictionary.keyword(tag)
    if level > search.level:
        search.impossible = True
        return
    value = dialect.json_get(f"{ALIASES[level]}.tags", keyword)
    if exact:
        search.conditions.append(Condition(level, *_compare(dialect, value, pattern)))
        return
    search.conditions.append(Condition(level, f"{value} IS NOT NULL", ()))

    def accepts(resource: Resource) -> bool:
        tags = resource.tags if level == resource.level else resource.upper
        return matches(vr, pattern, tags.get(keyword), exact)

    search.filters.append(accepts)


def _on_column(
    dialect: Dialect, alias: str, level: Level, column: Column, pattern: Pattern, exact: bool
) -> list[Condition]:
    name = f"{alias}.{column.name}"
    if not column.folded:
        return [Condition(level, *_compare(dialect, name, pattern), _rank(column, pattern))]
    folded = Pattern(pattern.kind, tuple(map(fold, pattern.values)))
    found = [Condition(level, *_compare(dialect, name, folded), _rank(column, folded))]
    if exact and pattern.values != ("*",):
        value = dialect.json_get(f"{alias}.tags", column.keyword)
        found.append(Condition(level, *_compare(dialect, value, pattern)))
    return found


def _compare(dialect: Dialect, value: str, pattern: Pattern) -> tuple[str, tuple[Any, ...]]:
    """SQL that says what ``matching.matches`` says."""
    if pattern.kind is Kind.SINGLE:
        return f"{value} = ?", pattern.values
    if pattern.kind is Kind.LIST:
        return dialect.any_of(value), (dialect.array(pattern.values),)
    if pattern.kind is Kind.RANGE:
        low, high = pattern.values
        return f"{value} >= ? AND {value} <= ? AND {value} <> ''", (low, upper_bound(high))
    if pattern.values == ("*",):
        return f"{value} IS NOT NULL", ()
    return dialect.glob(value, "?"), (dialect.glob_text(pattern.values[0]),)


def _rank(column: Column, pattern: Pattern) -> int:
    if not column.indexed:
        return _UNINDEXED
    if pattern.kind is Kind.SINGLE:
        return 1 if column.name == "uid" else 2
    if pattern.kind is Kind.LIST:
        return 3
    if pattern.kind is Kind.RANGE:
        return 4 if all(pattern.values) else 6
    return 5 if pattern.values[0][0] not in "*?" else _UNINDEXED


def _add_modalities(search: Search, dialect: Dialect, pattern: Pattern, exact: bool) -> None:
    """ModalitiesInStudy: the modality of one of the series of the study matches (PS3.4 C.3.4)."""
    if search.level < Level.STUDY:
        search.impossible = True
        return
    found = _on_column(dialect, "m", Level.SERIES, BY_TAG[_MODALITY][1], pattern, exact)
    conditions = " AND ".join(condition.sql for condition in found)
    sql = f"EXISTS (SELECT 1 FROM series m WHERE m.parent = t.key AND {conditions})"  # noqa: S608
    parameters = tuple(parameter for condition in found for parameter in condition.parameters)
    search.conditions.append(Condition(Level.STUDY, sql, parameters))


def below(search: Search, level: Level, key: int) -> None:
    """Only what is below this resource."""
    search.conditions.append(Condition(level, f"{ALIASES[level]}.key = ?", (key,), 0))


def behind(search: Search, key: int) -> None:
    """Only what arrived later than this resource of the level that is searched."""
    search.conditions.append(Condition(search.level, f"{ALIASES[search.level]}.key > ?", (key,)))


def matches_file(search: Search, tags: Mapping[int, str]) -> bool:
    """Whether the tags read from a file match what the index cannot decide. ``tags`` lacks absent elements."""
    return all(
        matches(criterion.vr, criterion.pattern, tags.get(tag), criterion.exact)
        for tag, criterion in search.unindexed.items()
    )
