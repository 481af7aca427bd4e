"""Real servers in processes of their own, and the data that are sent to them."""

import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pydicom
import pytest
from pydicom.uid import generate_uid


@dataclass
class Server:
    """A server with a folder and ports that outlive its process."""

    command: list
    folder: Path
    config: dict
    env: dict = field(default_factory=dict)
    process: subprocess.Popen | None = None
    tls: ssl.SSLContext | None = None
    """What a client needs to trust this server."""

    @property
    def http_port(self):
        return self.config["HttpPort"]

    @property
    def dicom_port(self):
        return self.config["DicomPort"]

    @property
    def aet(self):
        return self.config["DicomAet"]

    def start(self):
        """Returns when /system answers."""
        self.folder.mkdir(exist_ok=True)
        path = self.folder / "config.json"
        path.write_text(json.dumps(self.config))
        self.process = subprocess.Popen(
            [*self.command, str(path)], cwd=self.folder, env={**os.environ, **self.env},
            stdout=subprocess.DEVNULL, stderr=(self.folder / "log.txt").open("ab"),
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError("the server ended:\n" + self.log()[-3000:])
            try:
                if self.request("GET", "/system")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.02)  # a server of another process: there is no event to wait on
        self.stop(signal.SIGABRT)  # with PYTHONFAULTHANDLER it says where it hangs
        raise TimeoutError(self.log()[-6000:])

    def stop(self, number=signal.SIGTERM):
        """Returns the exit code."""
        if self.process is None:
            return None
        self.process.send_signal(number)
        code = self.process.wait(60)
        self.process = None
        return code

    def log(self):
        return (self.folder / "log.txt").read_text(errors="replace")

    def connection(self, timeout=120):
        if self.tls:
            return http.client.HTTPSConnection("127.0.0.1", self.http_port, timeout=timeout, context=self.tls)
        return http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=timeout)

    def request(self, method, path, body=None, headers=None):
        connection = self.connection()
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def json(self, method, path, body=None):
        status, content = self.request(method, path, json.dumps(body).encode() if body is not None else None)
        assert status == 200, (status, content[:500])
        return json.loads(content)

    def get(self, path):
        return self.json("GET", path)

    def post(self, path, body):
        return self.json("POST", path, body)

    def count(self):
        return self.get("/statistics")["CountInstances"]


@pytest.fixture
def start_server(tmp_path, find_program, new_database, free_port):
    """Start Broch or, with ``reference=True``, Debian's Orthanc; stopped at the end. ``tls``: for its clients."""
    started = []

    def start(name="BROCH", *, reference=False, tls=None, **options):
        config = {
            "Name": name, "DicomAet": name, "HttpPort": free_port(), "DicomPort": free_port(),
            "StorageDirectory": "storage", "DicomAlwaysAllowFind": True, "DicomAlwaysAllowGet": True,
            "DicomAlwaysAllowMove": True, "StableAge": 1, **({} if reference else new_database()), **options,
        }  # fmt: skip
        if reference:
            config = {**config, "Plugins": [], "RemoteAccessAllowed": False}
            command, env = [find_program("Orthanc")], {"TCP_NODELAY": "1"}
        else:
            command, env = [sys.executable, "-m", "broch", "serve"], {"PYTHONFAULTHANDLER": "1"}
        server = Server(command, tmp_path / name, config, env, tls=tls)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def sample_files():
    """Every file of pydicom-data that is an instance: path -> (PatientID, study, series, SOP instance)."""
    folder = Path(pytest.importorskip("data_store").__file__).parent / "data"
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            ds = pydicom.dcmread(path, stop_before_pixels=True)
        except Exception:
            continue
        keys = ("PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
        uids = tuple(str(ds.get(key, "") or "").strip() for key in keys)
        if all(uids[1:]):
            found[path] = uids
    assert len(found) > 60
    return found


@pytest.fixture(scope="session")
def make_study():
    """Write a CT study of so many slices into a folder; returns its StudyInstanceUID."""

    def make(folder, slices, patient="P300", rows=64):
        folder.mkdir(parents=True)
        ds = pydicom.dcmread(pydicom.data.get_testdata_file("CT_small.dcm"))
        study, series = generate_uid(), generate_uid()
        ds.PatientID, ds.StudyInstanceUID, ds.SeriesInstanceUID = patient, study, series
        ds.PatientName = "Slices^Three Hundred"
        ds.Rows = ds.Columns = rows
        for number in range(slices):
            ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
            ds.InstanceNumber = number + 1
            ds.PixelData = os.urandom(rows * rows * 2)
            ds.save_as(folder / f"{number:04d}.dcm")
        return study

    return make


@pytest.fixture
def dcmtk(find_program):
    """Run one of DCMTK's programs without Nagle's delay; returns what it printed."""

    def run(program, *arguments, check=True, timeout=300):
        done = subprocess.run(
            [find_program(program), *map(str, arguments)], env={**os.environ, "TCP_NODELAY": "1"}, capture_output=True,
            timeout=timeout,
        )  # fmt: skip
        output = (done.stdout + done.stderr).decode(errors="replace")
        assert not check or done.returncode == 0, f"{program}: {done.returncode}\n{output[-3000:]}"
        return output

    return run
