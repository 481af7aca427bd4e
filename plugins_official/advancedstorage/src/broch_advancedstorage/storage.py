"""The storage: new files named by the scheme, on one of several disks; adopted files read where they lie."""

import errno
import mmap
import os
import re
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from broch_hostapi import Buffer, ContentType, StorageHints
from broch_hostapi.errors import CorruptedFile, NotFound, StorageError
from broch_hostapi.files import NewFile, part, storage_errors, whole

from broch_advancedstorage.folders import Folders
from broch_advancedstorage.locators import Adopted, Inside, Locator, parse
from broch_advancedstorage.scheme import DEFAULT, Named, Scheme

IN_MEMORY = 4 << 20
"""Bytes up to which an adopted file is read rather than copied to be viewed."""
_NEXT_NAME = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}
"""What is wrong with the name and not with the disk."""
_OTHER_KIND = re.compile(r"/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.([0-9]{1,5})$")
"""The name of what is no DICOM file."""
_GONE = (FileNotFoundError, NotADirectoryError)


class AdvancedStorage:
    """hostapi's ``Storage``."""

    def __init__(
        self, disks: Mapping[str, Folders], current: str, scheme: Scheme, *, others: str = "", longest: int = 256,
        temporary_directory: Path,
    ) -> None:
        """``disks``: by id, that of ``StorageDirectory`` is empty. ``current``: where new files go.

        ``others``: folder of what is no DICOM file; ``longest``: bytes of a path below its disk, at most.
        """
        self.disks = disks
        self.current = current
        self._scheme = scheme
        self._default = Scheme(DEFAULT)
        self._others = others
        self._longest = longest
        self._temporary_directory = temporary_directory
        self._spared: set[str] = set()
        self._lock = threading.Lock()
        with storage_errors():
            disks[current].prepare()

    def slot(self, uuid: str, kind: int, hints: StorageHints) -> NewFile:
        """Take a name: an empty file has it until it is written."""
        disk = self.disks[self.current]
        with storage_errors():
            for relative in self._candidates(Named(uuid, hints), kind):
                try:
                    file = disk.create(relative)
                except OSError as error:
                    disk.tidy(relative)
                    if error.errno not in _NEXT_NAME:
                        raise
                else:
                    locator = str(Inside(self.current, relative))
                    sync, tidy = partial(disk.sync, relative), partial(disk.tidy, relative)
                    return NewFile(locator, disk.path(relative), file, sync, tidy)
        raise StorageError("the storage has no name for a new file that is not taken")

    def put(self, chunks: Iterable[Buffer], uuid: str, kind: int, hints: StorageHints) -> str:
        """Write, then make file and folders durable; nothing stays behind on failure."""
        slot = self.slot(uuid, kind, hints)
        slot.write(chunks)
        slot.sync()
        return slot.locator

    def _candidates(self, named: Named, kind: int) -> Iterator[str]:
        """The name that is wanted, one that differs from all others, one that asks nothing of the file system."""
        plain = "/".join(self._default.path(named))
        if kind != ContentType.DICOM:
            yield f"{self._others}{plain}.{kind:d}"
            return
        *folders, name = self._scheme.path(named)
        stem, dot, extension = name.rpartition(".")
        other = f"{stem}~{named.uuid}.{extension}" if dot and not extension.isdigit() else f"{name}~{named.uuid}"
        for chosen in (name, other):
            relative = "/".join((*folders, chosen))
            if len(relative.encode()) <= self._longest and not _OTHER_KIND.search(relative):
                yield relative
        yield plain

    def open(self, locator: str, start: int = 0, stop: int | None = None) -> BinaryIO:
        """A real file, at ``start``; a section of one if ``stop`` is given."""
        with storage_errors():
            return part(self._open(locator), start, stop)

    @contextmanager
    def view(self, locator: str) -> Iterator[Buffer]:
        """The whole: read if it is small, mapped if it is large."""
        place = self._place(locator)
        # Whoever cuts a mapped file off kills the process that reads it: what is not ours is copied first.
        with (
            self._open(locator) as file,
            self._copy(file, place.size) if isinstance(place, Adopted) else whole(file) as buffer,
        ):
            yield buffer

    def delete(self, locator: str) -> None:
        """Unlink what is ours, and the folders that are left empty; what is adopted and not owned stays."""
        place = parse(locator)
        if place is None or locator in self._spared:
            return
        with storage_errors():
            if isinstance(place, Inside):
                if place.storage in self.disks:
                    self.disks[place.storage].remove(place.path)
                else:
                    raise StorageError(f"the storage {place.storage!r} is not configured")
            elif place.owned:
                with suppress(*_GONE):
                    if os.lstat(place.path).st_size == place.size:  # else it is not the file that was adopted
                        os.unlink(place.path)

    def iterate(self) -> Iterator[tuple[str, int]]:
        """Every file on every disk that may be ours by its name; adopted files are not among them."""
        for storage, disk in self.disks.items():
            for relative, size in disk.walk():
                yield str(Inside(storage, relative)), size

    def kind_of(self, locator: str) -> int | None:
        """From the name: the scheme names DICOM files alone."""
        if parse(locator) is None:
            return None
        other = _OTHER_KIND.search(locator)
        return int(other[1]) if other else ContentType.DICOM

    def describe(self, locator: str) -> Mapping[str, Any]:
        """Path, disk and owner, with the names that Orthanc's plugin gives them."""
        place = parse(locator)
        if place is None:
            return {}
        if isinstance(place, Adopted):
            return {"Path": place.path, "IsOwnedByOrthanc": place.owned}
        told: dict[str, Any] = {"Path": place.path, "IsOwnedByOrthanc": True}
        if place.storage in self.disks:
            told["Path"] = os.path.abspath(self.disks[place.storage].path(place.path))
        return told | ({"StorageId": place.storage} if place.storage else {})

    def close(self) -> None:
        """Nothing is held."""

    def locator_of(self, path: str, *, owned: bool) -> Locator:
        """The locator under which a file that is there can be adopted; ``path`` is absolute and without symbolic links.

        Raises ``NotFound``, and ``StorageError`` for what is no ordinary file.
        """
        with storage_errors(), _opened(path, "") as file:
            size = os.fstat(file.fileno()).st_size
        roots = ((os.path.realpath(disk.root), storage) for storage, disk in self.disks.items())
        around = [(len(root), root, storage) for root, storage in roots if os.path.commonpath((root, path)) == root]
        if not around:
            return Adopted(path, size, owned)
        _, root, storage = max(around)  # one may lie in another
        return Inside(storage, os.path.relpath(path, root).replace(os.sep, "/"))

    def path_of(self, locator: str) -> str | None:
        """Where it lies, without symbolic links on the way; None if that is nowhere."""
        place = parse(locator)
        if isinstance(place, Inside):
            disk = self.disks.get(place.storage)
            return os.path.realpath(disk.path(place.path)) if disk else None
        return place.path if place else None

    @contextmanager
    def sparing(self, locator: str) -> Iterator[None]:
        """Meanwhile ``delete`` leaves this file alone: its instance is to be forgotten, and no more."""
        with self._lock:
            self._spared.add(locator)
        try:
            yield
        finally:
            with self._lock:
                self._spared.discard(locator)

    def _place(self, locator: str) -> Locator:
        place = parse(locator)
        if place is None:
            raise NotFound("attachment")  # without the locator: a path may tell of a patient
        return place

    def _open(self, locator: str) -> BinaryIO:
        place = self._place(locator)
        with storage_errors():
            if isinstance(place, Inside):
                if place.storage not in self.disks:
                    raise StorageError(f"the storage {place.storage!r} is not configured")
                try:
                    return open(self.disks[place.storage].path(place.path), "rb")
                except (*_GONE, IsADirectoryError) as error:
                    raise NotFound("attachment") from error
            return _unchanged(_opened(place.path, "adopted "), place.size)

    @contextmanager
    def _copy(self, file: BinaryIO, size: int) -> Iterator[Buffer]:
        if size <= IN_MEMORY:
            content = file.read(size)
            _check_size(len(content), size)
            yield content
            return
        with tempfile.TemporaryFile(dir=self._temporary_directory) as copy:
            with storage_errors():
                shutil.copyfileobj(file, copy, 1 << 20)
                copy.flush()
            _check_size(os.fstat(copy.fileno()).st_size, size)
            mapped = mmap.mmap(copy.fileno(), 0, access=mmap.ACCESS_READ)
            try:
                yield memoryview(mapped)
            finally:
                with suppress(BufferError):  # views that are still held keep the mapping alive
                    mapped.close()


def _opened(path: str, what: str) -> BinaryIO:
    """An ordinary file, never waiting for a pipe, never another file through a symbolic link."""
    flags = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except _GONE as error:
        raise NotFound(f"{what}file") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise StorageError(f"the {what}file is not an ordinary file")
    return os.fdopen(descriptor, "rb")


def _unchanged(file: BinaryIO, size: int) -> BinaryIO:
    try:
        _check_size(os.fstat(file.fileno()).st_size, size)
    except CorruptedFile:
        file.close()
        raise
    return file


def _check_size(found: int, wanted: int) -> None:
    if found != wanted:
        raise CorruptedFile(f"the adopted file has changed: it has {found} bytes, and had {wanted} when it was adopted")
