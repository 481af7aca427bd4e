"""What users and plugins gave to a resource, as its sidecar keeps it, and the commit of a change of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import orjson
from broch_hostapi.errors import Conflict, NotFound
from broch_hostapi.resources import Attachment, ContentType, Level

from broch.index.attachments import COLUMNS, insert_attachments, take_attachment
from broch.index.connection import Connection
from broch.index.hierarchy import ALIASES, joined
from broch.index.labels import of_owner
from broch.index.tables import NAMES, owner_of
from broch.index.transaction import Transaction

Result = TypeVar("Result")


class Overtaken(Conflict):
    """Somebody else changed the user data of the resource since they were read."""


@dataclass(frozen=True, slots=True)
class UserState:
    """What a resource has, and by what one can tell whether it still has just that."""

    key: int
    uids: tuple[str, ...]
    """From the patient down."""
    metadata: dict[str, str]
    revisions: dict[str, int]
    """Of the metadata that were ever written anew."""
    attachments: dict[int, Attachment]
    """Of users and plugins, by kind; nothing derived."""
    labels: tuple[str, ...]
    """Sorted."""
    sidecar: Attachment | None
    protected: bool
    transaction: int
    """The number of a transaction that is not older than any of this."""


def read_user_state(connection: Connection, level: Level, public_id: str) -> UserState:
    """The present state. Raises NotFound.

    The sidecar is read first: when the rest is newer, ``commit_user_change`` will find another sidecar.
    """
    transaction = connection.one("SELECT revision FROM total WHERE key = 1")[0]
    key = connection.one(f"SELECT key FROM {NAMES[level]} WHERE public_id = ?", (public_id,))  # noqa: S608
    if key is None:
        raise NotFound(level.word.lower(), public_id)
    rows = connection.rows(
        f"SELECT {COLUMNS} FROM attachment WHERE owner = ? AND derived = 0 AND kind >= {ContentType.SIDECAR:d}",  # noqa: S608
        (owner_of(level, key[0]),),
    )
    attachments = {row[0]: Attachment(*row) for row in rows}
    own = ALIASES[level]
    uids = ", ".join(f"{ALIASES[at]}.uid" for at in range(level + 1))
    protected = f"{own}.protected" if level == Level.PATIENT else "0"
    row = connection.one(
        f"SELECT {own}.metadata, {own}.metadata_revisions, {protected}, {uids}"  # noqa: S608
        f" FROM {joined(level)} WHERE {own}.key = ?",
        key,
    )
    if row is None:
        raise NotFound(level.word.lower(), public_id)
    metadata, revisions, spared, *names = row
    sidecar = attachments.pop(ContentType.SIDECAR, None)
    labels = tuple(of_owner(connection, owner_of(level, key[0])))
    return UserState(
        key[0], tuple(names), orjson.loads(metadata), orjson.loads(revisions), attachments, labels, sidecar,
        bool(spared), transaction,
    )  # fmt: skip


def commit_user_change(
    tx: Transaction, level: Level, state: UserState, sidecar: Attachment, change: Callable[[Transaction], Result]
) -> tuple[Result, list[Attachment]]:
    """Make a change together with the sidecar that tells of it.

    Returns what ``change`` does, and the sidecar that is to be deleted. Raises ``Overtaken``, and what ``change``
    raises.
    """
    owner = owner_of(level, state.key)
    found = tx.rows(
        f"SELECT a.uuid FROM {NAMES[level]} r LEFT JOIN attachment a ON a.owner = ? AND a.kind = ? WHERE r.key = ?",  # noqa: S608
        (owner, int(ContentType.SIDECAR), state.key),
    )
    if [uuid for (uuid,) in found] != [state.sidecar.uuid if state.sidecar else None]:  # nothing: the resource is gone
        raise Overtaken("the user data of the resource were changed meanwhile")
    result = change(tx)
    replaced = take_attachment(tx, owner, ContentType.SIDECAR)
    insert_attachments(tx, [(owner, sidecar)])
    return result, replaced


def is_present_sidecar(connection: Connection, level: Level, key: int, uuid: str) -> bool:
    """Whether this is the sidecar of the resource, for a commit whose outcome is not known."""
    row = connection.one(
        "SELECT uuid FROM attachment WHERE owner = ? AND kind = ?", (owner_of(level, key), int(ContentType.SIDECAR))
    )
    return row is not None and row[0] == uuid
