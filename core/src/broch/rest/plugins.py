"""What is installed: ``/plugins``."""

from typing import Any

from broch_hostapi.host import Host
from broch_hostapi.plugin import PluginInfo, PluginStatus
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.json_answer import json_answer, not_there, query_flag
from broch.rest.routes import add

_EXPLORER = "explorer.js"


def blueprint(host: Host) -> Blueprint:
    """The routes of plugins."""
    routes = Blueprint("plugins", __name__)
    views = _PluginViews(host)
    add(routes, "/plugins", views.list_all)
    add(routes, f"/plugins/{_EXPLORER}", views.explorer)
    add(routes, "/plugins/<name>", views.get)
    return routes


class _PluginViews:
    def __init__(self, host: Host) -> None:
        self._plugins = host.plugins

    @operation(
        "List plugins", tags=("plugins",), query={"all": "every installed one with its status, not only those that run"}
    )
    def list_all(self) -> Response:
        """Names of those that run; clients look there for what the server can do."""
        if query_flag(request, "all"):
            return json_answer([_with_status(plugin) for plugin in self._plugins.all()])
        return json_answer(sorted([*(plugin.id for plugin in self._enabled()), _EXPLORER]))

    @operation("Describe a plugin", tags=("plugins",))
    def get(self, name: str) -> Response:
        """One that runs."""
        for plugin in self._enabled():
            if plugin.id == name:
                return json_answer(_as_orthanc(plugin))
        return not_there()

    @operation("Scripts for Orthanc Explorer", tags=("plugins",))
    def explorer(self) -> Response:
        """None: plugins bring pages of their own."""
        return Response("// No plugin extends Orthanc Explorer.\n", content_type="application/javascript")

    def _enabled(self) -> Any:
        return (plugin for plugin in self._plugins.all() if plugin.status == PluginStatus.ENABLED)


def _as_orthanc(plugin: PluginInfo) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "Description": plugin.description,
        "ExtendsOrthancExplorer": False,
        "ID": plugin.id,
        "Version": plugin.version,
    }
    return shown | ({"RootUri": _relative(plugin.root_uri)} if plugin.root_uri else {})


def _with_status(plugin: PluginInfo) -> dict[str, Any]:
    return {
        "ID": plugin.id,
        "Status": plugin.status.value,
        "Version": plugin.version,
        "Distribution": plugin.distribution,
        "Description": plugin.description,
        "Detail": plugin.detail,
        "RootUri": plugin.root_uri,
    }


def _relative(root_uri: str) -> str:
    """From ``/app/``, where the pages are that show it."""
    return f"..{root_uri}" if root_uri.startswith("/") else root_uri
