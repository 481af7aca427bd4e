"""A file on its way to the disk, while its entry goes into the index."""

import threading
from collections.abc import Callable, Iterable
from queue import SimpleQueue

from broch_hostapi import Buffer
from broch_hostapi.storage import Slot


class Writing:
    """Two steps that are each done once, by whoever comes first: the file is written, then it is made durable.

    Whoever comes while another is at it waits for its end. Neither step raises: see ``error``.
    """

    __slots__ = ("_chunks", "_ended", "_slot", "_syncing", "_writing", "_written", "error", "is_elsewhere", "settled")

    def __init__(self, slot: Slot | None = None, chunks: Callable[[], Iterable[Buffer]] = tuple) -> None:
        """Without a slot it is on the disk already."""
        self._slot = slot
        self._chunks = chunks
        self._written = self._ended = self.settled = slot is None
        self._writing = threading.Lock()
        self._syncing = threading.Lock()
        self.error: BaseException | None = None
        self.is_elsewhere = False
        """Whether a thread of its own does it."""

    def write(self) -> None:
        """Everybody can read it then."""
        if self._written:
            return
        with self._writing:
            if not self._written:
                self._try(lambda slot: slot.write(self._chunks()))
                self._written = True

    def sync(self) -> None:
        """It survives a power cut then, which ``settled`` tells."""
        if self._ended:
            return
        with self._syncing:
            self.write()
            if not self._ended:
                if self.error is None:
                    self._try(lambda slot: slot.sync())
                self.settled = self.error is None
                self._end()

    def help(self) -> None:
        """The same, unless another thread does it."""
        if not self.is_elsewhere:
            self.sync()

    def cancel(self) -> None:
        """Nobody begins to write it any more; what has begun is finished."""
        with self._writing:
            if not self._written and self._slot is not None:
                self._slot.leave()
                self._written = True
                self._end()
        self.sync()

    def _end(self) -> None:
        self._ended = True
        self._slot = None
        self._chunks = tuple  # the bytes are not kept longer than they are needed

    def _try(self, step: Callable[[Slot], object]) -> None:
        try:
            if self._slot is not None:
                step(self._slot)
        except BaseException as error:  # noqa: BLE001  whoever waits for it has to hear of it
            self.error = error


class Helper:
    """A thread that makes files durable, one after the other. It begins with the first of them."""

    def __init__(self) -> None:
        self._files: SimpleQueue[Writing | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, file: Writing) -> None:
        """Do it soon. For one thread at a time."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="storage", daemon=True)
            self._thread.start()
        self._files.put(file)

    def close(self) -> None:
        """Finish what was submitted."""
        if self._thread is not None:
            self._files.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (file := self._files.get()) is not None:
            file.sync()


ON_DISK = Writing()
"""Of what is durable already."""
