"""Attachments of resources: their files and what is known of them."""

import hashlib
from collections.abc import Callable

from broch_hostapi.errors import CorruptedFile, NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment, ContentType, Level
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.rest.file_answer import etag_of, file_answer, matches
from broch.rest.json_answer import json_answer, text_answer
from broch.rest.routes import add

_PARTS = (
    "compressed-data",
    "compressed-md5",
    "compressed-size",
    "data",
    "info",
    "is-compressed",
    "md5",
    "size",
    "uuid",
    "verify-md5",
)
_PIECE = 1 << 20
_KINDS = {kind.label: int(kind) for kind in ContentType if kind < ContentType.USER}
_NAMES = {number: label for label, number in _KINDS.items()}


def add_attachment_routes(routes: Blueprint, host: Host, level: Level) -> None:
    """The routes of one level."""
    views = _AttachmentViews(host, level)
    all_ = f"/{level.plural}/<public_id>/attachments"
    one = f"{all_}/<name>"
    add(routes, all_, views.list_all)
    add(routes, one, views.parts)
    add(routes, f"{one}/data", views.data)
    add(routes, f"{one}/compressed-data", views.stored_data)
    add(routes, f"{one}/verify-md5", views.verify, ("POST",))
    add(routes, f"{one}/<part>", views.fact)


class _AttachmentViews:
    """The views of one level."""

    def __init__(self, host: Host, level: Level) -> None:
        self._host = host
        self._level = level

    @operation("List attachments", tags=("attachments",))
    def list_all(self, public_id: str) -> Response:
        """Their names."""
        kinds = sorted(self._host.index.attachments(self._level, public_id))
        return json_answer([_NAMES.get(kind, str(kind)) for kind in kinds])

    @operation("List what can be asked of an attachment", tags=("attachments",))
    def parts(self, public_id: str, name: str) -> Response:
        """The routes below it."""
        return self._tagged(self._find(public_id, name), lambda: json_answer(_PARTS))

    @operation("Download an attachment", tags=("attachments",), query={"filename": "name of the download"})
    def data(self, public_id: str, name: str) -> Response:
        """Its bytes, or a range of them."""
        attachment = self._find(public_id, name)
        dicom = attachment.kind == ContentType.DICOM
        content_type = "application/dicom" if dicom else "application/octet-stream"
        filename = f"{attachment.uuid}{'.dcm' if dicom else ''}"
        return self._tagged(attachment, lambda: self._bytes(attachment, content_type, filename))

    @operation("Download an attachment as it is stored", tags=("attachments",))
    def stored_data(self, public_id: str, name: str) -> Response:
        """Its bytes; Broch does not compress what it stores."""
        attachment = self._find(public_id, name)
        return self._tagged(attachment, lambda: self._bytes(attachment, "application/octet-stream"))

    def _bytes(self, attachment: Attachment, content_type: str, filename: str = "") -> Response:
        return file_answer(request, self._host.attachments, attachment, content_type, filename)

    @operation("Read size, checksum, identifier, ... of an attachment", tags=("attachments",))
    def fact(self, public_id: str, name: str, part: str) -> Response:
        """One fact as text, or all of them as JSON (``info``)."""
        attachment = self._find(public_id, name)
        if part == "info":
            return self._tagged(attachment, lambda: json_answer(_info(attachment)))
        facts = {
            "compressed-md5": attachment.stored_md5,
            "compressed-size": attachment.stored_size,
            "md5": attachment.md5,
            "size": attachment.size,
            "uuid": attachment.uuid,
            "is-compressed": int(attachment.compression != 1),
        }
        if part not in facts:
            raise NotFound("part of an attachment", part[:64])
        return self._tagged(attachment, lambda: text_answer(str(facts[part])))

    @operation("Compare an attachment with its checksum", tags=("attachments",))
    def verify(self, public_id: str, name: str) -> Response:
        """Reads all of it."""
        attachment = self._find(public_id, name)
        digest = hashlib.md5(usedforsecurity=False)
        with self._host.attachments.open(attachment) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        if digest.hexdigest() != attachment.md5:
            raise CorruptedFile(f"the file of {public_id} is not what was stored")
        return json_answer({})

    def _find(self, public_id: str, name: str) -> Attachment:
        kind = _KINDS.get(name) or _number(name)
        attachment = self._host.index.attachments(self._level, public_id).get(kind)
        if attachment is None:
            raise NotFound("attachment", name)
        return attachment

    @staticmethod
    def _tagged(attachment: Attachment, make: Callable[[], Response]) -> Response:
        etag = etag_of(attachment)
        answer = Response(b"", 304) if matches(request, etag) else make()
        answer.headers["ETag"] = etag
        return answer


def _number(name: str) -> int:
    if not (name.isascii() and name.isdigit() and len(name) < 6 and 0 < int(name) < 1 << 16):
        raise NotFound("kind of attachment", name[:64])
    return int(name)


def _info(attachment: Attachment) -> dict[str, object]:
    return {
        "CompressedMD5": attachment.stored_md5,
        "CompressedSize": attachment.stored_size,
        "ContentType": attachment.kind,
        "UncompressedMD5": attachment.md5,
        "UncompressedSize": attachment.size,
        "Uuid": attachment.uuid,
    }
