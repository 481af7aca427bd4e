"""Reads the index: hostapi's IndexService, made of the modules beside this one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from broch_hostapi.errors import BadRequest
from broch_hostapi.index import Database
from broch_hostapi.resources import Attachment, FindQuery, Level, Resource, Statistics, StoredInstance
from broch_hostapi.startup import Startup

from broch.dataset.matching import fold
from broch.index import attachments, hierarchy, labels, listing, metadata, state
from broch.index.bookmarks import Bookmarks
from broch.index.connection import Connection
from broch.index.listing import ListedInstance
from broch.index.main_tags import TagLists
from broch.index.query import compile_query
from broch.index.search import MANY, Search, begin_at, behind, below, matches_file
from broch.index.statistics import below_resource, whole_archive
from broch.index.tables import NAMES, TOTALS
from broch.numbered_warnings import NOT_READ, READ_FROM_STORAGE, NumberedWarnings

ReadTags = Callable[[str, list[int]], Mapping[int, str]]
"""Public identifier of an instance and tags -> their values in its file; absent elements are left out."""


class IndexReader:
    """Every method may be called from any thread and never waits for a writer.

    The database must have been opened by an IndexWriter before. ``read_tags`` reads a file, for criteria that the index
    does not know; without it they are BadRequest. ``revise`` is asked before every search.
    """

    def __init__(
        self,
        database: Database,
        startup: Startup,
        *,
        read_tags: ReadTags | None = None,
        revise: Callable[[FindQuery], FindQuery] | None = None,
    ) -> None:
        self.connection = Connection(database, startup)
        self.main_tags = TagLists.configured(startup.configuration)
        self._reads_files = startup.configuration.get("StorageAccessOnFind", "Always") == "Always"
        self._warnings = NumberedWarnings(startup.configuration)
        self._bookmarks = Bookmarks(self.connection)
        self._read_tags = read_tags
        self._revise = revise

    def get(self, level: Level, public_id: str) -> Resource:
        """One resource. Raises NotFound."""
        return hierarchy.read(self.connection, level, public_id)

    def level_of(self, public_id: str) -> Level:
        """At which level this public identifier is. Raises NotFound."""
        return hierarchy.level_of(self.connection, public_id)

    def public_ids(self, level: Level, since: int = 0, limit: int = 0) -> list[str]:
        """Public identifiers of a whole level, in the order of arrival; ``limit`` 0 is none."""
        key, since = self._bookmarks.place(level, since)
        sql = f"SELECT public_id FROM {NAMES[level]} WHERE key >= ? ORDER BY key LIMIT ? OFFSET ?"  # noqa: S608
        return [row[0] for row in self.connection.rows(sql, (key, limit or _NO_LIMIT, since))]

    def find(self, query: FindQuery, *, any_case: bool = False) -> Iterator[Resource]:
        """What matches, in its order.

        ``any_case``: no value's case matters, as in ``/tools/find``. Raises BadRequest before the first is given.
        """
        query, search = self._search(query, any_case)
        if search.impossible:
            return iter(())
        return self._found(search, query.since, query.limit)

    def find_ids(self, query: FindQuery, *, any_case: bool = False) -> Iterator[str]:
        """Public identifiers of what ``find`` gives."""
        query, search = self._search(query, any_case)
        if search.impossible:
            return iter(())
        if search.filters or search.unindexed:
            return (resource.id for resource in self._found(search, query.since, query.limit))
        if not (search.order or search.driver or query.limit):
            return self._paged_ids(search, query.since)
        limit, window = query.limit or _NO_LIMIT, (query.limit or _NO_LIMIT, query.since)
        rows: list[Any] = []
        if search.order:
            sql, parameters = self._select_ordered(search, query.since, query.limit, "public_id")
            return map(_FIRST, self.connection.rows(f"{sql} LIMIT ? OFFSET ?", (*parameters, *window)))
        if self._are_many(search, query.since, query.limit):
            sql, parameters = search.look_at_first("public_id")
            rows = self.connection.rows(f"{sql} LIMIT ? OFFSET ?", (*parameters, *window))
        if len(rows) < limit:
            sql, parameters = search.select("public_id")
            rows = self.connection.rows(f"{sql} LIMIT ? OFFSET ?", (*parameters, *window))
        return map(_FIRST, rows)

    def _paged_ids(self, search: Search, since: int) -> Iterator[str]:
        """A good part of a level, which may be long: never all of it in memory."""
        conditions, key = list(search.conditions), f"{hierarchy.ALIASES[search.level]}.key"
        while True:
            sql, parameters = search.select(f"public_id, {key}")
            rows = self.connection.rows(f"{sql} LIMIT ? OFFSET ?", (*parameters, _IDENTIFIERS, since))
            yield from map(_FIRST, rows)
            if len(rows) < _IDENTIFIERS:
                return
            since, search.conditions = 0, list(conditions)
            behind(search, rows[-1][1])

    def count(self, query: FindQuery, *, any_case: bool = False) -> int:
        """How many ``find`` gives, whatever window the query has."""
        query, search = self._search(replace(query, since=0, limit=0, order_by=()), any_case)
        if search.impossible:
            return 0
        if search.filters or search.unindexed:
            return sum(1 for _ in self._filtered(search))
        if not search.conditions:
            return int(self.connection.one(f"SELECT {TOTALS[query.level]} FROM total WHERE key = 1")[0])  # noqa: S608
        return int(self.connection.one(*search.count())[0])

    def _search(self, query: FindQuery, any_case: bool) -> tuple[FindQuery, Search]:
        if self._revise is not None:
            query = self._revise(query)
        search = compile_query(query, self.connection.dialect, any_case=any_case, main_tags=self.main_tags)
        if search.unindexed:
            self._look_into_files(search)
        if query.parent is not None:
            level = hierarchy.level_of(self.connection, query.parent)
            if level > query.level:
                raise BadRequest(f"a {query.level.word.lower()} is not below a {level.word.lower()}")
            below(search, level, hierarchy.key_of(self.connection, level, query.parent))
        if query.since and not (search.conditions or search.unindexed or search.order):
            key, since = self._bookmarks.place(query.level, query.since)
            query = replace(query, since=since)
            if key:
                begin_at(search, key)
        return query, search

    def _look_into_files(self, search: Search) -> None:
        names = ", ".join(f"{tag >> 16:04x},{tag & 0xFFFF:04x}" for tag in search.unindexed)
        if self._read_tags is None:
            raise BadRequest(f"the index does not have these tags: {names}")
        if self._reads_files:
            self._warnings.warn(READ_FROM_STORAGE, "criteria that only files can tell, which is slow: %s", names)
        else:
            self._warnings.warn(NOT_READ, "StorageAccessOnFind: no file is read, so these are no criteria: %s", names)
            search.unindexed.clear()

    def _found(self, search: Search, since: int, limit: int) -> Iterator[Resource]:
        if search.order:
            return self._ordered(search, since, limit)
        if search.filters or search.unindexed or not (search.driver or since or limit):
            return islice(self._filtered(search), since, since + limit if limit else None)
        wanted = min(limit, hierarchy.PAGE) or hierarchy.PAGE
        if self._are_many(search, since, limit):
            found, last = hierarchy.read_window(self.connection, search.level, *search.look_at_first(), wanted, since)
            if last is not None:
                return found
        found, last = hierarchy.read_window(self.connection, search.level, *search.select(), wanted, since)
        if last is None or wanted == limit:
            return found
        return chain(found, self._behind(search, last, limit - wanted if limit else _NO_LIMIT))

    def _ordered(self, search: Search, since: int, limit: int) -> Iterator[Resource]:
        """Their keys are in memory, and a page of them."""
        if search.filters or search.unindexed:
            sql, parameters = search.select()
            keys = [row[0] for row in self.connection.rows(sql, parameters)]
            matching = self._passing(search, hierarchy.read_in_order(self.connection, search.level, keys))
            return islice(matching, since, since + limit if limit else None)
        sql, parameters = self._select_ordered(search, since, limit, "key")
        rows = self.connection.rows(f"{sql} LIMIT ? OFFSET ?", (*parameters, limit or _NO_LIMIT, since))
        return hierarchy.read_in_order(self.connection, search.level, [row[0] for row in rows])

    def _select_ordered(self, search: Search, since: int, limit: int, column: str) -> tuple[str, list[Any]]:
        if search.order[0].indexed and self._are_many(search, since, limit):
            return search.go_through_order(column)
        return search.select(column)

    def _are_many(self, search: Search, since: int, limit: int) -> bool:
        """Whether so much matches that the few that are asked for are sooner found by going through the level."""
        counting = search.count_of_many() if limit and since + limit <= hierarchy.PAGE else None
        return counting is not None and self.connection.one(*counting)[0] == MANY

    def _behind(self, search: Search, last: int, limit: int) -> Iterator[Resource]:
        behind(search, last)
        sql, parameters = search.select()
        rows = self.connection.rows(f"{sql} LIMIT ?", (*parameters, limit))
        yield from hierarchy.read_keys(self.connection, search.level, [row[0] for row in rows])

    def _filtered(self, search: Search) -> Iterator[Resource]:
        if search.driver:
            sql, parameters = search.select()
            keys = [row[0] for row in self.connection.rows(sql, parameters)]
            candidates = hierarchy.read_keys(self.connection, search.level, keys)
        else:
            candidates = hierarchy.read_pages(self.connection, search.level, *search.where())
        return self._passing(search, candidates)

    def _passing(self, search: Search, candidates: Iterator[Resource]) -> Iterator[Resource]:
        for resource in candidates:
            if all(accepts(resource) for accepts in search.filters) and self._file_matches(search, resource):
                yield resource

    def _file_matches(self, search: Search, resource: Resource) -> bool:
        if not search.unindexed or self._read_tags is None:
            return True
        instance = hierarchy.first_instance(self.connection, resource)
        return instance is not None and matches_file(search, self._read_tags(instance, list(search.unindexed)))

    def children(self, level: Level, public_id: str, below: Level) -> Sequence[str]:
        """Public identifiers of what is below a resource, in the order of arrival. Raises NotFound."""
        return hierarchy.children(self.connection, level, public_id, below)

    def descendants(self, level: Level, public_id: str, below: Level) -> Iterator[Resource]:
        """The same as resources. Raises NotFound."""
        keys = hierarchy.keys_below(self.connection, level, public_id, below)
        return hierarchy.read_keys(self.connection, below, keys)

    def ancestors(self, level: Level, public_id: str) -> Sequence[Resource]:
        """What is above, from the parent up to the patient. Raises NotFound."""
        return hierarchy.ancestors(self.connection, level, public_id)

    def attachments(self, level: Level, public_id: str) -> Mapping[int, Attachment]:
        """By kind. Raises NotFound."""
        return attachments.of_resource(self.connection, level, public_id)

    def stored_instances(self, level: Level, public_id: str) -> Iterator[StoredInstance]:
        """Every instance at or below a resource with its DICOM file, in the order of arrival. Raises NotFound."""
        return attachments.stored_instances(self.connection, level, public_id)

    def revision(self, level: Level, public_id: str) -> int:
        """A number that grows with every instance that comes, goes or is replaced at or below. Raises NotFound."""
        return hierarchy.revision(self.connection, level, public_id)

    def lookup(self, identifier: str) -> Sequence[tuple[Level, str]]:
        """Resources whose PatientID, AccessionNumber, or UID is this; spaces around it and case do not matter."""
        identifier = identifier.strip(" \0")
        folded = fold(identifier)
        rows = self.connection.rows(_LOOKUP, (folded, identifier, folded, identifier, identifier)) if identifier else []
        return [(Level(level), public_id) for level, _, public_id in sorted(map(tuple, rows))]

    def statistics(self, resource: tuple[Level, str] | None = None) -> Statistics:
        """Of the whole archive (kept counters), or of what is at and below a resource. Raises NotFound."""
        if resource is None:
            return whole_archive(self.connection)
        return below_resource(self.connection, *resource)

    def series_status(self, series: Resource) -> str:
        """``Unknown``, ``Missing``, ``Inconsistent`` or ``Complete``, by the expected number of instances."""
        return listing.series_statuses(self.connection, (series,))[series.id]

    def series_statuses(self, series: Sequence[Resource]) -> Mapping[str, str]:
        """The same of several, by public identifier."""
        return listing.series_statuses(self.connection, series)

    def listed_instances(self, level: Level, public_id: str) -> Sequence[ListedInstance]:
        """Every instance below a patient, study or series, in the order of arrival. Raises NotFound."""
        return listing.listed_instances(self.connection, level, public_id)

    def children_of(self, level: Level, public_ids: Sequence[str]) -> Mapping[str, list[str]]:
        """Public identifiers of what is right below each of these resources, in the order of arrival."""
        return listing.children_of(self.connection, level, public_ids)

    def files_of(self, instances: Sequence[str]) -> Mapping[str, tuple[int, str]]:
        """Size and UUID of the DICOM file of each of these instances that has one."""
        return listing.files_of(self.connection, instances)

    def attachments_of(self, level: Level, public_ids: Sequence[str]) -> Mapping[str, list[Attachment]]:
        """What each of these resources has attached."""
        return listing.attachments_of(self.connection, level, public_ids)

    def sop_classes_in_study(self, public_id: str) -> Sequence[str]:
        """SOPClassesInStudy (0008,0062), sorted. Raises NotFound."""
        return hierarchy.sop_classes_in_study(self.connection, public_id)

    def metadata(self, level: Level, public_id: str) -> Mapping[str, tuple[str, int]]:
        """Metadata by name, with their revisions. Raises NotFound."""
        return metadata.of_resource(self.connection, level, public_id)

    def labels(self, level: Level, public_id: str) -> Sequence[str]:
        """Of a resource, sorted. Raises NotFound."""
        return labels.of_resource(self.connection, level, public_id)

    def labels_of(self, level: Level, public_ids: Sequence[str]) -> Mapping[str, list[str]]:
        """Of each of these resources that has any."""
        return labels.of_many(self.connection, level, public_ids)

    def all_labels(self) -> Sequence[str]:
        """Those that any resource has, sorted."""
        return labels.in_use(self.connection)

    def is_protected(self, patient: str) -> bool:
        """Whether recycling spares a patient. Raises NotFound."""
        return hierarchy.is_protected(self.connection, patient)

    def protected_among(self, patients: Sequence[str]) -> frozenset[str]:
        """Those of these patients that recycling spares."""
        return hierarchy.protected_among(self.connection, patients)

    def oldest_unprotected_patient(self, besides: Sequence[str] = ()) -> str | None:
        """Who is recycled next: the one that arrived first and is not among ``besides``."""
        return hierarchy.oldest_unprotected_patient(self.connection, besides)

    def get_state(self, owner: str, name: str) -> bytes | None:
        """A value that ``IndexWriter.set_state`` keeps, or None."""
        return state.get_state(self.connection, owner, name)

    def names_of_state(self, owner: str) -> Sequence[str]:
        """The names under which an owner keeps values, sorted."""
        return state.names_of_state(self.connection, owner)

    def close(self) -> None:
        """At the end."""
        self.connection.close()


_NO_LIMIT = (1 << 63) - 1
_IDENTIFIERS = 8192
"""Identifiers read by one statement."""
_FIRST = itemgetter(0)
_LOOKUP = (
    "SELECT 0, key, public_id FROM patient WHERE patient_id = ?"
    " UNION SELECT 1, key, public_id FROM study WHERE uid = ?"
    " UNION SELECT 1, key, public_id FROM study WHERE accession_number = ?"
    " UNION SELECT 2, key, public_id FROM series WHERE uid = ?"
    " UNION SELECT 3, key, public_id FROM instance WHERE uid = ?"
)
