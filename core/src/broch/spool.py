"""Where things are until they are stored: in memory as far as there is room, else in files. hostapi's ``Spool``."""

import io
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from broch_hostapi.errors import StorageFull

ALWAYS_LENT = 1 << 16
LENT_TOGETHER = 128 << 20
"""When uploads hold that much, others that are not tiny go to temporary files."""


class TemporaryFiles:
    """Unnamed files in one folder; the system removes them when they are closed, or when the server dies."""

    def __init__(self, folder: Path, memory: int = LENT_TOGETHER) -> None:
        """``memory``: bytes that may be lent at a time."""
        self._folder = folder
        self._left = memory
        self._lock = threading.Lock()

    @contextmanager
    def lent(self, wanted: int) -> Iterator[int]:
        """See ``Spool``."""
        with self._lock:
            granted = wanted if ALWAYS_LENT < wanted <= self._left else 0
            self._left -= granted
        try:
            yield granted or min(wanted, ALWAYS_LENT)
        finally:
            with self._lock:
                self._left += granted

    def create(self) -> BinaryIO:
        """A new one, open for reading and writing. Raises ``OSError``, and so does writing."""
        return cast(BinaryIO, tempfile.TemporaryFile(prefix="broch-", dir=self._folder))

    def open(self) -> BinaryIO:
        """The same, but it raises ``StorageFull``."""
        with _as_full():
            return _File(tempfile.TemporaryFile(prefix="broch-", dir=self._folder, buffering=0))


class _File(io.BufferedRandom):
    """A file whose failures to write have a name. What is buffered is also written by ``flush`` and ``seek``."""

    def write(self, data: Any) -> int:
        with _as_full():
            return super().write(data)

    def flush(self) -> None:
        with _as_full():
            super().flush()

    def seek(self, target: int, whence: int = 0) -> int:
        with _as_full():
            return super().seek(target, whence)

    def close(self) -> None:
        with suppress(OSError, StorageFull):  # it is thrown away
            super().close()


@contextmanager
def _as_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFull(f"no temporary file can be written: {error.strerror}") from error
