"""The index: what plugins may ask it, and what a database plugin contributes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from broch_hostapi.resources import Attachment, FindQuery, Level, Resource, Statistics, StoredInstance

if TYPE_CHECKING:
    from pathlib import Path

    import peewee

    from broch_hostapi.startup import Startup


class IndexService(Protocol):
    """Reads the index. Every method may be called from any thread and never waits for a writer."""

    def get(self, level: Level, public_id: str) -> Resource:
        """One resource. Raises ``NotFound``."""
        ...

    def level_of(self, public_id: str) -> Level:
        """At which level this public identifier is. Raises ``NotFound``."""
        ...

    def find(self, query: FindQuery) -> Iterator[Resource]:
        """What matches, in the order that the query names. ``revise_find_query`` was asked before the first is given.

        Raises ``UnknownTag`` and ``BadRequest`` for criteria that make no sense.
        """
        ...

    def find_ids(self, query: FindQuery) -> Iterator[str]:
        """Public identifiers of what ``find`` gives, for less work."""
        ...

    def children(self, level: Level, public_id: str, below: Level) -> Sequence[str]:
        """Public identifiers of what is below a resource, in the order of arrival. Raises ``NotFound``."""
        ...

    def descendants(self, level: Level, public_id: str, below: Level) -> Iterator[Resource]:
        """The same as resources. Raises ``NotFound``."""
        ...

    def ancestors(self, level: Level, public_id: str) -> Sequence[Resource]:
        """What is above, from the parent up to the patient. Raises ``NotFound``."""
        ...

    def attachments(self, level: Level, public_id: str) -> Mapping[int, Attachment]:
        """By kind. Raises ``NotFound``."""
        ...

    def labels(self, level: Level, public_id: str) -> Sequence[str]:
        """Labels of a resource, sorted. Raises ``NotFound``."""
        ...

    def all_labels(self) -> Sequence[str]:
        """The labels that any resource has, sorted."""
        ...

    def stored_instances(self, level: Level, public_id: str) -> Iterator[StoredInstance]:
        """Every instance at or below a resource with its DICOM file, in the order of arrival. Raises ``NotFound``."""
        ...

    def series_status(self, series: Resource) -> str:
        """``Unknown``, ``Missing``, ``Inconsistent`` or ``Complete``, by how many instances the series expects."""
        ...

    def lookup(self, identifier: str) -> Sequence[tuple[Level, str]]:
        """Resources whose PatientID, AccessionNumber, or UID is exactly this."""
        ...

    def statistics(self, resource: tuple[Level, str] | None = None) -> Statistics:
        """Of the whole archive (kept counters), or of what is at and below a resource. Raises ``NotFound``."""
        ...


def _nothing(_connection: Any) -> None:
    """What is executed has been sent."""


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """In what the SQL of a database differs. The core writes standard SQL with ``?`` and lets the dialect finish it.

    Both engines that were tried share upserts, RETURNING and UPDATE ... FROM.
    """

    name: str
    param: str
    """How the driver wants parameters: ``?``, ``%s``, or ``$`` for ``$1``, ``$2``, ..."""
    integer_key: str
    """Type of a primary key that the database numbers."""
    glob: Callable[[str, str], str]
    """SQL of a wildcard match: (column, parameter placeholder) -> condition."""
    glob_text: Callable[[str], str]
    """DICOM wildcard pattern (``*``, ``?``) -> the parameter's value."""
    prefix_index: str
    """Operator class that lets an ordinary index serve ``abc*``; may be empty."""
    begin_write: str
    """Statement that opens a writing transaction."""
    rows: Callable[[Sequence[str], int], str]
    """(SQL types of a row, how many rows) -> SQL that is these rows: ``VALUES (?,?),(?,?)``, or a SELECT."""
    row_values: Callable[[Sequence[Any], int], Sequence[Any]]
    """(values of all rows one after the other, how many in a row) -> the parameters of ``rows``."""
    any_of: Callable[[str], str]
    """Column -> condition "is one of the values of the single array parameter"."""
    array: Callable[[Sequence[Any]], Any]
    """Values -> that array parameter."""
    json_get: Callable[[str, str], str]
    """(column, key) -> SQL of the text of a member of a JSON object."""
    number: Callable[[str], str]
    """SQL of a text -> SQL of the decimal number that it is, without regard to spaces around it. NULL for text without
    digits; for other text NULL or any number, but no error."""
    without_index: Callable[[str], str] = str
    """Column -> the same as an expression that no index serves, for engines that choose an index without statistics;
    the others know better."""
    collation: str = ""
    """What stands behind the type of a column of text so that it is ordered and compared code point by code point."""
    remote: bool = False
    """Whether the engine is a server: the cost is then in how many statements there are and how many different texts
    they have, so ``rows`` and ``any_of`` must give one text for any number of rows."""
    begin_alone: str = ""
    """What opens a transaction that makes or changes tables while no other process does; empty: ``begin_write``."""
    pipeline: Callable[[Any], AbstractContextManager[Any]] = nullcontext
    """Driver's connection -> a block inside which statements are sent without waiting for each other's outcome; the
    outcome is waited for when a cursor fetches, and at the end of the block. By default they run one by one."""
    send: Callable[[Any], None] = _nothing
    """Driver's connection inside such a block -> the server begins with what it has got so far, and nobody waits for
    it."""

    def finished(self, sql: str) -> str:
        """The statement as the driver wants it. For text with no other question mark than those of parameters."""
        if self.param == "?":
            return sql
        return _numbered(sql) if self.param == "$" else sql.replace("?", self.param)


@lru_cache(4096)
def _numbered(sql: str) -> str:
    first, *others = sql.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(others, 1))


class ReadPool(Protocol):
    """Reading connections that all threads share, for engines that allow only so many."""

    def rows(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Run a query on any connection and fetch everything.

        Raises errors of the driver, and DatabaseUnavailable if there is no connection in reasonable time.
        """
        ...

    def close(self) -> None:
        """At the end."""
        ...


@dataclass(frozen=True, slots=True)
class Database:
    """Contribution: an engine for the index. The configuration chooses one by name."""

    name: str
    dialect: Dialect
    connect: Callable[["Startup"], "peewee.Database"]
    """Make a peewee database for one connection that reads, ``autoconnect=False``. One thread at a time uses the
    connection, but not always the same."""
    connect_writer: Callable[["Startup"], "peewee.Database"]
    """Make the one writing connection, used by one thread at a time, durable when a commit returns."""
    pool: Callable[["Startup"], ReadPool] | None = None
    """Make the connections of the core's readers, if there cannot be one of ``connect`` for each that reads at once."""
    shared: bool = False
    """Whether other processes may write to it too: then this one looks from time to time what they did.
    With one process alone, a commit and the sync of the file that belongs to it go side by side."""
    backup: Callable[["Startup", "Path"], None] | None = None
    """Write a consistent copy to a new file while the server runs; None: the engine's own tools do that."""
