"""The four levels: lists, single resources, what is below and above, deletion."""

from typing import Any

from broch_hostapi.errors import BadRequest, NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import FindQuery, Level, Statistics
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import (
    json_answer,
    not_there,
    query_flag,
    query_number,
)
from broch.rest.json_list import IDENTIFIERS, list_answer
from broch.rest.resource_json import (
    CONTENT,
    ResourceJson,
    found,
    origin_of,
    reference_to,
    shape_of,
    windowed,
)
from broch.rest.routes import add

_SINGULAR = {Level.PATIENT: "patient", Level.STUDY: "study", Level.SERIES: "series"}
_MIB = 1 << 20
SHAPE_PARAMETERS = {
    "full": "tags with names and types",
    "short": "tags by number",
    "simplify": "tags by keyword, as without any of these",
    "requested-tags": "more tags, separated by semicolons; they are read from files if the index lacks them",
}
RESPONSE_CONTENT = f"parts of the answer, separated by semicolons: {', '.join(CONTENT)}"


def blueprint(host: Host) -> Blueprint:
    """All routes that exist at every level."""
    routes = Blueprint("resources", __name__)
    for level in Level:
        _add_level(routes, _LevelViews(host, level))
    return routes


def _add_level(routes: Blueprint, views: "_LevelViews") -> None:
    level = views.level
    one = f"/{level.plural}/<public_id>"
    add(routes, f"/{level.plural}", views.list_all)
    add(routes, one, views.get)
    add(routes, one, views.delete, ("DELETE",))
    add(routes, f"{one}/statistics", views.statistics)
    for below in (other for other in Level if other > level):
        add(routes, f"{one}/{below.plural}", views.below(below))
    for above in (other for other in Level if other < level):
        add(routes, f"{one}/{_SINGULAR[above]}", views.above(above))


class _LevelViews:
    """The views of one level."""

    def __init__(self, host: Host, level: Level) -> None:
        self._host = host
        self.level = level

    @operation(
        "List the resources of this level",
        tags=("resources",),
        query={
            "expand": "the resources themselves",
            "since": "index of the first",
            "limit": "how many; 0: all",
            **SHAPE_PARAMETERS,
            "response-content": RESPONSE_CONTENT,
        },
    )
    def list_all(self) -> Response:
        """Public identifiers in the order of arrival."""
        since, limit = query_number(request, "since"), query_number(request, "limit")
        if (since is None) != (limit is None):
            raise BadRequest(f"Missing {'since' if since is None else 'limit'!r} argument: both or none")
        query = windowed(FindQuery(self.level, origin=origin_of(request)), since, limit)
        return found(self._host, query, query_flag(request, "expand"), shape_of(self._host, request))

    @operation(
        "Describe a resource", tags=("resources",), query=SHAPE_PARAMETERS | {"response-content": RESPONSE_CONTENT}
    )
    def get(self, public_id: str) -> Response:
        """Its main DICOM tags, what is below it, and what is above."""
        try:
            resource = self._host.index.get(self.level, public_id)
            return json_answer(self._json().one(resource))
        except NotFound:
            return not_there()

    def _json(self) -> ResourceJson:
        return ResourceJson(self._host, shape=shape_of(self._host, request))

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
            f"List the {below.plural} below",
            tags=("resources",),
            query={"expand": "false for identifiers alone", **SHAPE_PARAMETERS},
        )
        def view(public_id: str) -> Response:
            if not query_flag(request, "expand", default=True) and "response-content" not in request.args:
                return list_answer(self._host.index.children(self.level, public_id, below), IDENTIFIERS)
            return list_answer(self._json().below(self.level, public_id, below))

        return view

    def above(self, above: Level) -> Any:
        """The view of the resource above."""

        @operation(f"Describe the {_SINGULAR[above]} above", tags=("resources",), query=SHAPE_PARAMETERS)
        def view(public_id: str) -> Response:
            for resource in self._host.index.ancestors(self.level, public_id):
                if resource.level == above:
                    return json_answer(self._json().one(resource))
            raise NotFound(above.word.lower())

        return view

    @operation("Count what is below, and its size", tags=("resources",))
    def statistics(self, public_id: str) -> Response:
        """Sizes in bytes as text, in MiB as numbers."""
        return json_answer(_statistics(self.level, self._host.index.statistics((self.level, public_id))))


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
