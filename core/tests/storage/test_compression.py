import io
import struct
import zlib

import pytest
from broch.spool import TemporaryFiles
from broch.storage import compression
from broch.storage.compression import START_OF_FILE, compressed, decompressed, size_before
from broch_hostapi.errors import CorruptedFile
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def spool(tmp_path):
    return TemporaryFiles(tmp_path)


def packed(chunks, spool):
    with compressed(chunks, spool) as (content, meter):
        return b"".join(map(bytes, content.chunks())), meter


def orthanc_form(content):
    """As Orthanc's /attachments/../compressed-data has it."""
    return struct.pack("<Q", len(content)) + zlib.compress(content, 6) if content else b""


@pytest.mark.parametrize("content", [b"", b"two", b"hello", bytes(range(256)) * 5000])
def test_the_bytes_are_orthanc_s(spool, content):
    found, meter = packed([content[:10], memoryview(content)[10:]], spool)
    assert found == orthanc_form(content)
    assert (meter.size, b"".join(decompressed(io.BytesIO(found), len(content)))) == (len(content), content)


def test_what_is_large_goes_to_a_file(spool, monkeypatch):
    import random

    content = random.Random(1).randbytes(300_000)
    monkeypatch.setattr(compression, "IN_MEMORY", 100_000)
    with compressed([content], spool) as (held, _):
        assert hasattr(held._body, "fileno")
        assert b"".join(held.chunks()) == b"".join(held.chunks()) == orthanc_form(content)
    assert held._body.closed


def test_a_source_that_fails(spool):
    def chunks():
        yield b"a"
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        packed(chunks(), spool)


@pytest.mark.parametrize(
    ("stored", "size"),
    [
        (b"", 5),
        (b"\5\0\0", 5),
        (orthanc_form(b"hello"), 4),
        (struct.pack("<Q", 4) + zlib.compress(b"hello"), 4),
        (struct.pack("<Q", 6) + zlib.compress(b"hello"), 6),
        (orthanc_form(b"hello")[:-1], 5),
        (orthanc_form(b"hello") + b"x", 5),
        (orthanc_form(b"hello")[:8], 5),
        (struct.pack("<Q", 5) + b"hello", 5),
        (orthanc_form(b"hello")[:-1] + b"x", 5),
    ],
)
def test_what_is_damaged(stored, size):
    with pytest.raises(CorruptedFile):
        list(decompressed(io.BytesIO(stored), size))


def test_a_bomb_is_given_out_in_pieces_and_no_further_than_its_size():
    bomb = struct.pack("<Q", 1000) + zlib.compress(bytes(50 << 20))
    pieces = decompressed(io.BytesIO(bomb), 1000)
    with pytest.raises(CorruptedFile):
        next(pieces)
    honest = struct.pack("<Q", 50 << 20) + zlib.compress(bytes(50 << 20))
    assert max(map(len, decompressed(io.BytesIO(honest), 50 << 20))) <= compression.CHUNK


@given(st.binary(max_size=300), st.integers(0, 400), st.binary(max_size=40), st.integers(0, 60))
def test_any_damage_is_told_or_does_none(content, size, damage, at):
    """Whatever is stored: the original, or CorruptedFile."""
    stored = orthanc_form(content)
    changed = stored[:at] + damage + stored[at + len(damage) :]
    for candidate, wanted in ((changed, len(content)), (stored, size), (damage, size)):
        try:
            found = b"".join(decompressed(io.BytesIO(candidate), wanted))
        except CorruptedFile:
            continue
        assert len(found) == wanted
        assert candidate[:8] == struct.pack("<Q", wanted) or (candidate, wanted) == (b"", 0)


def test_which_files_may_be_compressed():
    dicom = bytes(128) + b"DICM" + bytes(100)
    assert size_before(dicom[:START_OF_FILE], len(dicom)) is None
    stored = orthanc_form(dicom)
    assert size_before(stored[:START_OF_FILE], len(stored)) == len(dicom)
    bare = struct.pack("<HHI", 8, 5, 0) + struct.pack("<HHI", 8, 8, 4) + b"ABCD"  # a data set without a header
    assert size_before(bare, len(bare)) is None
    lie = struct.pack("<Q", 1 << 40) + stored[8:]
    assert size_before(lie, len(lie)) is None


@given(st.binary(max_size=200), st.integers(0, 1 << 40))
def test_any_start_is_looked_at(start, size):
    found = size_before(start, size)
    assert found is None or 0 <= found <= size * compression._RATIO
