"""schemathesis makes requests from ``/openapi.json``: no 5xx, and no answer that is not as described.

``BROCH_SCHEMA_SECONDS`` says for how long; ``BROCH_SEED`` with which numbers.
"""

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from broch.config import read_configuration
from broch.host import start_host
from pydicom.data import get_testdata_file

if not os.environ.get("CI"):  # there it must be installed: tests/peers/requirements.txt
    pytest.importorskip("schemathesis")

SECONDS = int(os.environ.get("BROCH_SCHEMA_SECONDS", "75"))
SEED = int(os.environ.get("BROCH_SEED", "20261122"))
SAMPLES = ("CT_small.dcm", "rtplan.dcm", "JPEG2000.dcm", "color-px.dcm", "rtdose.dcm")
LEVELS = {"patients": "ParentPatient", "studies": "ParentStudy", "series": "ParentSeries", "instances": "ID"}
NO_ID = ["nope", "00000000-00000000-00000000-00000000-00000000"]
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance",
)  # fmt: skip
LEFT_OUT = {
    "/modalities/[^/]+/(echo|store)": "a remote that is not there is a 500, in Orthanc as well",
    "/tools/log-level.*": "would change the log of these tests",
}
"""Routes that are not called, and why."""

NOT_MADE = "^post_dicom_web_"
"""Operations whose bodies (multipart/related) schemathesis cannot make."""


@pytest.fixture
def host(tmp_path):
    config = tmp_path / "config.json"
    config.write_text(json.dumps({
        "HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(tmp_path / "storage"), "MaximumRequestBodySizeMB": 16,
    }))  # fmt: skip
    running = start_host(read_configuration([config], {}))
    yield running
    running.stop()


def upload(port, content):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("POST", "/instances", content)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def settings(stored):
    """Real identifiers for each level, and some that are none; what is left out."""
    tables = [
        f'[[operations]]\ninclude-path-regex = "^/{level}/"\n'
        f'parameters = {{ "path.public_id" = {json.dumps([answer[key] for answer in stored] + NO_ID)} }}\n'
        for level, key in LEVELS.items()
    ]
    silent = [f'[[operations]]\ninclude-path-regex = "^{path}$"\nenabled = false\n' for path in LEFT_OUT]
    not_made = f'[[operations]]\ninclude-operation-id-regex = "{NOT_MADE}"\nenabled = false\n'
    return "\n".join([*tables, *silent, not_made])


@pytest.mark.timeout(SECONDS * 3 + 120)
def test_requests_made_from_the_description(host, tmp_path):
    stored = [upload(host.http_port, Path(get_testdata_file(name, download=False)).read_bytes()) for name in SAMPLES]
    (tmp_path / "schemathesis.toml").write_text(settings(stored))
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(tmp_path / "schemathesis.toml"), "run",
            f"http://127.0.0.1:{host.http_port}/openapi.json", "--checks", ",".join(CHECKS),
            "--phases=coverage,fuzzing", "--max-time", str(SECONDS), f"--seed={SEED}", "--no-shrink",
            "--continue-on-failure", "--warnings=off", "--suppress-health-check=all", "--request-timeout=30",
        ],
        cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "160"},
        timeout=SECONDS * 2 + 100,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr[-3000:]
    assert "No issues found" in done.stdout or "passed" in done.stdout, done.stdout[-3000:]
