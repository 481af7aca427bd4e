"""Reading ``multipart/related`` as it arrives (RFC 2046 5.1, RFC 2387), in bounded memory."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from broch_hostapi.errors import BadRequest, LimitExceeded

SPOOL_ABOVE = 4 << 20
READ_SIZE = 1 << 18
LONGEST_HEADER_BLOCK = 16384
LONGEST_EPILOGUE = 1 << 20
MOST_PARTS = 100_000
_LONGEST_PADDING = 64
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_LINE_END = re.compile(rb"[ \t]{0,%d}\r\n" % _LONGEST_PADDING)
_LINE_END_TO_COME = re.compile(rb"[ \t]{0,%d}\r?|-" % _LONGEST_PADDING)
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([\x20-\x7e\x80-\xff\t]*)")


@dataclass(slots=True)
class Part:
    """One part. ``body`` is a file, at its start, if it was too large for memory; it is closed before the next part."""

    headers: dict[str, str]
    """Names in lower case."""
    body: bytes | BinaryIO
    size: int


def check_boundary(boundary: str) -> bytes:
    """A boundary fit for use (RFC 2046 5.1.1). Raises ``BadRequest``."""
    if not _BOUNDARY.fullmatch(boundary):
        raise BadRequest("The boundary of the multipart body is missing or has characters that it may not have")
    return boundary.encode("ascii")


def read_parts(
    read: Callable[[int], bytes], boundary: str, spool: Callable[[], BinaryIO], *, spool_above: int = SPOOL_ABOVE
) -> Iterator[Part]:
    """Yield the parts of a body one after the other, then read on to its end.

    ``read`` gives at most that many bytes, none at the end. ``spool`` opens a temporary file for a part of more than
    ``spool_above`` bytes. Raises ``BadRequest`` for a body that breaks off or is none, ``LimitExceeded`` for headers
    over 16 KiB, more than 100,000 parts, or more than 1 MiB behind the last one; what was yielded before was whole.
    """
    body = _Body(read, check_boundary(boundary))
    for _ in body.until_delimiter():  # the preamble
        pass
    count = 0
    while not body.closed:
        count += 1
        if count > MOST_PARTS:
            raise LimitExceeded("The number of parts of the body", MOST_PARTS)
        headers = body.read_headers()
        yield from _read_part(body, headers, spool, spool_above)
    body.drain()


def _read_part(
    body: "_Body", headers: dict[str, str], spool: Callable[[], BinaryIO], spool_above: int
) -> Iterator[Part]:
    held: list[bytes] = []
    size = 0
    pieces = body.until_delimiter(skip=2)  # the empty line behind the header
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > spool_above:
            break
    else:
        yield Part(headers, held[0] if len(held) == 1 else b"".join(held), size)
        return
    with closing(spool()) as file:
        file.writelines(held)
        held.clear()
        for piece in pieces:
            file.write(piece)
            size += len(piece)
        file.seek(0)
        yield Part(headers, file, size)


class _Body:
    """The body with a window on it: what was read and not yet handed on."""

    def __init__(self, read: Callable[[int], bytes], boundary: bytes) -> None:
        self._read = read
        self._delimiter = b"\r\n--" + boundary
        self._window = bytearray(b"\r\n")  # so that a delimiter at the very start looks like any other
        self.closed = False
        """Whether the closing delimiter has been passed."""

    def until_delimiter(self, skip: int = 0) -> Iterator[bytes]:
        """What stands before the next delimiter, without its first ``skip`` bytes, in pieces.

        Ends behind the delimiter's line. Raises ``BadRequest``.
        """
        window, delimiter = self._window, self._delimiter
        start = 0
        while True:
            found = window.find(delimiter, start)
            end = self._end_of_delimiter(found + len(delimiter)) if found >= 0 else -1
            if end == 0:  # these bytes only begin like a delimiter: they are data
                start = found + 1
                continue
            ready = found if found >= 0 else max(0, len(window) - len(delimiter) + 1)
            if ready > skip:
                yield bytes(memoryview(window)[skip:ready])
            skip -= min(skip, ready)
            start = 0
            if end > 0:
                del window[:end]
                return
            del window[:ready]
            self._fill()

    def _end_of_delimiter(self, at: int) -> int:
        """Where the delimiter's line ends; 0: it is none; -1: more must be read to tell."""
        window = self._window
        if window[at : at + 2] == b"--":
            self.closed = True
            return at + 2
        line_end = _LINE_END.match(window, at)
        if line_end:
            return line_end.end()
        return -1 if _LINE_END_TO_COME.fullmatch(window, at) else 0

    def read_headers(self) -> dict[str, str]:
        """The header fields of a part. Raises ``BadRequest``, ``LimitExceeded``.

        The empty line behind them stays: it may be the CRLF with which the next delimiter begins (RFC 2046 5.1.1).
        """
        window = self._window
        while window[:2] != b"\r\n":
            end = window.find(b"\r\n\r\n", 0, LONGEST_HEADER_BLOCK + 4)
            if end >= 0:
                block = bytes(memoryview(window)[:end])
                del window[: end + 2]
                return _parse_headers(block)
            if len(window) >= LONGEST_HEADER_BLOCK + 4:
                raise LimitExceeded("The size of a part's header", LONGEST_HEADER_BLOCK)
            self._fill()
        return {}

    def _fill(self) -> None:
        piece = self._read(READ_SIZE)
        if not piece:
            raise BadRequest("The multipart body breaks off before its closing delimiter, or has none of its boundary")
        self._window += piece

    def drain(self) -> None:
        """Read what follows the closing delimiter and forget it: the connection is used again."""
        left = LONGEST_EPILOGUE
        while piece := self._read(READ_SIZE):
            left -= len(piece)
            if left < 0:
                raise LimitExceeded("What follows the last part of the body", LONGEST_EPILOGUE)


def _parse_headers(block: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    unfolded = re.sub(rb"\r\n[ \t]+", b" ", block)
    for line in unfolded.split(b"\r\n"):
        match = _HEADER.fullmatch(line)
        if match is None:
            raise BadRequest("A part of the multipart body has a header line that is none")
        headers.setdefault(match[1].decode("ascii").lower(), match[2].decode("latin-1").strip())
    return headers
