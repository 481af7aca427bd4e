"""Writing instances that came in: one batch form, the same few statements for one instance and for many."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

from broch_hostapi.events import EventKind
from broch_hostapi.resources import Attachment, ContentType, Level

from broch.index.attachments import insert_attachments, take_derived
from broch.index.new_instance import PREPARED, Added, Member, NewInstance, clean, instance_snapshot, row_of
from broch.index.recall import Found, Known
from broch.index.removal import remove
from broch.index.tables import NAMES, TOTALS, owner_of
from broch.index.transaction import Transaction


@dataclass(slots=True)
class _Parent:
    """A patient, study or series that gets new instances in this batch."""

    first: NewInstance
    key: int
    above: int
    known: Known | None
    received: str = ""
    modalities: str = ""
    counts: list[int] = field(default_factory=lambda: [0] * len(Level))
    """What it gains, by level."""


_ABOVE = (Level.PATIENT, Level.STUDY, Level.SERIES)
_NEW_EVENTS = (EventKind.NewPatient, EventKind.NewStudy, EventKind.NewSeries)
_BIGINTS = frozenset((*TOTALS, "key", "parent", "revision"))


def _type(column: str) -> str:
    if column in ("expected_instances", "index_in_series"):
        return "integer"
    if column in ("changed_at", "queued_at"):
        return "double precision"
    return "bigint" if column in _BIGINTS else "text"


def _changing(level: Level) -> tuple[str, ...]:
    """What every new instance sets anew in the resources above it."""
    return ("last_update", "changed_at", "revision", *(["modalities"] if level == Level.STUDY else []))


def _columns_written(level: Level) -> tuple[str, ...]:
    parent = ("parent",) if level else ()
    if level == Level.INSTANCE:
        return ("key", *PREPARED[level], *parent, "revision")
    prepared = (name for name in PREPARED[level] if name != "last_update")
    return ("key", *prepared, *parent, "queued_at", *_changing(level), *TOTALS[level + 1 :])


def _insert(level: Level) -> str:
    return f"INSERT INTO {NAMES[level]} ({', '.join(_columns_written(level))})"


def _update(level: Level) -> str:
    sets = [f"{name} = ?" for name in _changing(level)] + [f"{name} = {name} + ?" for name in TOTALS[level + 1 :]]
    return f"UPDATE {NAMES[level]} SET {', '.join(sets)} WHERE key = ?"  # noqa: S608


def _update_from(level: Level) -> str:
    """The same for many resources, by a server: one statement."""
    table, names = NAMES[level], [*_changing(level), *TOTALS[level + 1 :], "key"]
    sets = [f"{name} = v.{name}" for name in _changing(level)]
    sets += [f"{name} = {table}.{name} + v.{name}" for name in TOTALS[level + 1 :]]
    return f"UPDATE {table} SET {', '.join(sets)} FROM ({{}}) AS v({', '.join(names)}) WHERE {table}.key = v.key"  # noqa: S608


def _select(level: Level) -> str:
    """A part of the statement that looks resources up, without the list of what is looked for."""
    derived = f"EXISTS (SELECT 1 FROM attachment a WHERE a.derived = 1 AND a.owner = 4 * r.key + {level:d})"  # noqa: S608
    above = f"instances, stable, queued_at, CASE WHEN {derived} THEN 1 ELSE 0 END"
    expected = "coalesce(expected_instances, -1)" if level == Level.SERIES else "-1"
    modalities = "modalities" if level == Level.STUDY else "''"
    more = "0, 0, 0.0, 0" if level == Level.INSTANCE else above
    columns = f"{level:d}, public_id, key, {more}, {expected}, {modalities}"
    return f"SELECT {columns} FROM {NAMES[level]} r WHERE "  # noqa: S608


_TYPES = tuple(tuple(map(_type, _columns_written(level))) for level in Level)
_INSERTS = tuple(map(_insert, Level))
_UPDATES = tuple(map(_update, _ABOVE))
_UPDATES_FROM = tuple(map(_update_from, _ABOVE))
_UPDATED_TYPES = tuple(tuple(map(_type, (*_changing(at), *TOTALS[at + 1 :], "key"))) for at in _ABOVE)
_SELECTS = tuple(map(_select, Level))


def add(tx: Transaction, members: Sequence[Member], now: float) -> list[Added]:
    """Write instances, in their order. Two of the same instance are as two that come one after the other."""
    outcomes: list[Added | None] = [None] * len(members)
    left = list(range(len(members)))
    while left:  # nearly always once: an instance that overwrites another of the same batch waits for the next round
        left = _add_unique(tx, members, left, outcomes, now)
    if any(outcome is not None and (outcome.replaced or outcome.status != "Success") for outcome in outcomes):
        tx.recall.mistrust()
    return [outcome for outcome in outcomes if outcome is not None]


def _add_unique(
    tx: Transaction, members: Sequence[Member], numbers: Sequence[int], outcomes: list[Added | None], now: float
) -> list[int]:
    known = tx.recall.known if tx.recalls else _look_up(tx, (members[number].new for number in numbers))
    chosen: dict[str, int] = {}
    later: list[int] = []
    removed: dict[int, tuple[Attachment, ...]] = {}
    for number in numbers:
        new = members[number].new
        if new.ids.instance in chosen:
            later.append(number)
        elif new.ids.instance not in known[Level.INSTANCE]:
            chosen[new.ids.instance] = number
        elif _is_kept(tx, new, known[Level.INSTANCE][new.ids.instance].key):
            outcomes[number] = Added("AlreadyStored", discarded=new.attachments)
        else:
            removed[number] = tuple(remove(tx, Level.INSTANCE, new.ids.instance)[1])
            chosen[new.ids.instance] = number
    if removed:
        known = _look_up(tx, (members[number].new for number in chosen.values()))
    stale = _write(tx, [members[number] for number in chosen.values()], known, now)
    for number in chosen.values():
        outcomes[number] = Added("Success", number in removed, removed.get(number, ()) + stale)
        stale = ()
    return later


def _is_kept(tx: Transaction, new: NewInstance, key: int) -> bool:
    """Whether the stored instance stays and the newcomer goes."""
    if new.overwrite != "IfChanged":
        return new.overwrite != "Always"
    stored = tx.rows(
        "SELECT md5 FROM attachment WHERE owner = ? AND kind = ?",
        (owner_of(Level.INSTANCE, key), int(ContentType.DICOM)),
    )
    md5 = {attachment.md5 for attachment in new.attachments if attachment.kind == ContentType.DICOM}
    return bool(stored) and stored[0][0] in md5


@lru_cache(1024)
def _lookup(*sizes: int) -> str:
    lists = (f"public_id IN ({','.join('?' * size)})" for size in sizes)
    return " UNION ALL ".join(select + part for select, part in zip(_SELECTS, lists, strict=True))


def _look_up(tx: Transaction, news: Iterable[NewInstance]) -> Found:
    """Of each level, by public identifier: what is there already.

    Lists are arrays, or are filled up to powers of two, so that there are few different statements.
    """
    ids: tuple[set[str], ...] = (set(), set(), set(), set())
    for new in news:
        for level in Level:
            ids[level].add(new.ids[level])
    if tx.dialect.remote:
        parts = (select + tx.any_of("public_id") for select in _SELECTS)
        return _known(tx.rows(" UNION ALL ".join(parts), [tx.array(of_level) for of_level in ids]))
    wanted: list[str] = []
    sizes = [1 << (len(of_level) - 1).bit_length() for of_level in ids]
    for size, of_level in zip(sizes, ids, strict=True):
        wanted += of_level
        wanted += [wanted[-1]] * (size - len(of_level))
    return _known(tx.rows(_lookup(*sizes), wanted))


def _known(rows: Iterable[Sequence[Any]]) -> Found:
    known: Found = ({}, {}, {}, {})
    for level, public_id, *values in rows:
        known[level][public_id] = Known(*values)
    return known


def _write(tx: Transaction, members: Sequence[Member], known: Found, now: float) -> tuple[Attachment, ...]:
    """Write what is new; returns derived attachments that became stale."""
    if not members:
        return ()
    parents = _parents(tx, members, known)
    with tx.together():
        for level in _ABOVE:
            _write_parents(tx, level, parents[level].values(), now)
        keys = _write_instances(tx, members, parents[Level.SERIES])
        insert_attachments(
            tx, [(owner_of(Level.INSTANCE, keys[m.new.ids.instance]), a) for m in members for a in m.new.attachments]
        )
    for level in _ABOVE:
        _join_queue(tx, level, parents[level].values(), now)
        for public_id, parent in parents[level].items():
            tx.recall.keep(level, public_id, _left(level, parent, now))
    _tell(tx, members, parents, keys)
    for level in _ABOVE:
        tx.add_total(TOTALS[level], sum(parent.known is None for parent in parents[level].values()))
    tx.add_total("instances", len(members))
    outdated = [
        owner_of(level, parent.key)
        for level in _ABOVE
        for parent in parents[level].values()
        if parent.known and parent.known.derived
    ]
    return take_derived(tx, outdated) if outdated else ()


_Parents = tuple[dict[str, _Parent], ...]


def _parents(tx: Transaction, members: Sequence[Member], known: Found) -> _Parents:
    """The parents of a batch, with what they gain."""
    found: _Parents = ({}, {}, {})
    for member in members:
        new = member.new
        above = 0
        for level in _ABOVE:
            parent = found[level].get(new.ids[level])
            if parent is None:
                parent = _parent(tx, found, new, level, above, known[level].get(new.ids[level]))
                found[level][new.ids[level]] = parent
            above = parent.key
            parent.received = max(parent.received, new.received)
            parent.counts[Level.INSTANCE] += 1
    return found


def _parent(
    tx: Transaction, found: _Parents, new: NewInstance, level: Level, above: int, known: Known | None
) -> _Parent:
    if known is not None:
        return _Parent(new, known.key, above, known, modalities=known.modalities)
    _count_above(found, new, level)
    if level == Level.SERIES:
        study = found[Level.STUDY][new.ids.study]
        study.modalities = _with_modality(study.modalities, new.modality)
    return _Parent(new, tx.new_key(), above, None)


def _count_above(found: _Parents, new: NewInstance, level: Level) -> None:
    for above in range(level):
        found[above][new.ids[above]].counts[level] += 1


def _with_modality(modalities: str, modality: str) -> str:
    names = set(modalities.split("\\")) | {clean(modality)}
    return "\\".join(sorted(names - {""}))


def _write_parents(tx: Transaction, level: Level, parents: Collection[_Parent], now: float) -> None:
    """A parent that is there already only gets what changes."""
    fresh: list[Any] = []
    updates: list[list[Any]] = []
    for parent in parents:
        gained = [parent.received, now, tx.revision]
        if level == Level.STUDY:
            gained.append(parent.modalities)
        gained += parent.counts[level + 1 :]
        if parent.known is None:
            fresh += _fresh(level, parent, now)
            fresh += gained
            continue
        updates.append([*gained, parent.key])
    if fresh:
        tx.insert(_INSERTS[level], _TYPES[level], fresh)
    if updates and tx.dialect.remote:
        tx.with_rows(_UPDATES_FROM[level], _UPDATED_TYPES[level], list(chain.from_iterable(updates)))
    elif updates:
        tx.execute_many(_UPDATES[level], updates)


def _join_queue(tx: Transaction, level: Level, parents: Collection[_Parent], now: float) -> None:
    """What was stable waits for that again."""
    joining = [(now, parent.key) for parent in parents if parent.known and _joins(parent.known, now)]
    if joining:
        tx.execute_many(f"UPDATE {NAMES[level]} SET stable = 0, queued_at = ? WHERE key = ?", joining)  # noqa: S608


def _joins(known: Known, now: float) -> bool:
    return bool(known.stable) or known.queued_at > now  # later: the clock was set back


def _left(level: Level, parent: _Parent, now: float) -> Known:
    """A parent after this batch."""
    known, gained = parent.known, parent.counts[Level.INSTANCE]
    if known is None:
        expected = parent.first.expected_instances if level == Level.SERIES else None
        return Known(parent.key, gained, 0, now, 0, -1 if expected is None else expected, parent.modalities)
    queued_at = now if _joins(known, now) else known.queued_at
    return Known(known.key, known.instances + gained, 0, queued_at, 0, known.expected, parent.modalities)


def _fresh(level: Level, parent: _Parent, now: float) -> list[Any]:
    row = row_of(level, parent.first)
    del row[PREPARED[level].index("last_update")]
    return [parent.key, *row, *([parent.above] if level else []), now]


def _write_instances(tx: Transaction, members: Sequence[Member], series: Mapping[str, _Parent]) -> dict[str, int]:
    """The keys that they get, by public identifier."""
    keys = {member.new.ids.instance: tx.new_key() for member in members}
    values: list[Any] = []
    for new, row, *_ in members:
        values += (keys[new.ids.instance], *row, series[new.ids.series].key, tx.revision)
    tx.insert(_INSERTS[Level.INSTANCE], _TYPES[Level.INSTANCE], values)
    return keys


def _tell(tx: Transaction, members: Sequence[Member], parents: _Parents, keys: Mapping[str, int]) -> None:
    """Events in the order of Orthanc's ``/changes``: the instance, then its new parents from below, then completion."""
    for new, *_ in members:
        tx.event(
            EventKind.NewInstance, Level.INSTANCE, keys[new.ids.instance], new.ids.instance, instance_snapshot(new)
        )
        for level in (Level.SERIES, Level.STUDY, Level.PATIENT):
            parent = parents[level][new.ids[level]]
            if parent.known is None and parent.first is new:
                tx.event(_NEW_EVENTS[level], level, parent.key, new.ids[level])
    _tell_completed(tx, members, parents[Level.SERIES])


def _tell_completed(tx: Transaction, members: Sequence[Member], series: Mapping[str, _Parent]) -> None:
    with_expectation = {new.ids.series for new, *_ in members if new.expected_instances is not None}
    for public_id in sorted(with_expectation):
        parent = series[public_id]
        known = parent.known
        expected = known.expected if known else parent.first.expected_instances
        if expected != parent.counts[Level.INSTANCE] + (known.instances if known else 0):
            continue
        found = tx.rows(
            "SELECT count(DISTINCT index_in_series), min(index_in_series), max(index_in_series)"
            " FROM instance WHERE parent = ?",
            (parent.key,),
        )
        if tuple(found[0]) == (expected, 1, expected):
            tx.event(EventKind.CompletedSeries, Level.SERIES, parent.key, public_id)
