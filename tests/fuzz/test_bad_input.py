"""Seeded mutations of everything that comes in: no crash, no hang, no thread left, and the right kind of answer.

``BROCH_FUZZ_CASES`` and ``BROCH_SEED`` choose how many and which; a failure names its class, seed and case number.
"""

import http.client
import io
import json
import os
import random
import socket
import struct
import threading
import time
import zipfile
from pathlib import Path

import pydicom
import pytest
from broch.config import read_configuration
from broch.dimse import command as commands
from broch.dimse.negotiation import propose
from broch.dimse.pdu import AssociateRequest
from broch.dimse.upper_layer import Association, Limits
from broch.host import start_host
from broch_hostapi.errors import RemoteError
from pydicom.data import get_testdata_file

CASES = int(os.environ.get("BROCH_FUZZ_CASES", "2000"))
SEED = int(os.environ.get("BROCH_SEED", "20261122"))
CT, EXPLICIT, IMPLICIT = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2"
FIND = "1.2.840.10008.5.1.4.1.2.2.1"
MOVE = "1.2.840.10008.5.1.4.1.2.2.2"
SAMPLES = (
    "CT_small.dcm", "MR_small.dcm", "rtplan.dcm", "JPEG-LL.dcm", "image_dfl.dcm", "ExplVR_BigEnd.dcm",
    "nested_priv_SQ.dcm",
)  # fmt: skip
# 0211: a mutated command field makes another operation of it (PS3.7 annex C.5.20)
STORE_STATUSES = {0x0000, 0x0110, 0x0117, 0x0122, 0x0124, 0x0211, 0xA700, 0xA900, 0xC000}
QUERY_STATUSES = {0x0000, 0x0122, 0xA700, 0xA701, 0xA702, 0xA801, 0xA900, 0xB000, 0xC000, 0xFE00, 0xFF00, 0xFF01}
PATIENCE = 20.0
"""Seconds after which a silent server counts as hung."""


def mutate(rng, data, times=None):
    """Flip, cut, repeat, insert, overwrite with interesting numbers."""
    data = bytearray(data)
    for _ in range(times or rng.choice((1, 1, 2, 4, 16))):
        kind, at = rng.randrange(7), rng.randrange(max(1, len(data)))
        if kind == 0 and data:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del data[at:]
        elif kind == 2:
            data[at:at] = data[at : at + rng.randrange(64)]
        elif kind == 3:
            data[at:at] = rng.randbytes(rng.randrange(16))
        elif kind == 4:
            number = rng.choice((0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, len(data)))
            data[at : at + 4] = struct.pack(rng.choice("<>") + "I", number)
        elif kind == 5:
            del data[at : at + rng.randrange(1, 32)]
        elif len(data) > 4:
            data[at : at + 2] = rng.choice((b"SQ", b"UN", b"OB", b"\xfe\xff", b"\xe0\x7f", b"\0\0"))
    return bytes(data)


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")
    config = folder / "config.json"
    config.write_text(json.dumps({
        "HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(folder / "storage"), "DicomAlwaysAllowFind": True,
        "DicomAlwaysAllowMove": True, "DicomAlwaysAllowGet": True, "DicomScpTimeout": 2,
        "MaximumRequestBodySizeMB": 16, "MaximumFileSizeInArchiveMB": 8,
    }))  # fmt: skip
    running = start_host(read_configuration([config], {}))
    yield running
    running.stop()


def samples():
    return [Path(get_testdata_file(name, download=False)).read_bytes() for name in SAMPLES]


def http_request(host, method, path, body, headers=()):
    connection = http.client.HTTPConnection("127.0.0.1", host.http_port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type", ""), response.read()
    finally:
        connection.close()


def assert_right_error(status, kind, body, context):
    """Never a 5xx; an error with a body is the one JSON shape."""
    assert status < 500, (context, status, body[:300])
    if status >= 400 and body:
        if kind == "application/dicom+json":  # STOW-RS tells which instances failed (PS3.18 10.5.3)
            return
        assert kind.startswith("application/json"), (context, kind)
        assert json.loads(body)["HttpStatus"] == status, context


def fuzz_files(host, rng, cases):
    originals = samples()
    for case in range(cases):
        original = rng.choice(originals)
        # mostly where the structure is: the first kilobytes
        cut = min(len(original), rng.choice((400, 2000, len(original))))
        content = mutate(rng, original[:cut]) + original[cut:]
        status, kind, body = http_request(host, "POST", "/instances", content)
        assert status in (200, 400), ("files", SEED, case, status, body[:300])
        assert_right_error(status, kind, body, ("files", SEED, case))
        if status == 200:
            answer = json.loads(body)
            if isinstance(answer, dict):
                read_back(host, answer, ("files", SEED, case))


def read_back(host, answer, context):
    """What was taken can be shown."""
    images = "preview", "rendered?overlays=1&width=64&smooth=1", "numpy", "frames/0/raw.gz", "pdf"
    for suffix in ("tags", "simplified-tags", "file", *images, "metadata?expand"):
        status, _, body = http_request(host, "GET", f"/instances/{answer['ID']}/{suffix}", None)
        assert status in (200, 400, 404, 415), (context, suffix, status, body[:300])


def fuzz_http(host, rng, cases):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in zip(SAMPLES, samples(), strict=True):
            file.writestr(name, content)
    find = json.dumps({"Level": "Study", "Query": {"PatientID": "*", "StudyDate": "2000-"}, "Expand": True}).encode()
    multipart = b"".join(
        b"\r\n--XX\r\nContent-Type: application/dicom\r\n\r\n" + s for s in samples()[:2]) + b"\r\n--XX--\r\n"
    related = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=XX'}
    form = {"Content-Type": "multipart/form-data; boundary=XX"}
    kinds = [
        ("POST", "/instances", archive.getvalue(), {}),
        ("POST", "/instances", archive.getvalue(), {"Content-Encoding": "gzip"}),
        ("POST", "/instances", multipart, form),
        ("POST", "/tools/find", find, {}),
        ("POST", "/tools/lookup", b"1.2.3", {}),
        ("PUT", "/modalities/x", b'{"AET": "X", "Host": "127.0.0.1", "Port": 104}', {}),
        ("POST", "/dicom-web/studies", multipart, related),
    ]
    for case in range(cases):
        method, path, body, headers = rng.choice(kinds)
        content = mutate(rng, body)
        headers = {**headers, "Content-Length": str(len(content))}
        status, kind, answer = http_request(host, method, path, content, headers)
        assert_right_error(status, kind, answer, ("http", SEED, case, path))


def fuzz_paths(host, rng, cases):
    words = [
        "patients", "studies", "series", "instances", "changes", "tools", "find", "..", "%2e%2e", "%00", "a" * 300,
        "attachments", "dicom", "data", "metadata", "frames", "-1", "99999999999999999999", "preview", "%ff", "'",
        '"<x>', "0" * 40, "system", "plugins", "modalities", "expand", "dicom-web", "archive",
    ]  # fmt: skip
    questions = ["", "", "?since=-1&limit=x", "?limit=0", "?expand&since=99999999999999999999&limit=1", "?%00=%ff"]
    for case in range(cases):
        path = "/" + "/".join(rng.choice(words) for _ in range(rng.randrange(1, 6)))
        path = path.replace('"', "%22") + rng.choice(questions)
        status, kind, body = http_request(host, rng.choice(("GET", "POST", "DELETE", "PUT")), path, b"{}")
        assert_right_error(status, kind, body, ("paths", SEED, case, path))


def request_bytes():
    contexts = propose([(CT, [EXPLICIT]), (FIND, [IMPLICIT]), (MOVE, [IMPLICIT])])
    return AssociateRequest(called_ae="ORTHANC", calling_ae="FUZZ", contexts=contexts).encode()


def fuzz_pdus(host, rng, cases):
    original = request_bytes()
    for case in range(cases):
        with socket.create_connection(("127.0.0.1", host.dicom_port), timeout=PATIENCE) as sock:
            sock.sendall(mutate(rng, original))
            if rng.random() < 0.5:
                sock.shutdown(socket.SHUT_WR)
            else:
                sock.sendall(rng.randbytes(rng.randrange(100)) + bytes(6))
            sock.settimeout(0.3)
            try:
                first = sock.recv(1)
            except ConnectionError:
                first = b""
            except TimeoutError:
                first = b"silent"  # it waits for the rest of a PDU; ARTIM will end it
            assert first in (b"", b"\2", b"\3", b"\7", b"silent"), ("pdus", SEED, case, first)


def fuzz_messages(host, rng, cases):
    """Whole PDUs with mutated command sets or data sets, over real associations."""
    dataset = samples()[0]
    ds = pydicom.dcmread(io.BytesIO(dataset))
    start = 132 + 12 + struct.unpack_from("<I", dataset, 140)[0]
    identifier = b"".join(
        struct.pack("<HHI", tag >> 16, tag & 0xFFFF, len(value)) + value
        for tag, value in ((0x00080052, b"STUDY "), (0x00100010, b"a*"), (0x0020000D, b"")))
    association = None
    for case in range(cases):
        if association is None:
            request = AssociateRequest.decode(request_bytes())
            association = Association.request(
                ("127.0.0.1", host.dicom_port), request, Limits(timeout=PATIENCE, artim=PATIENCE))
            contexts = {c.abstract_syntax: c for c in association.contexts.values()}
        what = rng.choice((CT, FIND, MOVE))
        command, data, allowed = {
            CT: (commands.store_request(case % 65535 + 1, CT, str(ds.SOPInstanceUID)), dataset[start:], STORE_STATUSES),
            FIND: (commands.find_request(case % 65535 + 1, FIND), identifier, QUERY_STATUSES),
            MOVE: (commands.move_request(case % 65535 + 1, MOVE, "NOWHERE"), identifier, QUERY_STATUSES),
        }[what]
        if rng.random() < 0.4:
            command = mutate(rng, command, 1)
        else:
            head = min(len(data), 1500)
            data = mutate(rng, data[:head]) + data[head:]
        try:
            association.send(contexts[what], command, data or None)
            statuses = answers(association)
        except RemoteError:
            association.close()
            association = None  # the server ended it: right for what is no message
            continue
        if statuses is None:
            association = None
            continue
        assert statuses <= allowed | STORE_STATUSES | QUERY_STATUSES, ("messages", SEED, case, statuses)
        if rng.random() < 0.1:
            association.close()
            association = None
    if association:
        association.close()


def answers(association):
    """Statuses up to the final one; None if the server waits for more of a message."""
    found = set()
    while True:
        if not association.readable(0.3):
            association.close()
            return None
        message = association.receive()
        if message is None:
            return None
        status = message.command.get(commands.STATUS)
        found.add(status)
        if status not in (0xFF00, 0xFF01):
            return found


CLASSES = {
    "files": (fuzz_files, 0.3),
    "http": (fuzz_http, 0.2),
    "paths": (fuzz_paths, 0.1),
    "pdus": (fuzz_pdus, 0.2),
    "messages": (fuzz_messages, 0.2),
}


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", CLASSES)
def test_bad_input(host, name):
    fuzz, share = CLASSES[name]
    before = threading.active_count()
    fuzz(host, random.Random(f"{SEED}-{name}"), max(1, int(CASES * share)))
    assert_alive(host)
    deadline = time.monotonic() + 45
    while threading.active_count() > before + 2 and time.monotonic() < deadline:
        time.sleep(0.1)  # associations that were left half open end by their timers
    assert threading.active_count() <= before + 2, [t.name for t in threading.enumerate()]


def assert_alive(host):
    status, _, body = http_request(host, "GET", "/statistics", None)
    assert status == 200
    count = json.loads(body)["CountInstances"]
    status, _, body = http_request(host, "GET", "/instances", None)
    assert len(json.loads(body)) == count
    request = AssociateRequest(
        called_ae="ORTHANC", calling_ae="FUZZ", contexts=propose([("1.2.840.10008.1.1", [IMPLICIT])]))
    with Association.request(("127.0.0.1", host.dicom_port), request) as association:
        context = next(iter(association.contexts.values()))
        association.send(context, commands.echo_request(1, "1.2.840.10008.1.1"))
        assert association.receive().command[commands.STATUS] == 0
        association.release()
