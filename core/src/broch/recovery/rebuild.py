"""The index made anew from the storage: instances from their files, the rest from the sidecars.

Files come in the order in which they were written, so that order of arrival, tags of parents, and what overwrites what
are as they were. Every step may be done twice: what is taken up again begins with the last page.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from uuid import UUID

from broch_hostapi.errors import BadFile, BrochError, NotFound
from broch_hostapi.resources import Attachment, ContentType, Level
from broch_hostapi.storage import Buffer, KindKeeper

from broch.dataset.scan import scan_file
from broch.index import restoring
from broch.index.arrival import add
from broch.index.new_instance import Added, NewInstance, prepare
from broch.index.transaction import Transaction
from broch.recovery.archive import Archive
from broch.recovery.check import modified
from broch.recovery.inventory import Inventory, StoredFile, StoredSidecar
from broch.recovery.progress import Progress
from broch.recovery.reading import entry_of, md5_of, sender_of, size_of
from broch.recovery.sidecar import LARGEST, START, Sidecar, parse_sidecar
from broch.storage.attachments import new_uuid
from broch.storage.compression import START_OF_FILE, ZLIB, size_before

logger = logging.getLogger(__name__)

PAGE = 200
LISTED = 1000
"""Files of the storage that are looked at between two points where a rebuild can be taken up."""
REMEMBERED = 10_000
"""Locators of each kind of leftover; further ones are not told."""


@dataclass
class Rebuilt:
    """What became of a rebuild."""

    instances: int = 0
    sidecars: int = 0
    left: dict[str, list[str]] = field(default_factory=dict)
    """Locators of what has no place in the new index, by the reason."""

    def leave(self, why: str, locator: str) -> None:
        """One more."""
        locators = self.left.setdefault(why, [])
        if len(locators) < REMEMBERED:
            locators.append(locator)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What one look at a file showed."""

    file: StoredFile | None = None
    sidecar: StoredSidecar | None = None
    claims: Sequence[str] = ()
    bad: str = ""


class Rebuild:
    """One run."""

    def __init__(self, archive: Archive, inventory: Inventory, progress: Progress, *, threads: int = 2) -> None:
        self._archive = archive
        self._storage = archive.storage
        self._inventory = inventory
        self._progress = progress
        self._rebuilt = Rebuilt()
        self._threads = ThreadPoolExecutor(threads, "rebuild")

    def run(self) -> Rebuilt:
        """Fill the index."""
        self._archive.writer.submit(restoring.begin)
        with self._threads:
            if not self._inventory.note("listed", False):
                self._list()
                self._inventory.set_note("listed", True)
                self._inventory.save()
            self._index()
            self._restore()
        self._archive.writer.submit(lambda tx: restoring.finish(tx, self._inventory.greatest_revision()))
        self._progress.end()
        return self._rebuilt

    def _list(self) -> None:
        """Which files there are, and of what kind."""
        self._progress.begin("Looking at the storage", 0)
        listed = (locator for locator, _ in self._storage.iterate())
        while batch := list(islice(listed, LISTED)):
            looked = list(self._threads.map(self._look, batch))
            self._inventory.add_files(one.file for one in looked if one.file)
            self._inventory.add_sidecars(one.sidecar for one in looked if one.sidecar)
            for one in looked:
                self._inventory.claim(one.claims)
                if one.bad:
                    self._rebuilt.leave("Sidecars that cannot be read", one.bad)
            self._inventory.save()
            self._progress.advance(len(batch))

    def _look(self, locator: str) -> _Looked:
        kind = self._storage.kind_of(locator) if isinstance(self._storage, KindKeeper) else None
        written = modified(self._storage, locator) or 0.0
        if kind == ContentType.SIDECAR or (kind is None and self._starts_like_a_sidecar(locator)):
            return self._look_at_sidecar(locator, written)
        if kind in (None, ContentType.DICOM):
            return _Looked(file=StoredFile(written, locator))
        return _Looked()

    def _look_at_sidecar(self, locator: str, written: float) -> _Looked:
        try:
            sidecar = self._sidecar(locator)[0]
        except (BrochError, OSError):
            return _Looked(bad=locator)
        resource = f"{sidecar.level.word} {sidecar.id}"
        claims = [attachment.locator for attachment in sidecar.attachments]
        return _Looked(sidecar=StoredSidecar(sidecar.revision, resource, written, locator), claims=claims)

    def _starts_like_a_sidecar(self, locator: str) -> bool:
        try:
            with self._storage.open(locator, 0, len(START)) as file:
                return file.read() == START
        except (BrochError, OSError):
            return False

    def _sidecar(self, locator: str) -> tuple[Sidecar, Attachment]:
        with self._storage.view(locator) as buffer:
            if len(buffer) > LARGEST:
                raise BadFile("the sidecar is too large")
            content, digest = bytes(buffer), md5_of(buffer)
        size = len(content)
        own = Attachment(ContentType.SIDECAR, uuid_of(locator), locator, size, digest, size, digest)
        return parse_sidecar(content), own

    def _index(self) -> None:
        files, _ = self._inventory.count()
        last = StoredFile(*self._inventory.note("indexed", [-1.0, ""]))
        done = self._inventory.note("instances", 0)
        self._progress.begin("Instances", files, self._inventory.note("seen", 0))
        while page := self._inventory.files_after(last, PAGE):
            done += self._add(page)
            last = page[-1]
            self._inventory.set_note("indexed", last)
            self._inventory.set_note("instances", done)
            self._inventory.set_note("seen", self._inventory.note("seen", 0) + len(page))
            self._inventory.save()
            self._progress.advance(len(page))
        self._rebuilt.instances = self._archive.connection.one("SELECT instances FROM total WHERE key = 1")[0]

    def _add(self, page: Sequence[StoredFile]) -> int:
        news = []
        for file, new in zip(page, self._threads.map(self._read, page), strict=True):
            if isinstance(new, NewInstance):
                news.append(new)
            else:
                self._rebuilt.leave(new, file.locator)
        if not news:
            return 0
        for added in self._commit(news):
            for attachment in added.discarded:
                self._rebuilt.leave("Older or further copies of an instance", attachment.locator)
        return len(news)

    def _commit(self, news: Sequence[NewInstance]) -> Iterable[Added]:
        """All together; if one of them is bad, each alone."""
        members, now = list(map(prepare, news)), self._archive.startup.clock()

        def write(tx: Transaction) -> list[Added]:
            restoring.forget_events(tx)
            return add(tx, members, now)

        try:
            return self._archive.writer.submit(write)
        except BrochError:
            raise
        except Exception:
            logger.warning("a page of files could not be indexed together", exc_info=True)
        return [self._archive.writer.add_instance(new) for new in news]

    def _read(self, file: StoredFile) -> NewInstance | str:
        """The entry of a file, or why there is none."""
        options = self._archive.configuration.core
        received = time.strftime("%Y%m%dT%H%M%S", time.gmtime(file.modified or self._archive.startup.clock()))
        try:
            with self._original(file.locator) as (buffer, stored):
                scan = scan_file(buffer, conventions=self._archive.conventions)
                sender = sender_of(scan)
                origin = {"Origin": "DicomProtocol", "RemoteAET": sender} if sender else {}
                return entry_of(
                    scan, metadata={"ReceptionDate": received, **origin}, attachments=(stored,), received=received,
                    overwrite=options.overwrite, main_tags=self._archive.index.main_tags,
                )  # fmt: skip
        except NotFound:
            return "Files that went away meanwhile"
        except (BrochError, OSError):
            return "Files that are no DICOM instances, or damaged"

    @contextmanager
    def _original(self, locator: str) -> Iterator[tuple[Buffer, Attachment]]:
        """The file, or what is compressed in it."""
        uuid = uuid_of(locator)
        with self._storage.view(locator) as buffer:
            stored_size, stored_md5 = len(buffer), md5_of(buffer)
            size = size_before(bytes(buffer[:START_OF_FILE]), stored_size)
            if size is None:
                plain = Attachment(ContentType.DICOM, uuid, locator, stored_size, stored_md5, stored_size, stored_md5)
                yield buffer, plain
                return
        packed = Attachment(ContentType.DICOM, uuid, locator, size, "", stored_size, stored_md5, ZLIB)
        with self._archive.attachments.view(packed) as original:
            yield original, replace(packed, md5=md5_of(original))

    def _restore(self) -> None:
        """What users gave to resources."""
        _, sidecars = self._inventory.count()
        self._progress.begin("Sidecars", sidecars)
        restored = iter(self._inventory.newest_sidecars())
        while page := list(islice(restored, PAGE)):
            found = self._archive.writer.submit(partial(_do_all, list(map(self._restoring, page))))
            for stored, there in zip(page, found, strict=True):
                if there:
                    self._rebuilt.sidecars += 1
                else:
                    self._rebuilt.leave("Sidecars of resources that are not there", stored.locator)
            self._progress.advance(len(page))

    def _restoring(self, stored: StoredSidecar) -> Callable[[Transaction], bool]:
        sidecar, own = self._sidecar(stored.locator)
        attachments = [own]
        for attachment in sidecar.attachments:
            reading = size_of(self._storage, attachment.locator)
            if reading.problem or reading.missing or reading.size != attachment.stored_size:
                self._rebuilt.leave("Attachments of users that are missing or damaged", attachment.locator)
            else:
                attachments.append(attachment)
        metadata = {name: value for name, (value, _) in sidecar.metadata.items()}
        revisions = {name: revision for name, (_, revision) in sidecar.metadata.items() if revision}
        return lambda tx: restoring.give_back(
            tx, sidecar.level, sidecar.id, metadata, revisions, attachments, sorted(set(sidecar.labels)),
            protected=sidecar.protected and sidecar.level == Level.PATIENT,
        )  # fmt: skip


def _do_all(works: Sequence[Callable[[Transaction], bool]], tx: Transaction) -> list[bool]:
    return [work(tx) for work in works]


def uuid_of(locator: str) -> str:
    """What the storage made its name of, if one can see that; else a new one."""
    name = locator.rpartition("/")[2].partition(".")[0]
    try:
        return str(UUID(name))
    except ValueError:
        return new_uuid()
