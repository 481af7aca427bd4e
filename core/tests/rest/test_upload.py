import io
import zipfile

import pytest
from broch.rest import instances, upload

DICOM = b"DICM" + bytes(range(256))
ANSWER = {
    "ID": "i",
    "ParentPatient": "p",
    "ParentSeries": "se",
    "ParentStudy": "st",
    "Path": "/instances/i",
    "Status": "Success",
}


@pytest.fixture
def client(host, fakes):
    return fakes.client_of(host, fakes.core(instances))


def zipped(*members, **options) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def test_one_file(client, host):
    answer = client.post("/instances", data=DICOM, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})
    assert (answer.status_code, answer.json) == (200, ANSWER)
    assert host.ingest.received == [DICOM]
    assert host.ingest.origins[0].protocol == "RestApi"
    assert host.ingest.origins[0].remote_ip == "127.0.0.1"


@pytest.mark.parametrize("body", [b"", b"garbage", b"PK\3\4junk", b"PK\5\6" + bytes(18)])
def test_garbage_is_refused(client, host, body):
    answer = client.post("/instances", data=body)
    assert (answer.status_code, answer.json["OrthancStatus"]) == (400, 15)
    assert answer.json["Details"]
    assert host.ingest.received == []


def test_a_large_file_goes_by_the_spool(client, host, monkeypatch):
    monkeypatch.setattr(upload, "IN_MEMORY", 1000)
    large = DICOM * 1000
    assert client.post("/instances", data=large).json == ANSWER
    assert host.ingest.received == [large]
    assert host.ingest.in_files == 1
    assert [file.closed for file in host.spool.files] == [True]
    assert client.post("/instances", data=b"no" * 1000).status_code == 400
    assert all(file.closed for file in host.spool.files)


def test_members_of_an_archive(client, host):
    body = zipped(("a/x", DICOM), ("readme.txt", b"no"), ("d/", b""), ("y", DICOM + b"2"))
    answer = client.post("/instances", data=body)
    assert answer.json == [ANSWER, ANSWER]
    assert host.ingest.received == [DICOM, DICOM + b"2"]


def test_an_archive_without_dicom_files_gives_none(client):
    assert client.post("/instances", data=zipped(("a", b"b"))).json == []


def test_a_large_archive_goes_by_the_spool(client, host, monkeypatch):
    monkeypatch.setattr(upload, "IN_MEMORY", 1000)
    body = zipped(*((f"f{n}", DICOM * (n + 1)) for n in range(20)))
    assert len(client.post("/instances", data=body).json) == 20
    assert all(file.closed for file in host.spool.files)


def test_bombs_are_refused_before_anything_is_stored(host, fakes):
    bomb = zipped(("first", DICOM), ("zeros", bytes(3 << 20)))
    for limits in ({"MaximumFileSizeInArchiveMB": 2}, {"MaximumRequestBodySizeMB": 2}):
        limited = fakes.make_host(configuration=limits)
        answer = fakes.client_of(limited, fakes.core(instances)).post("/instances", data=bomb)
        assert answer.status_code == 413
        assert limited.ingest.received == []


def test_a_member_that_lies_about_its_size_is_passed_over(client, host):
    body = bytearray(zipped(("x", DICOM * 10), ("y", DICOM)))
    central = body.rindex(b"PK\1\2", 0, body.rindex(b"PK\1\2"))
    body[central + 24 : central + 28] = (5).to_bytes(4, "little")
    assert client.post("/instances", data=bytes(body)).json == [ANSWER]
    assert host.ingest.received == [DICOM]


@pytest.mark.parametrize("cut", range(1, 400, 23))
def test_broken_archives_are_never_an_internal_error(client, cut):
    body = zipped(("x", DICOM), ("y", DICOM * 2))
    assert client.post("/instances", data=body[:-cut]).status_code == 400
    broken = bytearray(body)
    broken[cut % len(body)] ^= 0xFF
    assert client.post("/instances", data=bytes(broken)).status_code in (200, 400, 413)


def test_a_form_with_files(client, host):
    files = [(io.BytesIO(DICOM), "a.dcm"), (io.BytesIO(zipped(("x", DICOM))), "b.zip"), (io.BytesIO(b"no"), "c.txt")]
    answer = client.post("/instances", data={"file": files, "field": "text"}, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert answer.json[:2] == [ANSWER, ANSWER]
    assert (answer.json[2]["Status"], answer.json[2]["Filename"]) == ("Failure", "c.txt")
    assert all(file.closed for file in host.spool.files)


def test_a_form_with_nothing_but_garbage_is_refused(client):
    answer = client.post("/instances", data={"file": (io.BytesIO(b"no"), "c.txt")}, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["OrthancStatus"]) == (400, 15)


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"--x", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\nDICM"],
)
def test_a_broken_form_is_refused(client, host, body):
    answer = client.post("/instances", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (200, 400)
    assert host.ingest.received == []
    assert all(file.closed for file in host.spool.files)


def test_what_finds_no_memory_goes_by_the_spool(host, fakes):
    host.spool.most = 1000
    client = fakes.client_of(host, fakes.core(instances))
    large = DICOM * 1000
    assert client.post("/instances", data=large).json == ANSWER
    assert (host.ingest.received, host.ingest.in_files) == ([large], 1)
    assert all(file.closed for file in host.spool.files)


def test_the_directory_of_an_archive_has_a_limit(client, host, monkeypatch):
    body = zipped(*((f"{n}", b"") for n in range(100)))
    monkeypatch.setattr(upload, "_MAX_DIRECTORY", 1000)
    assert client.post("/instances", data=body).status_code == 413
    monkeypatch.setattr(upload, "_MAX_DIRECTORY", 100_000)
    monkeypatch.setattr(upload, "_MAX_MEMBERS", 99)
    assert client.post("/instances", data=body).status_code == 413
    monkeypatch.setattr(upload, "_MAX_MEMBERS", 100)
    assert client.post("/instances", data=body).status_code == 200


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_passed_over(client, host, method):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("a.dcm", DICOM)
    assert client.post("/instances", data=made.getvalue()).json == []
