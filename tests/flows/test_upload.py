"""`broch upload` to Broch and to Orthanc: the same files, the same result, also when the server restarts meanwhile."""

import re
import ssl
import subprocess
import sys
import threading
import zipfile
from contextlib import suppress

import pytest

pytestmark = pytest.mark.timeout(600)


def command(server, *words):
    url = f"{'https' if server.tls else 'http'}://127.0.0.1:{server.http_port}"
    return [sys.executable, "-m", "broch", "upload", *map(str, words), "--url", url]


@pytest.fixture
def upload(tmp_path, monkeypatch):
    """Run the command; the numbers of its summary: stored, already there, sent before, skipped, failed."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def run(server, *words):
        done = subprocess.run(command(server, *words), capture_output=True, text=True, timeout=300)
        numbers = [
            int(number) for number in re.findall(r"(\d+) (?:stored|already|sent before|skipped|failed)", done.stdout)
        ]
        assert len(numbers) == 5, done.stdout + done.stderr
        return done.returncode, numbers

    return run


@pytest.mark.peer("Orthanc")
def test_samples_of_every_kind(start_server, upload, sample_files, tmp_path):
    folder = next(iter(sample_files)).parent
    broch, orthanc = start_server(), start_server("ORTHANC", reference=True)
    results = {name: upload(server, folder) for name, server in (("broch", broch), ("orthanc", orthanc))}
    counts = {server.count() for server in (broch, orthanc)}
    assert len(counts) == 1, (counts, results)
    assert results["broch"][1][0] == counts.pop()
    again = upload(orthanc, folder, "--skip-known", "--state", tmp_path / "new")
    *dicom, skipped, failed = results["orthanc"][1]
    assert failed == 1  # a copy that is cut off, of an instance that is there as a whole
    assert again == (0, [0, sum(dicom) + failed, 0, skipped, 0])


@pytest.mark.peer("Orthanc")
def test_archives(start_server, upload, make_study, tmp_path):
    make_study(tmp_path / "study", 30)
    with zipfile.ZipFile(tmp_path / "study.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (tmp_path / "study").iterdir():
            archive.write(path, path.name)
    for server in (start_server(), start_server("ORTHANC", reference=True)):
        assert upload(server, tmp_path / "study.zip", "--jobs", "8") == (0, [30, 0, 0, 0, 0])
        assert upload(server, tmp_path / "study") == (0, [0, 30, 0, 0, 0])
        assert server.count() == 30


def test_the_server_may_restart_meanwhile(start_server, upload, make_study, tmp_path):
    make_study(tmp_path / "study", 200)
    server = start_server()
    results = []
    sending = threading.Thread(target=lambda: results.append(upload(server, tmp_path / "study", "--jobs", "2")))
    sending.start()
    restarts = 0
    while sending.is_alive():
        with suppress(OSError):  # it restarts at this moment
            if server.count() > 50 * (restarts + 1):
                restarts += server.request("POST", "/tools/reset", b"")[0] == 200
        sending.join(0.01)
    assert results[0][0] == 0
    assert sum(results[0][1][:2]) == 200
    assert restarts > 1
    assert server.count() == 200


def test_over_tls_with_certificates_of_both_sides(start_server, upload, make_study, make_certificate, tmp_path):
    make_study(tmp_path / "study", 3)
    authority = make_certificate("authority")
    theirs, ours = (make_certificate(name, issuer=authority) for name in ("server", "client"))
    trusting = ssl.create_default_context(cafile=authority.cert)
    trusting.load_cert_chain(ours.both)
    server = start_server(
        tls=trusting, SslEnabled=True, SslCertificate=str(theirs.both), SslVerifyPeers=True,
        SslTrustedClientCertificates=str(authority.cert),
    )  # fmt: skip
    trusted, known = ("--ca", authority.cert), ("--certificate", ours.both)
    for words, said in [(known, "CERTIFICATE_VERIFY_FAILED"), (trusted, "does not answer")]:
        wrong = command(server, tmp_path / "study", *words, "--retries", "0")
        done = subprocess.run(wrong, capture_output=True, text=True, timeout=60)
        assert done.returncode == 1
        assert said in done.stderr
    assert upload(server, tmp_path / "study", *trusted, *known) == (0, [3, 0, 0, 0, 0])
