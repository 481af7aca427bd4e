"""Watches folders: what is new in them is adopted, what has gone from them is forgotten.

Each look walks all of a folder and asks the registry for each file, so it needs no memory and goes on where it was
after a restart: what is unchanged costs one look at the file's size and time.
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum

from broch_hostapi import Level, Origin
from broch_hostapi.errors import (
    BadFile,
    BadRequest,
    BrochError,
    CorruptedFile,
    DatabaseUnavailable,
    NotFound,
    StorageError,
    StorageFull,
)

from broch_advancedstorage.adoption import Adoption
from broch_advancedstorage.checksum import md5_of
from broch_advancedstorage.registry import Seen, State
from broch_advancedstorage.settings import Indexer as IndexerSettings

YOUNG = 2.0
"""Seconds since its last change before a file counts as written."""
_BATCH = 500
_THREADS = 4
_STOP_AFTER = 30.0
_ORIGIN = Origin("Plugins")
_LATER = (DatabaseUnavailable, StorageFull)
"""Why a whole look is broken off: the next one may do better."""

logger = logging.getLogger(__name__)


class _Ended(Enum):
    """What became of a new file."""

    ADOPTED = 1
    LEFT = 2
    FAILED = 3


@dataclass
class Progress:
    """What a person may want to know."""

    rounds: int = 0
    """Looks at all folders that were finished."""
    adopted: int = 0
    forgotten: int = 0
    failed: int = 0
    """Since the start."""
    is_looking: bool = False
    last: float = 0.0
    """When the last look ended, in seconds since the epoch."""


@dataclass
class FolderIndexer:
    """One thread that looks at the folders again and again."""

    settings: IndexerSettings
    adoption: Adoption
    clock: Callable[[], float]
    progress: Progress = field(default_factory=Progress)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _told: dict[str, set[str]] = field(default_factory=dict)
    """By folder: what was wrong at the last look, so that it is said once."""

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="advanced-storage-indexer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the file that is being looked at."""
        self._stopping.set()
        if self._thread:
            self._thread.join(_STOP_AFTER)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(self.settings.interval)

    def look(self) -> None:
        """Look at all folders once."""
        self.progress.is_looking = True
        for folder in self.settings.folders:
            try:
                self._look_at_folder(os.path.realpath(folder))
            except _LATER as error:
                logger.warning("the indexer goes on later: %s", error)
            except Exception as error:
                logger.error("the indexer failed: %s", type(error).__name__)  # noqa: TRY400 - paths in it tell of patients
                logger.debug("the indexer failed", exc_info=True)
        self.progress.is_looking = False
        self.progress.rounds += 1
        self.progress.last = self.clock()

    def _look_at_folder(self, folder: str) -> None:
        walk, round_ = Walk(folder), self.adoption.registry.next_round()
        self._adopt_all(self._new_files(walk, round_), round_)
        if self._stopping.is_set():
            return
        for trouble in walk.troubles - self._told.get(folder, set()):
            logger.warning("a folder of the indexer %s", trouble)
        self._told[folder] = walk.troubles
        if not walk.is_empty:
            self._forget_what_has_gone(folder, round_)

    def _adopt_all(self, files: Iterable[tuple[str, os.stat_result]], round_: int) -> None:
        """Several at once, as the index commits them together."""
        pending: deque[Future[_Ended]] = deque()
        with ThreadPoolExecutor(_THREADS, "advanced-storage-indexer") as threads:
            for path, found in files:
                pending.append(threads.submit(self._adopt, path, found, round_))
                if len(pending) > 2 * _THREADS:
                    self._count(pending.popleft().result())
                self._stopping.wait(self.settings.throttle_delay_ms / 1000)
            for adoption in pending:
                self._count(adoption.result())

    def _count(self, ended: "_Ended") -> None:
        self.progress.adopted += ended is _Ended.ADOPTED
        self.progress.failed += ended is _Ended.FAILED

    def _new_files(self, walk: "Walk", round_: int) -> Iterator[tuple[str, os.stat_result]]:
        """Those to adopt; the registry is told which of the others are still there."""
        unchanged: list[str] = []
        for path, found in walk.files():
            if self._stopping.is_set():
                return
            if not self._is_wanted(path):
                continue
            known = self.adoption.registry.get(path)
            if known and (known.size, known.mtime_ns) == (found.st_size, found.st_mtime_ns):
                unchanged.append(path)
            elif 0 <= self.clock() - found.st_mtime < YOUNG:
                pass  # it may still be written to: next time
            elif not (known and known.state is State.ADOPTED) or self._let_go(known, found, round_):
                yield path, found
            if len(unchanged) >= _BATCH:
                self.adoption.registry.still_there(unchanged, round_)
                unchanged.clear()
        self.adoption.registry.still_there(unchanged, round_)

    def _is_wanted(self, path: str) -> bool:
        extension = os.path.splitext(path)[1].lower()
        parsed, skipped = self.settings.parsed_extensions, self.settings.skipped_extensions
        return (not parsed or extension in _extensions(parsed)) and extension not in _extensions(skipped)

    def _adopt(self, path: str, found: os.stat_result, round_: int) -> "_Ended":
        ignored = Seen(path, found.st_size, found.st_mtime_ns, State.IGNORED)
        try:
            own = self.settings.take_ownership
            outcome = self.adoption.adopt(path, _ORIGIN, take_ownership=own, round_=round_)
        except (BadFile, BadRequest):
            self._tell("no instance: %s", path)
            self.adoption.registry.put(ignored, round_)
        except (NotFound, CorruptedFile, FileNotFoundError):
            self._tell("changing: %s", path)
        except _LATER:
            raise
        except (StorageError, OSError) as error:
            why = error if isinstance(error, BrochError) else error.strerror
            logger.warning("a file in a folder of the indexer cannot be read: %s", why)
            self._tell("unreadable: %s", path)
            return _Ended.FAILED
        else:
            self._tell(f"{outcome.status}: %s", path)
            return _Ended.ADOPTED
        return _Ended.LEFT

    def _let_go(self, known: Seen, found: os.stat_result, round_: int) -> bool:
        """Forget the instance of a file that has changed; False if its content is what it was."""
        attachment = self.adoption.attachment(known.instance)
        if attachment is None:
            return True
        try:
            same = attachment.size == found.st_size and md5_of(known.path) == attachment.md5
        except OSError as error:  # one file must not keep the others out
            logger.warning("a file in a folder of the indexer cannot be read: %s", error.strerror)
            self.progress.failed += 1
            return False
        if same:
            self.adoption.registry.put(replace(known, size=found.st_size, mtime_ns=found.st_mtime_ns), round_)
            return False
        try:
            self.adoption.forget_instance(known.path, known.instance)
        except NotFound:
            return True
        self.progress.forgotten += 1
        self._tell("changed: %s", known.path)
        return True

    def _forget_what_has_gone(self, folder: str, round_: int) -> None:
        for known in self.adoption.registry.not_seen(folder, round_):
            if self._stopping.is_set():
                return
            if not is_gone(known.path):  # not wanted any more, or not readable: its instance stays
                continue
            if known.state is State.ADOPTED:
                self._forget_instance(known)
            self.adoption.registry.forget(known)

    def _forget_instance(self, known: Seen) -> None:
        attachment = self.adoption.attachment(known.instance)
        if attachment is None or self.adoption.storage.path_of(attachment.locator) != known.path:
            return
        with suppress(NotFound):  # somebody else was faster
            self.adoption.host.deletion.delete(Level.INSTANCE, known.instance)
            self.progress.forgotten += 1
            self._tell("gone: %s", known.path)

    def _tell(self, what: str, path: str) -> None:
        """A path may tell of a patient: above debug only where the configuration asks for it."""
        logger.log(logging.INFO if self.settings.enable_verbose_logs else logging.DEBUG, what, path)


class Walk:
    """All ordinary files below a folder; no symbolic link is followed."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.is_empty = True
        """Whether nothing at all was found, not even a folder: then its disk may not be there."""
        self.troubles: set[str] = set()

    def files(self) -> Iterator[tuple[str, os.stat_result]]:
        """Path and what is known of it. A folder that cannot be read is passed over."""
        pending = [self._folder]
        while pending:
            try:
                with os.scandir(pending.pop()) as entries:
                    for entry in entries:
                        self.is_empty = False
                        if entry.is_dir(follow_symlinks=False):
                            pending.append(entry.path)
                        elif entry.is_file(follow_symlinks=False) and (found := _stat(entry)):
                            yield entry.path, found
            except OSError as error:
                self.troubles.add(f"cannot be read: {error.strerror}")
        if self.is_empty:
            self.troubles.add("is empty: is its disk there? Nothing is forgotten")


def is_gone(path: str) -> bool:
    """Whether there is certainly no such file: a folder that cannot be read, or a disk that fails, says nothing."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def _extensions(wanted: list[str]) -> set[str]:
    """In lower case, with a dot."""
    return {name.lower() if name.startswith(".") or not name else f".{name.lower()}" for name in wanted}
