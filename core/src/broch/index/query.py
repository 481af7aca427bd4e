"""Compiles a search to SQL. No stored file is opened for a tag that the index has."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from broch_hostapi.errors import ParameterOutOfRange
from broch_hostapi.index import Dialect
from broch_hostapi.resources import FindQuery, Level, Resource

from broch.dataset import dictionary
from broch.dataset.matching import WITHOUT_CASE, Kind, Pattern, fold, matches, parse, upper_bound
from broch.index.columns import BY_TAG, Column
from broch.index.computed import COUNTS, MODALITIES_IN_STUDY
from broch.index.hierarchy import ALIASES
from broch.index.labels import add_labels
from broch.index.main_tags import DEFAULT, TagLists, tag_key
from broch.index.metadata import value_of
from broch.index.ordering import order_of
from broch.index.search import SCANNED, UNINDEXED, Condition, Criterion, Search
from broch.index.tables import NAMES

_MODALITY = 0x00080060


class _Template(NamedTuple):
    """A condition but for the values."""

    level: Level
    sql: str
    rank: int
    driving: str
    source: str
    folded: bool


def compile_query(
    query: FindQuery, dialect: Dialect, *, any_case: bool = False, main_tags: TagLists = DEFAULT
) -> Search:
    """Compile all but the parent, since and limit. ``any_case``: no value's case matters, not only person names'.

    Raises BadRequest for criteria that make no sense.
    """
    search = Search(query.level)
    compiler = _Compiler(search, dialect, main_tags, query.case_sensitive, any_case)
    for tag, text in query.criteria.items():
        compiler.add_tag(tag, text)
    for name, text in query.metadata.items():
        compiler.add_metadata(name, text)
    if query.labels or query.labels_constraint == "None":
        add_labels(search, dialect, query.labels, query.labels_constraint)
    if query.order_by:
        search.order = order_of(query, dialect, main_tags)
    return search


class _Compiler:
    """Adds criteria to one search."""

    def __init__(
        self, search: Search, dialect: Dialect, main_tags: TagLists, case_sensitive: bool, any_case: bool
    ) -> None:
        self._search = search
        self._dialect = dialect
        self._main_tags = main_tags
        self._case_sensitive = case_sensitive
        self._any_case = any_case

    def add_tag(self, tag: int, text: str) -> None:
        """A pattern for a tag."""
        vr = _vr(tag)
        pattern = parse(vr, text, f"tag {tag >> 16:04x},{tag & 0xFFFF:04x}")
        if pattern.kind is Kind.ANY:
            return
        search, exact = self._search, self._is_exact(vr)
        if tag in COUNTS:  # answers, no criteria; Orthanc finds nothing by them
            search.impossible = True
        elif tag == MODALITIES_IN_STUDY:
            _add_modalities(search, self._dialect, pattern, exact)
        elif tag in BY_TAG:
            self._add_column(tag, pattern, exact)
        elif tag in self._main_tags.levels:
            self._add_kept(tag, pattern, vr, exact)
        elif vr == "SQ":
            if pattern.kind is Kind.WILDCARD:
                raise ParameterOutOfRange(f"wildcards are not allowed in tag {dictionary.format_tag(tag)}")
            search.impossible = True
        else:
            search.unindexed[tag] = Criterion(vr, pattern, exact)

    def _is_exact(self, vr: str) -> bool:
        return self._case_sensitive or vr in WITHOUT_CASE or not (self._any_case or vr == "PN")

    def add_metadata(self, name: str, text: str) -> None:
        """A pattern for a metadata of the resource itself."""
        level = self._search.level
        self._add_json(
            level, value_of(self._dialect, level, name), parse("LT", text), "LT", self._is_exact("LT"),
            lambda resource: resource.metadata.get(name),
        )  # fmt: skip

    def _add_column(self, tag: int, pattern: Pattern, exact: bool) -> None:
        level = BY_TAG[tag][0]
        if level > self._search.level:
            self._search.impossible = True
            return
        form = _form(pattern)
        self._search.conditions += [
            Condition(
                template.level, template.sql, _parameters(self._dialect, pattern, form, folded=template.folded),
                template.rank, template.driving, template.source,
            )
            for template in _on_column(self._dialect, ALIASES[level], tag, pattern.kind, form, exact)
        ]  # fmt: skip

    def _add_kept(self, tag: int, pattern: Pattern, vr: str, exact: bool) -> None:
        """A tag that the index has without a column."""
        level, keyword = self._main_tags.levels[tag], tag_key(tag)
        if level > self._search.level:
            self._search.impossible = True
            return
        value = self._dialect.json_get(f"{ALIASES[level]}.tags", keyword)
        self._add_json(
            level, value, pattern, vr, exact,
            lambda resource: (resource.tags if level == resource.level else resource.upper).get(keyword),
        )  # fmt: skip

    def _add_json(
        self, level: Level, value: str, pattern: Pattern, vr: str, exact: bool, read: Callable[[Resource], str | None]
    ) -> None:
        """``value``: SQL of the same that ``read`` reads. No SQL compares without case as we do."""
        if pattern.kind is Kind.ANY:
            return
        if exact:
            form = _form(pattern)
            sql = _compare(self._dialect, value, pattern.kind, form)
            parameters = _parameters(self._dialect, pattern, form, folded=False)
            self._search.conditions.append(Condition(level, sql, parameters))
        else:
            self._search.conditions.append(Condition(level, f"{value} IS NOT NULL", ()))
            self._search.filters.append(lambda resource: matches(vr, pattern, read(resource), exact))


def _vr(tag: int) -> str:
    return BY_TAG[tag][1].vr if tag in BY_TAG else dictionary.vr(tag)


@lru_cache(2048)
def _on_column(dialect: Dialect, alias: str, tag: int, kind: Kind, form: int, exact: bool) -> tuple[_Template, ...]:
    """What a criterion of this form makes of any value. Kept: searches have few shapes."""
    level, column = BY_TAG[tag]
    name = f"{alias}.{column.name}"
    driving, rank = _compare(dialect, name, kind, form), _rank(column, kind, form)
    source = f"FROM {NAMES[level]} {alias} WHERE {driving}"
    free = _compare(dialect, dialect.without_index(name), kind, form) if rank < UNINDEXED else driving
    if SCANNED <= rank < UNINDEXED:  # in a statement of its own, so that nothing but the index is looked at
        driving = f"{alias}.key IN (SELECT {alias}.key {source})"
    found = _Template(level, free, rank, driving, source, column.folded)
    if not column.folded or not exact or form == _EVERYTHING:
        return (found,)
    value = dialect.json_get(f"{alias}.tags", column.keyword)
    return found, _Template(level, _compare(dialect, value, kind, form), UNINDEXED, "", "", folded=False)


_NARROW, _WIDE, _EVERYTHING = range(3)


def _form(pattern: Pattern) -> int:
    """What of its values the SQL of a pattern depends on: open ranges and wildcards in front serve an index badly."""
    if pattern.kind is Kind.WILDCARD:
        first = pattern.values[0]
        return _EVERYTHING if first == "*" else _WIDE if first[0] in "*?" else _NARROW
    return _WIDE if pattern.kind is Kind.RANGE and not all(pattern.values) else _NARROW


def _compare(dialect: Dialect, value: str, kind: Kind, form: int) -> str:
    """SQL that says what ``matching.matches`` says."""
    if kind is Kind.SINGLE:
        return f"{value} = ?"
    if kind is Kind.LIST:
        return dialect.any_of(value)
    if kind is Kind.RANGE:
        return f"{value} >= ? AND {value} <= ? AND {value} <> ''"
    return f"{value} IS NOT NULL" if form == _EVERYTHING else dialect.glob(value, "?")


def _parameters(dialect: Dialect, pattern: Pattern, form: int, *, folded: bool) -> tuple[Any, ...]:
    """The parameters of that SQL."""
    values = tuple(map(fold, pattern.values)) if folded else pattern.values
    if pattern.kind is Kind.SINGLE:
        return values
    if pattern.kind is Kind.LIST:
        return (dialect.array(values),)
    if pattern.kind is Kind.RANGE:
        return values[0], upper_bound(values[1])
    return () if form == _EVERYTHING else (dialect.glob_text(values[0]),)


_PENALTY = {
    (Kind.SINGLE, _NARROW): 0, (Kind.LIST, _NARROW): 1, (Kind.WILDCARD, _NARROW): 4, (Kind.RANGE, _NARROW): 6,
    (Kind.RANGE, _WIDE): 9, (Kind.WILDCARD, _WIDE): SCANNED,
}  # fmt: skip
"""How much worse the index of a column serves this than one value."""


def _rank(column: Column, kind: Kind, form: int) -> int:
    if not column.indexed or form == _EVERYTHING:
        return UNINDEXED
    return column.selectivity + _PENALTY[kind, form]


def _add_modalities(search: Search, dialect: Dialect, pattern: Pattern, exact: bool) -> None:
    """ModalitiesInStudy: the modality of one of the series of the study matches (PS3.4 C.3.4)."""
    if search.level < Level.STUDY:
        search.impossible = True
        return
    form = _form(pattern)
    found = _on_column(dialect, "m", _MODALITY, pattern.kind, form, exact)
    beside = " AND ".join(template.sql for template in found)
    driving = " AND ".join(template.driving or template.sql for template in found)
    search.conditions.append(
        Condition(
            Level.STUDY,
            f"EXISTS (SELECT 1 FROM series m WHERE m.parent = t.key AND {beside})",  # noqa: S608
            tuple(value for t in found for value in _parameters(dialect, pattern, form, folded=t.folded)),
            found[0].rank,
            f"t.key IN (SELECT m.parent FROM series m WHERE {driving})",  # noqa: S608
            found[0].source,
        )
    )
