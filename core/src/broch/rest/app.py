"""The WSGI application: Flask, put together from what the core and the plugins contribute."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from broch_hostapi.errors import BrochError, NameTaken
from broch_hostapi.host import Host
from broch_hostapi.rest import RestRoutes
from flask import Blueprint, Flask

from broch.interventions import Interventions
from broch.options import CoreOptions
from broch.plugins import Plugins
from broch.reach import authentication
from broch.rest.access import AccessRules, Authenticate, Authorise, Gatekeeper
from broch.rest.application import Application, LateRule
from broch.rest.compression import Compressed
from broch.rest.cors import CrossOrigin
from broch.rest.errors import install_error_handlers
from broch.rest.proxy import Proxied, WsgiApplication

CORE = "core"
"""Owner of the core's own routes: it never loses against a plugin."""

_CONVERTER_NAME = re.compile(r"<(?:([^<>:]*):)?[^<>:]*>")


@dataclass(frozen=True, slots=True)
class RestOptions:
    """What the configuration says about HTTP. ``max_body`` in bytes, 0 for no limit."""

    access: AccessRules = field(default_factory=AccessRules)
    describe_errors: bool = True
    max_body: int = 0


def create_app(host: Host, plugins: Plugins, interventions: Interventions, options: CoreOptions) -> Flask:
    """The application of a server with these plugins and options. A plugin whose routes cannot be had is taken out."""
    running = plugins.enabled().values()
    may_authenticate, may_authorise = (
        any(hasattr(plugin, hook) for plugin in running) for hook in ("authenticate_request", "authorise_request")
    )
    rules = AccessRules(options.remote_access_allowed, authentication(options), options.registered_users)
    return assemble(
        plugins.contributions("register_rest_routes"),
        host,
        interventions.authenticate if may_authenticate else None,
        interventions.authorise if may_authorise else None,
        RestOptions(rules, options.http_describe_errors, options.maximum_request_body_size_mb << 20),
        plugins.fail,
    )


def served(app: WsgiApplication, options: CoreOptions) -> WsgiApplication:
    """An application as it is served by HTTP: with what the configuration wants between it and its clients."""
    if options.http_compression_enabled:
        app = Compressed(app)
    if options.http_cors_allowed_origins:
        app = CrossOrigin(app, options.http_cors_allowed_origins, options.http_cors_allow_credentials)
    if options.http_trusted_proxies or options.http_url_prefix:
        app = Proxied(app, options.http_trusted_proxies, options.http_url_prefix)
    return app


def assemble(
    contributions: Sequence[tuple[str, RestRoutes]],
    host: Host,
    authenticate: Authenticate | None,
    authorise: Authorise | None,
    options: RestOptions,
    refused: Callable[[str, BrochError], None],
) -> Flask:
    """Assemble the application from (plugin id, routes).

    ``refused`` is told of each plugin whose routes cannot be had: its factory failed, or it claims a route and method,
    or a blueprint's name, that another one claims too (``NameTaken``; then neither gets it, but the core always does).
    The application goes on without all routes of that plugin. ``authenticate`` and ``authorise`` are None if no plugin
    has a say.
    """
    app = Application(Gatekeeper(options.access, authenticate, authorise), options.max_body)
    install_error_handlers(app, options.describe_errors)
    for blueprint in _accepted(contributions, host, refused):
        app.register_blueprint(blueprint)
    return app


def _accepted(
    contributions: Sequence[tuple[str, RestRoutes]], host: Host, refused: Callable[[str, BrochError], None]
) -> list[Blueprint]:
    claims = _Claims()
    failures: dict[str, BrochError] = {}
    made: list[tuple[str, Blueprint]] = []
    for owner, routes in contributions:
        try:
            blueprint = routes.blueprint(host)
            conflicts = claims.add(owner, blueprint)
        except Exception as error:
            if owner == CORE:
                raise
            failures[owner] = error if isinstance(error, BrochError) else BrochError(f"{type(error).__name__}: {error}")
            continue
        made.append((owner, blueprint))
        for conflict in conflicts:
            failures.update({loser: conflict for loser in conflict.owners if loser != CORE})
    for owner, failure in failures.items():
        refused(owner, failure)
    return [blueprint for owner, blueprint in made if owner not in failures]


class _Claims:
    """Who owns which route and method, and which blueprint's name."""

    def __init__(self) -> None:
        self._owners: dict[tuple[str, str], str] = {}

    def add(self, owner: str, blueprint: Blueprint) -> list[NameTaken]:
        """Note what a blueprint claims; what others claim already."""
        conflicts = []
        for what, name in _claims_of(blueprint):
            first = self._owners.setdefault((what, name), owner)
            if first != owner:
                conflicts.append(NameTaken(what, name, first, owner))
        return conflicts


def _claims_of(blueprint: Blueprint) -> list[tuple[str, str]]:
    trial = Flask("trial", static_folder=None)
    trial.url_rule_class = LateRule
    trial.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    trial.register_blueprint(blueprint)
    return [("blueprint", blueprint.name)] + [
        ("route", f"{method} {_CONVERTER_NAME.sub(_without_name, rule.rule.rstrip('/') or '/')}")
        for rule in trial.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD"})
    ]


def _without_name(match: re.Match[str]) -> str:
    return f"<{match[1] or 'default'}>"
