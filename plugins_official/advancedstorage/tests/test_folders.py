import errno
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from broch_advancedstorage import folders
from broch_advancedstorage.folders import Folders


@pytest.fixture
def disk(tmp_path):
    disk = Folders(tmp_path / "root")
    disk.prepare()
    return disk


@pytest.fixture
def synced(monkeypatch):
    """Paths in the order in which they were synced."""
    paths = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (paths.append(os.readlink(f"/proc/self/fd/{fd}")), real(fd)))
    return paths


def write(disk, relative):
    os.close(disk.create(relative))


def test_every_new_folder_and_what_is_above_it_is_synced(disk, synced, tmp_path):
    root = str(tmp_path / "root")
    write(disk, "a/b/c/file")
    assert synced == [root, f"{root}/a", f"{root}/a/b"]
    synced.clear()
    write(disk, "a/b/c/other")
    assert synced == []
    write(disk, "a/b/d/file")
    assert synced == [f"{root}/a/b"]


def test_a_folder_that_somebody_else_made_is_synced_once(disk, synced, tmp_path):
    (tmp_path / "root/a/b").mkdir(parents=True)
    write(disk, "a/b/1")
    assert len(synced) == 2
    write(disk, "a/b/2")
    assert len(synced) == 2


def test_empty_folders_go_and_come_again_durably(disk, synced, tmp_path):
    write(disk, "a/b/1")
    write(disk, "a/2")
    disk.remove("a/b/1")
    assert os.listdir(tmp_path / "root/a") == ["2"]
    synced.clear()
    write(disk, "a/b/1")
    assert synced == [str(tmp_path / "root/a")]
    disk.remove("a/2")
    disk.remove("a/b/1")
    assert os.listdir(tmp_path / "root") == []


def test_a_folder_that_another_process_removed_is_made_again(disk, tmp_path):
    write(disk, "a/b/1")
    os.unlink(tmp_path / "root/a/b/1")
    os.rmdir(tmp_path / "root/a/b")
    os.rmdir(tmp_path / "root/a")
    write(disk, "a/b/2")
    assert os.listdir(tmp_path / "root/a/b") == ["2"]


def test_a_file_where_a_folder_should_be(disk):
    write(disk, "a/b")
    with pytest.raises(NotADirectoryError):
        disk.create("a/b/c")


def test_removing_never_races_creating(disk, tmp_path):
    """Eight threads make and remove files of the same few folders: none of them ever fails."""
    start = threading.Barrier(8)

    def work(number):
        start.wait()
        for turn in range(150):
            relative = f"p/{turn % 2}/s/{number}"
            write(disk, relative)
            disk.remove(relative)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    assert os.listdir(tmp_path / "root") == []


def test_a_disk_that_is_nearly_full_keeps_room_for_the_index(disk, monkeypatch):
    monkeypatch.setattr(folders, "RESERVE", 1 << 62)
    with pytest.raises(OSError, match="less is free"):
        disk.create("a/b")


def test_folders_are_private(disk, tmp_path):
    write(disk, "a/b/c")
    assert {os.stat(tmp_path / "root" / path).st_mode & 0o777 for path in (".", "a", "a/b")} == {0o750}


def test_what_is_listed(disk, tmp_path):
    root = tmp_path / "root"
    for relative in ("a/1", "a/b/2", "lost+found/3", "foreign/4", "a/.nfs5"):
        (root / relative).parent.mkdir(exist_ok=True)
        (root / relative).write_bytes(b"x")
    (root / "broch.sqlite").write_bytes(b"index")
    (root / "a/link").symlink_to(root / "a/1")
    (root / "linked").symlink_to(root / "a")
    assert sorted(Folders(root, [root / "foreign"]).walk()) == [("a/1", 1), ("a/b/2", 1)]


def test_a_folder_that_cannot_be_made_durable_leaves_no_file(disk, tmp_path, monkeypatch):
    opened, real = [], folders.create

    def create(path):
        opened.append(real(path))
        disk._durable.clear()  # as if another thread had removed the folder, and made it again
        monkeypatch.setattr(folders, "sync_folder", fail)
        return opened[-1]

    def fail(path):
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(folders, "create", create)
    with pytest.raises(OSError, match="no"):
        disk.create("a/b/c")
    assert os.listdir(tmp_path / "root/a/b") == []
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(opened[0])
