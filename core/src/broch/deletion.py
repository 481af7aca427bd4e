"""The one way out: hostapi's ``DeletionService``."""

from typing import Protocol

from broch_hostapi import Attachment, Deletion, Level

from broch.storage.attachments import Attachments


class Deleter(Protocol):
    """The one thing that deletion needs of the index's writer."""

    def delete(self, level: Level, public_id: str) -> tuple[Deletion, list[Attachment]]:
        """Blocks until it is committed durably."""
        ...


class Deletions:
    """First the index, durably, then the files: a file too many does no harm, a row too many would lie."""

    def __init__(self, index: Deleter, attachments: Attachments) -> None:
        self._index = index
        self._attachments = attachments

    def delete(self, level: Level, public_id: str) -> Deletion:
        """Delete a resource with all below it, and what is left empty above it."""
        deletion, files = self._index.delete(level, public_id)
        self._attachments.discard(files)
        return deletion
