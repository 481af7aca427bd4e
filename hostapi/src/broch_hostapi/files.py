"""What storages that keep files have in common: new files made durable, ranges and views of files, errors told."""

import errno
import io
import mmap
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

from broch_hostapi.errors import StorageError, StorageFull
from broch_hostapi.storage import Buffer

MAP_FROM = 1 << 20
"""Bytes from which on a file is mapped rather than read: below it a read is cheaper."""
_MOUNTS = "/proc/self/mountinfo"
_NAMES_FOLLOW = {"ext4", "xfs"}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class storage_errors:  # reads as what it does; a class costs half of a generator on the hot path
    """Context in which an ``OSError`` becomes ``StorageFull`` or ``StorageError``."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            if error.errno in _FULL:
                raise StorageFull("the disk of the storage is full") from error
            raise StorageError(f"the storage failed: {error.strerror}") from error


def create(path: str) -> int:
    """A descriptor of a new, private file. Raises ``OSError``, ``FileExistsError`` before all."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)


class NewFile:
    """A ``Slot``: a file that ``create`` made, empty until ``write``."""

    def __init__(
        self, locator: str, path: str, file: int, sync_folder: Callable[[], object], gone: Callable[[], object]
    ) -> None:
        """``sync_folder`` makes its name durable; ``gone`` is called when it was removed again."""
        self.locator = locator
        self._path = path
        self._file = file
        self._sync_folder = sync_folder
        self._gone = gone

    def write(self, chunks: Iterable[Buffer]) -> None:
        """Write it; whatever ``chunks`` raises passes as it is."""
        try:
            for chunk in chunks:
                write_all(self._file, chunk)
        except BaseException:
            self.leave()
            raise

    def sync(self) -> None:
        """Make file and name durable."""
        try:
            with storage_errors():
                os.fsync(self._file)
                file, self._file = self._file, -1
                os.close(file)
                self._sync_folder()
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """Remove it."""
        with suppress(OSError):
            if self._file >= 0:
                os.close(self._file)
        with suppress(OSError):
            os.unlink(self._path)
        with suppress(OSError):
            self._gone()


def write_all(file: int, chunk: Buffer) -> None:
    """Write a chunk, also where the system takes it in parts. Raises ``StorageFull``, ``StorageError``."""
    with storage_errors():
        written = os.write(file, chunk)
        while written < len(chunk):
            written += os.write(file, memoryview(chunk)[written:])


def sync_folder(path: str) -> None:
    """Make the names in a folder durable. Windows has no handle of a folder to flush: there NTFS journals the names."""
    if os.name == "nt":
        return
    folder = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def names_follow_files(path: str) -> bool:
    """Whether the sync of a new file makes its name durable too, so that nobody need sync its folder.

    POSIX does not promise it, but ext4 and XFS write both by one transaction of their journal. False for the file
    systems of which it is not known.
    """
    device = os.stat(path).st_dev
    with suppress(OSError), open(_MOUNTS, encoding="utf-8", errors="replace") as mounts:
        for mount in map(str.split, mounts):  # proc_pid_mountinfo(5)
            if mount[2] == f"{os.major(device)}:{os.minor(device)}":
                return mount[mount.index("-") + 1] in _NAMES_FOLLOW
    return False


def part(file: BinaryIO, start: int = 0, stop: int | None = None) -> BinaryIO:
    """The bytes [start, stop) of an open file: the file itself if that is all of it."""
    if start == 0 and stop is None:
        return file
    end = os.fstat(file.fileno()).st_size
    return cast(BinaryIO, FileSection(file, start, end if stop is None else min(stop, end)))


@contextmanager
def whole(file: BinaryIO) -> Iterator[Buffer]:
    """An open file as one buffer: read if it is small, mapped if it is large."""
    if os.fstat(file.fileno()).st_size < MAP_FROM:
        yield file.read()
        return
    mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        yield memoryview(mapped)
    finally:
        # Views that the caller still holds keep the mapping alive; it goes with the last of them.
        with suppress(BufferError):
            mapped.close()


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
