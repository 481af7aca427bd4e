"""orthanc-api-client drives a live server: every method that it has, but for those whose features come later."""

import inspect
import io
import os
import re
import zipfile

import pydicom
import pytest

if not os.environ.get("CI"):  # there it must be installed: requirements.txt
    pytest.importorskip("orthanc_api_client")
import orthanc_api_client as oac
from orthanc_api_client.capabilities import Capabilities
from orthanc_api_client.instance import Instance
from orthanc_api_client.instances_set import InstancesSet
from orthanc_api_client.modalities import DicomModalities
from orthanc_api_client.patient import Patient
from orthanc_api_client.resources import Instances, Patients, SeriesList, Studies
from orthanc_api_client.series import Series
from orthanc_api_client.study import Study

CLASSES = {
    "client": oac.OrthancApiClient,
    "patients": Patients,
    "studies": Studies,
    "series": SeriesList,
    "instances": Instances,
    "modalities": DicomModalities,
    "capabilities": Capabilities,
    "patient": Patient,
    "study": Study,
    "one_series": Series,
    "instance": Instance,
    "set": InstancesSet,
}
LATER = {
    r".*\.(modify|anonymize|merge)(_bulk)?(_async)?": "jobs that make new resources",
    r"modalities\.(find_worklist|(get|move)_(study|series|instance)(_async)?|query_.*|retrieve_study|.*_async)": (
        "queries of remote modalities, jobs"
    ),
    r"client\.get_metrics": "metrics",
    r"client\.execute_lua_script": "scripts",
    r"client\.upload_files_dicom_web": "the tests of the plugin dicom-web, which need that plugin",
    r"modalities\.get_id_from_aet": "the client asks for a route that Orthanc 1.10 to 1.12 do not have either",
    r"patients\.print_daily_stats": "the client itself does not have it",
    r"patient\.studies": "the client itself fails",
    r"instances\.download_(archive|media)": "no server has such routes for an instance",
    r"studies\.attach_pdf": "the client gives a date that Orthanc 1.12 refuses as well, unless the study has one",
}
"""Methods that this server does not have yet (or that no test can call), and why."""

NOT_OURS = {
    "jobs": "jobs",
    "peers": "peers",
    "dicomweb_servers": "remote DICOMweb servers",
    "transfers": "a plugin that comes later",
    "worklists": "a plugin that comes later",
    "projects": "a plugin that comes later",
    "images": "a plugin that comes later",
}
"""Parts of the client for features that come later."""


def members_of(kind):
    return sorted(name for name in set(dir(kind)) - set(dir(object)) if not name.startswith("_"))


ALL = [f"{part}.{name}" for part, kind in CLASSES.items() for name in members_of(kind)]


def matches(patterns, name):
    return any(re.fullmatch(pattern, name) for pattern in patterns)


def test_nothing_is_left_out(client):
    parts = {name for name in vars(client) if not name.startswith("_")}
    assert parts == {*NOT_OURS, "patients", "studies", "series", "instances", "modalities", "capabilities"}
    assert [pattern for pattern in LATER if not any(re.fullmatch(pattern, name) for name in ALL)] == []


@pytest.fixture
def client(url, remote):
    made = oac.OrthancApiClient(url)
    yield made
    made.close()


IDENTIFIERS = {
    "patients": "PatientID",
    "studies": "StudyInstanceUID",
    "series": "SeriesInstanceUID",
    "instances": "SOPInstanceUID",
}


def arguments(part, name, method, data, path):
    """What a method is called with, from the names of its parameters."""
    file = path / "in.dcm"
    level = part if part in ("patients", "studies", "series", "instances") else "studies"
    public_id = getattr(data, level)
    dicom_id = str(data.dataset[IDENTIFIERS[level]].value)
    known = {
        "orthanc_id": public_id, "patient_id": data.patients, "study_id": data.studies, "series_id": data.series,
        "instance_id": data.instances, "instances_ids": [data.instances], "dicom_id": dicom_id,
        "query": {"PatientID": data.dataset.PatientID}, "label": "seen", "labels": ["seen"], "attachment_name": "1024",
        "metadata_name": "1024", "content": b"bytes",
        "path": str(path if name == "download_instances" else path / "out"),
        "modality": "remote", "target_modality": "remote", "resources_ids": [data.instances],
        "configuration": {"AET": "A", "Host": "localhost", "Port": 1}, "endpoint": "system", "buffer": data.file,
        "needle": data.dataset.PatientID, "plugin_name": "dicom-web", "folder_path": str(path), "timeout": 5,
        "expected_major": 1, "expected_minor": 1, "level": oac.LogLevel.DEFAULT, "aet": "ORTHANC",
        "dicom_tags": {"PatientID": "made"}, "image_path": str(path / "a.png"), "pdf_path": str(path / "a.pdf"),
        "filter": lambda api, public_id: False, "processor": lambda api, public_id: api.instances.get_tags(public_id),
    }  # fmt: skip
    known |= SPECIAL.get(f"{part}.{name}", lambda data, path: {})(data, path)
    file.write_bytes(data.file)
    parameters = inspect.signature(method).parameters.values()
    return {p.name: known[p.name] for p in parameters if p.name in known and (p.default is p.empty or p.name in WANTED)}


WANTED = {"skip_extensions", "timeout", "labels", "content", "orthanc_id"}
SPECIAL = {
    "client.upload_file": lambda data, path: {"path": str(path / "in.dcm")},
    "client.delete": lambda data, path: {"endpoint": f"instances/{data.instances}"},
    "client.upload_folder": lambda data, path: {"folder_path": str(path), "skip_extensions": [".png", ".jpg", ".pdf"]},
    "client.create_instance_from_jpeg": lambda data, path: {"image_path": str(path / "a.jpg")},
    "instances.download_pdf": lambda data, path: {"instance_id": data.pdf},
    "patients.set_string_metadata": lambda data, path: {"content": "text"},
    "studies.set_string_metadata": lambda data, path: {"content": "text"},
    "series.set_string_metadata": lambda data, path: {"content": "text"},
    "instances.set_string_metadata": lambda data, path: {"content": "text"},
    "set.get_instances_ids": lambda data, path: {"series_id": data.series},
    "instance.get_metadata": lambda data, path: {"metadata_name": "SopClassUid"},
}
RAW = {
    "client.post": ("tools/find", {"json": {"Level": "Study", "Query": {}}}),
    "client.put": ("tools/log-level", {"data": "default"}),
}
FACTORIES = {"from_json", "from_study", "from_series", "from_instance"}


def part_of(client, part, data):
    """The object whose member is called."""
    match part:
        case "client":
            return client
        case "patient":
            return client.patients.get(data.patients)
        case "study":
            return client.studies.get(data.studies)
        case "one_series":
            return client.series.get(data.series)
        case "instance":
            return client.instances.get(data.instances)
        case "set":
            return InstancesSet.from_study(client, data.studies)
    return getattr(client, part)


@pytest.mark.parametrize(("part", "name"), [name.split(".") for name in ALL if not matches(LATER, name)])
def test_a_method(client, data, tmp_path, part, name, pictures):
    pictures(tmp_path)
    value = getattr(part_of(client, part, data), name)
    if f"{part}.{name}" in RAW:
        endpoint, more = RAW[f"{part}.{name}"]
        value = value(endpoint, **more)
    elif name in FACTORIES:
        value = factory(client, part, name, data)
    elif callable(value):
        value = value(**arguments(part, name, value, data, tmp_path))
    checked(f"{part}.{name}", value, data, tmp_path)


def factory(client, part, name, data):
    if part == "set":
        what = name.removeprefix("from_")
        ids = {"study": data.studies, "series": data.series, "instance": data.instances}
        return getattr(InstancesSet, name)(client, ids[what])
    level = {"patient": "patients", "study": "studies", "one_series": "series", "instance": "instances"}[part]
    return CLASSES[part].from_json(client, getattr(client, level).get_json(getattr(data, level)))


def checked(name, value, data, path):
    """What an answer must be."""
    if re.fullmatch(r"(patients|studies|series|instances)\.(lookup|get_parent_.*|get_first_instance_id)", name):
        assert value in (data.patients, data.studies, data.series, data.instances)
    if name.endswith((".download_archive", ".download_media")):
        assert zipfile.ZipFile(path / "out").testzip() is None
    if name == "instances.get_file":
        assert value == data.file
    if name.endswith(".download_instances"):
        assert pydicom.dcmread(value[0].path).PatientID == data.dataset.PatientID
    if name.endswith((".get_tags", ".get_first_instance_tags")):
        assert value["PatientID"] == data.dataset.PatientID
    if re.fullmatch(r"(client\.upload(_file)?)", name):
        assert value == [data.instances]
    if name.endswith(".exists"):
        assert value is True
    if name.endswith((".get_labels", ".labels")):
        assert list(value) == ["seen"]
    if name == "client.is_alive":
        assert value is True


@pytest.fixture
def pictures():
    """Write files of the kinds that instances can be made of."""
    from PIL import Image

    def write(folder):
        picture = Image.new("L", (8, 8), 100)
        picture.save(folder / "a.png")
        picture.save(folder / "a.jpg")
        content = io.BytesIO(b"%PDF-1.4 ")
        (folder / "a.pdf").write_bytes(content.getvalue())

    return write


def test_errors_are_told(client, data):
    with pytest.raises(oac.exceptions.ResourceNotFound):
        client.studies.get_json("nope")
    with pytest.raises(oac.exceptions.BadFileFormat):
        client.upload(b"nope")
    with pytest.raises(oac.exceptions.HttpError) as error:
        client.post("tools/find", json={"Level": "nope", "Query": {}})
    assert "nope" in error.value.msg
    assert client.upload(b"nope", ignore_errors=True) == []
    assert client.studies.lookup("nope") is None
    assert not client.studies.exists("nope")
