"""Tags: of an instance, of its header, of a module, of all instances below a resource, and what these share."""

from collections.abc import Iterator
from typing import Any

from broch_hostapi.errors import NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment, Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.dataset import tag_json
from broch.dataset.modules import MODULES
from broch.dataset.service import dicom_file
from broch.dataset.shared_tags import SharedTags
from broch.rest.file_answer import gathered, stream_answer
from broch.rest.json_answer import JSON_TYPE, json_answer, json_bytes_answer, query_flag, text_answer
from broch.rest.requested_tags import TagFormat
from broch.rest.resource_json import joined, tag_format
from broch.rest.routes import add
from broch.rest.tag_answers import TagAnswers, core_datasets, ignored_lengths

_INSTANCE = "/instances/<public_id>"
_FORM = {"simplify": "by keyword", "short": "by number"}
_IGNORE = {"ignore-length": "tags whose long values are wanted"}
_WHOLE = {"whole": "also what is behind the pixel data"}


def blueprint(host: Host) -> Blueprint:
    """The routes of tags."""
    routes = Blueprint("tags", __name__)
    views = _TagViews(host)
    add(routes, f"{_INSTANCE}/tags", views.tags)
    add(routes, f"{_INSTANCE}/simplified-tags", views.simplified_tags)
    add(routes, f"{_INSTANCE}/header", views.header)
    add(routes, "/studies/<public_id>/module-patient", views.module_of(Level.STUDY, Level.PATIENT))
    add(routes, "/tools/invalidate-tags", views.invalidate, ("POST",))
    for level in Level:
        add(routes, f"/{level.plural}/<public_id>/module", views.module_of(level, level))
        if level != Level.INSTANCE:
            add(routes, f"/{level.plural}/<public_id>/instances-tags", views.tags_below(level))
            add(routes, f"/{level.plural}/<public_id>/shared-tags", views.shared_below(level))
    return routes


class _TagViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._datasets = core_datasets(host)
        self._answers = TagAnswers(host)

    @operation("Tags, with names and types", tags=("instances",), query={**_FORM, **_IGNORE, **_WHOLE})
    def tags(self, public_id: str) -> Response:
        """All tags of the data set."""
        return self._tags(public_id, tag_format(request, "full"))

    @operation("Tags by keyword", tags=("instances",), query={**_IGNORE, **_WHOLE})
    def simplified_tags(self, public_id: str) -> Response:
        """All tags of the data set."""
        return self._tags(public_id, "simplified")

    def _tags(self, public_id: str, form: TagFormat) -> Response:
        attachment = dicom_file(self._host.index, public_id)
        if not request.query_string:
            return json_bytes_answer(self._answers.json(attachment, form))
        ignored = ignored_lengths(self._host, request)
        return json_bytes_answer(self._answers.json(attachment, form, ignored, whole=query_flag(request, "whole")))

    @operation("Tags of the file meta information", tags=("instances",), query=_FORM)
    def header(self, public_id: str) -> Response:
        """Group 0002."""
        scan = self._datasets.scan_head(dicom_file(self._host.index, public_id))
        return json_answer(tag_json.header(scan, tag_format(request, "full")))

    def module_of(self, level: Level, module: Level) -> Any:
        """The view of the tags of one module, of an instance below a resource."""

        @operation(f"Tags of the {module.word.lower()} module", tags=("resources",), query={**_FORM, **_IGNORE})
        def view(public_id: str) -> Response:
            """As the first instance has them."""
            ignored = ignored_lengths(self._host, request)
            first = next(self._attachments(level, public_id), None)
            if first is None:
                raise NotFound("attachment", "dicom")
            scan = self._datasets.scan_head(first[1])
            part = tag_json.part_of(scan, MODULES[module])
            return json_answer(tag_json.FORMATS[tag_format(request, "full")](part, ignored))

        return view

    def tags_below(self, level: Level) -> Any:
        """The view of the tags of all instances below a resource."""

        @operation("Tags of all instances below", tags=("resources",), query={**_FORM, **_IGNORE})
        def view(public_id: str) -> Response:
            """A map from instance to tags, streamed."""
            instances = self._attachments(level, public_id)
            form, ignored = tag_format(request, "full"), ignored_lengths(self._host, request)
            pieces = ((instance, self._answers.json(attachment, form, ignored)) for instance, attachment in instances)
            return stream_answer(gathered(joined(pieces)), JSON_TYPE)

        return view

    def shared_below(self, level: Level) -> Any:
        """The view of what is the same in all instances below a resource."""

        @operation("Tags that all instances below share", tags=("resources",), query=_FORM)
        def view(public_id: str) -> Response:
            """Those of text or numbers, not longer than 256 bytes, with the same value in all."""
            shared = SharedTags()
            for _, attachment in self._attachments(level, public_id):
                shared.add(self._datasets.scan_head(attachment))
                if shared.is_nothing:
                    break
            return json_answer(shared.json(tag_format(request, "full")))

        return view

    def _attachments(self, level: Level, public_id: str) -> Iterator[tuple[str, Attachment]]:
        """Each instance at or below a resource with its file. Raises NotFound at once."""
        instances = self._host.index.stored_instances(level, public_id)
        return ((instance.id, instance.attachment) for instance in instances)

    @operation("Make the tags of all instances anew", tags=("system",))
    def invalidate(self) -> Response:
        """What is kept in memory of them is forgotten."""
        self._answers.forget()
        return text_answer("")
