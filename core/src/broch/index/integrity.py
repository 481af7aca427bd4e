"""Reading the index page by page to check it, and putting right what it can put right by itself."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson
from broch_hostapi.resources import Attachment, ContentType, Level

from broch.index.attachments import COLUMNS
from broch.index.connection import Connection
from broch.index.main_tags import SIGNATURE
from broch.index.new_instance import PREPARED, NewInstance, metadata_of, row_of
from broch.index.removal import modalities_of
from broch.index.tables import NAMES, SIZES, TOTALS
from broch.index.transaction import Transaction

PAGE = 200
_NOT_COMPARED = frozenset({"metadata", "last_update"})
_COMPARED = tuple(tuple(name for name in PREPARED[level] if name not in _NOT_COMPARED) for level in Level)
_KEYS = (
    "SELECT t.parent, e.parent, i.parent, i.key FROM instance i JOIN series e ON e.key = i.parent"  # noqa: S608
    f" JOIN study t ON t.key = e.parent JOIN attachment a ON a.owner = 4 * i.key + {Level.INSTANCE:d}"
    f" WHERE i.public_id = ? AND a.kind = {ContentType.DICOM:d} AND a.md5 = ?"
)
"""Of the four levels, if the instance still has this file."""
_FACTS = ("TransferSyntax", "SopClassUid", "IndexInSeries", "PixelDataOffset")
"""Metadata of an instance that its file tells."""


class IndexedFile(NamedTuple):
    """A row of an attachment."""

    owner: int
    derived: bool
    attachment: Attachment


class Entry(NamedTuple):
    """What the index has of a resource, as far as files tell it."""

    key: int
    parent: int
    """0 for a patient."""
    public_id: str
    values: dict[str, Any]
    """By column."""
    metadata: dict[str, str]
    """Of an instance."""


class Wrong(NamedTuple):
    """A row that contradicts others."""

    level: Level
    key: int
    public_id: str
    detail: str


def files_after(connection: Connection, owner: int, kind: int) -> list[IndexedFile]:
    """The next page of attachments, behind this one, in the order of owner and kind."""
    rows = connection.rows(
        f"SELECT owner, derived, {COLUMNS} FROM attachment WHERE (owner, kind) > (?, ?)"  # noqa: S608
        f" ORDER BY owner, kind LIMIT {PAGE}",
        (owner, kind),
    )
    return [IndexedFile(row[0], bool(row[1]), Attachment(*row[2:])) for row in rows]


def count_files(connection: Connection) -> int:
    """How many attachments there are."""
    return int(connection.one("SELECT count(*) FROM attachment")[0])


def known_locators(connection: Connection, locators: Sequence[str]) -> set[str]:
    """Those of these that an attachment has. Reads all attachments: there is no index for it."""
    dialect = connection.dialect
    rows = connection.rows(
        f"SELECT locator FROM attachment WHERE {dialect.any_of('locator')}",  # noqa: S608
        (dialect.array(locators),),
    )
    return {locator for (locator,) in rows}


def entries(connection: Connection, level: Level, keys: Sequence[int]) -> dict[int, Entry]:
    """By key."""
    dialect, columns = connection.dialect, _COMPARED[level]
    parent = "parent" if level else "0"
    rows = connection.rows(
        f"SELECT key, {parent}, metadata, {', '.join(columns)} FROM {NAMES[level]} WHERE {dialect.any_of('key')}",  # noqa: S608
        (dialect.array(keys),),
    )
    found = {}
    for key, above, metadata, *values in rows:
        known = dict(zip(columns, values, strict=True))
        facts = orjson.loads(metadata) if level == Level.INSTANCE else {}
        found[key] = Entry(key, above, known["public_id"], known, facts)
    return found


def differences(level: Level, entry: Entry, wanted: NewInstance) -> list[str]:
    """Columns, and metadata of an instance, that are not what the file says."""
    right = wanted_values(level, wanted)
    wrong = [name for name, value in right.items() if not _same(name, value, entry.values[name])]
    if level == Level.INSTANCE:
        wrong += [name for name in _FACTS if wanted.metadata.get(name) != entry.metadata.get(name)]
    return wrong


def wanted_values(level: Level, wanted: NewInstance) -> dict[str, Any]:
    """What the columns should have."""
    row = dict(zip(PREPARED[level], row_of(level, wanted), strict=True))
    return {name: row[name] for name in _COMPARED[level]}


def _same(name: str, one: Any, other: Any) -> bool:
    if name != "tags":
        return bool(one == other)
    try:
        return bool(orjson.loads(one) == orjson.loads(other))
    except ValueError:
        return False


def correct(tx: Transaction, level: Level, key: int, wanted: NewInstance) -> None:
    """Write what the file says into the row of its instance, or of a resource above it."""
    values = wanted_values(level, wanted)
    tx.execute(
        f"UPDATE {NAMES[level]} SET {', '.join(f'{name} = ?' for name in values)} WHERE key = ?",  # noqa: S608
        (*values.values(), key),
    )
    table, told = NAMES[level], metadata_of(level, wanted)
    metadata = orjson.loads(tx.rows(f"SELECT metadata FROM {table} WHERE key = ?", (key,))[0][0])  # noqa: S608
    names = (*_FACTS, SIGNATURE) if level == Level.INSTANCE else (SIGNATURE,)
    facts = {name: told[name] for name in names if name in told}
    kept = {name: value for name, value in metadata.items() if name not in names} | facts
    if kept != metadata:
        tx.execute(f"UPDATE {table} SET metadata = ? WHERE key = ?", (orjson.dumps(kept).decode(), key))  # noqa: S608


def correct_all(tx: Transaction, wanted: Sequence[NewInstance], levels: Sequence[Level]) -> None:
    """Write what files say into the rows of their instances and, at these levels, of what is above them.

    Where files contradict each other about what they share, the last one counts. Instances that are gone, or have
    another file by now, are left out.
    """
    last: dict[tuple[Level, int], NewInstance] = {}
    studies = set()
    for one in wanted:
        keys = tx.rows(_KEYS, (one.ids.instance, one.attachments[0].md5))
        if keys:
            studies.add(keys[0][Level.STUDY])
            last |= {(level, keys[0][level]): one for level in levels}
    for (level, key), one in last.items():
        correct(tx, level, key, one)
    for study in studies if Level.SERIES in levels else ():
        right = modalities_of(tx.rows, tx.dialect, study)
        tx.execute("UPDATE study SET modalities = ? WHERE key = ? AND modalities <> ?", (right, study, right))


def wrong_counts(connection: Connection) -> Iterator[Wrong]:
    """Resources whose kept counts are wrong, and those without instances."""
    for level in (Level.SERIES, Level.STUDY, Level.PATIENT):
        condition = " OR ".join(f"{name} <> {sql}" for name, sql in _counted(level).items())
        for key, public_id in _walk(connection, level, condition):
            yield Wrong(level, key, public_id, "counts of what is below")
    for key, public_id, kept in _walk(connection, Level.STUDY, "1 = 1", ", modalities"):
        if kept != modalities_of(connection.rows, connection.dialect, key):
            yield Wrong(Level.STUDY, key, public_id, "modalities")


def empty_resources(connection: Connection) -> Iterator[Wrong]:
    """Patients, studies and series with nothing below them."""
    for level in (Level.SERIES, Level.STUDY, Level.PATIENT):
        below = NAMES[level + 1]
        condition = f"NOT EXISTS (SELECT 1 FROM {below} b WHERE b.parent = r.key)"  # noqa: S608
        for key, public_id in _walk(connection, level, condition):
            yield Wrong(level, key, public_id, "nothing is below it")


def fileless_instances(connection: Connection) -> Iterator[Wrong]:
    """Instances without a DICOM file."""
    condition = (
        f"NOT EXISTS (SELECT 1 FROM attachment a WHERE a.owner = 4 * r.key + {Level.INSTANCE:d}"  # noqa: S608
        f" AND a.kind = {ContentType.DICOM:d})"
    )
    for key, public_id in _walk(connection, Level.INSTANCE, condition):
        yield Wrong(Level.INSTANCE, key, public_id, "the index has no DICOM file of it")


def parentless_resources(connection: Connection) -> Iterator[Wrong]:
    """Resources whose parent is not there."""
    for level in (Level.STUDY, Level.SERIES, Level.INSTANCE):
        condition = f"NOT EXISTS (SELECT 1 FROM {NAMES[level - 1]} b WHERE b.key = r.parent)"  # noqa: S608
        for key, public_id in _walk(connection, level, condition):
            yield Wrong(level, key, public_id, "what it belongs to is not there")


def ownerless_files(connection: Connection) -> Iterator[tuple[int, int, str]]:
    """Owner, kind and locator of attachments whose resource is not there."""
    for level in Level:
        sql = (
            f"SELECT owner, kind, locator FROM attachment a WHERE (owner, kind) > (?, ?) AND (owner & 3) = {level:d}"  # noqa: S608
            f" AND NOT EXISTS (SELECT 1 FROM {NAMES[level]} r WHERE r.key = a.owner / 4)"
            f" ORDER BY owner, kind LIMIT {PAGE}"
        )
        owner, kind = -1, 0
        while rows := connection.rows(sql, (owner, kind)):
            yield from rows
            owner, kind, _ = rows[-1]


def wrong_totals(connection: Connection) -> list[str]:
    """Names of the kept totals of the whole archive that are wrong."""
    wanted = _totals()
    row = connection.one(f"SELECT {', '.join(f'{name} - {sql}' for name, sql in wanted.items())} FROM total")  # noqa: S608
    wrong = [name for name, difference in zip(wanted, row, strict=True) if difference]
    marks = connection.one(f"SELECT {', '.join(_MARKS.values())}, last_key, seq FROM total")  # noqa: S608
    return wrong + [name for name, least, kept in zip(_MARKS, marks[:2], marks[2:], strict=True) if kept < least]


def recount(tx: Transaction) -> None:
    """Make every kept count right."""
    for level in (Level.SERIES, Level.STUDY, Level.PATIENT):
        sets = _counted(level)
        changes = ", ".join(f"{name} = {sql}" for name, sql in sets.items())
        wrong = " OR ".join(f"{name} <> {sql}" for name, sql in sets.items())
        tx.execute(f"UPDATE {NAMES[level]} AS r SET {changes} WHERE {wrong}")  # noqa: S608
    for key, kept in tx.rows("SELECT key, modalities FROM study"):
        right = modalities_of(tx.rows, tx.dialect, key)
        if right != kept:
            tx.execute("UPDATE study SET modalities = ? WHERE key = ?", (right, key))
    totals = ", ".join(f"{name} = {sql}" for name, sql in _totals().items())
    marks = ", ".join(f"{name} = CASE WHEN {name} < {sql} THEN {sql} ELSE {name} END" for name, sql in _MARKS.items())
    tx.execute(f"UPDATE total SET {totals}, {marks} WHERE key = 1")  # noqa: S608


def damage_of_database(connection: Connection) -> list[str]:
    """What the engine itself finds wrong, if it can look in a short time."""
    if connection.dialect.name != "sqlite":
        return []
    return [text for (text,) in connection.rows("PRAGMA quick_check(20)") if text != "ok"]


def _walk(connection: Connection, level: Level, condition: str, more: str = "") -> Iterator[Any]:
    """Key, public identifier and more of the resources that fulfil a condition."""
    after = 0
    sql = (
        f"SELECT key, public_id{more} FROM {NAMES[level]} r WHERE key > ? AND ({condition})"  # noqa: S608
        f" ORDER BY key LIMIT {PAGE}"
    )
    while rows := connection.rows(sql, (after,)):
        yield from rows
        after = rows[-1][0]


def _counted(level: Level) -> dict[str, str]:
    """The kept counts of a level, and SQL that counts what is there; each level relies on that below it."""
    below = NAMES[level + 1]

    def of(expression: str) -> str:
        return f"(SELECT {expression} FROM {below} b WHERE b.parent = r.key)"  # noqa: S608

    deeper = {name: of(f"coalesce(sum(b.{name}), 0)") for name in TOTALS[level + 2 :]}
    return {TOTALS[level + 1]: of("count(*)"), **deeper}


def _totals() -> dict[str, str]:
    counts = {name: f"(SELECT count(*) FROM {table})" for name, table in zip(TOTALS, NAMES, strict=True)}  # noqa: S608
    for name in SIZES:
        column, dicom = name.removeprefix("dicom_"), name.startswith("dicom_")
        condition = f" WHERE kind = {ContentType.DICOM:d}" if dicom else ""
        counts[name] = f"(SELECT coalesce(sum({column}), 0) FROM attachment{condition})"  # noqa: S608
    return counts


_LAST_KEY = " UNION ALL ".join(f"SELECT max(key) AS k FROM {name}" for name in NAMES)  # noqa: S608
_MARKS = {
    "last_key": f"(SELECT coalesce(max(k), 0) FROM ({_LAST_KEY}) keys)",  # noqa: S608
    "seq": "(SELECT coalesce(max(seq), 0) FROM journal)",
}
"""Numbers that must not be smaller than these."""
