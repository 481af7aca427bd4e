"""Storage and index of a configuration, opened without a server."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from broch_hostapi.errors import DatabaseUnavailable
from broch_hostapi.index import Database
from broch_hostapi.startup import Startup
from broch_hostapi.storage import Storage

from broch.config import Configuration
from broch.conventions import make_conventions
from broch.dataset.conventions import Conventions
from broch.index.commit import IndexWriter
from broch.index.connection import Connection
from broch.index.reader import IndexReader
from broch.index.sqlite import FILE_NAME, SQLITE
from broch.recovery.lock import hold
from broch.spool import TemporaryFiles
from broch.storage.attachments import Attachments
from broch.unfinished import drop_unfinished


@dataclass(frozen=True)
class Archive:
    """What the commands work on. No server of this machine runs on it meanwhile."""

    configuration: Configuration
    startup: Startup
    storage: Storage
    writer: IndexWriter
    index: IndexReader
    attachments: Attachments
    conventions: Conventions
    alone: bool
    """Whether nobody else can be writing; a database server may have clients on other machines."""

    @property
    def connection(self) -> Connection:
        """For reading."""
        return self.index.connection


@dataclass(frozen=True)
class Backends:
    """What the configuration chooses; nothing is opened yet."""

    startup: Startup
    database: Database
    open_storage: Callable[[Startup], Storage]

    @property
    def index_file(self) -> Path | None:
        """Where the index is, if it is the core's own kind, in a file."""
        return self.startup.index_directory / FILE_NAME if self.database.name == SQLITE.name else None


def backends(configuration: Configuration, clock: Callable[[], float] = time.time) -> Backends:
    """Load the plugins and choose, as the server does. Raises ``ConfigurationError``."""
    from broch.builtin import CorePlugin
    from broch.host import chosen_database, chosen_storage, make_startup
    from broch.plugin_loading import load_plugins

    startup = make_startup(configuration, clock)
    plugins = load_plugins(configuration, CorePlugin())
    plugins.collect(startup)
    options = configuration.core
    storage = chosen_storage(plugins, options.storage_backend)
    return Backends(startup, chosen_database(plugins, options.database), storage.create)


@contextlib.contextmanager
def open_archive(
    configuration: Configuration, *, new_index: Path | None = None, clock: Callable[[], float] = time.time
) -> Iterator[Archive]:
    """Open the index that there is, or make a new one in the folder ``new_index``, whose lock the caller holds.

    Raises ``DatabaseUnavailable`` when a server of this machine runs on it, or when there is none.
    """
    found = backends(configuration, clock)
    with contextlib.ExitStack() as opened:
        if new_index is None:
            opened.enter_context(hold(found.startup.index_directory, shared=False))
            if found.index_file and not found.index_file.exists():
                raise DatabaseUnavailable(f"there is no index in {found.startup.index_directory}")
        startup = replace(found.startup, index_directory=new_index) if new_index else found.startup
        storage = found.open_storage(found.startup)
        opened.callback(storage.close)
        writer = IndexWriter(found.database, startup)
        opened.callback(writer.close)
        index = IndexReader(found.database, startup)
        opened.callback(index.close)
        spool = TemporaryFiles(startup.temporary_directory)
        attachments = Attachments(storage, index, writer, index.revision, spool)
        opened.callback(attachments.close)
        if new_index is None and not found.database.shared:
            drop_unfinished(writer, attachments)  # as the start of a server: the writer's end says that all is settled
        yield Archive(
            configuration, startup, storage, writer, index, attachments, make_conventions(configuration),
            alone=not found.database.shared,
        )  # fmt: skip
