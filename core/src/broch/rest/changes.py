"""``/changes``: the journal as Orthanc's clients read it."""

from typing import Any

from broch_hostapi.events import ChangesPage, Event
from broch_hostapi.host import Host
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import json_answer
from broch.rest.resource_json import path_of
from broch.rest.routes import add

_LIMIT = 100
_MOST = 1 << 62


def blueprint(host: Host) -> Blueprint:
    """The routes of the journal."""
    routes = Blueprint("changes", __name__)
    views = _ChangesViews(host)
    add(routes, "/changes", views.read)
    add(routes, "/changes", views.clear, ("DELETE",))
    return routes


class _ChangesViews:
    def __init__(self, host: Host) -> None:
        self._journal = host.journal

    @operation(
        "Read what happened",
        tags=("changes",),
        query={
            "since": "number of the last change that is known",
            "limit": "how many, 100 if not given",
            "last": "only the newest",
        },
    )
    def read(self) -> Response:
        """Changes, oldest first; what is no number counts as not given, as it does in Orthanc."""
        if "last" in request.args:
            return json_answer(_page(self._journal.last()))
        since, limit = _lenient("since", 0), _lenient("limit", _LIMIT)
        if limit == 0:
            newest = self._journal.last()
            return json_answer({"Changes": [], "Done": since >= newest.last, "Last": newest.last})
        return json_answer(_page(self._journal.changes(since, limit)))

    @operation("Forget what happened until now", tags=("changes",))
    def clear(self) -> Response:
        """Numbers go on."""
        self._journal.clear()
        return Response(b"", content_type="text/plain")


def _lenient(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) < 1000 else default


def _page(page: ChangesPage) -> dict[str, Any]:
    return {"Changes": [_change(event) for event in page.events], "Done": page.done, "Last": page.last}


def _change(event: Event) -> dict[str, Any]:
    return {
        "ChangeType": event.kind.name,
        "Date": event.date,
        "ID": event.resource,
        "Path": path_of(event.level, event.resource),
        "ResourceType": event.level.word,
        "Seq": event.seq,
    }
