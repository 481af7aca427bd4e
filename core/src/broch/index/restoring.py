"""What a rebuild of the index writes besides new instances."""

from collections.abc import Mapping, Sequence

import orjson
from broch_hostapi.resources import Attachment, Level

from broch.index.attachments import insert_attachments, take_attachment
from broch.index.connection import Connection
from broch.index.labels import insert_labels, take_labels
from broch.index.state import get_state, put_state
from broch.index.tables import NAMES, owner_of
from broch.index.transaction import Transaction

_MARK = ("core", "rebuilding")


def begin(tx: Transaction) -> None:
    """The index is not complete from now on until ``finish``."""
    put_state(tx, *_MARK, b"1")


def is_unfinished(connection: Connection) -> bool:
    """Whether a rebuild of this index was begun and not finished."""
    return get_state(connection, *_MARK) is not None


def give_back(
    tx: Transaction, level: Level, public_id: str, metadata: Mapping[str, str], revisions: Mapping[str, int],
    attachments: Sequence[Attachment], labels: Sequence[str], *, protected: bool,
) -> bool:
    """Give a resource what its sidecar kept; False if there is no such resource."""
    found = tx.rows(f"SELECT key, metadata FROM {NAMES[level]} WHERE public_id = ?", (public_id,))  # noqa: S608
    if not found:
        return False
    key, present = found[0]
    merged = orjson.loads(present) | metadata
    tx.execute(
        f"UPDATE {NAMES[level]} SET metadata = ?, metadata_revisions = ? WHERE key = ?",  # noqa: S608
        (orjson.dumps(merged).decode(), orjson.dumps(revisions).decode(), key),
    )
    if protected:
        tx.execute("UPDATE patient SET protected = 1 WHERE key = ?", (key,))
    owner = owner_of(level, key)
    for attachment in attachments:
        take_attachment(tx, owner, attachment.kind)
    insert_attachments(tx, [(owner, attachment) for attachment in attachments])
    take_labels(tx, [owner])
    insert_labels(tx, owner, labels)
    return True


def forget_events(tx: Transaction) -> None:
    """Nobody is to be told of arrivals that were told long ago."""
    tx.execute("DELETE FROM journal")


def finish(tx: Transaction, revision: int) -> None:
    """Nothing has just happened, and everything has long been stable.

    ``revision``: of the newest sidecar; later ones get greater ones.
    """
    forget_events(tx)
    put_state(tx, *_MARK, None)
    for level in (Level.PATIENT, Level.STUDY, Level.SERIES):
        tx.execute(f"UPDATE {NAMES[level]} SET stable = 1 WHERE stable = 0")  # noqa: S608
    tx.execute(
        "UPDATE total SET cleared = seq, revision = CASE WHEN revision < ? THEN ? ELSE revision END WHERE key = 1",
        (revision, revision),
    )
