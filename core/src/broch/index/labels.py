"""Labels: short words that people give to resources, to find them by.

They are in one normalised table, ``label (owner, label)``. ``owner`` is 4 * key + level, as everywhere (``tables.py``),
and ``label`` is text that is compared code point by code point. The primary key (owner, label) serves "which labels has
this resource"; the index ``label_label`` (label, owner) serves "which resources have this label". A search for
instances, say, joins with ``l.owner = 4 * i.key + 3 AND l.label = ?``. The rows of a resource go with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from broch_hostapi.errors import NotFound, ParameterOutOfRange
from broch_hostapi.index import Dialect
from broch_hostapi.resources import LabelsConstraint, Level

from broch.index.connection import Connection
from broch.index.hierarchy import ALIASES, key_of
from broch.index.search import Condition, Search
from broch.index.tables import NAMES, owner_of
from broch.index.transaction import Transaction

LONGEST = 64
_LABEL = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}", re.ASCII)
_TYPES = ("bigint", "text")
PAGE = 200


def check_label(label: str) -> None:
    """Look whether this can be a label. Raises ``ParameterOutOfRange`` for what cannot be a label."""
    if not _LABEL.fullmatch(label):
        raise ParameterOutOfRange(f"a label has 1 to {LONGEST} of the characters A-Z a-z 0-9 _ -, not {label[:80]!r}")


def of_resource(connection: Connection, level: Level, public_id: str) -> list[str]:
    """The labels of a resource, sorted. Raises NotFound."""
    return of_owner(connection, owner_of(level, key_of(connection, level, public_id)))


def of_owner(connection: Connection, owner: int) -> list[str]:
    """The same, of a resource that is known already."""
    return [label for (label,) in connection.rows("SELECT label FROM label WHERE owner = ? ORDER BY label", (owner,))]


def of_many(connection: Connection, level: Level, public_ids: Sequence[str]) -> dict[str, list[str]]:
    """The labels of each of these resources that has any, sorted."""
    one = len(public_ids) == 1
    if not one and connection.one("SELECT 1 FROM label LIMIT 1") is None:
        return {}
    condition = "r.public_id = ?" if one else connection.dialect.any_of("r.public_id")
    rows = connection.rows(
        # The first condition is looked at once: most archives have no labels, and should not pay for them.
        "SELECT r.public_id, l.label"  # noqa: S608
        f" FROM {NAMES[level]} r CROSS JOIN label l WHERE EXISTS (SELECT 1 FROM label)"
        f" AND {condition} AND l.owner = 4 * r.key + {level:d}",
        (public_ids[0] if one else connection.dialect.array(public_ids),),
    )
    found: dict[str, list[str]] = {}
    for public_id, label in sorted(map(tuple, rows)):
        found.setdefault(public_id, []).append(label)
    return found


def in_use(connection: Connection) -> list[str]:
    """All labels that any resource has, sorted. Each costs one look into the index, however many resources have it."""
    return [label for (label,) in connection.rows(_IN_USE)]


_IN_USE = (
    "WITH RECURSIVE used (label) AS (SELECT min(label) FROM label UNION ALL"
    " SELECT (SELECT min(l.label) FROM label l WHERE l.label > used.label) FROM used WHERE used.label IS NOT NULL)"
    " SELECT label FROM used WHERE label IS NOT NULL"
)


def change_labels(tx: Transaction, level: Level, public_id: str, add: Iterable[str], remove: Iterable[str]) -> None:
    """Give a resource labels, and take others away; those that it has or does not have already are no fault.

    Raises NotFound.
    """
    found = tx.rows(f"SELECT key FROM {NAMES[level]} WHERE public_id = ?", (public_id,))  # noqa: S608
    if not found:
        raise NotFound(level.word.lower(), public_id)
    owner, fresh = owner_of(level, found[0][0]), sorted(set(add))
    gone = tx.array([*fresh, *remove])
    tx.execute(f"DELETE FROM label WHERE owner = ? AND {tx.any_of('label')}", (owner, gone))  # noqa: S608
    insert_labels(tx, owner, fresh)


def insert_labels(tx: Transaction, owner: int, labels: Sequence[str]) -> None:
    """Write labels that a resource does not have."""
    if labels:
        tx.insert("INSERT INTO label (owner, label)", _TYPES, [value for label in labels for value in (owner, label)])


def take_labels(tx: Transaction, owners: Iterable[int]) -> None:
    """Delete all labels of these owners."""
    tx.execute(f"DELETE FROM label WHERE {tx.any_of('owner')}", (tx.array(owners),))  # noqa: S608


def ownerless_labels(connection: Connection) -> Iterator[tuple[int, str]]:
    """Owner and label where the resource is not there."""
    for level in Level:
        sql = (
            f"SELECT owner, label FROM label l WHERE (owner, label) > (?, ?) AND (owner & 3) = {level:d}"  # noqa: S608
            f" AND NOT EXISTS (SELECT 1 FROM {NAMES[level]} r WHERE r.key = l.owner / 4)"
            f" ORDER BY owner, label LIMIT {PAGE}"
        )
        owner, label = -1, ""
        while rows := connection.rows(sql, (owner, label)):
            yield from rows
            owner, label = rows[-1]


_RANK = 11
"""Of a criterion: a label may be on few resources, or on nearly all."""


def add_labels(search: Search, dialect: Dialect, labels: Sequence[str], constraint: LabelsConstraint) -> None:
    """Let a search find only what has these labels; none may be meant to be named."""
    if constraint == LabelsConstraint.NONE:
        only = f" AND {dialect.any_of('l.label')}" if labels else ""
        own = f"4 * {ALIASES[search.level]}.key + {search.level:d}"
        parameters = (dialect.array(labels),) if labels else ()
        sql = f"NOT EXISTS (SELECT 1 FROM label l WHERE l.owner = {own}{only})"  # noqa: S608
        search.conditions.append(Condition(search.level, sql, parameters))
    elif constraint == LabelsConstraint.ANY:
        search.conditions.append(_having(search.level, dialect.any_of("l.label"), dialect.array(labels)))
    else:
        search.conditions += [_having(search.level, "l.label = ?", label) for label in dict.fromkeys(labels)]


def _having(level: Level, matching: str, parameter: Any) -> Condition:
    key = f"{ALIASES[level]}.key"
    source = f"FROM label l WHERE {matching} AND (l.owner & 3) = {level:d}"
    beside = f"EXISTS (SELECT 1 FROM label l WHERE l.owner = 4 * {key} + {level:d} AND {matching})"  # noqa: S608
    driving = f"{key} IN (SELECT (l.owner - {level:d}) / 4 {source})"
    return Condition(level, beside, (parameter,), _RANK, driving, source)
