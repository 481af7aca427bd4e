import errno
import os
import threading

import pytest
from broch.storage import filesystem, prepared
from broch.storage.filesystem import FilesystemStorage
from broch.storage.prepared import AT_ONCE, USED, WRITER
from broch_hostapi import StorageHints
from broch_hostapi.errors import NotFound, StorageError, StorageFull

HINTS = StorageHints()
UUID = "0b5e0a7e-9f2b-4c37-8d0e-1c2d3e4f5a6b"


@pytest.fixture
def storage(tmp_path):
    return FilesystemStorage(tmp_path / "files")


def files_below(folder):
    """Files that hold something, or were meant to."""
    paths = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names if not name.startswith(WRITER)]
    return [path for path in paths if os.stat(path).st_mode & 0o777 == USED]


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
    content = os.urandom(filesystem.MAP_FROM + 5)
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
    assert len(files_below(tmp_path)) == 1


def test_file_name_and_folders_are_synced_before_put_returns(storage, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(os.readlink(f"/proc/self/fd/{fd}")), real(fd)))
    path = storage._path(storage.put([b"x"], UUID, 1, HINTS))
    folder = os.path.dirname(path)
    assert synced.index(folder) < synced.index(path)
    assert os.path.dirname(folder) in synced
    assert os.path.dirname(os.path.dirname(folder)) in synced


def test_what_was_prepared_goes_with_a_clean_stop_and_with_the_start_after_a_crash(storage, tmp_path):
    def everything():
        return [os.path.join(r, n) for r, _, names in os.walk(tmp_path) for n in names if not n.startswith(WRITER)]

    empty = storage.put([b""], UUID, 1, HINTS)
    first = storage.put([b"x"], UUID, 1, HINTS)
    assert len(everything()) == AT_ONCE
    storage._prepared._writer.close()  # as the end of the process does
    after_crash = FilesystemStorage(tmp_path / "files")
    assert len(everything()) == 2
    second = after_crash.put([b"y"], UUID, 1, HINTS)
    assert os.path.dirname(second) == os.path.dirname(first)
    after_crash.close()
    assert sorted(everything()) == sorted(after_crash._path(n) for n in (empty, first, second))


def test_two_servers_on_one_storage_leave_each_other_alone(storage, tmp_path):
    first = storage.put([b"x"], UUID, 1, HINTS)
    other = FilesystemStorage(tmp_path / "files")
    locators = [first]
    for n in range(3 * AT_ONCE):
        locators += [storage.put([b"%d" % n], UUID, 1, HINTS), other.put([b"%d" % n], UUID, 1, HINTS)]
    other.close()
    storage.close()
    assert sorted(FilesystemStorage(tmp_path / "files").iterate())[0][1] > 0
    assert {locator for locator, _ in FilesystemStorage(tmp_path / "files").iterate()} == set(locators)


def test_a_file_that_vanishes_while_it_is_written_is_no_success(storage, tmp_path):
    storage.put([b"x"], UUID, 1, HINTS)

    def chunks():
        for root, _, names in os.walk(tmp_path / "files"):
            for name in names:
                if len(name) == 36:
                    os.unlink(os.path.join(root, name))
        yield b"y"

    with pytest.raises(StorageError):
        storage.put(chunks(), UUID, 1, HINTS)


@pytest.mark.parametrize("hint", ["", "../..", "zz/zz", "aa/bb", "\xff\xff\xff\xff\xff"])
def test_a_wrong_hint_of_the_folder_harms_nothing(tmp_path, hint):
    (tmp_path / f"{WRITER}1").write_text(hint, encoding="utf-8")
    storage = FilesystemStorage(tmp_path)
    with storage.view(storage.put([b"x"], UUID, 1, HINTS)) as buffer:
        assert bytes(buffer) == b"x"


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
    assert len({os.path.dirname(locator) for locator in locators}) == 1


def test_a_full_folder_is_left_for_another(storage, monkeypatch):
    monkeypatch.setattr(prepared, "FILES_IN_A_FOLDER", AT_ONCE)
    locators = [storage.put([b"x"], UUID, 1, HINTS) for _ in range(4 * AT_ONCE)]
    assert len({os.path.dirname(locator) for locator in locators}) in (3, 4)  # chance may pick one twice


def test_foreign_files_are_not_taken_for_attachments(storage, tmp_path):
    (tmp_path / "files" / "index").write_bytes(b"x")
    (tmp_path / "files" / "zz").mkdir()
    assert list(storage.iterate()) == []


def test_a_disk_that_is_nearly_full_keeps_room_for_the_index(storage, monkeypatch):
    monkeypatch.setattr(prepared, "RESERVE", 1 << 62)
    with pytest.raises(StorageFull):
        storage.put([b"x"], UUID, 1, HINTS)


def test_after_close_nothing_is_taken(storage):
    storage.close()
    with pytest.raises(StorageError):
        storage.put([b"x"], UUID, 1, HINTS)


def test_folders_are_private(storage, tmp_path):
    path = storage._path(storage.put([b"x"], UUID, 1, HINTS))
    while path != str(tmp_path):
        assert os.stat(path).st_mode & 0o007 == 0
        path = os.path.dirname(path)
