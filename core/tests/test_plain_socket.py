import socket
import ssl
import threading
import time

import pytest
from broch import plain_socket
from broch.plain_socket import PlainSocket, is_plain, leave_timeouts_to_the_kernel

pytestmark = pytest.mark.skipif(plain_socket.os.name != "posix", reason="timeouts of the kernel are POSIX's")


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def test_timeouts_of_the_kernel(pair):
    ours, _ = pair
    ours.settimeout(0.05)
    leave_timeouts_to_the_kernel(ours)
    assert ours.gettimeout() is None
    with pytest.raises(BlockingIOError):
        ours.recv(1)
    with pytest.raises(BlockingIOError):
        ours.sendall(bytes(50_000_000))


def test_each_read_has_its_timeout(pair):
    ours, theirs = pair
    plain = PlainSocket(ours)
    buffer = memoryview(bytearray(10))
    for seconds in (0.02, 0.2, 0.021, 0.05):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            plain.receive_into(buffer, seconds)
        assert 0.9 * seconds <= time.monotonic() - began < seconds + 0.5
    threading.Timer(0.05, theirs.sendall, [b"abc"]).start()
    assert plain.receive(10, None) == b"abc"
    theirs.sendall(b"defg")
    assert plain.receive_into(buffer, 5) == 4
    assert bytes(buffer[:4]) == b"defg"
    theirs.close()
    assert plain.receive(10, 5) == b""


def test_a_write_says_how_much_was_taken_in_its_time(pair):
    ours, _ = pair
    plain = PlainSocket(ours)
    sent = plain.send([bytes(40_000_000), b"x"], 0.05)
    assert 0 < sent < 40_000_000
    with pytest.raises(TimeoutError):
        plain.send([b"x" * 1_000_000], 0.05)


def test_a_brisk_peer_is_waited_for_awake_and_a_slow_one_asleep(pair, monkeypatch):
    ours, theirs = pair
    monkeypatch.setattr(plain_socket, "MOMENT", 0.05)
    monkeypatch.setattr(plain_socket, "BRISK", 0.1)
    plain = PlainSocket(ours)

    def seconds_awake(patience):
        began = time.thread_time()
        with pytest.raises(TimeoutError):
            plain.receive(10, patience)
        return time.thread_time() - began

    assert seconds_awake(0.2) < 0.02
    theirs.sendall(b"x")
    assert plain.receive(10, 5) == b"x"
    assert seconds_awake(0.2) > 0.02
    theirs.sendall(b"x")
    assert plain.receive(10, 5) == b"x"  # it came at once, and so did the next
    theirs.sendall(b"y")
    assert plain.receive(10, 5) == b"y"
    threading.Timer(0.3, theirs.sendall, [b"z"]).start()
    assert plain.receive(10, 5) == b"z"
    assert seconds_awake(0.2) < 0.02


def test_one_reader_at_a_time_stays_awake(pair, monkeypatch):
    ours, theirs = pair
    monkeypatch.setattr(plain_socket, "MOMENT", 10.0)
    monkeypatch.setattr(plain_socket, "BRISK", 20.0)
    plain = PlainSocket(ours)
    theirs.sendall(b"x")
    assert plain.receive(10, 5) == b"x"
    with plain_socket._awake, pytest.raises(TimeoutError):
        plain.receive(10, 0.01)


def test_tls_is_not_plain(pair):
    context = ssl.create_default_context()
    secured = context.wrap_socket(pair[0], server_hostname="x", do_handshake_on_connect=False)
    assert not is_plain(secured)
    assert is_plain(pair[1])
