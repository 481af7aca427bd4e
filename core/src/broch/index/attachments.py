"""Rows of attachments. The files themselves belong to the storage."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from broch_hostapi.resources import Attachment, ContentType, Level, StoredInstance

from broch.index.connection import Connection
from broch.index.hierarchy import PAGE, key_of, keys_below
from broch.index.tables import NAMES
from broch.index.transaction import Transaction

COLUMNS = "kind, uuid, locator, size, md5, stored_size, stored_md5, compression, revision"
"""In the order of the fields of ``Attachment``."""
_TYPES = ("bigint", "integer", "integer", "text", "text", "bigint", "text", "bigint", "text", "integer", "bigint")
_ROWS_A_STATEMENT = 500
_OF_ATTACHMENT = ", ".join(f"a.{name}" for name in COLUMNS.split(", "))
_OF_RESOURCE = tuple(
    f"SELECT {_OF_ATTACHMENT} FROM {NAMES[at]} r JOIN attachment a ON a.owner = 4 * r.key + {at:d}"  # noqa: S608
    f" WHERE r.public_id = ? AND a.kind <> {ContentType.SIDECAR:d} ORDER BY a.kind"
    for at in Level
)


def insert_attachments(tx: Transaction, owned: Sequence[tuple[int, Attachment]], *, derived: bool = False) -> None:
    """Write attachments with their owners, and count their sizes."""
    for start in range(0, len(owned), _ROWS_A_STATEMENT):
        values: list[Any] = []
        part = owned[start : start + _ROWS_A_STATEMENT]
        for owner, a in part:
            values += (owner, int(derived), a.kind, a.uuid, a.locator, a.size, a.md5, a.stored_size, a.stored_md5)
            values += (a.compression, a.revision)
            tx.add_size(a, 1)
        tx.insert(f"INSERT INTO attachment (owner, derived, {COLUMNS})", _TYPES, values)


def take_attachments(tx: Transaction, owners: Iterable[int]) -> list[Attachment]:
    """Delete all attachments of these owners; returns them."""
    return _take(tx, tx.any_of("owner"), (tx.array(owners),))


def take_attachment(tx: Transaction, owner: int, kind: int) -> list[Attachment]:
    """Delete one attachment, if it is there; returns it."""
    return _take(tx, "owner = ? AND kind = ?", (owner, kind))


def take_derived_attachment(tx: Transaction, owner: int, kind: int) -> list[Attachment]:
    """The same, if it is derived data."""
    return _take(tx, "owner = ? AND kind = ? AND derived = 1", (owner, kind))


def take_derived(tx: Transaction, owners: Iterable[int]) -> tuple[Attachment, ...]:
    """Delete what was derived from the contents of these resources, because they changed; returns it."""
    return tuple(_take(tx, f"derived = 1 AND {tx.any_of('owner')}", (tx.array(owners),)))


def _take(tx: Transaction, condition: str, parameters: Sequence[Any]) -> list[Attachment]:
    found = tx.rows(f"DELETE FROM attachment WHERE {condition} RETURNING {COLUMNS}", parameters)  # noqa: S608
    taken = [Attachment(*row) for row in found]
    for attachment in taken:
        tx.add_size(attachment, -1)
    return taken


def has_attachment(tx: Transaction, level: Level, public_id: str, uuid: str) -> bool:
    """Whether a resource has an attachment with this UUID."""
    rows = tx.rows(
        f"SELECT 1 FROM {NAMES[level]} r JOIN attachment a ON a.owner = 4 * r.key + {level:d}"  # noqa: S608
        " WHERE r.public_id = ? AND a.uuid = ?",
        (public_id, uuid),
    )
    return bool(rows)


def of_resource(connection: Connection, level: Level, public_id: str) -> dict[int, Attachment]:
    """The attachments of a resource by kind, but for its sidecar. Raises NotFound."""
    rows = connection.rows(_OF_RESOURCE[level], (public_id,))
    if not rows:
        key_of(connection, level, public_id)
    return {row[0]: Attachment(*row) for row in rows}


def stored_instances(connection: Connection, level: Level, public_id: str) -> Iterator[StoredInstance]:
    """See ``IndexService.stored_instances``."""
    return _stored_instances(connection, keys_below(connection, level, public_id, Level.INSTANCE))


def _stored_instances(connection: Connection, keys: Sequence[int]) -> Iterator[StoredInstance]:
    dialect = connection.dialect
    sql = (
        f"SELECT i.public_id, i.sop_class, i.uid, {dialect.json_get('i.metadata', 'TransferSyntax')}, {_OF_ATTACHMENT}"  # noqa: S608
        f" FROM instance i JOIN attachment a ON a.owner = 4 * i.key + {Level.INSTANCE:d}"
        f" WHERE a.kind = {ContentType.DICOM:d} AND {dialect.any_of('i.key')} ORDER BY i.key"
    )
    for start in range(0, len(keys), PAGE):
        for row in connection.rows(sql, (dialect.array(keys[start : start + PAGE]),)):
            yield StoredInstance(row[0], row[1], row[2], row[3] or "", Attachment(*row[4:]))
