"""ZIP archives of stored instances: hostapi's ``ArchiveService``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from broch_hostapi import Attachment, AttachmentService, IndexService, Level, Resource, StoredInstance

from broch.archive.names import ArchiveNames
from broch.archive.names import Level as Named
from broch.archive.zip_archive import Member, stream_zip

CHUNK = 1 << 20
"""Bytes of a large file that are compressed at once."""


class Archives:
    """Walks series by series, so that nothing grows with the size of an archive."""

    def __init__(self, index: IndexService, attachments: AttachmentService, clock: Callable[[], float]) -> None:
        self._index = index
        self._attachments = attachments
        self._clock = clock

    def stream(self, public_ids: Sequence[str]) -> Iterator[bytes]:
        """A ZIP with every instance at and below these resources, each once. Raises ``NotFound`` at once."""
        wanted = {public_id: self._index.level_of(public_id) for public_id in public_ids}
        resources = [
            (level, public_id) for public_id, level in wanted.items()
            if not any(above.id in wanted for above in self._index.ancestors(level, public_id))
        ]  # fmt: skip
        return stream_zip(self._members(resources))

    def _members(self, resources: Iterable[tuple[Level, str]]) -> Iterator[Member]:
        names = ArchiveNames()
        now = datetime.fromtimestamp(self._clock(), UTC).replace(tzinfo=None)
        for level, public_id in resources:
            for series, instances in self._series(level, public_id):
                study, patient = self._index.ancestors(Level.SERIES, series.id)
                for instance in instances:
                    path = names.path(named(patient), named(study), named(series))
                    yield Member(path, instance.attachment.size, now, self._content(instance.attachment))

    def _series(self, level: Level, public_id: str) -> Iterator[tuple[Resource, Iterator[StoredInstance]]]:
        if level is Level.INSTANCE:
            yield self._index.ancestors(level, public_id)[0], self._index.stored_instances(level, public_id)
        elif level is Level.SERIES:
            yield self._index.get(level, public_id), self._index.stored_instances(level, public_id)
        else:
            for series in self._index.descendants(level, public_id, Level.SERIES):
                yield series, self._index.stored_instances(Level.SERIES, series.id)

    def _content(self, attachment: Attachment) -> Iterator[memoryview]:
        with self._attachments.view(attachment) as buffer:
            view = memoryview(buffer)
            for start in range(0, len(view), CHUNK):
                yield view[start : start + CHUNK]


def named(resource: Resource) -> Named:
    """What the names of folders are made of."""
    return Named(resource.id, resource.tags)
