"""A compiled search: conditions, an order, and the statements that they make.

The criterion that narrows the search most drives it: its table comes first, and its index serves. The order of joins is
fixed with CROSS JOIN, and the other criteria are kept from their indexes, because an engine without statistics guesses
both badly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from broch_hostapi.resources import Level, Resource

from broch.dataset.matching import Pattern, matches
from broch.index.hierarchy import ALIASES
from broch.index.tables import NAMES

COMMON = 6
"""From this rank on a criterion may match a good part of all there is."""
SCANNED = 20
"""A wildcard in front: all of an index is looked through, which is still less than the table."""
UNINDEXED = 99
MANY = 300
"""Up to which it is worth counting how many match."""
_LOOKED_AT = 1000
Filter = Callable[[Resource], bool]


class Condition(NamedTuple):
    """SQL on one table. ``rank``: how well its index narrows the search, 0 best; 99 not at all."""

    level: Level
    sql: str
    """When another condition drives the search: no index is used for this one."""
    parameters: tuple[Any, ...]
    rank: int = UNINDEXED
    driving: str = ""
    """When this one drives the search; empty: the same."""
    source: str = ""
    """What to count to know how many match: FROM clause with condition."""


class Order(NamedTuple):
    """SQL by whose value is ordered."""

    level: Level
    value: str
    """When a condition drives the search: no index is used for this."""
    descending: bool
    indexed: str = ""
    """The same, so that an index gives the order; empty: there is none."""


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
    order: tuple[Order, ...] = ()
    """Empty: that of arrival."""

    @property
    def driver(self) -> Condition | None:
        """The condition that an index serves best."""
        best = min(self.conditions, key=_RANK, default=None)
        return best if best is not None and best.rank < UNINDEXED else None

    def where(self) -> tuple[str, list[Any]]:
        """All conditions together, for tables that are joined already."""
        return " AND ".join(condition.sql for condition in self.conditions) or "1 = 1", self._parameters()

    def select(self, column: str = "key") -> tuple[str, list[Any]]:
        """Statement that finds the keys, or another column, of all matches in their order; its parameters."""
        first, conditions = self._driven()
        return _select(self.level, column, first, conditions, self.order), self._parameters()

    def go_through_order(self, column: str = "key") -> tuple[str, list[Any]]:
        """As ``select``, but led by the index that gives the order: for the first of many matches."""
        conditions = tuple([(c.level, c.sql) for c in self.conditions])
        return _select(self.level, column, None, conditions, self.order), self._parameters()

    def count(self) -> tuple[str, list[Any]]:
        """Statement that counts the matches; its parameters."""
        first, conditions = self._driven()
        return f"SELECT count(*){_from(self.level, first, conditions)}", self._parameters()

    def _driven(self) -> tuple[Level | None, tuple[tuple[Level, str], ...]]:
        driver = self.driver
        conditions = tuple([(c.level, c.driving or c.sql if c is driver else c.sql) for c in self.conditions])
        return driver.level if driver else None, conditions

    def count_of_many(self) -> tuple[str, tuple[Any, ...]] | None:
        """Statement that counts what its driver alone matches, up to ``MANY``; None if these can only be few."""
        driver = self.driver
        if driver is None or not COMMON <= driver.rank < SCANNED:
            return None
        parameters = driver.parameters[: driver.source.count("?")]
        return f"SELECT count(*) FROM (SELECT 1 {driver.source} LIMIT {MANY}) found", parameters  # noqa: S608

    def look_at_first(self, column: str = "key") -> tuple[str, list[Any]]:
        """As ``select``, but only among the first 1,000 of the level, gone through in the order of arrival."""
        own = ALIASES[self.level]
        last = f"(SELECT key FROM {NAMES[self.level]} ORDER BY key LIMIT 1 OFFSET {_LOOKED_AT})"  # noqa: S608
        bound = (self.level, f"{own}.key < coalesce({last}, {1 << 62})")
        conditions = (bound, *((c.level, c.sql) for c in self.conditions))
        return _select(self.level, column, None, conditions, ()), self._parameters()

    def _parameters(self) -> list[Any]:
        return [parameter for condition in self.conditions for parameter in condition.parameters]


_RANK = attrgetter("rank")


@lru_cache(1024)
def _select(
    level: Level, column: str, driver: Level | None, conditions: tuple[tuple[Level, str], ...], order: tuple[Order, ...]
) -> str:
    """Kept, as searches have few shapes, and a new text must be parsed by the database too."""
    # The plus keeps SQLite from walking the whole table in the order of its keys to save a sort.
    last = f"{'+' if driver is not None or order else ''}{ALIASES[level]}.key"
    walked = driver is None and bool(order and order[0].indexed)
    terms = [
        f"{term.indexed if walked and not at else term.value}{' DESC' * term.descending} NULLS LAST"
        for at, term in enumerate(order)
    ]
    first = order[0].level if walked else driver
    source = _from(level, first, conditions, tuple(term.level for term in order))
    return f"SELECT {ALIASES[level]}.{column}{source} ORDER BY {', '.join([*terms, last])}"


@lru_cache(1024)
def _from(
    level: Level, first: Level | None, conditions: tuple[tuple[Level, str], ...], more: tuple[Level, ...] = ()
) -> str:
    """FROM and WHERE: the table ``first`` before the others, and the tables of ``more`` besides those of conditions."""
    first = level if first is None else first
    top = min(level, first, *(table for table, _ in conditions), *more)
    order = [first, *range(first - 1, top - 1, -1), *range(first + 1, level + 1)]
    tables = " CROSS JOIN ".join(f"{NAMES[table]} {ALIASES[table]}" for table in order)
    links = [f"{ALIASES[table]}.parent = {ALIASES[table - 1]}.key" for table in range(top + 1, level + 1)]
    where = " AND ".join([*links, *(sql for _, sql in conditions)]) or "1 = 1"
    return f" FROM {tables} WHERE {where}"


def below(search: Search, level: Level, key: int) -> None:
    """Only what is below this resource."""
    search.conditions.append(Condition(level, f"{ALIASES[level]}.key = ?", (key,), 0))


def behind(search: Search, key: int) -> None:
    """Only what arrived later than this resource of the level that is searched."""
    search.conditions.append(Condition(search.level, f"{ALIASES[search.level]}.key > ?", (key,)))


def begin_at(search: Search, key: int) -> None:
    """Nothing that arrived earlier than this resource of the level that is searched."""
    search.conditions.append(Condition(search.level, f"{ALIASES[search.level]}.key >= ?", (key,)))


def matches_file(search: Search, tags: Mapping[int, str]) -> bool:
    """Whether the tags read from a file match what the index cannot decide. ``tags`` lacks absent elements."""
    return all(
        matches(criterion.vr, criterion.pattern, tags.get(tag), criterion.exact)
        for tag, criterion in search.unindexed.items()
    )
