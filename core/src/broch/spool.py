"""Temporary files for what is too large for memory: hostapi's ``Spool``."""

import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from broch_hostapi.errors import StorageFull


class TemporaryFiles:
    """Unnamed files in one folder; the system removes them when they are closed, or when the server dies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self) -> BinaryIO:
        """A new one, open for reading and writing. Raises ``OSError``."""
        return cast(BinaryIO, tempfile.TemporaryFile(prefix="broch-", dir=self._folder))

    def open(self) -> BinaryIO:
        """The same. Raises ``StorageFull``."""
        try:
            return self.create()
        except OSError as error:
            raise StorageFull(f"no temporary file can be made: {error.strerror}") from error
