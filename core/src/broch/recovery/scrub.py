"""Reads what is stored, slowly and for ever, and compares it with its checksums, before somebody needs it.

Bytes on a disk change or vanish without anybody asking for them. Who learns of it early still has another copy.
"""

import hashlib
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from broch_hostapi.errors import BrochError, NotFound
from broch_hostapi.resources import Level
from broch_hostapi.storage import Storage

from broch.index.connection import Connection
from broch.index.integrity import IndexedFile, files_after
from broch.index.state import get_state
from broch.index.tables import NAMES

logger = logging.getLogger(__name__)

OWNER, NAME = "core", "scrubbing"
"""Of the state in the index."""
PIECE = 256 << 10
KEEP_EVERY = 60.0
"""Seconds between two times at which the position is kept: what was read since is read again after a restart."""
ROUND = 86400.0
"""Seconds that a round takes at least: a small archive is not read all day."""
RETRY = 60.0
"""Seconds until the next attempt when the index cannot be read."""
LISTED = 100


class StateWriter(Protocol):
    """The one thing that scrubbing needs of the index's writer."""

    def set_state(self, owner: str, name: str, value: bytes | None) -> None:
        """Keep a value."""
        ...


@dataclass
class Scrubbed:
    """How far it is. ``damaged`` counts since ever; the newest are listed until a later round finds them well."""

    round: int = 1
    begun: float = 0.0
    """Seconds since the epoch, of this round."""
    position: list[int] = field(default_factory=lambda: [-1, 0])
    files: int = 0
    bytes: int = 0
    """Of this round."""
    damaged: int = 0
    bad: list[str] = field(default_factory=list)
    finished: float = 0.0
    """When the last round that is over ended."""


class Scrubber:
    """One thread."""

    def __init__(
        self, connection: Connection, storage: Storage, writer: StateWriter, clock: Callable[[], float], rate: float,
    ) -> None:
        """``rate``: bytes a second."""
        self._connection = connection
        self._storage = storage
        self._writer = writer
        self._clock = clock
        self._rate = rate
        self._stop = threading.Event()
        self._state = Scrubbed()
        self._kept = clock()
        self._thread = threading.Thread(target=self._run, name="scrubbing", daemon=True)

    def start(self) -> None:
        """Begin where a previous run was."""
        self._thread.start()

    def stop(self) -> None:
        """End at once, and remember where."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        known = False
        while not self._stop.is_set():
            try:
                if not known:
                    self._state, known = read_state(self._connection), True
                self._round()
            except Exception as error:  # whatever it is, the thread has to go on
                logger.warning("scrubbing pauses: %s", type(error).__name__)
                logger.debug("scrubbing pauses", exc_info=error)
                self._stop.wait(RETRY)
        if known:
            self._keep()

    def _round(self) -> None:
        """From where it is to the end; then wait for the next."""
        state = self._state
        state.begun = state.begun or self._clock()
        while page := files_after(self._connection, *state.position):
            for file in page:
                self._verify(file)
                if self._stop.is_set():
                    return
                state.position = [file.owner, file.attachment.kind]
                state.files += 1
                if self._clock() - self._kept > KEEP_EVERY:
                    self._keep()
        logger.info("scrubbing: round %d is over, %d files", state.round, state.files)
        next_round = state.begun + ROUND
        self._state = Scrubbed(state.round + 1, damaged=state.damaged, bad=state.bad, finished=self._clock())
        self._keep()
        self._stop.wait(max(0.0, next_round - self._clock()))

    def _verify(self, file: IndexedFile) -> None:
        attachment = file.attachment
        try:
            found = self._md5(attachment.locator)
        except NotFound:
            found = "missing"
        except (BrochError, OSError) as error:
            found = type(error).__name__
        name = attachment.locator
        if found == attachment.stored_md5:
            if name in self._state.bad:
                self._state.bad.remove(name)
        elif found and self._is_still_there(file):  # else it was deleted or replaced meanwhile, or we are to stop
            self._tell(file, "is missing" if found == "missing" else "is damaged")

    def _md5(self, locator: str) -> str:
        """Empty when it was broken off."""
        digest = hashlib.md5(usedforsecurity=False)
        with self._storage.open(locator) as source:
            while piece := source.read(PIECE):
                digest.update(piece)
                self._state.bytes += len(piece)
                if self._stop.wait(len(piece) / self._rate):
                    return ""
        return digest.hexdigest()

    def _is_still_there(self, file: IndexedFile) -> bool:
        rows = files_after(self._connection, file.owner, file.attachment.kind - 1)
        return bool(rows) and rows[0].attachment == file.attachment

    def _tell(self, file: IndexedFile, what: str) -> None:
        level = Level(file.owner % 4)
        row = self._connection.one(f"SELECT public_id FROM {NAMES[level]} WHERE key = ?", (file.owner // 4,))  # noqa: S608
        public_id = row[0] if row else ""
        locator = file.attachment.locator
        logger.error("%s %s: the stored file %s %s", level.word, public_id, locator, what)
        if locator not in self._state.bad:
            self._state.damaged += 1
            self._state.bad = [*self._state.bad, locator][-LISTED:]
        self._keep()

    def _keep(self) -> None:
        self._kept = self._clock()
        try:
            self._writer.set_state(OWNER, NAME, json.dumps(asdict(self._state)).encode())
        except BrochError as error:
            logger.warning("scrubbing could not keep its place: %s", error)


def read_state(connection: Connection) -> Scrubbed:
    """What was kept; as new if it cannot be understood."""
    try:
        kept: dict[str, Any] = json.loads(get_state(connection, OWNER, NAME) or b"{}")
        return Scrubbed(**kept)
    except (TypeError, ValueError):
        return Scrubbed()
