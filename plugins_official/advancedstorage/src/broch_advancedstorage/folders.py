"""The folders of one disk: made when a file needs them and durable then, removed when the last file has gone."""

import errno
import os
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage

from broch_hostapi.files import create, names_follow_files, sync_folder

from broch_advancedstorage.names import is_safe

RESERVE = 64 << 20
"""Bytes of the disk that new files leave free: the index must be able to write, so that something can be deleted."""
_REMEMBERED = 10_000
_ATTEMPTS = 100


class Folders:
    """Below one root; paths are relative to it, with slashes. Every method raises ``OSError``.

    What makes a folder and what removes one holds a lock; who only adds a file to a folder that is known to be durable
    does not. Another process may remove an empty folder at any time: then it is made anew.
    """

    def __init__(self, root: Path, foreign: Collection[Path] = ()) -> None:
        """``foreign``: folders below the root that are not the storage's."""
        self.root = str(root)
        self._foreign = {os.path.realpath(path) for path in foreign}
        self._lock = threading.Lock()
        self._durable: set[str] = set()
        self._names_follow = False

    def prepare(self) -> None:
        """Make the root, for this user and group alone, if it is not there."""
        missing = []
        path = os.path.abspath(self.root)
        while not os.path.isdir(path):
            missing.append(path)
            path = os.path.dirname(path)
        for folder in reversed(missing):
            with suppress(FileExistsError):
                os.mkdir(folder, 0o750)
            sync_folder(os.path.dirname(folder))
        self._names_follow = names_follow_files(self.root)

    def path(self, relative: str) -> str:
        """In the terms of the system."""
        return f"{self.root}/{relative}"

    def create(self, relative: str) -> int:
        """A descriptor of a new file, in a folder whose own name is durable. Raises also as a nearly full disk does."""
        if disk_usage(self.root).free < RESERVE:
            raise OSError(errno.ENOSPC, "less is free than is kept for the index")
        folder = relative.rpartition("/")[0]
        for _ in range(_ATTEMPTS):
            self._ensure(folder)
            try:
                file = create(self.path(relative))
            except FileNotFoundError:  # removed by somebody else: a file in it would have prevented that
                self._forget(folder)
                continue
            try:
                # Between the two it may have been removed and made again, by a thread that is about to sync it.
                self._ensure(folder)
            except OSError:
                os.close(file)
                os.unlink(self.path(relative))
                raise
            return file
        raise OSError(errno.ENOENT, "the folder is removed again and again")

    def sync(self, relative: str) -> None:
        """Make the name of a file durable, which was synced itself."""
        if not self._names_follow:
            sync_folder(self.path(relative.rpartition("/")[0]))

    def remove(self, relative: str) -> None:
        """Delete a file, which may be gone already, and the folders above it that are left empty."""
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(self.path(relative))
        self.tidy(relative)

    def tidy(self, relative: str) -> None:
        """Remove the folders above a file that is gone, as far as they are empty."""
        folder = relative.rpartition("/")[0]
        with self._lock, suppress(OSError):  # ENOTEMPTY ends it, as wanted
            while folder:
                os.rmdir(self.path(folder))
                self._durable.discard(folder)
                folder = folder.rpartition("/")[0]

    def walk(self) -> Iterator[tuple[str, int]]:
        """Every file that the storage may have put here, with its size. Nothing directly in the root is."""
        pending = [""]
        while pending:
            folder = pending.pop()
            with suppress(FileNotFoundError), os.scandir(self.path(folder) if folder else self.root) as entries:
                for entry in entries:
                    relative = f"{folder}/{entry.name}" if folder else entry.name
                    if not is_safe(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if not self._foreign or os.path.realpath(entry.path) not in self._foreign:
                            pending.append(relative)
                    elif folder and entry.is_file(follow_symlinks=False):
                        with suppress(FileNotFoundError):
                            yield relative, entry.stat(follow_symlinks=False).st_size

    def _ensure(self, folder: str) -> None:
        if folder in self._durable:
            return
        with self._lock:
            if len(self._durable) >= _REMEMBERED:
                self._durable.clear()
            upper = self.root
            names = folder.split("/")
            for depth, name in enumerate(names, 1):
                known = "/".join(names[:depth])
                path = f"{upper}/{name}"
                try:
                    os.mkdir(path, 0o750)
                except FileExistsError:
                    if not os.path.isdir(path):
                        raise NotADirectoryError(errno.ENOTDIR, "a file has the name of a folder") from None
                    if known not in self._durable:
                        sync_folder(upper)  # whoever made it may not have come to that
                else:
                    sync_folder(upper)
                self._durable.add(known)
                upper = path

    def _forget(self, folder: str) -> None:
        with self._lock:
            while folder:
                self._durable.discard(folder)
                folder = folder.rpartition("/")[0]
