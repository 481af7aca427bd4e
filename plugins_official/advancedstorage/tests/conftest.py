"""A server with the plugin, and folders of DICOM files."""

import json
import os

import pytest

SCHEME = "{PatientID} - {PatientName}/{StudyDate} {StudyDescription}/{SeriesInstanceUID}/{pad4(InstanceNumber)}{.ext}"


@pytest.fixture
def start(tmp_path):
    """Starts servers on the same data, which stop with the test; options of the section as arguments."""
    config = pytest.importorskip("broch.config", reason="the server is not installed")
    from broch.host import start_host

    running = []

    def start(**section):
        for host in running:
            host.stop()
        options = {
            "HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(tmp_path / "storage"),
            "TemporaryDirectory": str(tmp_path), "IndexDirectory": str(tmp_path / "index"),
            "AdvancedStorage": {"Enable": True, "NamingScheme": SCHEME, **section},
        }  # fmt: skip
        (tmp_path / "broch.json").write_text(json.dumps(options))
        running.append(start_host(config.read_configuration([tmp_path / "broch.json"])))
        assert "advanced-storage" in running[-1].plugins.enabled(), running[-1].plugins.all()
        return running[-1]

    yield start
    for host in running:
        host.stop()


@pytest.fixture
def client():
    """Makes a client of a server."""
    from broch.pytest_plugin import HttpClient

    return lambda running: HttpClient(running.http_port)


@pytest.fixture
def tree(tmp_path):
    """Files below a folder: relative path to content."""

    def tree(folder=tmp_path / "storage"):
        found = {}
        for where, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(where, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = file.read()
        return found

    return tree


@pytest.fixture
def scans(tmp_path, write):
    """A folder of somebody else's: three instances and two files that are none, written some time ago."""
    from broch_hostapi.testing.datasets import make_instance

    folder = tmp_path / "scans"
    files = {
        "one.dcm": make_instance(number=1), "deep/er/two": make_instance(number=2),
        "deep/thrée \udcff.DCM": make_instance(patient="P2"), "notes.txt": b"no DICOM", "empty.dcm": b"",
    }  # fmt: skip
    for name, content in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write(path, content)
    return folder


@pytest.fixture(scope="session")
def write():
    """Writes a file as it would have been written ``age`` seconds ago."""

    def write(path, content, age=100):
        with open(path, "wb") as file:
            file.write(content)
        then = os.stat(path).st_mtime - age
        os.utime(path, (then, then))

    return write
