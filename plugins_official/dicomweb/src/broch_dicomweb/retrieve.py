"""WADO-RS: DICOM files as they are stored (PS3.18 10.4.1.1.1)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from broch_hostapi import Attachment, Host, Level, Resource, StoredInstance
from broch_hostapi.errors import CorruptedFile, NotAcceptable, NotFound

from broch_dicomweb.media_types import DICOM, MULTIPART, MediaType
from broch_dicomweb.multipart_writer import PIECE, Multipart, Piece, pieces_of

ZIP = "application/zip"
MAPPED_AT_MOST = 1 << 26
"""Bytes of a file above which it is read in pieces: what was sent of a mapped one counts as memory."""
_UID = re.compile(r"[0-9.]{1,64}")


@dataclass(frozen=True, slots=True)
class Retrieval:
    """An answer to be sent. ``length`` is None if it is not known."""

    content_type: str
    length: int | None
    pieces: Iterable[Piece]
    file: Attachment | None = None
    """Instead of ``pieces``: this file alone."""


def retrieve(host: Host, resource: Resource, accept: Sequence[MediaType]) -> Retrieval:
    """The files at and below a resource in the form that the client likes best. Raises ``NotAcceptable``."""
    instances = list(host.index.stored_instances(resource.level, resource.id))
    if not instances:  # deleted this moment
        raise NotFound(resource.level.word.lower(), resource.uid)
    refused = ""
    for wanted in accept:
        if wanted.name == ZIP:
            return Retrieval(ZIP, None, host.archive.stream([resource.id]))
        single = resource.level is Level.INSTANCE and wanted.name == DICOM
        if not single and not _is_multipart(wanted):
            continue
        if wanted.transfer_syntax in ("", "*") or all(i.transfer_syntax == wanted.transfer_syntax for i in instances):
            return _single(instances[0]) if single else _multipart(host, instances)
        refused = wanted.transfer_syntax
    if refused:
        raise NotAcceptable(f"Not all instances are stored in transfer syntax {refused}, and none is transcoded here")
    alone = f"{DICOM}, " if resource.level is Level.INSTANCE else ""
    raise NotAcceptable(f'This can be had as multipart/related; type="{DICOM}", {alone}{ZIP}')


def _is_multipart(wanted: MediaType) -> bool:
    if wanted.name in (MULTIPART, "multipart/*"):
        return not wanted.part_type or MediaType(wanted.part_type).covers(DICOM)
    return wanted.name == "*/*"


def _single(instance: StoredInstance) -> Retrieval:
    return Retrieval(_part_type(instance), instance.attachment.size, (), instance.attachment)


def _multipart(host: Host, instances: Sequence[StoredInstance]) -> Retrieval:
    multipart = Multipart(DICOM)
    heads = [multipart.head(_part_type(instance), instance.attachment.size) for instance in instances]
    files = [instance.attachment for instance in instances]
    length = sum(map(len, heads)) + sum(file.size for file in files) + len(multipart.tail)
    return Retrieval(multipart.content_type, length, _body(host, multipart, heads, files))


def _part_type(instance: StoredInstance) -> str:
    known = _UID.fullmatch(instance.transfer_syntax)
    return f"{DICOM}; transfer-syntax={instance.transfer_syntax}" if known else DICOM


def _body(host: Host, multipart: Multipart, heads: list[bytes], files: list[Attachment]) -> Iterator[Piece]:
    for head, attachment in zip(heads, files, strict=True):
        if attachment.size > MAPPED_AT_MOST:
            yield head
            yield from _read(host, attachment)
            continue
        with host.attachments.view(attachment) as buffer:
            if len(buffer) != attachment.size:
                raise _not_as_long(attachment)
            yield from pieces_of(head, buffer)
    yield multipart.tail


def _read(host: Host, attachment: Attachment) -> Iterator[bytes]:
    left = attachment.size
    with host.attachments.open(attachment) as file:
        while piece := file.read(PIECE):
            left -= len(piece)
            yield piece
    if left:
        raise _not_as_long(attachment)


def _not_as_long(attachment: Attachment) -> CorruptedFile:
    return CorruptedFile(f"Attachment {attachment.uuid} is not as long as the index says")
