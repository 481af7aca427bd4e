"""What tests of a whole server share: SCU and storage SCP over our own upper layer, plugins made on the spot."""

import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from broch_hostapi import Plugin

EXPLICIT, IMPLICIT = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
VERIFICATION = "1.2.840.10008.1.1"


class Scu:
    """An association with a server, and requests over it."""

    def __init__(self, association: Any) -> None:
        self.association = association

    def context(self, abstract_syntax: str, transfer_syntax: str = "") -> Any:
        return next(
            c for c in self.association.contexts.values()
            if c.abstract_syntax == abstract_syntax and transfer_syntax in ("", c.transfer_syntax)
        )  # fmt: skip

    def send(self, abstract_syntax: str, command: bytes, data: Any = None, transfer_syntax: str = "") -> None:
        self.association.send(self.context(abstract_syntax, transfer_syntax), command, data)

    def answer(self) -> dict[int, Any]:
        """The command set of the next message, with its data set decoded under ``data``."""
        message = self.association.receive()
        assert message is not None, "the server released the association"
        return {**message.command, "data": decoded(message)}

    def answers(self) -> list[dict[int, Any]]:
        """All responses to a request, the pending ones first."""
        found = [self.answer()]
        while found[-1][0x0900] >> 8 == 0xFF:
            found.append(self.answer())
        return found

    def echo(self) -> int:
        from broch.dimse import command

        self.send(VERIFICATION, command.echo_request(1, VERIFICATION))
        return self.answer()[0x0900]

    def store(self, data: Any, sop_class: str, sop_instance: str, transfer_syntax: str = "") -> int:
        from broch.dimse import command

        self.send(sop_class, command.store_request(1, sop_class, sop_instance), data, transfer_syntax)
        return self.answer()[0x0900]

    def store_file(self, file: bytes) -> int:
        """Send the data set of a DICOM file."""
        from broch.dataset.file_meta import dataset_offset
        from broch.dataset.scan import scan_file

        scan = scan_file(file)
        data = file[dataset_offset(file) :]
        return self.store(data, scan.text(0x00080016), scan.text(0x00080018), scan.transfer_syntax)

    def find(self, model: str, **keys: Any) -> list[dict[int, Any]]:
        from broch.dimse import command

        self.send(model, command.find_request(7, model), identifier(self.context(model).transfer_syntax, **keys))
        return self.answers()

    def move(self, model: str, destination: str, **keys: Any) -> list[dict[int, Any]]:
        from broch.dimse import command

        data = identifier(self.context(model).transfer_syntax, **keys)
        self.send(model, command.move_request(11, model, destination), data)
        return self.answers()


def identifier(transfer_syntax: str, **keys: Any) -> bytes:
    """A data set of these elements, by keyword."""
    from pydicom.dataset import Dataset

    dataset = Dataset()
    for keyword, value in keys.items():
        setattr(dataset, keyword, value)
    return encoded(dataset, transfer_syntax)


def encoded(dataset: Any, transfer_syntax: str = EXPLICIT) -> bytes:
    """A data set in one of the native transfer syntaxes, without file meta information."""
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_dataset

    file = DicomBytesIO()
    file.is_implicit_VR, file.is_little_endian = transfer_syntax == IMPLICIT, transfer_syntax != "1.2.840.10008.1.2.2"
    write_dataset(file, dataset)
    return file.getvalue()


def decoded(message: Any) -> Any:
    from pydicom.filereader import read_dataset

    if message.data is None:
        return None
    syntax = message.context.transfer_syntax
    data = bytes(message.data) if isinstance(message.data, bytearray) else message.data.read()
    return read_dataset(io.BytesIO(data), syntax == IMPLICIT, True)


@pytest.fixture
def open_scu():
    """Associate with a server: ``contexts`` are pairs of an abstract syntax and its transfer syntaxes."""
    from broch.dimse.negotiation import propose
    from broch.dimse.pdu import AssociateRequest
    from broch.dimse.upper_layer import Association, Limits

    opened = []

    def open_one(port: int, *contexts: tuple[str, list[str]] | str, calling="TESTER", called="ORTHANC", **fields):
        pairs = [(c, [EXPLICIT]) if isinstance(c, str) else c for c in contexts or (VERIFICATION,)]
        request = AssociateRequest(called_ae=called, calling_ae=calling, contexts=propose(pairs), **fields)
        limits = Limits(artim=10, timeout=10)
        association = Association.request(("127.0.0.1", port), request, limits, connect_timeout=10)
        opened.append(association)
        return Scu(association)

    yield open_one
    for association in opened:
        association.release()


@dataclass
class Sink:
    """A storage SCP: what it takes and what it answers is up to the test."""

    status: Callable[[int], int | None] = lambda count: 0
    """Of the n-th instance, from 1; None: the connection is cut instead."""
    classes: Callable[[str], bool] = lambda uid: True
    syntaxes: Callable[[str], bool] = lambda uid: True
    rejects: bool = False
    received: list[tuple[dict[int, Any], str, bytes]] = field(default_factory=list)
    """Command set, transfer syntax, data set."""
    calls: list[tuple[str, str]] = field(default_factory=list)
    """Called and calling title of each association."""
    port: int = 0

    def accept(self, request, peer):
        from broch.dimse.negotiation import accept
        from broch.dimse.pdu import AssociateReject

        self.calls.append((request.called_ae, request.calling_ae))
        return AssociateReject(1, 1, 1) if self.rejects else accept(request, self.classes, self.syntaxes)

    def serve(self, association) -> None:
        from broch.dimse import command

        while message := association.receive():
            asked = message.command
            data = b"" if message.data is None else bytes(message.data)
            self.received.append((asked, message.context.transfer_syntax, data))
            status = self.status(len(self.received))
            if status is None:
                association.close()
                return
            association.send(message.context, command.response(asked, status))


@pytest.fixture
def make_sink():
    """Start storage SCPs on free ports; options as of ``Sink``."""
    from broch.dimse.listener import Listener
    from broch.dimse.upper_layer import Limits

    listeners = []

    def start(**options: Any) -> Sink:
        sink = Sink(**options)
        listeners.append(Listener([("127.0.0.1", 0)], sink, Limits(artim=10, timeout=10)))
        sink.port = listeners[-1].port
        listeners[-1].serve(sink.serve)
        return sink

    yield start
    stopped = [listener.stop() for listener in listeners]
    assert all(stopped)


@pytest.fixture
def add_plugin(running_host):
    """Let functions, by the names of hooks, be a plugin of ``running_host``."""
    from broch_hostapi import NoSettings, hookimpl

    def add(name: str = "tested", **hooks: Callable[..., Any]) -> None:
        methods = {hook: hookimpl(function) for hook, function in hooks.items()}
        plugin_class = type("Tested", (Plugin,), {"name": name, **methods})
        running_host.plugins.manager.register(plugin_class(NoSettings()), name)

    return add


class ServeProcess:
    """`broch serve` as a process, its output line by line."""

    def __init__(self, tmp_path, *words, **environment):
        variables = {"BROCH__HTTP_PORT": "0", "BROCH__DICOM_PORT": "0", **environment}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "broch", "serve", *map(str, words)],
            cwd=tmp_path,
            env={name: value for name, value in (os.environ | variables).items() if value is not None},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = queue.Queue()
        self.seen = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def line(self, part):
        """The next line with this in it."""
        while line := self.lines.get(timeout=60):
            self.seen.append(line)
            if part in line:
                return line
        raise AssertionError(f"no {part!r} in:\n{''.join(self.seen)}")

    def url(self):
        return self.line("Browser:").split()[1]

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def serve(tmp_path):
    """Run `broch serve` with these words and environment, in a folder of its own; killed at the end."""
    servers = []

    def start(*words, **environment):
        servers.append(ServeProcess(tmp_path, *words, **environment))
        return servers[-1]

    yield start
    for server in servers:
        server.process.kill()
        server.process.wait()


class Clock:
    """Stands still unless it is moved."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def reference_port(tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]) -> Iterator[int]:
    """HTTP port of Debian's Orthanc, with an archive of its own."""
    folder = tmp_path_factory.mktemp("reference")
    for _ in range(5):  # it takes no port 0, and others may take the ports that were free a moment ago
        process, port = _start_reference(folder, free_port(), free_port())
        if _answers(process, port, str(folder)):
            break
    try:
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _start_reference(folder: Path, http: int, dicom: int) -> tuple[subprocess.Popen[bytes], int]:
    options = {
        "Name": str(folder), "StorageDirectory": str(folder), "HttpPort": http, "DicomPort": dicom, "Plugins": []
    }  # fmt: skip
    (folder / "orthanc.json").write_text(json.dumps(options))
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(["Orthanc", str(folder / "orthanc.json")], stdout=log, stderr=log), http


def _answers(process: subprocess.Popen[bytes], port: int, name: str) -> bool:
    """Whether it is this one that answers, in the end."""
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/system", timeout=30) as answer:
                return json.load(answer)["Name"] == name
        except OSError:
            time.sleep(0.05)  # a server of another process: there is no event to wait on
    return False
