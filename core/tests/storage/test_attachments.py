import hashlib
import os
import random
import zlib
from dataclasses import replace
from uuid import UUID

import pytest
from broch.spool import TemporaryFiles
from broch.storage.attachments import NO_HINTS, Attachments, new_uuid
from broch.storage.content import Content
from broch.storage.filesystem import FilesystemStorage
from broch_hostapi import Level
from broch_hostapi.errors import CorruptedFile, DatabaseUnavailable, NotFound, StorageFull


class Index:
    """Attachments of one resource, and how often it changed."""

    def __init__(self):
        self.kept, self.revision, self.refuse, self.failure = {}, 0, 0, None

    def attachments(self, level, public_id):
        if self.failure:
            raise self.failure
        return dict(self.kept)

    def is_indexed(self, level, public_id, uuid):
        return uuid in {kept.uuid for kept in self.kept.values()}

    def put_attachment(self, level, public_id, attachment, *, derived_from_revision):
        if self.refuse:
            self.refuse -= 1
            return False
        assert derived_from_revision == self.revision
        self.kept[attachment.kind] = attachment
        return True


@pytest.fixture
def index():
    return Index()


@pytest.fixture
def storage(tmp_path):
    return FilesystemStorage(tmp_path)


@pytest.fixture
def attachments(storage, index, tmp_path):
    attachments = Attachments(storage, index, index, lambda level, public_id: index.revision, TemporaryFiles(tmp_path))
    yield attachments
    attachments.close()


@pytest.fixture
def compressing(storage, index, tmp_path):
    attachments = Attachments(
        storage, index, index, lambda level, public_id: index.revision, TemporaryFiles(tmp_path), compress=True
    )
    yield attachments
    attachments.close()


def test_sizes_and_checksum_are_those_of_what_was_written(attachments):
    written = attachments.write([b"ab", b"c"], 1)
    assert (written.size, written.stored_size, written.compression) == (3, 3, 1)
    assert written.md5 == written.stored_md5 == hashlib.md5(b"abc").hexdigest()
    with attachments.open(written, 1, 2) as file:
        assert file.read() == b"b"


def test_derived_data_are_made_once(attachments):
    made = []

    def make():
        made.append(1)
        return [b"derived"]

    for _ in range(3):
        with attachments.derived(Level.SERIES, "x", 4301, make) as file:
            assert file.read() == b"derived"
    assert made == [1]


@pytest.mark.parametrize("refusals", [1, 2, 3, 9])
def test_derived_data_of_a_source_that_changes_are_given_but_not_kept_stale(attachments, storage, index, refusals):
    index.refuse = refusals
    with attachments.derived(Level.SERIES, "x", 4301, lambda: [b"derived"]) as file:
        assert file.read() == b"derived"
    assert len(list(storage.iterate())) == len(index.kept) == (1 if refusals < 3 else 0)


@pytest.mark.parametrize(
    ("failure", "kept"), [(None, False), (NotFound("instance", "x"), False), (DatabaseUnavailable("gone"), True)]
)
def test_only_a_known_rollback_costs_the_file(attachments, storage, index, failure, kept):
    written = attachments.write([b"x"], 1)
    index.failure = failure
    attachments.discard_unless_indexed(Level.INSTANCE, "x", written)
    assert bool(list(storage.iterate())) is kept


def test_a_file_that_the_index_knows_is_kept(attachments, storage, index):
    written = attachments.write([b"x"], 1)
    index.kept[1] = written
    attachments.discard_unless_indexed(Level.INSTANCE, "x", written)
    assert len(list(storage.iterate())) == 1


def incoming(attachments, *, others=0):
    attachments._incoming = others
    return attachments.incoming(Content(b"abc", b"front"), 1, NO_HINTS, Level.INSTANCE, "x")


@pytest.mark.parametrize("others", [0, 1])
def test_written_while_it_is_indexed(attachments, others):
    with incoming(attachments, others=others) as (written, writing):
        writing.sync()
        assert writing.settled
    assert (written.size, written.md5) == (8, hashlib.md5(b"frontabc").hexdigest())
    with attachments.open(written) as file:
        assert file.read() == b"frontabc"
    assert attachments._incoming == others
    attachments.close()


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("others", [0, 1])
def test_what_fails_costs_the_file(attachments, storage, others, begun):
    def fail(writing):
        if begun:
            writing.write()
            assert len(list(storage.iterate())) == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), incoming(attachments, others=others) as (_, writing):
        fail(writing)
    assert list(storage.iterate()) == []
    assert attachments._incoming == others


def test_a_storage_without_slots_writes_first(storage, index, tmp_path):
    class Plain:
        put, open, delete, iterate = storage.put, storage.open, storage.delete, storage.iterate

    attachments = Attachments(Plain(), index, index, lambda level, public_id: 0, TemporaryFiles(tmp_path))
    with incoming(attachments) as (written, writing):
        assert writing.settled
        assert attachments.open(written).read() == b"frontabc"
    with pytest.raises(ZeroDivisionError), incoming(attachments):
        raise ZeroDivisionError
    assert [locator for locator, _ in storage.iterate()] == [written.locator]


def test_a_large_file_is_durable_before_others_may_wait_for_it(attachments, monkeypatch):
    monkeypatch.setattr("broch.storage.attachments.LARGE", 7)
    with incoming(attachments, others=1) as (_, writing):
        assert writing.settled


@pytest.mark.parametrize("others", [0, 1])
def test_a_full_disk_is_told_whoever_writes(attachments, storage, others, monkeypatch):
    def slot(*args):
        raise StorageFull("full")

    monkeypatch.setattr(storage, "slot", slot)
    with pytest.raises(StorageFull), incoming(attachments, others=others):
        pass
    assert attachments._incoming == others


def test_a_retired_file_can_be_read_for_a_while(attachments, storage, monkeypatch):
    first, second = attachments.write([b"old"], 1), attachments.write([b"older"], 1)
    attachments.retire([first])
    with attachments.open(first) as file:
        assert file.read() == b"old"
    monkeypatch.setattr("broch.storage.attachments.GRACE", -1.0)
    attachments.retire([second])
    assert list(storage.iterate()) == []
    attachments.retire([attachments.write([b"x"], 1)])
    attachments.close()
    assert list(storage.iterate()) == []


def test_derived_data_of_a_resource_that_goes_meanwhile_leave_no_file(attachments, storage, index, monkeypatch):
    def gone(*args, **options):
        raise NotFound("series", "x")

    monkeypatch.setattr(index, "put_attachment", gone)
    with pytest.raises(NotFound):
        attachments.derived(Level.SERIES, "x", 4301, lambda: [b"derived"])
    assert list(storage.iterate()) == []


def test_compressed(compressing, storage):
    content = b"abc" * 1000
    written = compressing.write([content[:7], content[7:]], 1024)
    assert (written.size, written.md5, written.compression) == (3000, hashlib.md5(content).hexdigest(), 2)
    stored = storage.open(written.locator).read()
    assert (len(stored), hashlib.md5(stored).hexdigest()) == (written.stored_size, written.stored_md5)
    assert stored == (3000).to_bytes(8, "little") + zlib.compress(content)
    with compressing.open(written) as file, compressing.open(written.as_stored) as raw:
        assert (file.read(), raw.read()) == (content, stored)
    with compressing.view(written) as buffer:
        assert bytes(buffer) == content
    assert compressing.open(written, 2, 5).read() == b"cab"
    assert compressing.write([content], 1023, compress=False).compression == 1
    assert compressing.derived(Level.STUDY, "s", 1030, lambda: [content]).read() == content
    compressing.discard([written])
    with pytest.raises(NotFound):
        compressing.open(written)


@pytest.mark.parametrize("size", [0, 1, 100_000])
def test_incoming_and_compressed(compressing, size):
    content = bytes(size)
    with compressing.incoming(Content(content), 1, NO_HINTS, Level.INSTANCE, "i") as (attachment, writing):
        writing.sync()
        assert writing.error is None
    assert (attachment.size, attachment.is_compressed) == (size, True)
    assert compressing.open(attachment).read() == content


def test_rewritten(attachments, storage):
    plain = replace(attachments.write([b"abc" * 1000], 1024), revision=7)
    packed = attachments.rewritten(plain, NO_HINTS, compress=True)
    assert (packed.size, packed.md5, packed.revision, packed.is_compressed) == (3000, plain.md5, 7, True)
    again = attachments.rewritten(packed, NO_HINTS, compress=False)
    assert (again.stored_md5, again.revision, again.is_compressed) == (plain.md5, 7, False)
    files = len(list(storage.iterate()))
    with pytest.raises(CorruptedFile):
        attachments.rewritten(replace(plain, md5="0"), NO_HINTS, compress=True)
    assert len(list(storage.iterate())) == files


def test_uuids_are_nobody_elses_chance():
    random.seed(1)
    first = new_uuid()
    random.seed(1)
    assert new_uuid() != first
    assert UUID(first).version == 4
    assert len({new_uuid() for _ in range(10_000)}) == 10_000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_has_other_uuids_than_its_parent():
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, new_uuid().encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 36).decode() != new_uuid()
    os.close(reading)
    os.close(writing)
