"""A ``Host`` in memory for unit tests of plugins: real records, real behaviour where that is cheap.

What it does not have says so when it is used; test that with the fixture ``running_host`` of the core.
"""

import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from broch_hostapi.dimse import Modality, StoreReport
from broch_hostapi.errors import UnknownModality, UnknownTag
from broch_hostapi.events import ChangesPage, Event
from broch_hostapi.host import Host, ServerInfo
from broch_hostapi.plugin import PluginInfo
from broch_hostapi.resources import Attachment, StoredInstance
from broch_hostapi.rest import Answer, Principal
from broch_hostapi.testing.memory_archive import MemoryArchive, MemoryDataSet


class NotFaked:
    """A service that the fake host does not have."""

    def __init__(self, service: str) -> None:
        self._service = service

    def __getattr__(self, name: str) -> Any:
        """Raises ``NotImplementedError``."""
        raise NotImplementedError(f"the fake host has no {self._service}.{name}; use the fixture running_host")


@dataclass
class FakeDataSets:
    """Opens instances of the archive in memory."""

    archive: MemoryArchive

    def open(self, public_id: str) -> AbstractContextManager[MemoryDataSet]:
        """Raises ``NotFound``."""
        return self.archive.dataset(public_id)

    def open_attachment(self, attachment: Attachment) -> AbstractContextManager[MemoryDataSet]:
        """Raises ``NotFound``."""
        return self.archive.dataset(attachment.locator.partition("/")[0])


class FakeDictionary:
    """The dictionary of pydicom."""

    def tag_of(self, name: str) -> int:
        """Raises ``UnknownTag``."""
        from pydicom.datadict import tag_for_keyword

        found = tag_for_keyword(name)
        digits = name.replace(",", "").replace("-", "")
        if found is None and len(digits) == 8:
            try:
                return int(digits, 16)
            except ValueError:
                pass
        if found is None:
            raise UnknownTag(name)
        return int(found)

    def keyword(self, tag: int) -> str:
        """Empty for what it does not know."""
        from pydicom.datadict import keyword_for_tag

        return str(keyword_for_tag(tag))

    def vr(self, tag: int) -> str:
        """``UN`` for what it does not know."""
        from pydicom.datadict import dictionary_has_tag, dictionary_VR

        return dictionary_VR(tag) if dictionary_has_tag(tag) else "UN"


@dataclass
class FakeJournal:
    """Shows the events that a test puts into it."""

    events: list[Event] = field(default_factory=list)

    def changes(self, since: int = 0, limit: int = 100) -> ChangesPage:
        """Oldest first."""
        after = [event for event in self.events if event.seq > since]
        page = tuple(after[:limit])
        return ChangesPage(page, len(after) <= limit, page[-1].seq if page else since)

    def last(self) -> ChangesPage:
        """The newest alone."""
        page = tuple(self.events[-1:])
        return ChangesPage(page, True, page[-1].seq if page else 0)

    def clear(self) -> None:
        """Show nothing."""
        self.events.clear()


@dataclass
class FakeModalities:
    """Modalities that take everything and remember it."""

    declared: dict[str, Modality] = field(default_factory=dict)
    echoed: list[str] = field(default_factory=list)
    """Names, in order."""
    stored: list[tuple[str, str]] = field(default_factory=list)
    """Name of a modality and public identifier of an instance, in order."""

    def all(self) -> Mapping[str, Modality]:
        """By name."""
        return dict(self.declared)

    def get(self, name: str) -> Modality:
        """Raises ``UnknownModality``."""
        if name not in self.declared:
            raise UnknownModality(name)
        return self.declared[name]

    def put(self, modality: Modality) -> None:
        """Declare one."""
        self.declared[modality.name] = modality

    def delete(self, name: str) -> None:
        """Raises ``UnknownModality``."""
        del self.declared[self.get(name).name]

    def echo(self, modality: Modality, timeout: float | None = None) -> None:  # noqa: ARG002
        """Always succeeds."""
        self.echoed.append(modality.name)

    def store(
        self,
        modality: Modality,
        instances: Sequence[StoredInstance],
        *,
        local_aet: str = "",  # noqa: ARG002
        move_originator: tuple[str, int] | None = None,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002
        progress: Callable[[StoreReport], bool] | None = None,
    ) -> StoreReport:
        """Always succeeds, unless ``progress`` stops it."""
        report = StoreReport(0, 0)
        for instance in instances:
            self.stored.append((modality.name, instance.id))
            report = StoreReport(report.sent + 1, 0)
            if progress and not progress(report):
                break
        return report


@dataclass
class FakeRest:
    """Answers what a test has put into ``answers``, else 404; remembers what was asked."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    """(method, path) to answer."""
    calls: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Method, path and body, in order."""

    def call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,  # noqa: ARG002
        principal: Principal | None = None,  # noqa: ARG002
    ) -> Answer:
        """Look it up."""
        self.calls.append((method, path, body))
        return self.answers.get((method, path), Answer(404, {}, b""))


@dataclass
class FakePlugins:
    """What a test says is installed."""

    installed: list[PluginInfo] = field(default_factory=list)

    def all(self) -> Sequence[PluginInfo]:
        """By id."""
        return sorted(self.installed, key=lambda info: info.id)


class FakeSpool:
    """Temporary files of the system."""

    def open(self) -> BinaryIO:
        """Gone when it is closed."""
        return tempfile.TemporaryFile()

    def lent(self, wanted: int) -> AbstractContextManager[int]:
        """All of it."""
        return nullcontext(wanted)


def fake_host(archive: MemoryArchive | None = None, **services: Any) -> Host:
    """A host whose services are fakes; give others by name to replace them.

    ``host.index``, ``host.attachments``, ``host.ingest`` and ``host.deletion`` are one ``MemoryArchive``.
    """
    archive = archive or MemoryArchive()
    chosen: dict[str, Any] = {
        "server": ServerInfo("fake", "0", "FAKE", 4242, 8042, "1.10.1"),
        "index": archive,
        "attachments": archive,
        "ingest": archive,
        "deletion": archive,
        "reconstruction": NotFaked("reconstruction"),
        "datasets": FakeDataSets(archive),
        "dictionary": FakeDictionary(),
        "user_data": NotFaked("user_data"),
        "render": NotFaked("render"),
        "transform": NotFaked("transform"),
        "transcode": NotFaked("transcode"),
        "archive": NotFaked("archive"),
        "journal": FakeJournal(),
        "modalities": FakeModalities(),
        "plugins": FakePlugins(),
        "rest": FakeRest(),
        "spool": FakeSpool(),
        "configuration": {},
        "logger": logging.getLogger("broch.plugin"),
        "clock": lambda: 1_577_934_245.0,
        "temporary_directory": Path(tempfile.gettempdir()),
    }
    return Host(**chosen | services)
