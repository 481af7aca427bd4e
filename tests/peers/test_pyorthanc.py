"""pyorthanc drives a live server: every method that it has, but for those whose features come later."""

import asyncio
import inspect
import io
import os
import re
import zipfile

import pydicom
import pytest

if not os.environ.get("CI"):  # there it must be installed: requirements.txt
    pytest.importorskip("pyorthanc")
import httpx
import pyorthanc
import pyorthanc.errors

LATER = {
    r".*_(anonymize|modify|merge|split)(_as_job)?": "jobs that make new resources",
    r"(anonymize|modify)(_as_job)?": "jobs that make new resources",
    r"(get|post|delete)_jobs_.*": "jobs",
    r".*_peers_.*": "peers",
    r".*_queries_.*": "queries of remote modalities",
    r".*_storage_commitment.*": "storage commitment",
    r"post_modalities_id_(find.*|get|move|query|store_straight)": "queries of remote modalities",
    r"post_tools_(bulk_anonymize|bulk_modify|dicom_echo|execute_script)": "jobs, remote modalities, scripts",
    r"(get|put)_tools_metrics.*": "metrics",
    r"get_tools_dicom_conformance": "the statement of the running server",
    r"post_instances_id_export": "writing into the server's file system, which is off by default",
    r"post_tools_invalid_ate_tags": "the client calls /tools/invalid/ate-tags, which no server has",
    r"get_tools_generate_uid": "the client calls /tools/generate-uid_, which no server has",
    r"post_tools_(reset|shutdown)": "would end the server of these tests; tests/flows restarts one",
}
"""Methods that this server does not have yet (or that no test can call), and why."""

WAITING: tuple[str, ...] = ()
"""Patterns of methods of this half whose route is being written. Each must fail, so that none stays for too long."""

ALL = {"Level": "Study", "Query": {}}
ANSWERS = {
    "post_instances": lambda d: {"content": d.file},
    "get_instances_id_content_path": lambda d: {"path": "0010-0010"},
    "get_instances_id_pdf": lambda d: {"id_": d.pdf},
    "put_modalities_id": lambda d: {"json": ["SELF", "127.0.0.1", 1]},
    "post_modalities_id_echo": lambda d: {"json": {}},
    "post_modalities_id_store": lambda d: {"json": [d.instances]},
    "get_plugins_id": lambda d: {"id_": "dicom-web"},
    "post_tools_bulk_content": lambda d: {"json": {"Resources": [d.studies], "Level": "Instance"}},
    "post_tools_bulk_delete": lambda d: {"json": {"Resources": [d.studies]}},
    "post_tools_count_resources": lambda d: {"json": ALL},
    "post_tools_find": lambda d: {"json": ALL},
    "get_tools_create_archive": lambda d: {"params": {"resources": d.studies}},
    "get_tools_create_media": lambda d: {"params": {"resources": d.studies}},
    "get_tools_create_media_extended": lambda d: {"params": {"resources": d.studies}},
    "post_tools_create_archive": lambda d: {"json": [d.studies]},
    "post_tools_create_media": lambda d: {"json": [d.studies]},
    "post_tools_create_media_extended": lambda d: {"json": [d.studies]},
    "post_tools_create_dicom": lambda d: {"json": {"Tags": {"PatientID": "made"}}},
    "post_tools_lookup": lambda d: {"data": d.dataset.PatientID},
}
"""Arguments by the method's name; those that stand in the path are filled in below."""


SETTINGS = {
    "put_tools_default_encoding": "Latin1",
    "put_tools_accepted_transfer_syntaxes": '["*"]',
    "put_tools_unknown_sop_class_accepted": "0",
}


def level_of(name):
    return name.split("_")[1]


def arguments(name, method, data):
    """What a method is called with, from the names of its parameters."""
    level = level_of(name)
    known = {
        "id_": {"modalities": "remote"}.get(level) or getattr(data, level, ""),
        "name": "1024",
        "label": "seen",
        "frame": 0,
    }
    if name.startswith("put_tools_"):
        known["data"] = SETTINGS.get(name, "default")
    if re.fullmatch(r"put_.*_metadata_name", name):
        known["data"] = "text"
    if re.fullmatch(r"put_.*_attachments_name", name):
        known["content"] = b"bytes"
    if name.startswith("post_") and name.endswith(("archive", "media", "reconstruct")):
        known["json"] = {}
    known |= ANSWERS[name](data) if name in ANSWERS else {}
    return {key: value for key, value in known.items() if key in inspect.signature(method).parameters}


def methods_of(kind, base):
    return sorted(name for name in set(dir(kind)) - set(dir(base)) if not name.startswith("_"))


def reason_to_wait(name):
    return next((reason for pattern, reason in LATER.items() if re.fullmatch(pattern, name)), None)


def is_waiting(name):
    return any(re.fullmatch(pattern, name) for pattern in WAITING)


def marked(name, *values):
    waiting = pytest.mark.xfail(strict=True, reason="its route is being written")
    return pytest.param(*values, marks=waiting if is_waiting(name) else (), id=name)


EVERY = [name for name in methods_of(pyorthanc.Orthanc, httpx.Client) if re.match("(get|post|put|delete)_", name)]
METHODS = [name for name in EVERY if not reason_to_wait(name)]


def test_nothing_is_left_out():
    assert set(methods_of(pyorthanc.Orthanc, httpx.Client)) - set(EVERY) == {"setup_credentials"}
    assert methods_of(pyorthanc.AsyncOrthanc, httpx.AsyncClient) == methods_of(pyorthanc.Orthanc, httpx.Client)
    assert all(any(re.fullmatch(pattern, name) for name in [*EVERY, *MEMBERS]) for pattern in LATER)
    assert set(METHODS) >= set(ANSWERS)
    names = [*METHODS, *map("{0[0]}.{0[1]}".format, RESOURCES)]
    assert all(any(re.fullmatch(pattern, name) for name in names) for pattern in WAITING)


@pytest.fixture
def client(url, remote):
    with pyorthanc.Orthanc(url) as client:
        yield client


def unprotectable(name):
    """The client sends no body where 0 or 1 is wanted."""
    return pytest.raises(httpx.HTTPError, match="HTTP code: 400") if name == "put_patients_id_protected" else None


@pytest.mark.parametrize("name", [marked(name, name) for name in METHODS])
def test_a_method(client, data, name):
    method = getattr(client, name)
    refusal = unprotectable(name)
    if refusal:
        with refusal:
            method(**arguments(name, method, data))
        return
    checked(name, method(**arguments(name, method, data)), data)


def checked(name, answer, data):
    """What an answer must be, by the end of the method's name."""
    if name.endswith(("_file", "raw", "frame_preview")):
        assert isinstance(answer, bytes)
        assert answer
    if name.endswith("_file"):
        assert answer == data.file
    if re.fullmatch(r"(get|post)_.*(archive|media|media_extended)", name):
        assert zipfile.ZipFile(io.BytesIO(answer)).testzip() is None
    if re.fullmatch(r"get_(patients|studies|series|instances)_id", name):
        assert answer["ID"] == getattr(data, level_of(name))
    if re.fullmatch(r"get_(patients|studies|series|instances)", name):
        assert getattr(data, level_of(name)) in answer
    if re.fullmatch(r"get_.*_labels", name):
        assert answer == ["seen"]
    if re.fullmatch(r"get_.*_metadata_name", name):
        assert answer == "hello"
    if re.fullmatch(r"get_.*_attachments_name_(data|compressed_data)", name):
        assert answer == b"a" * 100


@pytest.mark.parametrize("level", sorted({level_of(name) for name in METHODS}))
@pytest.mark.parametrize("verb", ["get", "post", "put"])
def test_methods_asynchronously(url, data, remote, verb, level):
    """Those of one verb and one kind of resource, one after the other."""
    names = [name for name in METHODS if name.startswith(f"{verb}_{level}") and not is_waiting(name)]
    names.sort(key=lambda name: "delete" in name)  # at last, as the others need the data

    async def call_all():
        async with pyorthanc.AsyncOrthanc(url) as client:
            for name in names:
                if not unprotectable(name):
                    checked(name, await getattr(client, name)(**arguments(name, getattr(client, name), data)), data)

    asyncio.run(call_all())


RESOURCE_CLASSES = ("Patient", "Study", "Series", "Instance")
MEMBERS = sorted({name for kind in RESOURCE_CLASSES for name in methods_of(getattr(pyorthanc, kind), object)})
RESOURCES = [(kind, name) for kind in RESOURCE_CLASSES for name in methods_of(getattr(pyorthanc, kind), object)]
MEMBER_ARGUMENTS = {
    "add_label": lambda path: ("new",),
    "remove_label": lambda path: ("seen",),
    "get_content_by_tag": lambda path: ("0010-0010",),
    "download": lambda path: (str(path / "file"),),
}


@pytest.mark.parametrize(
    ("kind", "name"),
    [marked(f"{kind}.{name}", kind, name) for kind, name in RESOURCES if not reason_to_wait(name)],
)
def test_a_member_of_a_resource(client, data, tmp_path, kind, name):
    level = {"Patient": "patients", "Study": "studies", "Series": "series", "Instance": "instances"}[kind]
    resource = getattr(pyorthanc, kind)(getattr(data, level), client)
    try:
        value = getattr(resource, name)
        if callable(value):
            value = value(*MEMBER_ARGUMENTS.get(name, lambda path: ())(tmp_path))
    except pyorthanc.errors.TagDoesNotExistError:
        value = f"absent: {name}"  # the image has no such attribute
    if name == "get_pydicom":
        assert value == data.dataset
    if name == "download":
        assert (tmp_path / "file").stat().st_size > 1000
    if name == "labels":
        assert value == ["seen"]
    assert (value is None) == (name in WITHOUT_ANSWER)


WITHOUT_ANSWER = {
    "add_label", "remove_label", "download", "set_to_protected", "set_to_unprotected", "remove_empty_studies",
    "remove_empty_series", "remove_empty_instances",
}  # fmt: skip


def test_protection(client, data):
    patient = pyorthanc.Patient(data.patients, client)
    patient.protected = True
    assert patient.protected
    patient.set_to_unprotected()
    assert not patient.is_protected()


def test_uploading(client, data, tmp_path):
    path = tmp_path / "a.dcm"
    path.write_bytes(data.file)
    (instance,) = pyorthanc.upload(client, path)
    assert instance.identifier == data.instances
    assert pyorthanc.upload(client, data.dataset, check_before_upload=True) == [instance]
    assert pyorthanc.upload(client, tmp_path, recursive=True) == [instance]
    assert client.post_instances(data.file)["Status"] == "AlreadyStored"


def test_finding(client, data):
    query = {"PatientID": data.dataset.PatientID}
    for find, level in (
        (pyorthanc.find_patients, "patients"),
        (pyorthanc.find_studies, "studies"),
    ):
        assert [found.identifier for found in find(client, query)] == [getattr(data, level)]
    assert data.series in [found.identifier for found in pyorthanc.find_series(client, query)]
    assert data.instances in [found.identifier for found in pyorthanc.find_instances(client, query)]
    (patient,) = pyorthanc.find(client, patient_filter=lambda patient: patient.patient_id == data.dataset.PatientID)
    assert patient.identifier == data.patients
    assert [p.identifier for p in pyorthanc.trim_patients([patient])] == [data.patients]


FUNCTIONS = {
    "find": lambda c, d, path: pyorthanc.find(c),
    "find_patients": lambda c, d, path: pyorthanc.find_patients(c, {"PatientID": "*"}),
    "find_studies": lambda c, d, path: pyorthanc.find_studies(c, labels=["seen"]),
    "find_series": lambda c, d, path: pyorthanc.find_series(c, {"Modality": "CT"}),
    "find_instances": lambda c, d, path: pyorthanc.find_instances(c),
    "query_orthanc": lambda c, d, path: pyorthanc.query_orthanc(c, "Study", limit=1),
    "trim_patients": lambda c, d, path: pyorthanc.trim_patients(
        [pyorthanc.Patient(d.patients, c, _lock_children=True)]
    ),
    "upload": lambda c, d, path: pyorthanc.upload(c, d.dataset),
    "async_upload": lambda c, d, path: uploaded_asynchronously(c, d),
    "retrieve_and_write_patients": lambda c, d, path: written(path, [pyorthanc.Patient(d.patients, c)]),
    "retrieve_and_write_patient": lambda c, d, path: written(path, pyorthanc.Patient(d.patients, c)),
    "retrieve_and_write_study": lambda c, d, path: written(path, pyorthanc.Study(d.studies, c)),
    "retrieve_and_write_series": lambda c, d, path: written(path, pyorthanc.Series(d.series, c)),
    "retrieve_and_write_instance": lambda c, d, path: written(path, pyorthanc.Instance(d.instances, c)),
}
NO_FUNCTIONS = {
    "Orthanc", "AsyncOrthanc", "Patient", "Study", "Series", "Instance", "Modality", "RemoteModality", "util", "errors",
}  # fmt: skip
FUNCTIONS_LATER = {
    "Job": "jobs",
    "delete_queries": "queries of remote modalities",
    "async_delete_queries": "queries of remote modalities",
    "get_internal_client": "for scripts inside Orthanc",
}


def test_no_function_is_left_out():
    assert set(pyorthanc.__all__) == {*FUNCTIONS, *NO_FUNCTIONS, *FUNCTIONS_LATER}


def written(path, what):
    """Everything below a resource, written as files."""
    kind = "patients" if isinstance(what, list) else type(what).__name__.lower()
    getattr(pyorthanc, f"retrieve_and_write_{kind}")(what, str(path))
    return [pydicom.dcmread(file).SOPInstanceUID for file in path.rglob("*.dcm")]


def uploaded_asynchronously(client, data):
    async def upload():
        async with pyorthanc.AsyncOrthanc(client.url) as another:
            return await pyorthanc.async_upload(another, data.dataset)

    return asyncio.run(upload())


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function(client, data, tmp_path, name):
    value = FUNCTIONS[name](client, data, tmp_path)
    assert value
    if name.startswith("retrieve"):
        assert data.dataset.SOPInstanceUID in value


MODALITY = {"echo": (), "store": ("instances",)}


def test_a_modality(client, data, remote):
    modality = pyorthanc.Modality(client, remote)
    later = {"find", "get", "get_query_answers", "move", "query"}  # queries of remote modalities
    assert set(methods_of(pyorthanc.Modality, object)) == {*MODALITY, *later}
    for name, levels in MODALITY.items():
        assert getattr(modality, name)(*(getattr(data, level) for level in levels))
