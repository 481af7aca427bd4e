"""The server itself: ``/system``, ``/statistics``, the time, new UIDs."""

import uuid
from datetime import UTC, datetime

from broch_hostapi.host import Host
from broch_hostapi.resources import Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.index.main_tags import DEFAULT
from broch.rest.json_answer import json_answer, not_there, text_answer
from broch.rest.resources import sizes_json
from broch.rest.routes import add

_API_VERSIONS = {"1.10.1": 16, "1.12.11": 30}
_DATABASE_VERSION = 6
_CAPABILITIES = {
    "HasExtendedChanges": False,
    "HasExtendedFind": True,
    "HasKeyValueStores": False,
    "HasQueues": False,
    "HasReserveQueueValue": False,
}
_FIXED = {
    "HasLabels": True,
    "MaximumPatientCount": 0,
    "MaximumStorageMode": "Recycle",
    "MaximumStorageSize": 0,
    "PatientLevelEnabled": True,
    "PluginsEnabled": True,
    "ReadOnly": False,
}
"""Of what is always so, or cannot be configured otherwise yet."""
_TIME = "%Y%m%dT%H%M%S"
_LEVEL_WORDS = [level.word for level in Level]
_LEVELS = frozenset(("patient", "study", "series", "instance"))


def blueprint(host: Host) -> Blueprint:
    """The routes of the server itself."""
    routes = Blueprint("system", __name__)
    views = _SystemViews(host)
    add(routes, "/system", views.system)
    add(routes, "/statistics", views.statistics)
    add(routes, "/tools/now", views.now)
    add(routes, "/tools/now-local", views.now_local)
    add(routes, "/tools/generate-uid", views.generate_uid)
    return routes


class _SystemViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._main_tags = getattr(host.index, "main_tags", DEFAULT)  # the core's own tells more than the contract

    @operation("Describe the server", tags=("system",))
    def system(self) -> Response:
        """``Version`` is that of Orthanc's REST interface that is served; Broch's own stands under ``Broch``."""
        server, options = self._host.server, self._host.configuration
        database, storage = options.get("Database", "sqlite"), options.get("StorageBackend", "filesystem")
        return json_answer(
            _FIXED
            | {
                "ApiVersion": _API_VERSIONS.get(server.api_version, 16),
                "Broch": {"Version": server.version},
                "Capabilities": _CAPABILITIES,
                "CheckRevisions": bool(options.get("CheckRevisions", False)),
                "DatabaseBackendPlugin": None if database == "sqlite" else database,
                "DatabaseVersion": _DATABASE_VERSION,
                "DicomAet": server.aet,
                "DicomPort": server.dicom_port,
                "HttpPort": server.http_port,
                "IngestTranscoding": options.get("IngestTranscoding", ""),
                "IsHttpServerSecure": bool(options.get("SslEnabled", False))
                or not options.get("RemoteAccessAllowed", False)
                or options.get("AuthenticationEnabled") is not False,
                "MainDicomTags": dict(zip(_LEVEL_WORDS, self._main_tags.signatures, strict=True)),
                "Name": server.name,
                "OverwriteInstances": options.get("OverwriteInstances", "Never") not in ("Never", False),
                "StorageAreaPlugin": None if storage == "filesystem" else storage,
                "StorageCompression": bool(options.get("StorageCompression", False)),
                "UserMetadata": options.get("UserMetadata", {}),
                "Version": server.api_version,
            }
        )

    @operation("Count what is stored, and its size", tags=("system",))
    def statistics(self) -> Response:
        """Sizes in bytes as text, in MiB as numbers."""
        counted = self._host.index.statistics()
        counts = {
            "CountInstances": counted.instances,
            "CountPatients": counted.patients,
            "CountSeries": counted.series,
            "CountStudies": counted.studies,
        }
        return json_answer(
            counts | sizes_json({"TotalDiskSize": counted.stored_size, "TotalUncompressedSize": counted.size})
        )

    @operation("The time in UTC", tags=("system",))
    def now(self) -> Response:
        """``YYYYMMDDTHHMMSS``."""
        return text_answer(datetime.fromtimestamp(self._host.clock(), UTC).strftime(_TIME))

    @operation("The local time", tags=("system",))
    def now_local(self) -> Response:
        """``YYYYMMDDTHHMMSS``."""
        return text_answer(datetime.fromtimestamp(self._host.clock(), UTC).astimezone().strftime(_TIME))

    @operation("Make a DICOM UID", tags=("system",), query={"level": "patient, study, series or instance"})
    def generate_uid(self) -> Response:
        """A UID from a random UUID (PS3.5 B.2); an identifier of the same kind for a patient."""
        if request.args.get("level", "").lower() not in _LEVELS:
            return not_there()
        made = uuid.uuid4()
        return text_answer(str(made) if request.args["level"].lower() == "patient" else f"2.25.{made.int}")
