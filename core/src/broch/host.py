"""The map: configuration, plugins, backends, services, DICOM node, HTTP, in this order; they stop in reverse.

Whoever wants to know how the parts hang together reads ``start_host`` from top to bottom.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any

from broch_hostapi import Database, DimseService, Host, ServerInfo, Startup, StorageBackend
from broch_hostapi.errors import ConfigurationError, DatabaseUnavailable

from broch import __version__, reach
from broch.archive.service import Archives
from broch.builtin import CorePlugin
from broch.config import Configuration, effective
from broch.conventions import make_conventions
from broch.dataset.anonymise import Anonymiser
from broch.dataset.render_service import Rendering
from broch.dataset.service import DataSets
from broch.dataset.transcode.service import AtIngest, Transcoding
from broch.deletion import Deletions
from broch.dimse.association import Dispatch
from broch.dimse.listener import Listener
from broch.dimse.modalities import ModalityRegistry
from broch.dimse.node_settings import NodeSettings
from broch.dimse.policy import NodePolicy
from broch.dimse.remote import RemoteModalities
from broch.dimse.store_scp import STORE
from broch.dimse.upper_layer import Limits
from broch.event_dispatch import EventDispatch, Subscriber
from broch.index.commit import IndexWriter
from broch.index.journal import Journal
from broch.index.reader import IndexReader
from broch.index.restoring import is_unfinished
from broch.ingest import Ingest
from broch.interventions import Interventions
from broch.options import CoreOptions
from broch.plugin_loading import load_plugins
from broch.plugins import Plugins
from broch.reconstruction import Reconstruction
from broch.recovery.lock import hold
from broch.recovery.scrub import Scrubber
from broch.rest.app import create_app, served
from broch.rest.rest_service import RestCalls
from broch.rest.server import HttpServer
from broch.sharing import Leases, Watch
from broch.spool import TemporaryFiles
from broch.stability import Stability
from broch.storage.attachments import Attachments
from broch.tls import make_contexts
from broch.unfinished import drop_unfinished
from broch.user_data import UserData
from broch.wish import Wish

logger = logging.getLogger(__name__)

API_VERSION = "1.10.1"
"""Of Orthanc, whose REST API is served."""
SQLITE = "sqlite"
"""The engine of the index where nothing else is chosen."""
FILESYSTEM = "filesystem"
"""The storage where nothing else is chosen."""
ARTIM = 30.0
"""Seconds that a peer has for an association's negotiation at most, also when DicomScpTimeout is off (PS3.8 9.1.4)."""


@dataclass(frozen=True)
class RunningHost:
    """A server that answers."""

    host: Host
    configuration: Configuration
    plugins: Plugins
    http_port: int
    dicom_port: int
    _running: contextlib.ExitStack

    def stop(self) -> None:
        """Stop in reverse order; what is under way gets a few seconds. A second call does nothing."""
        self._running.close()


def start_host(
    configuration: Configuration, clock: Callable[[], float] = time.time, ask: Callable[[Wish], None] | None = None
) -> RunningHost:
    """Start everything. ``ask`` is told when a request wishes a restart or a stop; None: such requests are refused.

    Raises ``ConfigurationError``, ``StorageError``, ``DatabaseUnavailable``, ``OSError`` for a port in use; then
    nothing runs.
    """
    with contextlib.ExitStack() as starting:
        running = _start(configuration, clock, starting, ask)
        return RunningHost(*running, starting.pop_all())


def _start(
    configuration: Configuration,
    clock: Callable[[], float],
    running: contextlib.ExitStack,
    ask: Callable[[Wish], None] | None,
) -> tuple[Host, Configuration, Plugins, int, int]:
    options = configuration.core
    startup = make_startup(configuration, clock)

    settings = NodeSettings(
        options.accepted_transfer_syntaxes, any_sop_class=options.unknown_sop_class_accepted
    )
    plugins = load_plugins(configuration, CorePlugin(ask, settings))
    plugins.collect(startup)
    interventions = Interventions(plugins.manager)
    reach.check(options, interventions.authenticators())
    plugins.require([*options.required_plugins, *plugins.indispensable()])
    tls = make_contexts(configuration)

    database = chosen_database(plugins, options.database)
    running.enter_context(hold(startup.index_directory, shared=database.shared))
    backend = chosen_storage(plugins, options.storage_backend)
    storage = backend.create(startup)
    running.callback(storage.close)
    writer = IndexWriter(database, startup)
    running.callback(writer.close)
    index = IndexReader(
        database, startup, revise=interventions.revise,
        read_tags=lambda instance, tags: datasets.texts(instance, tags),  # noqa: PLW0108 - bound below
    )
    running.callback(index.close)
    if is_unfinished(index.connection):
        raise DatabaseUnavailable("the index is not complete: finish with `broch rebuild-index --resume`")
    journal = Journal(index, writer)

    spool = TemporaryFiles(startup.temporary_directory)
    attachments = Attachments(
        storage, index, writer, index.revision, spool, compress=options.storage_compression
    )
    running.callback(attachments.close)
    if not database.shared:  # with several servers, a file is durable before its row is
        drop_unfinished(writer, attachments)
    conventions = make_conventions(configuration)
    datasets = DataSets(index, attachments, conventions)
    user_data = UserData(index, writer, attachments)
    transcoding = Transcoding(
        spool, threads=options.transcoder_threads_count, capacity=options.transcoder_memory_capacity << 20,
        quality=options.dicom_lossy_transcoding_quality, conventions=conventions,
    )  # fmt: skip
    running.callback(transcoding.close)
    on_arrival = at_ingest(transcoding, options)
    ingest = Ingest(
        writer, attachments, interventions.accept_instance, clock, overwrite=options.overwrite,
        conventions=conventions, transcode=on_arrival, main_tags=index.main_tags,
    )  # fmt: skip
    registry = ModalityRegistry(
        configuration.modalities, strict_aet=options.strict_aet_comparison,
        check_host=options.dicom_check_modality_host,
    )  # fmt: skip
    modalities = RemoteModalities(
        registry, attachments, aet=options.dicom_aet, timeout=options.dicom_scu_timeout,
        maximum_pdu=options.maximum_pdu_length, tls=tls.dicom_client, transcoder=transcoding,
        transcode=options.transcode_dicom_protocol,
    )  # fmt: skip

    services = dimse_services(plugins)
    policy = NodePolicy(
        options.dicom_aet, services, settings, check_called_aet=options.dicom_check_called_aet,
        strict_aet=options.strict_aet_comparison, caller=registry.caller,
        accept_association=interventions.accept_association,
    )  # fmt: skip
    node = listen(configuration, policy, spool, tls.dicom_server, running) if options.dicom_server_enabled else None

    rest = RestCalls()
    host = interventions.host = Host(
        server=ServerInfo(
            options.name, __version__, options.dicom_aet, node.port if node else 0, options.http_port, API_VERSION
        ),
        index=index, attachments=attachments, user_data=user_data, ingest=ingest,
        deletion=Deletions(writer, attachments),
        reconstruction=Reconstruction(
            index, writer, attachments, user_data, conventions, on_arrival,
            compress=options.storage_compression,
        ),
        datasets=datasets,
        dictionary=conventions.dictionary, render=make_rendering(datasets, spool, options),
        transform=Anonymiser(datasets, writer, conventions.dictionary),
        transcode=transcoding,
        archive=Archives(
            index, attachments, transcoding, spool, clock, utf8=options.zip_use_utf8,
            threads=options.zip_loader_threads,
        ),
        journal=journal, modalities=modalities, plugins=plugins, rest=rest,
        spool=spool, configuration={**startup.configuration, "Database": database.name, "StorageBackend": backend.name},
        logger=logging.getLogger("broch.plugin"), clock=clock,
        temporary_directory=startup.temporary_directory,
    )  # fmt: skip
    app = rest.app = create_app(host, plugins, interventions, options)
    plugins.require(options.required_plugins)  # again: one whose routes cannot be had does not run either

    stability = Stability(writer, options.stable_age, clock)
    durable = [name for name, plugin in interventions.listeners() if plugin.events.durable]
    leases = Leases(journal, durable) if database.shared else None
    dispatch = EventDispatch(journal, subscribers(interventions, journal, leases))
    writer.on_commit(stability.notice)
    writer.on_commit(dispatch.notice)
    if leases:
        watch = Watch(journal, leases, (stability.notice, dispatch.notice))
        watch.start()
        running.callback(watch.stop)  # after the subscribers
    stability.start()
    running.callback(stability.stop)
    dispatch.start()
    running.callback(dispatch.stop)
    if options.storage_scrubbing_rate:
        scrubber = Scrubber(index.connection, storage, writer, clock, options.storage_scrubbing_rate * 1e6)
        scrubber.start()
        running.callback(scrubber.stop)

    running.callback(interventions.stopping)
    if node:
        running.callback(node.stop)  # before the plugins are told that nothing comes in any more
        node.serve(Dispatch(host, services, STORE, registry.caller, startup.configuration))
    http_port = 0
    if options.http_server_enabled:
        http = HttpServer(
            served(app, options), [(address, options.http_port) for address in reach.http_addresses(options)],
            options.http_threads_count, options.http_request_timeout, options.maximum_request_body_size_mb << 20,
            tls.http, options.keep_alive_timeout if options.keep_alive else 0,
        )  # fmt: skip
        http.start()
        running.callback(http.stop)
        http_port = http.port
    interventions.started()
    return host, configuration, plugins, http_port, node.port if node else 0


def at_ingest(transcoding: Transcoding, options: CoreOptions) -> AtIngest | None:
    """What is done to instances before they are stored."""
    if not options.ingest_transcoding:
        return None
    return AtIngest(
        transcoding, options.ingest_transcoding, uncompressed=options.ingest_transcoding_of_uncompressed,
        compressed=options.ingest_transcoding_of_compressed,
    )  # fmt: skip


def make_rendering(datasets: DataSets, spool: TemporaryFiles, options: CoreOptions) -> Rendering:
    """Who waits to have an image drawn leaves a quarter of the threads to others."""
    return Rendering(
        datasets, spool, waiting=options.http_threads_count * 3 // 4, reference_png=options.png_encoder == "reference"
    )


def make_startup(configuration: Configuration, clock: Callable[[], float]) -> Startup:
    """What exists before everything else."""
    return Startup(
        storage_directory=configuration.storage_directory,
        index_directory=configuration.index_directory,
        temporary_directory=configuration.temporary_directory,
        clock=clock,
        logger=logging.getLogger("broch.plugin"),
        configuration=effective(configuration),
    )


def chosen_database(plugins: Plugins, name: str) -> Database:
    """The engine of the index. Raises as ``chosen``."""
    found: Database = chosen(plugins, "register_databases", name, "Database", SQLITE)
    return found


def chosen_storage(plugins: Plugins, name: str) -> StorageBackend:
    """The storage. Raises as ``chosen``."""
    found: StorageBackend = chosen(plugins, "register_storage_backends", name, "StorageBackend", FILESYSTEM)
    return found


def chosen(plugins: Plugins, hook: str, name: str, option: str, default: str) -> Any:
    """The backend that the configuration names or, without a name, that a plugin was enabled for, else the default.

    Raises ``ConfigurationError`` that lists those that there are, also if several plugins bring one and none is named.
    """
    brought = {record.name: owner for owner, record in plugins.contributions(hook) if owner != plugins.builtin.name}
    if not name and len(brought) > 1:
        told = " and ".join(f"{backend!r} of plugin {owner}" for backend, owner in sorted(brought.items()))
        raise ConfigurationError(f"must say which one: there are {told}", option=option)
    name = name or next(iter(brought), default)
    contributed = {record.name: record for _, record in plugins.contributions(hook)}
    if name in contributed:
        return contributed[name]
    broken = [f"{info.id}: {info.detail}" for info in plugins.all() if info.detail]
    hint = f" (plugins that do not run: {'; '.join(broken)})" if broken else ""
    raise ConfigurationError(
        f"{name!r} is not there; installed are {', '.join(sorted(contributed))}{hint}", option=option
    )


def dimse_services(plugins: Plugins) -> dict[str, DimseService]:
    """By abstract syntax."""
    return {
        uid: service
        for _, service in plugins.contributions("register_dimse_services")
        for uid in service.abstract_syntaxes
    }


def listen(
    configuration: Configuration, policy: NodePolicy, spool: TemporaryFiles, tls: SSLContext | None,
    running: contextlib.ExitStack,
) -> Listener:
    """Take the DICOM port; nothing is accepted yet."""
    options = configuration.core
    seconds = float(options.dicom_scp_timeout)
    listener = Listener(
        [(address, options.dicom_port) for address in reach.dicom_addresses(options)], policy,
        Limits(maximum_pdu=options.maximum_pdu_length, timeout=seconds or None, artim=min(seconds or ARTIM, ARTIM)),
        maximum_associations=options.dicom_threads_count, tls=tls, spool=spool.create,
    )  # fmt: skip
    running.callback(listener.stop)
    return listener


def subscribers(interventions: Interventions, journal: Journal, leases: Leases | None) -> Sequence[Subscriber]:
    """One for each plugin that implements ``on_event``."""
    return [
        Subscriber(name, plugin.events, lambda event, name=name: interventions.deliver(name, event), journal, leases)  # type: ignore[misc]
        for name, plugin in interventions.listeners()
    ]
