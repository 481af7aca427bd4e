"""What the core itself contributes, by the same hooks as any plugin: default backends, DICOM services, routes."""

from collections.abc import Iterable

from broch_hostapi import Database, DimseService, NoSettings, Plugin, RestRoutes, Startup, StorageBackend, hookimpl


class CorePlugin(Plugin[NoSettings]):
    """Registered first; not listed among the plugins."""

    name = "core"

    def __init__(self) -> None:
        super().__init__(NoSettings())

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
    def register_rest_routes(self, startup: Startup) -> Iterable[RestRoutes]:  # noqa: ARG002
        """The REST interface of the archive."""
        from broch.rest import changes, instances, landing, modalities, openapi, plugins, resources, system, tools

        modules = (system, changes, resources, instances, tools, modalities, plugins, openapi, landing)
        return [RestRoutes(module.__name__.rpartition(".")[2], module.blueprint) for module in modules]
