"""Images of frames, their values for computing, their bytes, and encapsulated PDF documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any

from broch_hostapi import Rendition
from broch_hostapi.errors import (
    BadFile,
    LimitExceeded,
    NotAcceptable,
    NotFound,
    ParameterOutOfRange,
    UnsupportedImage,
)
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment, Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.dataset.service import dicom_file
from broch.rest.file_answer import stream_answer
from broch.rest.json_answer import json_answer, not_there
from broch.rest.routes import add

_ONE = "/instances/<public_id>"
_MODES = ("preview", "image-uint8", "image-uint16", "image-int16", "rendered")
_FRAME_ROUTES = sorted([*_MODES, "matlab", "numpy", "raw", "raw.gz"])
_CODESTREAMS = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
}
_BYTES = "application/octet-stream"
_GZIP_LEVEL = 2
_MIME_TYPE, _DOCUMENT, _DOCUMENT_LENGTH = 0x00420012, 0x00420011, 0x00420015
_AT_ONCE = 32 << 20
"""Bytes of an answer up to which it is made before it is sent, so that every error is told."""
_PIECE = 1 << 20
_MOST_LISTED = 1 << 20
_MAX_SIDE = 1 << 16
_TRUE, _FALSE = ("", "1", "true", "True", "yes"), ("0", "false", "False", "no")
_DRAWING = {
    "quality": "of a JPEG image, 1 to 100",
    "returnUnsupportedImage": "redirect to an image that says so where nothing can be drawn",
}
_RENDERING = {
    "window-center": "centre of the window, in rescaled values",
    "window-width": "width of the window",
    "width": "most columns",
    "height": "most rows",
    "smooth": "filter an image that is made smaller",
    "overlays": "draw overlay planes (Broch)",
}
_COMPUTING = {"rescale": "grey values as floats after rescale; true by default", "compress": "as .npz"}


def blueprint(host: Host) -> Blueprint:
    """The routes of images."""
    routes = Blueprint("images", __name__)
    views = _ImageViews(host)
    add(routes, f"{_ONE}/frames", views.frames)
    add(routes, f"{_ONE}/frames/<frame>", views.frame_routes)
    add(routes, f"{_ONE}/frames/<frame>/raw", views.raw)
    add(routes, f"{_ONE}/frames/<frame>/raw.gz", views.raw_gzip)
    add(routes, f"{_ONE}/pdf", views.pdf)
    add(routes, "/series/<public_id>/numpy", views.series_numpy)
    for below in ("", "/frames/<frame>"):
        add(routes, f"{_ONE}{below}/numpy", views.numpy)
        add(routes, f"{_ONE}{below}/matlab", views.matlab)
        for mode in _MODES:
            add(routes, f"{_ONE}{below}/{mode}", views.image(mode))
    return routes


class _ImageViews:
    def __init__(self, host: Host) -> None:
        self._host = host

    @operation("List frames", tags=("images",))
    def frames(self, public_id: str) -> Response:
        """Their numbers, from 0. What has no pixel data counts as one frame, as it does for Orthanc's clients."""
        with self._host.datasets.open_attachment(dicom_file(self._host.index, public_id)) as dataset:
            count = dataset.number_of_frames
        if count > _MOST_LISTED:
            raise UnsupportedImage(f"{count} frames cannot be listed")
        return json_answer(list(range(max(1, count))))

    @operation("List what can be asked of a frame", tags=("images",))
    def frame_routes(self, public_id: str, frame: str) -> Response:
        """The routes below it."""
        dicom_file(self._host.index, public_id)
        _frame_number(frame)
        return json_answer(_FRAME_ROUTES)

    @operation("Bytes of a frame as they are stored", tags=("images",))
    def raw(self, public_id: str, frame: str) -> Response:
        """Pixels, or the codestream of a compressed transfer syntax."""
        content_type, pixels = self._raw(public_id, frame)
        return Response(pixels, content_type=content_type)

    @operation("Bytes of a frame as they are stored, compressed", tags=("images",))
    def raw_gzip(self, public_id: str, frame: str) -> Response:
        """By gzip."""
        from isal import isal_zlib

        _, pixels = self._raw(public_id, frame)
        packer = isal_zlib.compressobj(_GZIP_LEVEL, wbits=31)
        return Response(packer.compress(pixels) + packer.flush(), content_type="application/gzip")

    def _raw(self, public_id: str, frame: str) -> tuple[str, bytes]:
        attachment = dicom_file(self._host.index, public_id)
        number = _frame_number(frame)
        with _wrong_frames_refused(number), self._host.datasets.open_attachment(attachment) as dataset:
            return _CODESTREAMS.get(dataset.transfer_syntax, _BYTES), bytes(dataset.frame(number))

    @operation("Values of frames for NumPy", tags=("images",), query=_COMPUTING)
    def numpy(self, public_id: str, frame: str | None = None) -> Response:
        """Shape (frames, rows, columns, samples); of a single frame without the first axis."""
        number = None if frame is None else self._computed(public_id, frame)
        with _wrong_frames_refused(number):
            return _answer(self._host.render.numpy([public_id], number, **_computing()), _BYTES)

    @operation("Values of all frames of a series for NumPy", tags=("images",), query=_COMPUTING)
    def series_numpy(self, public_id: str) -> Response:
        """In the order of the slices; all must have the same size and type."""
        instances = self._host.index.children(Level.SERIES, public_id, Level.INSTANCE)
        with _wrong_frames_refused(None):
            return _answer(self._host.render.numpy(instances, **_computing()), _BYTES)

    @operation("Values of a frame for Matlab and Octave", tags=("images",))
    def matlab(self, public_id: str, frame: str = "0") -> Response:
        """As text to be evaluated."""
        number = self._computed(public_id, frame)
        with _wrong_frames_refused(number):
            return _answer(self._host.render.matlab(public_id, number), "text/plain")

    @operation("Encapsulated PDF document", tags=("images",))
    def pdf(self, public_id: str) -> Response:
        """404 if the instance holds no PDF."""
        pieces = self._document(dicom_file(self._host.index, public_id))
        first = next(pieces, None)
        return not_there() if first is None else stream_answer(_resumed([first], pieces), "application/pdf")

    def _document(self, dicom: Attachment) -> Iterator[bytes]:
        with self._host.datasets.open_attachment(dicom) as dataset:
            if dataset.text(_MIME_TYPE) != "application/pdf":
                return
            with memoryview(dataset.value(_DOCUMENT)) as document:
                told = dataset.text(_DOCUMENT_LENGTH)  # tells whether the last byte is padding
                length = int(told) if told.isdigit() and len(told) < 12 else len(document)
                for start in range(0, min(length, len(document)), _PIECE):
                    yield bytes(document[start : min(start + _PIECE, length)])

    def _computed(self, public_id: str, frame: str) -> int:
        """The number of a frame of an instance that is there."""
        dicom_file(self._host.index, public_id)
        if not (frame.isascii() and frame.isdigit() and len(frame) < 10):
            raise ParameterOutOfRange(f"'frame' should be a number, not {frame[:16]!r}")
        return int(frame)

    def image(self, mode: str) -> Any:
        """The view of one way to draw a frame."""

        @operation(
            f"Draw a frame: {mode}", tags=("images",), query=_DRAWING | (_RENDERING if mode == "rendered" else {})
        )
        def view(public_id: str, frame: str = "0") -> Response:
            try:
                number = _frame_number(frame)
                accept = request.environ.get("HTTP_ACCEPT", "*/*")
                wanted = _rendition() if mode == "rendered" and request.query_string else None
                content_type, image = self._host.render.render(public_id, number, mode, accept, _quality(), wanted)
            except (NotFound, NotAcceptable):
                return not_there()
            except (UnsupportedImage, BadFile, LimitExceeded) as error:
                return _unsupported(error)
            return Response(image, content_type=content_type)

        return view


def _answer(pieces: Iterator[bytes], content_type: str) -> Response:
    """An answer with a length if it is not too large to be made at once."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > _AT_ONCE:
            return stream_answer(_resumed(held, pieces), content_type)
    return Response(b"".join(held), content_type=content_type)


def _resumed(held: list[bytes], pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield from held
    held.clear()
    yield from pieces


@contextmanager
def _wrong_frames_refused(frame: int | None) -> Iterator[None]:
    """Where a frame that is not there is a wrong parameter, as Orthanc has it of everything that is not drawn."""
    try:
        yield
    except NotFound as error:
        if error.kind == "frame":
            raise ParameterOutOfRange(f"there is no frame {frame}") from error
        raise
    except LimitExceeded as error:  # of what is stored, not of the request
        raise UnsupportedImage(str(error)) from error


def _frame_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound("frame", text[:16])
    return int(text)


def _computing() -> dict[str, bool]:
    return {"rescale": _flag("rescale", default=True), "compress": _flag("compress", default=False)}


def _rendition() -> Rendition:
    return Rendition(
        width=_whole("width", 0, 0, _MAX_SIDE),
        height=_whole("height", 0, 0, _MAX_SIDE),
        smooth=_flag("smooth", default=False),
        window_center=_real("window-center"),
        window_width=_real("window-width"),
        overlays=_flag("overlays", default=False),
    )


def _quality() -> int:
    return _whole("quality", 90, 1, 100) if request.query_string else 90


def _flag(name: str, *, default: bool) -> bool:
    text = request.args.get(name) if request.query_string else None
    if text is None:
        return default
    if text not in (*_TRUE, *_FALSE):
        raise ParameterOutOfRange(f"{name!r} should be true or false")
    return text in _TRUE


def _whole(name: str, default: int, low: int, high: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise ParameterOutOfRange(f"{name!r} should be a number from {low} to {high}")
    return int(text)


def _real(name: str) -> float | None:
    text = request.args.get(name)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise ParameterOutOfRange(f"{name!r} should be a number")
    return number


def _unsupported(error: Exception) -> Response:
    """Where to find an image that says so, if that is wanted; or else 415, which tells what is wrong."""
    if not request.query_string or "returnUnsupportedImage" not in request.args:
        raise UnsupportedImage(str(error)) from error
    root = "../../../../" if "frame" in (request.view_args or {}) else "../../"
    answer = Response(b"", 301, {"Location": f"{root}app/images/unsupported.png"})
    del answer.headers["Content-Type"]
    return answer
