"""A connected socket without TLS: time-outs that are the kernel's, and a reader that stays awake for a brisk peer."""

import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

Received = TypeVar("Received")

MOMENT: Final = 100e-6
"""Seconds that a reader stays awake."""
BRISK: Final = 2 * MOMENT
"""Seconds within which a peer has to speak for its reader to stay awake the next time."""
_awake = threading.Lock()


def is_plain(connected: socket.socket) -> bool:
    """Whether a socket can be a ``PlainSocket`` here."""
    return os.name == "posix" and not isinstance(connected, ssl.SSLSocket)


def leave_timeouts_to_the_kernel(connected: socket.socket) -> None:
    """Make a socket's timeout one of the kernel (POSIX: SO_RCVTIMEO, SO_SNDTIMEO), which raises ``BlockingIOError``.

    A read is then one system call and not three, each of which lets another thread take the interpreter.
    """
    seconds = connected.gettimeout()
    if seconds is None:  # as it is by default
        return
    connected.settimeout(None)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        connected.setsockopt(socket.SOL_SOCKET, option, _timeval(seconds))


def _timeval(seconds: float | None) -> bytes:
    """For the kernel, zero is for ever."""
    microseconds = 0 if seconds is None else max(1, int(seconds * 1_000_000))
    return struct.pack("ll", *divmod(microseconds, 1_000_000))


class PlainSocket:
    """Reads and writes a socket with a timeout in seconds, which may be another each time; None for ever.

    To wake a thread takes some ten microseconds, on a virtual machine a hundred, which a peer that asks one small thing
    after the other would wait each time. So the reader of a peer that spoke a moment after the last read began stays
    awake for a moment; one reader at a time, because it keeps a processor busy.
    """

    __slots__ = ("_for_reading", "_for_writing", "_is_brisk", "_socket")

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._for_reading = self._for_writing = connected.gettimeout()
        leave_timeouts_to_the_kernel(connected)
        self._is_brisk = False

    def receive(self, size: int, seconds: float | None) -> bytes:
        """At least one byte; none at the end. Raises ``TimeoutError`` and other ``OSError``."""
        recv = self._socket.recv
        return self._when_it_comes(lambda flags: recv(size, flags), seconds)

    def receive_into(self, view: memoryview, seconds: float | None) -> int:
        """How many bytes; 0 at the end. Raises ``TimeoutError`` and other ``OSError``."""
        recv_into = self._socket.recv_into
        return self._when_it_comes(lambda flags: recv_into(view, 0, flags), seconds)

    def fill(self, view: memoryview, seconds: float | None) -> int:
        """As many bytes as there is room for; fewer at the end, and when the time is up. Raises as ``receive_into``.

        One system call: a thread that has to be woken for each piece has to wait for the interpreter each time.
        """
        self._set_timeout(seconds)
        try:
            return self._socket.recv_into(view, 0, socket.MSG_WAITALL)
        except BlockingIOError:
            raise TimeoutError("timed out") from None

    def _when_it_comes(self, read: Callable[[int], Received], seconds: float | None) -> Received:
        began = time.monotonic()
        if self._is_brisk and _awake.acquire(blocking=False):
            try:
                while time.monotonic() - began < MOMENT:
                    try:
                        return read(socket.MSG_DONTWAIT)
                    except BlockingIOError:
                        pass
            finally:
                _awake.release()
        self._set_timeout(seconds)
        self._is_brisk = False
        try:
            received = read(0)
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        self._is_brisk = time.monotonic() - began < BRISK
        return received

    def _set_timeout(self, seconds: float | None) -> None:
        if not is_near(self._for_reading, seconds):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(seconds))
            self._for_reading = seconds

    def send(self, buffers: Sequence[bytes | bytearray | memoryview], seconds: float | None) -> int:
        """How many bytes were taken, of up to 1,000 buffers. Raises ``TimeoutError`` and other ``OSError``."""
        if not is_near(self._for_writing, seconds):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(seconds))
            self._for_writing = seconds
        try:
            return self._socket.sendmsg(buffers)
        except BlockingIOError:
            raise TimeoutError("timed out") from None


def is_near(in_force: float | None, wanted: float | None) -> bool:
    """Whether one timeout serves for the other, which spares a system call for most reads: a tenth does not matter."""
    if in_force is None or wanted is None:
        return in_force is wanted
    return 0.9 * in_force <= wanted <= 1.1 * in_force
