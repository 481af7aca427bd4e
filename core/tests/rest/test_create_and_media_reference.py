"""``/tools/create-dicom`` and media beside Debian's Orthanc 1.10.1: statuses, data sets, directory records.

Skips without it. ``DIFFERENT`` lists every body that is answered otherwise, and why; a difference that has gone fails.
"""

import base64
import http.client
import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pydicom
import pytest
from broch_hostapi.testing.datasets import make_instance

pytestmark = [pytest.mark.peer("Orthanc"), pytest.mark.timeout(300), pytest.mark.filterwarnings("ignore")]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
SEQUENCE = "RequestAttributesSequence"
MADE_UP = re.compile(r"2\.25\.\d{30,}|1\.2\.276\.0\.7230010\.3\.1\.[\d.]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def uri(media_type, data):
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def pixels(*shape, dtype="uint8"):
    import numpy as np

    return (np.arange(int(np.prod(shape))) * 37 % 251).astype(dtype).reshape(shape)


def png(*shape, dtype="uint8"):
    import imagecodecs

    return uri("image/png", imagecodecs.png_encode(pixels(*shape, dtype=dtype)))


def jpeg(*shape):
    import imagecodecs

    return uri("image/jpeg", imagecodecs.jpeg8_encode(pixels(*shape)))


def tags(**values):
    return {"Tags": values}


BINARY = uri("application/octet-stream", b"abcd")
SAME = [
    {}, {"Tags": {}}, {"Tags": []}, {"Tags": "a"}, [], "x", tags(PatientName="A^B"),
    {"PatientName": "A", "PatientID": "q"},
    {"PatientName": "A", "PixelData": png(4, 4)}, {"PatientName": "A", "SOPInstanceUID": "1.2.4"}, {"PixelData": "abc"},
    {"Tags": {"0010,0010": "A^B", "0010-0020": "x", "00100040": "M"}}, tags(InstanceNumber=5), tags(SliceThickness=1.5),
    tags(PatientName=True), tags(PatientName=None), tags(ImageType=["A", "B"]), tags(PatientName={"a": "b"}),
    tags(PatientName="Ünï^Ö"), tags(SpecificCharacterSet="ISO_IR 192", PatientName="Иван"),
    tags(SpecificCharacterSet="ISO_IR 144", PatientName="Иван"), tags(SpecificCharacterSet="NOPE", PatientName="x"),
    tags(SpecificCharacterSet="", PatientName="x"), tags(StudyInstanceUID="1.2.3"), tags(SOPInstanceUID="1.2.3"),
    tags(StudyInstanceUID="1.2.3", SeriesInstanceUID="1.2.4", SOPInstanceUID="1.2.5") | {"Force": True},
    tags() | {"Force": "x"}, tags() | {"InterpretBinaryTags": "x"}, tags() | {"PrivateCreator": 5},
    tags(SOPClassUID="1.2.840.10008.5.1.4.1.1.4"), {"Tags": {SEQUENCE: [{"ScheduledProcedureStepID": "A"}, {}]}},
    {"Tags": {SEQUENCE: [{"ScheduledProtocolCodeSequence": [{"CodeValue": "x"}]}]}}, {"Tags": {SEQUENCE: []}},
    {"Tags": {SEQUENCE: ""}}, {"Tags": {SEQUENCE: [{"ScheduledProcedureStepID": 5}]}}, {"Tags": {SEQUENCE: ["x"]}},
    {"Tags": {"0009,1001": "x"}}, {"Tags": {"0009,0010": "CREA", "0009,1001": "x"}},
    {"Tags": {"0009,0010": "GEMS_IDEN_01", "0009,1001": "x"}, "PrivateCreator": "GEMS_IDEN_01"},
    tags(Rows="5"), tags(Rows=""), tags(TableSpeed="1.5"), tags(FrameIncrementPointer="0018,1063"),
    tags(FrameIncrementPointer="FrameTime"), tags(SelectorULValue="5", SelectorSLValue="-5", SelectorFLValue="2.5"),
    tags(InstanceNumber="abc"), tags(SliceThickness="abc"), tags(ImageOrientationPatient="1\\0\\0\\0\\1\\0"),
    tags(ICCProfile=BINARY), {"Tags": {"6000,3000": BINARY}}, {"Tags": {"0010,9999": BINARY}},
    {"Tags": {"0010,9999": "x"}},
    tags(EncapsulatedDocument="abc"), tags(ICCProfile=BINARY) | {"InterpretBinaryTags": False},
    tags(PatientComments=uri("text/plain", b"abc")), tags(PixelData=BINARY), {"Tags": {"0010,0000": "5"}},
    {"Tags": {"0002,0016": "AET"}}, {"Tags": {"0000,0002": "1.2"}}, tags(StudyDate="20200101"),
    tags(AcquisitionDate="", ContentTime="10"), {"Tags": {"PatientName": "a", "0010,0010": "b"}}, tags(PatientID=""),
    {"Tags": {}, "Parent": "nope"}, {"Tags": {}, "Parent": 5}, {"Tags": {}, "Parent": "$instance"},
    *({"Tags": {"InstanceNumber": "9"}, "Parent": f"${level}"} for level in ("patient", "study", "series")),
    *({"Tags": {"PatientName": "X"}, "Parent": f"${level}"} for level in ("patient", "study", "series")),
    {"Tags": {"Modality": "CT"}, "Parent": "$study"}, {"Tags": {"ProtocolName": "CT"}, "Parent": "$series"},
    {"Tags": {"PatientAge": "005Y", "StationName": "x"}, "Parent": "$series"}, {"Tags": {"StudyDate": "20300101"},
    "Parent": "$study"},
    {"Tags": {"PatientID": "P1"}, "Parent": "$patient"}, {"Tags": {}, "Parent": "$series", "Content": png(4, 4)},
    {"Tags": {}, "Parent": "$study", "Content": [png(4, 4), png(4, 4)]},
    {"Tags": {}, "Content": png(3, 5)}, {"Tags": {}, "Content": png(3, 5, 3)}, {"Tags": {}, "Content": png(3, 5, 4)},
    {"Tags": {}, "Content": png(3, 5, dtype="uint16")}, {"Tags": {}, "Content": jpeg(16, 16)},
    {"Tags": {}, "Content": jpeg(16, 16, 3)},
    tags(PhotometricInterpretation="MONOCHROME1", Rows="9") | {"Content": png(3, 5)},
    tags(PhotometricInterpretation="YBR_FULL", PlanarConfiguration="1") | {"Content": png(4, 4, 3)},
    {"Tags": {}, "Content": uri("application/pdf", PDF)}, {"Tags": {}, "Content": uri("application/pdf", b"abc")},
    tags(DocumentTitle="T", Modality="DOC", SOPClassUID="1.2") | {"Content": uri("application/pdf", PDF)},
    tags(Rows="2") | {"Content": BINARY}, {"Tags": {}, "Content": uri("image/png", b"abc")}, {"Tags": {},
    "Content": "hello"},
    {"Tags": {}, "Content": "data:image/png,abc"}, {"Tags": {}, "Content": 5}, {"Tags": {}, "Content": None},
    {"Tags": {}, "Content": ""}, {"Tags": {}, "Content": []}, {"Tags": {}, "Content": [png(4, 4), "x"]},
    tags(PatientName="L", InstanceNumber="5") | {"Content": [png(4, 4), png(4, 4, 3)]},
    {"Tags": {}, "Content": [png(4, 4), {"Content": png(4, 4), "Tags": {"ImageComments": "a"}}]},
    tags(PatientName="L") | {"Content": [png(4, 4), {"Content": png(4, 4), "Tags": {"PatientName": "M"}}]},
    {"Tags": {}, "Content": [png(4, 4), 5]}, {"Tags": {}, "Content": [png(4, 4), {"Content": png(4, 4), "Tags": 5}]},
]  # fmt: skip

CLIENT_ERROR = "an error of the client is a 400, not a 500"
NOT_LOST = "text that the character set cannot say is not dropped: UTF-8 if nobody chose one, else refused"
CREATOR = "the creator of private elements is written (PS3.5 7.8.1)"
MORE = "more formats, VRs, numbers of values"
DIFFERENT = [
    ({"Content": png(4, 4)}, CLIENT_ERROR), (tags(Nope="x"), CLIENT_ERROR),
    ({"Tags": {SEQUENCE: [{"Nope": "x"}]}}, CLIENT_ERROR),
    (tags(FrameIncrementPointer="zzz"), CLIENT_ERROR), ({"Tags": {},
    "Content": uri("image/gif", b"GIF89a")}, CLIENT_ERROR),
    ({"Tags": {}, "Content": uri("image/jpeg", b"abc")}, CLIENT_ERROR),
    ({"Tags": {}, "Content": [{"Content": png(4, 4), "Tags": {"Nope": "a"}}]},
    "a wrong first entry is a 400, not a 404"),
    ({"Tags": {}, "Content": [5]}, "a wrong first entry is a 400, not a 404"),
    (tags(PatientName="Иван"), NOT_LOST), (tags(SpecificCharacterSet="ISO_IR 100", PatientName="Иван"), NOT_LOST),
    ({"Tags": {"SeriesDescription": "Привет"}, "Parent": "$study"}, NOT_LOST),
    ({"Tags": {"0009,1001": "x"}, "PrivateCreator": "CREA"}, CREATOR),
    ({"Tags": {"0009,1001": "x"}, "PrivateCreator": "GEMS_IDEN_01"}, CREATOR),
    ({"Tags": {"PatientID": "X"}, "Parent": "$patient"}, "what is below a parent stays below it"),
    (tags(EncapsulatedDocument=BINARY), "a binary value goes where it was asked for, not to Pixel Data"),
    (tags(ICCProfile=uri("text/plain", b"abc")), "a data URI is decoded whatever its media type"),
    (tags(PatientName="a\0b"), "a value is not cut"), (tags(Rows="-1"), "a number is not wrapped"),
    (tags(AcquisitionMatrix="1\\2\\3\\4"), MORE), (tags(VectorGridData="1.5\\2"), MORE), (tags(LUTData=BINARY), MORE),
    ({"Tags": {}, "Content": jpeg(16, 16, 3), "Encapsulate": True}, "Encapsulate is of 1.12.7"),
    ({"Tags": {}, "Content": uri("model/stl", b"solid x\nendsolid x\n")}, "STL, OBJ, MTL are of 1.12.1"),
    ({"Tags": {}, "Content": png(3, 5, 2)}, MORE), ({"Tags": {}, "Content": png(4, 4, 3, dtype="uint16")}, MORE),
    ({"Tags": {}, "Content": {"Content": png(4, 4)}}, MORE),
    (tags(SpecificCharacterSet="\\ISO 2022 IR 87", PatientName="山"), MORE),
]  # fmt: skip


class Server:
    """One of the two."""

    def __init__(self, port):
        self.port = port
        self.parents = {}

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def store(self, file):
        status, body = self.call("POST", "/instances", file)
        return json.loads(body) if status == 200 else None

    def fill(self):
        """The parents that bodies name, alone."""
        for patient in json.loads(self.call("GET", "/patients")[1]):
            self.call("DELETE", f"/patients/{patient}")
        one = self.store(
            make_instance(
                OtherPatientIDs="OTHER", PatientAge="030Y", ProtocolName="PN", StationName="ST", SeriesDate="20200303",
                EthnicGroup="E", PhysiciansOfRecord="POR", FrameOfReferenceUID="1.2.3", Manufacturer="MAN",
            )
        )  # fmt: skip
        self.parents = {
            "$patient": one["ParentPatient"], "$study": one["ParentStudy"], "$series": one["ParentSeries"],
            "$instance": one["ID"],
        }  # fmt: skip

    def create(self, body):
        """Status, and the data sets that were made."""
        self.fill()
        if isinstance(body, dict) and isinstance(body.get("Parent"), str):
            body = body | {"Parent": self.parents.get(body["Parent"], body["Parent"])}
        status, answer = self.call("POST", "/tools/create-dicom", json.dumps(body))
        if status != 200:
            return status, []
        path = json.loads(answer)["Path"]
        instances = [path] if path.startswith("/instances") else self._below(path)
        return status, [pydicom.dcmread(io.BytesIO(self.call("GET", f"{one}/file")[1])) for one in instances]

    def _below(self, path):
        listed = json.loads(self.call("GET", f"{path}/instances")[1])
        return [f"/instances/{one['ID']}" for one in sorted(listed, key=lambda one: one.get("IndexInSeries") or 0)]


@pytest.fixture(scope="module")
def reference(reference_port):
    return Server(reference_port)


@pytest.fixture
def ours(running_host):
    return Server(running_host.http_port)


def shown(dataset):
    """Without what each server makes up: identifiers and the present moment."""
    found = {}
    today = time.strftime("%Y%m%d")
    for element in dataset:
        text = str(element.value) if element.VR != "SQ" else json.dumps([shown(item) for item in element.value])
        moment = (element.VR == "DA" and text[:6] == today[:6]) or (element.VR == "TM" and text.endswith(".000000"))
        found[str(element.tag)] = element.VR, "" if MADE_UP.fullmatch(text) or moment else text
    return found


def described(server, body):
    status, datasets = server.create(body)
    return status, [shown(one) for one in datasets], [one.file_meta.TransferSyntaxUID for one in datasets]


@pytest.mark.parametrize("body", SAME, ids=lambda body: json.dumps(body)[:60])
def test_the_same_is_made(reference, ours, body):
    assert described(ours, body) == described(reference, body)


@pytest.mark.parametrize(("body", "reason"), DIFFERENT, ids=lambda part: json.dumps(part)[:60])
def test_what_differs(reference, ours, body, reason):
    mine, theirs = described(ours, body), described(reference, body)
    assert reason
    assert mine != theirs
    assert mine[0] < 500


@pytest.mark.skipif(not shutil.which("dciodvfy"), reason="no dicom3tools")
def test_dciodvfy_finds_nothing_more_in_ours(reference, ours, tmp_path):
    def errors(dataset):
        dataset.save_as(tmp_path / "x.dcm")
        told = subprocess.run(
            ["dciodvfy", str(tmp_path / "x.dcm")], capture_output=True, text=True, check=False
        ).stderr  # fmt: skip
        return {re.sub(r"<[^>]*>", "", line) for line in told.splitlines() if line.startswith("Error")}

    for body in SAME:
        if isinstance(body, dict) and ("Content" in body or "Parent" in body):
            for mine, theirs in zip(ours.create(body)[1], reference.create(body)[1], strict=True):
                assert errors(mine) <= errors(theirs), body


ALWAYS_OWN = {"OffsetOfTheNextDirectoryRecord", "OffsetOfReferencedLowerLevelDirectoryEntity"}
REQUIRED = {"PatientID", "StudyID", "StudyDate", "StudyTime", "SeriesNumber", "InstanceNumber", "Modality"}
"""Keys of type 1 that we fill in where the instance has none; the reference leaves them out, or empty."""


def media(server, study, extended):
    status, body = server.call("GET", f"/studies/{study}/media{'?extended' if extended else ''}")
    assert status == 200
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except zipfile.BadZipFile:
        return None
    return archive, pydicom.dcmread(io.BytesIO(archive.read("DICOMDIR")))


@pytest.mark.parametrize("extended", [False, True])
def test_the_same_media(reference, ours, extended):
    ours.fill()
    reference.fill()
    studies = set()
    for file in sorted((Path(pydicom.__file__).parent / "data" / "test_files").glob("*.dcm")):
        stored = [server.store(file.read_bytes()) for server in (ours, reference)]
        if all(stored) and stored[0]["ParentStudy"] == stored[1]["ParentStudy"]:
            studies.add(stored[0]["ParentStudy"])
    assert len(studies) > 20
    compared = 0
    for study in sorted(studies):
        mine, theirs = media(ours, study, extended), media(reference, study, extended)
        if theirs is None:
            continue  # it stops at some character sets
        assert mine[0].namelist() == theirs[0].namelist()
        assert mine[1].FileSetID == theirs[1].FileSetID
        for own, other in zip(mine[1].DirectoryRecordSequence, theirs[1].DirectoryRecordSequence, strict=True):
            compared += 1
            for element in other:
                text = str(element.value)
                if element.keyword in ALWAYS_OWN or (element.keyword in REQUIRED and text in ("", "None")):
                    continue
                if element.keyword == "DirectoryRecordType" and text == "IMAGE":
                    continue  # the reference writes no other type of record for an instance
                if element.keyword == "SpecificCharacterSet" and text == "".join(own.SpecificCharacterSet):
                    continue  # the reference joins several without a backslash
                assert str(own[element.tag].value) == text, (own.DirectoryRecordType, element.keyword)
            more = {element.keyword for element in own} - {element.keyword for element in other}
            assert own.DirectoryRecordType != "IMAGE" or more <= REQUIRED
    assert compared > 80
