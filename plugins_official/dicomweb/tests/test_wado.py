import email.parser
import email.policy
import gzip
import json

import pytest

CT_STUDY = "1.3.6.1.4.1.5962.1.2.1.20040119072730.12322"
CT_SERIES = "1.3.6.1.4.1.5962.1.3.1.1.20040119072730.12322"
CT_SOP = "1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322"
STUDY = f"/dicom-web/studies/{CT_STUDY}"
SERIES = f"{STUDY}/series/{CT_SERIES}"
INSTANCE = f"{SERIES}/instances/{CT_SOP}"


@pytest.fixture
def filled(server, stow, dicom):
    assert stow(server, [dicom("CT_small.dcm"), dicom("MR_small.dcm")]).status_code == 200
    return server


@pytest.fixture
def compressed(server, stow, dicom):
    """A server with a compressed image of two frames, and the path of that instance."""
    answer = stow(server, [dicom("SC_rgb_rle_2frame.dcm")])
    url = answer.json["00081199"]["Value"][0]["00081190"]["Value"][0]
    return server, url.removeprefix("http://localhost")


def get(server, path, accept=None, **headers):
    if accept:
        headers["Accept"] = accept
    return server.client.get(path, headers=headers)


def parts(answer):
    """(headers, body) of each part, read by the standard library and checked against the announced length."""
    assert answer.status_code == 200, answer.data[:300]
    if answer.headers.get("Content-Length"):
        assert int(answer.headers["Content-Length"]) == len(answer.data)
    whole = b"Content-Type: " + answer.content_type.encode() + b"\r\n\r\n" + answer.data
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(whole)
    boundary = message.get_boundary().encode()
    sections = answer.data.split(b"\r\n--" + boundary)
    assert sections[0] == b""
    assert sections[-1] == b"--\r\n"
    found = []
    for section in sections[1:-1]:
        head, _, body = section[2:].partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        assert int(headers["Content-Length"]) == len(body)
        found.append((headers, body))
    return found


@pytest.mark.parametrize("path", [STUDY, SERIES, INSTANCE])
@pytest.mark.parametrize(
    "accept",
    [None, "*/*", "multipart/related", 'multipart/related; type="application/dicom"; transfer-syntax=*',
     "multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.1"],
)  # fmt: skip
def test_multipart(filled, dicom, path, accept):
    answer = get(filled, path, accept)
    assert answer.content_type.startswith('multipart/related; type="application/dicom"; boundary=')
    ((headers, body),) = parts(answer)
    assert headers["Content-Type"] == "application/dicom; transfer-syntax=1.2.840.10008.1.2.1"
    assert body == dicom("CT_small.dcm")


def test_whole_series(server, stow, series):
    files = series(5)
    stow(server, files)
    assert sorted(body for _, body in parts(get(server, SERIES))) == sorted(files)


def test_single_file(filled, dicom):
    answer = get(filled, INSTANCE, "application/dicom")
    assert answer.data == dicom("CT_small.dcm")
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.content_type.startswith("application/dicom")
    assert get(filled, SERIES, "application/dicom").status_code == 406


def test_zip(filled):
    assert get(filled, STUDY, "application/zip").data == b"PK" + CT_STUDY.encode()


@pytest.mark.parametrize(
    "accept",
    ["text/html", 'multipart/related; type="image/jpeg"',
     "multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50"],
)  # fmt: skip
def test_not_acceptable(filled, accept):
    assert get(filled, INSTANCE, accept).status_code == 406


@pytest.mark.parametrize(
    "path",
    ["/studies/1.2.3", f"/studies/{CT_STUDY}/series/1.2", f"/studies/1.2/series/{CT_SERIES}",
     f"/studies/{CT_STUDY}/series/1.2/instances/{CT_SOP}", f"/studies/{CT_SERIES}", "/studies/1CT1"],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["", "/metadata"])
def test_unknown(filled, path, suffix):
    assert get(filled, f"/dicom-web{path}{suffix}").status_code == 404


@pytest.mark.parametrize("path", [STUDY, SERIES, INSTANCE, "/dicom-web/studies"])
def test_delete_is_not_allowed(filled, path):
    answer = filled.client.delete(path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_info(filled):
    assert get(filled, "/dicom-web/info").json == {"DicomWebRoot": "/dicom-web/", "OrthancApiRoot": "./../"}


@pytest.mark.parametrize("path", [STUDY, SERIES, INSTANCE])
def test_metadata(filled, path):
    answer = get(filled, f"{path}/metadata")
    assert answer.content_type == "application/dicom+json"
    (item,) = answer.json
    assert item["00100010"] == {"vr": "PN", "Value": [{"Alphabetic": "CompressedSamples^CT1"}]}
    assert item["7FE00010"]["BulkDataURI"] == f"http://localhost{INSTANCE}/bulk/7fe00010"
    assert get(filled, item["7FE00010"]["BulkDataURI"]).status_code == 200


def test_metadata_of_several_series(server, stow, dicom, series):
    stow(server, [*series(3), dicom("CT_small.dcm"), dicom("MR_small.dcm")])
    assert len(get(server, f"{STUDY}/metadata").json) == 4
    assert sorted(item["00200013"]["Value"][0] for item in get(server, f"{SERIES}/metadata").json) == [1, 1, 2, 3]


def test_metadata_are_kept_and_renewed(server, stow, series):
    files = series(4)
    stow(server, files[:3])
    first = get(server, f"{SERIES}/metadata").json
    opened = len(server.archive.opened)
    assert get(server, f"{SERIES}/metadata").json == first
    assert len(server.archive.opened) == opened
    stow(server, files[3:])
    assert len(get(server, f"{SERIES}/metadata").json) == 4


def test_metadata_sent_as_kept(filled):
    plain = get(filled, f"{SERIES}/metadata")
    packed = get(filled, f"{SERIES}/metadata", **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.data == filled.archive.kept[f"{CT_STUDY}|{CT_SERIES}", 4301]
    assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_metadata_for_a_client_that_sees_the_server_elsewhere(filled, encoding):
    get(filled, f"{SERIES}/metadata")
    forwarded = {"Forwarded": "for=1.2.3.4;host=pacs.example.org;proto=https", "Accept-Encoding": encoding}
    answer = get(filled, f"{SERIES}/metadata", **forwarded)
    data = gzip.decompress(answer.data) if encoding == "gzip" else answer.data
    assert json.loads(data)[0]["7FE00010"]["BulkDataURI"] == f"https://pacs.example.org{INSTANCE}/bulk/7fe00010"


def test_metadata_beside_a_foreign_attachment(filled):
    expected = get(filled, f"{SERIES}/metadata").json
    filled.archive.kept[f"{CT_STUDY}|{CT_SERIES}", 4301] = gzip.compress(b"[]")
    assert get(filled, f"{SERIES}/metadata").json == expected
    answer = get(filled, f"{SERIES}/metadata", **{"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(answer.data)) == expected


def test_kept_metadata_that_break_off(filled):
    get(filled, f"{SERIES}/metadata")
    kept = filled.archive.kept
    kept[f"{CT_STUDY}|{CT_SERIES}", 4301] = kept[f"{CT_STUDY}|{CT_SERIES}", 4301][:-500]
    assert get(filled, f"{SERIES}/metadata").status_code == 500


def test_metadata_without_cache(server_with, stow, series):
    from broch_dicomweb.settings import Settings

    server = server_with(Settings(enable_metadata_cache=False))
    stow(server, series(10))
    assert len(get(server, f"{SERIES}/metadata").json) == 10
    answer = get(server, f"{SERIES}/metadata", **{"Accept-Encoding": "gzip"})
    assert len(json.loads(gzip.decompress(answer.data))) == 10
    assert len(get(server, "/dicom-web/instances").json) == 10
    assert not server.archive.kept


def test_native_frame(filled):
    for accept in (
        None,
        'multipart/related; type="application/octet-stream"',
        "multipart/related; type=application/octet-stream; transfer-syntax=*",
    ):
        ((headers, body),) = parts(get(filled, f"{INSTANCE}/frames/1", accept))
        assert headers["Content-Type"] == "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1"
        assert headers["Content-Location"] == f"http://localhost{INSTANCE}/frames/1"
        assert len(body) == 128 * 128 * 2
    single = get(filled, f"{INSTANCE}/frames/1", "application/octet-stream")
    assert single.data == body
    assert single.content_type == "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1"


@pytest.mark.parametrize("numbers", ["0", "2", "x", "1,", "-1", "1.5", "9" * 30, ",".join(["1"] * 100_001)])
def test_frames_that_there_are_not(filled, numbers):
    assert get(filled, f"{INSTANCE}/frames/{numbers}").status_code == 400


def test_compressed_frames(compressed):
    server, path = compressed
    found = parts(get(server, f"{path}/frames/2,1", 'multipart/related; type="image/dicom-rle"'))
    assert [headers["Content-Type"] for headers, _ in found] == [
        "image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.5"
    ] * 2
    assert [headers["Content-Location"][-9:] for headers, _ in found] == ["/frames/2", "/frames/1"]
    assert [body for _, body in parts(get(server, f"{path}/frames"))] == [body for _, body in reversed(found)]
    ((headers, body),) = parts(
        get(server, f"{path}/frames/1", "multipart/related; type=application/octet-stream; transfer-syntax=*")
    )
    assert headers["Content-Type"] == "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.5"
    assert body == found[1][1]


@pytest.mark.parametrize(
    "accept", ["application/octet-stream", 'multipart/related; type="application/octet-stream"', "image/png"]
)
def test_frames_are_not_decoded(compressed, accept):
    server, path = compressed
    assert get(server, f"{path}/frames/1", accept).status_code == 406


def test_bulk_data(filled):
    ((headers, body),) = parts(get(filled, f"{INSTANCE}/bulk/7fe00010"))
    assert headers["Content-Type"] == "application/octet-stream"
    assert body == get(filled, f"{INSTANCE}/frames/1", "application/octet-stream").data
    ((_, body),) = parts(get(filled, f"{INSTANCE}/bulk/00431028"))
    assert body
    assert get(filled, f"{INSTANCE}/bulk/00431028", "application/octet-stream").data == body
    assert get(filled, f"{INSTANCE}/bulk/00431028", "image/png").status_code == 406


@pytest.mark.parametrize("path", ["00431029x", "00100010", "7fe00011", "00081140/1/00081155", "../..", "00081140/1"])
def test_unknown_bulk_data(filled, path):
    assert get(filled, f"{INSTANCE}/bulk/{path}").status_code == 404


def test_bulk_data_in_a_sequence(server, stow, dicom):
    import io

    import pydicom

    ds = pydicom.dcmread(io.BytesIO(dicom("CT_small.dcm")))
    item = pydicom.Dataset()
    item.EncapsulatedDocument = b"document"
    ds.ContentSequence = [pydicom.Dataset(), item]
    buffer = io.BytesIO()
    ds.save_as(buffer)
    stow(server, [buffer.getvalue()])
    ((_, body),) = parts(get(server, f"{INSTANCE}/bulk/0040A730/2/00420011"))
    assert body == b"document"
    for path in ("0040a730/1/00420011", "0040a730/3/00420011", "00100010/1/00420011"):
        assert get(server, f"{INSTANCE}/bulk/{path}").status_code == 404


def test_compressed_bulk_data_comes_as_frames(compressed):
    server, path = compressed
    assert len(parts(get(server, f"{path}/bulk/7fe00010"))) == 2


def test_root(server_with, stow, dicom):
    from broch_dicomweb.settings import Settings

    server = server_with(Settings(root="/web/", public_root="/public/", host="pacs:1", ssl=True))
    answer = stow(server, [dicom("CT_small.dcm")], path="/web/studies")
    assert answer.json["00081190"]["Value"] == [f"https://pacs:1/public/studies/{CT_STUDY}"]
