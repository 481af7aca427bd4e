"""The only way to write to the index: one connection, group commit, one transaction for all that wait."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from time import gmtime, strftime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from broch_hostapi.errors import DatabaseUnavailable, OutcomeUnknown, StorageError
from broch_hostapi.index import Database
from broch_hostapi.resources import Attachment, Deletion, Level
from broch_hostapi.startup import Startup

from broch.index.arrival import add
from broch.index.attachments import has_attachment
from broch.index.changes import (
    delete_attachment,
    protect,
    put_attachment,
    set_metadata,
    stabilise,
)
from broch.index.driver_errors import is_of_driver, is_operational, may_be_repeated, told
from broch.index.forgetting import clear, forget
from broch.index.group import Entry, GroupCommit
from broch.index.migrations import migrate
from broch.index.new_instance import Added, Member, NewInstance, prepare
from broch.index.recall import Recall
from broch.index.removal import remove
from broch.index.state import put_state
from broch.index.transaction import Transaction
from broch.index.unsettled import Unsettled, note_settled, take_back
from broch.storage.writing import ON_DISK, Writing

if TYPE_CHECKING:
    import peewee

__all__ = ["Added", "IndexWriter", "NewInstance"]

logger = logging.getLogger(__name__)

_LARGEST_GROUP = 64
_ATTEMPTS = 10
Result = TypeVar("Result")
_Operation = Callable[[Transaction], Any]
_Work = Member | _Operation


class IndexWriter:
    """Writes the index. Every method may be called from any thread, and returns when what it did is durable.

    Every method raises DatabaseUnavailable, and StorageFull when the database has no room.
    """

    def __init__(self, database: Database, startup: Startup) -> None:
        self._dialect = database.dialect
        self._clock = startup.clock
        self._shared = database.shared
        self._unsettled = Unsettled()
        self._recall = Recall()
        self._closed = False
        self._transaction: Transaction | None = None
        self._after_commit: list[Callable[[], object]] = []
        self._database: peewee.Database = database.connect_writer(startup)
        try:
            self._database.connect()
            migrate(self._database, self._dialect)
        except Exception as error:  # noqa: BLE001  raised again, in our terms
            self.close()
            _raise(error)
        self._group: GroupCommit[_Work] = GroupCommit(self._run, _LARGEST_GROUP)

    def on_commit(self, notice: Callable[[], object]) -> None:
        """Call this after every commit of events, in whichever thread led it: it must be quick."""
        self._after_commit.append(notice)

    def add_instance(self, new: NewInstance, writing: Writing = ON_DISK) -> Added:
        """Index an instance while its file is being made durable. Raises what the ``writing`` of the file raised."""
        member = prepare(new, writing)
        added = cast(Added, self._group.submit(member, writing.help))
        writing.sync()
        if writing.error is not None:
            self.submit(lambda tx: [take_back(tx, new.ids.instance, file.uuid) for file in new.attachments])
            writing.settled = True
            raise writing.error
        for other in member.others:
            other.sync()
            if other.error is not None:
                raise StorageError("the same instance came a moment before, and could not be made durable")
        return added

    def delete(self, level: Level, public_id: str) -> tuple[Deletion, list[Attachment]]:
        """Delete a resource with all below it, and parents that are left empty. Raises NotFound."""
        return self.submit(lambda tx: remove(tx, level, public_id))

    def put_attachment(
        self, level: Level, public_id: str, attachment: Attachment, *, derived_from_revision: int | None
    ) -> bool:
        """Give a resource an attachment that it does not have. Raises NotFound.

        With ``derived_from_revision`` it is derived data, which goes as soon as the contents of the resource change.
        False, and nothing is written, if they have changed since, or if there is one of that kind already.
        """
        return self.submit(lambda tx: put_attachment(tx, level, public_id, attachment, derived_from_revision))

    def is_indexed(self, level: Level, public_id: str, uuid: str) -> bool:
        """Whether a resource has this attachment, asked behind every commit that may still be under way."""
        return self.submit(lambda tx: has_attachment(tx, level, public_id, uuid))

    def delete_attachment(self, level: Level, public_id: str, kind: int) -> Attachment:
        """Take an attachment away; its file is then to be deleted. Raises NotFound."""
        return self.submit(lambda tx: delete_attachment(tx, level, public_id, kind))

    def set_metadata(
        self, level: Level, public_id: str, name: str, value: str | None, *, expected_revision: int | None = None
    ) -> int:
        """Write a metadata, or delete it (None). Returns its revision, which begins with 0.

        Raises NotFound; Conflict if ``expected_revision`` is given and is not the present one (-1: not there).
        """
        return self.submit(lambda tx: set_metadata(tx, level, public_id, name, value, expected_revision))

    def set_protected(self, patient: str, protected: bool) -> None:
        """Keep a patient out of recycling, or give him back to it. Raises NotFound."""
        self.submit(lambda tx: protect(tx, patient, protected))

    def mark_stable(self, before: float) -> float | None:
        """Make stable what has not changed since ``before`` (seconds since the epoch).

        Returns since when the next unstable resource waits to be looked at: nothing becomes due earlier. It may have
        changed since; then the next call finds that. None if nothing is unstable.
        """
        return self.submit(lambda tx: stabilise(tx, before))

    def clear_changes(self) -> None:
        """Show nothing of what happened until now."""
        self.submit(clear)

    def forget_events(self, upto: int) -> None:
        """Drop events up to this one, which every subscriber has passed, if ``/changes`` does not show them either."""
        while self.submit(lambda tx: forget(tx, upto)):
            pass

    def set_state(self, owner: str, name: str, value: bytes | None) -> None:
        """Keep a value for a plugin or a part of the core; None forgets it."""
        self.submit(lambda tx: put_state(tx, owner, name, value))

    def submit(self, operation: Callable[[Transaction], Result]) -> Result:
        """Run an operation in a transaction; if it raises, nothing of it is written."""
        return cast(Result, self._group.submit(operation))

    def close(self) -> None:
        """Close the connection. Nobody may be writing any more."""
        with suppress(Exception):  # else what came last is looked at when it starts again
            for writing in self._unsettled.writings():
                writing.sync()
            self.submit(note_settled)
        self._closed = True
        self._disconnect()

    def _disconnect(self) -> None:
        if not self._database.is_closed():
            self._database.close()

    def _run(self, group: Sequence[Entry[_Work]]) -> None:
        for notice in self._after_commit if self._done(group) else ():
            try:
                notice()
            except Exception:
                logger.exception("a listener of the index failed")

    def _done(self, group: Sequence[Entry[_Work]]) -> bool:
        """Do it, again if that may help. Whether there were events."""
        pipelined, lost = True, False
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._do_all(group, self._clock(), pipelined)
            except BaseException as error:
                failed, before, operational = self._transaction, lost, is_operational(error)
                lost = not self._roll_back() and self._dialect.remote
                if lost and failed is not None and failed.committing:
                    raise OutcomeUnknown("the connection to the database was lost during a commit") from error
                refused = failed is not None and failed.recalls and not operational
                one_is_bad = pipelined and len(group) > 1 and not operational and not refused
                again = may_be_repeated(error) or refused or one_is_bad or (lost and not before and operational)
                if not again or attempt == _ATTEMPTS:
                    _raise(error)
                pipelined = pipelined and not one_is_bad
                for entry in group:
                    entry.error = entry.result = None
        raise AssertionError("not reached")

    def _do_all(self, group: Sequence[Entry[_Work]], now: float, pipelined: bool) -> bool:
        """Do and commit; an arrival whose file could not be written is left out. Whether there were events."""
        tx = self._do_together(group, now, pipelined)
        tx.send()
        if any([self._has_no_file(entry) for entry in group]):  # noqa: C419  of every one
            tx.roll_back()
            group = [entry for entry in group if entry.error is None]
            if not group:
                return False
            tx = self._do_together(group, now, pipelined)
        last_key = tx.last_key_before
        told = tx.commit()
        for entry in group:
            if isinstance(entry.work, Member) and entry.error is None:
                self._committed(entry.work, cast(Added, entry.result), last_key)
        return told

    def _committed(self, member: Member, added: Added, last_key: int) -> None:
        if added.status == "Success":
            self._unsettled.add(last_key, member.writing)
        else:
            member.others.extend(self._unsettled.writings())

    def _has_no_file(self, entry: Entry[_Work]) -> bool:
        """Wait until everybody can read the file of an arrival; its failure is its own.

        One that takes the place of another has to be durable first: a power cut may not cost both.
        """
        if entry.error is not None or not isinstance(entry.work, Member):
            return False
        writing = entry.work.writing
        (writing.sync if self._shared or cast(Added, entry.result).discarded else writing.write)()
        entry.error = writing.error
        return entry.error is not None

    def _do_together(self, group: Sequence[Entry[_Work]], now: float, pipelined: bool) -> Transaction:
        """Arrivals go first, so that if one of them is bad nothing is lost by beginning anew, one by one."""
        arrivals = [entry for entry in group if isinstance(entry.work, Member)]
        ids = [cast(Member, entry.work).new.ids for entry in arrivals]
        recalls = len(arrivals) == len(group) and self._recall.serves(ids)
        tx = self._begin(pipelined, recalls=recalls)
        try:
            _add_together(tx, arrivals, now)
        except Exception as error:
            if len(group) == 1 or is_operational(error) or tx.pipelined or tx.recalls:
                raise
            tx.roll_back()
            tx = self._begin(pipelined)
            for entry in arrivals:
                _do(tx, entry, partial(_add_alone, cast(Member, entry.work), now))
        for entry in group:
            if not isinstance(entry.work, Member):
                _do(tx, entry, entry.work)
        tx.write_out(self._unsettled.settled(tx.last_key_before))
        return tx

    def _begin(self, pipelined: bool, *, recalls: bool = False) -> Transaction:
        if self._closed:
            raise DatabaseUnavailable("the index is closed")
        self._transaction = None
        if self._database.is_closed():
            self._database.connect()
        date = strftime("%Y%m%dT%H%M%S", gmtime(self._clock()))
        pipelined = pipelined and self._dialect.remote
        self._transaction = Transaction(
            self._database, self._dialect, date, self._recall, pipelined=pipelined, recalls=recalls
        )
        return self._transaction

    def _roll_back(self) -> bool:
        """Whether it could be; a connection that is lost, or that has rolled back by itself, is opened again."""
        try:
            if self._transaction is None:
                self._database.execute_sql("ROLLBACK")
            else:
                self._transaction.roll_back()
        except Exception:  # noqa: BLE001  whatever it is, the first error is the one to tell
            with suppress(Exception):
                self._disconnect()
            return False
        return True


def _add_together(tx: Transaction, entries: Sequence[Entry[_Work]], now: float) -> None:
    outcomes = add(tx, [cast(Member, entry.work) for entry in entries], now)
    for entry, outcome in zip(entries, outcomes, strict=True):
        entry.result = outcome


def _add_alone(member: Member, now: float, tx: Transaction) -> Added:
    return add(tx, [member], now)[0]


def _do(tx: Transaction, entry: Entry[_Work], operation: _Operation) -> None:
    """Whatever is wrong with one operation is its own outcome; whatever is wrong with the database is everybody's."""
    try:
        with tx.savepoint():
            entry.result = operation(tx)
    except Exception as error:
        if is_operational(error) or (tx.pipelined and is_of_driver(error)):
            raise
        entry.error = told(error)


def _raise(error: BaseException) -> NoReturn:
    known = told(error)
    if known is error:
        raise error
    raise known from error
