import io
import socket

import pytest
from broch.plain_socket import leave_timeouts_to_the_kernel
from broch.rest.server import HttpServer
from hypothesis import given, settings
from hypothesis import strategies as st


class Mirror:
    """Answers with what it was asked."""

    KEYS = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "REQUEST_URI", "HTTP_X_ONE", "CONTENT_LENGTH", "HTTP_HOST")

    def __init__(self):
        self.environs = []

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read()
        self.environs.append({key: value for key, value in environ.items() if not key.startswith("wsgi.input")})
        shown = "|".join(str(environ.get(key)) for key in self.KEYS).encode("latin-1") + b"|" + body
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(shown)))])
        environ["x.added"] = 1
        return [shown]


@pytest.fixture(scope="module")
def mirror():
    return Mirror()


@pytest.fixture(scope="module")
def server(mirror):
    server = HttpServer(mirror, [("127.0.0.1", 0)], threads=4, timeout=5.0)
    server.start()
    yield server
    server.stop()


def ask(server, *requests: bytes) -> list[bytes]:
    """All bytes of one connection, cut into answers."""
    with socket.create_connection(("127.0.0.1", server.port), 10) as connected:
        received = b""
        for request in requests:
            connected.sendall(request)
            seen = received.count(b"HTTP/1.1 ") + received.count(b"HTTP/1.0 ")
            while received.count(b"HTTP/1.") == seen or not received.endswith(b"~"):
                more = connected.recv(65536)
                if not more:
                    break
                received += more
    return received.split(b"HTTP/1.")[1:]


def get(path: bytes, fields: bytes = b"", body: bytes = b"", method: bytes = b"GET") -> bytes:
    length = b"Content-Length: %d\r\n" % (len(body) + 1)
    return method + b" " + path + b" HTTP/1.1\r\nHost: x\r\n" + length + fields + b"\r\n" + body + b"~"


def test_the_second_request_is_its_own(server):
    answers = ask(
        server,
        get(b"/one?a=1", b"X-One: 1\r\n"),
        get(b"/two", b"X-One: 1\r\n", method=b"POST"),
        get(b"/three?b", b"X-One: 2\r\n"),
        get(b"/f%6Fur", b"X-One: 2\r\n"),
        get(b"//five", b"X-One: 2\r\n", b"12"),
    )
    assert [answer.partition(b"\r\n\r\n")[2] for answer in answers] == [
        b"GET|/one|a=1|/one?a=1|1|1|x|~",
        b"POST|/two||/two|1|1|x|~",
        b"GET|/three|b|/three?b|2|1|x|~",
        b"GET|/four||/f%6Fur|2|1|x|~",
        b"GET|/five||/five|2|3|x|12~",
    ]


def test_the_environment_does_not_depend_on_what_came_before(server, mirror):
    request = get(b"/a?b", b"X-One: 1\r\nAccept: */*\r\nAccept: text/plain\r\n")
    mirror.environs.clear()
    ask(server, request, request, request)
    first, second, third = mirror.environs
    assert first == second == third


def test_answers_have_a_date_and_a_name(server):
    (first, second) = ask(server, get(b"/a"), get(b"/a"))
    for answer in (first, second):
        lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")
        names = [line.partition(b":")[0] for line in lines[1:]]
        assert (lines[0], names) == (b"1 200 OK", [b"Content-Type", b"Content-Length", b"Date", b"Server"])


@pytest.mark.parametrize("field", [b"Connection: close\r\n", b"Connection: Keep-Alive\r\n"])
def test_the_wish_to_close_is_not_forgotten(server, field):
    answers = ask(server, get(b"/a"), get(b"/a", field))
    assert (b"Connection: close" in answers[1]) is (b"close" in field)


@settings(max_examples=60, deadline=None)
@given(line=st.binary(max_size=40), fields=st.lists(st.binary(max_size=20), max_size=3))
def test_whatever_comes_is_judged_as_on_a_fresh_connection(server, line, fields):
    """A connection that remembers header fields must not take what a new one refuses, or the other way round."""
    odd = b"GET /" + line + b" HTTP/1.1\r\nHost: x\r\n" + b"".join(f + b"\r\n" for f in fields)
    odd += b"Connection: close\r\n\r\n"

    def outcome(*before):
        with socket.create_connection(("127.0.0.1", server.port), 10) as connected:
            connected.sendall(b"".join(before) + odd)
            connected.shutdown(socket.SHUT_WR)
            received = b""
            while more := connected.recv(65536):
                received += more
        return received.split(b"HTTP/1.")[len(before) + 1][:5]

    assert outcome() == outcome(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")


def test_a_file_that_nobody_takes_ends(tmp_path):
    from broch.rest.wire import FileBody

    path = tmp_path / "big"
    path.write_bytes(bytes(20_000_000))
    ours, theirs = socket.socketpair()
    ours.settimeout(0.05)
    leave_timeouts_to_the_kernel(ours)
    with path.open("rb") as file, pytest.raises(TimeoutError):
        FileBody(file, 20_000_000).send(ours)
    ours.close()
    theirs.close()


def test_what_is_no_file_of_the_system_is_sent_too():
    from broch.rest.wire import FileBody

    ours, theirs = socket.socketpair()
    ours.settimeout(5)
    leave_timeouts_to_the_kernel(ours)
    assert FileBody(io.BytesIO(b"abcdef"), 6).send(ours)
    assert not FileBody(io.BytesIO(b"abc"), 6).send(ours)
    ours.close()
    assert theirs.recv(100) == b"abcdefabc"
    theirs.close()
