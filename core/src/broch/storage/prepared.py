"""Empty files whose names are durable already, so that a new attachment costs one sync and not two.

A file's name is made durable by a sync of its folder. Here names are made a few at a time, with one sync for all of them.
They go to one folder until it holds many, then to another: a new folder, which must be made durable with those above it,
is rare.

What is prepared and not used is empty and has the mode ``UNUSED``: a clean stop removes it, the next start after a crash too,
unless the folder is another server's, which is alive.
"""

import errno
import os
import random
import threading
from collections import deque
from contextlib import suppress
from typing import BinaryIO
from uuid import uuid4

AT_ONCE = 16
"""Names made durable by one sync."""
FILES_IN_A_FOLDER = 1024
UNUSED, USED = 0o600, 0o640
RESERVE = 64 << 20
"""Bytes of the disk that new files leave free: a full disk must still let the index write, so that something can be deleted."""
WRITER = "writer-"
"""Beginning of the name of a file below the root that names the folder in use. Whoever writes there holds its lock: several
servers may share one storage."""


class PreparedFiles:
    """Gives out open, empty files below ``root``. Raises ``OSError``."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._ready: deque[tuple[str, int]] = deque()
        self._writer, self._folder = self._claim()
        self._left = self._tidy() if is_folder(self._folder) else 0

    def take(self) -> tuple[str, int]:
        """A locator, ``aa/bb/uuid``, and an open descriptor that is the caller's from now on."""
        with self._lock:
            if self._writer.closed:
                raise OSError(errno.EBADF, "the storage is closed")
            if not self._ready:
                self._prepare()
            locator, file = self._ready.popleft()
            os.fchmod(file, USED)
        return locator, file

    def forget(self) -> None:
        """Give out nothing of what is ready: somebody has removed names from the folder."""
        with self._lock:
            self._discard_all()

    def close(self) -> None:
        """Remove what was not used."""
        with self._lock:
            self._discard_all()
            self._writer.close()

    def _prepare(self) -> None:
        space = os.statvfs(self._root)
        if space.f_bavail * space.f_frsize < RESERVE:
            raise OSError(errno.ENOSPC, "less is free than is kept for the index")
        if self._left <= 0:
            self._change_folder()
        folder = f"{self._root}/{self._folder}"
        try:
            for _ in range(AT_ONCE):
                name = str(uuid4())
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
                self._ready.append((f"{self._folder}/{name}", os.open(f"{folder}/{name}", flags, UNUSED)))
            sync_folder(folder)
        except OSError:
            self._discard_all()
            raise
        self._left -= AT_ONCE

    def _discard_all(self) -> None:
        for locator, file in self._ready:
            os.close(file)
            with suppress(OSError):
                os.unlink(f"{self._root}/{locator}")
        self._ready.clear()

    def _change_folder(self) -> None:
        folder = f"{random.randrange(256):02x}/{random.randrange(256):02x}"
        make_private(f"{self._root}/{folder}")
        sync_folder(f"{self._root}/{folder.split('/')[0]}")
        sync_folder(self._root)
        self._folder, self._left = folder, FILES_IN_A_FOLDER
        self._writer.seek(0)
        self._writer.write(folder.encode())
        self._writer.flush()

    def _claim(self) -> tuple[BinaryIO, str]:
        """The locked file of a writer that is gone, or a new one; and the folder that it names."""
        for name in sorted(os.listdir(self._root)):
            if name.startswith(WRITER):
                file = open(f"{self._root}/{name}", "r+b")  # noqa: SIM115  # stays open: the lock is its purpose
                if locked(file):
                    return file, file.read(5).decode("ascii", "replace")
                file.close()
        file = open(f"{self._root}/{WRITER}{uuid4()}", "x+b")  # noqa: SIM115
        locked(file)
        return file, ""

    def _tidy(self) -> int:
        """Remove what a crash left unused in the folder; how many files it can still take."""
        try:
            entries = list(os.scandir(f"{self._root}/{self._folder}"))
        except FileNotFoundError:
            return 0
        for entry in entries:
            if is_unused(entry.stat(follow_symlinks=False)):
                os.unlink(entry.path)
        return FILES_IN_A_FOLDER - len(entries)


def make_private(path: str) -> None:
    """Make a folder with those above it, for this user and group alone, if it is not there."""
    missing = []
    while not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path) or "."
    for folder in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(folder, 0o750)


def locked(file: BinaryIO) -> bool:
    """Take the lock of an open file, which ends with the file or the process; False if somebody else has it."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False  # also where there are no locks: then nothing that others left is ever touched
    return True


def is_unused(status: os.stat_result) -> bool:
    """Whether a file was only prepared."""
    return status.st_size == 0 and status.st_mode & 0o777 == UNUSED


def is_folder(name: str) -> bool:
    """Whether this is ``aa/bb``."""
    return len(name) == 5 and name[2] == "/" and set(name[:2] + name[3:]) <= set("0123456789abcdef")


def sync_folder(path: str) -> None:
    """Make the names in a folder durable."""
    if os.name == "nt":
        return  # Windows has no handle of a folder to flush; NTFS journals the names
    folder = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
