"""Resources as the REST interface shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple, Protocol, cast

from broch_hostapi.errors import BadRequest, ParameterOutOfRange
from broch_hostapi.host import Host
from broch_hostapi.index import IndexService
from broch_hostapi.resources import Attachment, FindQuery, Level, Origin, Resource
from flask import Request, Response, g

from broch.index.listing import MADE_FROM, ListedInstance
from broch.rest.json_answer import optional
from broch.rest.json_list import IDENTIFIERS, list_answer
from broch.rest.requested_tags import MOST, RequestedTags, TagFormat
from broch.user_types import MetadataNames

_PAGE = 256
"""Resources for which the index is asked at once."""

_CHILDREN = {Level.PATIENT: "Studies", Level.STUDY: "Series", Level.SERIES: "Instances"}
CONTENT = (
    "MainDicomTags", "Metadata", "Children", "Parent", "Labels", "Status", "IsStable", "IsProtected", "Attachments",
    "RequestedTags",
)  # fmt: skip
"""What a request may choose among."""
_PART_OF = {
    "MainDicomTags": "MainDicomTags", "PatientMainDicomTags": "MainDicomTags", "LastUpdate": "Metadata",
    "AnonymizedFrom": "Metadata", "ModifiedFrom": "Metadata", "ExpectedNumberOfInstances": "Metadata",
    "IndexInSeries": "Metadata", "Studies": "Children", "Series": "Children", "Instances": "Children",
    "ParentPatient": "Parent", "ParentStudy": "Parent", "ParentSeries": "Parent", "FileSize": "Attachments",
    "FileUuid": "Attachments",
}  # fmt: skip
"""Of which of these a member of the usual object is a part; the others have their own names, or are always there."""
_ALWAYS = frozenset(("ID", "Type"))
_PARENT = {Level.STUDY: "ParentPatient", Level.SERIES: "ParentStudy", Level.INSTANCE: "ParentSeries"}


def tag_format(request: Request, default: TagFormat = "simplified") -> TagFormat:
    """Which of the three formats of tags a request asks for: ``?full``, ``?short``, ``?simplify``."""
    if not request.query_string:
        return default
    args = request.args
    return "simplified" if "simplify" in args else "short" if "short" in args else "full" if "full" in args else default


def level_named(word: str) -> Level:
    """Raises ``ParameterOutOfRange``."""
    try:
        return Level.parse(word)
    except ValueError:
        raise ParameterOutOfRange(f"unknown level: {word[:64]!r}") from None


def tag_format_of(body: dict[str, Any]) -> TagFormat:
    """Which one the members ``Short`` and ``Full`` of a request's body ask for. Raises ``BadJson``."""
    short, full = optional(body, "Short", bool, False), optional(body, "Full", bool, False)
    return "short" if short else "full" if full else "simplified"


class Shape(NamedTuple):
    """What the objects of an answer have."""

    form: TagFormat = "simplified"
    content: frozenset[str] | None = None
    """Of ``CONTENT``; None: what is usual."""
    requested: tuple[int, ...] = ()
    """Tags for ``RequestedTags``."""


def shape_of(host: Host, request: Request) -> Shape:
    """From the query string. Raises ``UnknownTag``, ``BadRequest``."""
    if not request.query_string:
        return Shape()
    args = request.args
    content = args.get("response-content")
    named = args.get("requested-tags") or args.get("requestedTags") or ""
    return Shape(
        tag_format(request),
        None if content is None else content_of(_names(content)),
        tags_of(host, _names(named)),
    )


def content_of(names: Iterable[str]) -> frozenset[str]:
    """Parts of an object by their names. Raises ``BadRequest``."""
    chosen = frozenset(names)
    for name in sorted(chosen.difference(CONTENT)):
        raise BadRequest(f"{name[:64]!r} is no part of an answer; these are: {', '.join(CONTENT)}")
    return chosen


def tags_of(host: Host, names: Sequence[str]) -> tuple[int, ...]:
    """Tags by their names. Raises ``UnknownTag``, ``BadRequest``."""
    if len(names) > MOST:
        raise BadRequest(f"no more than {MOST} tags can be requested")
    return tuple(dict.fromkeys(map(host.dictionary.tag_of, names)))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


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

    def labels_of(self, level: Level, public_ids: Sequence[str]) -> Mapping[str, list[str]]:
        """Of each of these resources that has any, sorted."""
        ...

    def protected_among(self, patients: Sequence[str]) -> frozenset[str]:
        """Those of these patients that recycling spares."""
        ...

    def is_protected(self, patient: str) -> bool:
        """Whether recycling spares a patient. Raises ``NotFound``."""
        ...

    def attachments_of(self, level: Level, public_ids: Sequence[str]) -> Mapping[str, list[Attachment]]:
        """What each of these resources has attached."""
        ...

    def count(self, query: FindQuery, *, any_case: bool = False) -> int:
        """How many ``find`` gives, whatever window the query has."""
        ...

    def metadata(self, level: Level, public_id: str) -> Mapping[str, tuple[str, int]]:
        """By name, with their revisions. Raises ``NotFound``."""
        ...


def core_index(host: Host) -> CoreIndex:
    """The index of a host that is the core's."""
    return cast(CoreIndex, host.index)


class ResourceJson:
    """Makes the objects of one answer."""

    def __init__(self, host: Host, form: TagFormat = "simplified", shape: Shape | None = None) -> None:
        shape = shape or Shape(form)
        self._index = core_index(host)
        self._dictionary = host.dictionary
        self._form = shape.form
        self._content = shape.content
        self._requested = RequestedTags(host, shape.requested, shape.form) if shape.requested else None
        self._metadata_names = (
            MetadataNames(host.configuration.get("UserMetadata", {})) if self._names("Metadata") else None
        )

    def one(self, resource: Resource) -> dict[str, Any]:
        """A resource, with what it needs of the index besides."""
        return next(self.many((resource,)))

    def many(self, resources: Iterable[Resource]) -> Iterator[dict[str, Any]]:
        """Resources of one level; what they need besides is asked for many of them at once."""
        resources = iter(resources)
        while page := list(islice(resources, _PAGE)):
            ids, level = [resource.id for resource in page], page[0].level
            labels = self._index.labels_of(level, ids)
            attached = self._index.attachments_of(level, ids) if self._names("Attachments") else {}
            for resource, shown in zip(page, self._page(level, page, ids), strict=True):
                shown["Labels"] = labels.get(resource.id, [])
                if self._content is not None:
                    shown = self._chosen(shown, resource, attached)
                if self._requested:
                    shown["RequestedTags"] = self._requested.of(resource)
                yield shown

    def _names(self, part: str) -> bool:
        """Whether the request itself asks for this part."""
        return self._content is not None and part in self._content

    def _chosen(
        self, shown: dict[str, Any], resource: Resource, attached: Mapping[str, list[Attachment]]
    ) -> dict[str, Any]:
        wanted = _ALWAYS | (self._content or frozenset())
        chosen = {name: value for name, value in shown.items() if _PART_OF.get(name, name) in wanted}
        if self._metadata_names:
            chosen["Metadata"] = self._metadata_names.shown(resource.metadata)
        if self._names("Attachments"):
            chosen["Attachments"] = list(map(_attachment, attached[resource.id]))
        return chosen

    def _page(self, level: Level, page: Sequence[Resource], ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        if level == Level.INSTANCE:
            files = self._index.files_of(ids)
            yield from (self._instance(resource, *files.get(resource.id, (0, ""))) for resource in page)
            return
        everything = self._content is None
        children = self._index.children_of(level, ids) if everything or self._names("Children") else {}
        with_status = level == Level.SERIES and (everything or self._names("Status"))
        statuses = self._index.series_statuses(page) if with_status else {}
        protected = self._index.protected_among(ids) if level == Level.PATIENT else frozenset()
        for resource in page:
            shown = self._above_instance(resource, children.get(resource.id, []), statuses.get(resource.id, ""))
            if level == Level.PATIENT:
                shown["IsProtected"] = resource.id in protected
            yield shown

    def below(self, level: Level, public_id: str, below: Level) -> Iterator[dict[str, Any]]:
        """All resources of a level below one resource."""
        if below != Level.INSTANCE or self._requested or self._content is not None:
            return self.many(self._index.descendants(level, public_id, below))
        instances = self._index.listed_instances(level, public_id)
        labels = self._index.labels_of(Level.INSTANCE, [instance.id for instance in instances])
        return (self._listed(instance, labels.get(instance.id, [])) for instance in instances)

    def _listed(self, instance: ListedInstance, labels: Sequence[str]) -> dict[str, Any]:
        return {
            "ID": instance.id,
            "MainDicomTags": self._tags(instance.tags),
            "Type": "Instance",
            "ParentSeries": instance.series,
            **instance.made_from,
            "FileSize": instance.size,
            "FileUuid": instance.uuid,
            "IndexInSeries": instance.index_in_series,
            "Labels": labels,
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


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "CompressedMD5": attachment.stored_md5,
        "CompressedSize": attachment.stored_size,
        "CompressionType": attachment.compression,
        "ContentType": attachment.kind,
        "UncompressedMD5": attachment.md5,
        "UncompressedSize": attachment.size,
        "Uuid": attachment.uuid,
    }


def found(host: Host, query: FindQuery, expand: bool, shape: Shape, *, any_case: bool = False) -> Response:
    """The answer to a search: identifiers, or the resources themselves."""
    index = core_index(host)
    if expand or shape.content is not None:
        return list_answer(ResourceJson(host, shape=shape).many(index.find(query, any_case=any_case)))
    return list_answer(index.find_ids(query, any_case=any_case), IDENTIFIERS)


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
