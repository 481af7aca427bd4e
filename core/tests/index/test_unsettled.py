"""A commit and the sync of the file side by side: what is acknowledged is durable, and the mark is never too high."""

import threading

import pytest
from broch.index.unsettled import last_settled_file, take_back, unsettled_files
from broch.storage.writing import Writing
from broch_hostapi import Level
from broch_hostapi.errors import StorageError, StorageFull

pytestmark = pytest.mark.sqlite  # engines that several servers write to wait for the sync first


class Slot:
    """A file whose sync waits, and may fail."""

    locator = "x"

    def __init__(self, error=None):
        self.error, self.go, self.reached = error, threading.Event(), threading.Event()

    def write(self, chunks):
        pass

    def sync(self):
        self.reached.set()
        assert self.go.wait(10)
        if self.error:
            raise self.error

    def leave(self):
        pass


@pytest.fixture
def add(archive):
    """Add an instance in a thread, with its file on its way; ends both with the test."""
    begun = []

    def start(new, error=None, *, until_committed=True):
        slot = Slot(error)
        outcome = []

        def run():
            try:
                outcome.append(archive.writer.add_instance(new, writing).status)
            except Exception as failure:
                outcome.append(failure)

        writing = Writing(slot)
        writing.is_elsewhere = True
        syncing = threading.Thread(target=writing.sync)
        syncing.start()
        thread = threading.Thread(target=run)
        committed = threading.Event()
        archive.writer.on_commit(committed.set)
        thread.start()
        if until_committed:
            assert committed.wait(10)
        begun.append((slot, thread, syncing))
        return slot, thread, outcome

    yield start
    for slot, thread, syncing in begun:
        slot.go.set()
        thread.join()
        syncing.join()


def unsettled(archive):
    return [public_id for public_id, _ in archive.writer.submit(unsettled_files)]


def test_it_is_indexed_before_its_file_is_durable_and_acknowledged_afterwards(archive, add):
    new = archive.new()
    slot, thread, outcome = add(new)
    assert archive.reader.statistics().instances == 1
    assert (outcome, unsettled(archive)) == ([], [new.ids.instance])
    slot.go.set()
    thread.join()
    assert outcome == ["Success"]
    archive.writer.add_instance(archive.new(instance=2))
    archive.writer.set_metadata(Level.INSTANCE, new.ids.instance, "1024", "told")
    assert unsettled(archive) == []


def test_the_mark_stays_before_the_oldest(archive, add):
    first = add(archive.new(instance=1))
    for number in range(2, 5):
        archive.writer.add_instance(archive.new(instance=number))
    assert len(unsettled(archive)) == 4
    assert archive.writer.submit(last_settled_file) is None
    first[0].go.set()
    first[1].join()
    archive.writer.add_instance(archive.new(instance=9))
    assert unsettled(archive) == [archive.new(instance=9).ids.instance]
    assert archive.writer.submit(last_settled_file).uuid == archive.new(instance=4).attachments[0].uuid


def test_a_file_that_fails_takes_its_row_along(archive, add):
    archive.writer.add_instance(archive.new(instance=2))
    slot, thread, outcome = add(archive.new(), StorageFull("full"))
    assert archive.reader.statistics().instances == 2
    slot.go.set()
    thread.join()
    assert [str(error) for error in outcome] == ["full"]
    assert archive.reader.statistics().instances == 1


def test_a_file_that_fails_early_never_has_a_row(archive):
    class Failing(Slot):
        def write(self, chunks):
            raise StorageFull("full")

    with pytest.raises(StorageFull):
        archive.writer.add_instance(archive.new(), Writing(Failing()))
    assert archive.reader.statistics().instances == 0
    archive.writer.add_instance(archive.new())
    assert archive.reader.statistics().instances == 1


def test_one_that_is_there_already_is_not_acknowledged_before_it_is_durable(archive, add):
    slot, _, first = add(archive.new())
    again = threading.Thread(target=lambda: second.append(archive.writer.add_instance(archive.new()).status))
    second = []
    again.start()
    again.join(0.05)
    assert (first, second) == ([], [])
    slot.go.set()
    again.join()
    assert second == ["AlreadyStored"]


def test_nor_if_that_one_fails(archive, add):
    slot, _, _ = add(archive.new(), StorageFull("full"))
    failures = []

    def run():
        try:
            archive.writer.add_instance(archive.new())
        except StorageError as error:
            failures.append(error)

    again = threading.Thread(target=run)
    again.start()
    again.join(0.05)
    slot.go.set()
    again.join()
    assert len(failures) == 1


def test_what_replaces_another_is_durable_before_the_commit(archive, add):
    old = archive.new(content="old")
    archive.writer.add_instance(old)
    slot, thread, outcome = add(archive.new(content="new", overwrite="Always"), until_committed=False)
    assert slot.reached.wait(10)
    thread.join(0.05)
    kept = archive.reader.attachments(3, old.ids.instance)[1]
    assert kept.uuid == old.attachments[0].uuid
    slot.go.set()
    thread.join()
    assert outcome == ["Success"]
    assert archive.reader.attachments(3, old.ids.instance)[1].uuid != old.attachments[0].uuid


def test_only_the_same_file_is_taken_back(archive):
    new = archive.new()
    archive.writer.add_instance(new)
    assert archive.writer.submit(lambda tx: take_back(tx, new.ids.instance, "another")) == []
    assert archive.reader.statistics().instances == 1
    archive.writer.submit(lambda tx: take_back(tx, new.ids.instance, new.attachments[0].uuid))
    assert archive.reader.statistics().instances == 0


def test_nothing_is_unsettled_after_an_orderly_end(archive, database):
    from broch.index.commit import IndexWriter

    archive.writer.add_instance(archive.new())
    archive.writer.close()
    writer = IndexWriter(database, archive.startup)
    assert writer.submit(unsettled_files) == []
    writer.close()
