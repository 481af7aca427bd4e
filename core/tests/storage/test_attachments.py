import hashlib

import pytest
from broch.spool import TemporaryFiles
from broch.storage.attachments import NO_HINTS, Attachments
from broch.storage.content import Content
from broch.storage.filesystem import FilesystemStorage
from broch_hostapi import Level
from broch_hostapi.errors import DatabaseUnavailable, NotFound, StorageFull


class Index:
    """Attachments of one resource, and how often it changed."""

    def __init__(self):
        self.kept, self.revision, self.refuse, self.failure = {}, 0, 0, None

    def attachments(self, level, public_id):
        if self.failure:
            raise self.failure
        return dict(self.kept)

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
    return Attachments(storage, index, index, lambda level, public_id: index.revision, TemporaryFiles(tmp_path))


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


@pytest.mark.parametrize("others", [0, 1])
def test_written_while_other_work_is_done(attachments, storage, others):
    attachments._writing = others
    written, done = attachments.write_while(Content(b"abc", b"front"), 1, NO_HINTS, lambda: "done")
    assert (done, written.size, written.md5) == ("done", 8, hashlib.md5(b"frontabc").hexdigest())
    with attachments.open(written) as file:
        assert file.read() == b"frontabc"
    assert attachments._writing == others
    attachments.close()


@pytest.mark.parametrize("others", [0, 1])
def test_work_that_fails_costs_the_file(attachments, storage, others):
    attachments._writing = others
    with pytest.raises(ZeroDivisionError):
        attachments.write_while(Content(b"abc"), 1, NO_HINTS, lambda: 1 / 0)
    assert list(storage.iterate()) == []


@pytest.mark.parametrize("others", [0, 1])
def test_a_full_disk_is_told_whoever_writes(attachments, storage, others, monkeypatch):
    attachments._writing = others

    def put(*args):
        raise StorageFull("full")

    monkeypatch.setattr(storage, "put", put)
    with pytest.raises(StorageFull):
        attachments.write_while(Content(b"abc"), 1, NO_HINTS, lambda: None)
    assert attachments._writing == others


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
