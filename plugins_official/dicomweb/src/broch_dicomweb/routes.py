"""The routes below ``Root``: HTTP in, HTTP out, nothing else."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import orjson
from broch_hostapi import Host, Level, Origin, Resource, operation
from broch_hostapi.errors import NotAcceptable
from flask import Blueprint, Response, g, request
from werkzeug.wsgi import wrap_file

from broch_dicomweb import stow
from broch_dicomweb.bulk import retrieve_bulk
from broch_dicomweb.frames import parse_frames, retrieve_frames
from broch_dicomweb.from_files import FromFiles
from broch_dicomweb.locate import locate
from broch_dicomweb.media_types import DICOM_JSON, MULTIPART, MediaType, parse_accept
from broch_dicomweb.metadata import Metadata
from broch_dicomweb.multipart_parser import SPOOL_ABOVE, read_parts
from broch_dicomweb.qido import Fields, Matches, started
from broch_dicomweb.query import parse_query
from broch_dicomweb.retrieve import Retrieval, retrieve
from broch_dicomweb.settings import Settings
from broch_dicomweb.urls import base_url, instance_url

_TAGS = ("DICOMweb",)
_STUDY = "/studies/<study>"
_SERIES = f"{_STUDY}/series/<series>"
_INSTANCE = f"{_SERIES}/instances/<instance>"
_QUERY = {
    "limit": "Most matches to be given; 0: all",
    "offset": "Matches to be left out at the beginning",
    "includefield": "Attributes to be answered too: keywords or tags, separated by commas, or all",
}


def make_blueprint(host: Host, settings: Settings, expected_study: ContextVar[str], pool: Executor) -> Blueprint:
    """All routes.

    ``expected_study`` is set while instances are stored that must belong to one study; ``pool`` stores them.
    """
    blueprint = Blueprint("dicom-web", __name__, url_prefix=settings.prefix)
    views = _Views(host, settings, expected_study, pool)
    add = blueprint.add_url_rule
    add("/info", view_func=views.info, methods=["GET"])
    add("/studies", endpoint="store", view_func=views.store, methods=["POST"])
    add(_STUDY, endpoint="store_into", view_func=views.store, methods=["POST"])
    for rule, level in (
        ("/studies", Level.STUDY), ("/series", Level.SERIES), ("/instances", Level.INSTANCE),
        (f"{_STUDY}/series", Level.SERIES), (f"{_STUDY}/instances", Level.INSTANCE),
        (f"{_SERIES}/instances", Level.INSTANCE),
    ):  # fmt: skip
        add(rule, endpoint=f"search_{level.plural}", view_func=views.search, methods=["GET"], defaults={"level": level})
    for rule in (_STUDY, _SERIES, _INSTANCE):
        add(rule, view_func=views.retrieve, methods=["GET"])
        add(f"{rule}/metadata", view_func=views.metadata, methods=["GET"])
    add(f"{_INSTANCE}/frames", view_func=views.frames, methods=["GET"])
    add(f"{_INSTANCE}/frames/<numbers>", view_func=views.frames, methods=["GET"])
    add(f"{_INSTANCE}/bulk/<path:path>", view_func=views.bulk, methods=["GET"])
    return blueprint


class _Views:
    def __init__(self, host: Host, settings: Settings, expected_study: ContextVar[str], pool: Executor) -> None:
        self._host = host
        self._settings = settings
        self._expected_study = expected_study
        self._pool = pool
        self._metadata = Metadata(host, cached=settings.enable_metadata_cache)
        self._fields = Fields(host.dictionary)
        self._from_files = FromFiles(host, cached=settings.enable_metadata_cache)
        sensitive = settings.qido_case_sensitive
        self._case_sensitive = bool(host.configuration.get("CaseSensitivePN")) if sensitive is None else sensitive

    def _base(self) -> str:
        port, prefix = self._host.server.http_port, request.environ["SCRIPT_NAME"]
        return base_url(self._settings, request.scheme, request.headers, port, prefix)

    def _origin(self) -> Origin:
        principal = g.get("principal")
        return Origin("Plugins", remote_ip=request.remote_addr or "", username=getattr(principal, "name", ""))

    @operation("Where the routes are", tags=_TAGS)
    def info(self) -> Response:
        """The roots, as a page of this server finds them."""
        roots = {"DicomWebRoot": f"{self._settings.prefix}/", "OrthancApiRoot": "./../"}
        return _json(roots, mimetype="application/json")

    @operation("Store instances (STOW-RS)", tags=_TAGS, body={MULTIPART: {"type": "string", "format": "binary"}})
    def store(self, study: str = "") -> Response:
        """Store the DICOM files of a multipart body."""
        boundary = stow.boundary_of(request.headers.get("Content-Type", ""))
        token = self._expected_study.set(study)
        try:
            base = self._base()
            with self._host.spool.lent(SPOOL_ABOVE * stow.HELD_AT_A_TIME) as most:
                above = most // stow.HELD_AT_A_TIME
                parts = read_parts(request.stream.read, boundary, self._host.spool.open, spool_above=above)
                report = stow.StowRequest(self._host, base, self._origin(), self._pool).store(parts)
        finally:
            self._expected_study.reset(token)
        return _json(report.answer(base), status=report.status)

    @operation("Search (QIDO-RS)", tags=_TAGS, query=_QUERY)
    def search(self, level: Level, study: str = "", series: str = "") -> Response:
        """Search for studies, series or instances."""
        _check_json()
        host = self._host
        option = "LimitFindInstances" if level is Level.INSTANCE else "LimitFindResults"
        query = parse_query(
            level, request.args.items(multi=True), host.dictionary, study=study, series=series,
            case_sensitive=self._case_sensitive, origin=self._origin(), most=int(host.configuration.get(option, 0)),
        )  # fmt: skip
        matches = Matches(query, self._base(), self._fields, self._from_files.members)
        head, rest = started(matches.encode(host.index.find(query.find)))
        if rest is None:
            return Response(head, mimetype=DICOM_JSON)
        return Response(_chained(head, rest), mimetype=DICOM_JSON, direct_passthrough=True)

    @operation("Retrieve DICOM files (WADO-RS)", tags=_TAGS)
    def retrieve(self, study: str, series: str = "", instance: str = "") -> Response:
        """The files of a study, a series or an instance."""
        resource = locate(self._host.index, study, series, instance)
        return self._respond(retrieve(self._host, resource, _accept()))

    @operation("Retrieve metadata (WADO-RS)", tags=_TAGS)
    def metadata(self, study: str, series: str = "", instance: str = "") -> Response:
        """All attributes but bulk data."""
        _check_json()
        resource = locate(self._host.index, study, series, instance)
        base = self._base()
        if resource.level is Level.INSTANCE:
            return Response(self._metadata.instance(resource, base), mimetype=DICOM_JSON)
        return self._several(resource, base)

    def _several(self, resource: Resource, base: str) -> Response:
        gzip = request.accept_encodings.quality("gzip") > 0
        if resource.level is Level.STUDY:
            pieces = self._metadata.study(resource, base)
            gzip = False
        else:
            pieces = self._metadata.series_gzip(resource, base) if gzip else self._metadata.series(resource, base)
        head, rest = started(pieces)
        response = Response(head if rest is None else _chained(head, rest), mimetype=DICOM_JSON)
        response.direct_passthrough = rest is not None
        response.headers["Vary"] = "Accept-Encoding"
        if gzip:
            response.headers["Content-Encoding"] = "gzip"
        return response

    @operation("Retrieve frames (WADO-RS)", tags=_TAGS)
    def frames(self, study: str, series: str, instance: str, numbers: str = "") -> Response:
        """Frames as they are stored; the first is 1."""
        chosen = parse_frames(numbers) if numbers else None
        resource = locate(self._host.index, study, series, instance)
        url = instance_url(self._base(), study, series, instance)
        return self._respond(retrieve_frames(self._host, resource, chosen, _accept(), url))

    @operation("Retrieve bulk data (WADO-RS)", tags=_TAGS)
    def bulk(self, study: str, series: str, instance: str, path: str) -> Response:
        """The value of one element."""
        resource = locate(self._host.index, study, series, instance)
        url = instance_url(self._base(), study, series, instance)
        return self._respond(retrieve_bulk(self._host, resource, path, _accept(), url))

    def _respond(self, retrieval: Retrieval) -> Response:
        pieces: Any = retrieval.pieces
        if retrieval.file is not None:
            pieces = wrap_file(request.environ, self._host.attachments.open(retrieval.file), retrieval.file.size)
        response = Response(pieces, direct_passthrough=True)
        response.headers["Content-Type"] = retrieval.content_type
        if retrieval.length is not None:
            response.content_length = retrieval.length
        return response


def _accept() -> list[MediaType]:
    """What the client takes."""
    return parse_accept(_accept_header())


def _accept_header() -> str:
    """The parameter ``accept`` of the URL goes before the header (PS3.18 8.7.4)."""
    return request.args.get("accept") or request.headers.get("Accept", "")


def _check_json() -> None:
    """Raises ``NotAcceptable`` if the client takes no DICOM JSON."""
    if not _covers_json(_accept_header()):
        raise NotAcceptable("Only application/dicom+json can be had here")


@lru_cache(64)
def _covers_json(accept: str) -> bool:
    """Whether it takes DICOM JSON; a browser's ``text/html, */*`` is fine."""
    return any(wanted.covers(DICOM_JSON) or wanted.name == "application/json" for wanted in parse_accept(accept))


def _json(content: dict[str, Any], *, status: int = 200, mimetype: str = DICOM_JSON) -> Response:
    return Response(orjson.dumps(content), status=status, mimetype=mimetype)


def _chained(head: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest
