from contextlib import nullcontext

import pytest
from broch_dicomweb.multipart_parser import read_parts
from broch_dicomweb.stow import (
    CANNOT_UNDERSTAND,
    HELD_AT_A_TIME,
    OUT_OF_RESOURCES,
    PROCESSING_FAILURE,
    boundary_of,
    reason_of,
)
from broch_hostapi.errors import BadFile, BadRequest, StorageError, StorageFull, UnsupportedMediaType

CT_STUDY = "1.3.6.1.4.1.5962.1.2.1.20040119072730.12322"
CT_SOP = "1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322"
CT_URL = f"http://localhost/dicom-web/studies/{CT_STUDY}"


def reasons(answer):
    return [item["00081197"]["Value"][0] for item in answer.json.get("00081198", {}).get("Value", [])]


def test_all_stored(server, stow, dicom):
    answer = stow(server, [dicom("CT_small.dcm")])
    assert answer.status_code == 200
    assert answer.content_type == "application/dicom+json"
    assert answer.json == {
        "00081190": {"vr": "UR", "Value": [CT_URL]},
        "00081199": {"vr": "SQ", "Value": [{
            "00081150": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]},
            "00081155": {"vr": "UI", "Value": [CT_SOP]},
            "00081190": {"vr": "UR", "Value": [
                f"{CT_URL}/series/1.3.6.1.4.1.5962.1.3.1.1.20040119072730.12322/instances/{CT_SOP}"
            ]},
        }]},
    }  # fmt: skip
    assert next(iter(server.archive.files.values())) == dicom("CT_small.dcm")


def test_several_studies_have_no_common_url(server, stow, dicom):
    answer = stow(server, [dicom("CT_small.dcm"), dicom("MR_small.dcm")])
    assert answer.status_code == 200
    assert answer.json["00081190"] == {"vr": "UR"}
    assert len(answer.json["00081199"]["Value"]) == 2


def test_some_fail(server, stow, dicom):
    answer = stow(server, [b"garbage", dicom("CT_small.dcm")])
    assert (answer.status_code, reasons(answer)) == (202, [CANNOT_UNDERSTAND])
    assert len(answer.json["00081199"]["Value"]) == 1


def test_all_fail(server, stow):
    answer = stow(server, [b"garbage"])
    assert (answer.status_code, reasons(answer)) == (409, [CANNOT_UNDERSTAND])
    assert "00081199" not in answer.json


def test_part_of_another_type(server, stow, dicom):
    answer = stow(server, [dicom("CT_small.dcm")], content_type="text/plain")
    assert (answer.status_code, reasons(answer)) == (409, [CANNOT_UNDERSTAND])
    assert not server.archive.files


def test_other_study_is_refused_before_it_is_stored(server, stow, dicom):
    answer = stow(server, [dicom("CT_small.dcm")], path="/dicom-web/studies/1.2.3")
    assert (answer.status_code, reasons(answer)) == (409, [PROCESSING_FAILURE])
    assert answer.json["00081198"]["Value"][0]["00081155"]["Value"] == [CT_SOP]
    assert not server.archive.files


def test_named_study(server, stow, dicom):
    assert stow(server, [dicom("CT_small.dcm")], path=f"/dicom-web/studies/{CT_STUDY}").status_code == 200
    assert stow(server, [dicom("MR_small.dcm")]).status_code == 200  # the expectation went with its request


def test_broken_body(server, dicom):
    headers = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=XX'}
    body = b"--XX\r\nContent-Type: application/dicom\r\n\r\n" + dicom("CT_small.dcm")
    answer = server.client.post("/dicom-web/studies", data=body, headers=headers)
    assert answer.status_code == 400
    assert not server.archive.files


@pytest.mark.parametrize("body", [b"", b"--XX--", b"no parts at all"])
def test_body_without_parts(server, body):
    headers = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=XX'}
    assert server.client.post("/dicom-web/studies", data=body, headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "error"),
    [
        ("application/json", UnsupportedMediaType),
        ("multipart/form-data; boundary=x", UnsupportedMediaType),
        ('multipart/related; type="application/dicom+json"; boundary=x', UnsupportedMediaType),
        ("", UnsupportedMediaType),
        ('multipart/related; type="application/dicom"', BadRequest),
    ],
)
def test_other_content_types(content_type, error):
    with pytest.raises(error):
        boundary_of(content_type)


@pytest.mark.parametrize(
    "content_type",
    ['multipart/related; type="application/dicom"; boundary="a b"',
     'Multipart/Related; boundary="a b"; type=application/dicom', 'multipart/related; boundary="a b"'],
)  # fmt: skip
def test_boundaries(content_type):
    assert boundary_of(content_type) == "a b"


def test_whole_parts_before_a_break_are_stored(server, series, encode_parts):
    body = encode_parts(series(7))
    headers = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=XX'}
    assert server.client.post("/dicom-web/studies", data=body[:-100], headers=headers).status_code == 400
    assert len(server.archive.files) == 6


def test_many_parts_are_told_of_each(server, stow, series):
    files = series(30)
    answer = stow(server, [*files[:10], b"garbage", *files[10:], b"more"])
    assert (answer.status_code, reasons(answer)) == (202, [CANNOT_UNDERSTAND] * 2)
    told = {item["00081155"]["Value"][0] for item in answer.json["00081199"]["Value"]}
    assert told == {f"1.2.3.{number}" for number in range(1, 31)}


def test_large_parts_between_small_ones(server, stow, series, monkeypatch):
    files = series(4)
    files[1] += bytes(10)
    limit = max(len(files[0]), len(files[2]), len(files[3]))
    kinds = []

    def read(*arguments, spool_above):
        for part in read_parts(*arguments, spool_above=spool_above):
            kinds.append(isinstance(part.body, bytes))
            yield part

    server.spool.lent = lambda wanted: nullcontext(limit * HELD_AT_A_TIME)

    monkeypatch.setattr("broch_dicomweb.routes.read_parts", read)
    assert stow(server, files).status_code == 200
    assert sorted(server.archive.files.values()) == sorted(files)
    assert kinds == [True, False, True, True]


def test_reasons():
    assert reason_of(StorageFull("")) == OUT_OF_RESOURCES
    assert reason_of(BadFile("")) == CANNOT_UNDERSTAND
    assert reason_of(StorageError("")) == PROCESSING_FAILURE
