import io
import json

import pydicom
import pytest
from broch_hostapi import Level, Origin
from pydicom.data import get_testdata_file


def ct(number=1, **attributes):
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"1.2.{number}"
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    file = io.BytesIO()
    ds.save_as(file)
    return file.getvalue()


@pytest.fixture
def damaged(running_host):
    """An instance whose rows say nothing true."""
    outcome = running_host.host.ingest.receive(ct(), Origin("RestApi"))
    writer = running_host.host.user_data._writer
    for table in ("patient", "study", "series", "instance"):
        writer.submit(lambda tx, table=table: tx.execute(f"UPDATE {table} SET tags = '{{}}'"))
    writer.submit(lambda tx: tx.execute("UPDATE study SET modalities = 'XX', accession_number = 'wrong'"))
    return outcome


def tags(http_client, path):
    return http_client.get_json(path)["MainDicomTags"]


@pytest.mark.parametrize("level", ["instances", "series", "studies", "patients"])
def test_everything_at_and_above_comes_back(http_client, damaged, level):
    name = {"instances": "instance", "series": "series", "studies": "study", "patients": "patient"}[level]
    http_client.put(f"/studies/{damaged.study}/metadata/1024", "kept")
    before = http_client.get_json("/changes")["Last"]
    answer = http_client.post(f"/{level}/{getattr(damaged, name)}/reconstruct", "{}")
    assert (answer.status, answer.body) == (200, b"")
    assert tags(http_client, f"/patients/{damaged.patient}")["PatientID"] == "1CT1"
    assert tags(http_client, f"/studies/{damaged.study}")["StudyDescription"] == "e+1"
    assert tags(http_client, f"/series/{damaged.series}")["Modality"] == "CT"
    assert tags(http_client, f"/instances/{damaged.instance}")["InstanceNumber"] == "1"
    assert http_client.post_json("/tools/find", {"Level": "Study", "Query": {"ModalitiesInStudy": "CT"}})
    assert http_client.get(f"/studies/{damaged.study}/metadata/1024").body == b"kept"
    assert http_client.get_json("/changes")["Last"] == before


def test_one_level_alone(http_client, damaged):
    body = json.dumps({"LimitToThisLevelMainDicomTags": True})
    assert http_client.post(f"/studies/{damaged.study}/reconstruct", body).status == 200
    assert tags(http_client, f"/studies/{damaged.study}")["StudyDescription"] == "e+1"
    assert tags(http_client, f"/patients/{damaged.patient}") == {}
    assert tags(http_client, f"/series/{damaged.series}") == {}


def test_the_whole_archive(http_client, damaged):
    assert http_client.post("/tools/reconstruct", "").status == 200
    assert tags(http_client, f"/patients/{damaged.patient}")["PatientID"] == "1CT1"


def test_a_file_that_is_gone_costs_nothing(http_client, running_host, damaged):
    second = running_host.host.ingest.receive(ct(2, InstanceNumber=7), Origin("RestApi"))
    attachment = running_host.host.index.attachments(Level.INSTANCE, damaged.instance)[1]
    running_host.host.attachments._storage.delete(attachment.locator)
    assert http_client.post(f"/series/{damaged.series}/reconstruct", "{}").status == 200
    assert tags(http_client, f"/instances/{damaged.instance}") == {}
    assert tags(http_client, f"/instances/{second.instance}")["InstanceNumber"] == "7"


def test_files_are_transcoded_as_those_that_come_in(http_client, running_host, damaged, monkeypatch):
    from broch.dataset.transcode.service import AtIngest

    host = running_host.host
    at_ingest = AtIngest(host.transcode, "1.2.840.10008.1.2.5", uncompressed=True, compressed=True)
    monkeypatch.setattr(host.reconstruction, "_transcode", at_ingest)
    path = f"/instances/{damaged.instance}"
    before = http_client.get_json(path)["FileUuid"]
    body = json.dumps({"ReconstructFiles": True})
    assert http_client.post(f"{path}/reconstruct", body).status == 200
    assert http_client.get(f"{path}/metadata/TransferSyntax").body == b"1.2.840.10008.1.2.5"
    assert http_client.get_json(f"{path}/header?simplify")["TransferSyntaxUID"] == "1.2.840.10008.1.2.5"
    assert http_client.get_json(path)["FileUuid"] != before
    assert http_client.get(f"{path}/preview").status == 200
    after = http_client.get_json(path)["FileUuid"]
    assert http_client.post(f"{path}/reconstruct", body).status == 200
    assert http_client.get_json(path)["FileUuid"] == after


@pytest.mark.parametrize("how", ["transcode", "compress", "rows"])
@pytest.mark.broch(config={"OverwriteInstances": True})
def test_what_comes_in_meanwhile_is_not_undone(http_client, running_host, damaged, monkeypatch, how):
    from broch.dataset.transcode.service import AtIngest

    host, newer = running_host.host, ct(InstanceNumber=99)
    reconstruction = host.reconstruction
    if how == "transcode":
        at_ingest = AtIngest(host.transcode, "1.2.840.10008.1.2.5", uncompressed=True, compressed=True)
        monkeypatch.setattr(reconstruction, "_transcode", at_ingest)
    monkeypatch.setattr(reconstruction, "_compress", how == "compress")
    read = reconstruction._read

    def read_and_overwritten(instance, *, files):
        yield from list(read(instance, files=files))
        host.ingest.receive(newer, Origin("RestApi"))

    monkeypatch.setattr(reconstruction, "_read", read_and_overwritten)
    path, body = f"/instances/{damaged.instance}", json.dumps({"ReconstructFiles": how != "rows"})
    assert http_client.post(f"{path}/reconstruct", body).status == 200
    assert http_client.get(f"{path}/file").body == newer
    assert tags(http_client, path)["InstanceNumber"] == "99"


def test_files_are_compressed_as_those_that_come_in(http_client, running_host, damaged, monkeypatch):
    path, body = f"/instances/{damaged.instance}", json.dumps({"ReconstructFiles": True})
    content = http_client.get(f"{path}/file").body
    for compress in (True, False):
        monkeypatch.setattr(running_host.host.reconstruction, "_compress", compress)
        assert http_client.post(f"{path}/reconstruct", body).status == 200
        assert http_client.get(f"{path}/attachments/dicom/is-compressed").body == (b"1" if compress else b"0")
        assert http_client.get(f"{path}/file").body == content


def test_wrong_requests(http_client, damaged):
    assert http_client.post("/instances/nope/reconstruct", "{}").json["OrthancStatus"] == 17
    for body in ("nope", "[]", ""):
        assert http_client.post(f"/instances/{damaged.instance}/reconstruct", body).status == 200
    for name in ("ReconstructFiles", "LimitToThisLevelMainDicomTags"):
        answer = http_client.post(f"/instances/{damaged.instance}/reconstruct", json.dumps({name: "x"}))
        assert (answer.status, answer.json["OrthancStatus"]) == (400, 15)
