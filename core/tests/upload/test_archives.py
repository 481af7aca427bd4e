import gzip
import io
import random
import tarfile
import zipfile

import pytest
from broch.upload.folders import find
from broch.upload.sources import NotDicom, Source, Unreadable
from hypothesis import given
from hypothesis import strategies as st

LARGEST = 1 << 20


def contents(path, largest=LARGEST):
    """Of the DICOM files in it, twice; how many others; reasons."""
    sources, others, reasons = [], 0, []
    for one in find([path], largest):
        if isinstance(one, Source):
            content = b"".join(one.pieces())
            assert b"".join(one.pieces()) == content
            assert len(content) == one.size
            one.discard()
            sources.append((one.name.partition("!")[2], content))
        elif isinstance(one, NotDicom):
            others += 1
        else:
            assert isinstance(one, Unreadable)
            reasons.append(one.reason)
    return sources, others, reasons


def zipped(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        for name, content in members:
            archive.writestr(name, content, **options)
    return path


def tarred(path, members, mode):
    with tarfile.open(path, mode) as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path


@pytest.fixture
def members(make_file):
    return [("a/1.dcm", make_file()), ("readme.txt", b"hello"), ("2", make_file()), ("nested.zip", b"PK\x03\x04")]


def test_zip(tmp_path, members):
    assert contents(zipped(tmp_path / "a.zip", members)) == ([members[0], members[2]], 2, [])


@pytest.mark.parametrize(("name", "mode"), [("a.tar", "w"), ("a.tgz", "w:gz"), ("a.tar.gz", "w:gz")])
def test_tar(tmp_path, members, name, mode):
    assert contents(tarred(tmp_path / name, members, mode)) == ([members[0], members[2]], 2, [])


def test_one_file_in_gzip(tmp_path, make_file):
    content = make_file()
    (tmp_path / "1.dcm.gz").write_bytes(gzip.compress(content))
    (tmp_path / "brain.nii.gz").write_bytes(gzip.compress(b"nifti" * 100))
    assert contents(tmp_path / "1.dcm.gz") == ([("1.dcm", content)], 0, [])
    assert contents(tmp_path / "brain.nii.gz") == ([], 1, [])


def test_a_large_member_goes_through_a_file(tmp_path, make_file):
    content = make_file(6 << 20)
    assert contents(zipped(tmp_path / "a.zip", [("1", content)]), 10 << 20) == ([("1", content)], 0, [])


@pytest.mark.parametrize("make", [lambda p, m: zipped(p, m), lambda p, m: tarred(p, m, "w:gz")])
def test_a_member_that_is_too_large_is_told(tmp_path, make_file, make):
    small = make_file()
    sources, _, reasons = contents(make(tmp_path / "a", [("1", make_file(3 << 20)), ("2", small)]))
    assert sources == [("2", small)]
    assert reasons == ["larger than 1 MB (--largest)"]


def test_a_bomb_in_gzip_stops_at_the_limit(tmp_path, make_file):
    with gzip.open(tmp_path / "bomb.gz", "wb") as bomb:
        bomb.write(make_file())
        for _ in range(64):
            bomb.write(bytes(1 << 20))
    assert contents(tmp_path / "bomb.gz") == ([], 0, ["larger than 1 MB (--largest)"])


def test_a_damaged_member_does_not_hide_the_others(tmp_path, members):
    path = zipped(tmp_path / "a.zip", members)
    damaged = bytearray(path.read_bytes())
    begin = damaged.index(b"a/1.dcm")
    damaged[begin + 2000 : begin + 2020] = bytes(20)
    path.write_bytes(damaged)
    sources, _, reasons = contents(path)
    assert sources == [members[2]]
    assert len(reasons) == 1
    assert "damaged" in reasons[0]


@pytest.mark.parametrize("mode", ["zip", "w", "w:gz"])
def test_an_archive_that_is_cut_off_is_told(tmp_path, members, mode):
    path = tmp_path / "a"
    zipped(path, members) if mode == "zip" else tarred(path, members, mode)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    reasons = contents(path)[2]
    assert reasons
    assert all("damaged" in reason for reason in reasons)


@given(st.integers(), st.sampled_from(["zip", "w", "w:gz", "gz"]))
def test_no_archive_breaks_it(tmp_path_factory, seed, mode):
    rng = random.Random(seed)
    path = tmp_path_factory.getbasetemp() / "fuzzed"
    content = [("1", bytes(128) + b"DICM" + rng.randbytes(2000)), ("2", b"\x08\0\x05\0CS\0\0" + rng.randbytes(50))]
    if mode == "gz":
        path.write_bytes(gzip.compress(content[0][1]))
    else:
        zipped(path, content) if mode == "zip" else tarred(path, content, mode)
    damaged = bytearray(path.read_bytes())
    for _ in range(rng.randrange(1, 9)):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    path.write_bytes(damaged[: rng.randrange(len(damaged)) if rng.random() < 0.3 else None])
    contents(path)
