"""The routes below ``/plugins/advanced-storage``: HTTP in, HTTP out, nothing else."""

import json
from typing import Any

from broch_hostapi import Origin, StoreStatus, operation
from broch_hostapi.errors import BadJson, BadParameterType, BadRequest, Refused
from flask import Blueprint, Response, g, request

from broch_advancedstorage.service import Service

_TAGS = ("advanced-storage",)
_LARGEST_BODY = 1 << 20
_PATH = {"Path": {"type": "string"}}
_ADOPT = {"type": "object", "properties": {**_PATH, "TakeOwnership": {"type": "boolean"}}}


def make_blueprint(service: Service | None) -> Blueprint:
    """All routes. Without a service, as the configuration chose another storage, they say so."""
    blueprint = Blueprint("advanced-storage", __name__, url_prefix="/plugins/advanced-storage")
    views = _Views(service)
    add = blueprint.add_url_rule
    add("/adopt-instance", view_func=views.adopt, methods=["POST"])
    add("/abandon-instance", view_func=views.abandon, methods=["POST"])
    add("/status", view_func=views.status, methods=["GET"])
    return blueprint


class _Views:
    def __init__(self, service: Service | None) -> None:
        self._given = service

    @property
    def _service(self) -> Service:
        if self._given is None:
            raise BadRequest("StorageBackend names another storage: advanced-storage is not in use")
        return self._given

    @operation("Make a DICOM file an instance where it lies", tags=_TAGS, body={"application/json": _ADOPT})
    def adopt(self) -> Response:
        """``Path`` is absolute; with ``TakeOwnership`` the file is deleted with its instance."""
        body = _body()
        own = body.get("TakeOwnership", False)
        if not isinstance(own, bool):
            raise BadParameterType("'TakeOwnership' should be true or false")
        principal = g.get("principal")
        origin = Origin("Plugins", remote_ip=request.remote_addr or "", username=getattr(principal, "name", ""))
        outcome = self._service.adoption.adopt(_path(body), origin, take_ownership=own)
        if outcome.status is StoreStatus.FILTERED_OUT:
            raise Refused(outcome.reason)
        attachment = self._service.adoption.attachment(outcome.instance)
        return _json(
            {
                "InstanceId": outcome.instance,
                "AttachmentUuid": attachment.uuid if attachment else "",
                "Status": str(outcome.status),
                "ParentPatient": outcome.patient,
                "ParentStudy": outcome.study,
                "ParentSeries": outcome.series,
            }
        )

    @operation(
        "Forget the instance of a file, and leave the file",
        tags=_TAGS,
        body={"application/json": {"type": "object", "properties": _PATH}},
    )
    def abandon(self) -> Response:
        """The file named by ``Path`` is not touched, whoever owns it."""
        return _json({"InstanceId": self._service.adoption.abandon(_path(_body()))})

    @operation("Storages with their free space, and what the indexer does", tags=_TAGS)
    def status(self) -> Response:
        """Counts of the indexer are those since the start."""
        return _json(self._service.status())


def _body() -> dict[str, Any]:
    content = request.stream.read(_LARGEST_BODY)
    try:
        body = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadJson("The body must be JSON") from error
    if not isinstance(body, dict):
        raise BadJson("The body must be a JSON object")
    return body


def _path(body: dict[str, Any]) -> str:
    path = body.get("Path")
    if not isinstance(path, str) or not path:
        raise BadParameterType("'Path' should be an absolute path")
    return path


def _json(value: Any) -> Response:
    return Response(json.dumps(value, indent=2, sort_keys=True) + "\n", content_type="application/json")
