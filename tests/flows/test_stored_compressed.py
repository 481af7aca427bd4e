"""With StorageCompression, whoever reads gets what was received: over DICOM, DICOMweb and REST."""

import io
import json
import zipfile

import pydicom
import pytest
from broch_hostapi import Level, Origin
from pydicom.data import get_testdata_file

STUDY_ROOT_GET, STUDY_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.2.3", "1.2.840.10008.5.1.4.1.2.2.2"
OPEN = {"StorageCompression": True, "DicomAlwaysAllowGet": True, "DicomAlwaysAllowMove": True}


@pytest.fixture
def contents():
    """An image, and one of several MiB with many frames, which is decompressed to a file."""
    small = get_testdata_file("CT_small.dcm")
    many = pydicom.dcmread(small)
    many.NumberOfFrames = 160
    many.PixelData = many.PixelData * 160
    many.SOPInstanceUID = many.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4.5"
    buffer = io.BytesIO()
    many.save_as(buffer)
    with open(small, "rb") as file:
        return [file.read(), buffer.getvalue()]


@pytest.fixture
def outcomes(running_host, contents):
    return [running_host.host.ingest.receive(content, Origin("RestApi")) for content in contents]


def ask(port, abstract_syntax, model, study, **options):
    """A retrieval by pynetdicom; the instances that came by C-GET."""
    from pynetdicom import AE, build_role, evt

    ae, came = AE(), []
    ae.add_requested_context(abstract_syntax)
    ae.add_requested_context("1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.1")

    def store(event):
        came.append(event.dataset)
        return 0

    role = build_role("1.2.840.10008.5.1.4.1.1.2", scp_role=True)
    association = ae.associate("127.0.0.1", port, ext_neg=[role], evt_handlers=[(evt.EVT_C_STORE, store)])
    wanted = pydicom.Dataset()
    wanted.QueryRetrieveLevel, wanted.StudyInstanceUID = "STUDY", study
    send = association.send_c_get if model == "GET" else association.send_c_move
    *_, (status, _identifier) = send(wanted, *options.values(), abstract_syntax)
    association.release()
    assert status.Status == 0
    return came


@pytest.mark.broch(config=OPEN)
def test_over_dicom(running_host, http_client, outcomes, contents, remote_modality):
    study = pydicom.dcmread(io.BytesIO(contents[0]), stop_before_pixels=True).StudyInstanceUID
    pixels = sorted(len(pydicom.dcmread(io.BytesIO(content)).PixelData) for content in contents)
    got = ask(running_host.dicom_port, STUDY_ROOT_GET, "GET", study)
    assert sorted(len(dataset.PixelData) for dataset in got) == pixels
    http_client.put("/modalities/remote", json.dumps(remote_modality.declaration))
    ask(running_host.dicom_port, STUDY_ROOT_MOVE, "MOVE", study, destination=remote_modality.aet)
    assert sorted(len(dataset.PixelData) for dataset in remote_modality.wait_for(2)) == pixels


@pytest.mark.broch(config=OPEN)
def test_over_http(running_host, http_client, outcomes, contents):
    for outcome, content in zip(outcomes, contents, strict=True):
        one = f"/instances/{outcome.instance}"
        assert http_client.get(f"{one}/attachments/dicom/is-compressed").body == b"1"
        assert http_client.get(f"{one}/file").body == content
        pixels = pydicom.dcmread(io.BytesIO(content)).PixelData
        last = len(pixels) // 32768 - 1
        assert http_client.get(f"{one}/frames/{last}/raw").body == pixels[-32768:]
        assert http_client.get(f"{one}/frames/{last}/preview").status == 200
        middle = http_client.get(f"{one}/attachments/dicom/data", {"Range": f"bytes={len(content) // 2}-"})
        assert middle.body == content[len(content) // 2 :]
        web = f"/dicom-web/studies/{outcome.study_instance}/series"
        series = pydicom.dcmread(io.BytesIO(content), stop_before_pixels=True).SeriesInstanceUID
        answer = http_client.get(f"{web}/{series}/instances/{outcome.sop_instance}/frames/{last + 1}")
        assert pixels[-32768:] in answer.body
    archive = zipfile.ZipFile(io.BytesIO(http_client.get(f"/studies/{outcomes[0].study}/archive").body))
    assert sorted(map(archive.read, archive.namelist())) == sorted(contents)
    statistics = http_client.get_json("/statistics")
    assert int(statistics["TotalUncompressedSize"]) == sum(map(len, contents)) > int(statistics["TotalDiskSize"])


@pytest.mark.broch(config=OPEN)
def test_overwriting_and_deleting_leave_nothing(running_host, http_client, outcomes, contents):
    storage = running_host.configuration.storage_directory
    running_host.host.user_data.set_compression(Level.INSTANCE, outcomes[0].instance, 1, False)
    http_client.delete(f"/patients/{outcomes[0].patient}")
    running_host.stop()
    assert [file for file in storage.glob("??/??/*") if file.is_file()] == []
