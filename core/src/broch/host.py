"""The map: configuration, plugins, backends, services, DICOM node, HTTP, in this order; they stop in reverse.

Whoever wants to know how the parts hang together reads ``start_host`` from top to bottom.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from broch_hostapi import DimseService, Host, ServerInfo, Startup
from broch_hostapi.errors import ConfigurationError

from broch import __version__, reach
from broch.archive.service import Archives
from broch.builtin import CorePlugin
from broch.config import Configuration, effective
from broch.dataset import dictionary
from broch.dataset.anonymise import Anonymiser
from broch.dataset.render_service import Rendering
from broch.dataset.service import DataSets
from broch.deletion import Deletions
from broch.dimse.association import Dispatch
from broch.dimse.listener import Listener
from broch.dimse.modalities import ModalityRegistry
from broch.dimse.policy import NodePolicy
from broch.dimse.remote import RemoteModalities
from broch.dimse.store_scp import STORE
from broch.dimse.upper_layer import Limits
from broch.event_dispatch import EventDispatch, Subscriber
from broch.index.commit import IndexWriter
from broch.index.journal import Journal
from broch.index.reader import IndexReader
from broch.ingest import Ingest
from broch.interventions import Interventions
from broch.plugin_loading import load_plugins
from broch.plugins import Plugins
from broch.rest.app import create_app
from broch.rest.rest_service import RestCalls
from broch.rest.server import HttpServer
from broch.spool import TemporaryFiles
from broch.stability import Stability
from broch.storage.attachments import Attachments

logger = logging.getLogger(__name__)

API_VERSION = "1.10.1"
"""Of Orthanc, whose REST API is served."""
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


def start_host(configuration: Configuration, clock: Callable[[], float] = time.time) -> RunningHost:
    """Start everything.

    Raises ``ConfigurationError``, ``StorageError``, ``DatabaseUnavailable``, ``OSError`` for a port in use; then
    nothing runs.
    """
    with contextlib.ExitStack() as starting:
        running = _start(configuration, clock, starting)
        return RunningHost(*running, starting.pop_all())


def _start(
    configuration: Configuration, clock: Callable[[], float], running: contextlib.ExitStack
) -> tuple[Host, Configuration, Plugins, int, int]:
    options = configuration.core
    startup = make_startup(configuration, clock)

    plugins = load_plugins(configuration, CorePlugin())
    plugins.collect(startup)
    interventions = Interventions(plugins.manager)
    reach.check(options, interventions.authenticators())
    plugins.require(options.required_plugins)

    storage = chosen(plugins, "register_storage_backends", options.storage_backend, "StorageBackend").create(startup)
    running.callback(storage.close)
    database = chosen(plugins, "register_databases", options.database, "Database")
    writer = IndexWriter(database, startup)
    running.callback(writer.close)
    index = IndexReader(
        database, startup, revise=interventions.revise,
        read_tags=lambda instance, tags: datasets.texts(instance, tags),  # noqa: PLW0108 - bound below
    )
    running.callback(index.close)
    journal = Journal(index, writer)

    spool = TemporaryFiles(startup.temporary_directory)
    attachments = Attachments(storage, index, writer, index.revision, spool)
    running.callback(attachments.close)
    datasets = DataSets(index, attachments, options.default_encoding)
    ingest = Ingest(
        writer, attachments, interventions.accept_instance, clock, overwrite=options.overwrite,
        default_encoding=options.default_encoding,
    )  # fmt: skip
    registry = ModalityRegistry(
        configuration.modalities, strict_aet=options.strict_aet_comparison,
        check_host=options.dicom_check_modality_host,
    )  # fmt: skip
    modalities = RemoteModalities(
        registry, attachments, aet=options.dicom_aet, timeout=options.dicom_scu_timeout,
        maximum_pdu=options.maximum_pdu_length,
    )  # fmt: skip

    services = dimse_services(plugins)
    policy = NodePolicy(
        options.dicom_aet, services, transfer_syntaxes=options.accepted_transfer_syntaxes,
        check_called_aet=options.dicom_check_called_aet, strict_aet=options.strict_aet_comparison,
        any_sop_class=options.unknown_sop_class_accepted, caller=registry.caller,
        accept_association=interventions.accept_association,
    )  # fmt: skip
    node = listen(configuration, policy, spool, running) if options.dicom_server_enabled else None

    rest = RestCalls()
    host = interventions.host = Host(
        server=ServerInfo(
            options.name, __version__, options.dicom_aet, node.port if node else 0, options.http_port, API_VERSION
        ),
        index=index, attachments=attachments, ingest=ingest, deletion=Deletions(writer, attachments), datasets=datasets,
        dictionary=dictionary, render=Rendering(datasets), transform=Anonymiser(datasets, writer),
        archive=Archives(index, attachments, clock), journal=journal, modalities=modalities, plugins=plugins, rest=rest,
        spool=spool, configuration=startup.configuration, logger=logging.getLogger("broch.plugin"), clock=clock,
        temporary_directory=startup.temporary_directory,
    )  # fmt: skip
    app = rest.app = create_app(host, plugins, interventions, options)
    plugins.require(options.required_plugins)  # again: one whose routes cannot be had does not run either

    stability = Stability(writer, options.stable_age, clock)
    dispatch = EventDispatch(journal, subscribers(interventions, journal))
    writer.on_commit(stability.notice)
    writer.on_commit(dispatch.notice)
    stability.start()
    running.callback(stability.stop)
    dispatch.start()
    running.callback(dispatch.stop)

    running.callback(interventions.stopping)
    if node:
        fallback = STORE if options.unknown_sop_class_accepted else None
        running.callback(node.stop)  # before the plugins are told that nothing comes in any more
        node.serve(Dispatch(host, services, fallback, registry.caller, startup.configuration))
    http_port = 0
    if options.http_server_enabled:
        http = HttpServer(
            app, [(address, options.http_port) for address in reach.http_addresses(options)],
            options.http_threads_count, options.http_request_timeout, options.maximum_request_body_size_mb << 20,
        )  # fmt: skip
        http.start()
        running.callback(http.stop)
        http_port = http.port
    interventions.started()
    return host, configuration, plugins, http_port, node.port if node else 0


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


def chosen(plugins: Plugins, hook: str, name: str, option: str) -> Any:
    """The backend that the configuration names. Raises ``ConfigurationError`` that lists those that there are."""
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
    configuration: Configuration, policy: NodePolicy, spool: TemporaryFiles, running: contextlib.ExitStack
) -> Listener:
    """Take the DICOM port; nothing is accepted yet."""
    options = configuration.core
    seconds = float(options.dicom_scp_timeout)
    listener = Listener(
        [(address, options.dicom_port) for address in reach.dicom_addresses(options)], policy,
        Limits(maximum_pdu=options.maximum_pdu_length, timeout=seconds or None, artim=min(seconds or ARTIM, ARTIM)),
        maximum_associations=options.dicom_threads_count, spool=spool.create,
    )  # fmt: skip
    running.callback(listener.stop)
    return listener


def subscribers(interventions: Interventions, journal: Journal) -> Sequence[Subscriber]:
    """One for each plugin that implements ``on_event``."""
    return [
        Subscriber(name, plugin.events, lambda event, name=name: interventions.deliver(name, event), journal)  # type: ignore[misc]
        for name, plugin in interventions.listeners()
    ]
