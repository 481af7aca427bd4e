"""An association against raw sockets: every way in which a peer can be odd, rude, slow or gone."""

import random
import socket
import struct
import threading
import time
import tracemalloc

import pytest
from broch.dimse import command
from broch.dimse.connection import Connection
from broch.dimse.establishment import AssociationRejected, Limits
from broch.dimse.pdu import (
    RELEASE_REQUEST,
    RELEASE_RESPONSE,
    Abort,
    AssociateAccept,
    AssociateReject,
    AssociateRequest,
    ProtocolError,
    UserIdentity,
)
from broch.dimse.sop_classes import ImplicitVRLittleEndian, Verification
from broch.dimse.upper_layer import Association, AssociationAborted, AssociationTimeout, ConnectionLost

CT = "1.2.840.10008.5.1.4.1.1.2"
ECHO = command.echo_request(1, Verification)
STORE = command.store_request(1, CT, "1.2.3")


def pdv(data: bytes, control: int, context: int = 1) -> bytes:
    return struct.pack(">IBB", len(data) + 2, context, control) + data


def p_data(*pdvs: bytes) -> bytes:
    body = b"".join(pdvs)
    return struct.pack(">BxI", 4, len(body)) + body


def open_to(listener, request, **options) -> Association:
    return Association.request(("127.0.0.1", listener.port), request, **options)


def context_of(association: Association, uid: str):
    return next(context for context in association.contexts.values() if context.abstract_syntax == uid)


def echo(association: Association) -> int:
    association.send(context_of(association, Verification), ECHO)
    return association.receive().command[command.STATUS]


def test_echo_and_release(serve, provider, make_request):
    listener = serve(provider)
    association = open_to(listener, make_request())
    assert [echo(association) for _ in range(3)] == [0, 0, 0]
    assert association.release()
    assert not association.release()
    assert provider.ended.acquire(timeout=10)
    assert provider.ends == [None]
    served = provider.associations[0]
    assert (served.calling_ae, served.called_ae, served.peer[0]) == ("TESTER", "BROCH", "127.0.0.1")


@pytest.mark.parametrize("size", [0, 1, 20_000, 3_000_001])
@pytest.mark.parametrize("maximum", [4096, 131072])
def test_store(serve, provider, make_request, size, maximum):
    listener = serve(provider, limits=Limits(maximum_pdu=maximum, artim=5, timeout=10))
    data = random.Random(size).randbytes(size)
    with open_to(listener, make_request(), limits=Limits(maximum_pdu=maximum)) as association:
        for source in (data, memoryview(data), [data[:7], data[7:]]):
            association.send(context_of(association, CT), STORE, source)
            assert association.receive().command[command.STATUS] == 0
    assert [stored for _, stored in provider.stored] == [data] * 3


def test_large_object_is_spooled_both_ways(serve, make_request, tmp_path):
    """40 MB through a process that never holds more than a few of them."""
    path = tmp_path / "large"
    block = random.Random(1).randbytes(1 << 20)
    with path.open("wb") as file:
        for _ in range(40):
            file.write(block)
    sizes, kinds = [], []

    def handler(association):
        while message := association.receive():
            kinds.append(type(message.data))
            while piece := message.data.read(1 << 20):
                sizes.append(len(piece))
                assert piece == block
            message.close()
            association.send(message.context, command.store_response(1, CT, "1.2.3"))

    listener = serve(handler, limits=Limits(spool_threshold=1 << 20, timeout=20, artim=5))
    tracemalloc.start()
    try:
        with open_to(listener, make_request()) as association, path.open("rb") as file:
            association.send(context_of(association, CT), STORE, file)
            assert association.receive().command[command.STATUS] == 0
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(sizes) == 40 << 20
    assert kinds != [bytearray]
    assert peak < 12 << 20


def test_fragmented_command_and_data_in_one_pdu(serve, provider, associate, read_pdu):
    sock = associate(serve(provider))
    sock.sendall(p_data(pdv(STORE[:11], 1, 3)) + p_data(pdv(b"", 1, 3), pdv(STORE[11:40], 1, 3)))
    sock.sendall(p_data(pdv(STORE[40:], 3, 3), pdv(b"ab", 0, 3), pdv(b"", 0, 3), pdv(b"cd", 0, 3), pdv(b"", 2, 3)))
    assert read_pdu(sock)[0] == 4
    assert provider.stored[0][1] == b"abcd"


def test_two_messages_in_one_pdu(serve, provider, associate, read_pdu):
    sock = associate(serve(provider))
    sock.sendall(p_data(pdv(ECHO, 3), pdv(ECHO, 3)))
    assert [read_pdu(sock)[0] for _ in range(2)] == [4, 4]


def test_one_byte_at_a_time(serve, provider, connect, make_request, read_pdu):
    sock = connect(serve(provider))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in make_request().encode():
        sock.send(bytes((byte,)))
    assert read_pdu(sock)[0] == 2
    for byte in p_data(pdv(STORE, 3, 3)) + p_data(pdv(b"abcd", 2, 3)) + RELEASE_REQUEST:
        sock.send(bytes((byte,)))
    assert [read_pdu(sock)[0] for _ in range(3)] == [4, 6, 0]
    assert provider.stored[0][1] == b"abcd"


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (p_data(pdv(ECHO, 3, 99)), 6),
        (p_data(pdv(STORE[:20], 1, 1), pdv(STORE[20:], 3, 3)), 6),
        (p_data(pdv(b"ab", 2)), 5),
        (b"\x04\0\x7f\xff\xff\xff", 6),
        (b"\x04\0\0\x02\x00\x47", 6),
        (b"\x04\0\0\0\0\0", 6),
        (b"\x04\0\0\0\0\x05\0\0\0\0\0", 6),
        (p_data(b"\0\0\0\1\1\1"), 6),
        (p_data(b"\0\0\0\x09\1\1ab"), 6),
        (p_data(b"\xff\xff\xff\xff\1\1ab"), 6),
        (p_data(pdv(b"\0\0\0\1\2", 3)), 6),
        (b"\x99\0\0\0\0\x02ab", 1),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 1),
        (AssociateRequest(called_ae="B").encode(), 2),
        (AssociateAccept(called_ae="B").encode(), 2),
        (AssociateReject(1, 1, 1).encode(), 2),
        (RELEASE_RESPONSE, 2),
        (p_data(pdv(STORE, 3, 3)) + RELEASE_REQUEST, 2),
        (b"\x01\0\x7f\xff\xff\xff", 6),
    ],
)
def test_violations_are_answered_with_an_abort(serve, provider, associate, read_pdu, sent, reason):
    sock = associate(serve(provider))
    sock.sendall(sent)
    assert read_pdu(sock) == (7, Abort(2, reason).encode())
    assert read_pdu(sock)[0] == 0
    sock.close()
    assert provider.ended.acquire(timeout=10)
    assert isinstance(provider.ends[0], ProtocolError)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 1), (b"\x16\x03\x01\x02\x00\x01\x00", 1), (b"\x04\0\0\0\0\x06\0\0\0\2\1\3", 2),
        (b"\x01\0\x80\0\0\0", 6), (b"\x01\0\0\0\0\x04abcd", 6), (RELEASE_REQUEST, 2),
        (AssociateRequest(maximum_length=7).encode(), 6),
    ],
)  # fmt: skip
def test_violations_before_an_association(serve, provider, connect, read_pdu, sent, reason):
    sock = connect(serve(provider))
    sock.sendall(sent)
    assert read_pdu(sock) == (7, Abort(2, reason).encode())
    assert not provider.associations


@pytest.mark.parametrize(
    ("fields", "reject"),
    [({"protocol_version": 2}, (1, 2, 2)), ({"application_context": "1.2.3"}, (1, 1, 2))],
)
def test_unknown_protocols_are_rejected(serve, provider, connect, make_request, read_pdu, fields, reject):
    sock = connect(serve(provider))
    sock.sendall(make_request(**fields).encode())
    assert read_pdu(sock) == (3, AssociateReject(*reject).encode())


def test_silent_and_slow_peers_end_by_artim(serve, provider, connect, make_request, read_pdu):
    listener = serve(provider, limits=Limits(artim=0.6))
    begin = time.monotonic()
    silent, slow = connect(listener), connect(listener)

    def trickle():
        for byte in make_request().encode():
            try:
                slow.send(bytes((byte,)))
            except OSError:
                return
            if finished.wait(0.1):
                return

    finished = threading.Event()
    sender = threading.Thread(target=trickle)
    sender.start()
    try:
        assert read_pdu(silent)[0] == 0
        with _any_end():
            assert read_pdu(slow)[0] == 0
        assert 0.4 < time.monotonic() - begin < 5
    finally:
        finished.set()
        sender.join()


class _any_end:
    """The end of a connection may be a reset."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        return kind is not None and issubclass(kind, ConnectionError)


def test_idle_association_is_aborted(serve, provider, associate, read_pdu):
    sock = associate(serve(provider, limits=Limits(timeout=0.3, artim=5)))
    assert read_pdu(sock) == (7, Abort(0, 0).encode())
    sock.close()
    assert provider.ended.acquire(timeout=10)
    assert isinstance(provider.ends[0], AssociationTimeout)


def test_peer_that_does_not_read(serve, make_request, associate):
    ends = []

    def handler(association):
        context = context_of(association, CT)
        try:
            association.send(context, STORE, bytes(64 << 20))
        except AssociationTimeout as error:
            ends.append(error)
        done.set()

    done = threading.Event()
    associate(serve(handler, limits=Limits(timeout=0.5, artim=1)))
    assert done.wait(10)
    assert ends


def test_peer_gone(serve, provider, associate):
    sock = associate(serve(provider))
    sock.sendall(p_data(pdv(STORE, 3, 3)))
    sock.close()
    assert provider.ended.acquire(timeout=10)
    assert type(provider.ends[0]) is ConnectionLost


def test_peer_aborts(serve, provider, associate):
    sock = associate(serve(provider))
    sock.sendall(Abort(0, 0).encode())
    assert provider.ended.acquire(timeout=10)
    assert isinstance(provider.ends[0], AssociationAborted)


def test_abort_as_requestor(serve, provider, make_request):
    association = open_to(serve(provider), make_request())
    association.abort()
    association.abort()
    association.close()
    with pytest.raises(ConnectionLost):
        association.receive()
    with pytest.raises(ConnectionLost):
        association.send(association.contexts[1], ECHO)
    assert provider.ended.acquire(timeout=10)
    assert isinstance(provider.ends[0], AssociationAborted)


def test_errors_inside_with_abort(serve, provider, make_request):
    with pytest.raises(ZeroDivisionError), open_to(serve(provider), make_request()):
        raise ZeroDivisionError
    assert provider.ended.acquire(timeout=10)
    assert isinstance(provider.ends[0], AssociationAborted)


def test_broken_source_closes(serve, provider, make_request):
    def source():
        yield bytes(1 << 20)
        raise OSError(5, "Input/output error")

    association = open_to(serve(provider), make_request())
    with pytest.raises(OSError, match="Input/output"):
        association.send(context_of(association, CT), STORE, source())
    assert not association.is_open
    assert provider.ended.acquire(timeout=10)
    assert not provider.stored


class Acceptor:
    """A peer for `Association.request` that follows a script on a raw socket."""

    def __init__(self, script):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = self.server.getsockname()
        self.thread = threading.Thread(target=self.run, args=(script,))
        self.thread.start()

    def run(self, script):
        sock, _ = self.server.accept()
        with sock:
            sock.settimeout(10)
            script(sock)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.thread.join(10)
        self.server.close()
        assert not self.thread.is_alive()


@pytest.fixture
def accept_on(read_pdu):
    from broch.dimse.pdu import ContextResult

    def accept(sock):
        request = AssociateRequest.decode(read_pdu(sock)[1])
        results = [ContextResult(c.id, 0, c.transfer_syntaxes[0]) for c in request.contexts]
        sock.sendall(AssociateAccept(called_ae="X", contexts=results).encode())

    return accept


def test_release_collision_as_requestor(make_request, accept_on, read_pdu):
    seen = []

    def script(sock):
        accept_on(sock)
        seen.append(read_pdu(sock)[0])
        sock.sendall(RELEASE_REQUEST)
        seen.append(read_pdu(sock)[0])
        sock.sendall(RELEASE_RESPONSE)
        seen.append(read_pdu(sock)[0])

    with Acceptor(script) as peer:
        assert Association.request(peer.address, make_request()).release()
    assert seen == [5, 6, 0]


def test_release_and_collision_as_acceptor(serve, associate, read_pdu):
    results = []

    def handler(association):
        results.append(association.release())
        done.release()

    done = threading.Semaphore(0)
    listener = serve(handler)
    sock = associate(listener)
    assert read_pdu(sock)[0] == 5
    sock.sendall(p_data(pdv(ECHO, 3)) + RELEASE_REQUEST + RELEASE_RESPONSE)
    assert [read_pdu(sock)[0], read_pdu(sock)[0]] == [6, 0]
    sock.close()
    assert done.acquire(timeout=10)
    other = associate(listener)
    assert read_pdu(other)[0] == 5
    other.sendall(RELEASE_RESPONSE)
    assert read_pdu(other)[0] == 0
    assert done.acquire(timeout=10)
    assert results == [True, True]


@pytest.mark.parametrize("answer", [b"", Abort(0, 0).encode(), AssociateReject(1, 1, 1).encode(), b"\x99\0\0\0\0\0"])
def test_release_never_raises(make_request, accept_on, read_pdu, answer):
    def script(sock):
        accept_on(sock)
        read_pdu(sock)
        sock.sendall(answer)

    with Acceptor(script) as peer:
        assert not Association.request(peer.address, make_request(), Limits(artim=2)).release()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", ConnectionLost), (b"HTTP/1.1 400 Bad\r\n\r\n", ProtocolError), (Abort(2, 1).encode(), AssociationAborted),
        (AssociateReject(1, 1, 7).encode(), AssociationRejected), (RELEASE_REQUEST, ProtocolError),
        (AssociateAccept(maximum_length=8).encode(), ProtocolError), (b"\x02\0\0\0\0\x02ab", ProtocolError),
    ],
)  # fmt: skip
def test_answers_that_are_no_acceptance(make_request, read_pdu, answer, error):
    def script(sock):
        read_pdu(sock)
        sock.sendall(answer)
        sock.shutdown(socket.SHUT_WR)
        sock.recv(100)

    with Acceptor(script) as peer, pytest.raises(error):
        Association.request(peer.address, make_request(), Limits(artim=2))


def test_nobody_there_and_nobody_answering(make_request):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with pytest.raises(AssociationTimeout):
            Association.request(address, make_request(), Limits(artim=0.2))
    with pytest.raises(ConnectionLost):
        Association.request(address, make_request())
    with pytest.raises(ConnectionLost):
        Association.request(("no-such-host.invalid", 104), make_request(), connect_timeout=2)


@pytest.mark.parametrize("maximum", [0, 4096, 2**32 - 1])
def test_peer_maximum_is_kept(serve, associate, read_pdu, maximum):
    def handler(association):
        association.send(context_of(association, CT), STORE, bytes(2_000_000))

    sock = associate(serve(handler), maximum_length=maximum)
    lengths, data = [], 0
    while data < 2_000_000:
        _, pdu = read_pdu(sock)
        lengths.append(len(pdu) - 6)
        data += 0 if pdu[11] & 1 else len(pdu) - 12
    assert data == 2_000_000
    assert max(lengths) == (maximum if maximum == 4096 else 1 << 20)


def test_identity_window_and_roles(serve, provider, make_request, policy_with):
    policy = policy_with(identity_response=b"ticket")
    listener = serve(provider, policy)
    identity = UserIdentity(2, True, b"ada", b"secret")
    request = make_request(user_identity=identity, async_ops=(0, 0), roles={CT: (True, True)}, extended={CT: b"\1"})
    with open_to(listener, request) as association:
        assert association.accept_pdu.identity_response == b"ticket"
        assert association.accept_pdu.async_ops == (1, 1)
        assert context_of(association, CT).as_scp
    assert policy.requests[0].user_identity == identity


@pytest.fixture
def policy_with():
    from types import SimpleNamespace

    from broch.dimse import negotiation

    def make(identity_response=b"", decide=None):
        def accept(request, peer):
            policy.requests.append(request)
            if decide:
                return decide(request, peer)
            acceptance = negotiation.accept(request, lambda uid: True, lambda uid: True)
            acceptance.identity_response = identity_response
            return acceptance

        policy = SimpleNamespace(accept=accept, requests=[])
        return policy

    return make


def test_policy_rejects_or_breaks(serve, provider, make_request, policy_with):
    listener = serve(provider, policy_with(decide=lambda request, peer: AssociateReject(1, 1, 7)))
    with pytest.raises(AssociationRejected, match="called AE") as caught:
        open_to(listener, make_request())
    assert caught.value.reject == AssociateReject(1, 1, 7)
    listener = serve(provider, policy_with(decide=lambda request, peer: 1 / 0))
    with pytest.raises(AssociationRejected) as caught:
        open_to(listener, make_request())
    assert caught.value.reject.result == 2


def test_cancel_is_seen_between_responses(serve, associate, make_request):
    seen = []

    def handler(association):
        seen.append(association.readable())
        go.set()
        seen.append(association.readable(10))
        seen.append(association.receive().command[command.COMMAND_FIELD])
        seen.append(association.readable())
        seen.append(association.receive().command[command.COMMAND_FIELD])
        seen.append(association.readable())
        done.set()

    go, done = threading.Event(), threading.Event()
    sock = associate(serve(handler))
    assert go.wait(10)
    sock.sendall(p_data(pdv(command.cancel_request(1), 3)) + p_data(pdv(ECHO, 3)))
    assert done.wait(10)
    assert seen == [False, True, 0xFFF, True, 0x30, False]


def test_tls(serve, provider, make_request, server_tls, client_tls):
    listener = serve(provider, tls=server_tls)
    data = random.Random(4).randbytes(700_000)
    with Association.request(("localhost", listener.port), make_request(), tls=client_tls) as association:
        association.send(context_of(association, CT), STORE, data)
        assert association.receive().command[command.STATUS] == 0
        assert echo(association) == 0
        assert not association.readable()
    assert provider.ended.acquire(timeout=10)
    assert provider.stored[0][1] == data
    assert provider.ends == [None]


def test_tls_strangers(serve, provider, connect, make_request, read_pdu, server_tls, client_tls):
    listener = serve(provider, tls=server_tls, limits=Limits(artim=0.5))
    plain, silent = connect(listener), connect(listener)
    plain.sendall(make_request().encode())
    for sock in (plain, silent):
        with _any_end():
            while sock.recv(1000):
                pass
    plain_listener = serve(provider, limits=Limits(artim=1))
    with pytest.raises(ConnectionLost):
        open_to(plain_listener, make_request(), tls=client_tls)
    assert not provider.associations


def test_seeded_mutations(serve, provider, connect, make_request):
    """Whatever comes: an answer or an end, and soon; no thread is left (the fixture looks)."""
    listener = serve(provider, limits=Limits(artim=0.3, timeout=0.3))
    draw = random.Random(20)
    whole = make_request(roles={CT: (True, True)}).encode()
    session = p_data(pdv(STORE, 3, 3)) + p_data(pdv(b"abcd", 2, 3)) + p_data(pdv(ECHO, 3)) + RELEASE_REQUEST
    for number in range(150):
        first, second = bytearray(whole), bytearray(session)
        target = first if number % 3 == 0 else second
        for _ in range(draw.randint(1, 4)):
            target[draw.randrange(len(target))] = draw.randrange(256)
        sock = connect(listener)
        try:
            sock.sendall(first + second)
            sock.shutdown(socket.SHUT_WR)
            while sock.recv(65536):
                pass
        except ConnectionError:
            pass
        finally:
            sock.close()


def test_over_a_socket_pair_without_listener(policy_with, make_request, read_pdu):
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(make_request().encode() + RELEASE_REQUEST)
        theirs.shutdown(socket.SHUT_WR)
        association = Association.accept(Connection(ours), policy_with())
        assert association.receive() is None
        assert [read_pdu(theirs)[0] for _ in range(3)] == [2, 6, 0]
    assert association.contexts[1].transfer_syntax == ImplicitVRLittleEndian
