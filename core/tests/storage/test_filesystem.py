import errno
import os
import subprocess
import threading

import pytest
from broch.storage import filesystem, folders
from broch.storage.filesystem import FilesystemStorage
from broch_hostapi import StorageHints
from broch_hostapi.errors import NotFound, StorageError, StorageFull
from broch_hostapi.files import MAP_FROM

HINTS = StorageHints()
UUID = "0b5e0a7e-9f2b-4c37-8d0e-1c2d3e4f5a6b"


@pytest.fixture
def storage(tmp_path):
    return FilesystemStorage(tmp_path / "files")


def files_below(folder):
    return [name for _, _, names in os.walk(folder) for name in names]


def test_what_is_put_can_be_opened_viewed_listed_and_deleted(storage):
    locator = storage.put([b"abc", memoryview(b"defg")], UUID, 1, HINTS)
    with storage.open(locator) as file:
        assert file.read() == b"abcdefg"
    with storage.open(locator, 2, 5) as file:
        assert file.read() == b"cde"
    with storage.open(locator, 3) as file:
        assert file.read(2) == b"de"
    with storage.view(locator) as buffer:
        assert bytes(buffer) == b"abcdefg"
    assert list(storage.iterate()) == [(locator, 7)]
    storage.delete(locator)
    storage.delete(locator)
    assert list(storage.iterate()) == []
    with pytest.raises(NotFound):
        storage.open(locator)


def test_a_large_file_is_mapped_and_a_view_that_outlives_its_context_stays_good(storage):
    content = os.urandom(MAP_FROM + 5)
    locator = storage.put([content], UUID, 1, HINTS)
    with storage.view(locator) as buffer:
        kept = memoryview(buffer)[10:20]
        assert len(buffer) == len(content)
    assert bytes(kept) == content[10:20]


def test_a_locator_cannot_leave_the_root(storage, tmp_path):
    (tmp_path / "secret").write_bytes(b"x")
    for locator in ("../secret", "/etc/passwd", "aa/../../secret"):
        with pytest.raises(NotFound):
            storage.open(locator)


def test_chunks_that_raise_leave_nothing(storage, tmp_path):
    def chunks():
        yield b"half"
        raise ConnectionError("the peer has gone")

    with pytest.raises(ConnectionError):
        storage.put(chunks(), UUID, 1, HINTS)
    assert files_below(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "expected"), [(errno.ENOSPC, StorageFull), (errno.EDQUOT, StorageFull), (errno.EIO, StorageError)]
)
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_failing_disk_is_told_and_leaves_nothing(storage, tmp_path, monkeypatch, number, expected, call):
    storage.put([b"x"], UUID, 1, HINTS)

    def fail(*args):
        raise OSError(number, "no")

    monkeypatch.setattr(filesystem.os, call, fail)
    with pytest.raises(expected):
        storage.put([b"y"], UUID[::-1], 1, HINTS)
    assert files_below(tmp_path) == [UUID]


def test_a_full_disk_costs_no_descriptors(storage, monkeypatch):
    monkeypatch.setattr(folders, "LOOK_EVERY", 1)
    first = storage.put([b"x"], UUID, 1, HINTS)
    with monkeypatch.context() as patch:
        patch.setattr(folders, "RESERVE", 1 << 62)
        for _ in range(3):
            with pytest.raises(StorageFull):
                storage.put([b"y"], UUID[::-1], 1, HINTS)
    (folder,) = storage._folders._free
    if folder.descriptor >= 0:
        os.fstat(folder.descriptor)
    assert os.path.dirname(storage.put([b"z"], UUID[::-1], 1, HINTS)) == os.path.dirname(first)


@pytest.mark.parametrize("follow", [False, True])
def test_file_and_folders_are_synced_before_put_returns(tmp_path, monkeypatch, follow):
    monkeypatch.setattr(folders, "names_follow_files", lambda path: follow)
    storage = filesystem.FilesystemStorage(tmp_path / "files")
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(os.readlink(f"/proc/self/fd/{fd}")), real(fd)))
    path = storage._path(storage.put([b"x"], UUID, 1, HINTS))
    folder = os.path.dirname(path)
    assert (folder in synced) is not follow
    assert synced[-1] == (path if follow else folder)
    assert path in synced
    assert os.path.dirname(folder) in synced
    assert os.path.dirname(os.path.dirname(folder)) in synced


def test_a_folder_takes_many_files_and_threads_do_not_collide(storage):
    locators, lock = set(), threading.Lock()

    def work(n):
        for i in range(25):
            locator = storage.put([b"x"], f"{n:08d}-{i}", 1, HINTS)
            with lock:
                locators.add(locator)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(locators) == 100
    assert len({os.path.dirname(locator) for locator in locators}) <= 4  # as many as wrote at the same time


def test_a_full_folder_is_left_for_another(storage, monkeypatch):
    monkeypatch.setattr(folders, "FILES_IN_A_FOLDER", 2)
    locators = [storage.put([b"x"], f"{n}", 1, HINTS) for n in range(8)]
    assert len({os.path.dirname(locator) for locator in locators}) in (3, 4)  # chance may pick one twice


def test_foreign_files_are_not_taken_for_attachments(storage, tmp_path):
    (tmp_path / "files" / "index").write_bytes(b"x")
    (tmp_path / "files" / "zz").mkdir()
    assert list(storage.iterate()) == []


def test_a_disk_that_is_nearly_full_keeps_room_for_the_index(storage, monkeypatch):
    monkeypatch.setattr(folders, "RESERVE", 1 << 62)
    with pytest.raises(StorageFull):
        storage.put([b"x"], UUID, 1, HINTS)


def test_folders_are_private(storage, tmp_path):
    path = storage._path(storage.put([b"x"], UUID, 1, HINTS))
    while path != str(tmp_path):
        assert os.stat(path).st_mode & 0o007 == 0
        path = os.path.dirname(path)


def test_folders_are_told_apart_where_the_file_system_can(storage, tmp_path):
    try:
        folders.tell_apart(str(tmp_path))
    except OSError:
        pytest.skip("the file system knows no attribute T")
    shown = subprocess.run(["lsattr", "-d", tmp_path], capture_output=True, text=True, check=True).stdout
    if "T" not in shown.split()[0]:
        pytest.skip("the system has no ext4, and no word against it")
    locator = storage.put([b"abc"], UUID, 1, HINTS)
    first = tmp_path / "files" / locator[:2]
    shown = subprocess.run(["lsattr", "-d", first], capture_output=True, text=True, check=True).stdout
    assert "T" in shown.split()[0]


def test_a_file_system_that_knows_no_such_attribute_serves_as_well(storage, monkeypatch):
    def refuse(path):
        raise OSError(errno.ENOTTY, "no")

    monkeypatch.setattr(folders, "tell_apart", refuse)
    locator = storage.put([b"abc"], UUID, 1, HINTS)
    assert list(storage.iterate()) == [(locator, 3)]
