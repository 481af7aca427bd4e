"""ZIP archives and DICOMDIR media, of a resource or of several, streamed while they are made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from broch_hostapi.errors import BadJson, BadRequest
from broch_hostapi.host import Host
from broch_hostapi.resources import Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.file_answer import disposition, stream_answer
from broch.rest.json_answer import json_body, optional, query_flag
from broch.rest.routes import add
from broch.rest.transcoded import QUERY, lossy_quality
from broch.rest.wire import FileBody

_ZIP = "application/zip"
_GET = {"filename": "name of the download"} | QUERY
_EXTENDED = {"extended": "with descriptions of the series"}
_RESOURCES = {"resources": "public identifiers, joined by commas"}
_OPTIONS = {
    "Synchronous": {"type": "boolean", "description": "only true: there are no jobs yet"},
    "Asynchronous": {"type": "boolean", "description": "only false: there are no jobs yet"},
    "Filename": {"type": "string"},
    "Transcode": {"type": "string", "description": "UID of the transfer syntax that is wanted"},
    "LossyQuality": {"type": "integer", "minimum": 1, "maximum": 100},
    "Priority": {"type": "integer"},
    "UserData": {},
}
_IDENTIFIERS = {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True)
class _Wanted:
    """What a request says about an archive."""

    transcode: str = ""
    lossy_quality: int | None = None
    utf8: bool | None = None
    extended: bool = False
    filename: str = ""


def blueprint(host: Host) -> Blueprint:
    """The routes of archives."""
    routes = Blueprint("archives", __name__)
    for media in (False, True):
        views = _ArchiveViews(host, media)
        for level in (Level.PATIENT, Level.STUDY, Level.SERIES):
            route = f"/{level.plural}/<public_id>/{'media' if media else 'archive'}"
            add(routes, route, views.get_one(level))
            add(routes, route, views.make_one(level), ("POST",))
    for name, media, extended in (("archive", False, False), ("media", True, False), ("media-extended", True, True)):
        views = _ArchiveViews(host, media, extended)
        add(routes, f"/tools/create-{name}", views.get_several())
        add(routes, f"/tools/create-{name}", views.make_several(), ("POST",))
    return routes


class _ArchiveViews:
    """The views of archives, or of media, which may be extended if nobody says."""

    def __init__(self, host: Host, media: bool, extended: bool = False) -> None:
        self._host = host
        self._media = media
        self._extended = extended
        self._streams = bool(host.configuration.get("SynchronousZipStream", True))
        kind = "Extended" if media else "Utf8"
        self._kind = "media with a DICOMDIR" if media else "a ZIP archive"
        self._schema = {"type": "object", "properties": _OPTIONS | {kind: {"type": "boolean"}}}

    def get_one(self, level: Level) -> Any:
        """The view of one resource."""
        extended = _EXTENDED if self._media else {}

        @operation(f"Download as {self._kind}", tags=("archive",), query=_GET | extended)
        def view(public_id: str) -> Response:
            """Streamed while it is made."""
            self._host.index.get(level, public_id)
            return self._answer([public_id], self._of_query(), f"{public_id}.zip")

        return view

    def make_one(self, level: Level) -> Any:
        """The same by POST."""

        @operation(f"Make {self._kind}", tags=("archive",), body={"application/json": self._schema})
        def view(public_id: str) -> Response:
            """The same by POST; only synchronously."""
            body = json_body(request)
            self._host.index.get(level, public_id)
            return self._answer([public_id], self._of_body(body), f"{public_id}.zip")

        return view

    def get_several(self) -> Any:
        """The view of several resources, for links."""

        @operation(f"Download several as {self._kind}", tags=("archive",), query=_RESOURCES | _GET)
        def view() -> Response:
            """Resources of any level, streamed while it is made."""
            named = request.args.get("resources")
            if named is None:
                raise BadRequest("Missing 'resources' argument")
            identifiers = [identifier.strip() for identifier in named.split(",") if identifier.strip()]
            return self._answer(identifiers, self._of_query(), "Archive.zip")

        return view

    def make_several(self) -> Any:
        """The view of several resources."""
        schema = {"properties": {"Resources": _IDENTIFIERS} | self._schema["properties"]}  # type: ignore[operator]
        body_schema = {"anyOf": [_IDENTIFIERS, self._schema | schema | {"required": ["Resources"]}]}

        @operation(f"Make {self._kind} of several", tags=("archive",), body={"application/json": body_schema})
        def view() -> Response:
            """Resources of any level: a list of them, or an object; only synchronously."""
            body = json_body(request)
            if isinstance(body, dict) and "Resources" not in body:
                raise BadJson("Missing field Resources in the JSON body")
            identifiers = body["Resources"] if isinstance(body, dict) else body
            if not isinstance(identifiers, list) or not all(isinstance(one, str) for one in identifiers):
                raise BadJson("Expected a list of strings (public identifiers)")
            return self._answer(identifiers, self._of_body(body), "Archive.zip")

        return view

    def _of_query(self) -> _Wanted:
        return _Wanted(
            request.args.get("transcode", ""), lossy_quality(request),
            extended=self._extended or query_flag(request, "extended"),
        )  # fmt: skip

    def _of_body(self, body: Any) -> _Wanted:
        """Anything but an object says nothing, as in Orthanc."""
        options = body if isinstance(body, dict) else {}
        if optional(options, "Asynchronous", bool, False) or not optional(options, "Synchronous", bool, True):
            raise BadRequest("There are no jobs yet: only synchronous archives can be made")
        return _Wanted(
            optional(options, "Transcode", str, ""), optional(options, "LossyQuality", int, None),
            optional(options, "Utf8", bool, None), optional(options, "Extended", bool, self._extended),
            optional(options, "Filename", str, ""),
        )  # fmt: skip

    def _answer(self, identifiers: Sequence[str], wanted: _Wanted, filename: str) -> Response:
        headers = {"Content-Disposition": disposition(request, wanted.filename or filename)}
        pieces = self._pieces(identifiers, wanted)
        if self._streams:
            return stream_answer(pieces, _ZIP, headers)
        file, size = self._spooled(pieces)
        headers["Content-Length"] = str(size)
        return Response(FileBody(file, size), 200, headers, content_type=_ZIP, direct_passthrough=True)

    def _pieces(self, identifiers: Sequence[str], wanted: _Wanted) -> Iterator[bytes]:
        archive, syntax, quality = self._host.archive, wanted.transcode, wanted.lossy_quality
        if self._media:
            return archive.media(identifiers, extended=wanted.extended, transcode=syntax, lossy_quality=quality)
        return archive.stream(identifiers, transcode=syntax, lossy_quality=quality, utf8=wanted.utf8)

    def _spooled(self, pieces: Iterator[bytes]) -> tuple[BinaryIO, int]:
        """All of it in a temporary file, at its start."""
        file = self._host.spool.open()
        try:
            file.writelines(pieces)
            size = file.tell()
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file, size
