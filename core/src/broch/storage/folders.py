"""The folders of a storage: made durable, private, and filled one after the other.

Files go to one folder until it holds many, then to another at random: a new folder, which must be made durable with those
above it, is rare. Several servers may fill one storage side by side.
"""

import errno
import os
import random
import threading
from contextlib import suppress
from dataclasses import dataclass

FILES_IN_A_FOLDER = 1024
RESERVE = 64 << 20
"""Bytes of the disk that new files leave free: a full disk must still let the index write, so that something can be deleted."""


@dataclass(slots=True)
class Folder:
    """A folder while a file is written into it."""

    name: str
    """``aa/bb``."""
    left: int
    """How many files it can still take."""


class Folders:
    """Gives each new file a folder below ``root`` that nobody else is changing meanwhile. Raises ``OSError``.

    A sync of a folder that others are filling would wait for their files too; in one that is its own, the sync of the file
    has done nearly all the work already.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._free: list[Folder] = []
        make_private(root)
        sync_folder(os.path.dirname(os.path.abspath(root)))

    def take(self) -> Folder:
        """One that is there and has room. Raises ``OSError`` as a full disk does when less than the reserve is free."""
        space = os.statvfs(self._root)
        if space.f_bavail * space.f_frsize < RESERVE:
            raise OSError(errno.ENOSPC, "less is free than is kept for the index")
        with self._lock:
            folder = self._free.pop() if self._free else None
        return folder if folder and folder.left else self._new()

    def give_back(self, folder: Folder) -> None:
        """It has one file more."""
        folder.left -= 1
        with self._lock:
            self._free.append(folder)

    def _new(self) -> Folder:
        first, second = f"{random.randrange(256):02x}", f"{random.randrange(256):02x}"
        make_private(f"{self._root}/{first}/{second}")
        sync_folder(f"{self._root}/{first}")
        sync_folder(self._root)
        return Folder(f"{first}/{second}", FILES_IN_A_FOLDER)


def make_private(path: str) -> None:
    """Make a folder with those above it, for this user and group alone, if it is not there."""
    missing = []
    while not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path) or "."
    for folder in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(folder, 0o750)


def sync_folder(path: str) -> None:
    """Make the names in a folder durable."""
    if os.name == "nt":
        return  # Windows has no handle of a folder to flush; NTFS journals the names
    folder = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
