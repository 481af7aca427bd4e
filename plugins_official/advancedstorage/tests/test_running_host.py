"""The storage in a real server: what comes in, where it lies, what is left of it."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from broch_hostapi.errors import ConfigurationError
from broch_hostapi.testing.datasets import make_instance

FILES = ("CT_small.dcm", "MR_small.dcm", "JPEG2000.dcm", "reportsi.dcm", "rtplan.dcm")


@pytest.fixture
def dicom_files():
    data = pytest.importorskip("pydicom.data")
    paths = [data.get_testdata_file(name, download=False) for name in FILES]
    return [Path(path).read_bytes() for path in paths if path]


def info(http, instance):
    return http.get_json(f"/instances/{instance}/attachments/dicom/info")


def test_from_arrival_over_a_restart_to_deletion(start, client, tree, dicom_files, tmp_path):
    http = client(start())
    stored = {http.post("/instances", file).json["ID"]: file for file in dicom_files}
    assert len(stored) == len(dicom_files) >= 4
    assert sorted(tree().values()) == sorted(dicom_files)
    (ct,) = [path for path in tree() if path.startswith("1CT1 - ")]
    assert ct == (
        "1CT1 - CompressedSamples^CT1/20040119 e+1/1.3.6.1.4.1.5962.1.3.1.1.20040119072730.12322/0001.dcm"
    )
    http = client(start())
    for instance, file in stored.items():
        assert http.get(f"/instances/{instance}/file").body == file
        told = info(http, instance)
        assert told["IsOwnedByOrthanc"] is True
        assert Path(told["Path"]).read_bytes() == file
        assert "StorageId" not in told
        assert http.post(f"/instances/{instance}/attachments/dicom/verify-md5").status == 200
    assert http.get_json("/system")["StorageAreaPlugin"] == "advanced-storage"
    for patient in http.get_json("/patients"):
        assert http.delete(f"/patients/{patient}").status == 200
    assert os.listdir(tmp_path / "storage") == []


def test_c_store(start, client, tree):
    pynetdicom = pytest.importorskip("pynetdicom")
    from broch_hostapi.testing.datasets import SECONDARY_CAPTURE, make_dataset

    running = start()
    ae = pynetdicom.AE()
    ae.add_requested_context(SECONDARY_CAPTURE, "1.2.840.10008.1.2.1")
    association = ae.associate("127.0.0.1", running.dicom_port)
    try:
        for number in (1, 2):
            ds = make_dataset(number=number, PatientID="../../etc", PatientName="a/b:c")
            ds.file_meta = pynetdicom.dsutils.create_file_meta(
                sop_class_uid=ds.SOPClassUID, sop_instance_uid=ds.SOPInstanceUID, transfer_syntax="1.2.840.10008.1.2.1"
            )
            assert association.send_c_store(ds).Status == 0
    finally:
        association.release()
    first, second = sorted(tree())
    assert first.startswith("%2E.%2F..%2Fetc - a%2Fb%3Ac/20200102 Study 1/")
    assert (os.path.basename(first), os.path.basename(second)) == ("0001.dcm", "0002.dcm")


def test_the_same_name_for_many_at_once(start, client, tree):
    running = start(NamingScheme="{Modality}/{PatientID}")
    http = client(running)
    files = [make_instance(number=number) for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda file: http.post("/instances", file), files))
    assert [answer.status for answer in answers] == [200] * 24
    assert sorted(tree().values()) == sorted(files)
    assert {os.path.dirname(path) for path in tree()} == {"OT"}
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda answer: http.delete(f"/instances/{answer.json['ID']}"), answers))
    assert tree() == {}


def test_derived_data_lie_apart(start, client, tree):
    running = start(OtherAttachmentsPrefix="other")
    instance = client(running).post("/instances", make_instance()).json
    from broch_hostapi import Level

    with running.host.attachments.derived(Level.SERIES, instance["ParentSeries"], 4301, lambda: [b"derived"]) as file:
        assert file.read() == b"derived"
    (path,) = [path for path, content in tree().items() if content == b"derived"]
    assert path.startswith("other/")
    assert path.endswith(".4301")


def test_several_disks(start, client, tree, tmp_path):
    first = client(start()).post("/instances", make_instance(number=1)).json["ID"]
    disks = {"one": str(tmp_path / "disk one"), "two": str(tmp_path / "disk two")}
    second = client(start(MultipleStorages={"Storages": disks, "CurrentWriteStorage": "one"})).post(
        "/instances", make_instance(number=2)
    )
    http = client(start(MultipleStorages={"Storages": disks, "CurrentWriteStorage": "two"}))
    third = http.post("/instances", make_instance(number=3)).json["ID"]
    ids = [first, second.json["ID"], third]
    assert [info(http, instance).get("StorageId") for instance in ids] == [None, "one", "two"]
    for number, instance in enumerate(ids, 1):
        assert http.get(f"/instances/{instance}/file").body == make_instance(number=number)
    assert [len(tree(tmp_path / name)) for name in ("storage", "disk one", "disk two")] == [1, 1, 1]
    status = http.get_json("/plugins/advanced-storage/status")
    assert status["CurrentWriteStorage"] == "two"
    assert sorted(status["Storages"]) == ["", "one", "two"]
    assert all(told["IsAvailable"] and told["FreeSpaceMB"] > 0 for told in status["Storages"].values())


def test_files_of_the_other_storage_stay_readable(start, client, running_host, http_client, tmp_path):
    """The configuration of ``running_host`` has no section for the plugin."""
    assert "advanced-storage" not in running_host.plugins.enabled()
    instance = http_client.post("/instances", make_instance()).json["ID"]
    running_host.stop()
    os.rename(tmp_path / "OrthancStorage", tmp_path / "storage")
    os.makedirs(tmp_path / "index")
    for name in os.listdir(tmp_path / "storage"):
        if name.startswith("broch."):
            os.rename(tmp_path / "storage" / name, tmp_path / "index" / name)
    http = client(start())
    assert http.get(f"/instances/{instance}/file").body == make_instance()
    http.delete(f"/instances/{instance}")
    assert os.listdir(tmp_path / "storage") == []


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"NamingScheme": "{PatientID}"}, "NamingScheme"),
        ({"MultipleStorages": {"Storages": {"a": "/x"}, "CurrentWriteStorage": "b"}}, "CurrentWriteStorage"),
        ({"MultipleStorages": {"Storages": {"theirs": "/x"}, "CurrentWriteStorage": "theirs"}}, "theirs"),
        ({"MultipleStorages": {"Storages": {"a": "relative"}, "CurrentWriteStorage": "a"}}, "absolute"),
        ({"MultipleStorages": {"Sorages": {}}}, "Sorages"),
        ({"Indexer": {"Folders": ["x"]}}, "absolute"),
        ({"Indexer": {"Interval": 0}}, "Interval"),
        ({"Indexer": {"Enable": 1}}, "Enable"),
        ({"OtherAttachmentsPrefix": "../x"}, "OtherAttachmentsPrefix"),
        ({"MaxPathLength": 3}, "MaxPathLength"),
    ],
)
def test_a_server_does_not_start_with_a_storage_that_cannot_be_used(start, section, said):
    with pytest.raises(ConfigurationError, match=said):
        start(**section)


def test_folders_must_not_lie_in_each_other(start, tmp_path):
    for folder in (tmp_path, tmp_path / "storage" / "x", tmp_path / "storage"):
        with pytest.raises(ConfigurationError, match="lie in each other"):
            start(Indexer={"Enable": True, "Folders": [str(folder)]})
    same = {"Storages": {"a": str(tmp_path / "storage")}, "CurrentWriteStorage": "a"}
    with pytest.raises(ConfigurationError, match="one folder"):
        start(MultipleStorages=same)


@pytest.fixture
def broch(tmp_path):
    """Runs a command of the command line on the data of ``start``; gives its exit status and what it said."""
    runner = pytest.importorskip("click.testing").CliRunner()
    from broch.cli import main

    def broch(*arguments):
        result = runner.invoke(main, [*arguments, str(tmp_path / "broch.json")])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result.exit_code, result.output

    return broch


def test_fsck_and_a_rebuild_of_the_index(start, client, tree, broch, scans, tmp_path):
    """Orphans of a crash are found, adopted files are checked where they lie, and what is a stranger's is left."""
    running = start()
    http = client(running)
    ids = {http.post("/instances", make_instance(number=number)).json["ID"] for number in (11, 12, 13)}
    body = {"Path": str(scans / "one.dcm")}
    adopted = http.post_json("/plugins/advanced-storage/adopt-instance", body)["InstanceId"]
    running.stop()
    status, said = broch("fsck")
    assert status == 0, said
    orphan = tmp_path / "storage/P1 - Nobody^P1/orphan.dcm"
    orphan.write_bytes(b"half of a fi")
    stranger = tmp_path / "storage/README.txt"
    stranger.write_bytes(b"of the administrator")
    before = tree(scans)
    status, said = broch("fsck", "--repair", "--delete-orphans")
    assert status == 0, said
    assert not orphan.exists()
    assert stranger.exists()
    assert tree(scans) == before
    (scans / "one.dcm").write_bytes(b"changed")
    assert broch("fsck")[0] == 1
    (scans / "one.dcm").write_bytes(before["one.dcm"])

    for name in os.listdir(tmp_path / "index"):
        if name.startswith("broch.sqlite"):
            os.unlink(tmp_path / "index" / name)
    status, said = broch("rebuild-index")
    assert status == 0, said
    http = client(start())
    assert set(http.get_json("/instances")) == ids
    assert http.post_json("/plugins/advanced-storage/adopt-instance", body)["InstanceId"] == adopted
    for instance in ids:
        assert http.post(f"/instances/{instance}/attachments/dicom/verify-md5").status == 200
