"""Resources as the REST interface shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, Protocol, cast

from broch_hostapi.host import Host
from broch_hostapi.index import IndexService
from broch_hostapi.resources import Attachment, ContentType, FindQuery, Level, Origin, Resource
from flask import Request, g

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

    def series_status(self, resource: Resource) -> str:
        """``Unknown``, ``Missing``, ``Inconsistent`` or ``Complete``."""
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
        level = resource.level
        if level == Level.INSTANCE:
            return self.instance(resource, self._index.attachments(level, resource.id).get(ContentType.DICOM))
        return self.above_instance(resource, self._index.children(level, resource.id, Level(level + 1)))

    def below(self, level: Level, public_id: str, below: Level) -> Iterator[dict[str, Any]]:
        """All resources of a level below one resource; instances without a query for each."""
        found = self._index.descendants(level, public_id, below)
        if below != Level.INSTANCE:
            return map(self.one, found)
        files = {stored.id: stored.attachment for stored in self._index.stored_instances(level, public_id)}
        return (self.instance(resource, files.get(resource.id)) for resource in found)

    def instance(self, resource: Resource, file: Attachment | None) -> dict[str, Any]:
        """An instance and its file."""
        shown = self._common(resource)
        shown["FileSize"] = file.size if file else 0
        shown["FileUuid"] = file.uuid if file else ""
        shown["IndexInSeries"] = _number(resource.metadata.get("IndexInSeries"))
        return shown

    def above_instance(self, resource: Resource, children: Sequence[str]) -> dict[str, Any]:
        """A patient, study or series and the public identifiers of what is below."""
        shown = self._common(resource)
        shown["IsStable"] = resource.is_stable
        shown["LastUpdate"] = resource.last_update
        shown[_CHILDREN[resource.level]] = list(children)
        if resource.level == Level.STUDY:
            shown["PatientMainDicomTags"] = self._tags(resource.upper)
        elif resource.level == Level.SERIES:
            expected = _number(resource.metadata.get("ExpectedNumberOfInstances"))
            shown["ExpectedNumberOfInstances"] = expected
            shown["Status"] = "Unknown" if expected is None else self._index.series_status(resource)
        return shown

    def _common(self, resource: Resource) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "ID": resource.id,
            "MainDicomTags": self._tags(resource.tags),
            "Type": resource.level.word,
        }
        if resource.parent is not None:
            shown[_PARENT[resource.level]] = resource.parent
        for name in ("AnonymizedFrom", "ModifiedFrom"):
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
    resources = core_index(host).find(query, any_case=any_case)
    return list(map(ResourceJson(host, form).one, resources)) if expand else [resource.id for resource in resources]


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
