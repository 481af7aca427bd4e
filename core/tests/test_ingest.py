"""The one way in: what is stored, what is not, and what is left behind when something fails."""

import contextlib
import hashlib
import io
import os
import threading
import tracemalloc
import uuid
from pathlib import Path

import pytest
from broch.ingest import whole
from broch_hostapi import Level, Origin, StorageHints, StoreStatus
from broch_hostapi.errors import BadFile, DatabaseUnavailable, NotFound, SopMismatch, StorageFull
from broch_hostapi.testing.datasets import make_instance, uid

REST = Origin("RestApi", "10.0.0.9", username="somebody")
SECONDARY_CAPTURE, EXPLICIT = "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.1.2.1"


@pytest.fixture
def host(running_host):
    return running_host.host


@pytest.fixture
def stored(running_host):
    """Paths of the DICOM files in the storage."""

    def stored():
        folder = running_host.configuration.storage_directory
        files = (p for p in folder.rglob("*") if p.is_file() and "index" not in p.name)
        return [p for p in files if p.open("rb").read(132)[128:] == b"DICM"]

    return stored


@pytest.fixture
def large_file(tmp_path):
    """An open file of 50 MB."""
    path = tmp_path / "large.dcm"
    path.write_bytes(make_instance(Rows=5000, Columns=10000, PixelData=bytes(50_000_000)))
    with path.open("rb") as file:
        yield file


def is_in_use(path):
    """Whether this process has a file open or mapped; None where that cannot be told."""
    if not os.path.exists("/proc/self/maps"):
        return None
    opened = []
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):  # it may go while we look
            opened.append(os.readlink(f"/proc/self/fd/{number}"))
    return str(path) in opened or str(path) in Path("/proc/self/maps").read_text()


@pytest.mark.parametrize("keyword", ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"])
def test_identifiers_that_the_index_would_not_keep(host, stored, keyword):
    """Searches name their answers by them."""
    with pytest.raises(BadFile, match=keyword):
        host.ingest.receive(make_instance(**{keyword: "1." + "2" * 299}), REST)
    assert stored() == []


def test_what_is_told_and_kept(host, stored):
    file = make_instance()
    outcome = host.ingest.receive(file, REST)
    assert (outcome.status, outcome.sop_instance, outcome.sop_class) == (
        StoreStatus.SUCCESS, uid("P1", 1, 1, 1), SECONDARY_CAPTURE,
    )  # fmt: skip
    assert outcome.study_instance == uid("P1", 1)
    assert [path.read_bytes() for path in stored()] == [file]
    assert host.index.get(Level.STUDY, outcome.study).parent == outcome.patient
    metadata = {name: value for name, (value, _) in host.index.metadata(Level.INSTANCE, outcome.instance).items()}
    assert metadata["Origin"] == "RestApi"
    assert (metadata["RemoteIP"], metadata["HttpUsername"]) == ("10.0.0.9", "somebody")
    assert (metadata["TransferSyntax"], metadata["SopClassUid"]) == (EXPLICIT, SECONDARY_CAPTURE)
    offset = int(metadata["PixelDataOffset"])
    assert file[offset : offset + 4] == b"\xe0\x7f\x10\0"
    assert "RemoteAET" not in metadata
    again = host.ingest.receive(file, REST)
    assert (again.status, again.instance) == (StoreStatus.ALREADY_STORED, outcome.instance)
    assert len(stored()) == 1


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, "file", io.BytesIO])
def test_every_kind_of_source(host, stored, tmp_path, kind):
    file = make_instance()
    if kind == "file":
        (tmp_path / "x").write_bytes(file)
        with (tmp_path / "x").open("rb") as source:
            host.ingest.receive(source, REST)
            assert not source.closed
    else:
        host.ingest.receive(kind(file), REST)
    assert [path.read_bytes() for path in stored()] == [file]


def test_a_data_set_gets_file_meta_information_and_must_be_what_was_announced(host, stored):
    from broch.dataset.file_meta import dataset_offset

    file = make_instance()
    data = file[dataset_offset(file) :]
    with pytest.raises(SopMismatch):
        host.ingest.receive_dataset(data, EXPLICIT, SECONDARY_CAPTURE, "1.2.3", REST)
    with pytest.raises(SopMismatch):
        host.ingest.receive_dataset(data, EXPLICIT, "1.2.3", uid("P1", 1, 1, 1), REST)
    outcome = host.ingest.receive_dataset(data, EXPLICIT, SECONDARY_CAPTURE, uid("P1", 1, 1, 1), REST)
    (path,) = stored()
    kept = path.read_bytes()
    assert kept.endswith(data)
    offset = int(host.index.metadata(Level.INSTANCE, outcome.instance)["PixelDataOffset"][0])
    assert kept[offset : offset + 4] == b"\xe0\x7f\x10\0"


def test_what_is_no_instance(host, stored, tmp_path):
    broken = [
        b"", b"rubbish", make_instance()[:-1], make_instance(StudyInstanceUID=None),
        make_instance(SeriesInstanceUID=""), make_instance(SeriesInstanceUID=None),
    ]  # fmt: skip
    for file in broken:
        with pytest.raises(BadFile):
            host.ingest.receive(file, REST)
        (tmp_path / "broken").write_bytes(file)
        with (tmp_path / "broken").open("rb") as source, pytest.raises(BadFile):
            host.ingest.receive(source, REST)
        assert not is_in_use(tmp_path / "broken")
    assert stored() == []
    assert host.index.statistics().patients == 0


def test_without_a_patient_id(host):
    outcome = host.ingest.receive(make_instance(PatientID=None), REST)
    assert host.index.get(Level.PATIENT, outcome.patient).uid == ""


def test_a_large_file_is_never_in_memory_and_nothing_stays_open(host, stored, large_file):
    tracemalloc.start()
    try:
        host.ingest.receive(large_file, REST)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20
    assert [path.stat().st_size for path in stored()] == [os.path.getsize(large_file.name)]
    large_file.close()
    assert not is_in_use(large_file.name)


def test_a_known_rollback_leaves_no_file(host, stored, monkeypatch):
    def fail(new, writing):
        raise StorageFull("the disk of the index is full")

    monkeypatch.setattr(host.ingest._index, "add_instance", fail)
    with pytest.raises(StorageFull):
        host.ingest.receive(make_instance(), REST)
    assert stored() == []


def test_what_may_have_been_committed_is_kept(host, stored, monkeypatch):
    add = host.ingest._index.add_instance

    def add_and_lose_the_answer(new, writing):
        add(new, writing)
        raise DatabaseUnavailable("the connection was lost behind COMMIT")

    with monkeypatch.context() as patch:
        patch.setattr(host.ingest._index, "add_instance", add_and_lose_the_answer)
        with pytest.raises(DatabaseUnavailable):
            host.ingest.receive(make_instance(), REST)
    assert len(stored()) == 1
    assert host.index.statistics().instances == 1

    def add_or_not(new, writing):
        writing.sync()
        raise DatabaseUnavailable("gone")

    def unavailable(*args):
        raise DatabaseUnavailable("gone")

    with monkeypatch.context() as patch:
        patch.setattr(host.ingest._index, "add_instance", add_or_not)
        patch.setattr(type(host.index), "attachments", unavailable)
        with pytest.raises(DatabaseUnavailable):
            host.ingest.receive(make_instance(number=2), REST)
    assert len(stored()) == 2


def test_a_full_storage_leaves_no_row(host, stored, monkeypatch):
    def fail(*args):
        raise StorageFull("full")

    monkeypatch.setattr(host.attachments._storage, "slot", fail)
    with pytest.raises(StorageFull):
        host.ingest.receive(make_instance(), REST)
    assert host.index.statistics().instances == 0


def test_a_plugin_that_breaks_stores_nothing(host, stored, add_plugin):
    add_plugin(accept_instance=lambda self, instance: 1 / 0)
    outcome = host.ingest.receive(make_instance(), REST)
    assert outcome.status is StoreStatus.FILTERED_OUT
    assert "ZeroDivisionError" in outcome.reason
    assert stored() == []
    assert host.index.statistics().patients == 0


def test_a_plugin_may_look_at_everything_and_keep_a_frame(host, stored, add_plugin, large_file):
    kept = []

    def accept_instance(self, host, instance, origin):
        assert instance.text(0x00100020) == "P1"
        assert instance.number_of_frames == 1
        kept.append(instance.frame(0))

    add_plugin(accept_instance=accept_instance)
    assert host.ingest.receive(large_file, REST).status is StoreStatus.SUCCESS
    assert len(stored()) == 1
    assert len(kept[0]) == 50_000_000


def test_side_by_side(host):
    statuses = []

    def send(numbers):
        statuses.extend(host.ingest.receive(make_instance(number=n), REST).status for n in numbers)

    threads = [threading.Thread(target=send, args=(range(20),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(statuses) == ["AlreadyStored"] * 60 + ["Success"] * 20
    counted = host.index.statistics()
    assert (counted.patients, counted.studies, counted.series, counted.instances) == (1, 1, 1, 20)


def test_whole_of_a_file_that_was_just_written(tmp_path):
    with (tmp_path / "x").open("w+b") as file:
        file.write(b"not flushed")
        with whole(file) as buffer:
            assert bytes(buffer) == b"not flushed"
    with (tmp_path / "y").open("w+b") as file, pytest.raises(BadFile, match="empty"), whole(file):
        pass


def test_a_view_that_somebody_keeps_does_no_harm(tmp_path):
    (tmp_path / "x").write_bytes(b"0123456789")
    with (tmp_path / "x").open("rb") as file, whole(file) as buffer:
        kept = memoryview(buffer)[2:5]
    assert bytes(kept) == b"234"
    del kept
    assert not is_in_use(tmp_path / "x")


@pytest.fixture
def orphan(host):
    """Puts a file into the storage that no instance has; returns its locator."""
    storage = host.attachments._storage
    return lambda content: storage.put([content], str(uuid.uuid4()), 1, StorageHints())


def test_a_file_that_is_there_is_adopted_without_a_copy(host, stored, orphan):
    file = make_instance()
    locator = orphan(file)
    outcome = host.ingest.adopt(locator, REST)
    assert (outcome.status, outcome.sop_instance) == (StoreStatus.SUCCESS, uid("P1", 1, 1, 1))
    attachment = host.index.attachments(Level.INSTANCE, outcome.instance)[1]
    assert (attachment.locator, attachment.size, attachment.md5) == (
        locator, len(file), hashlib.md5(file).hexdigest(),
    )  # fmt: skip
    assert len(stored()) == 1
    assert host.ingest.adopt(locator, REST).status is StoreStatus.ALREADY_STORED
    assert host.ingest.receive(file, REST).status is StoreStatus.ALREADY_STORED
    assert [path.read_bytes() for path in stored()] == [file]
    host.deletion.delete(Level.INSTANCE, outcome.instance)
    assert stored() == []


@pytest.mark.parametrize("overwrite", ["Never", "Always", "IfChanged"])
def test_adopting_replaces_nothing_and_deletes_nothing(host, stored, orphan, monkeypatch, overwrite):
    monkeypatch.setattr(host.ingest, "_overwrite", overwrite)
    first = host.ingest.receive(make_instance(), REST)
    other = orphan(make_instance(PatientName="Somebody^Else"))
    assert host.ingest.adopt(other, REST).status is StoreStatus.ALREADY_STORED
    assert host.index.attachments(Level.INSTANCE, first.instance)[1].locator != other
    assert len(stored()) == 2


def test_what_cannot_be_adopted_is_left_alone(host, stored, orphan, add_plugin, monkeypatch):
    with pytest.raises(NotFound):
        host.ingest.adopt("aa/bb/nothing", REST)
    bad, good = orphan(make_instance()[:-1]), orphan(make_instance())
    with pytest.raises(BadFile):
        host.ingest.adopt(bad, REST)

    def fail(*args):
        raise DatabaseUnavailable("gone")

    with monkeypatch.context() as patch:
        patch.setattr(host.ingest._index, "add_instance", fail)
        with pytest.raises(DatabaseUnavailable):
            host.ingest.adopt(good, REST)
    add_plugin(accept_instance=lambda self, instance: 1 / 0)
    assert host.ingest.adopt(good, REST).status is StoreStatus.FILTERED_OUT
    assert len(stored()) == 2
    assert host.index.statistics().patients == 0


def test_adopting_drops_what_was_derived(host, stored, orphan):
    first = host.ingest.receive(make_instance(), REST)
    host.attachments.derived(Level.SERIES, first.series, 4301, lambda: [b"derived"]).close()
    host.ingest.adopt(orphan(make_instance(number=2)), REST)
    assert 4301 not in host.index.attachments(Level.SERIES, first.series)


def test_hints_tell_more_when_they_are_asked(host, monkeypatch):
    storage, told = host.attachments._storage, []
    slot = type(storage).slot

    def listening(self, name, kind, hints):
        told.append((hints.text(0x00100010), hints.text(0x00081030), hints.public_ids[3], hints.patient_id))
        return slot(self, name, kind, hints)

    monkeypatch.setattr(type(storage), "slot", listening)
    outcome = host.ingest.receive(make_instance(), REST)
    assert told == [("Nobody^P1", "Study 1", outcome.instance, "P1")]
