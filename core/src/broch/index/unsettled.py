"""Instances in the index whose files may not be durable yet.

An instance is committed while its file is being made durable, and acknowledged after both. When the power goes between
the two, there may be a row without a file: of an instance that was never acknowledged. ``total.settled`` is the key up
to which all files are durable, so that after a crash only what came last has to be looked at.
"""

from collections import deque

from broch_hostapi.resources import Attachment, ContentType, Level

from broch.index.attachments import COLUMNS
from broch.index.removal import remove
from broch.index.transaction import Transaction
from broch.storage.writing import Writing


class Unsettled:
    """Files of committed instances that are on their way, in the order of the commits. Used under the lead alone."""

    def __init__(self) -> None:
        self._files: deque[tuple[int, Writing]] = deque()

    def settled(self, last_key: int) -> int:
        """The greatest key up to which all files are durable; ``last_key`` is the last one that was committed."""
        while self._files and self._files[0][1].settled:
            self._files.popleft()
        return self._files[0][0] if self._files else last_key

    def add(self, key: int, writing: Writing) -> None:
        """Of an instance that was committed with a key after this one."""
        self._files.append((key, writing))

    def writings(self) -> list[Writing]:
        """All that may not have ended."""
        return [writing for _, writing in self._files]


def note_settled(tx: Transaction) -> None:
    """Every file is durable."""
    tx.execute("UPDATE total SET settled = last_key WHERE key = 1")


def take_back(tx: Transaction, public_id: str, uuid: str) -> list[Attachment]:
    """Remove an instance whose file is not durable, if it is still the same; returns what to delete with it."""
    kept = tx.rows(
        f"SELECT a.uuid FROM instance i JOIN attachment a ON a.owner = 4 * i.key + {Level.INSTANCE:d}"  # noqa: S608
        f" WHERE i.public_id = ? AND a.kind = {ContentType.DICOM:d}",
        (public_id,),
    )
    return remove(tx, Level.INSTANCE, public_id)[1] if kept and kept[0][0] == uuid else []


_FILES = (
    f"SELECT i.public_id, {', '.join(f'a.{name}' for name in COLUMNS.split(', '))}"  # noqa: S608
    f" FROM instance i JOIN attachment a ON a.owner = 4 * i.key + {Level.INSTANCE:d}"
    f" WHERE a.kind = {ContentType.DICOM:d} AND i.key "
)
_SETTLED = "(SELECT settled FROM total WHERE key = 1)"


def unsettled_files(tx: Transaction) -> list[tuple[str, Attachment]]:
    """After an unclean end: the files that may be missing or wrong, with the instances that they are of."""
    return [(row[0], Attachment(*row[1:])) for row in tx.rows(f"{_FILES} > {_SETTLED} ORDER BY i.key")]


def last_settled_file(tx: Transaction) -> Attachment | None:
    """The newest file that is certain to be durable."""
    rows = tx.rows(f"{_FILES} <= {_SETTLED} ORDER BY i.key DESC LIMIT 1")
    return Attachment(*rows[0][1:]) if rows else None
