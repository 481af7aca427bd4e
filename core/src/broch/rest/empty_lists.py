"""Lists that clients ask for, of things that this server does not have yet: jobs, exports, queries, peers.

Each is truly empty: nothing here makes such a thing.
"""

from collections.abc import Callable
from typing import Any

from broch_hostapi.host import Host
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import json_answer, not_there
from broch.rest.routes import add

_NO_EXPORTS = {"Done": True, "Exports": [], "Last": 0}
_EXPAND = {"expand": "the things themselves; there are none"}


def blueprint(host: Host) -> Blueprint:  # noqa: ARG001
    """The routes of the lists."""
    routes = Blueprint("empty_lists", __name__)
    add(routes, "/jobs", _list("List jobs", "jobs", list, _EXPAND))
    add(routes, "/queries", _list("List queries", "queries", list, _EXPAND))
    add(routes, "/peers", _list("List peers", "peers", lambda: {} if "expand" in request.args else [], _EXPAND))
    add(
        routes,
        "/exports",
        _list("List exports", "exports", lambda: _NO_EXPORTS, {"since": "", "limit": "", "last": ""}),
    )
    add(routes, "/exports", _forget, ("DELETE",))
    for what in ("jobs", "peers"):
        add(routes, f"/{what}/<name>", _one(what))
    return routes


def _list(summary: str, tag: str, value: Callable[[], Any], query: dict[str, str]) -> Callable[[], Response]:
    @operation(summary, tags=(tag,), query=query)
    def view() -> Response:
        """None: there are no such things yet."""
        return json_answer(value())

    return view


def _one(what: str) -> Callable[[str], Response]:
    @operation(f"Describe one of the {what}", tags=(what,))
    def view(name: str) -> Response:  # noqa: ARG001
        """There is none yet."""
        return not_there()

    return view


@operation("Forget exports", tags=("exports",))
def _forget() -> Response:
    """Nothing to forget yet."""
    return Response(b"", content_type="text/plain")
