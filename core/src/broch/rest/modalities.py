"""Remote modalities: declaring them, echo, sending."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
from broch_hostapi.dimse import Modality
from broch_hostapi.errors import BadJson, BadRequest, ParameterOutOfRange, RemoteError, UnknownModality
from broch_hostapi.host import Host
from broch_hostapi.resources import StoredInstance
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.dataset.identifiers import is_public_id
from broch.dimse.modalities import as_json, parse_modality
from broch.rest.json_answer import json_answer, member, not_there, query_flag, small_body
from broch.rest.routes import add

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_ROUTES = ["configuration", "echo", "store"]
_LONGEST_TIMEOUT = 86400
_EMPTY = {"content_type": "text/plain"}


def blueprint(host: Host) -> Blueprint:
    """The routes of modalities."""
    routes = Blueprint("modalities", __name__)
    views = _ModalityViews(host)
    one = "/modalities/<name>"
    add(routes, "/modalities", views.list_all)
    add(routes, one, views.routes)
    add(routes, one, views.put, ("PUT",))
    add(routes, one, views.delete, ("DELETE",))
    add(routes, f"{one}/configuration", views.configuration)
    add(routes, f"{one}/echo", views.echo, ("POST",))
    add(routes, f"{one}/store", views.store, ("POST",))
    return routes


class _ModalityViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._modalities = host.modalities

    @operation("List modalities", tags=("modalities",), query={"expand": "with their declarations"})
    def list_all(self) -> Response:
        """Their names, or names and declarations."""
        declared = self._modalities.all()
        if query_flag(request, "expand"):
            return json_answer({name: as_json(modality) for name, modality in declared.items()})
        return json_answer(sorted(declared))

    @operation("List what can be asked of a modality", tags=("modalities",))
    def routes(self, name: str) -> Response:
        """The routes below it."""
        return json_answer(_ROUTES) if name in self._modalities.all() else not_there()

    @operation("Describe a modality", tags=("modalities",))
    def configuration(self, name: str) -> Response:
        """Its declaration."""
        return json_answer(as_json(self._modalities.get(name)))

    @operation("Declare a modality", tags=("modalities",), body={"application/json": {"type": ["object", "array"]}})
    def put(self, name: str) -> Response:
        """``[AET, Host, Port, Manufacturer]`` or an object; kept until the server stops."""
        if not _NAME.fullmatch(name):
            raise BadRequest(f"letters, digits, dashes and underscores make the name of a modality, not {name[:64]!r}")
        self._modalities.put(parse_modality(name, _json(small_body(request))))
        return Response(b"", **_EMPTY)  # type: ignore[arg-type]

    @operation("Forget a modality", tags=("modalities",))
    def delete(self, name: str) -> Response:
        """Until the configuration is read again."""
        if name not in self._modalities.all():
            raise UnknownModality(name)
        self._modalities.delete(name)
        return Response(b"", **_EMPTY)  # type: ignore[arg-type]

    @operation("C-ECHO", tags=("modalities",), body={"application/json": {"type": "object"}})
    def echo(self, name: str) -> Response:
        """Whether it answers."""
        modality = self._modalities.get(name)
        body = small_body(request)
        options = _json(body) if body.strip() else {}
        self._modalities.echo(modality, _timeout(options if isinstance(options, dict) else {}))
        return json_answer({})

    @operation("C-STORE", tags=("modalities",), body={"application/json": {"type": ["object", "array", "string"]}})
    def store(self, name: str) -> Response:
        """Send resources: one identifier as text, a list of them, or an object with ``Resources``."""
        modality = self._modalities.get(name)
        options = _store_options(small_body(request))
        resources = _resources(options)
        instances = [instance for resource in resources for instance in self._stored(resource)]
        local_aet = member(options, "LocalAet", str, "") or modality.local_aet or self._host.server.aet
        failed = self._send(modality, instances, local_aet, options) if instances else 0
        answer: dict[str, Any] = {
            "Description": "REST API",
            "FailedInstancesCount": failed,
            "InstancesCount": len(instances),
            "LocalAet": local_aet,
            "RemoteAet": modality.aet,
        }
        return json_answer(answer | ({"ParentResources": resources} if resources else {}))

    def _send(
        self, modality: Modality, instances: list[StoredInstance], local_aet: str, options: dict[str, Any]
    ) -> int:
        """How many could not be sent, if ``Permissive`` allows any. Raises ``RemoteError``."""
        permissive = member(options, "Permissive", bool, False)
        try:
            report = self._modalities.store(
                modality,
                instances,
                local_aet=local_aet,
                move_originator=_move_originator(options),
                timeout=_timeout(options),
            )
        except RemoteError:
            if not permissive:
                raise
            return len(instances)
        if report.failed and not permissive:
            raise RemoteError("; ".join(reason for _, reason in report.failures[:3]) or "an instance was refused")
        return report.failed

    def _stored(self, resource: str) -> Iterator[StoredInstance]:
        """Instances at and below a resource of any level. Raises ``NotFound``, ``BadRequest``."""
        if not is_public_id(resource):
            raise BadJson(f"not a public identifier: {resource[:64]!r}")
        return self._host.index.stored_instances(self._host.index.level_of(resource), resource)


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadJson("Cannot parse the JSON body") from error


def _store_options(body: bytes) -> dict[str, Any]:
    text = body.decode("utf-8", "replace").strip()
    options = text if is_public_id(text) else _json(body)
    if isinstance(options, str):
        options = [options]
    if isinstance(options, list):
        options = {"Resources": options}
    if not isinstance(options, dict):
        raise BadJson("Must provide a public identifier, a list of them, or an object")
    if options.get("Asynchronous") or options.get("Synchronous") is False:
        raise BadRequest("there are no jobs yet: instances can only be sent synchronously")
    return options


def _resources(options: dict[str, Any]) -> list[str]:
    resources = options.get("Resources")
    if not isinstance(resources, list) or not all(isinstance(resource, str) for resource in resources):
        raise BadJson("Missing field in JSON: 'Resources', a list of public identifiers")
    return resources


def _timeout(options: dict[str, Any]) -> float | None:
    seconds = member(options, "Timeout", int, 0)
    if seconds > _LONGEST_TIMEOUT:
        raise ParameterOutOfRange(f"Timeout is at most {_LONGEST_TIMEOUT} seconds")
    return float(seconds) if seconds > 0 else None


def _move_originator(options: dict[str, Any]) -> tuple[str, int] | None:
    aet = member(options, "MoveOriginatorAet", str, "")
    return (aet, member(options, "MoveOriginatorID", int, 0) & 0xFFFF) if aet else None
