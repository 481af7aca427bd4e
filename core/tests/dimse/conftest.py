"""A small service class provider over the upper layer, and what tests of it need."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from broch.dimse import command, negotiation
from broch.dimse.establishment import Limits
from broch.dimse.listener import Listener
from broch.dimse.negotiation import Acceptance
from broch.dimse.pdu import AssociateReject, AssociateRequest
from broch.dimse.sop_classes import (
    QUERY_RETRIEVE_FIND,
    QUERY_RETRIEVE_GET,
    STORAGE_SOP_CLASSES,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    Verification,
)
from broch.dimse.upper_layer import Association, Message

CT = "1.2.840.10008.5.1.4.1.1.2"
SERVED = {Verification, *STORAGE_SOP_CLASSES, *QUERY_RETRIEVE_FIND, *QUERY_RETRIEVE_GET}


@dataclass
class Policy:
    """Accepts what the test provider knows, or says the one thing that it was given."""

    rejection: AssociateReject | None = None
    identity_response: bytes = b""
    requests: list[AssociateRequest] = field(default_factory=list)

    def accept(self, request: AssociateRequest, peer: tuple[str, int]) -> Acceptance | AssociateReject:
        self.requests.append(request)
        if self.rejection:
            return self.rejection
        acceptance = negotiation.accept(request, SERVED.__contains__, lambda uid: True)
        acceptance.identity_response = self.identity_response
        return acceptance


class Provider:
    """Answers C-ECHO and C-STORE; keeps what it received, and how each association ended."""

    def __init__(self) -> None:
        self.stored: list[tuple[Message, bytes]] = []
        self.ends: list[BaseException | None] = []
        self.associations: list[Association] = []
        self.ended = threading.Semaphore(0)

    def __call__(self, association: Association) -> None:
        self.associations.append(association)
        try:
            while message := association.receive():
                self.answer(association, message)
            self.ends.append(None)
        except BaseException as error:
            self.ends.append(error)
            raise
        finally:
            self.ended.release()

    def answer(self, association: Association, message: Message) -> None:
        request = message.command
        if request[command.COMMAND_FIELD] == command.C_ECHO_RQ:
            answer = command.echo_response(request[command.MESSAGE_ID], request[command.AFFECTED_SOP_CLASS_UID])
        else:
            data = bytes(message.data) if isinstance(message.data, bytearray) else message.data.read()
            message.close()
            self.stored.append((message, data))
            answer = command.store_response(
                request[command.MESSAGE_ID], request[command.AFFECTED_SOP_CLASS_UID],
                request[command.AFFECTED_SOP_INSTANCE_UID],
            )
        association.send(message.context, answer)


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def serve() -> Iterator[Callable[..., Listener]]:
    """Start listeners; afterwards no thread and no association may be left."""
    listeners: list[Listener] = []
    before = set(threading.enumerate())

    limits_of_tests = Limits(artim=5, timeout=10)

    def start(handler, policy=None, limits=limits_of_tests, **options) -> Listener:
        listener = Listener([("127.0.0.1", 0)], policy or Policy(), limits, **options)
        listeners.append(listener)
        listener.serve(handler)
        return listener

    yield start
    assert all(listener.stop(10) for listener in listeners)
    assert not [thread for thread in set(threading.enumerate()) - before if thread.name.startswith("dicom-")]


@pytest.fixture
def connect() -> Iterator[Callable[[Listener], socket.socket]]:
    """Raw connections to a listener."""
    sockets = []

    def open_one(listener: Listener) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", listener.port), 10)
        sockets.append(sock)
        return sock

    yield open_one
    for sock in sockets:
        sock.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Path:
    """A key and a self-signed certificate for localhost in one PEM file."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days",
         "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return both


@pytest.fixture
def server_tls(certificate) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def client_tls(certificate) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def request_for(*contexts: tuple[str, list[str]], **fields) -> AssociateRequest:
    """A request; by default for verification and CT images."""
    chosen = contexts or (
        (Verification, [ImplicitVRLittleEndian]), (CT, [ExplicitVRLittleEndian, ImplicitVRLittleEndian]),
    )  # fmt: skip
    return AssociateRequest(
        called_ae="BROCH", calling_ae="TESTER", contexts=negotiation.propose(chosen), **fields
    )


@pytest.fixture
def make_request() -> Callable[..., AssociateRequest]:
    return request_for


def read_exactly(sock: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count and (more := sock.recv(count - len(data))):
        data += more
    return data


@pytest.fixture
def read_pdu() -> Callable[[socket.socket], tuple[int, bytes]]:
    """Type and whole bytes of the next PDU on a raw socket; (0, b"") at the end."""

    def read(sock: socket.socket) -> tuple[int, bytes]:
        head = read_exactly(sock, 6)
        if len(head) < 6:
            return 0, b""
        return head[0], head + read_exactly(sock, int.from_bytes(head[2:], "big"))

    return read


@pytest.fixture
def associate(connect, read_pdu) -> Callable[..., socket.socket]:
    """A raw socket on which an association is established."""

    def open_one(listener: Listener, **fields) -> socket.socket:
        sock = connect(listener)
        sock.sendall(request_for(**fields).encode())
        assert read_pdu(sock)[0] == 2
        return sock

    return open_one

