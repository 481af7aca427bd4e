"""A real process: it restarts and stops by signal and by request, and never for the worse."""

import contextlib
import gc
import http.client
import json
import signal
import socket
import threading
import urllib.error
import urllib.request
import weakref
from base64 import b64encode

import pytest
from broch.config import read_configuration
from broch.host import start_host

pytestmark = pytest.mark.timeout(120)
needs_sighup = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no SIGHUP")


@pytest.fixture
def configure(tmp_path):
    def write(**options):
        file = tmp_path / "broch.json"
        file.write_text(json.dumps(options))
        return file

    return write


def call(url, path, method="GET", body=None, **headers):
    request = urllib.request.Request(url + path, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def wait_until_gone(url):
    """Until its port is closed."""
    with contextlib.suppress(OSError):
        while True:
            call(url, "system")


def system(url):
    return json.loads(call(url, "system")[1])


def test_a_request_restarts_it_with_the_configuration_read_again(serve, configure):
    server = serve(configure(Name="first"))
    url = server.url()
    assert system(url)["Name"] == "first"
    configure(
        Name="second", DicomModalities={"pacs": ["PACS", "127.0.0.1", 104]}, DicomBindAddresses=["127.0.0.1"],
        AuthenticationEnabled=True, RegisteredUsers={"alice": "geheim"},
    )  # fmt: skip
    assert call(url, "tools/reset", "POST", b"") == (200, b"{}\n")
    again = server.url()
    assert again != url  # HttpPort 0
    assert call(again, "system")[0] == 401
    assert call(again, "tools/reset", "POST", b"")[0] == 401
    alice = {"Authorization": "Basic " + b64encode(b"alice:geheim").decode()}
    assert json.loads(call(again, "system", **alice)[1])["Name"] == "second"
    assert json.loads(call(again, "modalities", **alice)[1]) == ["pacs"]
    assert call(again, "tools/reset", "POST", b"", **alice) == (200, b"{}\n")
    assert json.loads(call(server.url(), "system", **alice)[1])["Name"] == "second"
    assert server.stop() == 0


def test_a_request_stops_it(serve, configure):
    server = serve(configure())
    url = server.url()
    assert call(url, "tools/shutdown")[0] == 405
    assert call(url, "tools/shutdown", "POST", b"") == (200, b"{}\n")
    server.line("Stopped.")
    assert server.process.wait(30) == 0


def test_a_configuration_that_cannot_be_read_changes_nothing(serve, configure, tmp_path):
    server = serve(configure(Name="first"))
    url = server.url()
    (tmp_path / "broch.json").write_text('{"Name": ')
    assert call(url, "tools/reset", "POST", b"")[0] == 200
    assert "broch.json" in server.line("runs on as it is")
    assert system(url)["Name"] == "first"
    (tmp_path / "broch.json").unlink()
    assert call(url, "tools/reset", "POST", b"")[0] == 200
    server.line("runs on as it is")
    assert system(url)["Name"] == "first"


def test_a_configuration_that_does_not_start_gives_way_to_the_old_one(serve, configure):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = serve(configure(Name="first", DicomPort=0), BROCH__DICOM_PORT=None)
        url = server.url()
        configure(Name="second", DicomPort=taken.getsockname()[1])
        assert call(url, "tools/reset", "POST", b"")[0] == 200
        server.line("the old one is used again")
        assert system(server.url())["Name"] == "first"
        configure(Name="third", DicomPort=0, StorageBackend="nowhere")
        assert call(f"http://127.0.0.1:{port_of(server)}/", "tools/reset", "POST", b"")[0] == 200
        assert "nowhere" in server.line("the old one is used again")
        assert system(server.url())["Name"] == "first"


def port_of(server):
    return next(line for line in reversed(server.seen) if "Browser:" in line).rstrip("/\n").rsplit(":", 1)[1]


def test_a_request_under_way_is_answered_before_the_restart(serve, configure):
    server = serve(configure(Name="first"))
    port = int(server.url().rstrip("/").rsplit(":", 1)[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = b'{"Level": "Study", "Query": {}}'
    connection.putrequest("POST", "/tools/find")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body[:10])
    assert system(f"http://127.0.0.1:{port}/")["Name"] == "first"
    assert call(f"http://127.0.0.1:{port}/", "tools/reset", "POST", b"")[0] == 200
    threading.Timer(0.5, lambda: connection.send(body[10:])).start()
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"[]\n")
    assert server.url()


@needs_sighup
def test_many_wishes_at_once_end_with_a_server_that_runs(serve, configure):
    server = serve(configure(Name="first"))
    server.url()
    configure(Name="last")
    for _ in range(20):
        server.process.send_signal(signal.SIGHUP)
    assert system(server.url())["Name"] == "last"
    assert server.stop() == 0  # also if one more restart is under way


@needs_sighup
def test_a_stop_that_comes_in_a_restart(serve, configure):
    server = serve(configure())
    url = server.url()
    server.process.send_signal(signal.SIGHUP)
    wait_until_gone(url)
    assert server.stop() == 0
    server.line("Stopped.")


def test_json_on_one_stream_is_nothing_but_json(serve, configure):
    server = serve(configure(LogFormat="Json"))
    told = json.loads(server.line("Browser:"))
    assert (told["level"], told["logger"]) == ("info", "broch")
    url = told["message"].split()[1]
    assert call(url, "tools/reset", "POST", b"")[0] == 200
    asked = json.loads(server.line("restart was asked for"))
    assert (asked["level"], asked["remote"]) == ("warning", "127.0.0.1")
    server.line("Browser:")
    assert server.stop() == 0
    server.line("Stopped.")
    assert all(json.loads(line)["time"].endswith("Z") for line in server.seen)


def test_json_also_tells_what_keeps_it_from_starting(serve, configure):
    server = serve("--log-format", "json", configure(RemoteAccessAllowed=True))
    told = json.loads(server.line("RegisteredUsers"))
    assert told["level"] == "critical"
    assert server.process.wait(60) == 1
    assert len(server.seen) == 1


def test_warnings_come_before_what_keeps_it_from_starting(serve, configure):
    server = serve(configure(RemoteAccessAllowed=True, RegisterdUsers={"alice": "geheim"}))
    assert server.line("'RegisteredUsers' meant").startswith("Warning: ")
    server.line("Error: RemoteAccessAllowed: ")
    assert server.process.wait(60) == 1


def test_a_log_file(serve, configure, tmp_path):
    server = serve("--logfile", "broch.log", "--log-format", "json", "--verbose", configure())
    url = server.url()
    assert call(url, "tools/reset", "POST", b"")[0] == 200
    server.url()
    assert server.stop() == 0
    lines = [json.loads(line) for line in (tmp_path / "broch.log").read_text().splitlines()]
    assert any("restart was asked for" in line["message"] for line in lines)


def test_how_much_is_logged_can_be_changed(serve, configure):
    url = serve(configure()).url()
    assert call(url, "tools/log-level") == (200, b"default")
    assert call(url, "tools/log-level-http", "PUT", b"verbose") == (200, b"")
    assert [call(url, f"tools/log-level{name}")[1] for name in ("", "-http", "-dicom")] == [
        b"verbose", b"verbose", b"default",
    ]  # fmt: skip
    assert call(url, "tools/log-level", "PUT", b"loud")[0] == 400
    assert call(url, "tools/log-level-nothing")[0] == 404


def test_an_embedded_server_is_not_stopped_by_a_request(http_client):
    assert [http_client.post(f"/tools/{name}").status for name in ("reset", "shutdown")] == [403, 403]
    assert http_client.get("/system").status == 200


def test_a_server_that_was_stopped_leaves_nothing_in_memory(tmp_path):
    options = {"BROCH__HTTP_PORT": "0", "BROCH__DICOM_PORT": "0", "BROCH__STORAGE_DIRECTORY": str(tmp_path / "data")}
    running = start_host(read_configuration([], options))
    call(f"http://127.0.0.1:{running.http_port}/", "system")
    application = weakref.ref(running.host.rest.app)
    running.stop()
    del running
    gc.collect()
    assert application() is None
