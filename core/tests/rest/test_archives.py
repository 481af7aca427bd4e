"""Archives over HTTP: routes, forms of requests, names, broken and abandoned downloads."""

import http.client
import io
import json
import os
import re
import socket
import threading
import time
import zipfile
from contextlib import suppress

import pydicom
import pytest
from broch_hostapi import Level, Origin
from broch_hostapi.testing.datasets import make_instance

J2K = "1.2.840.10008.1.2.4.90"


@pytest.fixture
def stored(running_host):
    """Two studies of one patient."""
    receive = running_host.host.ingest.receive
    return [receive(make_instance(study=study, number=study), Origin("RestApi")) for study in (1, 2)]


def names(answer):
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.testzip() is None
        return sorted(archive.namelist())


ARCHIVE = ["P1 Nobody P1/A1 Study 1/OT Series 1/OT000000.dcm"]
MEDIA = ["DICOMDIR", "IMAGES/IM0"]


@pytest.mark.parametrize("kind", ["archive", "media"])
def test_every_level(http_client, stored, kind):
    one = stored[0]
    count = 2 + (kind == "media")
    assert len(names(http_client.get(f"/patients/{one.patient}/{kind}"))) == count
    for path in (f"/studies/{one.study}/{kind}", f"/series/{one.series}/{kind}"):
        answers = [
            http_client.get(path),
            *(http_client.post(path, body) for body in ("{}", "[]", '{"Synchronous":true}')),
        ]
        assert [names(answer) for answer in answers] == [MEDIA if kind == "media" else ARCHIVE] * 4
        identifier = path.split("/")[2]
        assert answers[0].headers["content-disposition"] == f'filename="{identifier}.zip"'
        assert answers[0].headers["transfer-encoding"] == "chunked"
    assert http_client.get(f"/instances/{one.instance}/{kind}").status == 404


@pytest.mark.parametrize("kind", ["archive", "media", "media-extended"])
def test_several(http_client, stored, kind):
    route = f"/tools/create-{kind}"
    mixed = [stored[0].study, stored[1].instance, stored[1].series]
    count = 2 + ("media" in kind)
    for body in (mixed, {"Resources": mixed}, {"Resources": mixed, "Priority": 5, "UserData": {"a": 1}}):
        answer = http_client.post(route, json.dumps(body))
        assert len(names(answer)) == count
        assert answer.headers["content-disposition"] == 'filename="Archive.zip"'
    assert len(names(http_client.get(f"{route}?resources={','.join(mixed)}"))) == count
    assert len(names(http_client.post(route, "[]"))) == ("media" in kind)


def described(answer):
    """Whether series have descriptions in the DICOMDIR."""
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        directory = pydicom.dcmread(io.BytesIO(archive.read("DICOMDIR")))
    return "SeriesDescription" in directory.DirectoryRecordSequence[2]


def test_extended_media(http_client, stored):
    one = stored[0].study
    path = f"/studies/{one}/media"
    assert not described(http_client.get(path))
    assert described(http_client.get(f"{path}?extended"))
    assert not described(http_client.get(f"{path}?extended=false"))
    assert described(http_client.post(path, '{"Extended": true}'))
    assert described(http_client.post("/tools/create-media-extended", json.dumps([one])))
    assert described(http_client.get(f"/tools/create-media-extended?resources={one}"))
    assert not described(
        http_client.post("/tools/create-media-extended", json.dumps({"Resources": [one], "Extended": False}))
    )
    assert described(http_client.post("/tools/create-media", json.dumps({"Resources": [one], "Extended": True})))


def test_transcoded(http_client, stored):
    one = stored[0].study
    for answer in (
        http_client.get(f"/studies/{one}/archive?transcode={J2K}"),
        http_client.post(f"/studies/{one}/archive", json.dumps({"Transcode": J2K})),
        http_client.get(f"/tools/create-media?resources={one}&transcode={J2K}&lossy-quality=50"),
        http_client.post("/tools/create-media", json.dumps({"Resources": [one], "Transcode": J2K, "LossyQuality": 50})),
    ):
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            file = next(name for name in archive.namelist() if name != "DICOMDIR")
            assert pydicom.dcmread(io.BytesIO(archive.read(file))).file_meta.TransferSyntaxUID == J2K


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("a.zip", 'filename="a.zip"'),
        ('a"b\\c\r\nX-Evil: 1.zip', 'filename="a_b_c__X-Evil: 1.zip"'),
        ("Müller/é.zip", "filename=\"M_ller/_.zip\"; filename*=UTF-8''M%C3%BCller_%C3%A9.zip"),
    ],
)
def test_names_of_downloads(http_client, stored, asked, told):
    from urllib.parse import quote

    path = f"/studies/{stored[0].study}/archive"
    for answer in (
        http_client.get(f"{path}?filename={quote(asked)}"),
        http_client.post(path, json.dumps({"Filename": asked})),
    ):
        assert answer.headers["content-disposition"] == told
        assert "x-evil" not in answer.headers


STUDY = "/studies/{study}/archive"
MANY = "/tools/create-archive"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/studies/nope/archive", None, 404, 17), ("POST", "/studies/nope/media", "{}", 404, 17),
        ("GET", "/series/{study}/archive", None, 404, 17),
        ("POST", STUDY, "", 400, 15), ("POST", STUDY, "x", 400, 15), ("POST", STUDY, '{"Transcode":5}', 400, 15),
        ("POST", STUDY, '{"Transcode":"1.2"}', 400, 3), ("GET", STUDY + "?transcode=nope", None, 400, 3),
        ("GET", STUDY + "?lossy-quality=x", None, 400, 3), ("POST", STUDY, '{"LossyQuality":true}', 400, 15),
        ("POST", STUDY, '{"LossyQuality":101}', 400, 3), ("POST", STUDY, '{"Synchronous":5}', 400, 15),
        ("POST", STUDY, '{"Asynchronous":true}', 400, 8), ("POST", STUDY, '{"Synchronous":false}', 400, 8),
        ("POST", STUDY, '{"Utf8":"x"}', 400, 15), ("POST", STUDY, '{"Filename":5}', 400, 15),
        ("POST", MANY, "{}", 400, 15), ("POST", MANY, '["nope"]', 404, 17), ("POST", MANY, "[5]", 400, 15),
        ("POST", MANY, '{"Resources":"x"}', 400, 15), ("POST", MANY, '["{study}","nope"]', 404, 17),
        ("POST", MANY, "5", 400, 15), ("GET", MANY, None, 400, 8), ("GET", MANY + "?resources=nope", None, 404, 17),
        ("PUT", STUDY, "", 405, None),
    ],
)  # fmt: skip
def test_refusals(http_client, stored, method, path, body, status, code):
    body = body and body.replace("{study}", stored[0].study)
    answer = http_client.request(method, path.replace("{study}", stored[0].study), body)
    assert answer.status == status
    if code is not None:
        assert answer.json["OrthancStatus"] == code


@pytest.mark.broch(config={"SynchronousZipStream": False})
def test_a_known_length_when_nothing_is_streamed(http_client, stored):
    answer = http_client.get(f"/studies/{stored[0].study}/archive")
    assert names(answer) == ARCHIVE
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "transfer-encoding" not in answer.headers


@pytest.fixture
def large(running_host):
    """A study of some MiB that deflate cannot make smaller."""
    for number in range(12):
        file = make_instance(number=number, Rows=1000, Columns=1000, PixelData=os.urandom(1_000_000))
        one = running_host.host.ingest.receive(file, Origin("RestApi"))
    return one


@pytest.mark.parametrize("kind", ["archive", "media"])
def test_a_file_that_goes_meanwhile_is_noticed(running_host, large, kind):
    """No last chunk: a client knows that this is not the whole."""
    host = running_host.host
    host.attachments.discard(host.index.attachments(Level.INSTANCE, large.instance).values())
    connection = http.client.HTTPConnection("127.0.0.1", running_host.http_port, timeout=20)
    connection.request("GET", f"/studies/{large.study}/{kind}")
    answer = connection.getresponse()
    assert answer.status == 200
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        answer.read()
    connection.close()


def files_open():
    """Stored and temporary files that are open; not those of the index, of which each thread has its own."""
    if not os.path.exists("/proc/self/fd"):
        return []
    links = []
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            links.append(os.readlink(f"/proc/self/fd/{number}"))
    return sorted(link for link in links if "(deleted)" in link or re.search(r"/[0-9a-f]{2}/[0-9a-f]{2}/", link))


@pytest.mark.parametrize("kind", ["archive", "media"])
def test_a_client_that_hangs_up_leaves_nothing(running_host, http_client, large, kind):
    before = files_open()
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", running_host.http_port)) as client:
            client.sendall(f"GET /studies/{large.study}/{kind} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            client.recv(1000)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        left = [thread for thread in threading.enumerate() if thread.name.startswith("archive")]
        if not left and files_open() == before:
            break
        time.sleep(0.02)
    else:
        pytest.fail(f"threads {left} or files {files_open()} stay")
    assert len(names(http_client.get(f"/studies/{large.study}/{kind}"))) == 12 + (kind == "media")
