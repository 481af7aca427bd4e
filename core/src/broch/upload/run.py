"""An upload: one thread looks for what to send, several send, the caller is told what became of each object."""

import queue
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from broch_hostapi.errors import BrochError

from broch.upload.acknowledged import Acknowledged
from broch.upload.sender import GaveUp, Lost, Sender, Server
from broch.upload.sources import Found, NotDicom, Source, Unreadable

_BEGINNING = 1 << 18  # Bytes of an object in which its identifiers are looked for.


class Outcome(Enum):
    """What became of something that was found, in the words of the summary."""

    STORED = "stored"
    ALREADY_STORED = "already there"
    SENT_BEFORE = "sent before"
    SKIPPED = "skipped (not DICOM)"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """One object."""

    name: str
    outcome: Outcome
    size: int = 0
    reason: str = ""
    key: bytes | None = None
    """If the server has it now."""


_LEAVE_OFF = Result("", Outcome.SKIPPED)


class Upload:
    """Sends what ``found`` yields over ``jobs`` connections."""

    def __init__(self, server: Server, *, jobs: int, retries: int, skip_known: bool = False) -> None:
        self._server = server
        self._jobs = jobs
        self._retries = retries
        self._skip_known = skip_known
        self._stopping = threading.Event()
        self._waiting: queue.Queue[Source | None] = queue.Queue(2 * jobs)
        self._results: queue.SimpleQueue[Result | None] = queue.SimpleQueue()
        self.interrupted = False
        """Whether ``interrupt`` was called; then not all was looked at."""
        self.trouble = ""
        """Why it gave up; then not all was looked at."""

    def check(self) -> None:
        """See whether the server is there and listens to us. Raises ``GaveUp``."""
        sender = Sender(self._server, self._retries, self._stopping)
        try:
            sender.check()
        finally:
            sender.close()

    def run(self, found: Iterable[Found], acknowledged: Acknowledged | None) -> Generator[Result, None, None]:
        """The results as they come. When the caller leaves off, what is being sent is finished and the rest is not."""
        threads = [
            threading.Thread(target=self._guarded, args=(work,), name=name, daemon=True)
            for name, work in (
                ("find", lambda: self._find(found, acknowledged)),
                *((f"send-{number}", self._send) for number in range(self._jobs)),
            )
        ]
        for thread in threads:
            thread.start()
        try:
            ended = 0
            while ended < len(threads):
                result = self._results.get()
                if result is _LEAVE_OFF:
                    self._stopping.set()
                elif result is None:
                    ended += 1
                else:
                    yield result
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join()
            self._discard_rest()

    def interrupt(self) -> None:
        """Leave off as soon as what is being sent is finished. May be called by the handler of a signal."""
        self.interrupted = True
        self._results.put(_LEAVE_OFF)

    def _guarded(self, work: Callable[[], None]) -> None:
        """Whatever happens in a thread, the caller gets to know, and does not wait for ever."""
        try:
            work()
        except GaveUp as error:
            self._give_up(str(error))
        except Exception as error:  # noqa: BLE001
            self._give_up(f"{type(error).__name__}: {error}")
        finally:
            self._results.put(None)

    def _give_up(self, reason: str) -> None:
        self.trouble = self.trouble or reason
        self._stopping.set()

    def _find(self, found: Iterable[Found], acknowledged: Acknowledged | None) -> None:
        try:
            for one in found:
                if self._stopping.is_set():
                    break
                if isinstance(one, NotDicom):
                    self._results.put(Result(one.name, Outcome.SKIPPED))
                elif isinstance(one, Unreadable):
                    self._results.put(Result(one.name, Outcome.FAILED, reason=one.reason))
                elif acknowledged is not None and one.key in acknowledged:
                    one.discard()
                    self._results.put(Result(one.name, Outcome.SENT_BEFORE))
                else:
                    self._hand_over(one)
        finally:
            for _ in range(self._jobs):
                self._hand_over(None)

    def _hand_over(self, source: Source | None) -> None:
        while not self._stopping.is_set():
            with suppress(queue.Full):
                self._waiting.put(source, timeout=0.2)
                return
        if source is not None:
            source.discard()

    def _send(self) -> None:
        sender = Sender(self._server, self._retries, self._stopping)
        try:
            while not self._stopping.is_set():
                with suppress(queue.Empty):
                    source = self._waiting.get(timeout=0.2)
                    if source is None:
                        return
                    try:
                        self._results.put(self._send_one(sender, source))
                    finally:
                        source.discard()
        finally:
            sender.close()

    def _send_one(self, sender: Sender, source: Source) -> Result:
        try:
            if self._skip_known and (public_id := public_id_of(source)) and sender.has(public_id):
                return Result(source.name, Outcome.ALREADY_STORED, key=source.key)
            answer = sender.store(source)
        except (OSError, Lost) as error:
            return Result(source.name, Outcome.FAILED, reason=str(error))
        if answer.status == 400 and not source.certain:
            return Result(source.name, Outcome.SKIPPED)
        if answer.status != 200:
            return Result(source.name, Outcome.FAILED, reason=answer.reason())
        status = answer.json().get("Status")
        if status in ("Success", "AlreadyStored"):
            outcome = Outcome.STORED if status == "Success" else Outcome.ALREADY_STORED
            return Result(source.name, outcome, source.size, key=source.key)
        return Result(source.name, Outcome.FAILED, reason=f"the server says {str(status)[:64]}")

    def _discard_rest(self) -> None:
        with suppress(queue.Empty):
            while True:
                source = self._waiting.get_nowait()
                if source is not None:
                    source.discard()


def public_id_of(source: Source) -> str | None:
    """The identifier that a server gives the object; None if it cannot be told. Raises ``OSError``."""
    from broch.dataset.identifiers import public_ids
    from broch.dataset.scan import scan_file

    try:
        scan = scan_file(source.head(_BEGINNING), whole=False)
        texts = [scan.text(tag) for tag in (0x00100020, 0x0020000D, 0x0020000E, 0x00080018)]
    except BrochError:
        return None
    return public_ids(*texts).instance if all(texts[1:]) else None
