"""Files that are there already become instances, and are given back, without being copied or changed."""

import os
import stat
from dataclasses import dataclass

from broch_hostapi import Attachment, ContentType, Host, Level, Origin, StoreOutcome, StoreStatus
from broch_hostapi.errors import BadRequest, NotFound
from broch_hostapi.files import storage_errors, sync_folder

from broch_advancedstorage.locators import Adopted, Inside
from broch_advancedstorage.registry import Registry, Seen, State
from broch_advancedstorage.storage import AdvancedStorage


@dataclass(frozen=True, slots=True)
class Adoption:
    """Adopts and abandons files of one host."""

    host: Host
    storage: AdvancedStorage
    registry: Registry

    def adopt(self, path: str, origin: Origin, *, take_ownership: bool, round_: int = 0) -> StoreOutcome:
        """Index a file where it lies; when this returns, the index has it durably.

        An instance that is stored already keeps the file that it has. Raises ``BadRequest``, ``NotFound``,
        ``BadFile``, ``StorageError``, ``DatabaseUnavailable``.
        """
        path = resolved(path)
        try:
            found = os.stat(path)
        except OSError as error:
            raise NotFound("file") from error
        if not stat.S_ISREG(found.st_mode):
            raise BadRequest("the path is not that of an ordinary file")
        place = self.storage.locator_of(path, owned=take_ownership)
        if isinstance(place, Inside) and not take_ownership:
            raise BadRequest("the file lies in the storage itself: adopt it with TakeOwnership")
        if take_ownership:  # from now on it is we who promise that it survives a power cut
            sync_file(path)
        outcome = self.host.ingest.adopt(str(place), origin)
        if outcome.status is StoreStatus.FILTERED_OUT:
            state = State.IGNORED
        else:
            state = State.ADOPTED if self._is_file_of(path, outcome.instance) else State.KNOWN
        self.registry.put(Seen(path, found.st_size, found.st_mtime_ns, state, outcome.instance), round_)
        return outcome

    def abandon(self, path: str) -> str:
        """Forget the instance of a file, and leave the file; returns the instance's public identifier.

        Raises ``NotFound`` if no instance has this file.
        """
        path = resolved(path, strict=False)
        instance = self._instance_of(path)
        self.forget_instance(path, instance)
        known = self.registry.get(path)
        if known:  # else whoever watches the folder would adopt it again
            self.registry.put(Seen(path, known.size, known.mtime_ns, State.IGNORED))
        return instance

    def forget_instance(self, path: str, instance: str) -> None:
        """Delete an instance from the index if this is its file, and leave the file. Raises ``NotFound``."""
        attachment = self.attachment(instance)
        if attachment is None or self.storage.path_of(attachment.locator) != path:
            raise NotFound("instance of this file")
        with self.storage.sparing(attachment.locator):
            self.host.deletion.delete(Level.INSTANCE, instance)

    def attachment(self, instance: str) -> Attachment | None:
        """The DICOM file of an instance; None if there is no such instance any more."""
        try:
            return self.host.index.attachments(Level.INSTANCE, instance).get(ContentType.DICOM)
        except NotFound:
            return None

    def _is_file_of(self, path: str, instance: str) -> bool:
        attachment = self.attachment(instance)
        return attachment is not None and self.storage.path_of(attachment.locator) == path

    def _instance_of(self, path: str) -> str:
        known = self.registry.get(path)
        if known and known.state is State.ADOPTED:
            return known.instance
        place = self.storage.locator_of(path, owned=False)
        size = place.size if isinstance(place, Adopted) else os.path.getsize(path)
        unknown = Attachment(ContentType.DICOM, "", str(place), size, "", size, "")
        with self.host.datasets.open_attachment(unknown) as dataset:
            uid = dataset.text(0x00080018)
        for level, instance in self.host.index.lookup(uid) if uid else ():
            if level is Level.INSTANCE and self._is_file_of(path, instance):
                return instance
        raise NotFound("instance of this file")


def sync_file(path: str) -> None:
    """Make a file and its name durable. Raises ``StorageError``."""
    with storage_errors():
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(file)
        finally:
            os.close(file)
        sync_folder(os.path.dirname(path))


def resolved(path: str, *, strict: bool = True) -> str:
    """The absolute path without symbolic links. Raises ``BadRequest``, ``NotFound``."""
    if not os.path.isabs(path) or "\0" in path:
        raise BadRequest("the path should be absolute")
    try:
        return os.path.realpath(path, strict=strict)
    except OSError as error:
        raise NotFound("file") from error
