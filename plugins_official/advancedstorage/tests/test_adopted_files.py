"""The storage over files that it did not write, and over several disks."""

import os

import pytest
from broch_advancedstorage import storage as module
from broch_advancedstorage.folders import Folders
from broch_advancedstorage.scheme import DEFAULT, Scheme
from broch_advancedstorage.storage import AdvancedStorage
from broch_hostapi import StorageHints
from broch_hostapi.errors import CorruptedFile, NotFound, StorageError

UUID = "0b5e0a7e-9f2b-4c37-8d0e-1c2d3e4f5a6b"


@pytest.fixture
def make(tmp_path):
    def make(current="", scheme=DEFAULT, **more):
        disks = {name: Folders(tmp_path / f"disk{name}") for name in ("", "1", "2")}
        return AdvancedStorage(disks, current, Scheme(scheme), temporary_directory=tmp_path, **more)

    return make


@pytest.fixture
def theirs(tmp_path):
    path = tmp_path / "scans" / "one two.dcm"
    path.parent.mkdir()
    path.write_bytes(b"0123456789")
    return path


def test_an_adopted_file_is_read_where_it_lies(make, theirs):
    storage = make()
    locator = str(storage.locator_of(str(theirs), owned=False))
    assert locator == f"theirs:10:{theirs.parent}/one%20two.dcm"
    with storage.open(locator, 2, 5) as file:
        assert file.read() == b"234"
    with storage.view(locator) as whole:
        assert bytes(whole) == b"0123456789"
    assert storage.describe(locator) == {"Path": str(theirs), "IsOwnedByOrthanc": False}
    assert storage.path_of(locator) == str(theirs)
    assert list(storage.iterate()) == []


def test_only_what_is_owned_is_deleted(make, theirs):
    storage = make()
    storage.delete(str(storage.locator_of(str(theirs), owned=False)))
    assert theirs.read_bytes() == b"0123456789"
    ours = str(storage.locator_of(str(theirs), owned=True))
    with storage.sparing(ours):
        storage.delete(ours)
    assert theirs.exists()
    theirs.write_bytes(b"another")
    storage.delete(ours)
    assert theirs.read_bytes() == b"another"
    theirs.write_bytes(b"0123456789")
    storage.delete(ours)
    storage.delete(ours)
    assert not theirs.exists()
    assert theirs.parent.exists()


def test_a_file_that_changed_or_went_is_told_from_one_that_did_not(make, theirs):
    storage = make()
    locator = str(storage.locator_of(str(theirs), owned=False))
    for content in (b"short", b"longer than before"):
        theirs.write_bytes(content)
        with pytest.raises(CorruptedFile, match="has changed"):
            storage.open(locator)
        with pytest.raises(CorruptedFile), storage.view(locator):
            pass
    theirs.unlink()
    with pytest.raises(NotFound):
        storage.open(locator)
    os.mkfifo(theirs)
    with pytest.raises(StorageError, match="not an ordinary file"):
        storage.open(locator)
    theirs.unlink()
    theirs.symlink_to("/etc/passwd")
    with pytest.raises(StorageError):
        storage.open(locator)


def test_a_large_adopted_file_can_be_cut_off_while_it_is_viewed(make, theirs, monkeypatch):
    monkeypatch.setattr(module, "IN_MEMORY", 100)
    content = os.urandom(300_000)
    theirs.write_bytes(content)
    storage = make()
    with storage.view(str(storage.locator_of(str(theirs), owned=False))) as whole:
        os.truncate(theirs, 0)
        assert bytes(whole) == content


def test_a_file_in_the_storage_is_named_as_such(make, tmp_path):
    storage = make("1")
    locator = storage.put([b"x"], UUID, 1, StorageHints())
    path = os.path.realpath(tmp_path / "disk1" / locator.removeprefix("1:"))
    assert str(storage.locator_of(path, owned=False)) == locator
    assert storage.path_of(locator) == path


def test_a_symbolic_link_or_a_folder_is_not_adopted(make, theirs, tmp_path):
    (tmp_path / "link").symlink_to(theirs)
    with pytest.raises(StorageError):
        make().locator_of(str(tmp_path / "link"), owned=True)
    with pytest.raises(StorageError):
        make().locator_of(str(theirs.parent), owned=True)
    with pytest.raises(NotFound):
        make().locator_of(str(tmp_path / "nothing"), owned=True)


def test_disks(make, tmp_path):
    locators = [make(current).put([current.encode()], UUID, 1, StorageHints()) for current in ("", "1", "2")]
    assert locators == [f"0b/5e/{UUID}", f"1:0b/5e/{UUID}", f"2:0b/5e/{UUID}"]
    storage = make("2")
    for locator, content in zip(locators, (b"", b"1", b"2"), strict=True):
        with storage.open(locator) as file:
            assert file.read() == content
    assert dict(storage.iterate()) == dict(zip(locators, (0, 1, 1), strict=True))
    assert storage.describe(locators[1]) == {
        "Path": str(tmp_path / f"disk1/0b/5e/{UUID}"), "StorageId": "1", "IsOwnedByOrthanc": True,
    }  # fmt: skip
    (tmp_path / "disk1").rename(tmp_path / "elsewhere")
    moved = AdvancedStorage(
        {"": Folders(tmp_path / "disk"), "1": Folders(tmp_path / "elsewhere")}, "", Scheme(DEFAULT),
        temporary_directory=tmp_path,
    )  # fmt: skip
    with moved.open(locators[1]) as file:
        assert file.read() == b"1"
    for act in (moved.open, moved.delete):
        with pytest.raises(StorageError, match="'2' is not configured"):
            act(locators[2])


def test_a_disk_that_is_not_there_hides_nothing_else(make, tmp_path):
    storage = make()
    locator = storage.put([b"x"], UUID, 1, StorageHints())
    assert not (tmp_path / "disk1").exists()
    assert list(storage.iterate()) == [(locator, 1)]


def test_equal_names_differ_by_the_uuid(make):
    storage = make(scheme="{PatientID}/{SOPInstanceUID}{.ext}")
    hints = StorageHints("P", sop_uid="1.2")
    assert storage.put([b"a"], UUID, 1, hints) == "P/1.2.dcm"
    assert storage.put([b"b"], UUID, 1, hints) == f"P/1.2~{UUID}.dcm"
    assert storage.put([b"c"], UUID, 1, hints) == f"0b/5e/{UUID}"
    with pytest.raises(StorageError, match="no name"):
        storage.put([b"d"], UUID, 1, hints)
    assert len(list(storage.iterate())) == 3


def test_a_path_that_is_too_long_or_in_the_way_of_a_file_falls_back(make):
    storage = make(scheme="{PatientID}/{StudyInstanceUID}/{UUID}", longest=64)
    assert storage.put([b"a"], UUID, 1, StorageHints("P" * 60)) == f"0b/5e/{UUID}"
    storage = make(scheme="{split(StudyDate)}/{SOPInstanceUID}")
    storage.put([b"a"], UUID, 1, StorageHints(study_date="2024", sop_uid="01"))
    other = "1" + UUID[1:]
    assert storage.put([b"b"], other, 1, StorageHints(study_date="20240131", sop_uid="x")) == f"1b/5e/{other}"


def test_other_attachments_have_a_place_of_their_own(make):
    storage = make(scheme="{PatientID}/{UUID}", others="more/data/")
    assert storage.put([b"a"], UUID, 1025, StorageHints("P")) == f"more/data/0b/5e/{UUID}.1025"
    assert storage.kind_of(f"more/data/0b/5e/{UUID}.1025") == 1025
    assert storage.kind_of("P/1.2.3") == storage.kind_of(f"0b/5e/{UUID}") == 1
    assert storage.kind_of("../x") is None
    locator = make(scheme="x/{UUID}.{InstanceNumber}").put([b"a"], UUID, 1, StorageHints(instance_number="12"))
    assert storage.kind_of(locator) == 1


def test_no_error_tells_a_path(make, theirs):
    storage = make()
    for locator in ("P1 - DOE^JOHN/x.dcm", f"theirs:10:{theirs}x"):
        with pytest.raises(NotFound) as caught:
            storage.open(locator)
        assert "DOE" not in str(caught.value)
        assert str(theirs) not in str(caught.value)
