"""Answers whose body is a file or a stream."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from broch_hostapi.host import AttachmentService
from broch_hostapi.resources import Attachment
from flask import Request, Response

from broch.rest.revisions import etag_of
from broch.rest.wire import FileBody

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_GATHERED = 1 << 17
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]")
_UNSAFE = re.compile(r"[^ !#-\[\]-~]")  # Not printable ASCII, a quote or a backslash.


def file_answer(
    request: Request,
    attachments: AttachmentService,
    attachment: Attachment,
    content_type: str,
    filename: str = "",
) -> Response:
    """A whole attachment, or the byte range that the request asks for (RFC 9110 14)."""
    headers = {"Accept-Ranges": "bytes"}
    if filename:
        headers["Content-Disposition"] = disposition(request, filename)
    start, stop, status = 0, attachment.size, 200
    wanted = wanted_range(request.environ.get("HTTP_RANGE"), attachment.size)
    if wanted is not None and request.environ.get("HTTP_IF_RANGE", etag_of(attachment)) != etag_of(attachment):
        wanted = None  # what the client has the rest of is gone (RFC 9110 13.1.5)
    if wanted is not None:
        start, stop = wanted
        if start >= stop:
            return Response(b"", 416, {"Content-Range": f"bytes */{attachment.size}"})
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{attachment.size}"
        status = 206
    headers["Content-Length"] = str(stop - start)
    file = _open(attachments, attachment, start, stop)
    return Response(FileBody(file, stop - start), status, headers, content_type=content_type, direct_passthrough=True)


def _open(attachments: AttachmentService, attachment: Attachment, start: int, stop: int) -> BinaryIO:
    if (start, stop) == (0, attachment.size):
        return attachments.open(attachment)
    file = attachments.open(attachment)
    try:
        file.fileno()
    except (AttributeError, OSError):  # No file of the operating system: let the storage cut out the piece.
        file.close()
        return attachments.open(attachment, start, stop)
    file.seek(start)
    return file


def wanted_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Start and stop of a single byte range; an empty one when it cannot be satisfied; None when all is wanted."""
    match = _RANGE.fullmatch(header.strip()) if header else None
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size


def disposition(request: Request, filename: str) -> str:
    """``Content-Disposition``; the client may ask for another name by ``?filename=``.

    What cannot stand in it is replaced, and the name as it was comes a second time, encoded (RFC 6266 4.3).
    """
    wanted = (request.args.get("filename") if request.query_string else None) or filename
    safe = _UNSAFE.sub("_", wanted)
    if wanted.isascii():
        return f'filename="{safe}"'
    return f"filename=\"{safe}\"; filename*=UTF-8''{quote(_CONTROL.sub('_', wanted), safe='', errors='replace')}"


class Streamed:
    """A body that is made while it is sent. Its first piece is made at once, so that errors there become an answer."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._first = next(self._pieces, b"")

    def __iter__(self) -> Iterator[bytes]:
        yield self._first
        yield from self._pieces

    def close(self) -> None:
        """Leave nothing open, wherever the stream was broken off."""
        close: Callable[[], Any] | None = getattr(self._pieces, "close", None)
        if close is not None:
            close()


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces: each costs a system call, and the peer some work."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _GATHERED:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def stream_answer(pieces: Iterable[bytes], content_type: str, headers: dict[str, str] | None = None) -> Response:
    """An answer without a known length."""
    return Response(Streamed(pieces), 200, headers, content_type=content_type)
