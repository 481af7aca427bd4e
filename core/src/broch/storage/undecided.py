"""Files of which nobody knows whether the index has them: the connection was lost while they were committed.

They are kept until the database has told; only a known rollback costs a file. What is still open when the server stops
is an orphan at worst, which `broch fsck` finds.
"""

import logging
import threading
from collections.abc import Callable, Iterable

from broch_hostapi import Attachment, Level
from broch_hostapi.errors import BrochError

logger = logging.getLogger(__name__)

RETRY = 5.0
"""Seconds between two attempts to ask."""


class Undecided:
    """Asks in a thread of its own, which lives only while there is something to ask."""

    def __init__(
        self, knows: Callable[[Level, str, str], bool], discard: Callable[[Iterable[Attachment]], None]
    ) -> None:
        """``knows``: whether the index has an attachment of this resource with this UUID; raises if it cannot tell."""
        self._knows = knows
        self._discard = discard
        self._open: list[tuple[Level, str, Attachment]] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def decide(self, level: Level, public_id: str, attachment: Attachment) -> None:
        """Ask now or, if the database cannot tell, as soon as it can."""
        try:
            known = self._knows(level, public_id, attachment.uuid)
        except BrochError:
            self.add(level, public_id, attachment)
            return
        if not known:
            self._discard([attachment])

    def add(self, level: Level, public_id: str, attachment: Attachment) -> None:
        """Ask later."""
        with self._lock:
            self._open.append((level, public_id, attachment))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="undecided", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Ask no more."""
        self._stopping.set()
        thread = self._thread  # which forgets itself at its end
        if thread is not None:
            thread.join()
        if self._open:
            logger.warning("of %d files it is not known whether the index has them; they are kept", len(self._open))

    def _run(self) -> None:
        while not self._stopping.wait(RETRY):
            with self._lock:
                asked, self._open = self._open, []
            for item in asked:
                self._ask(item)
            with self._lock:
                if not self._open:
                    self._thread = None
                    return

    def _ask(self, item: tuple[Level, str, Attachment]) -> None:
        try:
            known = self._knows(item[0], item[1], item[2].uuid)
        except Exception as error:  # noqa: BLE001  whatever it is: kept, and asked again
            logger.debug("file %s is undecided: %s", item[2].uuid, type(error).__name__)
            with self._lock:
                self._open.append(item)
            return
        if not known:
            self._discard([item[2]])
