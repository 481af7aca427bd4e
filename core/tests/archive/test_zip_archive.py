import io
import mmap
import random
import subprocess
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from broch.archive.zip_archive import Member, stream_zip
from broch_hostapi.errors import CorruptedFile, ParameterOutOfRange
from hypothesis import given
from hypothesis import strategies as st

WHEN = datetime(2026, 11, 22, 17, 30, 42)


def member(name: str, data: bytes, **changes: object) -> Member:
    return Member(**{"name": name, "size": len(data), "modified": WHEN, "chunks": [data], **changes})


def archive(*members: Member) -> bytes:
    return b"".join(stream_zip(members))


def opened(data: bytes) -> zipfile.ZipFile:
    result = zipfile.ZipFile(io.BytesIO(data))
    assert result.testzip() is None
    return result


def test_members_come_back() -> None:
    z = opened(archive(member("a/1.dcm", b"x" * 1000), member("a/2.dcm", b""), member("b/é.dcm", bytes(range(256)))))
    assert {name: z.read(name) for name in z.namelist()} == {
        "a/1.dcm": b"x" * 1000,
        "a/2.dcm": b"",
        "b/é.dcm": bytes(range(256)),
    }
    first, _, third = z.infolist()
    assert first.date_time == (2026, 11, 22, 17, 30, 42)
    assert first.compress_size < 100
    assert not first.flag_bits & 0x800
    assert third.flag_bits & 0x800


def test_an_empty_archive() -> None:
    assert opened(archive()).namelist() == []


def test_an_unknown_size_takes_the_long_form() -> None:
    z = opened(archive(member("a", b"y" * 5000, size=None), member("b", b"z")))
    assert (z.read("a"), z.read("b")) == (b"y" * 5000, b"z")


def test_any_buffer_in_any_pieces() -> None:
    data = bytes(range(256)) * 4096
    pieces = [memoryview(data)[:7], memoryview(bytearray(data[7:500_001])), data[500_001:], b""]
    assert opened(archive(member("a", data, chunks=pieces))).read("a") == data


@pytest.mark.peer("unzip")
def test_unzip_accepts_it(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(archive(member("é/1", b"a" * 300_000), member("2", b"b" * 10, size=None), member("3", b"")))
    done = subprocess.run(["unzip", "-t", target], capture_output=True, text=True, check=False)
    assert (done.returncode, "No errors" in done.stdout) == (0, True), done.stdout + done.stderr


def test_more_than_65535_members() -> None:
    count = 65_600
    z = zipfile.ZipFile(io.BytesIO(archive(*(member(f"{i:06}", b"") for i in range(count)))))
    assert len(z.namelist()) == count


def test_a_member_beyond_4_gib(tmp_path: Path) -> None:
    block = bytes(1 << 24)
    blocks = 257
    big = Member("big", len(block) * blocks, WHEN, (block for _ in range(blocks)))
    target = tmp_path / "big.zip"
    with target.open("wb") as out:
        out.writelines(stream_zip([big, member("small", b"abc")], level=0))
    with zipfile.ZipFile(target) as z:
        assert z.getinfo("big").file_size == len(block) * blocks
        assert z.read("small") == b"abc"


def test_memory_does_not_follow_the_size() -> None:
    block = bytes(1 << 20)
    source = Member("a", 256 << 20, WHEN, (block for _ in range(256)))
    tracemalloc.start()
    try:
        assert all(len(piece) < 1 << 20 for piece in stream_zip([source]))
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


def test_a_cut_download_closes_what_is_open() -> None:
    closed: list[str] = []

    def chunks() -> Iterator[bytes]:
        try:
            while True:
                yield bytes(range(256)) * 1000
        finally:
            closed.append("chunks")

    def members() -> Iterator[Member]:
        try:
            yield Member("endless", None, WHEN, chunks())
        finally:
            closed.append("members")

    stream = stream_zip(members(), level=0)
    next(stream)
    stream.close()
    assert closed == ["chunks", "members"]


@pytest.mark.parametrize("taken", [1, 2, 5])
def test_a_cut_download_leaves_no_member_open_and_no_thread(taken: int) -> None:
    opened_, closed = [], []
    noise = random.Random(0).randbytes(200_000)

    def chunks(number: int) -> Iterator[bytes]:
        opened_.append(number)
        try:
            yield noise
        finally:
            closed.append(number)

    stream = stream_zip(member(f"{n}", noise, chunks=chunks(n)) for n in range(1000))
    for _ in range(taken):
        next(stream)
    stream.close()
    assert sorted(opened_) == sorted(closed)
    assert len(opened_) < 20
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("archive")]


def test_a_member_that_fails_ends_the_archive() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"abc"
        raise CorruptedFile("no")

    with pytest.raises(CorruptedFile, match="no"):
        archive(member("a", b"abc"), member("b", b"abc", chunks=chunks()), member("c", b"abc"))


@pytest.mark.parametrize("said", [2, 4])
def test_a_member_of_another_size_is_an_error(said: int) -> None:
    with pytest.raises(CorruptedFile, match=f"3 bytes, not {said}"):
        archive(member("a", b"abc", size=said))


@pytest.mark.parametrize("name", ["", "/a", "a/../b", "..", "a//b", "a\\b", "a/", "a\0", "x" * 70_000])
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    with pytest.raises(ParameterOutOfRange):
        archive(member(name, b""))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(1960, 5, 5), (1980, 1, 1, 0, 0, 0)),
        (datetime(2300, 5, 5), (2107, 12, 31, 23, 59, 58)),
    ],
)
def test_dates_that_zip_cannot_say(moment: datetime, expected: tuple[int, ...]) -> None:
    assert opened(archive(member("a", b"", modified=moment))).infolist()[0].date_time == expected


@given(st.dictionaries(st.text("abé日 ._", min_size=1).filter(lambda n: n.strip(".")), st.binary(), max_size=6))
def test_any_members(files: dict[str, bytes]) -> None:
    z = opened(archive(*(member(name, data) for name, data in files.items())))
    assert {name: z.read(name) for name in z.namelist()} == files


@pytest.mark.parametrize("cut", [False, True])
def test_a_mapped_file_can_be_closed_behind_its_chunks(tmp_path: Path, cut: bool) -> None:
    path = tmp_path / "mapped"
    path.write_bytes(b"abc" * 1_000_000)

    def chunks() -> Iterator[memoryview]:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as view,
        ):
            for start in range(0, len(view), 1 << 20):
                with view[start : start + (1 << 20)] as chunk:
                    yield chunk

    stream = stream_zip([member("a", b"", size=3_000_000, chunks=chunks())], level=0)
    if cut:
        next(stream)
        stream.close()
    else:
        assert opened(b"".join(stream)).read("a") == path.read_bytes()


class Chunks:
    """One member's content, which knows whether it was closed."""

    closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield bytes(100_000)

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("threads", [0, 1, 4])
def test_content_is_closed_also_if_it_is_never_read(threads: int) -> None:
    everything = [Chunks() for _ in range(12)]
    given = []

    def members() -> Iterator[Member]:
        for number, chunks in enumerate(everything):
            given.append(chunks)
            yield member(f"{number}", b"", size=100_000 if number % 3 else None, chunks=chunks)

    stream = stream_zip(members(), threads=threads)
    next(stream)
    stream.close()
    assert given
    assert all(chunks.closed for chunks in given)
    assert b"".join(stream_zip(members(), threads=threads)) == b"".join(stream_zip(members(), threads=2))
    assert all(chunks.closed for chunks in everything)
