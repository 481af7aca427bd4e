"""``/instances/{id}/content``: the data set element by element; and the order of the slices of a series."""

from collections.abc import Iterator
from contextlib import ExitStack

from broch_hostapi.errors import BadRequest, NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import Level, Resource
from broch_hostapi.rest import operation
from flask import Blueprint, Response

from broch.dataset.content_path import look_up
from broch.dataset.service import dicom_file
from broch.dataset.slice_order import Slice, order_of
from broch.rest.file_answer import stream_answer
from broch.rest.json_answer import json_answer, not_there
from broch.rest.routes import add
from broch.rest.tag_answers import core_datasets

_CONTENT = "/instances/<public_id>/content"
_BYTES = "application/octet-stream"
_PIECE = 1 << 20
_LONGEST_PATH = 4096
_MOST_FRAMES = 1_000_000


def blueprint(host: Host) -> Blueprint:
    """The routes of the content of instances and series."""
    routes = Blueprint("content", __name__)
    views = _ContentViews(host)
    add(routes, _CONTENT, views.data_set)
    add(routes, f"{_CONTENT}/<path:path>", views.element)
    add(routes, "/series/<public_id>/ordered-slices", views.ordered_slices)
    return routes


class _ContentViews:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._datasets = core_datasets(host)

    @operation("List the elements of the data set", tags=("instances",))
    def data_set(self, public_id: str) -> Response:
        """Their tags, as ``gggg-eeee``."""
        return self._content(public_id, "")

    @operation("Read one element", tags=("instances",))
    def element(self, public_id: str, path: str) -> Response:
        """Tags and numbers of items in turn. Bytes as they are encoded; of a sequence the numbers of its items, of an
        item its tags, of the pixel data the numbers of its fragments."""
        return self._content(public_id, path)

    def _content(self, public_id: str, path: str) -> Response:
        if len(path) > _LONGEST_PATH:
            raise BadRequest(f"the path should not be longer than {_LONGEST_PATH} characters")
        attachment = dicom_file(self._host.index, public_id)
        with ExitStack() as opened:
            scan = opened.enter_context(self._datasets.scan_all(attachment))
            try:
                found = look_up(scan, path.rstrip("/").split("/") if path.rstrip("/") else [])
            except NotFound:
                return not_there()
            if isinstance(found, list):
                return json_answer(found)
            start, stop = found
            kept = opened.pop_all()
        answer = stream_answer(_pieces(memoryview(scan.buffer), start, stop, kept), _BYTES)
        answer.headers["Content-Length"] = str(stop - start)
        return answer

    @operation("Order the slices of a series", tags=("resources",))
    def ordered_slices(self, public_id: str) -> Response:
        """Along their normal, if they are a volume; otherwise by their number."""
        instances = {one.id: one for one in self._host.index.descendants(Level.SERIES, public_id, Level.INSTANCE)}
        order = order_of([_slice(one) for one in instances.values()])
        frames = [(one, _frames(instances[one])) for one in order.public_ids]
        if sum(count for _, count in frames) > _MOST_FRAMES:
            raise BadRequest(f"the series should not have more than {_MOST_FRAMES} frames")
        return json_answer(
            {
                "Dicom": [f"/instances/{one}/file" for one in order.public_ids],
                "Slices": [f"/instances/{one}/frames/{index}" for one, count in frames for index in range(count)],
                "SlicesShort": [[one, 0, count] for one, count in frames],
                "Type": "Volume" if order.is_volume else "Sequence",
            }
        )


def _pieces(buffer: memoryview, start: int, stop: int, opened: ExitStack) -> Iterator[bytes]:
    """A part of a buffer; what holds it is closed behind."""
    with opened:
        for position in range(start, stop, _PIECE):
            yield bytes(buffer[position : min(position + _PIECE, stop)])


def _slice(instance: Resource) -> Slice:
    tags = instance.tags
    orientation = tags.get("ImageOrientationPatient") or instance.upper.get("ImageOrientationPatient", "")
    return Slice(instance.id, orientation, tags.get("ImagePositionPatient", ""), tags.get("InstanceNumber", ""))


def _frames(instance: Resource) -> int:
    text = instance.tags.get("NumberOfFrames", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
