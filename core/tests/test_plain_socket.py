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


def test_a_buffer_is_filled_by_one_call():
    with socket.create_server(("127.0.0.1", 0)) as server:
        theirs = socket.create_connection(server.getsockname())
        ours, _ = server.accept()
    with ours, theirs:
        plain, buffer = PlainSocket(ours), memoryview(bytearray(300_000))

        def send():
            for at in range(0, 300_000, 50_000):
                theirs.sendall(bytes([at // 50_000]) * 50_000)
                time.sleep(0.01)

        sender = threading.Thread(target=send)
        sender.start()
        assert plain.fill(buffer, 10) == 300_000
        sender.join()
        assert [buffer[at] for at in range(0, 300_000, 50_000)] == [0, 1, 2, 3, 4, 5]
        with pytest.raises(TimeoutError):
            plain.fill(buffer, 0.05)
        theirs.sendall(b"abc")
        began = time.monotonic()
        assert plain.fill(buffer, 0.05) == 3, "what came before the time was up"
        assert time.monotonic() - began < 1
        theirs.sendall(b"de")
        theirs.close()
        assert plain.fill(buffer, 10) == 2
        assert plain.fill(buffer, 10) == 0


def test_a_write_says_how_much_was_taken_in_its_time(pair):
    ours, _ = pair
    plain = PlainSocket(ours)
    sent = plain.send([bytes(40_000_000), b"x"], 0.05)
    assert 0 < sent < 40_000_000
    with pytest.raises(TimeoutError):
        plain.send([b"x" * 1_000_000], 0.05)


class Counting(socket.socket):
    """Counts the reads that did not wait."""

    awake = 0

    def recv(self, size, flags=0):
        self.awake += bool(flags & socket.MSG_DONTWAIT)
        return super().recv(size, flags)


@pytest.fixture
def counting(pair):
    with Counting(fileno=pair[0].detach()) as counting:
        yield counting


def reads_awake(plain, counting):
    before = counting.awake
    with pytest.raises(TimeoutError):
        plain.receive(10, 0.02)
    return counting.awake - before


def test_a_brisk_peer_is_waited_for_awake_and_a_slow_one_asleep(pair, counting, monkeypatch):
    theirs, plain = pair[1], PlainSocket(counting)
    monkeypatch.setattr(plain_socket, "MOMENT", 0.02)
    monkeypatch.setattr(plain_socket, "BRISK", 10.0)
    assert reads_awake(plain, counting) == 0
    theirs.sendall(b"x")
    assert plain.receive(10, 5) == b"x"
    assert reads_awake(plain, counting) > 0
    assert reads_awake(plain, counting) == 0  # it was silent
    theirs.sendall(b"x")
    assert plain.receive(10, 5) == b"x"
    theirs.sendall(b"y")
    assert plain.receive(10, 5) == b"y"  # without sleeping
    assert reads_awake(plain, counting) > 0
    monkeypatch.setattr(plain_socket, "BRISK", 0.0)
    theirs.sendall(b"z")
    assert plain.receive(10, 5) == b"z"
    assert reads_awake(plain, counting) == 0


def test_one_reader_at_a_time_stays_awake(pair, counting, monkeypatch):
    theirs, plain = pair[1], PlainSocket(counting)
    monkeypatch.setattr(plain_socket, "BRISK", 10.0)
    theirs.sendall(b"x")
    assert plain.receive(10, 5) == b"x"
    with plain_socket._awake:
        assert reads_awake(plain, counting) == 0


def test_tls_is_not_plain(pair):
    context = ssl.create_default_context()
    secured = context.wrap_socket(pair[0], server_hostname="x", do_handshake_on_connect=False)
    assert not is_plain(secured)
    assert is_plain(pair[1])
