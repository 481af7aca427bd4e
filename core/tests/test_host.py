"""Starting and stopping the whole: what must not be left behind, and in which order things end."""

import contextlib
import itertools
import json
import os
import socket
import subprocess
import sys
import threading

import pytest
from broch.config import read_configuration
from broch.host import start_host
from broch_hostapi import Level, Origin
from broch_hostapi.errors import ConfigurationError, NotFound
from broch_hostapi.testing.datasets import make_instance

REST = Origin("RestApi")
_numbers = itertools.count()


@pytest.fixture
def start(tmp_path):
    """Start a server; stopped at the end."""
    with contextlib.ExitStack() as stack:

        def start(name="one", **options):
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            options = {"HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(folder / "storage"), **options}
            (folder / "broch.json").write_text(json.dumps(options))
            running = start_host(read_configuration([folder / "broch.json"]))
            stack.callback(running.stop)
            return running

        yield start


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a distribution with one plugin, whose module has this source and a class ``It``."""

    def install(plugin_id, source):
        number = next(_numbers)
        site = tmp_path / f"site{number}"
        info = site / f"dist_{plugin_id}-1.0.dist-info"
        info.mkdir(parents=True)
        head = "from broch_hostapi import *\nfrom broch_hostapi.errors import *\nTOLD = []\n"
        module = f"plugin_of_host_test_{number}"
        (site / f"{module}.py").write_text(head + source)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: dist-{plugin_id}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[broch.plugins]\n{plugin_id} = {module}:It\n")
        monkeypatch.syspath_prepend(str(site))
        return module

    return install


def threads():
    return {thread for thread in threading.enumerate() if thread.is_alive()}


def left_open(folder):
    """Files below a folder, and sockets that listen, that this process has open."""
    if not os.path.exists("/proc/self/fd"):
        return []
    found = []
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):
            found.append(os.readlink(f"/proc/self/fd/{number}"))
    return [path for path in found if str(folder) in path]


@pytest.mark.parametrize("option", ["HttpPort", "DicomPort"])
def test_a_port_in_use_leaves_nothing_behind(start, install, tmp_path, option):
    module = install("telling", '''
class It(Plugin):
    name = "telling"

    @hookimpl
    def on_server_started(self):
        TOLD.append("started")

    @hookimpl
    def on_server_stopping(self):
        TOLD.append("stopping")

    @hookimpl
    def on_event(self, event):
        TOLD.append(event)
''')
    before = threads()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(OSError, match=r"[Aa]ddress"):
            start(**{option: taken.getsockname()[1]})
        for thread in threads() - before:
            thread.join(5)
        assert threads() - before == set()
        assert left_open(tmp_path) == []
    assert sys.modules[module].TOLD == []
    running = start()
    assert sys.modules[module].TOLD == ["started"]
    running.stop()
    assert sys.modules[module].TOLD == ["started", "stopping"]


def test_stopping_leaves_nothing_behind_and_data_are_there_again(start, tmp_path):
    before = threads()
    running = start()
    outcome = running.host.ingest.receive(make_instance(), REST)
    assert running.host.index.get(Level.STUDY, outcome.study)
    ports = running.http_port, running.dicom_port
    running.stop()
    running.stop()
    for thread in threads() - before:
        thread.join(5)  # one of the HTTP server's has been told to end, and may not have yet
    assert threads() - before == set()
    assert left_open(tmp_path) == []
    for port in ports:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), 5)
    again = start()
    assert again.host.index.get(Level.INSTANCE, outcome.instance).uid == outcome.sop_instance


def test_two_in_one_process(start, open_scu, make_sink):
    one, two = start("one", Name="ONE", DicomAet="ONE"), start("two", Name="TWO", DicomAet="TWO")
    outcome = one.host.ingest.receive(make_instance(), REST)
    assert (one.host.server.name, two.host.server.name) == ("ONE", "TWO")
    with pytest.raises(NotFound):
        two.host.index.level_of(outcome.instance)
    from broch_hostapi import Modality

    modality = Modality("two", "TWO", "127.0.0.1", two.dicom_port)
    report = one.host.modalities.store(modality, list(one.host.index.stored_instances(Level.STUDY, outcome.study)))
    assert (report.sent, report.failed) == (1, 0)
    assert two.host.index.level_of(outcome.instance) is Level.INSTANCE
    assert two.host.index.metadata(Level.INSTANCE, outcome.instance)["RemoteAET"][0] == "ONE"
    one.stop()
    assert open_scu(two.dicom_port).echo() == 0


def test_plugins_hear_of_the_end_when_nothing_comes_in_any_more_and_the_index_can_be_read(start, install):
    module = install("telling", '''
import socket

class It(Plugin):
    name = "telling"

    @hookimpl
    def on_server_stopping(self, host):
        for port in ports:
            with socket.socket() as client:
                TOLD.append(client.connect_ex(("127.0.0.1", port)) != 0)
        TOLD.append(host.index.statistics().instances)
        TOLD.append(host.journal.last_seq() > 0)
''')
    running = start()
    running.host.ingest.receive(make_instance(), REST)
    sys.modules[module].ports = [running.http_port, running.dicom_port]
    running.stop()
    assert sys.modules[module].TOLD == [True, True, 1, True]


def test_stopping_does_not_wait_for_idle_peers(start, open_scu):
    from broch_hostapi.errors import RemoteError

    running = start()
    scu = open_scu(running.dicom_port)
    client = socket.create_connection(("127.0.0.1", running.http_port))
    client.sendall(b"GET / HTTP/1.1\r\n")
    running.stop()
    with pytest.raises(RemoteError):
        scu.echo()
    client.close()


BROKEN = {
    "syntax": "class It(Plugin: pass",
    "import": "import there_is_no_such_module\n",
    "noclass": "It = 3",
    "making": "class It(Plugin):\n    name = 'making'\n    def __init__(self, settings): raise RuntimeError('no')",
    "settings": "from dataclasses import dataclass\n@dataclass(frozen=True)\n"
                "class S:\n    size: int = setting('Size', 1, 'x')\n"
                "class It(Plugin):\n    name = 'settings'\n    section = 'Broken'\n    Settings = S",
    "environment": "class It(Plugin):\n    name = 'environment'\n"
                   "    def check_environment(self): raise EnvironmentCheckFailed('no program')",
    "contributes": "class It(Plugin):\n    name = 'contributes'\n"
                   "    @hookimpl\n    def register_rest_routes(self): raise RuntimeError('no')",
    "rubbish": "class It(Plugin):\n    name = 'rubbish'\n    @hookimpl\n"
               "    def register_dimse_services(self): return [3]",
    "routes": "class It(Plugin):\n    name = 'routes'\n    @hookimpl\n"
              "    def register_rest_routes(self): return [RestRoutes('it', lambda host: 1 / 0)]",
    "clash": "class It(Plugin):\n    name = 'clash'\n    @hookimpl\n    def register_dimse_services(self):\n"
             "        return [DimseService('mine', frozenset({'1.2.840.10008.1.1'}), None)]",
    "misfit": "class It(Plugin):\n    name = 'misfit'\n    @hookimpl\n    def on_event(self, nothing): pass",
    "started": "class It(Plugin):\n    name = 'started'\n    @hookimpl\n"
               "    def on_server_started(self): raise RuntimeError('no')",
}  # fmt: skip


def test_broken_plugins_of_every_kind_do_not_stop_the_start(start, install, open_scu):
    for name, source in BROKEN.items():
        install(name, source)
    running = start(Broken={"Size": "large"})
    assert open_scu(running.dicom_port).echo() == 0
    running.host.ingest.receive(make_instance(), REST)
    status = {info.id: str(info.status) for info in running.plugins.all()}
    assert set(BROKEN) <= set(status)
    works = {name for name in BROKEN if status[name].lower() == "enabled"}
    assert works <= {"started"}


@pytest.mark.parametrize(
    ("option", "there"), [("StorageBackend", "filesystem"), ("Database", "sqlite")]
)  # fmt: skip
def test_a_chosen_backend_that_is_missing(start, install, tmp_path, option, there):
    install("cloud", "import there_is_no_such_module")
    before = threads()
    with pytest.raises(ConfigurationError) as caught:
        start(**{option: "cloud"})
    said = str(caught.value)
    assert option in said
    assert "'cloud'" in said
    assert there in said
    assert "there_is_no_such_module" in said
    assert threads() - before == set()
    assert left_open(tmp_path) == []


TAPE = """
class It(Plugin):
    name = "{name}"
    section = "{name}"
    needs_enabling = indispensable = True

    @hookimpl
    def register_storage_backends(self, startup):
        from broch.storage.filesystem import FilesystemStorage

        return [StorageBackend("{name}s", lambda startup: FilesystemStorage(startup.storage_directory / "{name}"))]
"""


def test_the_storage_of_an_enabled_plugin_is_taken(start, install, tmp_path):
    install("tape", TAPE.format(name="tape"))
    install("disc", TAPE.format(name="disc"))
    running = start()
    assert running.host.configuration["StorageBackend"] == "filesystem"
    running.stop()
    enabled = {"tape": {"Enable": True}}
    assert start(**enabled).host.configuration["StorageBackend"] == "tapes"
    assert (tmp_path / "one/storage/tape").is_dir()
    with pytest.raises(ConfigurationError, match="'discs' of plugin disc and 'tapes' of plugin tape"):
        start("two", **enabled, disc={"Enable": True})
    named = start("three", **enabled, disc={"Enable": True}, StorageBackend="discs")
    assert named.host.configuration["StorageBackend"] == "discs"
    assert (tmp_path / "three/storage/disc").is_dir()


@pytest.mark.parametrize("option", ["StorageDirectory", "IndexDirectory"])
def test_a_folder_that_cannot_be_made_leaves_nothing_behind(start, tmp_path, option):
    (tmp_path / "file").write_text("")
    before = threads()
    with pytest.raises(Exception, match=r".+") as caught:
        start(**{option: str(tmp_path / "file" / "below")})
    assert not isinstance(caught.value, AttributeError | TypeError | NameError)
    assert threads() - before == set()
    assert left_open(tmp_path) == []


def test_servers_switched_off(start):
    running = start(HttpServerEnabled=False, DicomServerEnabled=False)
    assert (running.http_port, running.dicom_port) == (0, 0)
    assert running.host.ingest.receive(make_instance(), REST)
    assert running.host.rest


def test_a_start_imports_nothing_heavy(tmp_path):
    source = '''
import json, sys
from broch.config import read_configuration
from broch.host import start_host
running = start_host(read_configuration([], {"BROCH__HTTP_PORT": "0", "BROCH__DICOM_PORT": "0"}))
print(json.dumps([name for name in ("numpy", "pydicom", "pynetdicom", "imagecodecs") if name in sys.modules]))
running.stop()
'''
    done = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
