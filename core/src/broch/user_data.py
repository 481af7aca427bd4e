"""Metadata, attachments and labels that users and plugins give to a resource; each change has a sidecar in the storage.

As with instances: the files first, durably, then the index, then the answer. So whatever was acknowledged is in the
storage twice, and comes back when the index is rebuilt from it.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from broch_hostapi.errors import BrochError, Conflict, NotFound, OutcomeUnknown, ParameterOutOfRange
from broch_hostapi.resources import Attachment, ContentType, Level
from broch_hostapi.storage import Buffer, StorageHints

from broch.dataset.scan import scan_file
from broch.index import changes
from broch.index.commit import IndexWriter
from broch.index.labels import change_labels, check_label
from broch.index.reader import IndexReader
from broch.index.transaction import Transaction
from broch.index.user_data import Overtaken, UserState, commit_user_change, is_present_sidecar, read_user_state
from broch.ingest import hints, identify
from broch.recovery.sidecar import Sidecar
from broch.storage.attachments import NO_HINTS, Attachments

ATTEMPTS = 20
"""How often a change is tried when other processes change the same resource."""
_LOCKS = 16
Result = TypeVar("Result")
Metadata = dict[str, tuple[str, int]]


class UserData:
    """hostapi's ``UserDataService``."""

    def __init__(self, index: IndexReader, writer: IndexWriter, attachments: Attachments) -> None:
        self._index = index
        self._writer = writer
        self._attachments = attachments
        self._locks = [threading.Lock() for _ in range(_LOCKS)]
        """Threads of this process take turns, by resource; those of others are found out at the commit."""

    def set_metadata(
        self, level: Level, public_id: str, name: str, value: str | None, *, expected_revision: int | None = None
    ) -> int:
        """Write a metadata, or delete it (None). Returns its revision."""

        def kept(state: UserState) -> Sidecar:
            metadata = metadata_of(state)
            present = metadata.get(name, ("", -1))[1]
            _check_revision(f"metadata {name}", present, expected_revision)
            if value is None and metadata.pop(name, None) is None:
                raise NotFound("metadata", name)
            if value is not None:
                metadata[name] = (value, present + 1)
            return sidecar_of(level, public_id, state, metadata=metadata)

        def change(tx: Transaction) -> int:
            return changes.set_metadata(tx, level, public_id, name, value, expected_revision)

        return self._change(level, public_id, kept, change)

    def put_attachment(
        self, level: Level, public_id: str, kind: int, chunks: Iterable[Buffer], *,
        expected_revision: int | None = None,
    ) -> Attachment:
        """Give a resource an attachment, in place of the one of its kind."""
        _check_kind(kind)
        state = read_user_state(self._index.connection, level, public_id)
        _check_revision(f"attachment {kind}", _revision(state, kind), expected_revision)
        written = self._attachments.write(chunks, kind)
        try:
            return self._put(level, public_id, written, expected_revision)
        except BrochError as error:
            self._attachments.discard_unless_indexed(level, public_id, written, error)
            raise

    def _put(
        self, level: Level, public_id: str, written: Attachment, expected_revision: int | None
    ) -> Attachment:
        new = written

        def kept(state: UserState) -> Sidecar:
            nonlocal new
            present = _revision(state, written.kind)
            _check_revision(f"attachment {written.kind}", present, expected_revision)
            new = replace(written, revision=present + 1)
            return sidecar_of(level, public_id, state, attachments={**state.attachments, written.kind: new})

        def change(tx: Transaction) -> list[Attachment]:
            return changes.replace_attachment(tx, level, public_id, new)

        self._attachments.retire(self._change(level, public_id, kept, change))
        return new

    def delete_attachment(
        self, level: Level, public_id: str, kind: int, *, expected_revision: int | None = None
    ) -> None:
        """Take an attachment away."""
        _check_kind(kind)
        if kind not in read_user_state(self._index.connection, level, public_id).attachments:
            self._attachments.retire(
                self._writer.submit(lambda tx: changes.delete_derived_attachment(tx, level, public_id, kind))
            )
            return

        def kept(state: UserState) -> Sidecar:
            _check_revision(f"attachment {kind}", _revision(state, kind), expected_revision)
            if kind not in state.attachments:
                raise NotFound("attachment", str(kind))
            left = {other: a for other, a in state.attachments.items() if other != kind}
            return sidecar_of(level, public_id, state, attachments=left)

        def change(tx: Transaction) -> Attachment:
            return changes.delete_attachment(tx, level, public_id, kind)

        self._attachments.retire([self._change(level, public_id, kept, change)])

    def set_compression(self, level: Level, public_id: str, kind: int, compress: bool) -> Attachment:
        """Store an attachment anew, compressed or not. Its revision stays, for its contents do."""
        old = self._index.attachments(level, public_id).get(kind)
        if old is None:
            raise NotFound("attachment", str(kind))
        if old.is_compressed == compress:
            return old
        with self._hints(level, old) as hinted:
            new = self._attachments.rewritten(old, hinted, compress=compress)
        try:
            self._exchange(level, public_id, old, new)
        except BrochError as error:
            self._attachments.discard_unless_indexed(level, public_id, new, error)
            raise
        self._attachments.retire([old])
        return new

    @contextmanager
    def _hints(self, level: Level, attachment: Attachment) -> Iterator[StorageHints]:
        """As they were when it came."""
        if (level, attachment.kind) != (Level.INSTANCE, ContentType.DICOM):
            yield NO_HINTS
            return
        with self._attachments.view(attachment) as buffer:
            scan = scan_file(buffer, whole=False)
            yield hints(scan, identify(scan))

    def _exchange(self, level: Level, public_id: str, old: Attachment, new: Attachment) -> None:
        """Put a file in the place of another with the same contents."""

        def change(tx: Transaction) -> None:
            changes.exchange_attachment(tx, level, public_id, old, new)

        def kept(state: UserState) -> Sidecar:
            return sidecar_of(level, public_id, state, attachments={**state.attachments, new.kind: new})

        if old.kind in read_user_state(self._index.connection, level, public_id).attachments:
            self._change(level, public_id, kept, change)
        else:
            self._writer.submit(change)

    def change_labels(
        self, level: Level, public_id: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> None:
        """Give a resource labels, and take others away, all at once; nothing is written if all is so already."""
        removed = frozenset(remove)
        added = frozenset(add) - removed
        for label in added | removed:
            check_label(label)

        def wanted(present: Iterable[str]) -> tuple[str, ...]:
            return tuple(sorted({*present, *added} - removed))

        def kept(state: UserState) -> Sidecar:
            return sidecar_of(level, public_id, state, labels=wanted(state.labels))

        present = tuple(self._index.labels(level, public_id))
        if wanted(present) != present:
            self._change(level, public_id, kept, lambda tx: change_labels(tx, level, public_id, added, removed))

    def set_protected(self, patient: str, protected: bool) -> None:
        """Keep a patient out of recycling, or give him back to it."""

        def kept(state: UserState) -> Sidecar:
            return sidecar_of(Level.PATIENT, patient, state, protected=protected)

        self._change(Level.PATIENT, patient, kept, lambda tx: changes.protect(tx, patient, protected))

    def renew(self, level: Level, public_id: str) -> None:
        """Write the sidecar of a resource anew."""
        self._change(level, public_id, lambda state: sidecar_of(level, public_id, state), lambda _: None)

    def _change(
        self, level: Level, public_id: str, kept: Callable[[UserState], Sidecar],
        change: Callable[[Transaction], Result],
    ) -> Result:
        with self._locks[hash(public_id) % _LOCKS]:
            for attempt in range(ATTEMPTS):
                try:
                    return self._attempt(level, public_id, kept, change)
                except Overtaken:
                    if attempt == ATTEMPTS - 1:
                        raise
        raise AssertionError

    def _attempt(
        self, level: Level, public_id: str, kept: Callable[[UserState], Sidecar],
        change: Callable[[Transaction], Result],
    ) -> Result:
        state = read_user_state(self._index.connection, level, public_id)
        written = self._attachments.write([kept(state).encode()], ContentType.SIDECAR, compress=False)
        try:
            result, replaced = self._writer.submit(
                lambda tx: commit_user_change(tx, level, state, written, change)
            )
        except BrochError as error:
            self._discard_unless_kept(level, public_id, state, written, error)
            raise
        self._attachments.retire(replaced)
        return result

    def _discard_unless_kept(
        self, level: Level, public_id: str, state: UserState, written: Attachment, error: BrochError
    ) -> None:
        """Only a known rollback may cost the file."""
        if isinstance(error, OutcomeUnknown):
            self._attachments.discard_unless_indexed(level, public_id, written, error)
            return
        try:
            kept = is_present_sidecar(self._index.connection, level, state.key, written.uuid)
        except BrochError:
            return
        if not kept:
            self._attachments.discard([written])


def metadata_of(state: UserState) -> Metadata:
    """With revisions, which begin with 0."""
    return {name: (value, state.revisions.get(name, 0)) for name, value in state.metadata.items()}


def sidecar_of(
    level: Level, public_id: str, state: UserState, *, metadata: Metadata | None = None,
    attachments: Mapping[int, Attachment] | None = None, labels: tuple[str, ...] | None = None,
    protected: bool | None = None,
) -> Sidecar:
    """The next sidecar of a resource: its present state but for what is given."""
    wanted = state.attachments if attachments is None else attachments
    return Sidecar(
        level, public_id, state.uids, state.transaction + 1,
        metadata=metadata_of(state) if metadata is None else metadata,
        labels=state.labels if labels is None else labels,
        attachments=tuple(wanted[kind] for kind in sorted(wanted)),
        protected=state.protected if protected is None else protected,
    )  # fmt: skip


def _revision(state: UserState, kind: int) -> int:
    return state.attachments[kind].revision if kind in state.attachments else -1


def _check_revision(what: str, present: int, expected: int | None) -> None:
    if expected is not None and expected != present:
        raise Conflict(f"the revision of {what} is not {expected}")


def _check_kind(kind: int) -> None:
    if not ContentType.USER <= kind < 1 << 16:
        raise ParameterOutOfRange("attachments of users have kinds from 1024 to 65535")
