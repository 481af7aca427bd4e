"""Attachments as files below one folder: ``aa/bb/uuid``, two levels of 256 folders; the locator is this path.

The folder does not follow from the attachment's UUID: see ``folders``.
"""

import errno
import mmap
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from broch_hostapi import Buffer, StorageBackend, StorageHints
from broch_hostapi.errors import NotFound, StorageError, StorageFull

from broch.storage.folders import Folder, Folders
from broch.storage.section import FileSection

MAP_FROM = 1 << 20
"""Bytes from which on a file is mapped rather than read: below it a read is cheaper."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FilesystemStorage:
    """Files on a local (or mounted) file system."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        try:
            self._folders = Folders(self._root)
        except OSError as error:
            raise StorageError(f"the storage folder {root} cannot be used: {error.strerror}") from error

    def put(self, chunks: Iterable[Buffer], uuid: str, kind: int, hints: StorageHints) -> str:  # noqa: ARG002
        """Write, then make file and folder durable; nothing stays behind on failure."""
        with _as_storage_errors():
            folder = self._folders.take()
        try:
            _write(f"{self._root}/{folder.name}/{uuid}", folder, chunks)
        finally:
            self._folders.give_back(folder)
        return f"{folder.name}/{uuid}"

    def open(self, locator: str, start: int = 0, stop: int | None = None) -> BinaryIO:
        """A real file, at ``start``; a section of one if ``stop`` is given."""
        file = self._open(locator)
        if start == 0 and stop is None:
            return file
        end = os.fstat(file.fileno()).st_size
        return cast(BinaryIO, FileSection(file, start, end if stop is None else min(stop, end)))

    @contextmanager
    def view(self, locator: str) -> Iterator[Buffer]:
        """The whole: read if it is small, mapped if it is large."""
        with self._open(locator) as file:
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

    def delete(self, locator: str) -> None:
        """Unlink. A deletion that a power cut undoes leaves a file that no index knows, and nothing worse."""
        with _as_storage_errors(), suppress(FileNotFoundError):
            os.unlink(self._path(locator))

    def iterate(self) -> Iterator[tuple[str, int]]:
        """Every file two folders down."""
        for first in _folders(self._root):
            for second in _folders(f"{self._root}/{first}"):
                with os.scandir(f"{self._root}/{first}/{second}") as entries:
                    for entry in entries:
                        if entry.is_file(follow_symlinks=False):
                            yield f"{first}/{second}/{entry.name}", entry.stat().st_size

    def close(self) -> None:
        """Give back the descriptors of folders."""
        self._folders.close()

    def _path(self, locator: str) -> str:
        if ".." in locator or locator.startswith("/"):
            raise NotFound("attachment", locator)
        return f"{self._root}/{locator}"

    def _open(self, locator: str) -> BinaryIO:
        with _as_storage_errors():
            try:
                return open(self._path(locator), "rb")
            except FileNotFoundError as error:
                raise NotFound("attachment", locator) from error


def _write(path: str, folder: Folder, chunks: Iterable[Buffer]) -> None:
    with _as_storage_errors():
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
    try:
        try:
            for chunk in chunks:  # what this raises is the caller's, and passes as it is
                _write_all(file, chunk)
            with _as_storage_errors():
                os.fsync(file)
        finally:
            with _as_storage_errors():
                os.close(file)
        with _as_storage_errors():
            folder.sync()
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise


def _write_all(file: int, chunk: Buffer) -> None:
    with _as_storage_errors():
        written = os.write(file, chunk)
        while written < len(chunk):
            written += os.write(file, memoryview(chunk)[written:])


def _folders(path: str) -> Iterator[str]:
    """Names of two hexadecimal digits, which are ours; whatever else lies there is not."""
    with os.scandir(path) as entries:
        for entry in entries:
            if len(entry.name) == 2 and set(entry.name) <= set("0123456789abcdef") and entry.is_dir():
                yield entry.name


class _as_storage_errors:  # reads as what it does; a class costs half of a generator on the hot path
    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            if error.errno in FULL:
                raise StorageFull("the disk of the storage is full") from error
            raise StorageError(f"the storage failed: {error.strerror}") from error


FILESYSTEM = StorageBackend("filesystem", lambda startup: FilesystemStorage(startup.storage_directory))
