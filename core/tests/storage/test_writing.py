import threading

import pytest
from broch.storage.writing import ON_DISK, Helper, Writing
from broch_hostapi.errors import StorageFull


class Slot:
    """Notes what is done; a step that has a name here fails, or waits."""

    def __init__(self, failing=None, waiting=None):
        self.steps, self.failing, self.waiting = [], failing, waiting
        self.reached, self.go = threading.Event(), threading.Event()
        self.locator = "x"

    def _step(self, name):
        self.steps.append(name)
        if name == self.waiting:
            self.reached.set()
            assert self.go.wait(10)
        if name == self.failing:
            raise StorageFull(name)

    def write(self, chunks):
        self._step("write " + b"".join(chunks).decode())

    def sync(self):
        self._step("sync")

    def leave(self):
        self._step("leave")


def writing(slot):
    return Writing(slot, lambda: iter([b"a", b"b"]))


def test_each_step_once():
    slot = Slot()
    file = writing(slot)
    file.write()
    assert (slot.steps, file.settled) == (["write ab"], False)
    for _ in range(2):
        file.sync()
        file.write()
        file.cancel()
    assert (slot.steps, file.settled, file.error) == (["write ab", "sync"], True, None)


@pytest.mark.parametrize("step", ["write ab", "sync"])
def test_a_failure_is_kept_and_ends_it(step):
    slot = Slot(failing=step)
    file = writing(slot)
    file.sync()
    file.sync()
    assert slot.steps == ["write ab", "sync"][: 1 + (step == "sync")]
    assert isinstance(file.error, StorageFull)
    assert not file.settled


def test_what_was_not_begun_is_left():
    slot = Slot()
    file = writing(slot)
    file.cancel()
    file.sync()
    assert (slot.steps, file.settled) == (["leave"], False)


@pytest.mark.parametrize("step", ["write ab", "sync"])
@pytest.mark.parametrize("other", ["sync", "cancel"])
def test_who_comes_meanwhile_waits(step, other):
    slot = Slot(waiting=step)
    file = writing(slot)
    first = threading.Thread(target=file.sync)
    second = threading.Thread(target=getattr(file, other))
    first.start()
    assert slot.reached.wait(10)
    second.start()
    second.join(0.05)
    assert second.is_alive()
    slot.go.set()
    first.join()
    second.join()
    assert (slot.steps, file.settled) == (["write ab", "sync"], True)


def test_who_helps_leaves_alone_what_another_thread_does():
    slot = Slot()
    file = writing(slot)
    file.is_elsewhere = True
    file.help()
    assert slot.steps == []
    file.is_elsewhere = False
    file.help()
    assert file.settled


def test_a_helper_does_them_in_their_order_whatever_becomes_of_them():
    helper = Helper()
    helper.close()  # nothing was begun
    waiting, failing, last = Slot(waiting="sync"), Slot(failing="sync"), Slot()
    files = [writing(slot) for slot in (waiting, failing, last)]
    for file in files:
        helper.submit(file)
    assert waiting.reached.wait(10)
    assert (failing.steps, last.steps) == ([], [])
    waiting.go.set()
    helper.close()
    assert [file.settled for file in files] == [True, False, True]
    assert not helper._thread.is_alive()


def test_what_is_on_the_disk():
    ON_DISK.sync()
    assert ON_DISK.settled
