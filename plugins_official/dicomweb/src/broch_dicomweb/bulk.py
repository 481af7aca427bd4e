"""WADO-RS: bulk data of an instance (PS3.18 10.4.1.1.5)."""

import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from broch_hostapi import ContentType, Host, Level, Resource
from broch_hostapi.errors import LimitExceeded, NotAcceptable, NotFound

from broch_dicomweb.frames import retrieve_frames
from broch_dicomweb.media_types import MULTIPART, OCTET_STREAM, TRANSFER_SYNTAX_MEDIA_TYPES, MediaType
from broch_dicomweb.multipart_writer import Multipart, Piece, pieces_of
from broch_dicomweb.retrieve import Retrieval

LARGEST_FILE = 64 << 20
"""Bytes of a file whose elements may all be decoded in memory for one of them."""
_PATH = re.compile(r"[0-9a-f]{8}(?:/[1-9][0-9]{0,8}/[0-9a-f]{8}){0,64}")
_PIXEL_DATA = frozenset(("7fe00008", "7fe00009", "7fe00010"))


def retrieve_bulk(host: Host, resource: Resource, path: str, accept: Sequence[MediaType], url: str) -> Retrieval:
    """The value that metadata names by a BulkDataURI: ``7fe00010``, or ``00420010/1/00420011`` in a sequence.

    Compressed pixel data comes as its frames. Raises ``NotFound``, ``NotAcceptable``, ``LimitExceeded``.
    """
    path = path.strip("/").lower()
    if not _PATH.fullmatch(path):
        raise NotFound("bulk data", path)
    if path in _PIXEL_DATA:
        return _pixel_data(host, resource, accept, url)
    single = _single(accept)
    value = _value(host, resource, path)
    return _whole([value], len(value), single=single)


def _single(accept: Sequence[MediaType]) -> bool:
    """Whether the client wants the value without multipart. Raises ``NotAcceptable``."""
    for wanted in accept:
        if wanted.name in (MULTIPART, "multipart/*", "*/*"):
            if not wanted.part_type or MediaType(wanted.part_type).covers(OCTET_STREAM):
                return False
        elif wanted.covers(OCTET_STREAM):
            return True
    raise NotAcceptable('Bulk data can be had as multipart/related; type="application/octet-stream"')


def _pixel_data(host: Host, resource: Resource, accept: Sequence[MediaType], url: str) -> Retrieval:
    with host.datasets.open(resource.id) as dataset:
        if dataset.transfer_syntax in TRANSFER_SYNTAX_MEDIA_TYPES:
            return retrieve_frames(host, resource, None, accept, url)
        single = _single(accept)
        frames = [dataset.frame(index) for index in range(dataset.number_of_frames)]
    if not frames:
        raise NotFound("bulk data", "7fe00010")
    return _whole(frames, sum(map(len, frames)), single=single)


def _whole(values: Sequence[bytes | memoryview], size: int, *, single: bool) -> Retrieval:
    if single:
        return Retrieval(OCTET_STREAM, size, values)
    multipart = Multipart(OCTET_STREAM)
    head, tail = multipart.head(OCTET_STREAM, size), multipart.tail
    first: chain[Piece] = chain(pieces_of(head, values[0]), *(pieces_of(b"", value) for value in values[1:]), (tail,))
    return Retrieval(multipart.content_type, len(head) + size + len(tail), first)


def _value(host: Host, resource: Resource, path: str) -> bytes:
    attachment = host.index.attachments(Level.INSTANCE, resource.id)[ContentType.DICOM]
    if attachment.size > LARGEST_FILE:
        raise LimitExceeded("The size of a file whose bulk data is asked for", LARGEST_FILE)
    with host.datasets.open_attachment(attachment) as dataset:
        found: Any = dataset.dicom_json()
    first, *steps = path.upper().split("/")
    element = found.get(first, {})
    for number, tag in zip(steps[::2], steps[1::2], strict=True):
        items = element.get("Value", []) if element.get("vr") == "SQ" else []
        item: Mapping[str, Any] = items[int(number) - 1] if int(number) <= len(items) else {}
        element = item.get(tag, {})
    if "InlineBinary" not in element:
        raise NotFound("bulk data", path)
    return b64decode(element["InlineBinary"])
