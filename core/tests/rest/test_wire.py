import contextlib
import io
import socket

import pytest
from broch.rest.streams import Head, SocketReader
from broch.rest.wire import BodyCut, RequestBody
from broch_hostapi.errors import BadRequest
from hypothesis import given
from hypothesis import strategies as st


def reader_of(sent: bytes) -> SocketReader:
    ours, theirs = socket.socketpair()
    theirs.sendall(sent)
    theirs.close()
    ours.settimeout(5)
    return SocketReader(ours)


def chunked(pieces) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=8), st.integers(1, 400))
def test_a_chunked_body_is_its_pieces(pieces, size):
    body = io.BufferedReader(RequestBody(reader_of(chunked(pieces) + b"rest"), None, 0), 64)
    read = b""
    while piece := body.read(size):
        read += piece
    assert read == b"".join(pieces)


@given(st.lists(st.binary(min_size=1, max_size=100), min_size=1, max_size=4), st.data())
def test_a_chunked_body_cut_anywhere_is_an_error(pieces, data):
    sent = chunked(pieces)
    cut = data.draw(st.integers(0, len(sent) - 1))
    with pytest.raises(BodyCut):
        io.BufferedReader(RequestBody(reader_of(sent[:cut]), None, 0)).read()


@given(st.binary(max_size=200))
def test_anything_else_is_a_body_or_an_error(sent):
    with contextlib.suppress(BadRequest):
        io.BufferedReader(RequestBody(reader_of(sent), None, 100)).read()


@given(st.binary(max_size=200), st.integers(0, 200))
def test_lines_and_bytes_come_back_as_they_were_sent(sent, size):
    reader = reader_of(sent)
    line = reader.readline(size or None)
    assert sent.startswith(line)
    assert line.count(b"\n") <= 1
    rest = b""
    view = memoryview(bytearray(50))
    while count := reader.readinto(view):
        rest += view[:count]
    assert line + rest == sent


@given(st.lists(st.binary(max_size=40), max_size=6), st.binary(max_size=50))
def test_a_head_that_comes_in_parts_is_gathered_without_waiting(parts, rest):
    ours, theirs = socket.socketpair()
    with theirs, ours:
        ours.settimeout(5)
        reader = SocketReader(ours)
        sent = b""
        for part in parts:
            sent += part
            theirs.sendall(part)
            whole = b"\r\n\r\n" in sent or b"\n\n" in sent
            assert reader.gather(1000) is (Head.WHOLE if whole else Head.PART)
        theirs.sendall(b"\r\n\r\n" + rest)
        assert reader.gather(1000) is Head.WHOLE
        theirs.shutdown(socket.SHUT_WR)
        everything = sent + b"\r\n\r\n" + rest
        assert b"".join(iter(reader.readline, b"")) == everything


def test_what_is_gathered_has_an_end_and_a_limit():
    reader = reader_of(b"GET / HT")
    assert reader.gather(1000) is Head.ENDED
    assert reader.has_data()
    assert reader_of(b"").gather(1000) is Head.ENDED
    assert reader_of(b"x" * 1001).gather(1000) is Head.WHOLE
