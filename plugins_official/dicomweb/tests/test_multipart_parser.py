import contextlib
import io
import random
import re
import tempfile

import pytest
from broch_dicomweb.multipart_parser import LONGEST_HEADER_BLOCK, read_parts
from broch_hostapi.errors import BadRequest, LimitExceeded
from hypothesis import given
from hypothesis import strategies as st

HEADER = b"Content-Type: application/dicom\r\n\r\n"


class Chunks:
    """A body that arrives in pieces of given sizes, then as it comes."""

    def __init__(self, data, sizes=()):
        self._file = io.BytesIO(data)
        self._sizes = list(sizes)

    def read(self, size):
        return self._file.read(min(size, self._sizes.pop()) if self._sizes else size)


def parse(data, boundary="XX", sizes=(), spool_above=1 << 20):
    def body(part):
        return part.body if isinstance(part.body, bytes) else part.body.read()

    parts = read_parts(Chunks(data, sizes).read, boundary, tempfile.TemporaryFile, spool_above=spool_above)
    return [(part.headers, body(part), part.size) for part in parts]


def bodies(*args, **kwargs):
    return [body for _, body, _ in parse(*args, **kwargs)]


def encode(parts, boundary=b"XX"):
    return b"".join(b"\r\n--" + boundary + b"\r\n" + HEADER + part for part in parts) + b"\r\n--" + boundary + b"--\r\n"


nearly = st.lists(
    st.sampled_from([b"\r", b"\n", b"-", b"--", b"X", b"\r\n--X", b"\r\n--XXY", b"\r\n--XX-", b"\r\n--XX ", b"\0"])
).map(b"".join)


def without_delimiter(data):
    return not re.search(rb"\r\n--XX(--|[ \t]{0,64}\r\n)", b"\r\n" + data + b"\r\n--XX\r\n"[:4])


@given(
    st.lists(st.one_of(nearly, st.binary(max_size=300)).filter(without_delimiter), min_size=1, max_size=5),
    st.lists(st.integers(1, 40)),
)
def test_any_parts_in_any_chunks(parts, sizes):
    found = parse(encode(parts), sizes=sizes)
    assert [body for _, body, _ in found] == parts
    assert [size for _, _, size in found] == [len(part) for part in parts]
    assert all(headers == {"content-type": "application/dicom"} for headers, _, _ in found)


@given(st.lists(nearly.filter(without_delimiter), min_size=1, max_size=3), st.integers(1, 60))
def test_large_parts_go_to_the_spool(parts, above):
    assert bodies(encode(parts), spool_above=above) == parts


@pytest.mark.parametrize("step", [1, 2, 3, 5, 7, 11])
def test_every_position_of_the_chunk_border(step):
    data = encode([b"one\r\n--X", b"", b"\r\n\r\n--two"])
    assert bodies(data, sizes=[step] * len(data)) == [b"one\r\n--X", b"", b"\r\n\r\n--two"]


def test_seeded_fuzz_never_fails_otherwise():
    chance = random.Random(20261122)
    valid = encode([b"some bytes", b"more\r\nbytes" * 30])
    for _ in range(3000):
        data = bytearray(valid)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(3)] = chance.choice([b"", b"-", b"\r\n", b"\0", b"--XX", b"\r\n--XX\r\n"])
        sizes = [chance.randrange(1, 50) for _ in range(50)]
        with contextlib.suppress(BadRequest):
            parse(bytes(data), sizes=sizes, spool_above=20)


@given(st.binary(max_size=400), st.lists(st.integers(1, 40)))
def test_junk_is_a_bad_request_or_empty(data, sizes):
    with contextlib.suppress(BadRequest):
        parse(data, sizes=sizes)


def test_cut_anywhere_is_an_error():
    data = encode([b"first", b"second"])
    for stop in range(len(data) - 4):
        with pytest.raises(BadRequest):
            parse(data[:stop])


def test_whole_parts_before_a_cut_are_given():
    data = encode([b"first", b"second"])
    parts = read_parts(Chunks(data[:-20]).read, "XX", tempfile.TemporaryFile)
    assert next(parts).body == b"first"
    with pytest.raises(BadRequest, match="breaks off"):
        next(parts)


def test_preamble_padding_and_epilogue():
    data = b"hello\r\n--XX  \t\r\n" + HEADER + b"a\r\n--XX \r\n" + HEADER + b"b\r\n--XX--trailing\r\n--XX\r\njunk"
    assert bodies(data) == [b"a", b"b"]


def test_first_delimiter_without_line_before():
    assert bodies(b"--XX\r\n" + HEADER + b"a\r\n--XX--") == [b"a"]


def test_part_without_headers_and_without_body():
    assert parse(b"--XX\r\n\r\nabc\r\n--XX\r\n\r\n--XX\r\nA: b\r\n\r\n--XX--") == [
        ({}, b"abc", 3), ({}, b"", 0), ({"a": "b"}, b"", 0),
    ]  # fmt: skip


def test_folded_header():
    assert parse(b"--XX\r\nContent-Type: a/b;\r\n  c=d\r\n\r\nx\r\n--XX--")[0][0] == {"content-type": "a/b; c=d"}


@pytest.mark.parametrize("header", [b"no colon", b": empty name", b"a b: c", b"a: \0"])
def test_broken_headers(header):
    with pytest.raises(BadRequest, match="header line"):
        parse(b"--XX\r\n" + header + b"\r\n\r\nx\r\n--XX--")


def test_endless_header_is_refused():
    with pytest.raises(LimitExceeded):
        parse(b"--XX\r\na: " + b"b" * (LONGEST_HEADER_BLOCK + 10))


def test_long_epilogue_is_refused():
    with pytest.raises(LimitExceeded):
        parse(encode([b"a"]) + b" " * (1 << 21))


@pytest.mark.parametrize("boundary", ["", " ", "a" * 71, "a\r\nb", 'a"b', "ends ", "ü"])
def test_bad_boundaries(boundary):
    with pytest.raises(BadRequest, match="boundary"):
        parse(b"", boundary)


def test_spooled_file_is_closed_with_its_part():
    opened = []

    def spool():
        opened.append(tempfile.TemporaryFile())  # noqa: SIM115
        return opened[-1]

    for part in read_parts(Chunks(encode([b"a" * 50, b"b" * 50])).read, "XX", spool, spool_above=10):
        assert part.body.read() in (b"a" * 50, b"b" * 50)
    assert [file.closed for file in opened] == [True, True]
