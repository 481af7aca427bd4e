"""The index: what plugins may ask it, and what a database plugin contributes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from broch_hostapi.resources import Attachment, FindQuery, Level, Resource, Statistics, StoredInstance

if TYPE_CHECKING:
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
        """What matches, in the order of arrival. ``revise_find_query`` has been asked before the first is given.

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


@dataclass(frozen=True, slots=True)
class Dialect:
    """In what the SQL of a database differs. The core writes standard SQL with ``?`` and lets the dialect finish it.

    Both engines that were tried share upserts, RETURNING and UPDATE ... FROM.
    """

    name: str
    param: str
    """``?`` or ``%s``."""
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
    values_row: Callable[[Sequence[str]], str]
    """SQL types of a row of a VALUES list -> its placeholders, with casts where they are needed."""
    any_of: Callable[[str], str]
    """Column -> condition "is one of the values of the single array parameter"."""
    array: Callable[[Sequence[Any]], Any]
    """Values -> that array parameter."""
    json_get: Callable[[str, str], str]
    """(column, key) -> SQL of the text of a member of a JSON object."""


@dataclass(frozen=True, slots=True)
class Database:
    """Contribution: an engine for the index. The configuration chooses one by name."""

    name: str
    dialect: Dialect
    connect: Callable[["Startup"], "peewee.Database"]
    """Make the peewee database for readers: per-thread connections, ``autoconnect=False``."""
    connect_writer: Callable[["Startup"], "peewee.Database"]
    """Make the one writing connection, used by one thread at a time, durable when a commit returns."""
