"""A server under measurement: started on an empty folder, as a file in ``servers/`` describes it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from clients import Http

FOLDER = Path(__file__).parent / "servers"
DICOMWEB = "libOrthancDicomWeb.so"
PLACES = ["/usr/share/orthanc/plugins", "/usr/local/share/orthanc/plugins", "/usr/lib/orthanc", "/opt/orthanc/plugins"]
INSTALL = """\
Orthanc was not found. To compare with it, install it and give the command again:
  Debian, Ubuntu   apt-get install orthanc orthanc-dicomweb
  elsewhere        https://orthanc.uclouvain.be/downloads/, and put `Orthanc` on the PATH
(Debian starts a service of its own; stop it meanwhile: systemctl stop orthanc)
"""


class Absent(Exception):
    """The program of a server is not installed."""


class Server:
    def __init__(self, name, scratch):
        """``name``: of a file in ``servers/``, or its path. Raises ``Absent``."""
        self._source = name
        path = Path(name) if name.endswith(".json") else FOLDER / f"{name}.json"
        self.description = json.loads(path.read_text("utf-8"))
        self.name, self.aet = self.description["name"], self.description["aet"]
        self.promise = self.description.get("promise", "")
        self.program = find_program(self.description["cmd"][0])
        self.folder = scratch / self.name
        self.http_port, self.dicom_port = free_port(), free_port()
        self.version = ""
        self._process = None

    def twin(self):
        """Another one of the kind, on a folder of its own."""
        return Server(self._source, self.folder.parent / "again")

    def start(self):
        """Start on an empty folder; seconds until ``/system`` answers."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name, content in self.description["files"].items():
            (self.folder / name).write_text(json.dumps(self._filled(content), indent=1), "utf-8")
        command = [self.program, *map(str, self._filled(self.description["cmd"][1:]))]
        begin = time.monotonic()
        with (self.folder / "log.txt").open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, env=os.environ | self.description.get("env", {}), stdout=log, stderr=log
            )
        system = self._first_answer(begin + 120)
        seconds = time.monotonic() - begin
        self.version = system.get("Broch", {}).get("Version") or system["Version"]
        return seconds

    def _first_answer(self, deadline):
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                return json.loads(Http(self.http_port).get("/system"))
            except OSError:
                time.sleep(0.005)
        raise RuntimeError(f"{self.name} does not start:\n" + (self.folder / "log.txt").read_text("utf-8", "replace"))

    def stop(self):
        """Seconds until the process has ended."""
        if self._process is None:
            return 0.0
        begin = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        return time.monotonic() - begin

    def memory(self):
        """MB of its memory (RSS); nan where the system does not tell."""
        try:
            told = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        except OSError:
            return float("nan")
        return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS:")) / 1024

    def count(self):
        """Instances that it says it has."""
        return int(json.loads(Http(self.http_port).get("/statistics"))["CountInstances"])

    def serves(self, path):
        """Whether there is such a route."""
        try:
            Http(self.http_port).get(path)
        except RuntimeError:
            return False
        return True

    def _filled(self, value):
        """The description with folder, ports and plugins in place of their names."""
        known = {"{http}": self.http_port, "{dicom}": self.dicom_port, "{dicomweb}": dicomweb()}
        if isinstance(value, dict):
            return {name: self._filled(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self._filled(member) for member in value]
        if value in known:
            return known[value]
        return value.replace("{dir}", str(self.folder)) if isinstance(value, str) else value


def find_program(name):
    """On the PATH, beside this Python, and where Debian puts servers. Raises ``Absent``."""
    folders = [str(Path(sys.executable).parent), *os.get_exec_path(), "/usr/sbin", "/usr/local/sbin"]
    if found := shutil.which(name, path=os.pathsep.join(folders)):
        return found
    raise Absent(
        INSTALL if name == "Orthanc" else f"{name} was not found: install the core, or choose other --servers\n"
    )


def dicomweb():
    """Orthanc's plugin for DICOMweb, if it is there: a list of one path or none."""
    return [str(Path(place, DICOMWEB)) for place in PLACES if Path(place, DICOMWEB).is_file()][:1]


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]
