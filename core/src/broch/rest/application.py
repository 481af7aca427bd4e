"""Flask, with less work a request: what nobody registered is not looked for.

Signals and the functions before, after and at the end of a request work as ever for a plugin that has some.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from flask import Flask, Request, Response, g, request_finished, request_started, request_tearing_down
from flask.ctx import RequestContext
from flask.globals import request_ctx
from flask.sessions import NullSession, SessionInterface
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Headers
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import MapAdapter, Rule

from broch.rest.access import Gatekeeper
from broch.rest.gunzip import unpack_body
from broch.rest.json_answer import not_there
from broch.rest.methods import is_overridden, options, override
from broch.rest.wire import FileBody

_SLASHES = re.compile("/{2,}")
_NO_SNIFFING = ("X-Content-Type-Options", "nosniff")
_REWRITTEN = frozenset(("location", "content-location"))  # Werkzeug turns what is no URI into one.

StartResponse = Callable[..., Any]


class Answer(Response):
    """What every answer of a view is turned into. One whose whole body is there leaves without a second look at it."""

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Send, as a WSGI application."""
        body = self.response
        if self._status_code == 200 and environ["REQUEST_METHOD"] != "HEAD" and not self._on_close and _is_whole(body):
            headers = self.headers.to_wsgi_list()
            names = {name.lower() for name, _ in headers}
            if "content-length" in names and names.isdisjoint(_REWRITTEN):
                headers.append(_NO_SNIFFING)
                start_response(self._status, headers)
                return cast(Iterable[bytes], body)
        return super().__call__(environ, start_response)

    def get_wsgi_headers(self, environ: dict[str, Any]) -> Headers:
        """As Werkzeug's, and one that every answer has, but no type of a body that is empty."""
        headers = super().get_wsgi_headers(environ)
        if self._status_code >= 300 and headers.get("Content-Length") == "0":
            headers.remove("Content-Type")
        headers.add(*_NO_SNIFFING)
        return headers


def _is_whole(body: object) -> bool:
    return (type(body) is list and len(body) == 1 and type(body[0]) is bytes) or type(body) is FileBody


class _NoSessions(SessionInterface):
    """Flask asks for a session with every request; we have none."""

    _null = NullSession()

    def open_session(self, app: Flask, request: Any) -> NullSession:  # noqa: ARG002
        return self._null

    def is_null_session(self, obj: object) -> bool:  # noqa: ARG002
        return True

    def save_session(self, app: Flask, session: Any, response: Any) -> None:
        """Nothing to save."""


class LateRule(Rule):
    """A rule whose URL builder is made when somebody builds a URL.

    Werkzeug compiles two functions for each rule, which for all routes together takes a third of the server's start;
    nothing of ours builds URLs from rules.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not made:
                made.append(super(LateRule, self)._compile_builder(append_unknown))
            return made[0](rule, **values)

        return build


class Application(Flask):
    """The application, before routes. ``max_body`` in bytes, 0 for no limit, is for bodies that come compressed."""

    session_interface = _NoSessions()
    response_class = Answer
    url_rule_class = LateRule

    def __init__(self, gatekeeper: Gatekeeper, max_body: int) -> None:
        super().__init__("broch.rest", static_folder=None, template_folder=None)
        self.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
        self.config["PROPAGATE_EXCEPTIONS"] = False
        self.url_map.strict_slashes = False
        self.url_map.merge_slashes = False  # it would redirect, to a host that the client names
        self._gatekeeper = gatekeeper
        self._max_body = max_body
        self._views: dict[str, Callable[..., ResponseReturnValue]] = {}

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """As Flask's, without working out a host name that no route of ours depends on: a quarter of its dispatch."""
        if request is None:
            return None
        environ = request.environ
        return MapAdapter(
            self.url_map, environ.get("HTTP_HOST", "localhost"), "/", "", environ["wsgi.url_scheme"], request.path,
            environ["REQUEST_METHOD"], environ.get("QUERY_STRING", ""),
        )  # fmt: skip

    def wsgi_app(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """As Flask's, after tidying up what the request asks for: see ``methods``; ``//`` in a path is ``/``."""
        path: str = environ["PATH_INFO"]
        if "//" in path:
            environ["PATH_INFO"] = _SLASHES.sub("/", path)
        if is_overridden(environ) and (status := override(environ)):
            return Answer(b"", status)(environ, start_response)
        return super().wsgi_app(environ, start_response)

    def full_dispatch_request(self) -> Response:
        """As Flask's, but everyone is admitted before anything else happens."""
        context: RequestContext = request_ctx._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        try:
            if request_started.receivers:
                request_started.send(self, _async_wrapper=self.ensure_sync)
            answer = self._admit(context.request)
            if answer is None and (self.before_request_funcs or self.url_value_preprocessors):
                answer = self.preprocess_request()
            if answer is None:
                answer = self._view(context.request)
        except Exception as error:  # noqa: BLE001
            answer = self.handle_user_exception(error)
        after_this = context._after_request_functions  # noqa: SLF001  no public name tells whether there are some
        if self.after_request_funcs or after_this or request_finished.receivers:
            return self.finalize_request(answer)
        return self.make_response(answer)

    def _admit(self, request: Request) -> ResponseReturnValue | None:
        environ = request.environ
        g.principal = self._gatekeeper.admit(environ)
        if "HTTP_CONTENT_ENCODING" in environ:
            unpack_body(environ, self._max_body)
        if environ["REQUEST_METHOD"] == "OPTIONS" and isinstance(request.routing_exception, MethodNotAllowed):
            return options(request.routing_exception.valid_methods or ())
        return None

    def _view(self, request: Request) -> ResponseReturnValue:
        """As ``dispatch_request``, which looks into the code of a view before each call: perhaps it is a coroutine."""
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        endpoint, arguments = request.endpoint, request.view_args
        if endpoint is None or arguments is None:  # not after the routing above
            return not_there()
        view = self._views.get(endpoint)
        if view is None:
            view = self._views[endpoint] = self.ensure_sync(self.view_functions[endpoint])
        return view(**arguments)

    def do_teardown_request(self, *arguments: Any, **named: Any) -> None:
        """As Flask's."""
        if self.teardown_request_funcs or request_tearing_down.receivers:
            super().do_teardown_request(*arguments, **named)
