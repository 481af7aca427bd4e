"""What lists of many resources need of the index: one statement for many of them, not one for each."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from broch_hostapi.errors import NotFound
from broch_hostapi.resources import Attachment, ContentType, Level, Resource

from broch.index.attachments import COLUMNS
from broch.index.connection import Connection
from broch.index.hierarchy import ALIASES
from broch.index.tables import NAMES

MADE_FROM = ("AnonymizedFrom", "ModifiedFrom")
"""Metadata that lists of resources show."""
_FILE = f"a.owner = 4 * i.key + {Level.INSTANCE:d} AND a.kind = {ContentType.DICOM:d}"
_loads: Callable[[str], dict[str, str]] = orjson.loads


class ListedInstance(NamedTuple):
    """An instance as lists show it, without what is the same for all below a series."""

    id: str
    series: str
    """Public identifiers."""
    tags: dict[str, str]
    made_from: dict[str, str]
    index_in_series: int | None
    size: int
    uuid: str
    """Of its DICOM file."""


def listed_instances(connection: Connection, level: Level, public_id: str) -> list[ListedInstance]:
    """Every instance below a patient, study or series, in the order of arrival. Raises NotFound."""
    levels = range(level, Level.INSTANCE + 1)
    tables = " CROSS JOIN ".join(f"{NAMES[at]} {ALIASES[at]}" for at in levels)
    links = " AND ".join(f"{ALIASES[at]}.parent = {ALIASES[at - 1]}.key" for at in levels[1:])
    rows = connection.rows(
        "SELECT i.public_id, e.public_id, i.tags, i.metadata, i.index_in_series, a.size, a.uuid"  # noqa: S608
        f" FROM {tables} LEFT JOIN attachment a ON {_FILE}"
        f" WHERE {ALIASES[level]}.public_id = ? AND {links} ORDER BY +i.key",
        (public_id,),
    )
    if not rows:
        raise NotFound(level.word.lower(), public_id)
    return [
        ListedInstance(public_id, series, _loads(tags), _made_from(metadata), index, size or 0, uuid or "")
        for public_id, series, tags, metadata, index, size, uuid in rows
    ]


def _made_from(metadata: str) -> dict[str, str]:
    if 'edFrom"' not in metadata:  # as nearly always: spares the parsing
        return {}
    known = _loads(metadata)
    return {name: known[name] for name in MADE_FROM if name in known}


def children_of(connection: Connection, level: Level, public_ids: Sequence[str]) -> dict[str, list[str]]:
    """Public identifiers of what is right below each of these resources, in the order of arrival."""
    found: dict[str, list[str]] = {public_id: [] for public_id in public_ids}
    above, below = NAMES[level], NAMES[level + 1]
    rows = connection.rows(
        f"SELECT u.public_id, b.public_id, b.key FROM {above} u CROSS JOIN {below} b WHERE b.parent = u.key"  # noqa: S608
        f" AND {_one_of(connection, 'u.public_id', public_ids)}",
        _parameter(connection, public_ids),
    )
    rows.sort(key=itemgetter(2))  # sorted but for the parents already, which the database would not notice
    for parent, child, _ in rows:
        found[parent].append(child)
    return found


def files_of(connection: Connection, instances: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Size and UUID of the DICOM file of each of these instances that has one."""
    rows = connection.rows(
        f"SELECT i.public_id, a.size, a.uuid FROM instance i CROSS JOIN attachment a"  # noqa: S608
        f" WHERE {_FILE} AND {_one_of(connection, 'i.public_id', instances)}",
        _parameter(connection, instances),
    )
    return {public_id: (size, uuid) for public_id, size, uuid in rows}


def attachments_of(connection: Connection, level: Level, public_ids: Sequence[str]) -> dict[str, list[Attachment]]:
    """What each of these resources has attached, by kind, without what is kept for ourselves."""
    rows = connection.rows(
        f"SELECT r.public_id, {', '.join(f'a.{name}' for name in COLUMNS.split(', '))}"  # noqa: S608
        f" FROM {NAMES[level]} r CROSS JOIN attachment a WHERE a.owner = 4 * r.key + {level:d}"
        f" AND a.kind <> {ContentType.SIDECAR:d} AND {_one_of(connection, 'r.public_id', public_ids)}",
        _parameter(connection, public_ids),
    )
    found: dict[str, list[Attachment]] = {public_id: [] for public_id in public_ids}
    for public_id, *values in sorted(rows, key=itemgetter(1)):
        found[public_id].append(Attachment(*values))
    return found


def _one_of(connection: Connection, column: str, values: Sequence[str]) -> str:
    return f"{column} = ?" if len(values) == 1 else connection.dialect.any_of(column)


def _parameter(connection: Connection, values: Sequence[str]) -> tuple[Any]:
    return (values[0] if len(values) == 1 else connection.dialect.array(values),)


def series_statuses(connection: Connection, series: Sequence[Resource]) -> dict[str, str]:
    """See ``IndexService.series_status``. The indexes in a series run from 1."""
    found = dict.fromkeys((one.id for one in series), "Unknown")
    expected = {one.id: one.metadata.get("ExpectedNumberOfInstances", "") for one in series}
    asked = [public_id for public_id, number in expected.items() if number.isdecimal()]
    if asked:
        counted = connection.rows(
            "SELECT e.public_id, count(i.index_in_series), count(DISTINCT i.index_in_series),"  # noqa: S608
            " min(i.index_in_series), max(i.index_in_series), count(*) FROM series e CROSS JOIN instance i"
            f" WHERE i.parent = e.key AND {_one_of(connection, 'e.public_id', asked)} GROUP BY e.public_id",
            _parameter(connection, asked),
        )
        found.update((public_id, _status(int(expected[public_id]), *counts)) for public_id, *counts in counted)
    return found


def _status(expected: int, known: int, different: int, low: int, high: int, every: int) -> str:
    if known and (low < 1 or high > expected or different != known):
        return "Inconsistent"
    return "Complete" if known == every == expected else "Missing"
