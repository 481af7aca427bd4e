"""Leases alone; with a database that is shared: the tests of the plugin postgresql."""

import logging
import threading

import pytest
from broch import sharing
from broch.sharing import Leases, Watch


class Book:
    """Leases in memory."""

    def __init__(self):
        self.kept, self.positions, self.seq, self.failure = {}, {}, 0, None

    def last_seq(self):
        return self.seq

    def take_leases(self, process, free):
        if self.failure:
            raise self.failure
        for name, value in free.items():
            kept = self.kept.get(name)
            if kept is None or kept == value or kept.startswith(process.encode()):
                self.kept[name] = f"{process} {int(kept.split()[1]) + 1 if kept else 0}".encode()
        return {name: self.kept[name] for name in free}

    def drop_leases(self, process, owners):
        for name in owners:
            if self.kept.get(name, b"").startswith(process.encode()):
                del self.kept[name]

    def keep_position(self, process, owner, position):
        held = self.kept.get(owner, b"").startswith(process.encode())
        if held:
            self.positions[owner] = position
        return held


@pytest.fixture
def processes(clock):
    book = Book()
    return book, *(Leases(book, ["x", "y"], clock) for _ in range(2))


def test_the_first_has_them_and_gives_them_up(processes):
    book, one, other = processes
    assert one.renew()
    assert not one.renew()
    assert not other.renew()
    assert one.holds("x")
    assert one.holds("y")
    assert not other.holds("x")
    assert one.keep_position("x", 7)
    assert not other.keep_position("x", 9)
    assert book.positions == {"x": b"7"}
    one.release()
    assert other.renew()
    assert other.holds("x")


@pytest.mark.parametrize("ahead", [0.0, 1e9, -1e9])
def test_who_cannot_renew_stops_before_another_begins(clock, ahead):
    """Whatever the clocks of the two machines show."""
    book, here, there = Book(), clock, type(clock)(ahead)
    one, other = Leases(book, ["x"], here), Leases(book, ["x"], there)
    one.renew()
    held = []
    for _ in range(200):
        here.now += 0.1
        there.now += 0.1
        other.renew()
        held.append((one.holds("x"), other.holds("x")))
    assert (True, True) not in held
    assert held[0] == (True, False)
    assert held[-1] == (False, True)
    assert not one.keep_position("x", 1)


def test_a_watch_tells_what_others_did_and_outlives_failures(monkeypatch, caplog):
    for name in ("LOOK", "RENEW"):
        monkeypatch.setattr(sharing, name, 0.01)
    book, told = Book(), threading.Semaphore(0)
    watch = Watch(book, Leases(book, ["x"]), [told.release])
    watch.start()
    assert told.acquire(timeout=10)
    book.seq = 5
    assert told.acquire(timeout=10)
    caplog.set_level(logging.ERROR)
    book.failure = RuntimeError("down")
    while not caplog.messages:
        assert not told.acquire(timeout=0.01)
    book.failure, book.seq = None, 6
    assert told.acquire(timeout=10)
    watch.stop()
    assert book.kept == {}
