import errno
import io
import os

import pytest
from broch_hostapi import files
from broch_hostapi.errors import StorageError, StorageFull
from broch_hostapi.files import (
    FileSection,
    NewFile,
    create,
    names_follow_files,
    part,
    storage_errors,
    sync_folder,
    whole,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def new(tmp_path):
    """Makes a new file; what is called with it is noted."""
    notes = []

    def new(name="file"):
        path = str(tmp_path / name)
        return NewFile(name, path, create(path), lambda: notes.append("sync"), lambda: notes.append("gone"))

    new.notes = notes
    return new


def test_written_synced_and_there(new, tmp_path):
    slot = new()
    slot.write([b"a", memoryview(b"bc"), bytearray(b"")])
    assert new.notes == []
    slot.sync()
    assert (tmp_path / "file").read_bytes() == b"abc"
    assert new.notes == ["sync"]
    assert os.stat(tmp_path / "file").st_mode & 0o007 == 0


def test_none_takes_the_place_of_another(new):
    new()
    with pytest.raises(FileExistsError):
        new()


def test_what_is_left_is_gone(new, tmp_path):
    new().leave()
    assert os.listdir(tmp_path) == []
    assert new.notes == ["gone"]


@pytest.mark.parametrize("error", [ValueError("mine"), OSError(errno.ENOSPC, "mine too"), KeyboardInterrupt()])
def test_errors_of_chunks_pass_as_they_are(new, tmp_path, error):
    def chunks():
        yield b"x"
        raise error

    with pytest.raises(type(error)) as caught:
        new().write(chunks())
    assert caught.value is error
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("call", ["write", "fsync", "close"])
@pytest.mark.parametrize(
    ("number", "expected"), [(errno.ENOSPC, StorageFull), (errno.EDQUOT, StorageFull), (errno.EIO, StorageError)]
)
def test_a_failing_disk_is_told_and_leaves_nothing(new, tmp_path, monkeypatch, call, number, expected):
    slot = new()

    def fail(*args):
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, call, fail)
        if call != "write":
            slot.write([b"y"])
        with pytest.raises(expected):
            slot.write([b"y"]) if call == "write" else slot.sync()
    assert os.listdir(tmp_path) == []
    assert new.notes == ["gone"]


def test_short_writes_go_on(new, tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(files.os, "write", lambda file, chunk: real(file, chunk[:3]))
    new().write([b"0123456789"])
    assert (tmp_path / "file").read_bytes() == b"0123456789"


def test_a_folder_can_be_synced(tmp_path):
    sync_folder(str(tmp_path))
    with pytest.raises(StorageError), storage_errors():
        sync_folder(str(tmp_path / "nothing"))


@given(st.binary(max_size=50), st.integers(0, 60), st.none() | st.integers(0, 60))
def test_any_part(tmp_path_factory, content, start, stop):
    path = tmp_path_factory.mktemp("part") / "file"
    path.write_bytes(content)
    with part(path.open("rb"), start, stop) as file:
        assert file.read() == content[start:stop]
        assert file.read(1) == b""
        file.seek(0)
        assert file.read(2) == content[start:stop][:2]
        assert file.tell() == len(content[start:stop][:2])


@pytest.mark.parametrize("size", [0, 10, files.MAP_FROM + 1])
def test_whole(tmp_path, size):
    content = os.urandom(size)
    (tmp_path / "file").write_bytes(content)
    with (tmp_path / "file").open("rb") as file, whole(file) as buffer:
        assert bytes(buffer) == content
        kept = memoryview(buffer)[1:3]
    assert bytes(kept) == content[1:3]


def test_a_section_is_a_file(tmp_path):
    (tmp_path / "file").write_bytes(b"0123456789")
    section = FileSection((tmp_path / "file").open("rb"), 2, 8)
    assert section.readable()
    assert section.seekable()
    buffer = bytearray(4)
    assert section.readinto(buffer) == 4
    assert buffer == b"2345"
    assert section.seek(-1, io.SEEK_END) == 5
    assert section.readall() == b"7"
    section.close()
    assert section.closed


@pytest.mark.parametrize(
    ("kind", "follow"), [("ext4", True), ("xfs", True), ("btrfs", False), ("nfs4", False), ("overlay", False)]
)
def test_names_follow_files_where_that_is_known(tmp_path, monkeypatch, kind, follow):
    device = os.stat(tmp_path).st_dev
    mounts = tmp_path / "mountinfo"
    monkeypatch.setattr(files, "_MOUNTS", str(mounts))
    assert not names_follow_files(str(tmp_path)), "nothing tells"
    mounts.write_text(
        "22 1 0:21 / /proc rw,nosuid - proc proc rw\n"
        f"28 1 {os.major(device)}:{os.minor(device)} /a\\040b /here rw,noatime shared:1 master:2 - {kind} /dev/x rw\n"
    )
    assert names_follow_files(str(tmp_path)) is follow
    mounts.write_text("22 1 0:21 / /proc rw,nosuid - proc proc rw\n")
    assert not names_follow_files(str(tmp_path))
