"""Restarting and stopping the server: ``/tools/reset``, ``/tools/shutdown``."""

import logging
from collections.abc import Callable

from broch_hostapi.errors import Forbidden
from broch_hostapi.host import Host
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import json_answer
from broch.rest.routes import add
from broch.wish import Wish

logger = logging.getLogger(__name__)


def blueprint_of(ask: Callable[[Wish], None] | None) -> Callable[[Host], Blueprint]:
    """The factory of the routes. ``ask``: whoever runs the server in the foreground; None: nobody does."""

    def blueprint(host: Host) -> Blueprint:  # noqa: ARG001
        routes = Blueprint("lifecycle", __name__)
        views = _LifecycleViews(ask)
        add(routes, "/tools/reset", views.reset, ("POST",))
        add(routes, "/tools/shutdown", views.shutdown, ("POST",))
        return routes

    return blueprint


class _LifecycleViews:
    def __init__(self, ask: Callable[[Wish], None] | None) -> None:
        self._ask = ask

    @operation("Restart the server", tags=("system",))
    def reset(self) -> Response:
        """With the configuration read again; if that is no good, the log says why, and the server runs on as it was."""
        return self._pass_on(Wish.RESTART)

    @operation("Stop the server", tags=("system",))
    def shutdown(self) -> Response:
        """Cleanly, after the requests that are under way."""
        return self._pass_on(Wish.STOP)

    def _pass_on(self, wish: Wish) -> Response:
        """Stopping waits for requests under way, and so for the answer to this one."""
        if self._ask is None:
            raise Forbidden("the server is part of another program, which alone can restart or stop it")
        logger.warning("%s was asked for by %s", wish.value, request.remote_addr, extra={"remote": request.remote_addr})
        self._ask(wish)
        return json_answer({})
