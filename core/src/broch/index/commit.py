"""The only way to write to the index: one connection, group commit, one transaction for all that wait."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from time import gmtime, strftime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from broch_hostapi.errors import DatabaseUnavailable, StorageFull
from broch_hostapi.events import EventKind
from broch_hostapi.index import Database
from broch_hostapi.resources import Attachment, Deletion, Level
from broch_hostapi.startup import Startup

from broch.index.arrival import add
from broch.index.changes import (
    delete_attachment,
    protect,
    put_attachment,
    replace_attachment,
    set_metadata,
    stabilise,
    tell,
)
from broch.index.group import Entry, GroupCommit
from broch.index.journal import clear, forget
from broch.index.migrations import migrate
from broch.index.new_instance import Added, Member, NewInstance, prepare
from broch.index.removal import remove
from broch.index.state import put_state
from broch.index.transaction import Transaction

if TYPE_CHECKING:
    import peewee

__all__ = ["Added", "IndexWriter", "NewInstance"]

logger = logging.getLogger(__name__)

_LARGEST_GROUP = 64
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
        self._closed = False
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

    def add_instance(self, new: NewInstance) -> Added:
        """Index an instance whose files are durable."""
        return cast(Added, self._group.submit(prepare(new)))

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

    def replace_attachment(self, level: Level, public_id: str, attachment: Attachment) -> list[Attachment]:
        """Give a resource an attachment in place of the one of its kind; returns that. Raises NotFound."""
        return self.submit(lambda tx: replace_attachment(tx, level, public_id, attachment))

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

    def add_event(self, kind: EventKind, level: Level, public_id: str) -> None:
        """Note that a resource was modified or anonymised. Raises NotFound."""
        self.submit(lambda tx: tell(tx, kind, level, public_id))

    def close(self) -> None:
        """Close the connection. Nobody may be writing any more."""
        self._closed = True
        self._disconnect()

    def _disconnect(self) -> None:
        if not self._database.is_closed():
            self._database.close()

    def _run(self, group: Sequence[Entry[_Work]]) -> None:
        try:
            told = self._do_all(group, self._clock())
        except BaseException as error:  # noqa: BLE001  raised again, in our terms
            self._roll_back()
            _raise(error)
        for notice in self._after_commit if told else ():
            try:
                notice()
            except Exception:
                logger.exception("a listener of the index failed")

    def _do_all(self, group: Sequence[Entry[_Work]], now: float) -> bool:
        """Arrivals go first, so that if one of them is bad nothing is lost by beginning anew, one by one."""
        arrivals = [entry for entry in group if isinstance(entry.work, Member)]
        tx = self._begin()
        try:
            _add_together(tx, arrivals, now)
        except Exception as error:
            if len(group) == 1 or _is_operational(error):
                raise
            self._database.execute_sql("ROLLBACK")
            tx = self._begin()
            for entry in arrivals:
                _do(tx, entry, partial(_add_alone, cast(Member, entry.work), now))
        for entry in group:
            if not isinstance(entry.work, Member):
                _do(tx, entry, entry.work)
        return tx.commit()

    def _begin(self) -> Transaction:
        if self._closed:
            raise DatabaseUnavailable("the index is closed")
        if self._database.is_closed():
            self._database.connect()
        return Transaction(self._database, self._dialect, strftime("%Y%m%dT%H%M%S", gmtime(self._clock())))

    def _roll_back(self) -> None:
        """A connection that is lost, or that has rolled back by itself as on a full disk, is opened again next time."""
        try:
            self._database.execute_sql("ROLLBACK")
        except Exception:  # noqa: BLE001  whatever it is, the first error is the one to tell
            with suppress(Exception):
                self._disconnect()


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
        if _is_operational(error):
            raise
        entry.error = _told(error)


def _is_operational(error: BaseException) -> bool:
    return _is_one_of(error, "OperationalError", "InterfaceError")


def _is_one_of(error: BaseException, *names: str) -> bool:
    """By the names that PEP 249 gives to errors: every driver has classes of its own, and so has peewee."""
    return any(kind.__name__ in names for kind in type(error).__mro__)


def _raise(error: BaseException) -> NoReturn:
    told = _told(error)
    if told is error:
        raise error
    raise told from error


def _told(error: BaseException) -> BaseException:
    """The error of the contract for one of the driver; others as they are."""
    if not _is_one_of(error, "DatabaseError", "InterfaceError"):
        return error
    if "disk is full" in str(error) or "No space left" in str(error):
        return StorageFull("the disk of the index is full")
    return DatabaseUnavailable(f"the index cannot be written: {type(error).__name__}")
