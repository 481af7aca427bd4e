"""``register_*``: what a plugin brings.

*When*: once, while the server starts, before there is a host. *Thread*: the main one. *Transaction*: none.
*Answers*: all are collected. Two contributions of one name are refused, naming both plugins; then neither plugin runs.
*Exception*: the plugin gets the status "load error" and does not run; the server goes on without it.
Do not open anything here: the factories in the records are called later, and only for what is used.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from broch_hostapi.hooks.markers import hookspec

if TYPE_CHECKING:
    from broch_hostapi.dimse import DimseService
    from broch_hostapi.index import Database
    from broch_hostapi.rest import RestRoutes
    from broch_hostapi.startup import Startup
    from broch_hostapi.storage import StorageBackend


class Contributions:
    """Hooks that collect."""

    @hookspec
    def register_storage_backends(self, startup: "Startup") -> "Iterable[StorageBackend]":  # type: ignore[empty-body]
        """Bring ways to keep files. ``StorageBackend`` in the configuration chooses one by name.

        When: once, at start, before there is a host; main thread; no transaction. Answers: all, names unique.
        An exception: status "load error" for the plugin; the server stops only if the configuration chose its backend.

        Example::

            @hookimpl
            def register_storage_backends(self, startup):
                return [StorageBackend("tape", lambda startup: Tape(startup.storage_directory))]
        """

    @hookspec
    def register_databases(self, startup: "Startup") -> "Iterable[Database]":  # type: ignore[empty-body]
        """Bring engines for the index. ``Database`` in the configuration chooses one by name.

        When: once, at start, before there is a host; main thread; no transaction. Answers: all, names unique.
        An exception: status "load error" for the plugin; the server stops only if the configuration chose its engine.

        Example::

            @hookimpl
            def register_databases(self, startup):
                return [Database("postgresql", DIALECT, connect, connect_writer)]
        """

    @hookspec
    def register_rest_routes(self, startup: "Startup") -> "Iterable[RestRoutes]":  # type: ignore[empty-body]
        """Bring routes: Flask blueprints, made when the host is there.

        When: once, at start, before there is a host; main thread; no transaction. Answers: all; two owners of one route
        and method, or of one name, are refused, naming both. An exception, here or in the factory: status "load error".

        Example::

            @hookimpl
            def register_rest_routes(self, startup):
                return [RestRoutes("hello", make_blueprint)]
        """

    @hookspec
    def register_dimse_services(self, startup: "Startup") -> "Iterable[DimseService]":  # type: ignore[empty-body]
        """Bring DICOM services: SOP classes and what answers requests for them.

        When: once, at start, before there is a host; main thread; no transaction. Answers: all; two owners of one SOP
        class, or of one name, are refused, naming both. An exception: status "load error".

        Example::

            @hookimpl
            def register_dimse_services(self, startup):
                return [DimseService("mpps", frozenset({MPPS}), answer)]
        """
