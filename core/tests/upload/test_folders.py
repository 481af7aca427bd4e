import os

import pytest
from broch.upload.folders import files_of, find
from broch.upload.sources import NotDicom, Source, Unreadable

LARGEST = 1 << 20


def found(*paths):
    kinds = {Source: [], NotDicom: [], Unreadable: []}
    for one in find(paths, LARGEST):
        kinds[type(one)].append(one)
    return kinds[Source], kinds[NotDicom], kinds[Unreadable]


def test_a_folder_with_all_below_it(tmp_path, make_file):
    content = make_file()
    (tmp_path / "a/b").mkdir(parents=True)
    for name in ("1.dcm", "a/2", "a/b/3.dcm"):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a/readme.txt").write_text("hello")
    (tmp_path / "a/empty").write_bytes(b"")
    sources, others, unreadable = found(tmp_path)
    assert [source.name for source in sources] == [str(tmp_path / name) for name in ("1.dcm", "a/2", "a/b/3.dcm")]
    assert b"".join(sources[0].pieces()) == content
    assert all(source.certain for source in sources)
    assert len({source.key for source in sources}) == 3
    assert sorted(other.name for other in others) == [str(tmp_path / "a/empty"), str(tmp_path / "a/readme.txt")]
    assert unreadable == []


def test_links_are_followed_and_loops_end(tmp_path, make_file):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/1.dcm").write_bytes(make_file())
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "a/self").symlink_to("self")
    (tmp_path / "b").symlink_to("a")
    os.mkfifo(tmp_path / "pipe")
    sources, others, unreadable = found(tmp_path)
    assert [source.name for source in sources] == [str(tmp_path / "a/1.dcm")]
    assert others == []
    assert [one.name for one in unreadable] == [str(tmp_path / "a/self")]


def test_a_data_set_without_preamble_may_be_dicom(tmp_path, make_file):
    (tmp_path / "bare").write_bytes(make_file()[132:])
    sources, _, _ = found(tmp_path)
    assert [source.certain for source in sources] == [False]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_cannot_be_read_is_told(tmp_path):
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "secret").chmod(0)
    assert [one.name for one in found(tmp_path)[2]] == [str(tmp_path / "secret")]


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert found(tmp_path / "no")[2][0].reason == "No such file or directory"


def test_a_file_that_becomes_shorter_is_an_error(tmp_path, make_file):
    (tmp_path / "1.dcm").write_bytes(make_file())
    (source,), _, _ = found(tmp_path)
    os.truncate(tmp_path / "1.dcm", 1000)
    with pytest.raises(OSError, match="shorter"):
        list(source.pieces())


def test_a_changed_file_is_another_one(tmp_path, make_file):
    path = tmp_path / "1.dcm"
    path.write_bytes(make_file())
    before = found(path)[0][0].key
    assert found(path)[0][0].key == before
    os.utime(path, ns=(1, 1))
    assert found(path)[0][0].key != before


def directory(folder, *names):
    from pydicom.dataset import Dataset, FileMetaDataset

    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.1.3.10"
    ds.file_meta.MediaStorageSOPInstanceUID = "1.2.3"
    ds.DirectoryRecordSequence = [Dataset() for _ in names]
    for record, name in zip(ds.DirectoryRecordSequence, names, strict=True):
        record.ReferencedFileID = name
    ds.save_as(folder / "DICOMDIR", enforce_file_format=True)
    return folder / "DICOMDIR"


def test_a_medium(tmp_path, make_file):
    (tmp_path / "images").mkdir()
    (tmp_path / "images/im1").write_bytes(make_file())
    (tmp_path / "IM2").write_bytes(make_file())
    (tmp_path / "not-named").write_bytes(make_file())
    medium = directory(tmp_path, ["IMAGES", "IM1"], "IM2", "IM3", ["..", "IM2"])
    sources, others, unreadable = found(medium)
    assert [source.name for source in sources] == [str(tmp_path / "images/im1"), str(tmp_path / "IM2")]
    assert others == []
    assert ["not there" in unreadable[0].reason, "outside" in unreadable[1].reason] == [True, True]
    sources, others, _ = found(tmp_path)  # of the folder, all files but the directory itself
    assert (len(sources), [other.name for other in others]) == (3, [str(medium)])


def test_a_broken_dicomdir_is_told(tmp_path):
    (tmp_path / "DICOMDIR").write_bytes(b"\0" * 500)
    assert "no DICOMDIR" in next(files_of([tmp_path / "DICOMDIR"])).reason
