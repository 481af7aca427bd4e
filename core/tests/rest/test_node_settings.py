import pytest
from broch_hostapi import Origin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

VERIFICATION, CT = "1.2.840.10008.1.1", "1.2.840.10008.5.1.4.1.1.2"
EXPLICIT, IMPLICIT = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2"
GREEK = b"\x08\0\x60\0CS\2\0CT\x10\0\x10\0PN\2\0\xc1\xe2\x10\0\x20\0LO\2\0P " + b"".join(
    tag + b"UI" + b"\4\0" + uid
    for tag, uid in ((b"\x20\0\x0d\0", b"1.21"), (b"\x20\0\x0e\0", b"1.22"))
)  # fmt: skip
GREEK = b"\x08\0\x18\0UI\4\x001.23" + GREEK


def put(http_client, name, body):
    return http_client.put(f"/tools/{name}", body)


def test_conformance(http_client):
    text = http_client.get("/tools/dicom-conformance").body.decode()
    assert "CTImageStorage" in text
    assert VERIFICATION in text


def test_encoding(http_client, running_host):
    assert http_client.get("/tools/default-encoding").body == b"Latin1"
    instance = running_host.host.ingest.receive(GREEK, Origin("RestApi")).instance
    assert http_client.get_json(f"/instances/{instance}/simplified-tags")["PatientName"] == "Áâ"
    assert put(http_client, "default-encoding", "greek").body == b"Greek"
    assert http_client.get("/tools/default-encoding").body == b"Greek"
    assert http_client.get_json(f"/instances/{instance}/simplified-tags")["PatientName"] == "Αβ"
    for wrong in ("nope", ""):
        answer = put(http_client, "default-encoding", wrong)
        assert (answer.status, answer.json["OrthancStatus"]) == (400, 3)


def test_transfer_syntaxes(http_client, running_host, open_scu):
    assert EXPLICIT in http_client.get_json("/tools/accepted-transfer-syntaxes")
    assert put(http_client, "accepted-transfer-syntaxes", f'["{IMPLICIT}", "x"]').json == [IMPLICIT]
    scu = open_scu(running_host.dicom_port, (CT, [IMPLICIT]), (VERIFICATION, [EXPLICIT]))
    assert [context.abstract_syntax for context in scu.association.contexts.values()] == [CT]
    assert put(http_client, "accepted-transfer-syntaxes", EXPLICIT).json == [EXPLICIT]
    assert put(http_client, "accepted-transfer-syntaxes", "").json == []
    assert len(put(http_client, "accepted-transfer-syntaxes", "*").json) > 40
    for wrong in ("{}", "[5]", "5", "null"):
        answer = put(http_client, "accepted-transfer-syntaxes", wrong)
        assert (answer.status, answer.json["OrthancStatus"]) == (400, 15)
    assert put(http_client, "accepted-transfer-syntaxes", "1.2" * 22).json["OrthancStatus"] == 3


def test_sop_classes(http_client, running_host, open_scu):
    assert CT in http_client.get_json("/tools/accepted-sop-classes")
    assert http_client.get("/tools/unknown-sop-class-accepted").body == b"0"
    contexts = ("1.2.3.4", [EXPLICIT]), (VERIFICATION, [EXPLICIT])
    accepted = []
    for flag in ("1", "false"):
        assert put(http_client, "unknown-sop-class-accepted", flag).status == 200
        accepted.append(len(open_scu(running_host.dicom_port, *contexts).association.contexts))
    assert accepted == [2, 1]
    assert put(http_client, "unknown-sop-class-accepted", "nope").json["OrthancStatus"] == 15


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["default-encoding", "accepted-transfer-syntaxes", "unknown-sop-class-accepted"]),
    st.binary(max_size=20) | st.sampled_from([b'["*"]', b"1e999", b"[[]]", b'"\\ud800"', b'["[!"]']),
)
def test_any_body_is_answered(client, name, body):
    assert client.put(f"/tools/{name}", data=body).status_code in (200, 400)


@pytest.fixture
def client(running_host):
    return running_host.host.rest.app.test_client()
