"""Attachments as files below one folder: ``aa/bb/uuid``, two levels of 256 folders; the locator is this path.

What is no DICOM file has its kind behind the name: ``aa/bb/uuid.1024``.

The folder does not follow from the attachment's UUID: see ``folders``.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from broch_hostapi import Buffer, ContentType, StorageBackend, StorageHints
from broch_hostapi.errors import BrochError, NotFound, StorageError
from broch_hostapi.files import NewFile, create, part, storage_errors, whole

from broch.storage.folders import Folders


class FilesystemStorage:
    """Files on a local (or mounted) file system."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        try:
            self._folders = Folders(self._root)
        except OSError as error:
            raise StorageError(f"the storage folder {root} cannot be used: {error.strerror}") from error

    def slot(self, uuid: str, kind: int, hints: StorageHints) -> NewFile:  # noqa: ARG002
        """A new file in a folder that is ours alone until it is durable or gone."""
        with storage_errors():
            folder = self._folders.take()
        give_back = partial(self._folders.give_back, folder)
        locator = f"{folder.name}/{uuid}" if kind == ContentType.DICOM else f"{folder.name}/{uuid}.{kind:d}"
        path = f"{self._root}/{locator}"

        def sync_folder() -> None:
            folder.sync()
            give_back()

        try:
            with storage_errors():
                return NewFile(locator, path, create(path), sync_folder, give_back)
        except BrochError:
            give_back()
            raise

    def put(self, chunks: Iterable[Buffer], uuid: str, kind: int, hints: StorageHints) -> str:
        """Write, then make file and folder durable; nothing stays behind on failure."""
        slot = self.slot(uuid, kind, hints)
        slot.write(chunks)
        slot.sync()
        return slot.locator

    def open(self, locator: str, start: int = 0, stop: int | None = None) -> BinaryIO:
        """A real file, at ``start``; a section of one if ``stop`` is given."""
        return part(self._open(locator), start, stop)

    @contextmanager
    def view(self, locator: str) -> Iterator[Buffer]:
        """The whole: read if it is small, mapped if it is large."""
        with self._open(locator) as file, whole(file) as buffer:
            yield buffer

    def delete(self, locator: str) -> None:
        """Unlink. A deletion that a power cut undoes leaves a file that no index knows, and nothing worse."""
        with storage_errors(), suppress(FileNotFoundError):
            os.unlink(self._path(locator))

    def iterate(self) -> Iterator[tuple[str, int]]:
        """Every file two folders down."""
        for first in _folders(self._root):
            for second in _folders(f"{self._root}/{first}"):
                with os.scandir(f"{self._root}/{first}/{second}") as entries:
                    for entry in entries:
                        if entry.is_file(follow_symlinks=False):
                            yield f"{first}/{second}/{entry.name}", entry.stat().st_size

    def kind_of(self, locator: str) -> int | None:
        """From the name: what has no number is DICOM."""
        _, dot, number = locator.rpartition(".")
        if not dot:
            return int(ContentType.DICOM)
        return int(number) if number.isascii() and number.isdigit() else None

    def describe(self, locator: str) -> Mapping[str, Any]:  # noqa: ARG002
        """Nothing: Orthanc's own storage tells nothing either."""
        return {}

    def close(self) -> None:
        """Give back the descriptors of folders."""
        self._folders.close()

    def _path(self, locator: str) -> str:
        if ".." in locator or locator.startswith("/"):
            raise NotFound("attachment", locator)
        return f"{self._root}/{locator}"

    def _open(self, locator: str) -> BinaryIO:
        with storage_errors():
            try:
                return open(self._path(locator), "rb")
            except FileNotFoundError as error:
                raise NotFound("attachment", locator) from error


def _folders(path: str) -> Iterator[str]:
    """Names of two hexadecimal digits, which are ours; whatever else lies there is not."""
    with os.scandir(path) as entries:
        for entry in entries:
            if len(entry.name) == 2 and set(entry.name) <= set("0123456789abcdef") and entry.is_dir():
                yield entry.name


FILESYSTEM = StorageBackend("filesystem", lambda startup: FilesystemStorage(startup.storage_directory))
