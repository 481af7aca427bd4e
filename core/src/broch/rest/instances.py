"""What only instances have: upload, file, tags, images, frames, anonymised copies."""

from typing import Any

from broch_hostapi.errors import NotAcceptable, NotFound, ParameterOutOfRange, UnsupportedImage
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment, ContentType, Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.file_answer import disposition, file_answer, stream_answer
from broch.rest.json_answer import json_answer, json_bytes_answer, json_object, not_there
from broch.rest.resource_json import TagFormat, origin_of, tag_format
from broch.rest.routes import add
from broch.rest.tags import TagAnswers, ignored_lengths
from broch.rest.upload import Upload

_ONE = "/instances/<public_id>"
_DICOM = "application/dicom"
_IMAGES = ("preview", "image-uint8", "image-uint16", "image-int16", "rendered")
_FRAME_ROUTES = [*sorted(_IMAGES), "raw"]
_CODESTREAMS = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
}
_MIB = 1 << 20


def blueprint(host: Host) -> Blueprint:
    """The routes of instances."""
    routes = Blueprint("instances", __name__)
    views = _InstanceViews(host)
    add(routes, "/instances", views.upload, ("POST",))
    add(routes, f"{_ONE}/file", views.file)
    add(routes, f"{_ONE}/tags", views.tags)
    add(routes, f"{_ONE}/simplified-tags", views.simplified_tags)
    add(routes, f"{_ONE}/anonymize", views.anonymise, ("POST",))
    add(routes, f"{_ONE}/frames", views.frames)
    add(routes, f"{_ONE}/frames/<frame>", views.frame_routes)
    add(routes, f"{_ONE}/frames/<frame>/raw", views.raw)
    for mode in _IMAGES:
        view = views.image(mode)
        add(routes, f"{_ONE}/{mode}", view)
        add(routes, f"{_ONE}/frames/<frame>/{mode}", view)
    return routes


class _InstanceViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._tag_answers = TagAnswers(host)
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
        return json_answer(Upload(self._host, origin_of(request), self._max_member, self._max_total).receive(request))

    def _dicom(self, public_id: str) -> Attachment:
        attachment = self._host.index.attachments(Level.INSTANCE, public_id).get(ContentType.DICOM)
        if attachment is None:
            raise NotFound("attachment", "dicom")
        return attachment

    @operation("Download the DICOM file", tags=("instances",), query={"filename": "name of the download"})
    def file(self, public_id: str) -> Response:
        """As it was received; the DICOM JSON model when the Accept header asks for that."""
        attachment = self._dicom(public_id)
        if "application/dicom+json" in request.environ.get("HTTP_ACCEPT", ""):
            with self._host.datasets.open_attachment(attachment) as dataset:
                answer = json_answer(dataset.dicom_json())
            answer.headers["Content-Type"] = "application/dicom+json"
            return answer
        return file_answer(request, self._host.attachments, attachment, _DICOM, f"{attachment.uuid}.dcm")

    @operation(
        "Tags, with names and types",
        tags=("instances",),
        query={"simplify": "by keyword", "short": "by number", "ignore-length": "tags whose long values are wanted"},
    )
    def tags(self, public_id: str) -> Response:
        """All tags of the data set."""
        return self._tags(public_id, tag_format(request, "full"))

    @operation("Tags by keyword", tags=("instances",), query={"ignore-length": "tags whose long values are wanted"})
    def simplified_tags(self, public_id: str) -> Response:
        """All tags of the data set."""
        return self._tags(public_id, "simplified")

    def _tags(self, public_id: str, form: TagFormat) -> Response:
        ignored = ignored_lengths(self._host, request)
        return json_bytes_answer(self._tag_answers.json(self._dicom(public_id), form, ignored))

    @operation("Anonymise", tags=("instances",), body={"application/json": {"type": "object"}})
    def anonymise(self, public_id: str) -> Response:
        """A DICOM file without identity; nothing is stored."""
        wanted = json_object(request)
        headers = (
            {"Content-Disposition": disposition(request, f"{public_id}.dcm")} if "filename" in request.args else None
        )
        return stream_answer(self._host.transform.anonymise(public_id, wanted), _DICOM, headers)  # type: ignore[arg-type]

    @operation("List frames", tags=("images",))
    def frames(self, public_id: str) -> Response:
        """Their numbers, from 0. What has no pixel data counts as one frame, as it does for Orthanc's clients."""
        with self._host.datasets.open_attachment(self._dicom(public_id)) as dataset:
            return json_answer(list(range(max(1, dataset.number_of_frames))))

    @operation("List what can be asked of a frame", tags=("images",))
    def frame_routes(self, public_id: str, frame: str) -> Response:
        """The routes below it."""
        self._dicom(public_id)
        _frame_number(frame)
        return json_answer(_FRAME_ROUTES)

    @operation("Bytes of a frame as they are stored", tags=("images",))
    def raw(self, public_id: str, frame: str) -> Response:
        """Pixels, or the codestream of a compressed transfer syntax."""
        number = _frame_number(frame)
        with self._host.datasets.open_attachment(self._dicom(public_id)) as dataset:
            try:
                pixels = bytes(dataset.frame(number))
            except NotFound as error:
                raise ParameterOutOfRange(f"there is no frame {number}") from error
            content_type = _CODESTREAMS.get(dataset.transfer_syntax, "application/octet-stream")
        return Response(pixels, content_type=content_type)

    def image(self, mode: str) -> Any:
        """The view of one way to draw a frame."""

        @operation(
            f"Draw a frame: {mode}",
            tags=("images",),
            query={
                "quality": "of a JPEG image, 1 to 100",
                "returnUnsupportedImage": "redirect where nothing can be drawn",
            },
        )
        def view(public_id: str, frame: str = "0") -> Response:
            try:
                number = _frame_number(frame)
                accept = request.environ.get("HTTP_ACCEPT", "*/*")
                content_type, image = self._host.render.render(public_id, number, mode, accept, _quality())
            except (NotFound, NotAcceptable):
                return not_there()
            except UnsupportedImage:
                return _unsupported("frame" in (request.view_args or {}))
            return Response(image, content_type=content_type)

        return view


def _frame_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound("frame", text[:16])
    return int(text)


def _quality() -> int:
    if not request.query_string:
        return 90
    text = request.args.get("quality", "90")
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= 100):
        raise ParameterOutOfRange("'quality' should be a number from 1 to 100")
    return int(text)


def _unsupported(below_frames: bool) -> Response:
    """415, or where to find an image that says so."""
    if "returnUnsupportedImage" not in request.args:
        return Response(b"", 415)
    root = "../../../../" if below_frames else "../../"
    return Response(b"", 301, {"Location": f"{root}app/images/unsupported.png"})
