"""Fixtures for the tests of plugins and of the server itself: a real server, a client, a remote modality.

Loaded by pytest in every run, so it imports nothing of the server before a fixture is used.
"""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

    from broch.host import RunningHost

SECONDS = 20.0
"""How long a test waits for what should happen at once."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that chooses the database."""
    parser.getgroup("broch").addoption(
        "--broch-database",
        metavar="NAME",
        default="",
        help="engine of the index for running_host and the tests of the index (default: sqlite)",
    )


class DatabaseHooks:
    """What the distribution of an engine may implement in a pytest plugin of its own (group ``pytest11``)."""

    @pytest.hookspec(firstresult=True)
    def pytest_broch_database(self, config: pytest.Config, name: str) -> dict[str, Any] | None:
        """Options of a server whose index is new and empty in this engine; None for the name of another engine."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Let engines say how they are tested."""
    pluginmanager.add_hookspecs(DatabaseHooks)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers", "broch(config): options of the server that running_host starts, as in its configuration"
    )
    config.addinivalue_line("markers", "sqlite: about SQLite itself; skipped with another --broch-database")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is about SQLite when another engine is tested."""
    if item.config.getoption("--broch-database") not in ("", "sqlite") and item.get_closest_marker("sqlite"):
        pytest.skip("about SQLite itself")


@dataclass(frozen=True)
class HttpAnswer:
    """What came back."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


@dataclass(frozen=True)
class HttpClient:
    """Requests to a server, each over a connection of its own; errors are answers too."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with every request."""

    def request(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None
    ) -> HttpAnswer:
        """Send a request and read the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            content = body.encode() if isinstance(body, str) else body
            connection.request(method, path, content, {**self.headers, **(headers or {})})
            answer = connection.getresponse()
            return HttpAnswer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, headers: dict[str, str] | None = None) -> HttpAnswer:
        """GET."""
        return self.request("GET", path, headers=headers)

    def post(self, path: str, body: bytes | str = b"", headers: dict[str, str] | None = None) -> HttpAnswer:
        """POST."""
        return self.request("POST", path, body, headers)

    def put(self, path: str, body: bytes | str = b"", headers: dict[str, str] | None = None) -> HttpAnswer:
        """PUT."""
        return self.request("PUT", path, body, headers)

    def delete(self, path: str) -> HttpAnswer:
        """DELETE."""
        return self.request("DELETE", path)

    def get_json(self, path: str) -> Any:
        """GET that must succeed."""
        return self._succeeded(self.get(path), path)

    def post_json(self, path: str, value: Any) -> Any:
        """POST of a value as JSON that must succeed."""
        return self._succeeded(self.post(path, json.dumps(value), {"Content-Type": "application/json"}), path)

    def wait_for(self, path: str, condition: Callable[[Any], bool]) -> Any:
        """GET again and again until the JSON is as wanted, for what happens some time after a request. Give it back."""
        end = time.monotonic() + SECONDS
        while not condition(answer := self.get_json(path)):
            assert time.monotonic() < end, f"{path} is still {answer!r}"
            time.sleep(0.02)
        return answer

    @staticmethod
    def _succeeded(answer: HttpAnswer, path: str) -> Any:
        assert answer.status == 200, f"{path}: {answer.status} {answer.body[:1000]!r}"
        return answer.json


@pytest.fixture(scope="session")
def new_database(pytestconfig: pytest.Config) -> Callable[[], dict[str, Any]]:
    """Makes the options of a server with an empty index in the engine that ``--broch-database`` names."""
    name = pytestconfig.getoption("--broch-database")

    def make() -> dict[str, Any]:
        if name in ("", "sqlite"):
            return {}
        options = pytestconfig.hook.pytest_broch_database(config=pytestconfig, name=name)
        if options is None:
            raise pytest.UsageError(f"--broch-database: nothing that is installed knows how to test {name!r}")
        return {"Database": name, **options}

    return make


@pytest.fixture
def database_options(new_database: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The options of the one index of this test."""
    return new_database()


@pytest.fixture
def running_host(
    request: pytest.FixtureRequest, tmp_path: Path, database_options: dict[str, Any]
) -> Iterator["RunningHost"]:
    """A server on free ports of this machine, its data below ``tmp_path``.

    ``@pytest.mark.broch(config={...})`` sets options; several markers add up, the nearest to the test wins.
    """
    from broch.config import read_configuration
    from broch.host import start_host

    options: dict[str, Any] = {
        "HttpPort": 0,
        "DicomPort": 0,
        "StorageDirectory": str(tmp_path / "OrthancStorage"),
        "TemporaryDirectory": str(tmp_path),
        **database_options,
    }
    for marker in reversed(list(request.node.iter_markers("broch"))):
        options |= marker.kwargs.get("config", {})
    file = tmp_path / "broch.json"
    file.write_text(json.dumps(options), "utf-8")
    host = start_host(read_configuration([file]))
    try:
        yield host
    finally:
        host.stop()


@pytest.fixture
def http_client(running_host: "RunningHost") -> HttpClient:
    """A client of ``running_host``."""
    return HttpClient(running_host.http_port)


@dataclass
class RemoteModality:
    """A modality that takes C-ECHO and C-STORE and keeps what it gets."""

    aet: str
    host: str
    port: int = 0
    received: list["FileDataset"] = field(default_factory=list)
    """Data sets with file meta information, in the order of arrival."""
    echoes: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def declaration(self) -> list[Any]:
        """As ``DicomModalities`` and ``PUT /modalities/{id}`` take it."""
        return [self.aet, self.host, self.port]

    def wait_for(self, count: int) -> list["FileDataset"]:
        """Wait until so many instances have come; give them."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.received) >= count, SECONDS), (
                f"only {len(self.received)} came"
            )
            return list(self.received)

    def store(self, event: Any) -> int:
        """Handler of C-STORE requests."""
        dataset = event.dataset
        dataset.file_meta = event.file_meta
        with self._changed:
            self.received.append(dataset)
            self._changed.notify_all()
        return 0x0000

    def echo(self, _event: Any) -> int:
        """Handler of C-ECHO requests."""
        self.echoes += 1
        return 0x0000


@pytest.fixture
def remote_modality() -> Iterator[RemoteModality]:
    """A storage SCP on a free port of this machine, which takes everything in every transfer syntax."""
    from pynetdicom import AE, ALL_TRANSFER_SYNTAXES, AllStoragePresentationContexts, evt
    from pynetdicom.sop_class import Verification

    modality = RemoteModality("REMOTE", "127.0.0.1")
    ae = AE(modality.aet)
    for context in AllStoragePresentationContexts:
        ae.add_supported_context(context.abstract_syntax, ALL_TRANSFER_SYNTAXES)
    ae.add_supported_context(Verification)
    handlers = [(evt.EVT_C_STORE, modality.store), (evt.EVT_C_ECHO, modality.echo)]
    server = ae.start_server((modality.host, 0), block=False, evt_handlers=handlers)
    modality.port = server.socket.getsockname()[1]
    try:
        yield modality
    finally:
        server.shutdown()
