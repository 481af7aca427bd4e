"""Writing instances that came in: one batch form, the same few statements for one instance and for many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from broch_hostapi.events import EventKind
from broch_hostapi.resources import Attachment, ContentType, Level

from broch.index.attachments import insert_attachments, take_derived
from broch.index.new_instance import PREPARED, Added, Member, NewInstance, clean, instance_snapshot
from broch.index.removal import remove
from broch.index.tables import NAMES, TOTALS, owner_of
from broch.index.transaction import Transaction, rows_of_values


@dataclass(slots=True)
class _Parent:
    """A patient, study or series that gets new instances in this batch."""

    level: Level
    public_id: str
    row: list[Any]
    parent: str
    received: str
    key: int = 0
    modalities: str = ""
    expected: int | None = None
    counts: dict[str, int] = field(default_factory=lambda: {"studies": 0, "series": 0, "instances": 0})


_COUNTS = (("studies", "series", "instances"), ("series", "instances"), ("instances",))
_ABOVE = (Level.PATIENT, Level.STUDY, Level.SERIES)
_NEW_EVENTS = (EventKind.NewPatient, EventKind.NewStudy, EventKind.NewSeries)
_BIGINTS = frozenset((*_COUNTS[0], "parent", "revision", "stable"))


def _type(column: str) -> str:
    if column in ("expected_instances", "index_in_series"):
        return "integer"
    if column == "changed_at":
        return "double precision"
    return "bigint" if column in _BIGINTS else "text"


def _columns_written(level: Level) -> tuple[str, ...]:
    parent = ("parent",) if level else ()
    modalities = ("modalities",) if level == Level.STUDY else ()
    kept = (*_COUNTS[level], "changed_at", *modalities) if level < Level.INSTANCE else ()
    return (*PREPARED[level], *parent, "revision", *kept)


def _upsert(level: Level) -> tuple[str, str]:
    """The two halves of the statement that writes resources of a level, around the rows."""
    table = NAMES[level]
    start = f"INSERT INTO {table} ({', '.join(_columns_written(level))}) VALUES "  # noqa: S608
    if level == Level.INSTANCE:
        return start, " RETURNING public_id, key"
    taken = ["last_update", "changed_at", "revision", *(["modalities"] if level == Level.STUDY else [])]
    sets = [f"{name} = excluded.{name}" for name in taken]
    sets += [f"{name} = {table}.{name} + excluded.{name}" for name in _COUNTS[level]]
    expected = ", expected_instances" if level == Level.SERIES else ", NULL"
    returning = f" RETURNING public_id, key, instances{expected}"
    return start, f" ON CONFLICT (public_id) DO UPDATE SET stable = 0, {', '.join(sets)}{returning}"


_WRITTEN = tuple(_columns_written(level) for level in Level)
_TYPES = tuple(tuple(map(_type, written)) for written in _WRITTEN)
_UPSERTS = tuple(_upsert(level) for level in Level)
_MODALITIES = ("NULL", "modalities", "NULL", "NULL")
_FOR_LOOKUP = " UNION ALL ".join(
    f"SELECT {level:d}, public_id, key, {_MODALITIES[level]} FROM {NAMES[level]} WHERE {{}}"  # noqa: S608
    for level in Level
)


def add(tx: Transaction, members: Sequence[Member], now: float) -> list[Added]:
    """Write instances, in their order. Two of the same instance are as two that come one after the other."""
    outcomes: list[Added | None] = [None] * len(members)
    left = list(range(len(members)))
    while left:  # nearly always once: an instance that overwrites another of the same batch waits for the next round
        left = _add_unique(tx, members, left, outcomes, now)
    return [outcome for outcome in outcomes if outcome is not None]


def _add_unique(
    tx: Transaction, members: Sequence[Member], numbers: Sequence[int], outcomes: list[Added | None], now: float
) -> list[int]:
    known = _look_up(tx, (members[number].new for number in numbers))
    chosen: dict[str, int] = {}
    later: list[int] = []
    removed: dict[int, tuple[Attachment, ...]] = {}
    for number in numbers:
        new = members[number].new
        if new.ids.instance in chosen:
            later.append(number)
        elif new.ids.instance not in known[Level.INSTANCE]:
            chosen[new.ids.instance] = number
        elif _is_kept(tx, new, known[Level.INSTANCE][new.ids.instance][0]):
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


_Known = tuple[dict[str, tuple[int, str]], ...]


def _look_up(tx: Transaction, news: Iterable[NewInstance]) -> _Known:
    """Of each level: public identifier -> key and modalities of what is there already."""
    ids: tuple[set[str], ...] = (set(), set(), set(), set())
    for new in news:
        for level in Level:
            ids[level].add(new.ids[level])
    known: _Known = ({}, {}, {}, {})
    sql = _FOR_LOOKUP.format(*[tx.any_of("public_id")] * 4)
    for level, public_id, key, modalities in tx.rows(sql, [tx.array(sorted(level_ids)) for level_ids in ids]):
        known[level][public_id] = (key, modalities or "")
    return known


def _write(tx: Transaction, members: Sequence[Member], known: _Known, now: float) -> tuple[Attachment, ...]:
    """Write what is new; returns derived attachments that became stale."""
    if not members:
        return ()
    parents = _parents(members, known)
    for level in _ABOVE:
        _write_parents(tx, level, parents, now)
    keys = _write_instances(tx, members, parents)
    insert_attachments(
        tx, [(owner_of(Level.INSTANCE, keys[m.new.ids.instance]), a) for m in members for a in m.new.attachments]
    )
    _tell(tx, members, parents, known, keys)
    for level in _ABOVE:
        tx.add_total(TOTALS[level], sum(1 for public_id in parents[level] if public_id not in known[level]))
    tx.add_total("instances", len(members))
    touched = [owner_of(level, parent.key) for level in _ABOVE for parent in parents[level].values()]
    return take_derived(tx, touched)


def _parents(members: Sequence[Member], known: _Known) -> tuple[dict[str, _Parent], ...]:
    """The parents of a batch, with what they gain."""
    found: tuple[dict[str, _Parent], ...] = ({}, {}, {})
    for member in members:
        new = member.new
        for level in _ABOVE:
            public_id = new.ids[level]
            parent = found[level].get(public_id)
            if parent is None:
                above = new.ids[level - 1] if level else ""
                parent = _Parent(level, public_id, member.rows[level], above, new.received)
                parent.modalities = known[level].get(public_id, (0, ""))[1]
                found[level][public_id] = parent
                if level and public_id not in known[level]:
                    _count_above(found, new, level)
                if level == Level.SERIES and public_id not in known[level]:
                    study = found[Level.STUDY][new.ids.study]
                    study.modalities = _with_modality(study.modalities, new.modality)
            parent.received = max(parent.received, new.received)
            parent.counts["instances"] += 1
    return found


def _count_above(found: tuple[dict[str, _Parent], ...], new: NewInstance, level: Level) -> None:
    name = "studies" if level == Level.STUDY else "series"
    for above in range(level):
        found[above][new.ids[above]].counts[name] += 1


def _with_modality(modalities: str, modality: str) -> str:
    names = set(modalities.split("\\")) | {clean(modality)}
    return "\\".join(sorted(names - {""}))


def _write_parents(tx: Transaction, level: Level, parents: tuple[dict[str, _Parent], ...], now: float) -> None:
    values: list[Any] = []
    for parent in parents[level].values():
        row = list(parent.row)
        row[4] = parent.received
        if level:
            row.append(parents[level - 1][parent.parent].key)
        row.append(tx.revision)
        row += [parent.counts[name] for name in _COUNTS[level]]
        row.append(now)
        if level == Level.STUDY:
            row.append(parent.modalities)
        values += row
    start, end = _UPSERTS[level]
    for public_id, key, instances, expected in tx.rows(
        start + rows_of_values(tx.dialect, _TYPES[level], len(parents[level])) + end, values
    ):
        parent = parents[level][public_id]
        parent.key, parent.counts["total"], parent.expected = key, instances, expected


def _write_instances(
    tx: Transaction, members: Sequence[Member], parents: tuple[dict[str, _Parent], ...]
) -> dict[str, int]:
    values: list[Any] = []
    for member in members:
        values += (*member.rows[Level.INSTANCE], parents[Level.SERIES][member.new.ids.series].key, tx.revision)
    start, end = _UPSERTS[Level.INSTANCE]
    rows = tx.rows(start + rows_of_values(tx.dialect, _TYPES[Level.INSTANCE], len(members)) + end, values)
    return dict(rows)


def _tell(
    tx: Transaction,
    members: Sequence[Member],
    parents: tuple[dict[str, _Parent], ...],
    known: _Known,
    keys: Mapping[str, int],
) -> None:
    """Events in the order of Orthanc's ``/changes``: the instance, then its new parents from below, then completion."""
    told: set[str] = set()
    for member in members:
        new = member.new
        tx.event(
            EventKind.NewInstance, Level.INSTANCE, keys[new.ids.instance], new.ids.instance, instance_snapshot(new)
        )
        for level in (Level.SERIES, Level.STUDY, Level.PATIENT):
            public_id = new.ids[level]
            if public_id not in known[level] and public_id not in told:
                tx.event(_NEW_EVENTS[level], level, parents[level][public_id].key, public_id)
                told.add(public_id)
    _tell_completed(tx, members, parents[Level.SERIES])


def _tell_completed(tx: Transaction, members: Sequence[Member], series: Mapping[str, _Parent]) -> None:
    with_expectation = {member.new.ids.series for member in members if member.new.expected_instances is not None}
    for public_id in sorted(with_expectation):
        parent = series[public_id]
        if parent.expected != parent.counts["total"]:
            continue
        found = tx.rows(
            "SELECT count(DISTINCT index_in_series), min(index_in_series), max(index_in_series)"
            " FROM instance WHERE parent = ?",
            (parent.key,),
        )
        if tuple(found[0]) == (parent.expected, 1, parent.expected):
            tx.event(EventKind.CompletedSeries, Level.SERIES, parent.key, public_id)
