from contextlib import contextmanager

import pytest
from broch_dicomweb.query import parse_query
from broch_hostapi import Level
from broch_hostapi.errors import BadFile, CorruptedFile, NotFound

CT_STUDY = "1.3.6.1.4.1.5962.1.2.1.20040119072730.12322"
CT_SERIES = "1.3.6.1.4.1.5962.1.3.1.1.20040119072730.12322"
CT_SOP = "1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322"


@pytest.fixture
def filled(server, stow, dicom):
    for name in ("CT_small.dcm", "MR_small.dcm"):  # those of one request are stored side by side, in any order
        assert stow(server, [dicom(name)]).status_code == 200
    server.archive.opened.clear()
    return server


def search(server, path):
    answer = server.client.get(f"/dicom-web{path}")
    assert answer.status_code == 200, answer.json
    assert answer.content_type == "application/dicom+json"
    return answer.json


def value(match, key):
    return match[key]["Value"][0]


def test_study(filled):
    (match,) = search(filled, "/studies?PatientID=1CT1")
    assert match == {
        "00080005": {"vr": "CS", "Value": ["ISO_IR 192"]},
        "00080020": {"vr": "DA", "Value": ["20040119"]},
        "00080030": {"vr": "TM", "Value": ["072730"]},
        "00080050": {"vr": "SH"},
        "00080056": {"vr": "CS", "Value": ["ONLINE"]},
        "00080061": {"vr": "CS", "Value": ["CT"]},
        "00080090": {"vr": "PN"},
        "00081030": {"vr": "LO", "Value": ["e+1"]},
        "00081190": {"vr": "UR", "Value": [f"http://localhost/dicom-web/studies/{CT_STUDY}"]},
        "00100010": {"vr": "PN", "Value": [{"Alphabetic": "CompressedSamples^CT1"}]},
        "00100020": {"vr": "LO", "Value": ["1CT1"]},
        "00100030": {"vr": "DA"},
        "00100040": {"vr": "CS", "Value": ["O"]},
        "0020000D": {"vr": "UI", "Value": [CT_STUDY]},
        "00200010": {"vr": "SH", "Value": ["1CT1"]},
        "00201206": {"vr": "IS", "Value": [1]},
        "00201208": {"vr": "IS", "Value": [1]},
    }
    assert not filled.archive.opened


def test_series_and_instances_below_a_study(filled):
    (series,) = search(filled, f"/studies/{CT_STUDY}/series")
    assert value(series, "0020000E") == CT_SERIES
    assert value(series, "00200011") == 1
    assert value(series, "00201209") == 1
    assert not filled.archive.opened
    (instance,) = search(filled, f"/studies/{CT_STUDY}/series/{CT_SERIES}/instances")
    assert instance == search(filled, f"/studies/{CT_STUDY}/instances")[0]
    assert value(instance, "00080018") == CT_SOP
    assert value(instance, "00080016") == "1.2.840.10008.5.1.4.1.1.2"
    assert value(instance, "00083002") == "1.2.840.10008.1.2.1"
    assert [value(instance, key) for key in ("00280010", "00280011", "00280100")] == [128, 128, 16]
    assert instance["00081190"]["Value"][0].endswith(f"/series/{CT_SERIES}/instances/{CT_SOP}")


def test_unknown_study_has_no_series(filled):
    assert search(filled, "/studies/1.2.3/series") == []


def test_many_instances_read_their_files_once(server, stow, series):
    stow(server, series(20))
    for _ in range(2):
        assert len(search(server, "/instances")) == 20
        assert len(server.archive.opened) == 20
    matches = search(server, f"/studies/{CT_STUDY}/instances?limit=2&offset=3&includefield=KVP")
    assert len(matches) == 2
    assert [value(match, "00180060") for match in matches] == [120, 120]
    assert len(server.archive.opened) == 22
    assert len(search(server, "/instances?includefield=KVP")) == 20
    assert len(server.archive.opened) == 42


def test_paging_is_left_to_the_index(filled):
    assert [value(match, "00100020") for match in search(filled, "/studies?limit=1&offset=1")] == ["4MR1"]
    assert (filled.archive.queries[-1].limit, filled.archive.queries[-1].since) == (1, 1)


@pytest.mark.parametrize(
    ("query", "tag", "pattern"),
    [
        ("PatientName=Comp*", 0x00100010, "Comp*"),
        ("00100010=Comp*", 0x00100010, "Comp*"),
        ("StudyDate=20040101-20041231", 0x00080020, "20040101-20041231"),
        (f"StudyInstanceUID={CT_STUDY},1.2", 0x0020000D, f"{CT_STUDY}\\1.2"),
        (f"StudyInstanceUID={CT_STUDY}%5C1.2", 0x0020000D, f"{CT_STUDY}\\1.2"),
        ("PatientName=A,B", 0x00100010, "A,B"),
        ("ModalitiesInStudy=CT", 0x00080061, "CT"),
    ],
)
def test_criteria(filled, query, tag, pattern):
    search(filled, f"/studies?{query}")
    assert filled.archive.queries[-1].criteria == {tag: pattern}
    assert filled.archive.queries[-1].level is Level.STUDY


@pytest.mark.parametrize(
    "query", ["_=123", "fuzzymatching=true", "PatientID=", "SpecificCharacterSet=x", "includefield=all"]
)
def test_no_criteria(filled, query):
    assert len(search(filled, f"/studies?{query}")) == 2
    assert filled.archive.queries[-1].criteria == {}


def test_included_fields(filled):
    (match,) = search(filled, "/studies?PatientID=1CT1&includefield=00080080,KVP&includefield=Manufacturer,Nonsense")
    assert value(match, "00180060") == 120
    assert len(filled.archive.opened) == 1
    (match,) = search(filled, f"/instances?SOPInstanceUID={CT_SOP}&includefield=all")
    assert value(match, "00200013") == 1


@pytest.mark.parametrize(
    "query", ["limit=a", "limit=-1", "offset=1.5", "limit=99999999999999999999", "00081110.00081155=1"]
)
def test_bad_queries(filled, query):
    assert filled.client.get(f"/dicom-web/studies?{query}").status_code == 400


def test_case_sensitivity_of_names(filled, server_with):
    from broch_dicomweb.settings import Settings

    search(filled, "/studies")
    assert filled.archive.queries[-1].case_sensitive is False
    other = server_with(Settings(qido_case_sensitive=True))
    search(other, "/studies")
    assert other.archive.queries[-1].case_sensitive is True


def test_only_json(filled):
    assert filled.client.get("/dicom-web/studies", headers={"Accept": "application/dicom+xml"}).status_code == 406
    for accept in ("application/json", "text/html, */*;q=0.1", "application/*"):
        assert filled.client.get("/dicom-web/studies", headers={"Accept": accept}).status_code == 200


def test_many_matches_are_streamed(server, stow, series, monkeypatch):
    monkeypatch.setattr("broch_dicomweb.qido.BLOCK", 3)
    stow(server, series(10))
    matches = search(server, "/instances")
    assert sorted(value(match, "00200013") for match in matches) == list(range(1, 11))


@pytest.mark.parametrize(("asked", "most", "limit"), [("", 0, 0), ("", 3, 3), ("2", 3, 2), ("5", 3, 3), ("5", 0, 5)])
def test_the_configuration_limits_the_matches(server, asked, most, limit):
    parameters = [("limit", asked)] if asked else []
    assert parse_query(Level.STUDY, parameters, None, most=most).find.limit == limit


@pytest.mark.parametrize("error", [NotFound("attachment"), CorruptedFile("short"), BadFile("no DICOM")])
@pytest.mark.parametrize("count", [3, 9])
def test_a_file_that_is_damaged_or_gone_keeps_no_answer_back(server, stow, series, monkeypatch, count, error):
    assert stow(server, series(count)).status_code == 200
    real = server.archive.open_attachment

    @contextmanager
    def open_attachment(attachment):
        if attachment.locator.endswith("|1.2.3.2"):
            raise error
        with real(attachment) as dataset:
            yield dataset

    monkeypatch.setattr(server.datasets, "open_attachment", open_attachment)
    found = {value(match, "00080018"): match for match in search(server, "/instances")}
    assert len(found) == count
    assert [uid for uid, match in found.items() if "00280010" not in match] == ["1.2.3.2"]


def test_what_is_deleted_meanwhile_is_not_found(filled, monkeypatch):
    monkeypatch.setattr(filled.archive, "stored_instances", lambda level, public: iter(()))
    url = f"/dicom-web/studies/{CT_STUDY}/series/{CT_SERIES}/instances/{CT_SOP}"
    assert filled.client.get(url, headers={"Accept": "application/dicom"}).status_code == 404
