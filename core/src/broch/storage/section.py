"""A part of a file, to be read as if it were a file."""

import io
from typing import BinaryIO


class FileSection(io.RawIOBase):
    """Bytes [start, stop) of a file, which it closes with itself."""

    def __init__(self, file: BinaryIO, start: int, stop: int) -> None:
        super().__init__()
        self._file = file
        self._start, self._stop = start, max(start, stop)
        file.seek(start)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """As the file."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Position within the section."""
        base = {io.SEEK_SET: self._start, io.SEEK_CUR: self._file.tell(), io.SEEK_END: self._stop}[whence]
        return self._file.seek(max(self._start, base + offset)) - self._start

    def tell(self) -> int:
        """Position within the section."""
        return self._file.tell() - self._start

    def read(self, size: int | None = -1) -> bytes:
        """At most what is left of the section."""
        left = max(0, self._stop - self._file.tell())
        return self._file.read(left if size is None or size < 0 else min(size, left))

    def readall(self) -> bytes:
        """What is left of the section."""
        return self.read()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` from the section."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()
