"""Offset tables and fragments; pydicom reads them back."""

import io
from struct import unpack_from

import pytest
from broch.dataset.transcode import encapsulate
from broch.dataset.transcode.encapsulate import move, native_header, write_frames
from broch.dataset.transcode.recode import Encoding
from broch_hostapi.errors import LimitExceeded
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.encaps import generate_fragments, parse_basic_offsets
from pydicom.filereader import read_dataset

FRAMES = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12)


def written(frames: list[bytes]) -> Dataset:
    out = io.BytesIO(b"in front")
    out.seek(8)
    size = write_frames(out, iter(frames), len(frames))
    assert out.tell() == len(out.getvalue())
    assert size == sum(len(frame) + len(frame) % 2 for frame in frames)
    out.seek(8)
    return read_dataset(out, False, True)


def padded(frames: list[bytes]) -> list[bytes]:
    return [frame + b"\0" * (len(frame) % 2) for frame in frames]


@given(FRAMES)
def test_a_basic_offset_table(frames):
    data = written(frames).PixelData
    assert list(generate_fragments(data[8 + 4 * len(frames) :])) == padded(frames)
    for offset, frame in zip(parse_basic_offsets(data), padded(frames), strict=True):
        start = 8 + 4 * len(frames) + offset
        assert data[start + 8 : start + 8 + len(frame)] == frame


@given(FRAMES)
def test_an_extended_one_where_offsets_are_too_large(frames):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encapsulate, "_LARGEST_OFFSET", -1)
        patch.setattr(encapsulate, "_MOVED", 7)
        dataset = written(frames)
    offsets = unpack_from(f"<{len(frames)}Q", dataset.ExtendedOffsetTable)
    lengths = unpack_from(f"<{len(frames)}Q", dataset.ExtendedOffsetTableLengths)
    assert parse_basic_offsets(dataset.PixelData) == []
    for offset, length, frame in zip(offsets, lengths, padded(frames), strict=True):
        assert dataset.PixelData[8 + offset + 8 : 8 + offset + 8 + length] == frame


@given(st.binary(max_size=60), st.integers(0, 60), st.integers(0, 30))
def test_moving(data, start, by):
    start = min(start, len(data))
    out = io.BytesIO(data)
    out.seek(0, io.SEEK_END)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encapsulate, "_MOVED", 5)
        move(out, start, start + by)
    assert out.getvalue()[start + by :] == data[start:]
    assert out.tell() == len(data) + by


def test_native_headers():
    assert native_header(4, 16, Encoding(explicit=True)) == b"\xe0\x7f\x10\0OW\0\0\4\0\0\0"
    assert native_header(4, 8, Encoding(explicit=True)) == b"\xe0\x7f\x10\0OB\0\0\4\0\0\0"
    assert native_header(4, 16, Encoding(explicit=False)) == b"\xe0\x7f\x10\0\4\0\0\0"
    assert native_header(4, 16, Encoding(explicit=True, big=True)) == b"\x7f\xe0\0\x10OW\0\0\0\0\0\4"
    with pytest.raises(LimitExceeded):
        native_header(1 << 32, 16, Encoding(explicit=True))
