"""Puts the parts together: the storage from its settings, adoption and indexer for a running host."""

import os
from pathlib import Path
from shutil import disk_usage
from typing import Any

from broch_hostapi import Host, Startup
from broch_hostapi.errors import ConfigurationError

from broch_advancedstorage.adoption import Adoption
from broch_advancedstorage.folders import Folders
from broch_advancedstorage.indexer import FolderIndexer
from broch_advancedstorage.registry import Registry, State
from broch_advancedstorage.scheme import Scheme
from broch_advancedstorage.settings import Settings
from broch_advancedstorage.storage import AdvancedStorage

SECTION = "AdvancedStorage"


def make_storage(settings: Settings, startup: Startup) -> AdvancedStorage:
    """Raises ``ConfigurationError`` for folders in each other, ``StorageError`` for one that cannot be used."""
    roots = {"": startup.storage_directory} | {id_: Path(path) for id_, path in settings.disks.storages.items()}
    _check_apart(roots, settings)
    foreign = [*roots.values(), startup.index_directory, startup.temporary_directory]
    return AdvancedStorage(
        {id_: Folders(root, foreign) for id_, root in roots.items()}, settings.disks.current,
        Scheme(settings.naming_scheme), others=settings.others, longest=settings.max_path_length,
        temporary_directory=startup.temporary_directory,
    )  # fmt: skip


def _check_apart(roots: dict[str, Path], settings: Settings) -> None:
    """One folder must not be two storages; a folder of the indexer must not hold files of the storage."""
    places = {id_: os.path.realpath(root) for id_, root in roots.items()}
    if len(set(places.values())) < len(places):
        raise ConfigurationError("two storages are one folder", section=SECTION, option="MultipleStorages")
    for folder in settings.indexer.folders if settings.indexer.enable else ():
        watched = os.path.realpath(folder)
        for place in places.values():
            if os.path.commonpath((watched, place)) in (watched, place):
                raise ConfigurationError(
                    f"the folder {folder} and a storage lie in each other", section=SECTION, option="Indexer"
                )


class Service:
    """What runs beside the storage while the server does."""

    def __init__(self, host: Host, settings: Settings, storage: AdvancedStorage, index_directory: Path) -> None:
        self.storage = storage
        self.registry = Registry(index_directory)
        self.adoption = Adoption(host, storage, self.registry)
        self.indexer = FolderIndexer(settings.indexer, self.adoption, host.clock) if settings.indexer.enable else None

    def start(self) -> None:
        """Begin to look at folders, if that is wanted."""
        if self.indexer:
            self.indexer.start()

    def stop(self) -> None:
        """Adopt nothing any more."""
        if self.indexer:
            self.indexer.stop()
        self.registry.close()

    def status(self) -> dict[str, Any]:
        """As ``GET /plugins/advanced-storage/status`` tells it."""
        counts = self.registry.counts()
        told: dict[str, Any] = {
            "CurrentWriteStorage": self.storage.current,
            "Storages": {id_: _room(disk.root) for id_, disk in self.storage.disks.items()},
            "AdoptedFiles": counts[State.ADOPTED],
            "IndexerIsActive": self.indexer is not None,
        }
        if self.indexer:
            progress = self.indexer.progress
            told["Indexer"] = {
                "Folders": self.indexer.settings.folders,
                "IsLooking": progress.is_looking,
                "Rounds": progress.rounds,
                "Adopted": progress.adopted,
                "Forgotten": progress.forgotten,
                "Failed": progress.failed,
                "KnownFiles": sum(counts.values()),
            }
        return told


def _room(root: str) -> dict[str, Any]:
    """Free space, or that the disk is not there."""
    try:
        free = disk_usage(root).free
    except OSError as error:
        return {"Path": root, "IsAvailable": False, "Error": error.strerror}
    return {"Path": root, "IsAvailable": True, "FreeSpaceMB": free >> 20}
