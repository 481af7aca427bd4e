"""The folders of a storage: made durable, private, and filled one after the other.

Files go to one folder until it holds many, then to another at random: a new folder, which must be made durable with
those above it, is rare. Several servers may fill one storage side by side.
"""

import errno
import os
import random
import struct
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass

from broch_hostapi.files import names_follow_files, sync_folder

if sys.platform == "linux":
    import fcntl

FILES_IN_A_FOLDER = 1024
LOOK_EVERY = 16
"""Files between two looks at how much room there is."""
RESERVE = 64 << 20
"""Bytes of the disk that new files leave free: the index must be able to write, so that something can be deleted."""


@dataclass(slots=True)
class Folder:
    """A folder while a file is written into it."""

    name: str
    """``aa/bb``."""
    descriptor: int
    """Of the folder itself, for its syncs; -1 where it needs none."""
    left: int = 0
    """How many files it can still take."""

    def sync(self) -> None:
        """Make the names in it durable."""
        if self.descriptor >= 0:
            os.fsync(self.descriptor)

    def close(self) -> None:
        """Give back the descriptor."""
        if self.descriptor >= 0:
            os.close(self.descriptor)


class Folders:
    """Gives each new file a folder below ``root`` that nobody else is changing meanwhile. Raises ``OSError``.

    A sync of a folder that others are filling would wait for their files too; in one that is its own, the sync of the
    file has done nearly all the work already.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._free: list[Folder] = []
        make_private(root)
        sync_folder(os.path.dirname(os.path.abspath(root)))
        self._names_follow = names_follow_files(root)

    def take(self) -> Folder:
        """One that is there and has room. Raises ``OSError`` as a full disk does when less than the reserve is free."""
        with self._lock:
            folder = self._free.pop() if self._free else None
        if folder is not None and folder.left == 0:
            folder.close()
            folder = None
        if folder is None or folder.left % LOOK_EVERY == 0:
            try:
                self._look_for_room()
            except OSError:
                self._put_back(folder)
                raise
        return folder or self._new()

    def give_back(self, folder: Folder) -> None:
        """It has one file more."""
        folder.left -= 1
        self._put_back(folder)

    def _put_back(self, folder: Folder | None) -> None:
        if folder is not None:
            with self._lock:
                self._free.append(folder)

    def close(self) -> None:
        """Give back all descriptors."""
        with self._lock:
            while self._free:
                self._free.pop().close()

    def _look_for_room(self) -> None:
        space = os.statvfs(self._root)
        if space.f_bavail * space.f_frsize < RESERVE:
            raise OSError(errno.ENOSPC, "less is free than is kept for the index")

    def _new(self) -> Folder:
        first, second = f"{random.randrange(256):02x}", f"{random.randrange(256):02x}"
        make_private(f"{self._root}/{first}")
        with suppress(OSError):
            tell_apart(f"{self._root}/{first}")
        make_private(f"{self._root}/{first}/{second}")
        sync_folder(f"{self._root}/{first}")
        sync_folder(self._root)
        name = f"{first}/{second}"
        return Folder(name, -1 if self._names_follow else open_folder(f"{self._root}/{name}"), FILES_IN_A_FOLDER)


def make_private(path: str) -> None:
    """Make a folder with those above it, for this user and group alone, if it is not there."""
    missing = []
    while not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path) or "."
    for folder in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(folder, 0o750)


def open_folder(path: str) -> int:
    """A descriptor for syncs. Windows has no handle of a folder to flush: there NTFS journals the names."""
    return -1 if os.name == "nt" else os.open(path, os.O_RDONLY | os.O_CLOEXEC)


_GET_FLAGS, _SET_FLAGS, _TOP_OF_HIERARCHIES = 0x80086601, 0x40086602, 0x20000  # linux/fs.h; chattr(1), attribute T


def tell_apart(path: str) -> None:
    """Tell ext4 that the folders in this one have nothing to do with each other.

    Each of them then gets a part of the disk of its own, with its files. Else all would go to one part, where every new
    file has to step over the places of those that were deleted in the last minutes, one by one. Raises ``OSError``
    where the file system has no such attribute.
    """
    if sys.platform == "linux":
        folder = open_folder(path)
        try:
            (flags,) = struct.unpack("l", fcntl.ioctl(folder, _GET_FLAGS, bytes(8)))
            if not flags & _TOP_OF_HIERARCHIES:
                fcntl.ioctl(folder, _SET_FLAGS, struct.pack("l", flags | _TOP_OF_HIERARCHIES))
        finally:
            os.close(folder)
