"""Reading patients, studies, series and instances, and how they hang together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson
from broch_hostapi.errors import NotFound
from broch_hostapi.resources import Level, Resource

from broch.index.connection import Connection
from broch.index.tables import NAMES

PAGE = 256
"""Resources read by one statement while streaming."""
ALIASES = ("p", "t", "e", "i")
"""Of the table of each level, in every query."""
_OWN = (
    "p.public_id, p.uid, NULL, p.tags, p.metadata, p.last_update, p.stable, p.studies, p.series, p.instances, ''",
    "t.public_id, t.uid, p.public_id, t.tags, t.metadata, t.last_update, t.stable, 0, t.series, t.instances, modalities",  # noqa: E501
    "e.public_id, e.uid, t.public_id, e.tags, e.metadata, e.last_update, e.stable, 0, 0, e.instances, ''",
    "i.public_id, i.uid, e.public_id, i.tags, i.metadata, NULL, 0, 0, 0, 0, ''",
)
_UPPER = (", NULL, NULL, NULL", ", p.tags, NULL, NULL", ", p.tags, t.tags, NULL", ", p.tags, t.tags, e.tags")


def joined(lowest: Level, highest: Level = Level.PATIENT) -> str:
    """FROM clause of the tables of these levels, the lowest first."""
    above = (
        f" JOIN {NAMES[level]} {ALIASES[level]} ON {ALIASES[level]}.key = {ALIASES[level + 1]}.parent"
        for level in range(lowest - 1, highest - 1, -1)
    )
    return f"{NAMES[lowest]} {ALIASES[lowest]}" + "".join(above)


_SELECT = tuple(f"SELECT {ALIASES[at]}.key, {_OWN[at]}{_UPPER[at]} FROM {joined(at)}" for at in Level)  # noqa: S608
_KEY = itemgetter(0)
_loads: Callable[[str], dict[str, str]] = orjson.loads


class _Maker:
    """Makes resources of rows. What several rows have above them is parsed once."""

    def __init__(self, level: Level) -> None:
        self._level = level
        self._texts: Sequence[str | None] = [None, None, None]
        self._upper: Mapping[str, str] = {}

    def resource(self, row: Sequence[Any]) -> Resource:
        (
            _, public_id, uid, parent, tags, metadata, last_update, stable, studies, series, instances, modalities,
            *texts,
        ) = row  # fmt: skip
        if texts != self._texts:
            self._texts, self._upper = texts, _merged(texts)
        known = _loads(metadata)
        if last_update is None:
            last_update = known.get("ReceptionDate", "")
        else:
            known["LastUpdate"] = last_update
        return Resource(
            self._level, public_id, uid, parent, _loads(tags), self._upper, known, stable == 1, last_update,
            studies, series, instances, tuple(modalities.split("\\")) if modalities else (),
        )  # fmt: skip


def _merged(texts: Sequence[str | None]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for text in texts:
        if text is not None:
            merged.update(_loads(text))
    return merged


def read(connection: Connection, level: Level, public_id: str) -> Resource:
    """One resource. Raises NotFound."""
    row = connection.one(f"{_SELECT[level]} WHERE {ALIASES[level]}.public_id = ?", (public_id,))
    if row is None:
        raise NotFound(level.word.lower(), public_id)
    return _Maker(level).resource(row)


@lru_cache(1024)
def _window(level: Level, keys: str) -> str:
    tables = "".join(f" CROSS JOIN {NAMES[at]} {ALIASES[at]}" for at in range(level, -1, -1))
    links = "".join(f" AND {ALIASES[at - 1]}.key = {ALIASES[at]}.parent" for at in range(level, 0, -1))
    alias = ALIASES[level]
    columns = f"{alias}.key, {_OWN[level]}{_UPPER[level]}"
    # Not one flat statement: the database would carry all columns of all matches through its sort.
    return f"SELECT {columns} FROM ({keys} LIMIT ? OFFSET ?) found{tables} WHERE {alias}.key = found.key{links}"  # noqa: S608


def read_window(
    connection: Connection, level: Level, keys: str, parameters: Sequence[Any], limit: int, offset: int
) -> tuple[Iterator[Resource], int | None]:
    """A window of the resources whose keys ``keys`` selects, by one statement; the last key if the window is full."""
    rows = connection.rows(_window(level, keys), (*parameters, limit, offset))
    rows.sort(key=_KEY)  # no database promises to keep the order of a statement inside
    return map(_Maker(level).resource, rows), rows[-1][0] if len(rows) == limit else None


def read_keys(connection: Connection, level: Level, keys: Sequence[int]) -> Iterator[Resource]:
    """The resources that have these keys and are still there, in the order of the keys, which is that of arrival."""
    maker = _Maker(level)
    condition = connection.dialect.any_of(f"{ALIASES[level]}.key")
    sql = f"{_SELECT[level]} WHERE {condition} ORDER BY {ALIASES[level]}.key"
    for start in range(0, len(keys), PAGE):
        array = connection.dialect.array(keys[start : start + PAGE])
        yield from map(maker.resource, connection.rows(sql, (array,)))


def read_in_order(connection: Connection, level: Level, keys: Sequence[int]) -> Iterator[Resource]:
    """The resources that have these keys and are still there, in the order of this sequence."""
    maker = _Maker(level)
    sql = f"{_SELECT[level]} WHERE {connection.dialect.any_of(f'{ALIASES[level]}.key')}"
    for start in range(0, len(keys), PAGE):
        page = keys[start : start + PAGE]
        rows = {row[0]: row for row in connection.rows(sql, (connection.dialect.array(page),))}
        yield from (maker.resource(rows[key]) for key in page if key in rows)


def read_pages(connection: Connection, level: Level, condition: str, parameters: Sequence[Any]) -> Iterator[Resource]:
    """All resources of a level that fulfil a condition, in the order of arrival, a page at a time."""
    maker, after = _Maker(level), 0
    key = f"{ALIASES[level]}.key"
    sql = f"{_SELECT[level]} WHERE {key} > ? AND {condition} ORDER BY {key} LIMIT {PAGE}"
    while rows := connection.rows(sql, (after, *parameters)):
        yield from map(maker.resource, rows)
        after = rows[-1][0]
        if len(rows) < PAGE:
            return


def key_of(connection: Connection, level: Level, public_id: str) -> int:
    """The key of a resource. Raises NotFound."""
    row = connection.one(f"SELECT key FROM {NAMES[level]} WHERE public_id = ?", (public_id,))  # noqa: S608
    if row is None:
        raise NotFound(level.word.lower(), public_id)
    key: int = row[0]
    return key


_FIND_LEVEL = " UNION ALL ".join(f"SELECT {at:d} FROM {NAMES[at]} WHERE public_id = ?" for at in Level)  # noqa: S608


def level_of(connection: Connection, public_id: str) -> Level:
    """At which level this public identifier is. Raises NotFound."""
    row = connection.one(_FIND_LEVEL, (public_id,) * 4)
    if row is None:
        raise NotFound("resource", public_id)
    return Level(row[0])


def keys_below(connection: Connection, level: Level, public_id: str, below: Level) -> list[int]:
    """Keys of what is below a resource, or its own, in the order of arrival. Raises NotFound."""
    return [key for key, _ in _below(connection, level, public_id, below)]


def children(connection: Connection, level: Level, public_id: str, below: Level) -> list[str]:
    """Public identifiers of what is below a resource, in the order of arrival. Raises NotFound."""
    return [found for _, found in _below(connection, level, public_id, below)]


def _below(connection: Connection, level: Level, public_id: str, below: Level) -> list[Any]:
    if below < level:
        raise ValueError(f"{below.plural} are not below a {level.word.lower()}")
    at, top = ALIASES[below], ALIASES[level]
    sql = f"SELECT {at}.key, {at}.public_id FROM {joined(below, level)} WHERE {top}.public_id = ? ORDER BY {at}.key"  # noqa: S608
    found = connection.rows(sql, (public_id,))
    if not found:
        raise NotFound(level.word.lower(), public_id)
    return found


def ancestors(connection: Connection, level: Level, public_id: str) -> list[Resource]:
    """What is above, from the parent up to the patient. Raises NotFound."""
    found = []
    resource = read(connection, level, public_id)
    while resource.parent is not None:
        resource = read(connection, Level(resource.level - 1), resource.parent)
        found.append(resource)
    return found


def revision(connection: Connection, level: Level, public_id: str) -> int:
    """A number that grows with every instance that comes, goes or is replaced at or below. Raises NotFound."""
    row = connection.one(f"SELECT revision FROM {NAMES[level]} WHERE public_id = ?", (public_id,))  # noqa: S608
    if row is None:
        raise NotFound(level.word.lower(), public_id)
    found: int = row[0]
    return found


def first_instance(connection: Connection, resource: Resource) -> str | None:
    """Public identifier of the instance at or below a resource that came first; None if it is gone."""
    if resource.level == Level.INSTANCE:
        return resource.id
    tables, top = joined(Level.INSTANCE, resource.level), ALIASES[resource.level]
    sql = f"SELECT i.public_id FROM {tables} WHERE {top}.public_id = ? ORDER BY i.key LIMIT 1"  # noqa: S608
    row = connection.one(sql, (resource.id,))
    return None if row is None else str(row[0])


def sop_classes_in_study(connection: Connection, public_id: str) -> list[str]:
    """See ``IndexReader.sop_classes_in_study``."""
    rows = connection.rows(
        f"SELECT DISTINCT i.sop_class FROM {joined(Level.INSTANCE, Level.STUDY)} WHERE t.public_id = ?",  # noqa: S608
        (public_id,),
    )
    if not rows:
        raise NotFound("study", public_id)
    return sorted(sop_class for (sop_class,) in rows if sop_class)


def is_protected(connection: Connection, patient: str) -> bool:
    """See ``IndexReader.is_protected``."""
    row = connection.one("SELECT protected FROM patient WHERE public_id = ?", (patient,))
    if row is None:
        raise NotFound("patient", patient)
    return bool(row[0])


def protected_among(connection: Connection, patients: Sequence[str]) -> frozenset[str]:
    """See ``IndexReader.protected_among``."""
    rows = connection.rows(
        f"SELECT public_id FROM patient WHERE protected = 1 AND {connection.dialect.any_of('public_id')}",  # noqa: S608
        (connection.dialect.array(patients),),
    )
    return frozenset(public_id for (public_id,) in rows)


def oldest_unprotected_patient(connection: Connection, besides: Sequence[str]) -> str | None:
    """See ``IndexReader.oldest_unprotected_patient``."""
    condition = connection.dialect.any_of("public_id")
    row = connection.one(
        f"SELECT public_id FROM patient WHERE protected = 0 AND NOT ({condition}) ORDER BY key LIMIT 1",  # noqa: S608
        (connection.dialect.array(besides),),
    )
    return None if row is None else str(row[0])
