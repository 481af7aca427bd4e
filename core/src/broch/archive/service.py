"""ZIP archives and file-sets of stored instances: hostapi's ``ArchiveService``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from broch_hostapi import (
    AttachmentService,
    IndexService,
    Level,
    Resource,
    Spool,
    StoredInstance,
    TranscodeService,
)
from broch_hostapi.errors import ParameterOutOfRange

from broch.archive.names import ArchiveNames, media_file
from broch.archive.names import Level as Named
from broch.archive.written import Files, Written
from broch.archive.zip_archive import THREADS, Member, stream_zip

if TYPE_CHECKING:
    from broch.archive.dicomdir import DicomDir

Lineage = tuple[Resource, Resource, Resource]
"""Patient, study, series."""
Write = Callable[[Iterable[StoredInstance]], Iterator[Written]]


class Archives:
    """Walks series by series, so that little grows with the size of an archive."""

    def __init__(
        self,
        index: IndexService,
        attachments: AttachmentService,
        transcode: TranscodeService,
        spool: Spool,
        clock: Callable[[], float],
        *,
        utf8: bool = False,
        threads: int = THREADS,
    ) -> None:
        """``utf8``: of names, if nobody says; ``threads``: for each archive."""
        self._index = index
        self._attachments = attachments
        self._files = Files(attachments, transcode)
        self._spool = spool
        self._clock = clock
        self._utf8 = utf8
        self._threads = threads

    def stream(
        self,
        public_ids: Sequence[str],
        *,
        transcode: str = "",
        lossy_quality: int | None = None,
        utf8: bool | None = None,
    ) -> Iterator[bytes]:
        """A ZIP with every instance at and below these resources, each once."""
        resources, write = self._resources(public_ids), self._writer(transcode, lossy_quality)
        names = ArchiveNames(utf8=self._utf8 if utf8 is None else utf8)
        return stream_zip(self._members(resources, write, names), threads=self._threads)

    def media(
        self,
        public_ids: Sequence[str],
        *,
        extended: bool = False,
        transcode: str = "",
        lossy_quality: int | None = None,
    ) -> Iterator[bytes]:
        """A ZIP with the same instances as a file-set, its DICOMDIR last."""
        resources, write = self._resources(public_ids), self._writer(transcode, lossy_quality)
        return stream_zip(self._media_members(resources, write, extended), threads=self._threads)

    def _resources(self, public_ids: Sequence[str]) -> list[tuple[Level, str]]:
        """Without those below others. Raises ``NotFound``."""
        wanted = {public_id: self._index.level_of(public_id) for public_id in public_ids}
        return [
            (level, public_id) for public_id, level in wanted.items()
            if not any(above.id in wanted for above in self._index.ancestors(level, public_id))
        ]  # fmt: skip

    def _writer(self, transcode: str, quality: int | None) -> Write:
        if quality is not None and not 1 <= quality <= 100:
            raise ParameterOutOfRange("the quality of lossy compression should lie between 1 and 100")
        if not transcode:
            return self._files.as_stored
        from broch.dataset.transcode.syntaxes import target

        return partial(self._files.transcoded, syntax=target(transcode).uid, quality=quality)

    def _members(self, resources: Iterable[tuple[Level, str]], write: Write, names: ArchiveNames) -> Iterator[Member]:
        now = self._now()
        for lineage, instances in self._series(resources):
            patient, study, series = map(named, lineage)
            for file in write(instances):
                yield Member(names.path(patient, study, series), file.size, now, file.chunks)

    def _media_members(self, resources: Iterable[tuple[Level, str]], write: Write, extended: bool) -> Iterator[Member]:
        from broch.archive.dicomdir import DicomDir

        now = self._now()
        directory = DicomDir(self._spool.open, extended=extended)
        try:
            for number, (lineage, file) in enumerate(self._written(resources, write)):
                name = media_file(number)
                self._record(directory, lineage, file, name)
                yield Member(name, file.size, now, file.chunks)
            size = directory.finish()
        except BaseException:
            directory.close()
            raise
        yield Member("DICOMDIR", size, now, directory)

    def _written(self, resources: Iterable[tuple[Level, str]], write: Write) -> Iterator[tuple[Lineage, Written]]:
        for lineage, instances in self._series(resources):
            for file in write(instances):
                yield lineage, file

    def _record(self, directory: "DicomDir", lineage: Lineage, file: Written, name: str) -> None:
        from broch.dataset.scan import scan_file

        patient, study, series = (resource.id for resource in lineage)
        changed = file.transcoded
        with self._attachments.view(file.instance.attachment) as buffer:
            directory.add(
                (patient, study, series), name.replace("/", "\\"), scan_file(buffer, whole=False),
                changed.transfer_syntax if changed else "", changed.sop_instance if changed else "",
            )  # fmt: skip

    def _series(self, resources: Iterable[tuple[Level, str]]) -> Iterator[tuple[Lineage, Iterable[StoredInstance]]]:
        for level, public_id in resources:
            if level is Level.INSTANCE:
                found: Iterable[Resource] = self._index.ancestors(level, public_id)[:1]
            elif level is Level.SERIES:
                found = (self._index.get(level, public_id),)
            else:
                found = self._index.descendants(level, public_id, Level.SERIES)
            for series in found:
                study, patient = self._index.ancestors(Level.SERIES, series.id)
                one = (level, public_id) if level is Level.INSTANCE else (Level.SERIES, series.id)
                yield (patient, study, series), self._index.stored_instances(*one)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC).replace(tzinfo=None)


def named(resource: Resource) -> Named:
    """What the names of folders are made of."""
    return Named(resource.id, resource.tags)
