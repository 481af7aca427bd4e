"""Metadata of instances as DICOM JSON, kept compressed for each series (PS3.18 10.4.1.1.2).

What is kept is a gzip file, so that it can be sent as it is. It holds URLs, so the base of these stands in the
comment of the gzip header (RFC 1952 2.3.1), and they are replaced for a client that sees the server elsewhere.
"""

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import orjson
from broch_hostapi import DataSet, Host, Level, Resource
from broch_hostapi.errors import CorruptedFile
from isal import isal_zlib

from broch_dicomweb.urls import instance_url

ATTACHMENT = 4301
"""Kind of attachment; Orthanc's plugin has its cache there too."""
_LEVEL = 1
_READ = 1 << 18
_GZIP_HEADER = b"\x1f\x8b\x08\x10\0\0\0\0\0\xff"
_COMMENT = "broch-dicomweb "
_LONGEST_COMMENT = 1024
_SOP_INSTANCE_UID = 0x00080018


class Metadata:
    """Makes, keeps and reads metadata."""

    def __init__(self, host: Host, *, cached: bool) -> None:
        self._host = host
        self._cached = cached

    def instance(self, resource: Resource, base: str) -> bytes:
        """JSON array of one instance. Raises ``NotFound``, ``StorageError``."""
        upper = resource.upper
        with self._host.datasets.open(resource.id) as dataset:
            return b"[" + _encode(dataset, base, upper["StudyInstanceUID"], upper["SeriesInstanceUID"]) + b"]"

    def series(self, resource: Resource, base: str) -> Iterator[bytes]:
        """JSON array of a series, in pieces."""
        if not self._cached:
            return self._make(resource, base)
        return self._read(resource, base)

    def series_gzip(self, resource: Resource, base: str) -> Iterator[bytes]:
        """The same as a gzip file."""
        if not self._cached:
            return compressed(self._make(resource, base), base)
        file = self._open(resource, base)
        if _read_comment(file) != base:
            file.close()
            return compressed(self._read(resource, base), base)
        file.seek(0)
        return _pieces(file)

    def study(self, resource: Resource, base: str) -> Iterator[bytes]:
        """JSON array of a study, in pieces, series by series."""
        before = b"["
        for series in self._host.index.descendants(Level.STUDY, resource.id, Level.SERIES):
            for piece in self._elements(series, base):
                yield before + piece
                before = b""
            before = before or b","
        yield b"[]" if before == b"[" else b"]"

    def _elements(self, series: Resource, base: str) -> Iterator[bytes]:
        """The JSON array of a series without its brackets."""
        held = b""
        first = 1
        for piece in self.series(series, base):
            if held:
                yield held[first:]
                first = 0
            held = piece
        if len(held) > first + 1:
            yield held[first:-1]

    def _open(self, resource: Resource, base: str) -> BinaryIO:
        return self._host.attachments.derived(
            Level.SERIES, resource.id, ATTACHMENT, lambda: compressed(self._make(resource, base), base)
        )

    def _read(self, resource: Resource, base: str) -> Iterator[bytes]:
        file = self._open(resource, base)
        made_for = _read_comment(file)
        if made_for is None:  # somebody else's attachment
            file.close()
            yield from self._make(resource, base)
            return
        pieces = _inflated(file)
        if made_for != base:
            pieces = replaced(pieces, _bulk(made_for), _bulk(base))
        yield from pieces

    def _make(self, resource: Resource, base: str) -> Iterator[bytes]:
        before = b"["
        study = resource.upper["StudyInstanceUID"]
        for instance in self._host.index.stored_instances(Level.SERIES, resource.id):
            with self._host.datasets.open_attachment(instance.attachment) as dataset:
                yield before + _encode(dataset, base, study, resource.uid)
            before = b","
        yield b"[]" if before == b"[" else b"]"


def _encode(dataset: DataSet, base: str, study: str, series: str) -> bytes:
    prefix = f"{instance_url(base, study, series, dataset.text(_SOP_INSTANCE_UID))}/bulk/"
    return orjson.dumps(dataset.dicom_json(prefix.__add__))


def _bulk(base: str) -> bytes:
    """How a URL of ours begins in the JSON. No value of an element can hold this: its quotes would be escaped."""
    return f'"BulkDataURI":"{base}/studies/'.encode()


def compressed(pieces: Iterable[bytes], base: str) -> Iterator[bytes]:
    """A gzip file that names ``base`` in its comment."""
    yield _GZIP_HEADER + f"{_COMMENT}{base}".encode("latin-1") + b"\0"
    compressor = isal_zlib.compressobj(_LEVEL, wbits=-15)
    crc = size = 0
    for piece in pieces:
        crc = isal_zlib.crc32(piece, crc)
        size += len(piece)
        if packed := compressor.compress(piece):
            yield packed
    yield compressor.flush() + struct.pack("<II", crc, size & 0xFFFFFFFF)


def _read_comment(file: BinaryIO) -> str | None:
    """The base of the URLs in a file of ours, which is then at the start of its deflated data; else None."""
    head = file.read(len(_GZIP_HEADER) + _LONGEST_COMMENT)
    comment, end, _ = head[len(_GZIP_HEADER) :].partition(b"\0")
    text = comment.decode("latin-1")
    if not head.startswith(_GZIP_HEADER) or not end or not text.startswith(_COMMENT):
        return None
    file.seek(len(_GZIP_HEADER) + len(comment) + 1)
    return text.removeprefix(_COMMENT)


def _inflated(file: BinaryIO) -> Iterator[bytes]:
    with file:
        inflater = isal_zlib.decompressobj(wbits=-15)
        while not inflater.eof:
            packed = file.read(_READ)
            if not packed:
                raise CorruptedFile("The kept metadata of a series break off")
            if piece := inflater.decompress(packed):
                yield piece


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_READ):
            yield piece


def replaced(pieces: Iterable[bytes], old: bytes, new: bytes) -> Iterator[bytes]:
    """The pieces with ``old`` replaced, wherever it lies across them."""
    held = b""
    for piece in pieces:
        *done, rest = (held + piece).split(old)
        keep = max(0, len(rest) - len(old) + 1)
        yield b"".join(part + new for part in done) + rest[:keep]
        held = rest[keep:]
    yield held
