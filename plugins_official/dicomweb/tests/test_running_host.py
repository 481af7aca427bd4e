"""The plugin in a real server, driven by dicomweb-client and over bare sockets."""

import gzip
import io
import json
import socket
import threading

import pytest

pytest.importorskip("broch", reason="the server is not installed")
dicomweb_client = pytest.importorskip("dicomweb_client")
pydicom = pytest.importorskip("pydicom")

CT_STUDY = "1.3.6.1.4.1.5962.1.2.1.20040119072730.12322"


@pytest.fixture
def url(running_host):
    assert "dicom-web" in running_host.plugins.enabled(), running_host.plugins.all()
    return f"http://127.0.0.1:{running_host.http_port}/dicom-web"


@pytest.fixture
def client(url):
    return dicomweb_client.DICOMwebClient(url)


@pytest.fixture
def datasets(dicom):
    def read(*names):
        return [pydicom.dcmread(io.BytesIO(dicom(name))) for name in names]

    return read


def uids(dataset):
    return str(dataset.StudyInstanceUID), str(dataset.SeriesInstanceUID), str(dataset.SOPInstanceUID)


def test_round_trip(url, client, datasets):
    ct, mr = datasets("CT_small.dcm", "MR_small.dcm")
    answer = client.store_instances([ct, mr])
    assert len(answer.ReferencedSOPSequence) == 2
    assert "FailedSOPSequence" not in answer
    study, series, instance = uids(ct)

    (found,) = client.search_for_studies(search_filters={"PatientID": ct.PatientID})
    assert found["0020000D"]["Value"] == [study]
    assert len(client.search_for_studies()) == 2
    assert len(client.search_for_studies(limit=1)) == 1
    assert len(client.search_for_studies(limit=1, offset=1)) == 1
    assert client.search_for_studies(limit=1, offset=2) == []
    assert client.search_for_series(study)[0]["0020000E"]["Value"] == [series]
    (match,) = client.search_for_instances(study, series, fields=["KVP"])
    assert match["00080018"]["Value"] == [instance]
    assert match["00180060"]["Value"] == [120]
    assert match["00280010"]["Value"] == [128]

    (retrieved,) = client.retrieve_study(study)
    assert retrieved == ct
    assert client.retrieve_instance(study, series, instance) == ct
    (metadata,) = client.retrieve_study_metadata(study)
    assert pydicom.Dataset.from_json(metadata, lambda *_: b"").PatientName == ct.PatientName
    assert client.retrieve_series_metadata(study, series) == [metadata]
    assert client.retrieve_instance_metadata(study, series, instance) == metadata
    (frame,) = client.retrieve_instance_frames(study, series, instance, [1])
    assert frame == ct.PixelData
    # This client leaves the port out of its Host header, so our URLs have none either.
    path = metadata["7FE00010"]["BulkDataURI"].partition("/dicom-web")[2]
    (bulk,) = client.retrieve_bulkdata(url + path)
    assert bulk == ct.PixelData


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"PatientName": "compressed*"}, 2), ({"PatientName": "CompressedSamples^CT1"}, 1),
        ({"StudyDate": "20040101-20040801"}, 1),
        ({"ModalitiesInStudy": "MR"}, 1), ({"StudyInstanceUID": f"{CT_STUDY},1.2.3"}, 1), ({"PatientID": "?CT1"}, 1),
        ({"00100020": "nobody"}, 0), ({"Manufacturer": "x"}, 0),
    ],
)  # fmt: skip
def test_searches(client, datasets, query, count):
    client.store_instances(datasets("CT_small.dcm", "MR_small.dcm"))
    assert len(client.search_for_studies(search_filters=query)) == count


def test_searches_below(client, datasets, dicom, stow_to):
    client.store_instances(datasets("CT_small.dcm", "MR_small.dcm"))
    assert len(client.search_for_series(search_filters={"Modality": "CT"})) == 1
    assert len(client.search_for_instances(search_filters={"Rows": "128", "Modality": "CT"})) == 1
    assert client.search_for_series("1.2.3") == []


@pytest.fixture
def stow_to(http_client, encode_parts):
    def store(path, files, **kwargs):
        headers = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=XX'}
        return http_client.post(path, encode_parts(files, **kwargs), headers)

    return store


def test_many_instances_and_their_deletion(client, http_client, stow_to, series):
    answer = stow_to("/dicom-web/studies", series(30))
    assert answer.status == 200
    study = answer.json["00081190"]["Value"][0].rpartition("/")[2]
    for _ in range(2):
        assert sorted(m["00200013"]["Value"][0] for m in client.search_for_instances(study)) == list(range(1, 31))
        assert len(client.retrieve_study_metadata(study)) == 30
    assert len(client.retrieve_study(study)) == 30
    instance = http_client.get_json("/instances")[0]
    assert http_client.delete(f"/instances/{instance}").status == 200
    assert len(client.retrieve_study_metadata(study)) == 29
    series_uid = client.search_for_series(study)[0]["0020000E"]["Value"][0]
    assert len(client.retrieve_series_metadata(study, series_uid)) == 29
    packed = http_client.get(f"/dicom-web/studies/{study}/series/{series_uid}/metadata", {"Accept-Encoding": "gzip"})
    assert len(json.loads(gzip.decompress(packed.body))) == 29


def test_other_study_is_refused_and_nothing_is_told(http_client, stow_to, dicom):
    answer = stow_to("/dicom-web/studies/1.2.3", [dicom("CT_small.dcm")])
    assert answer.status == 409
    assert answer.json["00081198"]["Value"][0]["00081197"]["Value"] == [0x0110]
    assert http_client.get_json("/changes")["Changes"] == []
    assert stow_to(f"/dicom-web/studies/{CT_STUDY}", [dicom("CT_small.dcm")]).status == 200


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", b"{}", 415, 3000),
        ('multipart/related; type="application/dicom"; boundary=XX', b"--XX\r\n\r\nabc", 400, 8),
        ('multipart/related; type="application/dicom"', b"", 400, 8),
    ],
)
def test_errors_have_the_shape_of_all_errors(running_host, http_client, content_type, body, status, code):
    answer = http_client.post("/dicom-web/studies", body, {"Content-Type": content_type})
    assert answer.status == status
    assert (answer.json["HttpStatus"], answer.json["OrthancStatus"]) == (status, code)
    assert answer.json["Uri"] == "/dicom-web/studies"


def test_unknown_and_not_allowed(http_client):
    assert http_client.get("/dicom-web/studies/1.2.3").status == 404
    assert http_client.get("/dicom-web/studies/1.2.3/metadata").status == 404
    assert http_client.delete("/dicom-web/studies/1.2.3").status == 405
    assert http_client.get("/dicom-web/studies?limit=x").status == 400


def test_chunked_body_and_spooled_part(url, running_host, http_client, datasets, encode_parts):
    (ct,) = datasets("CT_small.dcm")
    ct.Rows, ct.Columns = 2048, 2048
    ct.PixelData = bytes(2048 * 2048 * 2)
    buffer = io.BytesIO()
    ct.save_as(buffer)
    body = encode_parts([buffer.getvalue()])
    with socket.create_connection(("127.0.0.1", running_host.http_port), 20) as connection:
        connection.sendall(
            b"POST /dicom-web/studies HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
            b'Content-Type: multipart/related; type="application/dicom"; boundary=XX\r\n\r\n'
        )
        for at in range(0, len(body), 99_991):
            piece = body[at : at + 99_991]
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        connection.sendall(b"0\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    (stored,) = http_client.get_json("/instances")
    assert http_client.get(f"/instances/{stored}/file").body == buffer.getvalue()


def test_cut_body_stores_nothing_of_the_cut_part(running_host, http_client, dicom, encode_parts):
    body = encode_parts([dicom("CT_small.dcm")])
    head = (
        "POST /dicom-web/studies HTTP/1.1\r\nHost: a\r\n"
        f'Content-Length: {len(body)}\r\nContent-Type: multipart/related; type="application/dicom"; boundary=XX\r\n\r\n'
    ).encode()
    with socket.create_connection(("127.0.0.1", running_host.http_port), 20) as connection:
        connection.sendall(head + body[:-100])
        connection.shutdown(socket.SHUT_WR)
        assert b" 400 " in connection.recv(1 << 16).split(b"\r\n")[0]
    assert http_client.get_json("/instances") == []


def test_client_that_goes_away_leaves_nothing_open(running_host, http_client, stow_to, datasets):
    (ct,) = datasets("CT_small.dcm")
    ct.PixelData = bytes(30 << 20)
    buffer = io.BytesIO()
    ct.save_as(buffer)
    assert stow_to("/dicom-web/studies", [buffer.getvalue()]).status == 200
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", running_host.http_port), 20) as connection:
            connection.sendall(f"GET /dicom-web/studies/{CT_STUDY} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            connection.recv(1000)
    assert http_client.get("/dicom-web/studies").status == 200


def test_stores_side_by_side(client, http_client, stow_to, series):
    files = series(24)
    threads = [threading.Thread(target=stow_to, args=("/dicom-web/studies", files[k::4])) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(client.search_for_instances(CT_STUDY)) == 24


@pytest.mark.broch(config={"DicomWeb": {"Root": "/web/", "Host": "pacs.example.org", "Ssl": True}})
def test_settings(running_host, http_client, encode_parts, dicom):
    headers = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=XX'}
    answer = http_client.post("/web/studies", encode_parts([dicom("CT_small.dcm")]), headers)
    assert answer.json["00081190"]["Value"] == [f"https://pacs.example.org/web/studies/{CT_STUDY}"]
    assert http_client.get("/dicom-web/studies").status == 404


@pytest.mark.broch(config={"DicomWeb": {"Enable": False}})
def test_disabled(http_client):
    assert http_client.get("/dicom-web/studies").status == 404


def test_origin(http_client, stow_to, dicom):
    stow_to("/dicom-web/studies", [dicom("CT_small.dcm")])
    (instance,) = http_client.get_json("/instances")
    assert http_client.get(f"/instances/{instance}/metadata/Origin").body == b"Plugins"
    assert http_client.get(f"/instances/{instance}/metadata/RemoteIP").body == b"127.0.0.1"
