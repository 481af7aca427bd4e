import threading

import pytest
from broch.storage import undecided
from broch.storage.undecided import Undecided
from broch_hostapi import Attachment, Level
from broch_hostapi.errors import DatabaseUnavailable

FILE = Attachment(1, "uuid", "at", 1, "", 1, "")


class Index:
    """What it answers is set by the test; ``asked`` says when it was."""

    def __init__(self, answer):
        self.answer, self.asked, self.discarded = answer, threading.Semaphore(0), []
        self.gone = threading.Event()

    def knows(self, level, public_id, uuid):
        assert (level, public_id, uuid) == (Level.INSTANCE, "x", "uuid")
        self.asked.release()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def discard(self, attachments):
        self.discarded += attachments
        self.gone.set()


@pytest.mark.parametrize(("known", "discarded"), [(True, []), (False, [FILE])])
def test_decided_at_once(known, discarded):
    index = Index(known)
    Undecided(index.knows, index.discard).decide(Level.INSTANCE, "x", FILE)
    assert index.discarded == discarded


@pytest.mark.parametrize("failure", [DatabaseUnavailable("down"), RuntimeError()])
def test_asked_until_the_database_tells(monkeypatch, failure):
    monkeypatch.setattr(undecided, "RETRY", 0.01)
    index = Index(failure)
    waiting = Undecided(index.knows, index.discard)
    waiting.add(Level.INSTANCE, "x", FILE)
    for _ in range(3):
        assert index.asked.acquire(timeout=10)
    assert index.discarded == []
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "undecided")
    index.answer = False
    assert index.gone.wait(10)
    waiting.close()
    assert index.discarded == [FILE]
    thread.join(10)  # it may have forgotten itself just before the close, and so is not waited for by that
    assert not thread.is_alive()


def test_what_is_open_at_the_end_is_kept(caplog):
    index = Index(DatabaseUnavailable("down"))
    waiting = Undecided(index.knows, index.discard)
    waiting.decide(Level.INSTANCE, "x", FILE)
    waiting.close()
    assert index.discarded == []
    assert "1 files" in caplog.text
