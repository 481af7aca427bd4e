"""Workers that wait for slow peers are replaced, and end when they are not needed any more."""

import http.client
import socket
import threading
import time

import pytest
from broch.rest import server as servers
from broch.rest import workers
from broch.rest.server import HttpServer
from broch.rest.wire import BodyCut

HALF = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"


class App:
    """Reads bodies; ``/work`` is busy, and waits for nobody's network."""

    def __init__(self):
        self.busy = threading.Semaphore(0)
        self.cut = threading.Semaphore(0)
        self.let_go = threading.Event()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/work":
            self.busy.release()
            self.let_go.wait(20)
        try:
            environ["wsgi.input"].read()
        except BodyCut:
            self.cut.release()
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def app():
    return App()


@pytest.fixture
def start(app, monkeypatch):
    monkeypatch.setattr(workers, "SURPLUS_FOR", 0.3)
    started = []

    def start_one(threads, **options):
        started.append(HttpServer(app, [("127.0.0.1", 0)], threads=threads, **options))
        started[-1].start()
        return started[-1]

    yield start_one
    app.let_go.set()
    for server in started:
        server.stop()


def pool_of(server):
    return server._listeners[0].server.requests


def connect(server, sent=b""):
    connected = socket.create_connection(("127.0.0.1", server.port), 10)
    connected.sendall(sent)
    return connected


def get(server, path="/", timeout=10):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        client.request("GET", path)
        return client.getresponse().read()
    finally:
        client.close()


def until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_stalled_bodies_do_not_use_up_the_workers(start):
    server = start(4)
    stalled = [connect(server, HALF) for _ in range(60)]
    started = time.monotonic()
    assert get(server) == b"ok"
    assert time.monotonic() - started < 8  # the stalled ones would go on for longer
    for connected in stalled:
        connected.close()
    until(lambda: pool_of(server).size == 4)
    stats = pool_of(server).server.stats["Worker Threads"]
    until(lambda: len(stats) == 4)
    assert get(server) == b"ok"


def test_busy_workers_are_not_replaced(start, app):
    """HttpThreadsCount is what is served side by side."""
    server = start(2)
    threads = [threading.Thread(target=get, args=(server, "/work")) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert app.busy.acquire(timeout=5)
    assert app.busy.acquire(timeout=5)
    assert not app.busy.acquire(timeout=0.5)
    assert pool_of(server).size == 2
    app.let_go.set()
    for thread in threads:
        thread.join(10)


def test_when_there_is_no_worker_left_the_slowest_go(start, app, monkeypatch):
    monkeypatch.setattr(workers, "RESERVE", 6)
    server = start(2)
    stalled = [connect(server, HALF) for _ in range(20)]
    assert get(server) == b"ok"
    assert pool_of(server).size <= 8
    assert app.cut.acquire(timeout=5)
    for connected in stalled:
        connected.close()


def test_a_head_in_parts_needs_no_worker(start):
    server = start(1)
    slow = [connect(server, b"GET / HTTP/1.1\r\nHos") for _ in range(30)]
    assert get(server) == b"ok"
    for connected in slow:
        connected.sendall(b"t: x\r\n")
    assert get(server) == b"ok"
    for connected in slow:
        connected.sendall(b"Connection: close\r\n\r\n")
    for connected in slow:
        answer = connected.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 200")
        assert answer.endswith(b"ok")
    assert pool_of(server).size == 1


def test_the_most_silent_makes_room(start, monkeypatch):
    monkeypatch.setattr(servers, "MOST_CONNECTIONS", 5)
    server = start(2)
    silent = []
    for _ in range(10):
        silent.append(connect(server))
        assert get(server) == b"ok"
    silent[0].settimeout(5)
    assert silent[0].recv(1) == b""
    until(lambda: len(pool_of(server).server.connected) <= 6)


def test_stopping_leaves_no_thread_and_no_connection(start):
    before = set(threading.enumerate())
    server = start(3)
    held = [connect(server), connect(server, b"GET / HT"), connect(server, b"G")]
    for byte in b"ET / HT":
        held[2].sendall(bytes((byte,)))
        assert get(server) == b"ok"
    inner = pool_of(server).server
    until(lambda: len(inner.connected) == 3)
    server.stop()
    assert not inner.connected
    assert not inner.beginning
    assert not inner.talking
    until(lambda: set(threading.enumerate()) <= before)
    for connected in held:
        connected.close()
