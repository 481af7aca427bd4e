"""TLS end to end: real servers, DCMTK's and OpenSSL's programs as peers."""

import hashlib
import http.client
import json
import re
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pydicom
import pytest
from pydicom.data import get_testdata_file

pytestmark = pytest.mark.timeout(300)
CT = Path(get_testdata_file("CT_small.dcm"))


@pytest.fixture(scope="module")
def authority(make_certificate):
    return make_certificate("authority")


@pytest.fixture(scope="module")
def ours(make_certificate, authority):
    return make_certificate("localhost", issuer=authority)


@pytest.fixture(scope="module")
def theirs(make_certificate, authority):
    return make_certificate("modality", issuer=authority)


@pytest.fixture(scope="module")
def wrong(make_certificate, authority):
    """Certificates that nobody should trust, by what is wrong with them."""
    return {
        "foreign": make_certificate("modality", issuer=make_certificate("authority")),
        "expired": make_certificate("modality", issuer=authority, days=-1),
        "of its own": make_certificate("modality"),
    }


@pytest.fixture
def dicom_server(start_server, ours, authority):
    def start(**options):
        return start_server(
            DicomTlsEnabled=True, DicomTlsCertificate=str(ours.cert), DicomTlsPrivateKey=str(ours.key),
            DicomTlsTrustedCertificates=str(authority.cert), DicomScpTimeout=5, **options,
        )  # fmt: skip

    return start


def tls(identity, authority):
    return "+tls", identity.key, identity.cert, "+cf", authority.cert


@pytest.mark.peer("storescu", "findscu", "echoscu")
def test_modalities_with_dicom_tls(dicom_server, dcmtk, ours, theirs, wrong, authority, tmp_path):
    broch = dicom_server()
    address = ("-aec", "BROCH", "127.0.0.1", broch.dicom_port)
    dcmtk("echoscu", *tls(theirs, authority), *address)
    for profile in ("+py", "+px"):  # BCP 195, and its extended form
        dcmtk("echoscu", *tls(theirs, authority), profile, *address)
    dcmtk("storescu", *tls(theirs, authority), *address, CT)
    large = tmp_path / "large.dcm"
    ds = pydicom.dcmread(CT)
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4.5"
    ds.Rows, ds.Columns, ds.PixelData = 4096, 2560, bytes(range(256)) * (20 << 12)
    ds.save_as(large)
    dcmtk("storescu", *tls(theirs, authority), *address, large)
    assert broch.count() == 2
    keys = ("-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID")
    found = dcmtk("findscu", "-S", *tls(theirs, authority), *address, *keys)
    assert str(pydicom.dcmread(CT).PatientID) in found
    for path in (CT, large):
        uid = pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID
        public_id = broch.post("/tools/find", {"Level": "Instance", "Query": {"SOPInstanceUID": str(uid)}})[0]
        same = tmp_path / "same.dcm"
        same.write_bytes(broch.request("GET", f"/instances/{public_id}/file")[1])
        assert pydicom.dcmread(same).PixelData == pydicom.dcmread(path).PixelData

    for identity in wrong.values():
        said = dcmtk("storescu", *tls(identity, authority), *address, CT, check=False)
        assert "TLS" in said or "peer" in said.lower(), said
        assert re.search(r"(?im)^[EF]:", said), said
    assert "F:" in dcmtk("echoscu", *address, check=False)  # no TLS
    assert "F:" in dcmtk("echoscu", "+tla", "+cf", authority.cert, *address, check=False)  # no certificate
    assert "F:" in dcmtk("echoscu", *tls(theirs, wrong["of its own"]), *address, check=False)  # it does not trust us
    dcmtk("echoscu", *tls(theirs, authority), *address)
    assert broch.count() == 2
    assert "Traceback" not in broch.log()


@pytest.mark.peer("echoscu")
def test_callers_without_a_certificate_if_allowed(dicom_server, dcmtk, authority, wrong):
    broch = dicom_server(DicomTlsRemoteCertificateRequired=False)
    address = ("-aec", "BROCH", "127.0.0.1", broch.dicom_port)
    dcmtk("echoscu", "+tla", "+cf", authority.cert, *address)
    assert "F:" in dcmtk("echoscu", *tls(wrong["expired"], authority), *address, check=False)


@pytest.mark.peer("storescp")
def test_we_send_with_dicom_tls(start_server, ours, theirs, wrong, authority, find_program, free_port, tmp_path):
    """As SCU only: our own port stays without TLS."""
    broch = start_server(
        DicomTlsCertificate=str(ours.cert), DicomTlsPrivateKey=str(ours.key),
        DicomTlsTrustedCertificates=str(authority.cert), DicomScuTimeout=5,
    )  # fmt: skip
    assert broch.request("POST", "/instances", CT.read_bytes())[0] == 200
    public_id = broch.get("/instances")[0]
    for name, identity in {"right": theirs, **wrong}.items():
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        port = free_port()
        sink = subprocess.Popen([
            find_program("storescp"), "-aet", "SINK", *map(str, tls(identity, authority)), "-od", folder, str(port),
        ])  # fmt: skip
        try:
            for secure in (True, False):
                modality = {"AET": "SINK", "Host": "127.0.0.1", "Port": port, "UseDicomTls": secure}
                broch.request("PUT", "/modalities/sink", json.dumps(modality).encode())
                wait_for(port)
                sent = broch.request("POST", "/modalities/sink/store", public_id.encode())[0]
                assert sent == (200 if secure and name == "right" else 500), (name, secure)
        finally:
            sink.terminate()
            sink.wait()
        received = list(folder.iterdir())
        assert len(received) == (name == "right")
        if received:
            assert pydicom.dcmread(received[0]).PixelData == pydicom.dcmread(CT).PixelData
    assert "Traceback" not in broch.log()


def wait_for(port):
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < deadline


def trusting(authority, identity=None):
    context = ssl.create_default_context(cafile=authority.cert)
    if identity:
        context.load_cert_chain(identity.cert, identity.key)
    return context


def ask(connection):
    connection.request("GET", "/system")
    return connection.getresponse()


def test_https(start_server, ours, authority):
    broch = start_server(tls=trusting(authority), SslEnabled=True, SslCertificate=str(ours.both))
    content = CT.read_bytes() * 3
    kept = broch.connection(10)
    for _ in range(3):  # over one connection
        kept.request("POST", "/instances", CT.read_bytes())
        answer = kept.getresponse()
        assert answer.status == 200
        public_id = json.loads(answer.read())["ID"]
    kept.close()
    got = broch.request("GET", f"/instances/{public_id}/file")[1]
    assert hashlib.md5(got).digest() == hashlib.md5(CT.read_bytes()).digest()
    assert broch.request("POST", "/instances", b"no" + content)[0] == 400
    assert broch.get("/system")["IsHttpServerSecure"] is True

    with pytest.raises((http.client.HTTPException, OSError)):
        ask(http.client.HTTPConnection("127.0.0.1", broch.http_port, timeout=5))
    old = trusting(authority)
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        ask(http.client.HTTPSConnection("127.0.0.1", broch.http_port, timeout=5, context=old))
    assert broch.get("/system")["Name"] == "BROCH"
    assert "Traceback" not in broch.log()


def test_a_new_certificate_is_read_by_a_reload(start_server, ours, authority, make_certificate, tmp_path):
    both = tmp_path / "both.pem"
    both.write_bytes(ours.both.read_bytes())
    broch = start_server(tls=trusting(authority), SslEnabled=True, SslCertificate=str(both))
    both.write_text("damaged")
    broch.process.send_signal(signal.SIGHUP)
    until(lambda: "runs on as it is" in broch.log())
    assert broch.get("/system")["Name"] == "BROCH"
    other = make_certificate("localhost")
    both.write_bytes(other.both.read_bytes())
    broch.process.send_signal(signal.SIGHUP)
    broch.tls = trusting(other)
    until(lambda: answers(broch))


def answers(server):
    try:
        return server.get("/system")["Name"] == "BROCH"
    except OSError:
        return False


def until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_https_with_client_certificates(start_server, ours, theirs, wrong, authority):
    broch = start_server(
        tls=trusting(authority, theirs), SslEnabled=True, SslCertificate=str(ours.both), SslVerifyPeers=True,
        SslTrustedClientCertificates=str(authority.cert),
    )  # fmt: skip
    assert broch.get("/system")["Name"] == "BROCH"
    for identity in (None, *wrong.values()):
        refused = http.client.HTTPSConnection(
            "127.0.0.1", broch.http_port, timeout=5, context=trusting(authority, identity)
        )
        with pytest.raises((http.client.HTTPException, OSError)):
            ask(refused)
    assert broch.get("/system")["Name"] == "BROCH"
    assert "Traceback" not in broch.log()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"SslEnabled": True}, "SslCertificate: .*certificate.pem cannot be read"),
        ({"DicomTlsEnabled": True}, "DicomTlsCertificate: is needed for DICOM TLS"),
        ({"AuthenticationEnabled": True, "RegisteredUsers": {"al": "$argon2id$v=19$x"}}, "'al' is no whole argon2"),
    ],
)
def test_what_cannot_work_is_said_at_the_start(start_server, options, said):
    with pytest.raises(RuntimeError, match=said) as raised:
        start_server(**options)
    assert "Traceback" not in str(raised.value)
