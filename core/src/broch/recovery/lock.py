"""Who may use an index: servers that serve it, or a command that checks or makes it, but not both.

The lock is the kernel's, on an open file, so it ends with its process, however that ends.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broch_hostapi.errors import DatabaseUnavailable

FILE_NAME = "broch.lock"


@contextmanager
def hold(folder: Path, *, shared: bool) -> Iterator[None]:
    """Hold the lock of the index of this folder (made if need be), alone or ``shared`` with others who share it.

    Raises ``DatabaseUnavailable`` at once if another process does not allow that. It is about processes of one machine:
    what others on a database server do is not known here. Windows has no such locks.
    """
    try:
        folder.mkdir(0o750, parents=True, exist_ok=True)
        descriptor = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    except OSError as error:
        raise DatabaseUnavailable(f"the folder of the index, {folder}, cannot be used: {error.strerror}") from error
    try:
        _lock(descriptor, folder, shared=shared)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path, *, shared: bool) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DatabaseUnavailable(
            f"the index in {folder} is in use by another process of Broch: a server, or a command such as fsck"
        ) from error
    except OSError:  # a file system without locks, such as some of the network
        return
