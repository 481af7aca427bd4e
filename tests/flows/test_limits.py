"""What strangers, bad files and full disks can do to a server: others are served meanwhile, and nothing stays behind.

Real servers on loopback. ``unharmed`` measures: each second answer of an innocent client, and the server's memory,
threads, descriptors and sockets before and after.
"""

import base64
import contextlib
import gzip
import http.client
import io
import itertools
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pydicom
import pytest
from broch.dimse import command as commands
from broch.dimse.negotiation import propose
from broch.dimse.pdu import AssociateRequest
from broch.dimse.upper_layer import Association, AssociationRejected, Limits
from broch.passwords import hash_password
from broch_hostapi.errors import RemoteError
from pydicom.data import get_testdata_file

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures by /proc"),
]
MIB = 1 << 20
PROMPT = 1.0
"""Seconds within which an innocent client is served."""
CT, EXPLICIT, VERIFICATION = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.1"
OPTIONS = {"HttpRequestTimeout": 4, "DicomScpTimeout": 4}
CROWD = 200


@dataclass
class Usage:
    """What a process has at a moment. ``memory`` in bytes."""

    memory: int
    threads: int
    descriptors: int
    sockets: int


def usage(pid):
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    links = []
    for entry in os.scandir(f"/proc/{pid}/fd"):
        with contextlib.suppress(OSError):
            links.append(os.readlink(entry.path))
    sockets = sum(link.startswith("socket:") for link in links)
    return Usage(int(status["VmRSS"].split()[0]) << 10, int(status["Threads"]), len(links), sockets)


class Innocent(threading.Thread):
    """Asks again and again, each time over a new connection, and notes how long it took."""

    def __init__(self, server, dicom):
        super().__init__(daemon=True)
        self.server, self.dicom = server, dicom
        self.longest, self.count, self.wrong = 0.0, 0, []
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(0.05):
            started = time.monotonic()
            try:
                self.ask()
            except Exception as error:
                self.wrong.append(repr(error))
            self.longest = max(self.longest, time.monotonic() - started)
            self.count += 1

    def ask(self):
        connection = self.server.connection(timeout=20)
        connection.request("GET", "/system", headers=self.server.headers)
        assert connection.getresponse().read()
        connection.close()
        if self.dicom:
            association = associate(self.server, "INNOCENT")
            context = next(iter(association.contexts.values()))
            association.send(context, commands.echo_request(1, VERIFICATION))
            assert association.receive().command[commands.STATUS] == 0
            association.release()


@pytest.fixture
def unharmed():
    """``with unharmed(server): ...``: a client of HTTP, and with ``dicom`` of DICOM, is served in time meanwhile.

    Afterwards the server has no more threads, descriptors, sockets than before; of memory ``slack`` bytes are allowed.
    ``first``: of what is made on first use and stays, so many descriptors, and one thread, are allowed.
    """

    @contextlib.contextmanager
    def measure(server, *, dicom=True, slack=40 * MIB, first=0):
        if not hasattr(server, "headers"):
            server.headers = {}
        Innocent(server, dicom).ask()
        before = settled(server)
        before = replace(before, descriptors=before.descriptors + first, threads=before.threads + bool(first))
        innocent = Innocent(server, dicom)
        innocent.start()
        peak = Peak(server)
        peak.start()
        try:
            yield peak
            time.sleep(0.3)  # also what comes right after the last of them is served
        finally:
            innocent.ended.set()
            peak.ended.set()
            innocent.join()
            peak.join()
        print(f"served {innocent.count} times, longest {innocent.longest:.3f} s; at most {peak.memory >> 20} MiB")
        assert not innocent.wrong
        assert innocent.count > 1
        assert innocent.longest < PROMPT
        after = settled(server, before, slack)
        print(before, after)
        assert "Traceback" not in server.log()

    return measure


class Peak(threading.Thread):
    """The largest memory and number of threads that was seen."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.pid = server.process.pid
        self.memory = self.threads = 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(0.05):
            now = usage(self.pid)
            self.memory, self.threads = max(self.memory, now.memory), max(self.threads, now.threads)


def settled(server, before=None, slack=0, patience=20.0):
    """Usage when nothing changes any more; with ``before``, when it is back there."""
    deadline, last, same = time.monotonic() + patience, None, 0
    while True:
        now = usage(server.process.pid)
        if before is None:
            same = same + 1 if last and (last.threads, last.descriptors) == (now.threads, now.descriptors) else 0
            if same >= 10:
                return now
        elif (
            now.threads <= before.threads and now.descriptors <= before.descriptors and now.sockets <= before.sockets
            and now.memory <= before.memory + slack
        ):  # fmt: skip
            return now
        assert time.monotonic() < deadline, (before, now)
        last = now
        time.sleep(0.1)  # another process: there is nothing to wait on


@pytest.fixture(scope="session")
def identity(make_certificate):
    return make_certificate("localhost")


@pytest.fixture(params=["http", "https"])
def server(request, start_server, identity):
    if request.param == "http":
        return start_server(**OPTIONS)
    trusting = ssl.create_default_context(cafile=identity.cert)
    return start_server(**OPTIONS, tls=trusting, SslEnabled=True, SslCertificate=str(identity.both))


def connect(server, *, shake=True):
    sock = socket.create_connection(("127.0.0.1", server.http_port), 20)
    return server.tls.wrap_socket(sock, server_hostname="localhost") if server.tls and shake else sock


def at_once(number, action):
    """Call ``action(n)`` in that many threads; what they return, exceptions among it."""
    results = [None] * number

    def run(n):
        try:
            results[n] = action(n)
        except Exception as error:
            results[n] = error

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def reset(sock):
    """Close with a RST."""
    socket.socket.setsockopt(sock, socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def associate(server, calling="CROWD", contexts=((VERIFICATION, [EXPLICIT]),), timeout=20.0):
    request = AssociateRequest(called_ae=server.aet, calling_ae=calling, contexts=propose(contexts))
    return Association.request(("127.0.0.1", server.dicom_port), request, Limits(artim=timeout, timeout=timeout))


def test_silent_clients(server, unharmed):
    with unharmed(server) as peak:
        silent = [connect(server, shake=False) for _ in range(CROWD)]
        time.sleep(1)
        assert peak.threads < 75  # none of them has a worker
        for sock in silent:
            sock.close()


def test_clients_that_never_finish_a_head(server, unharmed):
    with unharmed(server):
        slow = [sock for sock in at_once(CROWD, lambda _: connect(server)) if isinstance(sock, socket.socket)]
        assert len(slow) == CROWD
        for byte in b"GET /system HTTP/1.1":
            for sock in slow:
                sock.sendall(bytes((byte,)))
        # The head has a time limit, however lively it drips.
        deadline = time.monotonic() + 3 * OPTIONS["HttpRequestTimeout"]
        while slow and time.monotonic() < deadline:
            for sock in tuple(slow):
                try:
                    sock.sendall(b"x")
                except OSError:
                    slow.remove(sock)
            time.sleep(0.2)
        assert not slow


def test_handshakes_that_never_end(start_server, identity, unharmed):
    trusting = ssl.create_default_context(cafile=identity.cert)
    server = start_server(**OPTIONS, tls=trusting, SslEnabled=True, SslCertificate=str(identity.both))
    with unharmed(server) as peak:
        half = [connect(server, shake=False) for _ in range(CROWD)]
        for sock in half:
            sock.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
        plain = connect(server, shake=False)
        plain.sendall(b"GET /system HTTP/1.1\r\nHost: x\r\n\r\n")
        plain.settimeout(10)
        with contextlib.suppress(ConnectionError):
            assert b"HTTP" not in plain.recv(100)
        time.sleep(1)
        assert peak.threads < 75
        for sock in half:
            sock.settimeout(15)
            with contextlib.suppress(ConnectionError):
                while sock.recv(100):  # perhaps an alert, then the end
                    pass
            sock.close()
        plain.close()


@pytest.mark.parametrize("framing", [b"Content-Length: 5000000", b"Transfer-Encoding: chunked"])
def test_half_sent_uploads(server, unharmed, framing):
    chunk = b"4e20\r\n" if framing[:1] == b"T" else b""
    with unharmed(server, slack=80 * MIB):
        half = []
        for _ in range(CROWD):
            half.append(connect(server))
            half[-1].sendall(b"POST /instances HTTP/1.1\r\nHost: x\r\n" + framing + b"\r\n\r\n" + chunk + bytes(10_000))
        time.sleep(1.5)
        for number, sock in enumerate(half):
            if number % 4 == 0:
                sock.close()
            elif number % 4 == 1:
                reset(sock)
            elif number % 4 == 2:
                socket.socket.shutdown(sock, socket.SHUT_WR)
        time.sleep(OPTIONS["HttpRequestTimeout"])  # the rest is silent
        for sock in half:
            sock.close()
    assert server.count() == 0


def test_readers_that_do_not_read(server, unharmed, tmp_path):
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    ds.Rows = ds.Columns = 4096
    ds.PixelData = bytes(32 * MIB)
    made = io.BytesIO()
    ds.save_as(made)
    status, answer = server.request("POST", "/instances", made.getvalue())
    assert status == 200
    path = json.loads(answer)["Path"] + "/file"

    def crowd():
        slow = []
        for _ in range(CROWD):
            slow.append(connect(server))
            slow[-1].sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        for sock in slow:
            assert sock.recv(1000).startswith(b"HTTP/1.1 200")
        time.sleep(1)
        for sock in slow:
            sock.close()

    # The first crowd leaves each of the standing workers with a connection to the index, and SQLite keeps the
    # descriptors of all others for its next ones. The second must find everything as it will leave it, nearly: not
    # each time do as many have a connection at once.
    before = settled(server)
    crowd()
    settled(server, replace(before, descriptors=before.descriptors + 2 * CROWD), 80 * MIB)
    with unharmed(server, slack=20 * MIB, first=CROWD // 3) as peak:
        crowd()
        assert peak.memory < 250 * MIB
    assert server.request("GET", path)[1] == made.getvalue()


def test_bodies_have_a_limit(start_server, unharmed):
    server = start_server(**OPTIONS, MaximumRequestBodySizeMB=4, MaximumFileSizeInArchiveMB=2)
    with unharmed(server) as peak:
        assert refused(server, b"x" * (4 * MIB + 1)) == 413
        with connect(server) as sock:
            sock.sendall(b"POST /instances HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                for _ in range(5):
                    sock.sendall(b"100000\r\n" + bytes(1 << 20) + b"\r\n")
            assert sock.recv(100).startswith(b"HTTP/1.1 413")
        bomb = gzip.compress(bytes(500 * MIB), 9)
        assert refused(server, bomb, {"Content-Encoding": "gzip"}) == 413
        assert refused(server, gzip.compress(bomb), {"Content-Encoding": "gzip"}) in (400, 413)
        assert refused(server, zipped(("a.dcm", bytes(3 * MIB)))) == 413
        assert refused(server, zipped(*((f"{n}.dcm", bytes(MIB)) for n in range(5)))) == 413
        assert peak.memory < 250 * MIB
    assert server.count() == 0


def refused(server, body, headers=None):
    """Status; the server may answer, and cut, before it has read the body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=60)
    try:
        with contextlib.suppress(ConnectionError):
            connection.request("POST", "/instances", body, headers or {})
        return connection.getresponse().status
    finally:
        connection.close()


def zipped(*members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def lying_archive(size):
    """A ZIP archive whose directory says that its one member has this size."""
    content = bytearray(zipped(("a.dcm", bytes(1000))))
    struct.pack_into("<I", content, content.rindex(b"PK\1\2") + 24, size)
    return bytes(content)


def huge_directory(entries):
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, len(entry) * entries, 4, 0)
    return b"PK\3\4" + entry * entries + end


def test_archives_that_are_bombs(start_server, unharmed):
    server = start_server(**OPTIONS)
    ct = Path(get_testdata_file("CT_small.dcm")).read_bytes()
    inner = zipped(("ct.dcm", ct))
    for _ in range(20):
        inner = zipped(("inner.zip", inner))
    with unharmed(server, slack=80 * MIB) as peak:
        assert refused(server, lying_archive(0xFFFFFFF0)) == 200  # it is not longer for that, and no instance
        assert refused(server, huge_directory(1_000_000)) == 413  # 46 MB
        assert refused(server, huge_directory(150_000)) == 413  # 7 MB
        status, answer = server.request("POST", "/instances", inner)
        assert (status, json.loads(answer)) == (200, [])  # archives inside are not looked into
        bomb = zipped(*((f"{n}.dcm", bytes(100 * MIB)) for n in range(10)))  # 1 GB of zeros in 1 MB
        assert refused(server, bomb) == 200
        assert peak.memory < 400 * MIB
    assert server.count() == 0
    answer = json.loads(server.request("POST", "/instances", zipped(*((f"{n}", b"no") for n in range(60_000))))[1])
    assert answer == []


def nested(depth, *, defined):
    """CT_small with sequences in sequences."""
    ct = Path(get_testdata_file("CT_small.dcm")).read_bytes()
    start = 144 + struct.unpack_from("<I", ct, 140)[0]
    if defined:
        inner = b"".join(
            struct.pack("<HH2sHIHHI", 0x0008, 0x1140, b"SQ", 0, 20 * left + 8, 0xFFFE, 0xE000, 20 * left)
            for left in reversed(range(depth))
        )
    else:
        opening = struct.pack("<HH2sHI", 0x0008, 0x1140, b"SQ", 0, 0xFFFFFFFF)
        opening += struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
        closing = struct.pack("<HHIHHI", 0xFFFE, 0xE00D, 0, 0xFFFE, 0xE0DD, 0)
        inner = opening * depth + closing * depth
    body = ct[start:]
    at = body.index(struct.pack("<HH", 0x0010, 0x0010))
    return ct[:start] + body[:at] + inner + body[at:]


def lying_element(vr, length):
    """CT_small with an element that says it is longer than the file."""
    ct = Path(get_testdata_file("CT_small.dcm")).read_bytes()
    at = ct.index(struct.pack("<HH", 0x0010, 0x0010))
    return ct[:at] + struct.pack("<HH2sHI", 0x0009, 0x1001, vr, 0, length) + ct[at:]


def test_deep_sequences(start_server, unharmed):
    server = start_server(**OPTIONS)
    with unharmed(server, slack=80 * MIB):
        for depth, defined in itertools.product((10_000, 100_000), (True, False)):
            content = nested(depth, defined=defined)
            assert server.request("POST", "/instances", content)[0] in (400, 413)
            assert store(server, content) in (0xA700, 0xA900, 0xC000)
            start = 144 + struct.unpack_from("<I", content, 140)[0]
            assert query(server, content[start : start + len(content) // 2]) in (0xA900, 0xC000, 0xA700, None)
    assert server.count() == 0


def test_elements_that_lie_about_their_length(start_server, unharmed):
    server = start_server(**OPTIONS)
    with unharmed(server):
        for vr, length in itertools.product((b"OB", b"SQ", b"UN", b"UT"), (0xFFFFFFFE, 0x7FFFFFFF, 1_000_000)):
            content = lying_element(vr, length)
            assert server.request("POST", "/instances", content)[0] == 400, (vr, length)
            assert store(server, content) in (0xA900, 0xC000), (vr, length)
    assert server.count() == 0


def store(server, content):
    """Status of a C-STORE; None if the association ended instead."""
    scan = pydicom.dcmread(get_testdata_file("CT_small.dcm"), stop_before_pixels=True)
    start = 144 + struct.unpack_from("<I", content, 140)[0]
    return exchange(server, CT, commands.store_request(1, CT, str(scan.SOPInstanceUID)), content[start:])


def query(server, identifier):
    root = "1.2.840.10008.5.1.4.1.2.2.1"
    return exchange(server, root, commands.find_request(1, root), identifier)


def exchange(server, sop_class, command, data):
    association = associate(server, contexts=((sop_class, [EXPLICIT]),))
    try:
        association.send(next(iter(association.contexts.values())), command, data)
        status = association.receive().command[commands.STATUS]
        association.release()
        return status
    except RemoteError:
        association.close()
        return None


def test_five_hundred_associations(start_server, unharmed):
    server = start_server(**OPTIONS, DicomThreadsCount=20)
    with unharmed(server, dicom=False, slack=80 * MIB):
        results = at_once(500, lambda n: associate(server, f"CROWD{n}"))
        kinds = Counter(type(result) for result in results)
        assert kinds.keys() == {Association, AssociationRejected}, kinds
        assert kinds[Association] == 20
        for result in results:
            if isinstance(result, AssociationRejected):
                assert (result.reject.result, result.reject.source, result.reject.reason) == (2, 3, 2)
        for result in results:
            if isinstance(result, Association):
                context = next(iter(result.contexts.values()))
                result.send(context, commands.echo_request(1, VERIFICATION))
                assert result.receive().command[commands.STATUS] == 0
                result.release()
        Innocent(server, dicom=True).ask()


def test_no_descriptors_left(start_server):
    """Nobody can be served then; but it costs no computing time, and passes."""
    import resource

    server = start_server(**OPTIONS)
    before = settled(server)
    limits = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (before.descriptors + 40, limits[1]))
    crowd = [connect(server) for _ in range(100)]
    crowd += [socket.create_connection(("127.0.0.1", server.dicom_port), 20) for _ in range(100)]
    spent = processor_time(server.process.pid)
    time.sleep(2)
    assert processor_time(server.process.pid) - spent < 1
    for sock in crowd:
        sock.close()
    server.headers = {}
    Innocent(server, dicom=True).ask()
    settled(server, before, 20 * MIB)
    assert server.request("POST", "/instances", instance(1)[1])[0] == 200
    assert "Traceback" not in server.log()
    assert len(server.log()) < 100_000


def processor_time(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_half_sent_associations(start_server, unharmed):
    server = start_server(**OPTIONS)
    request = AssociateRequest(called_ae=server.aet, calling_ae="HALF", contexts=propose([(CT, [EXPLICIT])])).encode()
    with unharmed(server, slack=80 * MIB):
        half = []
        for number in range(700):  # more than the waiting room takes: the oldest make room
            half.append(socket.create_connection(("127.0.0.1", server.dicom_port), 20))
            half[-1].sendall(request[: number % len(request)])
        time.sleep(1)
        for number, sock in enumerate(half):
            if number % 3 == 0:
                sock.close()
            elif number % 3 == 1:
                reset(sock)
        time.sleep(OPTIONS["DicomScpTimeout"])
        for sock in half:
            sock.close()


def test_half_sent_instances(start_server, unharmed):
    server = start_server(**OPTIONS)
    data = bytes(14 * MIB)
    with unharmed(server, slack=80 * MIB) as peak:
        half = [associate(server, f"HALF{n}", ((CT, [EXPLICIT]),)) for n in range(40)]
        for association in half:
            context = next(iter(association.contexts.values()))
            whole = association.encoded(context, commands.store_request(1, CT, "1.2.3"), data)
            association.send_encoded(whole[: len(whole) // 2])
        time.sleep(1)
        for number, association in enumerate(half):
            assert peak.memory < 350 * MIB
            if number % 4 == 0:
                association.close()
            elif number % 4 == 1:
                association.abort()
            elif number % 4 == 2:
                reset(association._connection._sock)
        time.sleep(OPTIONS["DicomScpTimeout"] + 0.5)
        for association in half:
            association.close()
    assert server.count() == 0


def test_wrong_passwords(start_server, unharmed, tmp_path):
    users = {"alice": hash_password("right"), "bob": hash_password("good")}
    (tmp_path / "BROCH").mkdir()
    server = start_with_users(start_server, users)
    with unharmed(server, dicom=False) as peak:
        found = at_once(CROWD, lambda n: sign_in(server, "alice", f"guess{n}", "127.0.0.2"))
        assert set(found) == {401}
        started = time.monotonic()
        assert sign_in(server, "bob", "good", "127.0.0.3") == 200  # nobody knew him yet
        assert time.monotonic() - started < PROMPT
        assert peak.memory < 300 * MIB
        assert "wrong password of 'alice', from 127.0.0.2" in server.log()
        assert "guess" not in server.log()


def start_with_users(start_server, users):
    def headers(name, password):
        return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}

    class Headers(dict):
        """Of a server that is asked before the fixture is."""

    original = http.client.HTTPConnection.request
    known = Headers(headers("alice", "right"))

    def request(self, method, url, body=None, headers={}, **how):  # noqa: B006
        return original(self, method, url, body, {**known, **headers}, **how)

    http.client.HTTPConnection.request = request
    try:
        server = start_server(**OPTIONS, AuthenticationEnabled=True, RegisteredUsers=users)
    finally:
        http.client.HTTPConnection.request = original
    server.headers = known
    return server


def sign_in(server, name, password, address):
    connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=20, source_address=(address, 0))
    token = base64.b64encode(f"{name}:{password}".encode()).decode()
    connection.request("GET", "/system", headers={"Authorization": f"Basic {token}"})
    try:
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, of 96 MiB, of which the storage leaves 64 MiB free."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = sys.platform == "linux" and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", folder], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("may not mount a file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


def instance(number, size=256 << 10):
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.10.1669.7.{number}"
    ds.PixelData = os.urandom(size)
    made = io.BytesIO()
    ds.save_as(made)
    return str(ds.SOPInstanceUID), made.getvalue()


FEW = {**OPTIONS, "HttpThreadsCount": 4}
FIRST = 4 * FEW["HttpThreadsCount"]
"""Descriptors of the index that workers open on first use, and of the folders that are being filled."""


def store_instance(server, number):
    uid, content = instance(number)
    start = 144 + struct.unpack_from("<I", content, 140)[0]
    return exchange(server, CT, commands.store_request(1, CT, uid), content[start:])


@pytest.mark.parametrize("index", ["with", "elsewhere"])
def test_full_disk(start_server, small_disk, unharmed, tmp_path, index):
    """The index on the same disk, or on another one."""
    folder = {"IndexDirectory": str(tmp_path / "index")} if index == "elsewhere" else {}
    server = start_server(**FEW, StorageDirectory=str(small_disk / "storage"), **folder)
    stored = []
    with unharmed(server, first=FIRST):
        for number in range(200):
            status, answer = server.request("POST", "/instances", instance(number)[1])
            if status != 200:
                break
            stored.append(json.loads(answer)["ID"])
        assert status == 507, answer
        assert json.loads(answer)["OrthancStatus"] == 19
        assert 80 < len(stored) < 150
        assert server.request("POST", "/instances", instance(999, 100 * MIB)[1])[0] == 507  # fuller than that
        for more in range(1000, 1003):
            assert store_instance(server, more) == 0xA700
            assert server.request("POST", "/instances", instance(more)[1])[0] == 507
        assert server.count() == len(stored)
        for public_id in stored:
            assert server.request("GET", f"/instances/{public_id}/file")[0] == 200
    # After room was made, all is well again: by deletion, or from outside.
    deleted = sum(server.request("DELETE", f"/instances/{public_id}")[0] == 200 for public_id in stored[:30])
    assert deleted == 30
    for number in range(2000, 2003):
        assert server.request("POST", "/instances", instance(number)[1])[0] == 200
    assert store_instance(server, 2003) == 0
    assert server.count() == len(stored) - 30 + 4
    files = sum(path.is_file() and len(path.name) == 36 for path in (small_disk / "storage").rglob("*"))
    assert files == server.count()
    assert server.stop() == 0
    server.start()
    assert server.count() == files


def test_full_disk_of_temporary_files(start_server, small_disk, unharmed):
    server = start_server(**FEW, TemporaryDirectory=str(small_disk))
    (small_disk / "ballast").write_bytes(bytes(70 * MIB))
    uid, content = instance(1, 40 * MIB)
    start = 144 + struct.unpack_from("<I", content, 140)[0]
    with unharmed(server, first=FIRST):
        for _ in range(3):
            assert server.request("POST", "/instances", content)[0] == 507
            assert exchange(server, CT, commands.store_request(1, CT, uid), content[start:]) == 0xA700
        assert server.request("POST", "/instances", instance(2)[1])[0] == 200
    assert server.count() == 1


def test_read_only_storage(start_server, small_disk, unharmed, tmp_path):
    server = start_server(
        **FEW, StorageDirectory=str(small_disk / "storage"), IndexDirectory=str(tmp_path / "index")
    )
    status, answer = server.request("POST", "/instances", instance(1)[1])
    assert status == 200
    public_id = json.loads(answer)["ID"]
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    try:
        with unharmed(server, first=FIRST):
            status, answer = server.request("POST", "/instances", instance(2)[1])
            assert status in (500, 507), answer
            assert store_instance(server, 3) in (0xA700, 0x0110, 0xC000)
            assert server.request("GET", f"/instances/{public_id}/file")[0] == 200
            assert server.count() == 1
    finally:
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert server.request("POST", "/instances", instance(2)[1])[0] == 200
    assert store_instance(server, 3) == 0
    assert server.count() == 3
