"""The core's routes over a real host: real index, storage, images."""

import io
import json
import socket
import time
import zipfile
from urllib.parse import urljoin

import pydicom
import pytest
from broch.builtin import CorePlugin
from broch.config import read_configuration
from broch.host import make_startup, start_host
from broch.rest.app import CORE
from pydicom.data import get_testdata_file

SHAPE = {"HttpError", "HttpStatus", "Message", "Method", "OrthancError", "OrthancStatus", "Uri"}
NOWHERE = "00000000-00000000-00000000-00000000-00000000"


def file_of(name) -> bytes:
    with open(get_testdata_file(name, download=False), "rb") as file:
        return file.read()


@pytest.fixture
def running(tmp_path):
    (tmp_path / "broch.json").write_text(
        json.dumps(
            {
                "Name": "Test",
                "StorageDirectory": str(tmp_path / "storage"),
                "HttpPort": 0,
                "DicomPort": 0,
                "DicomAet": "BROCH",
                "DicomModalities": {"x": ["XX", "127.0.0.1", 11119]},
            }
        )
    )
    running = start_host(read_configuration([tmp_path / "broch.json"]))
    yield running
    running.stop()


@pytest.fixture
def host(running):
    return running.host


@pytest.fixture
def client(running, fakes):
    startup = make_startup(running.configuration, time.time)
    routes = [(CORE, routes) for routes in CorePlugin().register_rest_routes(startup)]
    return fakes.client_of(running.host, *routes)


@pytest.fixture
def stored(client):
    """Answers to the upload of some files."""
    return {
        name: client.post("/instances", data=file_of(f"{name}.dcm")).json for name in ("CT_small", "MR_small", "rtplan")
    }


@pytest.fixture
def ct(stored):
    return stored["CT_small"]


def test_a_file_comes_back_as_it_was(client, ct):
    assert ct["Status"] == "Success"
    answer = client.get(f"{ct['Path']}/file")
    assert answer.data == file_of("CT_small.dcm")
    assert answer.content_type == "application/dicom"
    assert client.get(f"{ct['Path']}/file", headers={"Range": "bytes=128-131"}).data == b"DICM"
    assert client.post("/instances", data=file_of("CT_small.dcm")).json == {**ct, "Status": "AlreadyStored"}


def test_the_four_levels(client, ct):
    patient = client.get(f"/patients/{ct['ParentPatient']}").json
    assert set(patient) == {
        "ID", "IsProtected", "IsStable", "Labels", "LastUpdate", "MainDicomTags", "Studies", "Type",
    }  # fmt: skip
    assert patient["MainDicomTags"]["PatientID"] == "1CT1"
    study = client.get(f"/studies/{ct['ParentStudy']}").json
    assert set(study) == {
        "ID",
        "IsStable",
        "Labels",
        "LastUpdate",
        "MainDicomTags",
        "ParentPatient",
        "PatientMainDicomTags",
        "Series",
        "Type",
    }
    assert (study["Series"], study["PatientMainDicomTags"]) == ([ct["ParentSeries"]], patient["MainDicomTags"])
    series = client.get(f"/series/{ct['ParentSeries']}").json
    assert set(series) == {
        "ExpectedNumberOfInstances",
        "ID",
        "Instances",
        "IsStable",
        "Labels",
        "LastUpdate",
        "MainDicomTags",
        "ParentStudy",
        "Status",
        "Type",
    }
    assert (series["Status"], series["ExpectedNumberOfInstances"], series["Instances"]) == ("Unknown", None, [ct["ID"]])
    instance = client.get(ct["Path"]).json
    assert set(instance) == {
        "FileSize", "FileUuid", "ID", "IndexInSeries", "Labels", "MainDicomTags", "ParentSeries", "Type",
    }  # fmt: skip
    assert (instance["FileSize"], instance["IndexInSeries"]) == (39206, 1)
    assert client.get(f"/studies/{ct['ParentStudy']}?short").json["PatientMainDicomTags"]["0010,0020"] == "1CT1"
    full = client.get(f"/studies/{ct['ParentStudy']}?full").json["MainDicomTags"]
    assert full["0020,0010"] == {"Name": "StudyID", "Type": "String", "Value": "1CT1"}


def test_lists(client, stored):
    ids = [answer["ParentStudy"] for answer in stored.values()]
    assert client.get("/studies").json == ids
    assert client.get("/studies?since=1&limit=1").json == ids[1:2]
    assert client.get("/studies?since=1&limit=0").json == ids[1:]
    assert [study["ID"] for study in client.get("/studies?expand").json] == ids
    for query in ("since=1", "limit=1", "since=x&limit=1", "since=-1&limit=1", "since=0&limit=" + "9" * 30):
        answer = client.get(f"/studies?{query}")
        assert (answer.status_code, set(answer.json)) == (400, SHAPE | {"Details"})


def test_below_and_above(client, ct):
    one = {
        level: f"/{level}/{ct[key]}"
        for level, key in (
            ("patients", "ParentPatient"),
            ("studies", "ParentStudy"),
            ("series", "ParentSeries"),
            ("instances", "ID"),
        )
    }
    described = {level: client.get(path).json for level, path in one.items()}
    levels = list(one)
    for number, level in enumerate(levels):
        for below in levels[number + 1 :]:
            assert client.get(f"{one[level]}/{below}").json == [described[below]]
            assert client.get(f"{one[level]}/{below}?expand=false").json == [described[below]["ID"]]
            word = {"patients": "patient", "studies": "study", "series": "series"}[level]
            assert client.get(f"{one[below]}/{word}").json == described[level]


def test_deletion_tells_what_is_left(client, host):
    first = client.post("/instances", data=file_of("CT_small.dcm")).json
    data_set = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    data_set.SeriesInstanceUID, data_set.SOPInstanceUID = "1.2.3", "1.2.4"
    data_set.file_meta.MediaStorageSOPInstanceUID = "1.2.4"
    written = io.BytesIO()
    data_set.save_as(written)
    second = client.post("/instances", data=written.getvalue()).json
    study = {"ID": first["ParentStudy"], "Path": f"/studies/{first['ParentStudy']}", "Type": "Study"}
    assert client.delete(f"/series/{second['ParentSeries']}").json == {"RemainingAncestor": study}
    assert client.get(second["Path"]).status_code == 404
    assert client.delete(first["Path"]).json == {"RemainingAncestor": None}
    assert client.get("/patients").json == []
    assert client.get("/statistics").json["TotalDiskSize"] == "0"


def test_statistics(client, ct):
    assert client.get(f"/patients/{ct['ParentPatient']}/statistics").json == {
        "CountInstances": 1,
        "CountSeries": 1,
        "CountStudies": 1,
        "DicomDiskSize": "39206",
        "DicomDiskSizeMB": 0,
        "DicomUncompressedSize": "39206",
        "DicomUncompressedSizeMB": 0,
        "DiskSize": "39206",
        "DiskSizeMB": 0,
        "UncompressedSize": "39206",
        "UncompressedSizeMB": 0,
    }
    assert "CountInstances" not in client.get(f"{ct['Path']}/statistics").json
    counted = client.get("/statistics").json
    assert (counted["CountPatients"], counted["CountInstances"]) == (3, 3)


def test_system_time_and_uids(client):
    described = client.get("/system").json
    assert (described["Version"], described["ApiVersion"], described["Name"]) == ("1.10.1", 16, "Test")
    assert described["Broch"]["Version"]
    assert (described["HasLabels"], described["Capabilities"]["HasExtendedFind"]) == (True, True)
    assert (described["OverwriteInstances"], described["StorageCompression"]) == (False, False)
    assert (described["UserMetadata"], described["IngestTranscoding"]) == ({}, "")
    for route in ("/tools/now", "/tools/now-local"):
        assert client.get(route).text[8] == "T"
    assert client.get("/tools/generate-uid?level=study").text.startswith("2.25.")
    assert client.get("/tools/generate-uid?level=nope").status_code == 404


def test_changes(client, stored):
    page = client.get("/changes?limit=2").json
    assert [change["ChangeType"] for change in page["Changes"]] == ["NewInstance", "NewSeries"]
    assert (page["Done"], page["Last"]) == (False, 2)
    rest = client.get(f"/changes?since={page['Last']}").json
    assert rest["Done"]
    assert client.get("/changes?last").json["Changes"] == rest["Changes"][-1:]
    assert client.delete("/changes").status_code == 200
    assert client.get("/changes").json == {"Changes": [], "Done": True, "Last": rest["Last"]}


def test_metadata_and_attachments(client, ct):
    kept = client.get(f"{ct['Path']}/metadata?expand").json
    assert kept["TransferSyntax"] == "1.2.840.10008.1.2.1"
    assert set(client.get(f"{ct['Path']}/metadata").json) == set(kept)
    answer = client.get(f"{ct['Path']}/metadata/Origin")
    assert (answer.text, answer.headers["ETag"]) == ("RestApi", '"0-6a51804f85f17e32298545094d1ebafb"')
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"{ct['Path']}/metadata/Origin", headers=known).status_code == 304
    assert client.get(f"{ct['Path']}/metadata/8").text == "RestApi"
    assert client.get(f"{ct['Path']}/metadata/AnonymizedFrom").data == b""
    assert client.get(f"{ct['Path']}/metadata/Nope").json["OrthancStatus"] == 7

    assert client.get(f"{ct['Path']}/attachments").json == ["dicom"]
    dicom = f"{ct['Path']}/attachments/dicom"
    assert client.get(f"{dicom}/size").text == client.get(f"{dicom}/compressed-size").text == "39206"
    assert client.get(f"{dicom}/md5").text == client.get(f"{dicom}/info").json["UncompressedMD5"]
    assert client.get(f"{dicom}/data").data == client.get(f"{dicom}/compressed-data").data == file_of("CT_small.dcm")
    assert client.get(f"{dicom}/data", headers={"If-None-Match": client.get(dicom).headers["ETag"]}).status_code == 304
    assert client.post(f"{dicom}/verify-md5").json == {}
    assert client.get(f"{ct['Path']}/attachments/dicom-as-json/size").json["OrthancStatus"] == 17
    assert client.get(f"{ct['Path']}/attachments/nope/size").json["OrthancStatus"] == 7


def test_a_damaged_file_does_not_pass(client, tmp_path, ct):
    kept = next(path for path in (tmp_path / "storage").rglob("*") if path.is_file() and path.stat().st_size == 39206)
    kept.chmod(0o600)
    kept.write_bytes(file_of("CT_small.dcm")[:-1] + b"x")
    answer = client.post(f"{ct['Path']}/attachments/dicom/verify-md5")
    assert (answer.status_code, answer.json["OrthancStatus"]) == (500, 20)


@pytest.mark.parametrize("framing", [b"Content-Length: 39206\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n9926\r\n"])
def test_a_cut_upload_never_reaches_the_archive(running, client, framing):
    for cut in (200, 7000, 39205):
        with socket.create_connection(("127.0.0.1", running.http_port), 10) as connected:
            connected.sendall(b"POST /instances HTTP/1.1\r\nHost: x\r\n" + framing + file_of("CT_small.dcm")[:cut])
            connected.shutdown(socket.SHUT_WR)
            assert connected.recv(65536).startswith(b"HTTP/1.1 400 ")
    assert client.get("/instances").json == []
    assert client.get("/changes?last").json["Changes"] == []


def test_tags_and_frames(client, ct, stored):
    tags = client.get(f"{ct['Path']}/tags").json
    assert tags["0010,0020"] == {"Name": "PatientID", "Type": "String", "Value": "1CT1"}
    simplified = client.get(f"{ct['Path']}/simplified-tags").json
    assert simplified["PatientID"] == "1CT1" == client.get(f"{ct['Path']}/tags?short").json["0010,0020"]
    assert client.get(f"{ct['Path']}/tags?simplify").json == simplified
    assert client.get(f"{ct['Path']}/tags?ignore-length=0010,0020;PatientName,StudyID").status_code == 200
    assert client.get(f"{ct['Path']}/tags?ignore-length=Nope").json["OrthancStatus"] == 27
    below = client.get(f"/patients/{ct['ParentPatient']}/instances-tags?simplify").json
    assert below == {ct["ID"]: simplified}
    assert client.get(f"/series/{ct['ParentSeries']}/instances-tags").json == {ct["ID"]: tags}

    assert client.get(f"{ct['Path']}/frames").json == [0]
    assert len(client.get(f"{ct['Path']}/frames/0/raw").data) == 128 * 128 * 2
    assert client.get(f"{ct['Path']}/frames/1/raw").json["OrthancStatus"] == 3
    assert client.get(f"{stored['rtplan']['Path']}/frames/0/raw").status_code == 415


def test_images(client, ct, stored):
    for route in ("preview", "image-uint8", "image-uint16", "image-int16", "rendered", "frames/0/preview"):
        answer = client.get(f"{ct['Path']}/{route}")
        assert (answer.status_code, answer.content_type, answer.data[1:4]) == (200, "image/png", b"PNG")
    jpeg = client.get(f"{ct['Path']}/preview?quality=50", headers={"Accept": "image/jpeg"})
    assert (jpeg.content_type, jpeg.data[:2]) == ("image/jpeg", b"\xff\xd8")
    for wrong in ("frames/9/preview", "frames/x/preview"):
        assert client.get(f"{ct['Path']}/{wrong}").data == b""
    assert client.get(f"{ct['Path']}/preview", headers={"Accept": "text/html"}).status_code == 404
    assert client.get(f"{ct['Path']}/preview?quality=0").status_code == 400
    plan = stored["rtplan"]["Path"]
    assert client.get(f"{plan}/preview").status_code == 415
    for route in (f"{plan}/preview", f"{plan}/frames/0/preview"):
        location = client.get(f"{route}?returnUnsupportedImage").headers["Location"]
        assert client.get(urljoin(route, location)).data[1:4] == b"PNG"


def test_archives(client, ct):
    answer = client.get(f"/studies/{ct['ParentStudy']}/archive")
    assert answer.headers["Content-Disposition"] == f'filename="{ct["ParentStudy"]}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [file_of("CT_small.dcm")]
    assert client.post(f"/studies/{ct['ParentStudy']}/archive", data="{}").data[:2] == b"PK"
    for body in ("", '{"Asynchronous": true}', '{"Transcode": "1.2"}'):
        assert client.post(f"/studies/{ct['ParentStudy']}/archive", data=body).status_code == 400


def test_anonymise(client, ct):
    answer = client.post(f"{ct['Path']}/anonymize", data="{}")
    assert answer.content_type == "application/dicom"
    data_set = pydicom.dcmread(io.BytesIO(answer.data))
    assert data_set.PatientIdentityRemoved == "YES"
    assert data_set.PatientID != "1CT1"
    named = client.post(f"{ct['Path']}/anonymize", json={"Replace": {"PatientName": "X^Y"}})
    assert pydicom.dcmread(io.BytesIO(named.data)).PatientName == "X^Y"
    assert client.get("/statistics").json["CountInstances"] == 3
    for body in ("", "[]", '{"Replace": 5}', '{"Replace": {"Nope": "x"}}', '{"Replace": {"PatientID": "x"}}'):
        assert client.post(f"{ct['Path']}/anonymize", data=body).status_code == 400


def test_find(client, stored):
    def find(**body):
        return client.post("/tools/find", json=body).json

    studies = [answer["ParentStudy"] for answer in stored.values()]
    assert find(Level="Study", Query={}) == studies
    assert find(Level="Study", Query={}, Since=1, Limit=1) == studies[1:2]
    assert find(Level="study", Query={"PatientID": "1ct1"}) == studies[:1]
    assert find(Level="Study", Query={"PatientID": "1ct1"}, CaseSensitive=True) == []
    assert find(Level="Series", Query={"0008,0060": "CT\\RTPLAN"}) == [
        stored[name]["ParentSeries"] for name in ("CT_small", "rtplan")
    ]
    expanded = find(Level="Study", Query={"PatientName": "*ct1"}, Expand=True)
    assert expanded == [client.get(f"/studies/{studies[0]}").json]
    short = find(Level="Patient", Query={"PatientID": "1CT1"}, Expand=True, Short=True)
    assert short[0]["MainDicomTags"]["0010,0020"] == "1CT1"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", 8),
        ("{", 8),
        ("[]", 8),
        ("{}", 8),
        ('{"Level": 5, "Query": {}}', 8),
        ('{"Level": "x", "Query": {}}', 3),
        ('{"Level": "Study"}', 8),
        ('{"Level": "Study", "Query": []}', 8),
        ('{"Level": "Study", "Query": {"Nope": "x"}}', 27),
        ('{"Level": "Study", "Query": {"PatientName": 5}}', 8),
        ('{"Level": "Study", "Query": {}, "Limit": "x"}', 8),
        ('{"Level": "Study", "Query": {}, "Limit": true}', 8),
        ('{"Level": "Study", "Query": {}, "Since": -1}', 3),
    ],
)
def test_senseless_searches_are_refused(client, body, code):
    answer = client.post("/tools/find", data=body)
    assert (answer.status_code, answer.json["OrthancStatus"]) == (400, code)


def test_lookup(client, ct):
    patient = {"ID": ct["ParentPatient"], "Path": f"/patients/{ct['ParentPatient']}", "Type": "Patient"}
    assert client.post("/tools/lookup", data="1CT1").json == [patient]
    assert client.post("/tools/lookup", data="nobody").json == []
    assert client.post("/tools/lookup", data=b"\xff" * 5000).json == []


def test_modalities(client, ct):
    assert client.get("/modalities").json == ["x"]
    assert client.get("/modalities?expand").json == {"x": client.get("/modalities/x/configuration").json}
    assert client.put("/modalities/new", json={"AET": "A", "Host": "h", "Port": 104}).status_code == 200
    assert client.get("/modalities/new/configuration").json["AET"] == "A"
    assert "store" in client.get("/modalities/new").json
    for body in ("", "x", "[]", '"a"', '{"AET": "A"}', '["A", "h", "x"]', '["A", "h", 104, "Nope"]'):
        assert client.put("/modalities/new", data=body).status_code == 400
    assert client.put("/modalities/a.b", json=["A", "h", 104]).status_code == 400
    assert client.delete("/modalities/new").status_code == 200
    assert client.delete("/modalities/new").json["OrthancStatus"] == 7
    for body in ("", "{}", "nope", '["nope"]', '{"Resources": 5}', '{"Resources": [], "Asynchronous": true}'):
        assert client.post("/modalities/x/store", data=body).status_code == 400
    assert client.post("/modalities/x/store", data="[]").json["InstancesCount"] == 0
    assert client.post("/modalities/x/store", json=[NOWHERE]).status_code == 404
    for route in ("echo", "store"):
        assert client.post(f"/modalities/nope/{route}", data=f'["{ct["ID"]}"]').json["OrthancStatus"] == 7


def test_a_remote_that_is_not_there(client, ct):
    for route, body in (("echo", "{}"), ("store", ct["ID"])):
        answer = client.post(f"/modalities/x/{route}", data=body)
        assert (answer.status_code, answer.json["OrthancStatus"]) == (500, 9)


def test_echo_and_store_to_ourselves(client, host, ct):
    client.put("/modalities/me", json={"AET": "BROCH", "Host": "127.0.0.1", "Port": host.server.dicom_port})
    assert client.post("/modalities/me/echo", data="").json == {}
    for body in (
        ct["ID"],
        json.dumps([ct["ParentStudy"]]),
        json.dumps({"Resources": [ct["ParentPatient"]], "Timeout": 5}),
    ):
        answer = client.post("/modalities/me/store", data=body).json
        assert (answer["InstancesCount"], answer["FailedInstancesCount"], answer["RemoteAet"]) == (1, 0, "BROCH")


def test_plugins(client, host):
    listed = client.get("/plugins").json
    assert "explorer.js" in listed
    for plugin in client.get("/plugins?all").json:
        assert set(plugin) == {"ID", "Status", "Version", "Distribution", "Description", "Detail", "RootUri"}
        assert (plugin["ID"] in listed) == (plugin["Status"] == "enabled")
    assert client.get("/plugins/explorer.js").content_type.startswith("application/javascript")
    assert client.get("/plugins/nope").data == b""


def test_the_page(client):
    assert client.get("/").headers["Location"] == "app/explorer.html"
    page = client.get("/", follow_redirects=True)
    assert page.content_type == "text/html; charset=utf-8"
    assert b"http://" not in page.data
    assert b"https://" not in page.data


def rules(client):
    return [
        (method, rule.rule)
        for rule in client.application.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD"})
    ]


def test_no_route_fails_inside_whatever_it_is_given(client, stored):
    """Every route with resources that are not there, and with bodies and queries that make no sense."""
    known = [answer["ID"] for answer in stored.values()] + [stored["CT_small"]["ParentStudy"]]
    for method, rule in rules(client):
        for public_id in (NOWHERE, "x", "\N{SNOWMAN}", *known):
            path = (
                rule.replace("<public_id>", public_id)
                .replace("<name>", "zzz")
                .replace("<frame>", "7")
                .replace("<part>", "zz")
            )
            for body in (b"", b"\xff\xfe", b"null", b'{"Level": null}', b'"\\ud800"', b"1" * 100):
                if method == "DELETE" and public_id in known:
                    continue
                answer = client.open(
                    f"{path}?since=%FF&limit=9999999999999999999999&quality=x&level=%00", method=method, data=body
                )
                assert answer.status_code < 500, (method, path, body, answer.data)
                if answer.status_code >= 400 and answer.data:
                    assert set(answer.json) >= SHAPE, (method, path)
                    assert answer.json["HttpStatus"] == answer.status_code
                if method == "GET":
                    break


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tools/find", {"Level": "Study", "Query": {}, "Since": 1 << 63}),
        ("/tools/find", {"Level": "Study", "Query": {}, "Limit": 1 << 53}),
        ("/modalities/x/echo", {"Timeout": 10**10}),
    ],
)
def test_numbers_beyond_all_measure_are_refused(client, stored, path, body):
    answer = client.post(path, data=json.dumps(body))
    assert answer.status_code == 400, answer.data


def test_a_body_of_json_has_a_limit(client):
    answer = client.post("/tools/find", data=b'"' + b"x" * (17 << 20))
    assert answer.status_code == answer.json["HttpStatus"] == 413


def test_a_refusal_does_not_wait_for_the_body(running):
    with socket.create_connection(("127.0.0.1", running.http_port), timeout=5) as sock:
        sock.sendall(b"POST /no-such-route HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 404")


def test_a_doubled_slash_is_no_redirection(client, ct):
    answer = client.get(f"/instances//{ct['ID']}")
    assert (answer.status_code, answer.headers.get("Location")) == (200, None)
