"""Attachments of resources at the four levels: their files and what is known of them."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from broch_hostapi.errors import Conflict, CorruptedFile, NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment, ContentType, Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.file_answer import file_answer
from broch.rest.json_answer import json_answer, query_flag, text_answer
from broch.rest.revisions import etag_of, expected_revision, is_known
from broch.rest.routes import add
from broch.user_types import OCTETS, AttachmentNames, is_of_users

_FACTS: dict[str, tuple[str, Callable[[Attachment], object]]] = {
    "compressed-md5": ("MD5 of an attachment as it is stored", lambda one: one.stored_md5),
    "compressed-size": ("Size of an attachment as it is stored", lambda one: one.stored_size),
    "is-compressed": ("Whether an attachment is stored compressed", lambda one: int(one.is_compressed)),
    "md5": ("MD5 of an attachment", lambda one: one.md5),
    "size": ("Size of an attachment in bytes", lambda one: one.size),
    "uuid": ("Identifier of the file of an attachment", lambda one: one.uuid),
}
_PARTS = (
    "compress", "compressed-data", "compressed-md5", "compressed-size", "data", "info", "is-compressed", "md5", "size",
    "uncompress", "verify-md5", "uuid",
)  # fmt: skip
_PIECE = 1 << 20
_BINARY = {OCTETS: {"type": "string", "format": "binary"}}
_TAGS = ("attachments",)
_FILENAME = {"filename": "name of the download"}


def blueprint(host: Host) -> Blueprint:
    """The routes of all levels."""
    routes = Blueprint("attachments", __name__)
    names = AttachmentNames(host.configuration.get("UserContentType", {}))
    for level in Level:
        _add_level(routes, _AttachmentViews(host, level, names), f"/{level.plural}/<public_id>/attachments")
    return routes


def _add_level(routes: Blueprint, views: "_AttachmentViews", all_: str) -> None:
    one = f"{all_}/<name>"
    add(routes, all_, views.list_all)
    add(routes, one, views.parts)
    add(routes, one, views.put, ("PUT",))
    add(routes, one, views.delete, ("DELETE",))
    add(routes, f"{one}/data", views.data)
    add(routes, f"{one}/compressed-data", views.stored_data)
    add(routes, f"{one}/info", views.info)
    for part in _FACTS:
        add(routes, f"{one}/{part}", views.fact(part))
    add(routes, f"{one}/compress", views.stored_anew(compress=True), ("POST",))
    add(routes, f"{one}/uncompress", views.stored_anew(compress=False), ("POST",))
    add(routes, f"{one}/verify-md5", views.verify, ("POST",))


class _AttachmentViews:
    """The views of one level."""

    def __init__(self, host: Host, level: Level, names: AttachmentNames) -> None:
        self._host = host
        self._level = level
        self._names = names
        self._check = bool(host.configuration.get("CheckRevisions", False))

    @operation("List attachments", tags=_TAGS, query={"full": "with their numbers"})
    def list_all(self, public_id: str) -> Response:
        """Their names."""
        kinds = sorted(self._host.index.attachments(self._level, public_id))
        if query_flag(request, "full"):
            return json_answer({self._names.name(kind): kind for kind in kinds})
        return json_answer([self._names.name(kind) for kind in kinds])

    @operation("List what can be asked of an attachment", tags=_TAGS)
    def parts(self, public_id: str, name: str) -> Response:
        """The routes below it."""
        return self._tagged(self._find(public_id, name), lambda _: json_answer(_PARTS))

    @operation("Give a resource an attachment", tags=_TAGS, body=_BINARY)
    def put(self, public_id: str, name: str) -> Response:
        """Of users only. Answers its new revision as ``ETag``; ``If-Match`` says which one is to be replaced."""
        kind = self._names.number(name)
        if not is_of_users(kind):
            return Response(b"", 403)
        present = self._host.index.attachments(self._level, public_id).get(kind)
        expected = expected_revision(request, etag_of(present) if present else None, check=self._check)
        attachment = self._host.user_data.put_attachment(
            self._level, public_id, kind, _pieces(request.stream), expected_revision=expected
        )
        answer = json_answer({})
        answer.headers["ETag"] = etag_of(attachment)
        return answer

    @operation("Delete an attachment", tags=_TAGS)
    def delete(self, public_id: str, name: str) -> Response:
        """Of users only. ``If-Match`` says which revision is to be deleted."""
        kind = self._names.number(name)
        if not is_of_users(kind) and kind != ContentType.DICOM_AS_JSON:
            return Response(b"", 403)
        present = self._host.index.attachments(self._level, public_id).get(kind)
        if present is None:
            if self._check and "HTTP_IF_MATCH" not in request.environ:
                raise Conflict("the header If-Match is missing, and CheckRevisions is true")
            raise NotFound("attachment", name)
        expected = expected_revision(request, etag_of(present), check=self._check)
        self._host.user_data.delete_attachment(self._level, public_id, kind, expected_revision=expected)
        return Response(b"", content_type="text/plain")

    @operation("Download an attachment", tags=_TAGS, query=_FILENAME)
    def data(self, public_id: str, name: str) -> Response:
        """Its bytes, or a range of them."""

        def answer(attachment: Attachment) -> Response:
            filename = f"{attachment.uuid}{'.dcm' if attachment.kind == ContentType.DICOM else ''}"
            return self._bytes(attachment, self._names.media_type(attachment.kind), filename)

        return self._tagged(self._find(public_id, name), answer)

    @operation("Download an attachment as it is stored", tags=_TAGS, query=_FILENAME)
    def stored_data(self, public_id: str, name: str) -> Response:
        """The bytes of its file, or a range of them: if compressed, the size in 8 bytes, then a zlib stream."""
        filename = request.args.get("filename", "")
        return self._tagged(
            self._find(public_id, name), lambda attachment: self._bytes(attachment.as_stored, OCTETS, filename)
        )

    def _bytes(self, attachment: Attachment, content_type: str, filename: str) -> Response:
        return file_answer(request, self._host.attachments, attachment, content_type, filename)

    def fact(self, part: str) -> Callable[[str, str], Response]:
        """The view of one fact."""
        summary, read = _FACTS[part]

        @operation(summary, tags=_TAGS)
        def view(public_id: str, name: str) -> Response:
            """As text."""
            return self._tagged(self._find(public_id, name), lambda attachment: text_answer(str(read(attachment))))

        return view

    @operation("Describe an attachment", tags=_TAGS)
    def info(self, public_id: str, name: str) -> Response:
        """Sizes, checksums and more."""
        return self._tagged(self._find(public_id, name), lambda attachment: json_answer(self._info(attachment)))

    def _info(self, attachment: Attachment) -> dict[str, Any]:
        return {
            "CompressedMD5": attachment.stored_md5,
            "CompressedSize": attachment.stored_size,
            "ContentType": attachment.kind,
            "UncompressedMD5": attachment.md5,
            "UncompressedSize": attachment.size,
            "Uuid": attachment.uuid,
            **self._host.attachments.describe(attachment),
        }

    def stored_anew(self, *, compress: bool) -> Callable[[str, str], Response]:
        """The view that changes how an attachment is stored."""

        @operation("Compress an attachment" if compress else "Uncompress an attachment", tags=_TAGS)
        def view(public_id: str, name: str) -> Response:
            """Its contents and its revision stay; nothing happens if it is so already."""
            kind = self._find(public_id, name).kind
            self._host.user_data.set_compression(self._level, public_id, kind, compress)
            return json_answer({})

        return view

    @operation("Compare an attachment with its checksum", tags=_TAGS)
    def verify(self, public_id: str, name: str) -> Response:
        """Reads all of it, as it is stored and, if it is compressed, uncompressed."""
        attachment = self._find(public_id, name)
        self._compare(attachment.as_stored)
        if attachment.is_compressed:
            self._compare(attachment)
        return json_answer({})

    def _compare(self, attachment: Attachment) -> None:
        digest = hashlib.md5(usedforsecurity=False)
        with self._host.attachments.open(attachment) as file:
            for piece in _pieces(file):
                digest.update(piece)
        if digest.hexdigest() != attachment.md5:
            raise CorruptedFile(f"the file of attachment {attachment.uuid} is not what was stored")

    def _find(self, public_id: str, name: str) -> Attachment:
        attachment = self._host.index.attachments(self._level, public_id).get(self._names.number(name))
        if attachment is None:
            raise NotFound("attachment", name)
        return attachment

    @staticmethod
    def _tagged(attachment: Attachment, make: Callable[[Attachment], Response]) -> Response:
        tag = etag_of(attachment)
        answer = Response(b"", 304) if is_known(request, tag) else make(attachment)
        answer.headers["ETag"] = tag
        return answer


def _pieces(file: Any) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
