"""What only instances have: upload, file, anonymised copies. See images.py for their pixels."""

from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.dataset.dicom_xml import dicom_xml
from broch.dataset.service import dicom_file
from broch.rest.file_answer import disposition, file_answer, gathered, stream_answer
from broch.rest.json_answer import json_answer, json_object
from broch.rest.resource_json import origin_of
from broch.rest.routes import add
from broch.rest.tag_answers import core_datasets
from broch.rest.transcoded import QUERY, transcoded_answer
from broch.rest.upload import Upload

_ONE = "/instances/<public_id>"
_DICOM, _DICOM_JSON, _DICOM_XML = "application/dicom", "application/dicom+json", "application/dicom+xml"
_MIB = 1 << 20


def blueprint(host: Host) -> Blueprint:
    """The routes of instances."""
    routes = Blueprint("instances", __name__)
    views = _InstanceViews(host)
    add(routes, "/instances", views.upload, ("POST",))
    add(routes, f"{_ONE}/file", views.file)
    add(routes, f"{_ONE}/anonymize", views.anonymise, ("POST",))
    return routes


class _InstanceViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        limits = host.configuration
        self._max_member = int(limits.get("MaximumFileSizeInArchiveMB", 4096)) * _MIB
        self._max_total = int(limits.get("MaximumRequestBodySizeMB", 8192)) * _MIB

    @operation(
        "Store instances",
        tags=("instances",),
        body={
            _DICOM: {"type": "string", "format": "binary"},
            "application/zip": {"type": "string", "format": "binary"},
            "multipart/form-data": {"type": "object"},
        },
    )
    def upload(self) -> Response:
        """A DICOM file, a ZIP archive of them, or a form with files; answers for each instance."""
        one = Upload(self._host, origin_of(request), self._max_member, self._max_total)
        return json_answer(one.receive(request))

    @operation("Download the DICOM file", tags=("instances",), query={"filename": "name of the download", **QUERY})
    def file(self, public_id: str) -> Response:
        """As it was received; the DICOM JSON or XML model when the Accept header asks for nothing but that."""
        attachment = dicom_file(self._host.index, public_id)
        wanted = request.environ.get("HTTP_ACCEPT", "").strip().lower()
        if wanted in (_DICOM_JSON, _DICOM_XML):
            return self._model(attachment, wanted)
        name = f"{attachment.uuid}.dcm"
        transcoded = transcoded_answer(request, self._host, attachment, _DICOM, name)
        return transcoded or file_answer(request, self._host.attachments, attachment, _DICOM, name)

    def _model(self, attachment: Attachment, media_type: str) -> Response:
        with self._host.datasets.open_attachment(attachment) as dataset:
            model = dataset.dicom_json()
        if media_type == _DICOM_XML:
            dictionary = core_datasets(self._host).conventions.dictionary
            pieces = (piece.encode() for piece in dicom_xml(model, dictionary))
            return stream_answer(gathered(pieces), _DICOM_XML)
        answer = json_answer(model)
        answer.headers["Content-Type"] = _DICOM_JSON
        return answer

    @operation("Anonymise", tags=("instances",), body={"application/json": {"type": "object"}})
    def anonymise(self, public_id: str) -> Response:
        """A DICOM file without identity; nothing is stored."""
        wanted = json_object(request)
        headers = (
            {"Content-Disposition": disposition(request, f"{public_id}.dcm")} if "filename" in request.args else None
        )
        return stream_answer(self._host.transform.anonymise(public_id, wanted), _DICOM, headers)  # type: ignore[arg-type]
