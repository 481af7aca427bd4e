"""By what the answers to a search are ordered, as SQL."""

from broch_hostapi.errors import BadRequest
from broch_hostapi.index import Dialect
from broch_hostapi.resources import FindQuery, Level, Ordering

from broch.dataset import dictionary
from broch.index.columns import BY_TAG
from broch.index.computed import COUNTS, MODALITIES_IN_STUDY
from broch.index.hierarchy import ALIASES
from broch.index.main_tags import TagLists, tag_key
from broch.index.metadata import value_of
from broch.index.search import Order

_COMPUTED = {MODALITIES_IN_STUDY: (Level.STUDY, "modalities"), **COUNTS}
_NUMBERS = frozenset(("DS", "FD", "FL", "IS", "SL", "SS", "SV", "UL", "US", "UV"))
_NUMBERED = frozenset(("ExpectedNumberOfInstances", "IndexInSeries", "PixelDataOffset"))
_MOST = 16


def order_of(query: FindQuery, dialect: Dialect, main_tags: TagLists) -> tuple[Order, ...]:
    """Raises BadRequest for what the index does not have of this level or one above."""
    if len(query.order_by) > _MOST:
        raise BadRequest(f"no search is ordered by more than {_MOST} things")
    return tuple(
        _by_metadata(dialect, query.level, ordering, ordering.key)
        if isinstance(ordering.key, str)
        else _by_tag(dialect, query.level, ordering, ordering.key, main_tags)
        for ordering in query.order_by
    )


def _by_metadata(dialect: Dialect, level: Level, ordering: Ordering, name: str) -> Order:
    value = value_of(dialect, level, name)
    return Order(level, dialect.number(value) if name in _NUMBERED else value, ordering.descending)


def _by_tag(dialect: Dialect, lowest: Level, ordering: Ordering, tag: int, main_tags: TagLists) -> Order:
    level = _COMPUTED[tag][0] if tag in _COMPUTED else main_tags.levels.get(tag)
    if level is None or level > lowest:
        raise BadRequest(
            f"a {lowest.word.lower()} cannot be ordered by {tag_key(tag)}: the index has no such tag of it"
        )
    own = ALIASES[level]
    if tag in _COMPUTED:
        return Order(level, f"{own}.{_COMPUTED[tag][1]}", ordering.descending)
    if dictionary.vr(tag) in _NUMBERS:
        return Order(level, dialect.number(dialect.json_get(f"{own}.tags", tag_key(tag))), ordering.descending)
    if tag not in BY_TAG:
        return Order(level, dialect.json_get(f"{own}.tags", tag_key(tag)), ordering.descending)
    column = BY_TAG[tag][1]
    value = f"{own}.{column.name}"
    if not column.indexed:
        return Order(level, value, ordering.descending)
    return Order(level, dialect.without_index(value), ordering.descending, value)
