"""What an archive holds of a stored instance: its file, or the same in another transfer syntax."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from broch_hostapi import Attachment, AttachmentService, StoredInstance, Transcoded, TranscodeService
from broch_hostapi.errors import BadFile, LimitExceeded, UnsupportedImage

logger = logging.getLogger(__name__)

CHUNK = 1 << 20
"""Bytes of a large file that are compressed at once."""
MAPPED_AT_MOST = 1 << 26
"""Bytes of a file above which it is read in pieces: what was sent of a mapped one counts as memory."""
_THREADS = 2  # That transcode for one archive.


@dataclass(frozen=True)
class Written:
    """``chunks`` is read once, and closed. ``transcoded``: set if it is not the stored file."""

    instance: StoredInstance
    size: int
    chunks: Iterable[bytes | memoryview]
    transcoded: Transcoded | None = None


class Files:
    """Gives what is to be written of instances."""

    def __init__(self, attachments: AttachmentService, transcode: TranscodeService) -> None:
        self._attachments = attachments
        self._transcode = transcode

    def as_stored(self, instances: Iterable[StoredInstance]) -> Iterator[Written]:
        """Nothing is opened before it is read."""
        for instance in instances:
            yield Written(instance, instance.attachment.size, self._content(instance.attachment))

    def transcoded(self, instances: Iterable[StoredInstance], syntax: str, quality: int | None) -> Iterator[Written]:
        """In another syntax, a few ahead; as stored what cannot be decoded or written in it, as Orthanc does."""
        results = _ahead(lambda instance: self._in(syntax, quality, instance), instances, _THREADS)
        for instance, result in results:
            if result is None:
                yield from self.as_stored([instance])
            else:
                yield Written(instance, result.size, _Chunks(result), result)

    def _in(self, syntax: str, quality: int | None, instance: StoredInstance) -> Transcoded | None:
        with self._attachments.view(instance.attachment) as buffer:
            try:
                result = self._transcode.transcode(buffer, syntax, quality)
            except (BadFile, LimitExceeded, UnsupportedImage) as error:
                logger.warning("instance %s stays as it is in the archive: %s", instance.id, error)
                return None
            return result if result.changed else None

    def _content(self, attachment: Attachment) -> Iterator[bytes | memoryview]:
        if attachment.size > MAPPED_AT_MOST:
            with self._attachments.open(attachment) as file:
                while piece := file.read(CHUNK):
                    yield piece
            return
        with self._attachments.view(attachment) as buffer:
            view = memoryview(buffer)
            for start in range(0, len(view), CHUNK):
                yield view[start : start + CHUNK]


class _Chunks:
    """The bytes of a transcoded file, which goes when they are closed, read or not."""

    def __init__(self, transcoded: Transcoded) -> None:
        self._transcoded = transcoded

    def __iter__(self) -> Iterator[bytes | memoryview]:
        file = self._transcoded.file
        if isinstance(file, bytes | bytearray | memoryview):
            yield memoryview(file)
            return
        while piece := file.read(CHUNK):
            yield piece

    def close(self) -> None:
        self._transcoded.close()


def _ahead(
    make: Callable[[StoredInstance], Transcoded | None], instances: Iterable[StoredInstance], threads: int
) -> Iterator[tuple[StoredInstance, Transcoded | None]]:
    """Each with what is made of it, in order. What is not taken is closed."""
    waiting: deque[tuple[StoredInstance, Future[Transcoded | None]]] = deque()
    with ThreadPoolExecutor(threads, "archive-transcode") as pool:
        try:
            for instance in instances:
                waiting.append((instance, pool.submit(make, instance)))
                if len(waiting) > threads:
                    yield _next(waiting)
            while waiting:
                yield _next(waiting)
        finally:
            pool.shutdown(cancel_futures=True)
            for _, job in waiting:
                if not job.cancelled() and job.exception() is None and (result := job.result()):
                    result.close()


def _next(
    waiting: deque[tuple[StoredInstance, Future[Transcoded | None]]],
) -> tuple[StoredInstance, Transcoded | None]:
    instance, job = waiting.popleft()
    return instance, job.result()
