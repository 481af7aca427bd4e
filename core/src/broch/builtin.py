"""What the core itself contributes, by the same hooks as any plugin: default backends, DICOM services, routes."""

from collections.abc import Callable, Iterable

from broch_hostapi import Database, DimseService, NoSettings, Plugin, RestRoutes, Startup, StorageBackend, hookimpl

from broch.dimse.node_settings import NodeSettings
from broch.wish import Wish


class CorePlugin(Plugin[NoSettings]):
    """Registered first; not listed among the plugins."""

    name = "core"

    def __init__(
        self, ask: Callable[[Wish], None] | None = None, node: NodeSettings | None = None
    ) -> None:
        """``ask``: as of ``start_host``; ``node``: what routes may change of the DICOM node."""
        super().__init__(NoSettings())
        self._ask = ask
        self._node = node or NodeSettings()

    @hookimpl
    def register_storage_backends(self, startup: Startup) -> Iterable[StorageBackend]:  # noqa: ARG002
        """Files below one folder."""
        from broch.storage.filesystem import FILESYSTEM

        return [FILESYSTEM]

    @hookimpl
    def register_databases(self, startup: Startup) -> Iterable[Database]:  # noqa: ARG002
        """SQLite."""
        from broch.index.sqlite import SQLITE

        return [SQLITE]

    @hookimpl
    def register_dimse_services(self, startup: Startup) -> Iterable[DimseService]:  # noqa: ARG002
        """Verification, storage, query, move, get."""
        from broch.dimse.echo_scp import ECHO
        from broch.dimse.find_scp import FIND
        from broch.dimse.get_scp import GET
        from broch.dimse.move_scp import MOVE
        from broch.dimse.store_scp import STORE

        return [ECHO, STORE, FIND, MOVE, GET]

    @hookimpl
    def register_rest_routes(self, startup: Startup) -> Iterable[RestRoutes]:
        """The REST interface of the archive."""
        from broch.rest import (
            archives,
            attachments,
            bulk,
            changes,
            content,
            create_dicom,
            empty_lists,
            export,
            find,
            images,
            instances,
            labels,
            landing,
            lifecycle,
            log_levels,
            metadata,
            modalities,
            node_settings,
            openapi,
            plugins,
            protection,
            reconstruct,
            resources,
            scrubbing,
            system,
            tags,
            tools,
        )

        modules = (
            system, changes, resources, metadata, attachments, labels, protection, instances, images, find,
            tools, modalities, plugins, log_levels, scrubbing, openapi, landing, archives, create_dicom,
            empty_lists, tags, content, bulk, reconstruct,
        )  # fmt: skip
        routes = [RestRoutes(module.__name__.rpartition(".")[2], module.blueprint) for module in modules]
        own_folders = [startup.storage_directory, startup.index_directory]
        return [
            *routes,
            RestRoutes("lifecycle", lifecycle.blueprint_of(self._ask)),
            RestRoutes("node_settings", node_settings.blueprint_of(self._node)),
            RestRoutes("export", export.blueprint_of(own_folders)),
        ]
