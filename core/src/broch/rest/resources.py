"""The four levels: lists, single resources, what is below and above, deletion, metadata, archives, all tags."""

import hashlib
from typing import Any

from broch_hostapi.errors import BadRequest, NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import FindQuery, Level, MetadataType, Statistics
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.attachments import add_attachment_routes
from broch.rest.file_answer import disposition, gathered, matches, stream_answer
from broch.rest.json_answer import (
    JSON_TYPE,
    json_answer,
    json_object,
    member,
    not_there,
    query_flag,
    query_number,
    text_answer,
)
from broch.rest.resource_json import (
    ResourceJson,
    core_index,
    found,
    joined,
    origin_of,
    reference_to,
    tag_format,
    windowed,
)
from broch.rest.routes import add
from broch.rest.tags import TagAnswers, ignored_lengths

_SINGULAR = {Level.PATIENT: "patient", Level.STUDY: "study", Level.SERIES: "series"}
_MIB = 1 << 20


def blueprint(host: Host) -> Blueprint:
    """All routes that exist at every level."""
    routes = Blueprint("resources", __name__)
    tags = TagAnswers(host)
    for level in Level:
        _add_level(routes, _LevelViews(host, level, tags))
        add_attachment_routes(routes, host, level)
    return routes


def _add_level(routes: Blueprint, views: "_LevelViews") -> None:
    level = views.level
    one = f"/{level.plural}/<public_id>"
    add(routes, f"/{level.plural}", views.list_all)
    add(routes, one, views.get)
    add(routes, one, views.delete, ("DELETE",))
    add(routes, f"{one}/statistics", views.statistics)
    add(routes, f"{one}/metadata", views.metadata)
    add(routes, f"{one}/metadata/<name>", views.one_metadata)
    for below in (other for other in Level if other > level):
        add(routes, f"{one}/{below.plural}", views.below(below))
    for above in (other for other in Level if other < level):
        add(routes, f"{one}/{_SINGULAR[above]}", views.above(above))
    if level != Level.INSTANCE:
        add(routes, f"{one}/instances-tags", views.instances_tags)
        add(routes, f"{one}/archive", views.archive)
        add(routes, f"{one}/archive", views.archive_now, ("POST",))


class _LevelViews:
    """The views of one level."""

    def __init__(self, host: Host, level: Level, tags: TagAnswers) -> None:
        self._host = host
        self.level = level
        self._tags = tags

    @operation(
        "List the resources of this level",
        tags=("resources",),
        query={
            "expand": "the resources themselves",
            "since": "index of the first",
            "limit": "how many",
            "full": "tags with names and types",
            "short": "tags by number",
        },
    )
    def list_all(self) -> Response:
        """Public identifiers in the order of arrival."""
        since, limit = query_number(request, "since"), query_number(request, "limit")
        if (since is None) != (limit is None):
            raise BadRequest(f"Missing {'since' if since is None else 'limit'!r} argument: both or none")
        if limit == 0:
            return json_answer([])
        query = windowed(FindQuery(self.level, origin=origin_of(request)), since, limit)
        return json_answer(found(self._host, query, query_flag(request, "expand"), tag_format(request)))

    @operation(
        "Describe a resource",
        tags=("resources",),
        query={"full": "tags with names and types", "short": "tags by number"},
    )
    def get(self, public_id: str) -> Response:
        """Its main DICOM tags, what is below it, and what is above."""
        try:
            resource = self._host.index.get(self.level, public_id)
            return json_answer(ResourceJson(self._host, tag_format(request)).one(resource))
        except NotFound:
            return not_there()

    @operation("Delete a resource", tags=("resources",))
    def delete(self, public_id: str) -> Response:
        """With all below it; answers what is left above it."""
        try:
            deletion = self._host.deletion.delete(self.level, public_id)
        except NotFound:
            return not_there()
        left = deletion.remaining_ancestor
        return json_answer({"RemainingAncestor": reference_to(*left) if left else None})

    def below(self, below: Level) -> Any:
        """The view of all resources of a lower level."""

        @operation(
            f"List the {below.plural} below", tags=("resources",), query={"expand": "false for identifiers alone"}
        )
        def view(public_id: str) -> Response:
            if not query_flag(request, "expand", default=True):
                return json_answer(list(self._host.index.children(self.level, public_id, below)))
            return json_answer(list(ResourceJson(self._host, tag_format(request)).below(self.level, public_id, below)))

        return view

    def above(self, above: Level) -> Any:
        """The view of the resource above."""

        @operation(f"Describe the {_SINGULAR[above]} above", tags=("resources",))
        def view(public_id: str) -> Response:
            for resource in self._host.index.ancestors(self.level, public_id):
                if resource.level == above:
                    return json_answer(ResourceJson(self._host, tag_format(request)).one(resource))
            raise NotFound(above.word.lower())

        return view

    @operation("Count what is below, and its size", tags=("resources",))
    def statistics(self, public_id: str) -> Response:
        """Sizes in bytes as text, in MiB as numbers."""
        return json_answer(_statistics(self.level, self._host.index.statistics((self.level, public_id))))

    @operation("List metadata", tags=("metadata",), query={"expand": "with values"})
    def metadata(self, public_id: str) -> Response:
        """Names, or names and values."""
        kept = core_index(self._host).metadata(self.level, public_id)
        if query_flag(request, "expand"):
            return json_answer({name: value for name, (value, _) in kept.items()})
        return json_answer(sorted(kept, key=_metadata_number))

    @operation("Read one metadata", tags=("metadata",))
    def one_metadata(self, public_id: str, name: str) -> Response:
        """Its value as text."""
        kept = core_index(self._host).metadata(self.level, public_id)
        entry = kept.get(name) or kept.get(_metadata_name(name))
        if entry is None:
            return not_there()
        value, revision = entry
        etag = f'"{revision}-{hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()}"'
        answer = Response(b"", 304) if matches(request, etag) else text_answer(value)
        answer.headers["ETag"] = etag
        return answer

    @operation(
        "Tags of all instances below",
        tags=("resources",),
        query={"simplify": "by keyword", "short": "by number", "ignore-length": "tags whose long values are wanted"},
    )
    def instances_tags(self, public_id: str) -> Response:
        """A map from instance to tags, streamed."""
        instances = self._host.index.stored_instances(self.level, public_id)
        form, ignored = tag_format(request, "full"), ignored_lengths(self._host, request)
        pieces = ((instance.id, self._tags.json(instance.attachment, form, ignored)) for instance in instances)
        return stream_answer(gathered(joined(pieces)), JSON_TYPE)

    @operation("Download as a ZIP archive", tags=("archive",), query={"filename": "name of the download"})
    def archive(self, public_id: str) -> Response:
        """Streamed while it is made."""
        if "transcode" in request.args:
            raise BadRequest("archives cannot be transcoded yet")
        headers = {"Content-Disposition": disposition(request, f"{public_id}.zip")}
        self._host.index.get(self.level, public_id)
        return stream_answer(self._host.archive.stream([public_id]), "application/zip", headers)

    @operation("Make a ZIP archive", tags=("archive",), body={"application/json": {"type": "object"}})
    def archive_now(self, public_id: str) -> Response:
        """The same by POST; only synchronously."""
        options = json_object(request)
        if member(options, "Asynchronous", bool, False) or not member(options, "Synchronous", bool, True):
            raise BadRequest("there are no jobs yet: only synchronous archives can be made")
        if "Transcode" in options:
            raise BadRequest("archives cannot be transcoded yet")
        return self.archive(public_id)


def _statistics(level: Level, counted: Statistics) -> dict[str, Any]:
    counts = {"CountStudies": counted.studies, "CountSeries": counted.series, "CountInstances": counted.instances}
    shown: dict[str, Any] = dict(list(counts.items())[level:])
    sizes = {
        "DiskSize": counted.stored_size,
        "UncompressedSize": counted.size,
        "DicomDiskSize": counted.dicom_stored_size,
        "DicomUncompressedSize": counted.dicom_size,
    }
    return shown | sizes_json(sizes)


def sizes_json(sizes: dict[str, int]) -> dict[str, Any]:
    """Each size in bytes as text and in MiB as a number."""
    return {name: str(size) for name, size in sizes.items()} | {
        f"{name}MB": size // _MIB for name, size in sizes.items()
    }


def _metadata_number(name: str) -> int:
    return MetadataType[name].value if name in MetadataType.__members__ else int(name) if name.isdigit() else 1 << 16


def _metadata_name(name: str) -> str:
    """The name of a metadata given by name or number. Raises ``NotFound``."""
    if name in MetadataType.__members__:
        return name
    if not (name.isascii() and name.isdigit() and len(name) < 6 and 0 < int(name) < 1 << 16):
        raise NotFound("kind of metadata", name[:64])
    return MetadataType(int(name)).name if int(name) in MetadataType._value2member_map_ else name
