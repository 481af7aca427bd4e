import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest
from broch import __version__
from broch.cli import main, table
from click.testing import CliRunner


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("BROCH__", "ORTHANC__"))]:
        monkeypatch.delenv(name)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def written(tmp_path, **options):
    file = tmp_path / "broch.json"
    file.write_text(json.dumps(options))
    return file


def test_nothing_heavy_is_imported_before_it_is_needed():
    heavy = ("flask", "peewee", "cheroot", "broch.host")
    program = f"import sys, broch.cli; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


def test_version(run):
    assert run("--version").output == f"broch, version {__version__}\n"


@pytest.mark.parametrize("words", [[], ["serve"], ["check-config"], ["plugins"], ["new-plugin"]])
def test_help(run, words):
    answer = run(*words, "--help")
    assert answer.exit_code == 0
    assert not words or f"  broch {words[0]}" in answer.output.split("Examples:")[1]


def test_a_good_configuration(run, tmp_path):
    answer = run("check-config", written(tmp_path, Name="A"))
    assert (answer.exit_code, answer.output) == (0, "The configuration is good.\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"Nmae": "A"}, "'Name' meant"),
        ({"Name": 5}, "Name: should be a string"),
        ({"JobsHistorySize": 3}, "not supported yet"),
        ({"Plugins": ["nobody"]}, "no plugin 'nobody'"),
        ({"RemoteAccessAllowed": True}, "RegisteredUsers"),
        ({"DicomModalites": {}}, "'DicomModalities' meant"),
        ({"Dictionary": {"0029,1001": ["XX", "Name"]}}, "0029,1001"),
        ({"ExternalDictionaries": ["nowhere.dic"]}, "nowhere.dic cannot be read"),
    ],
)
def test_mistakes_are_errors(run, tmp_path, options, said):
    answer = run("check-config", written(tmp_path, **options))
    assert answer.exit_code == 1
    assert said in answer.output


def test_a_mistake_does_not_hide_warnings_that_may_be_its_reason(run, tmp_path):
    answer = run("check-config", written(tmp_path, RemoteAccessAllowed=True, RegisterdUsers={"alice": "geheim"}))
    assert answer.exit_code == 1
    warning, error = answer.stderr.splitlines()
    assert "'RegisteredUsers' meant" in warning
    assert error.startswith("Error: RemoteAccessAllowed: ")


def test_a_file_that_is_not_there(run):
    answer = run("check-config", "nowhere.json")
    assert answer.exit_code == 2
    assert "nowhere.json" in answer.output


def test_the_effective_configuration_hides_secrets(run, tmp_path):
    answer = run("check-config", "--effective", written(tmp_path, RegisteredUsers={"alice": "geheim"}))
    assert answer.exit_code == 0
    assert json.loads(answer.output)["RegisteredUsers"] == {"alice": "********"}


def test_plugins_as_json(run):
    rows = json.loads(run("plugins", "--json").output)
    assert all(set(row) == {"Id", "Status", "Version", "Distribution", "Detail"} for row in rows)
    assert [row["Id"] for row in rows] == sorted(row["Id"] for row in rows)


def test_plugins_as_a_table(run):
    assert run("plugins").exit_code == 0


def test_table():
    assert table([["A", "LONG", "X"], ["abc", "b", ""]]) == "A    LONG  X\nabc  b"


def test_new_plugin(run, tmp_path):
    answer = run("new-plugin", "bell", "--directory", tmp_path / "made")
    assert answer.exit_code == 0
    assert (tmp_path / "made/broch-bell/pyproject.toml").exists()
    assert run("new-plugin", "bell", "--directory", tmp_path / "made").exit_code == 1
    assert run("new-plugin", "Not a name").exit_code == 1


def system(url):
    return json.load(urllib.request.urlopen(url + "system", timeout=20))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(serve, tmp_path, number):
    server = serve()
    url = server.url()
    assert "AE title ORTHANC, host 127.0.0.1, port" in server.line("Modality:")
    assert "this machine only" in server.line("HTTP listens")
    assert system(url)["Name"] == "MyOrthanc"
    assert server.stop(number) == 0
    server.line("Stopped.")
    assert (tmp_path / "OrthancStorage").is_dir()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no SIGHUP")
def test_it_reads_the_configuration_again(serve, tmp_path):
    file = written(tmp_path, Name="first")
    server = serve(file)
    assert system(server.url())["Name"] == "first"
    file.write_text("{ broken")
    server.process.send_signal(signal.SIGHUP)
    server.line("runs on as it is")
    written(tmp_path, Name="second")
    server.process.send_signal(signal.SIGHUP)
    assert system(server.url())["Name"] == "second"
    assert server.stop() == 0


def test_what_keeps_it_from_starting_is_said_in_one_line(serve, tmp_path):
    server = serve(written(tmp_path, RemoteAccessAllowed=True))
    assert server.line("Error:").count("RegisteredUsers") == 1
    assert server.process.wait(60) == 1
    assert "Traceback" not in "".join(server.seen)


def test_a_port_in_use_is_said_in_one_line(serve):
    first = serve()
    port = first.url().rstrip("/").rsplit(":", 1)[1]
    second = serve(BROCH__HTTP_PORT=port, BROCH__STORAGE_DIRECTORY="other")
    assert "HttpPort" in second.line("Error:")
    assert second.process.wait(60) == 1
    assert "Traceback" not in "".join(second.seen)


def test_a_storage_that_cannot_be_written_is_said_in_one_line(serve, tmp_path):
    (tmp_path / "taken").write_text("a file, no folder")
    server = serve(BROCH__STORAGE_DIRECTORY=str(tmp_path / "taken"))
    assert server.line("Error:")
    assert server.process.wait(60) == 1
    assert "Traceback" not in "".join(server.seen)
