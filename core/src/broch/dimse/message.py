"""DIMSE messages out of the fragments that P-DATA carries, and into them (PS3.8 annex E, PS3.7 6.3)."""

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from mmap import mmap
from struct import Struct
from typing import BinaryIO, cast

from broch.dimse import command as commands
from broch.dimse.connection import Buffer
from broch.dimse.negotiation import AcceptedContext
from broch.dimse.pdu import P_DATA, UNEXPECTED_PARAMETER, UNSPECIFIED, ProtocolError

Source = bytes | bytearray | memoryview | mmap | BinaryIO | Iterable[bytes | memoryview]
"""A data set to send: a buffer, a file from where it stands, or pieces of any size."""

COMMAND, LAST = 1, 2
"""Bits of the message control header (PS3.8 E.2)."""
BLOCK = 1 << 19
"""About as many bytes are read ahead and handed to the socket at once."""
BLOCK_PDUS = 256
"""A write takes two buffers a PDU, of which systems allow about a thousand."""

_PDU_AND_PDV = Struct(">BxIIBB")


def temporary_file() -> BinaryIO:
    """An open file that has no name or loses it when closed."""
    return cast(BinaryIO, tempfile.TemporaryFile(prefix="broch-"))


@dataclass(slots=True)
class Message:
    """A received message."""

    context: AcceptedContext
    command: commands.CommandSet
    data: bytearray | BinaryIO | None = None
    """The data set as it came: bytes, or above the threshold an open temporary file, at its start."""
    failure: OSError | None = None
    """The temporary file could not be written: the data set was read from the network and thrown away."""

    def close(self) -> None:
        """Close the temporary file, if there is one."""
        if self.data is not None and not isinstance(self.data, bytearray):
            self.data.close()


class Assembler:
    """Puts fragments together, one message at a time; large data sets go to a file as they come."""

    def __init__(
        self,
        contexts: Mapping[int, AcceptedContext],
        spool: Callable[[], BinaryIO] = temporary_file,
        *,
        maximum_command: int = 65536,
        maximum_data_set: int = 1 << 33,
        spool_threshold: int = 1 << 23,
    ) -> None:
        self._contexts = contexts
        self._spool = spool
        self._maximum_command = maximum_command
        self._maximum_data_set = maximum_data_set
        self._threshold = spool_threshold
        self._bytes: bytearray | None = None
        self._context: AcceptedContext | None = None
        self._message: Message | None = None
        self._file: BinaryIO | None = None
        self._size = 0

    @property
    def started(self) -> bool:
        """Whether a part of a message is here."""
        return self._context is not None

    def add(self, context_id: int, control: int, fragment: memoryview) -> Message | None:
        """Take a fragment, of which nothing is kept but a copy; the message, if this was its last.

        Raises `ProtocolError`.
        """
        if self._context is None:
            self._context = self._contexts.get(context_id)
            if self._context is None:
                raise ProtocolError(f"Data in presentation context {context_id}, which was not accepted")
        elif self._context.id != context_id:
            raise ProtocolError(f"Presentation context {context_id} within a message of {self._context.id}")
        if bool(control & COMMAND) is not (self._message is None):
            kind = "command" if control & COMMAND else "data"
            raise ProtocolError(f"Unexpected {kind} fragment", UNEXPECTED_PARAMETER)
        if self._message is None:
            return self._add_command(self._context, fragment, last=bool(control & LAST))
        return self._add_data(self._message, fragment, last=bool(control & LAST))

    def _add_command(self, context: AcceptedContext, fragment: memoryview, *, last: bool) -> Message | None:
        self._bytes = gathered = self._gather(fragment)
        if len(gathered) > self._maximum_command:
            raise ProtocolError(f"Command set over {self._maximum_command} bytes", UNSPECIFIED)
        if not last:
            return None
        self._bytes = None
        command = commands.decode(gathered)
        if commands.COMMAND_FIELD not in command:
            raise ProtocolError("Command set without command field")
        self._message = Message(context, command)
        # Without the element, that says whether a data set follows, nothing is sent behind the command in practice.
        if command.get(commands.COMMAND_DATA_SET_TYPE, commands.NO_DATA_SET) == commands.NO_DATA_SET:
            return self._complete(self._message)
        return None

    def _add_data(self, message: Message, fragment: memoryview, *, last: bool) -> Message | None:
        self._size += len(fragment)
        if self._size > self._maximum_data_set:
            raise ProtocolError(f"Data set over {self._maximum_data_set} bytes", UNSPECIFIED)
        if self._size <= self._threshold:
            self._bytes = self._gather(fragment)
        elif message.failure is None:
            self._write(message, fragment)
        if not last:
            return None
        if self._file is not None:
            self._rewind(message, self._file)
        message.data = self._file or self._bytes
        return self._complete(message)

    def _gather(self, fragment: memoryview) -> bytearray:
        if self._bytes is None:
            return bytearray(fragment)
        self._bytes += fragment
        return self._bytes

    def _write(self, message: Message, fragment: memoryview) -> None:
        try:
            if self._file is None:
                self._file = self._spool()
                self._file.write(self._bytes or b"")
                self._bytes = None
            self._file.write(fragment)
        except OSError as error:
            self._fail(message, error)

    def _rewind(self, message: Message, file: BinaryIO) -> None:
        try:
            file.seek(0)  # writes what is buffered, and so can fail
        except OSError as error:
            self._fail(message, error)

    def _fail(self, message: Message, error: OSError) -> None:
        message.failure = error
        self.discard_data()

    def _complete(self, message: Message) -> Message:
        self._bytes = self._file = self._message = self._context = None
        self._size = 0
        return message

    def discard_data(self) -> None:
        """Drop what has come of a data set and its file."""
        self._bytes = None
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None


def fragment(context_id: int, kind: int, data: Buffer, payload: int, *, last: bool = True) -> list[Buffer]:
    """P-DATA PDUs of one fragment each, with at most ``payload`` bytes: header, bytes, header, bytes..."""
    size = len(data)
    if size <= payload:
        return [_PDU_AND_PDV.pack(P_DATA, size + 6, size + 2, context_id, kind | (LAST if last else 0)), data]
    view = memoryview(data)
    full = _PDU_AND_PDV.pack(P_DATA, payload + 6, payload + 2, context_id, kind)
    buffers: list[Buffer] = []
    start = 0
    while size - start > payload:
        buffers += (full, view[start : start + payload])
        start += payload
    return buffers + fragment(context_id, kind, view[start:], payload, last=last)


def blocks(data: Source, payload: int) -> Iterator[tuple[memoryview, bool]]:
    """The data in blocks of whole PDUs, each good until the next one is asked for, and whether it is the last one."""
    size = payload * max(1, min(BLOCK // payload, BLOCK_PDUS))
    try:
        view = memoryview(data)  # type: ignore[arg-type]  # what has no buffer is a file or an iterable
    except TypeError:
        yield from _streamed(_reader(data), size)
        return
    view = view.cast("B")
    for start in range(0, max(len(view), 1), size):
        yield view[start : start + size], start + size >= len(view)


def _streamed(read_into: Callable[[memoryview], int], size: int) -> Iterator[tuple[memoryview, bool]]:
    current, other = memoryview(bytearray(size)), memoryview(bytearray(size))
    count = _filled(read_into, current)
    while True:
        following = _filled(read_into, other) if count == size else 0
        yield current[:count], not following
        if not following:
            return
        current, other, count = other, current, following


def _filled(read_into: Callable[[memoryview], int], target: memoryview) -> int:
    """Full blocks only: a short one within a data set could have an odd length, which some peers refuse."""
    filled = 0
    while filled < len(target) and (count := read_into(target[filled:])):
        filled += count
    return filled


def _reader(data: Source) -> Callable[[memoryview], int]:
    readinto = getattr(data, "readinto", None)
    if readinto is not None:
        return cast(Callable[[memoryview], int], readinto)
    pieces = _pieces(data)
    rest = memoryview(b"")

    def read_into(target: memoryview) -> int:
        nonlocal rest
        while not len(rest):
            piece = next(pieces, None)
            if piece is None:
                return 0
            rest = memoryview(piece).cast("B")
        taken = rest[: len(target)]
        target[: len(taken)] = taken
        rest = rest[len(taken) :]
        return len(taken)

    return read_into


def _pieces(data: Source) -> Iterator[bytes | memoryview]:
    read = getattr(data, "read", None)
    if read is not None:
        return iter(lambda: read(BLOCK), b"")
    return iter(cast(Iterable[bytes | memoryview], data))
