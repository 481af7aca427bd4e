"""Modalities send studies; anyone finds them and gets them back; a restart changes nothing."""

import hashlib
import json
import subprocess
import time

import pydicom
import pytest

pytestmark = pytest.mark.timeout(600)
STUDY_ROOT = "-S"
CUT = "too_short"
"""In the name of the sample that breaks off in its pixel data; a truncated file must not be stored."""


def data_set(path):
    """What must survive any way of transport: every element, whatever the file meta information says.

    Not the trailing padding, which has no significance (PS3.10 7.2) and which DCMTK's tools leave out.
    """
    ds = pydicom.dcmread(path, force=True)
    return {elem.tag: (elem.VR, elem.value if elem.VR not in ("OW", "OB") else bytes(elem.value))
            for elem in ds if elem.tag != 0xFFFCFFFC}


def same_data_sets(folder, originals):
    """Every file of a folder holds the data set of the original with its SOPInstanceUID."""
    received = {str(pydicom.dcmread(p, stop_before_pixels=True, force=True).SOPInstanceUID): p
                for p in folder.rglob("*") if p.is_file()}
    assert received.keys() == originals.keys()
    for uid, path in originals.items():
        assert str(data_set(received[uid])) == str(data_set(path)), uid


def by_uid(folder):
    return {str(pydicom.dcmread(p, stop_before_pixels=True).SOPInstanceUID): p for p in folder.iterdir()}


@pytest.mark.peer("storescu", "dcmsend", "findscu", "movescu", "getscu", "storescp")
def test_modalities_send_and_anyone_finds_and_gets_back(
    start_server, sample_files, make_study, dcmtk, find_program, free_port, tmp_path
):
    sink_folder = tmp_path / "moved"
    sink_folder.mkdir()
    broch = start_server()
    cut = [path for path in sample_files if CUT in path.name]
    sample_files = {path: uids for path, uids in sample_files.items() if path not in cut}
    expected = set(sample_files.values())
    for path in cut:
        assert broch.request("POST", "/instances", path.read_bytes())[0] == 400
    assert broch.count() == 0

    # in by HTTP: every instance of pydicom-data, the count computed from the files
    for path in sample_files:
        status, answer = broch.request("POST", "/instances", path.read_bytes())
        assert status == 200, (path, answer)
        assert json.loads(answer)["Status"] in ("Success", "AlreadyStored")
    assert broch.count() == len(expected)

    # in by three ways: 300 slices each
    studies = {}
    for way in ("storescu", "dcmsend", "http"):
        folder = tmp_path / way
        studies[way] = (make_study(folder, 300, patient=f"P-{way}"), folder)
        if way == "http":
            for path in sorted(folder.iterdir()):
                assert broch.request("POST", "/instances", path.read_bytes())[0] == 200
        else:
            dcmtk(way, "-aec", "BROCH", "+sd", "127.0.0.1", broch.dicom_port, folder)
    total = len(expected) + 900
    assert broch.count() == total

    # the samples again by dcmsend: nothing new comes of it
    transfer_syntaxes = {}
    for path in sample_files:
        transfer_syntaxes.setdefault(pydicom.dcmread(path, stop_before_pixels=True).file_meta.TransferSyntaxUID, path)
    for path in transfer_syntaxes.values():
        dcmtk("dcmsend", "-aec", "BROCH", "--decompress-never", "127.0.0.1", broch.dicom_port, path, check=False)
    assert broch.count() == total

    check_find_and_retrieve(broch, studies, dcmtk, find_program, free_port(), tmp_path, sink_folder)
    assert broch.stop() == 0
    broch.start()
    assert broch.count() == total
    for way, (study, _) in studies.items():
        found = broch.post("/tools/find", {"Level": "Instance", "Query": {"StudyInstanceUID": study}})
        assert len(found) == 300, way
    path, uids = next(iter(sample_files.items()))
    found = broch.post("/tools/find", {"Level": "Instance", "Query": {"SOPInstanceUID": uids[3]}})
    stored = broch.request("GET", f"/instances/{found[0]}/file")[1]
    assert hashlib.md5(stored).hexdigest() in {hashlib.md5(p.read_bytes()).hexdigest() for p in sample_files}


def check_find_and_retrieve(broch, studies, dcmtk, find_program, port, tmp_path, sink_folder):
    study, folder = studies["storescu"]
    address = ("-aec", "BROCH", "127.0.0.1", broch.dicom_port)
    output = dcmtk("findscu", *address[:2], STUDY_ROOT, *address[2:], "-k", "QueryRetrieveLevel=STUDY",
                   "-k", "PatientName=slices*", "-k", "StudyInstanceUID", "-k", "NumberOfStudyRelatedInstances")
    for uid, _ in studies.values():
        assert uid in output
    assert output.count("300") >= 3

    get_folder = tmp_path / "got"
    get_folder.mkdir()
    dcmtk("getscu", STUDY_ROOT, *address, "-od", get_folder, "-k", "QueryRetrieveLevel=STUDY",
          "-k", f"StudyInstanceUID={study}")
    same_data_sets(get_folder, by_uid(folder))

    sink = subprocess.Popen([find_program("storescp"), "-aet", "SINK", "-od", str(sink_folder), "+xa", str(port)])
    try:
        assert broch.request("PUT", "/modalities/sink", json.dumps(["SINK", "127.0.0.1", port]).encode())[0] == 200
        wait_for_echo(broch, "sink")
        dcmtk("movescu", STUDY_ROOT, *address, "-aem", "SINK", "-k", "QueryRetrieveLevel=STUDY",
              "-k", f"StudyInstanceUID={study}")
    finally:
        sink.terminate()
        sink.wait()
    same_data_sets(sink_folder, by_uid(folder))

    patient = broch.post("/tools/find", {"Level": "Patient", "Query": {"PatientID": "P-storescu"}})[0]
    assert len(broch.get(f"/patients/{patient}/instances")) == 300
    one = by_uid(folder).popitem()
    found = broch.post("/tools/find", {"Level": "Instance", "Query": {"SOPInstanceUID": one[0]}})
    back = tmp_path / "back.dcm"
    back.write_bytes(broch.request("GET", f"/instances/{found[0]}/file")[1])
    assert str(data_set(back)) == str(data_set(one[1]))


def wait_for_echo(server, name):
    """Until the remote answers C-ECHO: it is a process of its own."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.request("POST", f"/modalities/{name}/echo", b"{}")[0] == 200:
            return
    raise TimeoutError(name)


@pytest.mark.peer("Orthanc")
def test_orthanc_sends_to_us_and_fetches_from_us(start_server, make_study, tmp_path):
    broch = start_server()
    orthanc = start_server("ORTHANC", reference=True)
    folder = tmp_path / "study"
    study = make_study(folder, 30)
    for path in folder.iterdir():
        assert orthanc.request("POST", "/instances", path.read_bytes())[0] == 200
    modality = {"AET": "BROCH", "Host": "127.0.0.1", "Port": broch.dicom_port}
    assert orthanc.request("PUT", "/modalities/broch", json.dumps(modality).encode())[0] == 200
    modality = {"AET": "ORTHANC", "Host": "127.0.0.1", "Port": orthanc.dicom_port}
    assert broch.request("PUT", "/modalities/orthanc", json.dumps(modality).encode())[0] == 200
    assert orthanc.request("POST", "/modalities/broch/echo", b"{}")[0] == 200

    public_id = orthanc.get("/studies")[0]
    sent = orthanc.post("/modalities/broch/store", public_id)
    assert (sent["InstancesCount"], sent["FailedInstancesCount"]) == (30, 0)
    assert broch.get("/studies") == [public_id]
    assert broch.count() == 30

    # the same study by the same name on both sides
    ours, theirs = broch.get(f"/studies/{public_id}"), orthanc.get(f"/studies/{public_id}")
    assert ours["MainDicomTags"] == theirs["MainDicomTags"]
    assert ours["PatientMainDicomTags"] == theirs["PatientMainDicomTags"]

    # Orthanc fetches it back by query and C-MOVE
    orthanc.json("DELETE", f"/studies/{public_id}")
    assert orthanc.count() == 0
    query = orthanc.post("/modalities/broch/query", {"Level": "Study", "Query": {"StudyInstanceUID": study}})
    assert orthanc.get(f"/queries/{query['ID']}/answers") == ["0"]
    assert orthanc.request("POST", f"/queries/{query['ID']}/retrieve", b"ORTHANC")[0] == 200
    assert orthanc.count() == 30
    for instance in orthanc.get("/instances"):
        ours, theirs = (s.request("GET", f"/instances/{instance}/file")[1] for s in (broch, orthanc))
        (tmp_path / "ours").write_bytes(ours)
        (tmp_path / "theirs").write_bytes(theirs)
        assert str(data_set(tmp_path / "ours")) == str(data_set(tmp_path / "theirs"))

    # and we send to Orthanc
    orthanc.json("DELETE", f"/studies/{public_id}")
    sent = broch.post("/modalities/orthanc/store", public_id)
    assert (sent["InstancesCount"], sent["FailedInstancesCount"]) == (30, 0)
    assert orthanc.count() == 30
