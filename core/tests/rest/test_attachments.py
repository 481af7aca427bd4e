import hashlib
import http.client
import json
import socket
import zlib

import pytest
from broch.storage import unpacking
from broch_hostapi import Level, Origin
from pydicom.data import get_testdata_file

PARTS = [
    "compress", "compressed-data", "compressed-md5", "compressed-size", "data", "info", "is-compressed", "md5", "size",
    "uncompress", "verify-md5", "uuid",
]  # fmt: skip
NAMES = pytest.mark.broch(config={"UserContentType": {"report": [1024, "application/pdf"], "raw": 1025}})


@pytest.fixture
def content():
    with open(get_testdata_file("CT_small.dcm"), "rb") as file:
        return file.read()


@pytest.fixture
def outcome(running_host, content):
    return running_host.host.ingest.receive(content, Origin("RestApi"))


@pytest.fixture
def study(outcome):
    return f"/studies/{outcome.study}"


@pytest.fixture
def dicom(outcome):
    return f"/instances/{outcome.instance}/attachments/dicom"


def md5(content):
    return hashlib.md5(content).hexdigest()


def tag(revision, content):
    return f'"{revision}-{md5(content)}"'


@NAMES
@pytest.mark.parametrize("level", ["patients", "studies", "series", "instances"])
def test_a_life_at_each_level(http_client, outcome, level):
    ids = (outcome.patient, outcome.study, outcome.series, outcome.instance)
    public_id = dict(zip(("patients", "studies", "series", "instances"), ids, strict=True))
    all_ = f"/{level}/{public_id[level]}/attachments"
    own = ["dicom"] if level == "instances" else []
    answer = http_client.put(f"{all_}/report", b"%PDF")
    assert (answer.status, answer.json, answer.headers["etag"]) == (200, {}, tag(0, b"%PDF"))
    http_client.put(f"{all_}/1030", b"")
    assert http_client.get_json(all_) == [*own, "report", "1030"]
    assert http_client.get_json(f"{all_}?full") == dict.fromkeys(own, 1) | {"report": 1024, "1030": 1030}
    answer = http_client.get(f"{all_}/report/data")
    assert (answer.body, answer.headers["content-type"]) == (b"%PDF", "application/pdf")
    assert http_client.put(f"{all_}/1024", b"two").headers["etag"] == tag(1, b"two")
    assert http_client.delete(f"{all_}/report").body == b""
    assert http_client.delete(f"{all_}/report").json["OrthancStatus"] == 17
    assert http_client.get_json(all_) == [*own, "1030"]
    changes = [(change["ChangeType"], change["ID"]) for change in http_client.get_json("/changes")["Changes"]]
    assert changes.count(("UpdatedAttachment", public_id[level])) == 4


@NAMES
def test_every_part(http_client, study):
    one = f"{study}/attachments/report"
    http_client.put(one, b"hello")
    assert http_client.get_json(one) == PARTS
    info = http_client.get_json(f"{one}/info")
    sums = {
        "CompressedMD5": md5(b"hello"),
        "CompressedSize": 5,
        "UncompressedMD5": md5(b"hello"),
        "UncompressedSize": 5,
    }
    assert info == {**sums, "ContentType": 1024, "Uuid": info["Uuid"]}
    facts = {
        "md5": md5(b"hello"),
        "compressed-md5": md5(b"hello"),
        "size": "5",
        "compressed-size": "5",
        "uuid": info["Uuid"],
    }
    for part, value in {**facts, "is-compressed": "0", "data": "hello", "compressed-data": "hello"}.items():
        answer = http_client.get(f"{one}/{part}")
        assert (answer.body.decode(), answer.headers["etag"]) == (value, tag(0, b"hello"))
        assert http_client.get(f"{one}/{part}", {"If-None-Match": tag(0, b"hello")}).status == 304
    assert http_client.post(f"{one}/verify-md5").json == {}
    assert http_client.get(f"{one}/compress").headers["allow"] == "POST"
    assert http_client.delete(f"{one}/data").headers["allow"] == "GET"
    assert http_client.get(f"{one}/nope").json["OrthancStatus"] == 17
    assert http_client.get(f"{one}/data").headers["content-disposition"] == f'filename="{info["Uuid"]}"'
    assert http_client.get(f"{one}/data?filename=a.pdf").headers["content-disposition"] == 'filename="a.pdf"'
    assert http_client.get(f"{one}/compressed-data?filename=b").headers["content-disposition"] == 'filename="b"'


def test_what_is_not_the_users(http_client, outcome):
    one = f"/instances/{outcome.instance}/attachments"
    for name in ("dicom", "1", "3", "900", "1023", "0", "65536", "70000"):
        for answer in (http_client.put(f"{one}/{name}", b"x"), http_client.delete(f"{one}/{name}")):
            assert (answer.status, answer.body) == (403, b"")
    assert http_client.delete(f"{one}/dicom-as-json").status == 404
    assert http_client.get_json(one) == ["dicom"]


def test_what_is_not_there(http_client, study):
    for method, path in (("GET", "/data"), ("PUT", ""), ("DELETE", ""), ("POST", "/compress"), ("POST", "/verify-md5")):
        assert http_client.request(method, f"/studies/nope/attachments/1024{path}", b"x").json["OrthancStatus"] == 17
        assert http_client.request(method, f"{study}/attachments/nope{path}", b"x").json["OrthancStatus"] == 7
        if method != "PUT":
            assert http_client.request(method, f"{study}/attachments/1024{path}", b"x").json["OrthancStatus"] == 17


@pytest.mark.broch(config={"CheckRevisions": True})
def test_checked_revisions(http_client, study):
    one = f"{study}/attachments/1024"
    assert http_client.delete(one).status == 409
    assert http_client.put(one, b"a").status == 200
    for headers in ({}, {"If-Match": tag(1, b"a")}, {"If-Match": tag(0, b"b")}):
        assert http_client.put(one, b"b", headers).json["OrthancStatus"] == 43
        assert http_client.request("DELETE", one, headers=headers).status == 409
    assert http_client.put(one, b"b", {"If-Match": "x"}).json["OrthancStatus"] == 3
    assert http_client.put(one, b"b", {"If-Match": tag(0, b"a")}).headers["etag"] == tag(1, b"b")
    assert http_client.request("DELETE", one, headers={"If-Match": tag(1, b"b")}).status == 200


@pytest.mark.parametrize("compression", [False, True])
def test_ranges(http_client, dicom, content, compression):
    if compression:
        http_client.post(f"{dicom}/compress")
    stored = http_client.get(f"{dicom}/compressed-data").body
    for part, whole in (("data", content), ("compressed-data", stored)):
        for wanted, start, stop in (("0-3", 0, 4), ("-5", len(whole) - 5, len(whole)), ("100-", 100, len(whole))):
            answer = http_client.get(f"{dicom}/{part}", {"Range": f"bytes={wanted}"})
            assert (answer.status, answer.body) == (206, whole[start:stop])
            assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(whole)}"
        answer = http_client.get(f"{dicom}/{part}", {"Range": f"bytes={len(whole)}-"})
        assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(whole)}")
        assert http_client.get(f"{dicom}/{part}", {"Range": "bytes=0-1,3-4"}).status == 200


def test_a_large_body_is_streamed(http_client, study, running_host, monkeypatch):
    """Never as a whole in memory, and nothing of it stays if the client hangs up."""
    monkeypatch.setattr(unpacking, "IN_MEMORY", 1 << 20)
    piece = bytes(range(256)) * 4096
    connection = http.client.HTTPConnection("127.0.0.1", running_host.http_port)
    headers = {"Transfer-Encoding": "chunked"}
    connection.request("PUT", f"{study}/attachments/1024", iter([piece] * 8), headers, encode_chunked=True)
    assert connection.getresponse().status == 200
    connection.close()
    one = f"{study}/attachments/1024"
    assert http_client.get(f"{one}/md5").body.decode() == md5(piece * 8)
    http_client.post(f"{one}/compress")
    assert int(http_client.get(f"{one}/compressed-size").body) < len(piece)
    assert http_client.get(f"{one}/data").body == piece * 8
    answer = http_client.get(f"{one}/data", {"Range": f"bytes={len(piece) * 7}-"})
    assert (answer.status, answer.body) == (206, piece)
    files = set(running_host.configuration.storage_directory.rglob("*.1024"))
    broken = http.client.HTTPConnection("127.0.0.1", running_host.http_port)
    broken.putrequest("PUT", one)
    broken.putheader("Content-Length", str(len(piece) * 8))
    broken.endheaders()
    broken.send(piece)
    broken.sock.shutdown(socket.SHUT_WR)
    assert b"200 OK" not in broken.sock.makefile("rb").read()  # when it ends, so has the request
    broken.close()
    assert http_client.get(f"{one}/md5").body.decode() == md5(piece * 8)
    assert set(running_host.configuration.storage_directory.rglob("*.1024")) <= files


def check_that_all_reads_well(http_client, outcome, content):
    """Whatever is stored how, every way to read it gives the original."""
    instance = f"/instances/{outcome.instance}"
    assert http_client.get(f"{instance}/file").body == content
    assert http_client.get_json(f"{instance}/simplified-tags")["PatientID"] == "1CT1"
    assert http_client.get(f"{instance}/frames/0/raw").body in content
    assert http_client.get(f"{instance}/preview").status == 200
    assert http_client.get(f"{instance}/attachments/dicom/data").body == content
    archive = http_client.get(f"/studies/{outcome.study}/archive").body
    assert archive.startswith(b"PK")
    assert len(archive) > 20_000


def test_compression_of_what_is_there(http_client, outcome, dicom, content, running_host):
    before = http_client.get(f"{dicom}/info").headers["etag"]
    tags = http_client.get(f"/instances/{outcome.instance}/tags").body
    last = http_client.get_json("/changes?last")["Last"]
    for _ in range(2):
        answer = http_client.post(f"{dicom}/compress")
        assert (answer.status, answer.json) == (200, {})
    answer = http_client.get(f"{dicom}/info")
    info = answer.json
    stored = http_client.get(f"{dicom}/compressed-data").body
    assert stored == len(content).to_bytes(8, "little") + zlib.compress(content, 6)
    assert (info["UncompressedMD5"], info["UncompressedSize"]) == (md5(content), len(content))
    assert (info["CompressedMD5"], info["CompressedSize"]) == (md5(stored), len(stored))
    assert (answer.headers["etag"], http_client.get(f"{dicom}/is-compressed").body) == (before, b"1")
    assert http_client.post(f"{dicom}/verify-md5").json == {}
    assert http_client.get(f"/instances/{outcome.instance}/tags").body == tags
    check_that_all_reads_well(http_client, outcome, content)
    for path, prefix in ((f"/studies/{outcome.study}/statistics", ""), ("/statistics", "Total")):
        statistics = http_client.get_json(path)
        assert statistics[f"{prefix}DiskSize"] == str(len(stored))
        assert statistics[f"{prefix}UncompressedSize"] == str(len(content))
    shown = http_client.get_json(f"/instances/{outcome.instance}")
    assert (shown["FileSize"], shown["FileUuid"]) == (len(content), info["Uuid"])
    assert http_client.post(f"{dicom}/uncompress").json == {}
    assert http_client.get(f"{dicom}/compressed-data").body == content
    assert http_client.get_json("/statistics")["TotalDiskSize"] == str(len(content))
    assert http_client.get_json("/changes?last")["Last"] == last  # its contents have not changed


@pytest.mark.broch(config={"StorageCompression": True})
def test_compression_of_what_comes(http_client, outcome, dicom, content, study, running_host):
    assert http_client.get_json("/system").get("StorageCompression", True) is True
    assert http_client.get(f"{dicom}/is-compressed").body == b"1"
    check_that_all_reads_well(http_client, outcome, content)
    http_client.put(f"{study}/attachments/1024", b"hello")
    http_client.put(f"{study}/attachments/1025", b"")
    info = http_client.get_json(f"{study}/attachments/1024/info")
    assert (info["CompressedSize"], info["CompressedMD5"]) == (
        21,
        "430b6fb7acf938619a1bb2d1af58bb89",
    )  # as the reference
    info = http_client.get_json(f"{study}/attachments/1025/info")
    assert (info["CompressedSize"], info["CompressedMD5"]) == (0, md5(b""))
    assert http_client.get(f"{study}/attachments/1025/data").body == b""
    assert http_client.get_json(f"{study}/attachments") == ["1024", "1025"]
    for sidecar in running_host.configuration.storage_directory.rglob("*.1023"):
        json.loads(sidecar.read_bytes())  # people read them


def test_verify_finds_damage(http_client, dicom, running_host):
    (file,) = (f for f in running_host.configuration.storage_directory.glob("??/??/*") if f.is_file())
    whole = file.read_bytes()
    file.write_bytes(whole[:2000] + b"X" + whole[2001:])
    for path in ("verify-md5", "compress"):
        assert http_client.post(f"{dicom}/{path}").json["OrthancStatus"] == 20
    file.write_bytes(whole)
    http_client.post(f"{dicom}/compress")
    others = (f for f in running_host.configuration.storage_directory.glob("??/??/*") if f.is_file() and f != file)
    packed = next(f for f in others if not f.suffix)
    stored = packed.read_bytes()
    packed.write_bytes(stored[:2000] + b"X" + stored[2001:])
    assert http_client.post(f"{dicom}/verify-md5").json["OrthancStatus"] == 20
    assert http_client.get(f"{dicom}/data").json["OrthancStatus"] == 20
    packed.write_bytes(stored)
    assert http_client.post(f"{dicom}/verify-md5").status == 200


def test_derived_data_can_be_compressed_and_deleted(http_client, outcome, running_host):
    attachments = running_host.host.attachments
    attachments.derived(Level.STUDY, outcome.study, 1050, lambda: [b"derived" * 100]).close()
    one = f"/studies/{outcome.study}/attachments/1050"
    assert http_client.post(f"{one}/compress").status == 200
    assert http_client.get(f"{one}/is-compressed").body == b"1"
    assert attachments.derived(Level.STUDY, outcome.study, 1050, lambda: [b"x"]).read() == b"derived" * 100
    assert http_client.delete(one).status == 200
    assert http_client.get(f"{one}/data").status == 404
