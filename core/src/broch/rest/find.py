"""Searching: ``/tools/find`` and ``/tools/count-resources``."""

from typing import Any

from broch_hostapi.errors import BadRequest, NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import FindQuery, LabelsConstraint, Level, Ordering
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.index.labels import check_label
from broch.rest.json_answer import json_answer, json_object, member, natural
from broch.rest.resource_json import (
    CONTENT,
    Shape,
    content_of,
    core_index,
    found,
    level_named,
    origin_of,
    tag_format_of,
    tags_of,
)
from broch.rest.routes import add
from broch.user_types import MetadataNames

MOST_LABELS = 1000
_CONSTRAINTS = frozenset(LabelsConstraint)
_TEXTS = {"type": "array", "items": {"type": "string"}}
_PATTERNS = {"type": "object", "additionalProperties": {"type": "string"}}
_CRITERIA = {
    "Level": {"type": "string", "enum": ["Patient", "Study", "Series", "Instance"]},
    "Query": {**_PATTERNS, "description": "Tag to pattern: *, ?, lists with backslashes, ranges of dates and times"},
    "CaseSensitive": {"type": "boolean"},
    "Labels": _TEXTS,
    "LabelsConstraint": {"type": "string", "enum": ["All", "Any", "None"]},
    "MetadataQuery": {**_PATTERNS, "description": "Name of a metadata to pattern"},
    "ParentPatient": {"type": "string"},
    "ParentStudy": {"type": "string"},
    "ParentSeries": {"type": "string"},
}
_COUNT_SCHEMA = {"type": "object", "required": ["Level", "Query"], "properties": _CRITERIA}
_FIND_SCHEMA = {
    "type": "object",
    "required": ["Level", "Query"],
    "properties": {
        **_CRITERIA,
        "Expand": {"type": "boolean"},
        "Full": {"type": "boolean"},
        "Short": {"type": "boolean"},
        "Limit": {"type": "integer", "minimum": 0, "description": "0: all"},
        "Since": {"type": "integer", "minimum": 0},
        "RequestedTags": _TEXTS,
        "ResponseContent": {"type": "array", "items": {"type": "string", "enum": list(CONTENT)}},
        "OrderBy": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["Type", "Key"],
                "properties": {
                    "Type": {"type": "string", "enum": ["DicomTag", "Metadata"]},
                    "Key": {"type": "string"},
                    "Direction": {"type": "string", "enum": ["ASC", "DESC"]},
                },
            },
        },
    },
}
_FOUND = {200: {"application/json": {"type": "array"}}}
_COUNTED = {200: {"application/json": {"type": "object", "properties": {"Count": {"type": "integer"}}}}}


def blueprint(host: Host) -> Blueprint:
    """The routes for searching."""
    routes = Blueprint("find", __name__)
    views = _FindViews(host)
    add(routes, "/tools/find", views.find, ("POST",))
    add(routes, "/tools/count-resources", views.count, ("POST",))
    return routes


class _FindViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._case_sensitive = bool(host.configuration.get("CaseSensitivePN", False))
        self._names = MetadataNames(host.configuration.get("UserMetadata", {}))

    @operation("Find resources", tags=("search",), body={"application/json": _FIND_SCHEMA}, responses=_FOUND)
    def find(self) -> Response:
        """What matches all criteria, as ``OrderBy`` says, else in the order of arrival."""
        body = json_object(request, BadRequest)
        query = self._query(body)
        return found(
            self._host, query, _is_expanded(body), _shape(self._host, body), any_case=not query.case_sensitive
        )

    @operation("Count resources", tags=("search",), body={"application/json": _COUNT_SCHEMA}, responses=_COUNTED)
    def count(self) -> Response:
        """How many match all criteria of a search."""
        query = self._query(json_object(request, BadRequest), limited=False)
        return json_answer({"Count": core_index(self._host).count(query, any_case=not query.case_sensitive)})

    def _query(self, body: dict[str, Any], *, limited: bool = True) -> FindQuery:
        level = level_named(member(body, "Level", str))
        constraint = member(body, "LabelsConstraint", str, LabelsConstraint.ALL.value)
        if constraint not in _CONSTRAINTS:
            raise BadRequest(f"Field 'LabelsConstraint' should be All, Any or None, not {constraint[:64]!r}")
        limit = natural(body, "Limit")
        return FindQuery(
            level,
            {self._host.dictionary.tag_of(name): text for name, text in _patterns(body, "Query").items()},
            parent=self._parent(body, level),
            since=natural(body, "Since"),
            limit=self._limited(level, limit) if limited else 0,
            case_sensitive=member(body, "CaseSensitive", bool, self._case_sensitive),
            origin=origin_of(request),
            labels=_labels(body),
            labels_constraint=LabelsConstraint(constraint),
            metadata=self._metadata(body),
            order_by=self._order(body),
        )

    def _metadata(self, body: dict[str, Any]) -> dict[str, str]:
        patterns = _patterns(body, "MetadataQuery") if "MetadataQuery" in body else {}
        return {self._names.key_of(name): text for name, text in patterns.items()}

    def _limited(self, level: Level, limit: int) -> int:
        """No more than the configuration allows."""
        option = "LimitFindInstances" if level == Level.INSTANCE else "LimitFindResults"
        most = int(self._host.configuration.get(option, 0))
        return min(limit or most, most) if most else limit

    def _parent(self, body: dict[str, Any], level: Level) -> str | None:
        """The lowest of the parents that are named; each must be above the next. Raises ``NotFound``."""
        named = [(above, f"Parent{above.word}") for above in (Level.SERIES, Level.STUDY, Level.PATIENT)]
        parents = [(above, name, member(body, name, str)) for above, name in named if name in body]
        if not parents:
            return None
        lowest, name, public_id = parents[0]
        if lowest >= level:
            raise BadRequest(f"Field {name!r} is about nothing above a {level.word.lower()}")
        if not public_id.isprintable():
            raise NotFound(lowest.word.lower(), public_id[:64])
        self._host.index.get(lowest, public_id)
        above = {(found.level, found.id) for found in self._host.index.ancestors(lowest, public_id)}
        for upper, other, wanted in parents[1:]:
            if (upper, wanted) not in above:
                raise BadRequest(f"Field {other!r} is not above what {name!r} names")
        return public_id

    def _order(self, body: dict[str, Any]) -> tuple[Ordering, ...]:
        return tuple(map(self._ordering, member(body, "OrderBy", list, [])))

    def _ordering(self, entry: Any) -> Ordering:
        if not isinstance(entry, dict):
            raise BadRequest("Field 'OrderBy' should be an array of JSON objects")
        kind, key = member(entry, "Type", str), member(entry, "Key", str)
        direction = member(entry, "Direction", str, "ASC")
        if kind not in ("DicomTag", "Metadata"):
            raise BadRequest(f"Field 'Type' of 'OrderBy' should be DicomTag or Metadata, not {kind[:64]!r}")
        if direction not in ("ASC", "DESC"):
            raise BadRequest(f"Field 'Direction' of 'OrderBy' should be ASC or DESC, not {direction[:64]!r}")
        by = self._host.dictionary.tag_of(key) if kind == "DicomTag" else self._names.key_of(key)
        return Ordering(by, direction == "DESC")


def _patterns(body: dict[str, Any], name: str) -> dict[str, str]:
    patterns = member(body, name, dict)
    for key, pattern in patterns.items():
        if not isinstance(pattern, str):
            raise BadRequest(f"Tag {key[:64]!r} of {name!r} should be associated with a string")
    return patterns


def _texts(body: dict[str, Any], name: str, most: int) -> list[str]:
    texts = member(body, name, list, [])
    if len(texts) > most or not all(isinstance(text, str) for text in texts):
        raise BadRequest(f"Field {name!r} should be an array of at most {most} strings")
    return texts


def _labels(body: dict[str, Any]) -> tuple[str, ...]:
    labels = tuple(_texts(body, "Labels", MOST_LABELS))
    for label in labels:
        check_label(label)
    return labels


def _shape(host: Host, body: dict[str, Any]) -> Shape:
    form = tag_format_of(body)
    requested = tags_of(host, _texts(body, "RequestedTags", MOST_LABELS))
    if "ResponseContent" not in body:
        return Shape(form, None, requested)
    return Shape(form, content_of(_texts(body, "ResponseContent", MOST_LABELS)), requested)


def _is_expanded(body: dict[str, Any]) -> bool:
    """Numbers and null count too, as in Orthanc. Raises ``BadRequest``."""
    value = body.get("Expand")
    if not isinstance(value, bool | int | float | None):
        raise BadRequest("Field 'Expand' should be true or false")
    return bool(value)
