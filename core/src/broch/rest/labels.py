"""Labels of resources at the four levels, as Orthanc has them since 1.12.0."""

from broch_hostapi.errors import NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response

from broch.index.labels import check_label
from broch.rest.json_answer import json_answer, not_there
from broch.rest.routes import add


def blueprint(host: Host) -> Blueprint:
    """The routes of all levels, and the list of all labels."""
    routes = Blueprint("labels", __name__)
    for level in Level:
        views = _LabelViews(host, level)
        all_ = f"/{level.plural}/<public_id>/labels"
        add(routes, all_, views.list_all)
        add(routes, f"{all_}/<label>", views.test)
        add(routes, f"{all_}/<label>", views.put, ("PUT",))
        add(routes, f"{all_}/<label>", views.delete, ("DELETE",))

    @operation("List the labels in use", tags=("labels",))
    def in_use() -> Response:
        """Of all resources, each once."""
        return json_answer(list(host.index.all_labels()))

    add(routes, "/tools/labels", in_use)
    return routes


class _LabelViews:
    """The views of one level."""

    def __init__(self, host: Host, level: Level) -> None:
        self._host = host
        self._level = level

    @operation("List labels", tags=("labels",))
    def list_all(self, public_id: str) -> Response:
        """Of a resource, sorted."""
        return json_answer(list(self._host.index.labels(self._level, public_id)))

    @operation("Look for a label", tags=("labels",))
    def test(self, public_id: str, label: str) -> Response:
        """200 if the resource has it, else 404."""
        check_label(label)
        try:
            there = label in self._host.index.labels(self._level, public_id)
        except NotFound:
            there = False
        return _done() if there else not_there()

    @operation("Give a resource a label", tags=("labels",))
    def put(self, public_id: str, label: str) -> Response:
        """1 to 64 of the characters A-Z a-z 0-9 _ -; no harm if it has it already."""
        self._host.user_data.change_labels(self._level, public_id, add=[label])
        return _done()

    @operation("Take a label away", tags=("labels",))
    def delete(self, public_id: str, label: str) -> Response:
        """No harm if the resource does not have it."""
        self._host.user_data.change_labels(self._level, public_id, remove=[label])
        return _done()


def _done() -> Response:
    return Response(b"", content_type="text/plain")
