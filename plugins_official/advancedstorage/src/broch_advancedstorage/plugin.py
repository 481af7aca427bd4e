"""Where Broch meets the plugin."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from broch_hostapi import Plugin, RestRoutes, Startup, StorageBackend, hookimpl

from broch_advancedstorage.settings import Settings as AdvancedStorageSettings

if TYPE_CHECKING:
    from broch_hostapi import Host, Storage
    from flask import Blueprint

    from broch_advancedstorage.service import Service
    from broch_advancedstorage.storage import AdvancedStorage


class AdvancedStoragePlugin(Plugin[AdvancedStorageSettings]):
    """A storage of folders named by a scheme, and files adopted where they lie."""

    name: ClassVar[str] = "advanced-storage"
    section: ClassVar[str] = "AdvancedStorage"
    Settings: ClassVar[type[Any]] = AdvancedStorageSettings
    needs_enabling: ClassVar[bool] = True
    indispensable: ClassVar[bool] = True
    description: ClassVar[str] = "Files in folders that people can read, on several disks, adopted where they lie"

    def __init__(self, settings: AdvancedStorageSettings) -> None:
        super().__init__(settings)
        self._storage: AdvancedStorage | None = None
        self._startup: Startup | None = None
        self._service: Service | None = None

    @hookimpl
    def register_storage_backends(self, startup: Startup) -> Iterable[StorageBackend]:  # noqa: ARG002
        """The storage."""
        return [StorageBackend(self.name, self._create)]

    @hookimpl
    def register_rest_routes(self, startup: Startup) -> Iterable[RestRoutes]:  # noqa: ARG002
        """``/plugins/advanced-storage/...``."""
        return [RestRoutes(self.name, self._blueprint)]

    @hookimpl
    def on_server_started(self) -> None:
        """Begin to look at folders."""
        if self._service:
            self._service.start()

    @hookimpl
    def on_server_stopping(self) -> None:
        """Nothing is adopted any more."""
        if self._service:
            self._service.stop()

    def _create(self, startup: Startup) -> "Storage":
        from broch_advancedstorage.service import make_storage

        self._startup = startup
        self._storage = make_storage(self.settings, startup)
        return self._storage

    def _blueprint(self, host: "Host") -> "Blueprint":
        from broch_advancedstorage.routes import make_blueprint
        from broch_advancedstorage.service import Service

        if self._storage and self._startup:
            self._service = Service(host, self.settings, self._storage, self._startup.index_directory)
        return make_blueprint(self._service)
