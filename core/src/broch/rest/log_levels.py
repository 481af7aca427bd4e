"""How much is logged: ``/tools/log-level`` and ``/tools/log-level-{category}``."""

from broch_hostapi.errors import ParameterOutOfRange
from broch_hostapi.host import Host
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.logs import CATEGORIES, level_of, set_level
from broch.rest.json_answer import small_body, text_answer
from broch.rest.routes import add

_WORDS = ("default", "verbose", "trace")


def blueprint(host: Host) -> Blueprint:  # noqa: ARG001
    """The routes, one for each category of Orthanc, whose names are part of the path."""
    routes = Blueprint("log_levels", __name__)
    for category in ("", *CATEGORIES):
        views, route = _LevelViews(category), f"/tools/log-level-{category}".rstrip("-")
        add(routes, route, views.get)
        add(routes, route, views.put, ("PUT",))
    return routes


class _LevelViews:
    def __init__(self, category: str) -> None:
        self._category = category

    @operation("Tell how much is logged", tags=("system",))
    def get(self) -> Response:
        """Errors and warnings only (``default``), what happens (``verbose``), or all (``trace``)."""
        return text_answer(level_of(self._category))

    @operation("Choose how much is logged", tags=("system",), body={"text/plain": {"enum": list(_WORDS)}})
    def put(self) -> Response:
        """Until the program ends. ``trace`` may write patient data to the log."""
        word = small_body(request).decode("utf-8", "replace").strip()
        if word not in _WORDS:
            raise ParameterOutOfRange(f"the level should be one of {', '.join(_WORDS)}, not {word[:64]!r}")
        set_level(word, self._category)
        return text_answer("")
