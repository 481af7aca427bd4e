"""Deleting resources: what is below goes too, and parents that are left empty."""

from collections.abc import Callable, Sequence
from typing import Any

from broch_hostapi.errors import NotFound
from broch_hostapi.events import EventKind
from broch_hostapi.index import Dialect
from broch_hostapi.resources import Attachment, Deletion, Level

from broch.index.attachments import take_attachments, take_derived
from broch.index.labels import take_labels
from broch.index.tables import NAMES, TOTALS, owner_of
from broch.index.transaction import Transaction

_UID_NAMES = ("PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
_Row = tuple[int, str, str]  # key, public identifier, DICOM identifier


def remove(tx: Transaction, level: Level, public_id: str) -> tuple[Deletion, list[Attachment]]:
    """Delete a resource.

    Returns what to tell, and the attachments whose files are to be deleted. Raises NotFound.
    """
    lineage = _lineage(tx, level, public_id)
    doomed = _below(tx, level, lineage[level])
    lost = [len(doomed.get(at, ())) for at in Level]
    remaining = None
    for above in sorted(Level, reverse=True):
        if above >= level:
            continue
        if _is_left_empty(tx, above, lineage[above][0], lost[Level.INSTANCE]):
            doomed[above] = [lineage[above]]
            lost[above] = 1
        else:
            remaining = (above, lineage[above][1])
            break
    discarded = _delete(tx, doomed)
    if remaining is not None:
        discarded += _shrink(tx, lineage[: remaining[0] + 1], lost)
    return Deletion(level, public_id, remaining), discarded


def _lineage(tx: Transaction, level: Level, public_id: str) -> list[_Row]:
    """The resource with all above it, from the patient down."""
    found = tx.rows(f"SELECT key, public_id, uid{_parent(level)} FROM {NAMES[level]} WHERE public_id = ?", (public_id,))  # noqa: S608
    if not found:
        raise NotFound(level.word.lower(), public_id)
    lineage = [found[0][:3]]
    above = found[0][3] if level else None
    for upper in range(level - 1, -1, -1):
        at = Level(upper)
        row = tx.rows(f"SELECT key, public_id, uid{_parent(at)} FROM {NAMES[at]} WHERE key = ?", (above,))[0]  # noqa: S608
        lineage.insert(0, row[:3])
        above = row[3] if at else None
    return lineage


def _parent(level: Level) -> str:
    return ", parent" if level else ""


def _below(tx: Transaction, level: Level, row: _Row) -> dict[Level, list[_Row]]:
    found: dict[Level, list[_Row]] = {level: [row]}
    for below in range(level + 1, Level.INSTANCE + 1):
        keys = [key for key, _, _ in found[Level(below - 1)]]
        sql = f"SELECT key, public_id, uid FROM {NAMES[below]} WHERE {tx.any_of('parent')} ORDER BY key"  # noqa: S608
        found[Level(below)] = tx.rows(sql, (tx.array(keys),))
    return found


def _is_left_empty(tx: Transaction, level: Level, key: int, lost: int) -> bool:
    instances: int = tx.rows(f"SELECT instances FROM {NAMES[level]} WHERE key = ?", (key,))[0][0]  # noqa: S608
    return instances == lost


def _delete(tx: Transaction, doomed: dict[Level, list[_Row]]) -> list[Attachment]:
    """Rows go from below, and so do their events."""
    owners = [owner_of(level, row[0]) for level, rows in doomed.items() for row in rows]
    discarded = take_attachments(tx, owners)
    take_labels(tx, owners)
    for level in sorted(doomed, reverse=True):
        rows = doomed[level]
        tx.execute(f"DELETE FROM {NAMES[level]} WHERE {tx.any_of('key')}", (tx.array(row[0] for row in rows),))  # noqa: S608
        tx.add_total(TOTALS[level], -len(rows))
        for key, public_id, uid in rows:
            tx.event(EventKind.Deleted, level, key, public_id, {_UID_NAMES[level]: uid})
    return discarded


def _shrink(tx: Transaction, ancestors: Sequence[_Row], lost: Sequence[int]) -> list[Attachment]:
    """The counts, modalities and derived data of what is left above."""
    for number, (key, _, _) in enumerate(ancestors):
        sets = [f"{TOTALS[at]} = {TOTALS[at]} - {lost[at]:d}" for at in Level if at > number]
        values: list[Any] = [tx.revision]
        if number == Level.STUDY:
            sets.append("modalities = ?")
            values.append(modalities_of(tx.rows, tx.dialect, key))
        tx.execute(f"UPDATE {NAMES[number]} SET revision = ?, {', '.join(sets)} WHERE key = ?", (*values, key))  # noqa: S608
    return list(take_derived(tx, [owner_of(Level(number), row[0]) for number, row in enumerate(ancestors)]))


def modalities_of(rows: Callable[[str, Sequence[Any]], list[Any]], dialect: Dialect, study: int) -> str:
    """Of the series that a study has. The column is folded, so the value comes from the tags."""
    value = dialect.json_get("tags", "Modality")
    found = rows(f"SELECT DISTINCT {value} FROM series WHERE parent = ?", (study,))  # noqa: S608
    return "\\".join(sorted(modality for (modality,) in found if modality))
