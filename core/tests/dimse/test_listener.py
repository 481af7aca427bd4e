import logging
import os
import socket
import subprocess
import sys
import threading
import time

import pytest
from broch.dimse import command
from broch.dimse.establishment import AssociationRejected, Limits
from broch.dimse.listener import WAITING_ROOM, Listener
from broch.dimse.pdu import Abort, AssociateReject
from broch.dimse.sop_classes import ImplicitVRLittleEndian, Verification
from broch.dimse.upper_layer import Association


def open_to(listener, request) -> Association:
    return Association.request(("127.0.0.1", listener.port), request)


def until(condition):
    deadline, pause = time.monotonic() + 10, threading.Event()
    while not condition():
        assert time.monotonic() < deadline
        pause.wait(0.01)


def test_several_addresses_share_a_free_port(provider, make_request):
    addresses = [("127.0.0.1", 0), ("127.0.0.2", 0)] if sys.platform == "linux" else [("127.0.0.1", 0)]
    if socket.has_ipv6:
        addresses.append(("::1", 0))
    listener = Listener(addresses, AcceptAll())
    listener.serve(provider)
    try:
        for host, _ in addresses:
            with Association.request((host, listener.port), make_request()) as association:
                assert association.peer == (host, listener.port)
    finally:
        assert listener.stop()


class AcceptAll:
    def accept(self, request, peer):
        from broch.dimse import negotiation

        return negotiation.accept(request, lambda uid: True, lambda uid: True)


def test_taken_port_opens_nothing():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        Listener([("127.0.0.1", 0), taken.getsockname()], AcceptAll())


def test_over_the_limit_is_rejected_then_served(serve, provider, make_request):
    listener = serve(provider, maximum_associations=2, patience=0.05)
    first, second = open_to(listener, make_request()), open_to(listener, make_request())
    with pytest.raises(AssociationRejected) as caught:
        open_to(listener, make_request())
    assert caught.value.reject == AssociateReject(2, 3, 2)
    second.release()
    assert provider.ended.acquire(timeout=10)
    open_patiently(listener, make_request()).release()
    first.release()


def open_patiently(listener, request):
    deadline = time.monotonic() + 10
    while True:
        try:
            return open_to(listener, request)
        except AssociationRejected:
            if time.monotonic() > deadline:
                raise


def test_one_slot_serves_one_after_the_other(serve, provider, make_request):
    listener = serve(provider, maximum_associations=1)
    for _ in range(50):
        open_to(listener, make_request()).release()


def test_silent_peers_take_no_slot(serve, provider, connect, make_request):
    listener = serve(provider, maximum_associations=1)
    silent = [connect(listener) for _ in range(20)]
    open_to(listener, make_request()).release()
    assert len(silent) == 20


def test_of_a_crowd_the_oldest_make_room(provider, connect, make_request):
    listener = Listener([("127.0.0.1", 0)], AcceptAll(), Limits(artim=60, timeout=60), maximum_associations=2)
    listener.serve(provider)
    try:
        kept = open_to(listener, make_request())
        crowd = [connect(listener) for _ in range(WAITING_ROOM + 5)]
        open_to(listener, make_request()).release()
        for gone in crowd[:3]:
            gone.settimeout(10)
            assert gone.recv(10) == b""
        assert kept.release()  # who has an association keeps it
    finally:
        assert listener.stop(20)


def test_handler_that_fails_or_walks_away(serve, associate, read_pdu, caplog):
    def failing(association):
        raise ZeroDivisionError("a defect")

    with caplog.at_level(logging.ERROR):
        assert read_pdu(associate(serve(failing))) == (7, Abort(0, 0).encode())
    assert "a defect" in caplog.text
    assert read_pdu(associate(serve(lambda association: None))) == (7, Abort(0, 0).encode())


def test_a_request_whose_answer_would_be_too_long_ends_that_connection_alone(serve, provider, connect, make_request):
    """Each role is repeated in the answer, which has more beside them than the request needs."""
    uids = ["1." + digit * 32740 for digit in "12"]
    request = make_request(*((uid, [ImplicitVRLittleEndian]) for uid in uids), roles=dict.fromkeys(uids, (True, True)))
    request.implementation_class_uid = request.implementation_version = ""
    listener = serve(provider, AcceptAll())
    sock = connect(listener)
    sock.sendall(request.encode())
    assert sock.recv(10) == b""
    open_to(listener, make_request()).release()


def test_stop_aborts_idle_and_silent_peers(provider, associate, connect, read_pdu):
    listener = Listener([("127.0.0.1", 0)], AcceptAll(), Limits(artim=60, timeout=None))
    listener.serve(provider)
    idle, silent = associate(listener), connect(listener)
    until(lambda: listener.running == 2)  # what nobody has accepted yet would be reset
    answers = []
    reader = threading.Thread(target=lambda: answers.append(read_pdu(idle)) or idle.close())
    reader.start()
    begin = time.monotonic()
    assert listener.stop(20)
    assert time.monotonic() - begin < 9
    reader.join(10)
    assert answers == [(7, Abort(0, 0).encode())]
    assert silent.recv(10) == b""
    assert listener.running == 0
    with pytest.raises(ConnectionRefusedError):
        connect(listener)
    assert listener.stop()


def test_stop_cuts_a_peer_that_does_not_read(associate):
    def handler(association):
        started.set()
        association.send(association.contexts[3], command.store_request(1, "1.2", "1.3"), bytes(64 << 20))

    started = threading.Event()
    listener = Listener([("127.0.0.1", 0)], AcceptAll(), Limits(artim=60, timeout=None))
    listener.serve(handler)
    associate(listener)
    assert started.wait(10)
    assert listener.stop(2)


def test_stop_while_a_peer_streams(provider, associate):
    """Messages that keep coming do not keep the association alive."""
    listener = Listener([("127.0.0.1", 0)], AcceptAll(), Limits(artim=60, timeout=None))
    listener.serve(provider)
    sock = associate(listener)
    stopped = threading.Event()

    def stream():
        echo = command.echo_request(1, Verification)
        pdu = b"\4\0" + (len(echo) + 6).to_bytes(4, "big") + (len(echo) + 2).to_bytes(4, "big") + b"\1\3" + echo
        sock.settimeout(0.05)
        while not stopped.is_set():
            try:
                sock.sendall(pdu)
                sock.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                return

    sender = threading.Thread(target=stream)
    sender.start()
    try:
        assert listener.stop(6)
    finally:
        stopped.set()
        sender.join()


def test_threads_are_named_and_descriptors_are_given_back(serve, provider, make_request):
    listener = serve(provider)
    open_to(listener, make_request()).release()
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    association = open_to(listener, make_request())
    names = [thread.name for thread in threading.enumerate()]
    assert f"dicom-accept-{listener.port}" in names
    assert any(name.startswith(f"dicom-{listener.port}-127.0.0.1:") for name in names)
    association.release()
    for _ in range(20):
        open_to(listener, make_request()).release()
    until(lambda: not listener.running)
    if before:
        assert len(os.listdir("/proc/self/fd")) <= before + 1


def test_nothing_heavy_is_imported():
    code = (
        "import sys, broch.dimse.listener, broch.dimse.status; "
        "print([m for m in ('numpy', 'pydicom', 'pynetdicom', 'peewee', 'flask') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
