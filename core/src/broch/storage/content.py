"""The bytes of a new attachment: in memory, or in a temporary file; read as often and by as many threads as wanted."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from broch_hostapi import Buffer

CHUNK = 1 << 20
"""Bytes written or hashed at once: others get their turn in between, and no large object is in memory."""


class Content:
    """Some bytes in front, then a buffer or a whole open file."""

    __slots__ = ("_body", "_front")

    def __init__(self, body: Buffer | BinaryIO, front: bytes = b"") -> None:
        self._front = front
        self._body = body

    def chunks(self) -> Iterator[Buffer]:
        """All of it, in pieces that are good until the next one is asked for."""
        if self._front:
            yield self._front
        if not isinstance(self._body, bytes | bytearray | memoryview):
            yield from _read(self._body)
        elif len(self._body) <= CHUNK:
            yield self._body
        else:
            view = memoryview(self._body)
            for start in range(0, len(view), CHUNK):
                yield view[start : start + CHUNK]


def _read(file: BinaryIO) -> Iterator[bytes]:
    number, position = file.fileno(), 0
    while piece := os.pread(number, CHUNK, position):  # does not move the position that others may use
        position += len(piece)
        yield piece


class Meter:
    """Size and MD5 of what passes through."""

    def __init__(self) -> None:
        self.size = 0
        self.md5 = hashlib.md5(usedforsecurity=False)

    def through(self, chunks: Iterable[Buffer]) -> Iterator[Buffer]:
        """The same chunks."""
        for chunk in chunks:
            self.size += len(chunk)
            self.md5.update(chunk)
            yield chunk
