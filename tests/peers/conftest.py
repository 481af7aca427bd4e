"""A live server for the client programs that others wrote, and data of its own for each test."""

import io
import json
from dataclasses import dataclass

import pydicom
import pytest
from broch.config import read_configuration
from broch.host import start_host
from pydicom.data import get_testdata_file
from pydicom.uid import EncapsulatedPDFStorage, generate_uid

LEVELS = {"patients": "ParentPatient", "studies": "ParentStudy", "series": "ParentSeries", "instances": "ID"}


@dataclass(frozen=True)
class Data:
    """Public identifiers by level, and the file that was uploaded."""

    patients: str
    studies: str
    series: str
    instances: str
    file: bytes
    dataset: pydicom.Dataset
    pdf: str
    """An instance with an encapsulated document."""


@pytest.fixture(scope="session")
def live(tmp_path_factory):
    """A running server."""
    folder = tmp_path_factory.mktemp("live")
    config = folder / "config.json"
    config.write_text(json.dumps({"HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(folder / "storage")}))
    running = start_host(read_configuration([config], {}))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def url(live):
    return f"http://127.0.0.1:{live.http_port}"


@pytest.fixture(scope="session")
def request_json(live):
    """Send a request as the server itself."""
    host = live.host

    def send(method, path, body=b""):
        answer = host.rest.call(method, path, body)
        return answer.status, answer.body

    return send


@pytest.fixture
def data(request_json):
    """A new patient with an image and a document, with user metadata, a user attachment and a label at all levels."""
    ds = image()
    uploaded = upload(request_json, ds)
    pdf = upload(request_json, document(ds))
    ids = {level: uploaded[key] for level, key in LEVELS.items()}
    for level, public_id in ids.items():
        for what, body in (("metadata/1024", b"hello"), ("attachments/1024", b"a" * 100), ("labels/seen", b"")):
            assert request_json("PUT", f"/{level}/{public_id}/{what}", body)[0] == 200
    return Data(**ids, file=file_of(ds), dataset=ds, pdf=pdf["ID"])


def image():
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    ds.StudyInstanceUID, ds.SeriesInstanceUID = generate_uid(), generate_uid()
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    ds.PatientID, ds.PatientName, ds.PatientBirthDate = ds.SOPInstanceUID[-12:], "Test^Peer", "19700101"
    ds.SeriesDate, ds.SeriesTime, ds.StudyTime = "20200101", "101010", "101010"
    ds.ImagesInAcquisition = ds.NumberOfSlices = ds.CardiacNumberOfImages = ds.NumberOfTimeSlices = 1
    ds.NumberOfTemporalPositions = ds.TemporalPositionIdentifier = ds.NumberOfFrames = ds.AcquisitionNumber = 1
    return ds


def document(of):
    ds = pydicom.Dataset()
    ds.PatientID, ds.PatientName, ds.StudyInstanceUID = of.PatientID, of.PatientName, of.StudyInstanceUID
    ds.SeriesInstanceUID, ds.SOPInstanceUID, ds.SOPClassUID = generate_uid(), generate_uid(), EncapsulatedPDFStorage
    ds.Modality, ds.MIMETypeOfEncapsulatedDocument, ds.EncapsulatedDocument = "DOC", "application/pdf", b"%PDF-1.4 "
    ds.file_meta = pydicom.dataset.FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID, ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPClassUID, ds.SOPInstanceUID
    return ds


def file_of(ds):
    file = io.BytesIO()
    ds.save_as(file, enforce_file_format=True)
    return file.getvalue()


def upload(request_json, ds):
    status, body = request_json("POST", "/instances", file_of(ds))
    assert status == 200, body
    return json.loads(body)


@pytest.fixture
def remote(live, request_json):
    """A modality that answers C-ECHO and takes C-STORE: the server itself, under another name."""
    request_json("PUT", "/modalities/remote", json.dumps(["ORTHANC", "127.0.0.1", live.dicom_port]).encode())
    yield "remote"
    request_json("DELETE", "/modalities/remote")
