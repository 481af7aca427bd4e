"""``/tools/find``, ``/tools/count-resources``, and lists, over a real host."""

import json

import pytest
from broch.config import read_configuration
from broch.host import start_host
from broch.rest import find, instances, json_list, resources
from broch_hostapi.resources import Level
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file

FILES = ("CT_small.dcm", "MR_small.dcm", "rtplan.dcm", "rtdose.dcm")


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Starts hosts that hold the same files."""
    running = []

    def begin(**options):
        folder = tmp_path_factory.mktemp("host")
        options |= {"StorageDirectory": str(folder / "storage"), "HttpPort": 0, "DicomPort": 0, "DicomAet": "BROCH"}
        (folder / "broch.json").write_text(json.dumps(options))
        running.append(start_host(read_configuration([folder / "broch.json"])))
        return running[-1].host

    yield begin
    for one in running:
        one.stop()


@pytest.fixture(scope="module")
def host(start):
    return start()


@pytest.fixture
def client(host, fakes):
    return filled(host, fakes)


def filled(host, fakes):
    client = fakes.client_of(host, *map(fakes.core, (resources, find, instances)))
    for name in FILES:
        with open(get_testdata_file(name, download=False), "rb") as file:
            assert client.post("/instances", data=file.read()).status_code == 200
    return client


def ask(client, route="find", **body):
    answer = client.post(f"/tools/{route}", json={"Level": "Study", "Query": {}} | body)
    return answer.json if answer.status_code == 200 else (answer.status_code, answer.json["Details"])


def identified(found):
    return [one["MainDicomTags"].get("StudyID") for one in found]


def test_order(client):
    def ordered(*terms, **more):
        order = [dict(zip(("Type", "Key", "Direction"), term, strict=False)) for term in terms]
        return identified(ask(client, Expand=True, OrderBy=order, **more))

    assert ordered(("DicomTag", "PatientName")) == ordered(("DicomTag", "0010,0010", "DESC"))[::-1]
    dates = [one["MainDicomTags"]["StudyDate"] for one in ask(client, Expand=True)]
    by_date = ask(client, Expand=True, OrderBy=[{"Type": "DicomTag", "Key": "StudyDate", "Direction": "DESC"}])
    assert [one["MainDicomTags"]["StudyDate"] for one in by_date] == sorted(dates, reverse=True)
    assert ordered(("DicomTag", "StudyDate", "DESC"), Since=1, Limit=1) == identified(by_date)[1:2]
    assert len(ordered(("Metadata", "LastUpdate"))) == len(dates)


def test_labels_and_metadata(client, host):
    ct, mr, *_ = ask(client)
    host.user_data.change_labels(Level.STUDY, ct, add=["a", "b"])
    host.user_data.change_labels(Level.STUDY, mr, add=["b"])
    assert ask(client, Labels=["a", "b"]) == [ct]
    assert ask(client, Labels=["a", "b"], LabelsConstraint="Any") == [ct, mr]
    assert ask(client, "count-resources", Labels=["b"]) == {"Count": 2}
    assert ask(client, Labels=["b"], LabelsConstraint="None") == ask(client, Labels=[], LabelsConstraint="None")
    assert ask(client, Labels=["a"], Expand=True)[0]["Labels"] == ["a", "b"]
    uid = "1.2.840.10008.5.1.4.1.1.2"
    assert len(ask(client, Level="Instance", MetadataQuery={"SopClassUid": uid})) == 1
    assert len(ask(client, Level="Instance", MetadataQuery={"TransferSyntax": "1.2.840.*"})) == 4


def test_parents(client):
    studies = ask(client)
    series = client.get(f"/studies/{studies[0]}/series").json[0]
    patient = client.get(f"/studies/{studies[0]}").json["ParentPatient"]
    assert ask(client, Level="Series", ParentStudy=studies[0]) == [series["ID"]]
    assert ask(client, Level="Instance", ParentSeries=series["ID"], ParentPatient=patient) == series["Instances"]
    other = client.get(f"/studies/{studies[1]}").json["ParentPatient"]
    assert ask(client, Level="Series", ParentStudy=studies[0], ParentPatient=other)[0] == 400
    assert ask(client, Level="Series", ParentStudy=patient)[0] == 404


@pytest.mark.parametrize("place", ["list", "one", "find"])
def test_requested_tags(client, place, caplog):
    computed = "ModalitiesInStudy;NumberOfStudyRelatedInstances;RetrieveAETitle;InstanceAvailability"
    names = f"{computed};PatientID;Rows;0002,0010"
    study = ask(client, Query={"PatientID": "1CT1"})[0]
    if place == "find":
        found = ask(client, Query={"PatientID": "1CT1"}, Expand=True, RequestedTags=names.split(";"))[0]
    elif place == "one":
        found = client.get(f"/studies/{study}?requested-tags={names}").json
    else:
        found = next(one for one in client.get(f"/studies?expand&requestedTags={names}").json if one["ID"] == study)
    assert found["RequestedTags"] == {
        "ModalitiesInStudy": "CT", "NumberOfStudyRelatedInstances": "1", "RetrieveAETitle": "BROCH",
        "InstanceAvailability": "ONLINE", "PatientID": "1CT1", "Rows": "128",
        "TransferSyntaxUID": "1.2.840.10008.1.2.1",
    }  # fmt: skip
    assert "W001" in caplog.text
    assert "W006" in caplog.text


def test_requested_tags_in_every_format(client):
    full = ask(client, Level="Instance", Query={"PatientID": "1CT1"}, Full=True, Expand=True, RequestedTags=["Rows"])
    assert full[0]["RequestedTags"] == {"0028,0010": {"Name": "Rows", "Type": "String", "Value": "128"}}
    requested = ["StudyID", "PatientComments"]
    short = ask(client, Query={"PatientID": "1CT1"}, Short=True, Expand=True, RequestedTags=requested)
    assert short[0]["RequestedTags"] == {"0020,0010": "1CT1"}
    plan = {"Modality": "RTPLAN"}
    items = ask(client, Level="Instance", Query=plan, Expand=True, RequestedTags=["DoseReferenceSequence"])
    assert len(items[0]["RequestedTags"]["DoseReferenceSequence"]) == 2


def test_response_content(client):
    study = ask(client)[0]
    assert ask(client, Limit=1, ResponseContent=[]) == [{"ID": study, "Type": "Study"}]
    shown = ask(client, Limit=1, ResponseContent=["Metadata", "Children", "Parent", "Status", "Attachments"])[0]
    assert set(shown) == {"ID", "Type", "Metadata", "LastUpdate", "Series", "ParentPatient", "Attachments"}
    files = ask(client, Level="Instance", Limit=1, ResponseContent=["Attachments"])[0]
    assert [file["ContentType"] for file in files["Attachments"]] == [1]
    assert files["Attachments"][0]["UncompressedSize"] == files["FileSize"]
    listed = client.get("/series?response-content=Status;Labels").json
    assert all(set(one) == {"ID", "Type", "Status", "Labels"} for one in listed)
    assert client.get("/series?response-content=Nope").status_code == 400
    for path in (f"/studies/{study}", f"/studies/{study}/series", "/studies?expand"):
        assert client.get(f"{path}{'&' if '?' in path else '?'}requested-tags=Nope").status_code == 400
    below = client.get(f"/studies/{study}/instances?requested-tags=Rows;RetrieveAETitle").json
    assert below[0]["RequestedTags"] == {"Rows": "128", "RetrieveAETitle": "BROCH"}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"OrderBy": [{"Type": "x", "Key": "y"}]}, "Type"),
        ({"OrderBy": [{"Type": "DicomTag"}]}, "Key"),
        ({"OrderBy": [{"Type": "DicomTag", "Key": "StudyDate", "Direction": "up"}]}, "Direction"),
        ({"OrderBy": [{"Type": "DicomTag", "Key": "Modality"}]}, "Modality"),
        ({"OrderBy": [{"Type": "DicomTag", "Key": "Nope"}]}, "Nope"),
        ({"OrderBy": [5]}, "OrderBy"),
        ({"OrderBy": {}}, "OrderBy"),
        ({"Labels": [5]}, "Labels"),
        ({"Labels": "a"}, "Labels"),
        ({"Labels": ["a b"]}, "a b"),
        ({"LabelsConstraint": "all"}, "LabelsConstraint"),
        ({"MetadataQuery": {"a": 5}}, "MetadataQuery"),
        ({"MetadataQuery": {"'": "x"}}, "metadata"),
        ({"ParentSeries": "x"}, "ParentSeries"),
        ({"ParentPatient": 5}, "ParentPatient"),
        ({"ResponseContent": ["Nope"]}, "Nope"),
        ({"ResponseContent": "Labels"}, "ResponseContent"),
        ({"RequestedTags": ["Nope"]}, "Nope"),
        ({"RequestedTags": "Rows"}, "RequestedTags"),
    ],
)
def test_wrong_members_are_named(client, body, named):
    status, details = ask(client, **body)
    assert (status, named in details) == (400, True)


WORDS = st.sampled_from(
    ["Study", "Instance", "PatientID", "StudyDate", "*", "1-2", "Modality", "All", "None", "DicomTag", "Metadata",
     "DESC", "LastUpdate", "Rows", "ModalitiesInStudy", "Labels", "7fe0,0010", "DoseReferenceSequence", "\ud800", "\0",
     "'"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
MEMBERS = (
    "Expand", "Full", "Short", "Limit", "Since", "CaseSensitive", "RequestedTags", "Labels", "LabelsConstraint",
    "OrderBy", "ResponseContent", "MetadataQuery", "ParentPatient", "ParentStudy", "ParentSeries",
)  # fmt: skip
PLAUSIBLE = {
    "Query": st.dictionaries(WORDS, WORDS, max_size=2),
    "Limit": st.integers(-1, 3),
    "Since": st.integers(-1, 3),
    "Labels": st.lists(WORDS, max_size=2),
    "LabelsConstraint": st.sampled_from(["All", "Any", "None"]),
    "MetadataQuery": st.dictionaries(WORDS, WORDS, max_size=2),
    "RequestedTags": st.lists(WORDS, max_size=2),
    "ResponseContent": st.lists(st.sampled_from(find.CONTENT), max_size=3),
    "OrderBy": st.lists(
        st.fixed_dictionaries({"Type": st.sampled_from(["DicomTag", "Metadata"]), "Key": WORDS}), max_size=2
    ),
}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON | st.fixed_dictionaries(
    {"Level": st.sampled_from(["Patient", "Study", "Series", "Instance"]), "Query": st.just({}) | PLAUSIBLE["Query"]},
    optional={name: PLAUSIBLE.get(name, JSON) | JSON for name in MEMBERS},
))  # fmt: skip
def test_no_body_breaks_it(client, body):
    data = json.dumps(body)
    for route in ("find", "count-resources"):
        answer = client.post(f"/tools/{route}", data=data)
        assert answer.status_code in (200, 400, 404), answer.json
        if answer.status_code != 200:
            assert answer.json["Details"]


def test_limits_of_the_configuration(start, fakes):
    client = filled(start(LimitFindResults=2, LimitFindInstances=1), fakes)
    assert len(ask(client)) == len(ask(client, Limit=3)) == len(ask(client, Limit=2)) == 2
    assert len(ask(client, Limit=1)) == len(ask(client, Level="Instance")) == 1
    assert len(client.get("/studies").json) == ask(client, "count-resources")["Count"] == 4


def test_extra_main_tags(start, fakes, caplog):
    host = start(ExtraMainDicomTags={"Instance": ["Rows"], "Study": ["PatientComments"]}, StorageAccessOnFind="Never")
    client = filled(host, fakes)
    [found] = ask(client, Level="Instance", Query={"Rows": "128"}, Expand=True, RequestedTags=["Rows"])
    assert found["RequestedTags"] == {"Rows": "128"}
    assert found["MainDicomTags"]["Rows"] == "128"
    assert "0028,0010" in host.index.get(Level.INSTANCE, found["ID"]).metadata["MainDicomTagsSignature"]
    assert "W0" not in caplog.text
    assert "RequestedTags" in ask(client, Level="Instance", Expand=True, RequestedTags=["Columns"])[0]
    assert "W007" in caplog.text


def test_what_is_there_gets_extra_tags_when_it_is_reconstructed(tmp_path, fakes, caplog):
    def begin(**options):
        options |= {"StorageDirectory": str(tmp_path / "storage"), "HttpPort": 0, "DicomPort": 0}
        (tmp_path / "broch.json").write_text(json.dumps(options))
        return start_host(read_configuration([tmp_path / "broch.json"]))

    first = begin()
    filled(first.host, fakes)
    first.stop()
    second = begin(ExtraMainDicomTags={"Instance": ["Rows"], "Study": ["PatientAge"]})
    try:
        client = filled(second.host, fakes)
        wanted = {"Level": "Instance", "Query": {"Rows": "128"}}
        assert ask(client, **wanted) == []
        shown = ask(client, Level="Instance", Query={"PatientID": "1CT1"}, Expand=True, RequestedTags=["Rows"])[0]
        assert shown["RequestedTags"] == {"Rows": "128"}
        assert "W002" in caplog.text
        caplog.clear()
        second.host.reconstruction.reconstruct_all(files=False)
        assert ask(client, **wanted) == [shown["ID"]]
        study = ask(client, Query={"PatientID": "1CT1"}, Expand=True, RequestedTags=["PatientAge"])[0]
        assert study["MainDicomTags"]["PatientAge"] == study["RequestedTags"]["PatientAge"] == "000Y"
        assert "W0" not in caplog.text
    finally:
        second.stop()


def test_a_warning_can_be_turned_off(start, fakes, caplog):
    client = filled(start(Warnings={"W001_TagsBeingReadFromStorage": False}), fakes)
    assert len(ask(client, Query={"Rows": "128"})) == 1
    assert "W001" not in caplog.text


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 512, 700])
def test_long_lists_are_the_same_in_pieces(count):
    answer = json_list.list_answer({"n": [number]} for number in range(count))
    body = b"".join(answer.iter_encoded())
    assert json.loads(body) == [{"n": [number]} for number in range(count)]
    assert body == json_list.as_json([{"n": [number]} for number in range(count)])
    assert answer.is_streamed is (count > 256)


def test_a_long_list_is_made_while_it_is_sent():
    made = []

    def values():
        for number in range(10_000):
            made.append(number)
            yield number

    pieces = json_list.list_answer(values()).iter_encoded()
    next(pieces)
    assert len(made) < 1000
