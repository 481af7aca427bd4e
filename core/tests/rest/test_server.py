import contextlib
import http.client
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest
from broch.rest.server import HttpServer
from broch.rest.wire import BodyCut, FileBody
from broch_hostapi.errors import LimitExceeded

BIG = bytes(range(256)) * 8000


class App:
    """Stores bodies that came whole, tells of those that did not."""

    def __init__(self, path):
        self.path = path
        self.stored: list[bytes] = []
        self.refused = threading.Semaphore(0)
        self.entered = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.environ: dict = {}

    def __call__(self, environ, start_response):
        self.environ = environ
        self.entered.release()
        path = environ["PATH_INFO"]
        if path == "/file":
            file = self.path.open("rb")
            file.seek(1000)
            start_response("200 OK", [("Content-Length", "500000")])
            return FileBody(file, 500000)
        if path == "/short-file":
            start_response("200 OK", [("Content-Length", str(len(BIG) + 10))])
            return FileBody(self.path.open("rb"), len(BIG) + 10)
        if path == "/wait":
            self.let_go.wait(10)
        if path == "/ignore":
            start_response("401 Unauthorized", [("Content-Length", "2")])
            return [b"no"]
        if path == "/stream":
            start_response("200 OK", [])
            return (b"x" * 1000 for _ in range(20))
        try:
            body = environ["wsgi.input"].read()
        except BodyCut:
            self.refused.release()
            start_response("400 Bad Request", [("Content-Length", "3")])
            return [b"cut"]
        except LimitExceeded:
            start_response("413 Content Too Large", [("Content-Length", "3")])
            return [b"big"]
        if environ["REQUEST_METHOD"] == "POST":
            self.stored.append(body)
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture
def app(tmp_path):
    path = tmp_path / "big"
    path.write_bytes(BIG)
    return App(path)


@contextlib.contextmanager
def serving(app, **options) -> Iterator[HttpServer]:
    server = HttpServer(app, [("127.0.0.1", 0)], **{"threads": 8, "timeout": 5.0, **options})
    server.start()
    try:
        yield server
    finally:
        app.let_go.set()
        server.stop()


@pytest.fixture
def server(app):
    with serving(app) as server:
        yield server


def connect(server) -> socket.socket:
    connected = socket.create_connection(("127.0.0.1", server.port), 10)
    connected.settimeout(10)
    return connected


def read_all(connected) -> bytes:
    received = b""
    while True:
        try:
            data = connected.recv(65536)
        except ConnectionResetError:
            return received
        if not data:
            return received
        received += data


def test_bodies_of_known_length_and_chunked_arrive(server, app):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    client.request("POST", "/", BIG)
    assert client.getresponse().read() == BIG
    client.request("POST", "/", iter([b"ab", b"c" * 100000, b"d"]), encode_chunked=True)
    assert client.getresponse().read() == b"ab" + b"c" * 100000 + b"d"
    client.request("POST", "/", b"")
    assert client.getresponse().read() == b""
    assert len(app.stored) == 3


def test_double_slashes_at_the_start(server, app):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    client.request("GET", "//studies//x?y=//z")
    assert client.getresponse().status == 200
    assert (app.environ["PATH_INFO"], app.environ["QUERY_STRING"]) == ("/studies//x", "y=//z")


def test_an_idle_connection_is_closed_before_one_that_has_said_nothing(app):
    with serving(app, timeout=5.0, idle=0.3) as server:
        silent, idle = connect(server), connect(server)
        idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        begun = time.monotonic()
        assert read_all(idle).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - begun < 4
        silent.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert read_all(silent).startswith(b"HTTP/1.1 200")


def test_connections_need_not_be_kept(app):
    with serving(app, idle=0) as server:
        connected = connect(server)
        connected.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"Connection: close" in read_all(connected)


def test_keep_alive_and_no_version_in_the_headers(server):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    client.request("GET", "/")
    first = client.sock
    answer = client.getresponse()
    answer.read()
    assert answer.getheader("Server") == "Broch"
    client.request("GET", "/")
    client.getresponse().read()
    assert client.sock is first


def test_many_idle_connections_are_kept(server):
    clients = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=10) for _ in range(30)]
    for _ in range(2):
        for client in clients:
            client.request("GET", "/")
            answer = client.getresponse()
            answer.read()
            assert answer.getheader("Connection") != "close"


def close_with_fin(connected):
    connected.close()


def close_with_reset(connected):
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connected.close()


def close_half(connected):
    connected.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize("how", [close_with_fin, close_with_reset, close_half])
@pytest.mark.parametrize(
    "sent",
    [
        b"Content-Length: 100\r\n\r\nhalf of it",
        b"Content-Length: 9000000\r\n\r\n" + b"x" * 700000,
        b"Transfer-Encoding: chunked\r\n\r\na\r\nhalf",
        b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf",
    ],
)
def test_a_cut_body_is_never_stored(server, app, sent, how):
    connected = connect(server)
    connected.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + sent)
    assert app.entered.acquire(timeout=5)
    how(connected)
    assert app.refused.acquire(timeout=5)
    if how is close_half:
        assert read_all(connected).startswith(b"HTTP/1.1 400 ")
    connected.close()
    assert app.stored == []


@pytest.mark.parametrize("size", [b"-1", b"0x4", b"", b"4_0", b"g", b"f" * 16, b"+4"])
def test_a_broken_chunk_size_is_no_end(server, app, size):
    with connect(server) as connected:
        connected.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + size + b"\r\nhalf\r\n0\r\n\r\n"
        )
        assert read_all(connected).startswith(b"HTTP/1.1 400 ")
    assert app.stored == []


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: -1",
        b"Content-Length: 1_0",
        b"Content-Length: x",
        b"Content-Length: 4\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: gzip",
        b"No colon",
    ],
)
def test_ambiguous_lengths_are_refused(server, app, header):
    with connect(server) as connected:
        connected.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n4\r\nhalf\r\n0\r\n\r\n")
        assert read_all(connected)[9:12] in (b"400", b"501")
    assert app.stored == []


def test_chunk_extensions_and_trailers_are_read_away(server, app):
    with connect(server) as connected:
        request = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\nhalf\r\n0\r\nX: y\r\n\r\n"
        connected.sendall(request + request.replace(b"Host: x", b"Connection: close"))
        assert read_all(connected).count(b"\r\n\r\nhalf") == 2


def test_stalled_uploads_hold_up_nobody(app):
    with serving(app, threads=50) as server:
        stalled = [connect(server) for _ in range(40)]
        for connected in stalled:
            connected.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
            assert app.entered.acquire(timeout=5)
        started = time.monotonic()
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        client.request("GET", "/")
        assert client.getresponse().status == 200
        assert time.monotonic() - started < 4  # then the stalled ones end
        for connected in stalled:
            connected.close()


def test_silent_clients_hold_no_worker(app):
    with serving(app, threads=2) as server:
        silent = [connect(server) for _ in range(20)]
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=4)  # then the silent ones end
        client.request("GET", "/")
        assert client.getresponse().status == 200
        for connected in silent:
            connected.close()


def test_a_stalled_body_and_a_stalled_head_end(app):
    with serving(app, timeout=1.5) as server, connect(server) as body, connect(server) as head:
        body.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        head.sendall(b"GET / HTTP/1.1\r\nHos")
        assert read_all(body).startswith(b"HTTP/1.1 400 ")
        assert read_all(head).startswith(b"HTTP/1.1 408 ")
        assert app.stored == []


def test_a_head_that_drips_ends(app):
    with serving(app, timeout=0.5) as server, connect(server) as connected:
        connected.sendall(b"GET / HTTP/1.1\r\n")
        started = time.monotonic()
        connected.settimeout(0.1)
        while time.monotonic() - started < 8:
            try:
                connected.sendall(b"a")
                if connected.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert time.monotonic() - started < 5


def test_headers_have_a_limit(server):
    with connect(server) as connected, contextlib.suppress(OSError):
        connected.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 2_000_000)
    with connect(server) as connected:
        connected.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000)
        assert read_all(connected).startswith(b"HTTP/1.1 413 ")


def test_a_body_has_a_limit(app):
    with serving(app, max_body=1000) as server:
        for framing in (b"Content-Length: 1001\r\n\r\n" + b"x" * 1001, b"Transfer-Encoding: chunked\r\n\r\n3e9\r\n"):
            with connect(server) as connected:
                connected.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + framing)
                assert read_all(connected).startswith(b"HTTP/1.1 413 ")
    assert app.stored == []


def test_an_answer_before_the_end_of_a_large_body_arrives(server):
    with connect(server) as connected:
        connected.sendall(b"POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(30):
                connected.sendall(b"x" * 100_000)
        answer = connected.recv(65536)
        assert answer.startswith(b"HTTP/1.1 401 ")
        assert b"Connection: close" in answer


def test_an_unread_small_body_is_not_taken_for_a_request(server):
    with connect(server) as connected:
        for framing in (
            b"Content-Length: 20\r\n\r\nGET / HTTP/1.1\r\n\r\nxx",
            b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n\r\n",
        ):
            connected.sendall(b"POST /ignore HTTP/1.1\r\nHost: x\r\n" + framing)
        connected.sendall(b"GET /end HTTP/1.1\r\nConnection: close\r\n\r\n")
        received = read_all(connected)
    assert received.count(b"HTTP/1.1 401") == 2
    assert received.count(b"HTTP/1.1 200") == 1


def test_expect_100_continue(server):
    with connect(server) as connected:
        connected.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert connected.recv(100).startswith(b"HTTP/1.1 100 ")
        connected.sendall(b"body")
        answer = b""
        while not answer.endswith(b"body"):  # head and body may come one by one
            more = connected.recv(1000)
            assert more, answer
            answer += more


def test_files_and_ranges_leave_whole(server):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for _ in range(3):
        client.request("GET", "/file")
        assert client.getresponse().read() == BIG[1000:501000]
    client.request("HEAD", "/file")
    assert client.getresponse().read() == b""


def test_a_file_that_is_too_short_breaks_the_connection(server):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    client.request("GET", "/short-file")
    with pytest.raises(http.client.IncompleteRead):
        client.getresponse().read()


def test_answers_without_a_length_are_chunked(server):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for _ in range(2):
        client.request("GET", "/stream")
        assert client.getresponse().read() == b"x" * 20000


def test_headers_with_underscores_are_dropped(server, app):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    client.request("GET", "/", headers={"X_User": "admin"})
    client.getresponse().read()
    assert "HTTP_X_USER" not in app.environ


def test_stopping_is_quick_when_nothing_is_under_way(app):
    with serving(app, threads=50) as server:
        idle = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        idle.request("GET", "/")
        idle.getresponse().read()
        silent = connect(server)
        half = connect(server)
        half.sendall(b"GET / HT")
        started = time.monotonic()
        server.stop()
        assert time.monotonic() - started < 3  # and not as long as requests that are under way get
        silent.close()
        half.close()
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", idle.port), 1)


def test_stopping_lets_a_request_end(app):
    with serving(app) as server:
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        client.request("POST", "/wait", b"body")
        assert app.entered.acquire(timeout=5)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        threading.Timer(0.2, app.let_go.set).start()
        assert client.getresponse().read() == b"body"
        stopping.join(5)
        assert not stopping.is_alive()


def test_stopping_is_bounded(app, monkeypatch):
    monkeypatch.setattr("broch.rest.server._GRACE", 0.3)
    with serving(app, timeout=30) as server, connect(server) as connected:
        connected.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        assert app.entered.acquire(timeout=5)
        started = time.monotonic()
        server.stop()
        assert time.monotonic() - started < 2
    assert app.stored == []


def test_a_taken_port_is_an_error(server):
    with pytest.raises(OSError, match="in use"):
        HttpServer(lambda *_: [], [("127.0.0.1", server.port)], threads=1).start()


def test_several_addresses_share_a_port(app):
    server = HttpServer(app, [("127.0.0.1", 0), ("127.0.0.2", 0)], threads=2)
    server.start()
    try:
        for host in ("127.0.0.1", "127.0.0.2"):
            client = http.client.HTTPConnection(host, server.port, timeout=5)
            client.request("GET", "/")
            assert client.getresponse().status == 200
    finally:
        server.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            folder / "key.pem",
            "-out",
            folder / "cert.pem",
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    trusting = ssl.create_default_context(cafile=folder / "cert.pem")
    trusting.check_hostname = False
    return context, trusting


def test_tls_with_a_silent_client_and_a_plain_one(app, certificate):
    context, trusting = certificate
    with serving(app, threads=3, ssl_context=context) as server:
        silent = connect(server)
        plain = connect(server)
        plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
        client = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=5, context=trusting)
        client.request("POST", "/", BIG)
        assert client.getresponse().read() == BIG
        client.request("GET", "/file")
        assert client.getresponse().read() == BIG[1000:501000]
        assert app.environ["wsgi.url_scheme"] == "https"
        read_all(plain)
        silent.close()
        plain.close()


def test_a_body_cut_under_tls_is_never_stored(app, certificate):
    context, trusting = certificate
    with serving(app, ssl_context=context) as server:
        with trusting.wrap_socket(connect(server)) as connected:
            connected.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
            assert app.entered.acquire(timeout=5)
        assert app.refused.acquire(timeout=5)
        assert app.stored == []
