"""Writing to resources that are there already: attachments, metadata, stability."""

from typing import Any

import orjson
from broch_hostapi.errors import BadRequest, Conflict, NotFound
from broch_hostapi.events import EventKind
from broch_hostapi.resources import Attachment, ContentType, Level, MetadataType

from broch.index.attachments import insert_attachments, take_attachment, take_derived_attachment
from broch.index.tables import NAMES, owner_of
from broch.index.transaction import Transaction

_STABLE_EVENTS = {
    Level.SERIES: EventKind.StableSeries,
    Level.STUDY: EventKind.StableStudy,
    Level.PATIENT: EventKind.StablePatient,
}


def put_attachment(
    tx: Transaction, level: Level, public_id: str, attachment: Attachment, derived_from_revision: int | None
) -> bool:
    """See ``IndexWriter.put_attachment``."""
    key, revision = _find(tx, level, public_id, "revision")
    owner = owner_of(level, key)
    outdated = derived_from_revision is not None and revision != derived_from_revision
    if outdated or tx.rows("SELECT 1 FROM attachment WHERE owner = ? AND kind = ?", (owner, attachment.kind)):
        return False
    _insert(tx, level, public_id, owner, attachment, derived=derived_from_revision is not None)
    return True


def replace_attachment(tx: Transaction, level: Level, public_id: str, attachment: Attachment) -> list[Attachment]:
    """Give a resource an attachment in place of the one of its kind; returns that. Raises NotFound."""
    key, _ = _find(tx, level, public_id, "revision")
    owner = owner_of(level, key)
    replaced = take_attachment(tx, owner, attachment.kind)
    _insert(tx, level, public_id, owner, attachment, derived=False)
    return replaced


def exchange_attachment(tx: Transaction, level: Level, public_id: str, old: Attachment, new: Attachment) -> None:
    """Put another file in its place. Raises NotFound, and Conflict if the attachment is not ``old`` any more."""
    key, _ = _find(tx, level, public_id, "revision")
    owner = owner_of(level, key)
    found = tx.rows("SELECT uuid, derived FROM attachment WHERE owner = ? AND kind = ?", (owner, old.kind))
    if not found:
        raise NotFound("attachment", str(old.kind))
    if found[0][0] != old.uuid:
        raise Conflict("the attachment was replaced meanwhile")
    take_attachment(tx, owner, old.kind)
    _insert(tx, level, public_id, owner, new, derived=bool(found[0][1]))


def _insert(
    tx: Transaction, level: Level, public_id: str, owner: int, attachment: Attachment, *, derived: bool
) -> None:
    insert_attachments(tx, [(owner, attachment)], derived=derived)
    if attachment.kind >= ContentType.USER and not derived:
        tx.event(EventKind.UpdatedAttachment, level, owner // 4, public_id)


def delete_attachment(tx: Transaction, level: Level, public_id: str, kind: int) -> Attachment:
    """Take an attachment away; its file is then to be deleted. Raises NotFound."""
    key, _ = _find(tx, level, public_id, "revision")
    taken = take_attachment(tx, owner_of(level, key), kind)
    if not taken:
        raise NotFound("attachment", str(kind))
    if kind >= ContentType.USER:
        tx.event(EventKind.UpdatedAttachment, level, key, public_id)
    return taken[0]


def delete_derived_attachment(tx: Transaction, level: Level, public_id: str, kind: int) -> list[Attachment]:
    """The same for derived data, of which nobody is told. Raises NotFound."""
    key, _ = _find(tx, level, public_id, "revision")
    taken = take_derived_attachment(tx, owner_of(level, key), kind)
    if not taken:
        raise NotFound("attachment", str(kind))
    return taken


def set_metadata(
    tx: Transaction, level: Level, public_id: str, name: str, value: str | None, expected_revision: int | None
) -> int:
    """Write a metadata, or delete it if ``value`` is None. Returns its revision, which begins with 0.

    Raises NotFound; Conflict if ``expected_revision`` is given and is not the present one (-1: it must not be there);
    BadRequest for text with NUL characters, which not every engine can keep.
    """
    if "\0" in name + (value or ""):
        raise BadRequest("metadata cannot have NUL characters")
    key, texts = _find(tx, level, public_id, "metadata || '\n' || metadata_revisions")
    metadata, revisions = map(orjson.loads, texts.split("\n"))
    present = revisions.get(name, 0) if name in metadata else -1
    if expected_revision is not None and expected_revision != present:
        raise Conflict(f"the revision of metadata {name} is not {expected_revision}")
    if value is None and name not in metadata:
        raise NotFound("metadata", name)
    metadata.pop(name, None)
    revisions.pop(name, None)
    if value is not None:
        metadata[name], revisions[name] = value, present + 1
    tx.execute(
        f"UPDATE {NAMES[level]} SET metadata = ?, metadata_revisions = ? WHERE key = ?",  # noqa: S608
        (orjson.dumps(metadata).decode(), orjson.dumps(revisions).decode(), key),
    )
    if name not in MetadataType.__members__:
        tx.event(EventKind.UpdatedMetadata, level, key, public_id)
    return present + 1


def protect(tx: Transaction, patient: str, protected: bool) -> None:
    """Keep a patient out of recycling, or give him back to it. Raises NotFound."""
    key, _ = _find(tx, Level.PATIENT, patient, "revision")
    tx.execute("UPDATE patient SET protected = ? WHERE key = ?", (int(protected), key))


def stabilise(tx: Transaction, before: float) -> float | None:
    """See ``IndexWriter.mark_stable``.

    Unstable resources stand in a queue with the time at which they came into it. What has changed since then is not
    due yet when its turn comes, and goes to its new place: so an arrival need not touch the queue.
    """
    due: list[float] = []
    for level, kind in _STABLE_EVENTS.items():
        table = NAMES[level]
        stable = tx.rows(
            f"UPDATE {table} SET stable = 1 WHERE stable = 0 AND queued_at <= ? AND changed_at <= ?"  # noqa: S608
            " RETURNING key, public_id",
            (before, before),
        )
        for key, public_id in sorted(stable):
            tx.event(kind, level, key, public_id)
        tx.execute(f"UPDATE {table} SET queued_at = changed_at WHERE stable = 0 AND queued_at <= ?", (before,))  # noqa: S608
        next_due = tx.rows(f"SELECT min(queued_at) FROM {table} WHERE stable = 0")[0][0]  # noqa: S608
        if next_due is not None:
            due.append(next_due)
    return min(due, default=None)


def _find(tx: Transaction, level: Level, public_id: str, wanted: str) -> tuple[int, Any]:
    found = tx.rows(f"SELECT key, {wanted} FROM {NAMES[level]} WHERE public_id = ?", (public_id,))  # noqa: S608
    if not found:
        raise NotFound(level.word.lower(), public_id)
    return found[0][0], found[0][1]
