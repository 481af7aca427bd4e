"""What a server has acknowledged, kept in a file, so that an upload that was interrupted goes on where it was.

The first line names the server; each other is the key of a ``Source`` in hexadecimal.
"""

import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from broch_hostapi.errors import ConfigurationError

_FIRST = "broch upload to "
_KEY = 16  # Bytes.


def default_place(server: str, paths: Sequence[Path], environ: Mapping[str, str]) -> Path:
    """Where it is kept if nobody says: in the user's folder for such things, for this server and these paths."""
    folder = Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "broch" / "upload"
    names = "\0".join([server, *sorted(os.path.abspath(path) for path in paths)])
    return folder / sha256(names.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Acknowledged:
    """The keys in a file. Used by one thread; a second process is refused."""

    def __init__(self, path: Path, server: str) -> None:
        """Raises ``ConfigurationError`` if the file is of another server, in use or something else; ``OSError``."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file: BinaryIO = open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b")  # noqa: SIM115
        try:
            self._lock()
            self._keys = self._read(server)
        except BaseException:
            self._file.close()
            raise

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # no such locks here
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConfigurationError("another upload uses it", file=str(self._path)) from None

    def _read(self, server: str) -> set[bytes]:
        first = f"{_FIRST}{server}\n".encode()
        found = self._file.readline(1 << 16)
        if not found:
            self._file.write(first)
        elif not found.startswith(_FIRST.encode()):
            raise ConfigurationError("is not the state of an upload", file=str(self._path))
        elif found != first:
            other = found[len(_FIRST) :].decode("utf-8", "replace").strip()
            raise ConfigurationError(f"is the state of an upload to {other}", file=str(self._path))
        keys, line = set(), b"\n"
        for line in self._file:
            key = _key_of(line)
            if key is not None:
                keys.add(key)
        if not line.endswith(b"\n"):  # cut off when the machine stopped
            self._file.write(b"\n")
        self._file.flush()
        return keys

    def __contains__(self, key: bytes) -> bool:
        return key in self._keys

    def add(self, key: bytes) -> None:
        """Remember, also if the program ends at once."""
        if key not in self._keys:
            self._keys.add(key)
            self._file.write(key.hex().encode() + b"\n")
            self._file.flush()

    def close(self) -> None:
        """Keep the file."""
        self._file.close()

    def forget(self) -> None:
        """Remove the file: all was sent."""
        self._path.unlink(missing_ok=True)


def _key_of(line: bytes) -> bytes | None:
    try:
        key = bytes.fromhex(line.strip().decode("ascii"))
    except ValueError:
        return None
    return key if len(key) == _KEY else None
