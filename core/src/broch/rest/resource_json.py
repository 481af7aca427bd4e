"""Resources as the REST interface shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Literal, Protocol, cast

from broch_hostapi.host import Host
from broch_hostapi.index import IndexService
from broch_hostapi.resources import FindQuery, Level, Origin, Resource
from flask import Request, g

from broch.index.listing import MADE_FROM, ListedInstance

_PAGE = 256
"""Resources for which the index is asked at once."""
TagFormat = Literal["full", "simplified", "short"]

_CHILDREN = {Level.PATIENT: "Studies", Level.STUDY: "Series", Level.SERIES: "Instances"}
_PARENT = {Level.STUDY: "ParentPatient", Level.SERIES: "ParentStudy", Level.INSTANCE: "ParentSeries"}


def tag_format(request: Request, default: TagFormat = "simplified") -> TagFormat:
    """Which of the three formats of tags a request asks for: ``?full``, ``?short``, ``?simplify``."""
    if not request.query_string:
        return default
    args = request.args
    return "short" if "short" in args else "full" if "full" in args else "simplified" if "simplify" in args else default


def origin_of(request: Request) -> Origin:
    """Where a request comes from."""
    return Origin("RestApi", request.remote_addr or "", username=g.principal.name)


class CoreIndex(IndexService, Protocol):
    """What the core's index tells beyond the contract."""

    def find(self, query: FindQuery, *, any_case: bool = False) -> Iterator[Resource]:
        """``any_case``: no value's case matters."""
        ...

    def find_ids(self, query: FindQuery, *, any_case: bool = False) -> Iterator[str]:
        """The same."""
        ...

    def listed_instances(self, level: Level, public_id: str) -> Sequence[ListedInstance]:
        """Every instance below a patient, study or series, in the order of arrival. Raises ``NotFound``."""
        ...

    def children_of(self, level: Level, public_ids: Sequence[str]) -> Mapping[str, list[str]]:
        """Public identifiers of what is right below each of these resources, in the order of arrival."""
        ...

    def files_of(self, instances: Sequence[str]) -> Mapping[str, tuple[int, str]]:
        """Size and UUID of the DICOM file of each of these instances that has one."""
        ...

    def series_statuses(self, series: Sequence[Resource]) -> Mapping[str, str]:
        """``series_status`` of several, by public identifier."""
        ...

    def metadata(self, level: Level, public_id: str) -> Mapping[str, tuple[str, int]]:
        """By name, with their revisions. Raises ``NotFound``."""
        ...


def core_index(host: Host) -> CoreIndex:
    """The index of a host that is the core's."""
    return cast(CoreIndex, host.index)


class ResourceJson:
    """Makes the objects of one answer."""

    def __init__(self, host: Host, form: TagFormat = "simplified") -> None:
        self._index = core_index(host)
        self._dictionary = host.dictionary
        self._form = form

    def one(self, resource: Resource) -> dict[str, Any]:
        """A resource, with what it needs of the index besides."""
        return next(self.many((resource,)))

    def many(self, resources: Iterable[Resource]) -> Iterator[dict[str, Any]]:
        """Resources of one level; what they need besides is asked for many of them at once."""
        resources = iter(resources)
        while page := list(islice(resources, _PAGE)):
            ids = [resource.id for resource in page]
            if page[0].level == Level.INSTANCE:
                files = self._index.files_of(ids)
                yield from (self._instance(resource, *files.get(resource.id, (0, ""))) for resource in page)
            else:
                children = self._index.children_of(page[0].level, ids)
                statuses = self._index.series_statuses(page) if page[0].level == Level.SERIES else {}
                yield from (
                    self._above_instance(resource, children[resource.id], statuses.get(resource.id, ""))
                    for resource in page
                )

    def below(self, level: Level, public_id: str, below: Level) -> Iterator[dict[str, Any]]:
        """All resources of a level below one resource."""
        if below != Level.INSTANCE:
            return self.many(self._index.descendants(level, public_id, below))
        return map(self._listed, self._index.listed_instances(level, public_id))

    def _listed(self, instance: ListedInstance) -> dict[str, Any]:
        return {
            "ID": instance.id,
            "MainDicomTags": self._tags(instance.tags),
            "Type": "Instance",
            "ParentSeries": instance.series,
            **instance.made_from,
            "FileSize": instance.size,
            "FileUuid": instance.uuid,
            "IndexInSeries": instance.index_in_series,
        }

    def _instance(self, resource: Resource, size: int, uuid: str) -> dict[str, Any]:
        shown = self._common(resource)
        shown["FileSize"] = size
        shown["FileUuid"] = uuid
        shown["IndexInSeries"] = _number(resource.metadata.get("IndexInSeries"))
        return shown

    def _above_instance(self, resource: Resource, children: list[str], status: str) -> dict[str, Any]:
        shown = self._common(resource)
        shown["IsStable"] = resource.is_stable
        shown["LastUpdate"] = resource.last_update
        shown[_CHILDREN[resource.level]] = children
        if resource.level == Level.STUDY:
            shown["PatientMainDicomTags"] = self._tags(resource.upper)
        elif resource.level == Level.SERIES:
            shown["ExpectedNumberOfInstances"] = _number(resource.metadata.get("ExpectedNumberOfInstances"))
            shown["Status"] = status
        return shown

    def _common(self, resource: Resource) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "ID": resource.id,
            "MainDicomTags": self._tags(resource.tags),
            "Type": resource.level.word,
        }
        if resource.parent is not None:
            shown[_PARENT[resource.level]] = resource.parent
        for name in MADE_FROM:
            if name in resource.metadata:
                shown[name] = resource.metadata[name]
        return shown

    def _tags(self, tags: Mapping[str, str]) -> Mapping[str, Any]:
        if self._form == "simplified":
            return tags if isinstance(tags, dict) else dict(tags)
        numbered = {self._numbered(keyword): (keyword, value) for keyword, value in tags.items()}
        if self._form == "short":
            return {number: value for number, (_, value) in numbered.items()}
        return {
            number: {"Name": keyword, "Type": "String", "Value": value} for number, (keyword, value) in numbered.items()
        }

    def _numbered(self, keyword: str) -> str:
        tag = self._dictionary.tag_of(keyword)
        return f"{tag >> 16:04x},{tag & 0xFFFF:04x}"


def _number(text: str | None) -> int | None:
    """A number kept as text in the metadata; None when there is none."""
    return int(text) if text and text.isascii() and text.isdigit() else None


def found(host: Host, query: FindQuery, expand: bool, form: TagFormat, *, any_case: bool = False) -> list[Any]:
    """The answer to a search: identifiers, or the resources themselves."""
    index = core_index(host)
    if expand:
        return list(ResourceJson(host, form).many(index.find(query, any_case=any_case)))
    return list(index.find_ids(query, any_case=any_case))


def windowed(query: FindQuery, since: int | None, limit: int | None) -> FindQuery:
    """The query with a window on its matches."""
    return replace(query, since=since or 0, limit=limit or 0)


def path_of(level: Level, public_id: str) -> str:
    """Where a resource is in the REST interface."""
    return f"/{level.plural}/{public_id}"


def reference_to(level: Level, public_id: str) -> dict[str, str]:
    """A resource as answers refer to it."""
    return {"ID": public_id, "Path": path_of(level, public_id), "Type": level.word}


def joined(pieces: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A JSON object, streamed from (name without need of escapes, JSON of the value)."""
    before = b"{\n"
    for name, value in pieces:
        yield before + b'"' + name.encode() + b'": ' + value
        before = b",\n"
    yield b"{}\n" if before == b"{\n" else b"}\n"
