"""The command as a user gives it, against a real server."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from broch.cli import main
from broch.upload.session import printable
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def upload(running_host):
    """Run the command against the server; its exit status and what it said."""

    def run(*words, user="", port=None):
        url = f"http://{user}127.0.0.1:{port or running_host.http_port}"
        answer = CliRunner().invoke(main, ["upload", "--url", url, *map(str, words)])
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return answer.exit_code, answer.output

    return run


@pytest.fixture
def folder(tmp_path, make_file):
    folder = tmp_path / "study"
    (folder / "below").mkdir(parents=True)
    for number in range(6):
        (folder / "below" / str(number)).write_bytes(make_file())
    (folder / "readme.txt").write_text("hello")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.dcm", make_file())
    return folder


def count(http_client):
    return http_client.get_json("/statistics")["CountInstances"]


def test_everything_is_stored(upload, folder, http_client, state_folder):
    status, said = upload(folder)
    assert status == 0
    assert said.startswith("9 stored, 0 already there, 0 sent before, 1 skipped (not DICOM), 0 failed; ")
    assert count(http_client) == 9
    assert upload(folder)[1].startswith("0 stored, 9 already there, ")
    assert [path for path in state_folder.rglob("*") if path.is_file()] == []


def test_what_was_acknowledged_is_not_sent_again(upload, folder, http_client, tmp_path, make_file):
    state = tmp_path / "state"
    assert upload(folder, "--state", state)[0] == 0
    (folder / "new").write_bytes(make_file())
    status, said = upload(folder, "--state", state, "--jobs", 1)
    assert (status, said[:40]) == (0, "1 stored, 0 already there, 9 sent before")
    assert count(http_client) == 10


def test_what_the_server_has_is_not_sent(upload, folder, running_host):
    assert upload(folder / "below")[0] == 0
    status, said = upload(folder, "--skip-known")
    assert (status, said[:26]) == (0, "3 stored, 6 already there,")
    sent = float(said.split(";")[1].split()[0]) * 1e6
    assert sent < 4 * (folder / "below/0").stat().st_size


def test_failures_are_listed_with_their_reasons_and_come_again(upload, folder, http_client, make_file):
    good = make_file()
    (folder / "cut.dcm").write_bytes(good[: len(good) // 2])
    status, said = upload(folder)
    assert status == 1
    assert "9 stored, 0 already there, 0 sent before, 1 skipped (not DICOM), 1 failed" in said
    assert f"{folder / 'cut.dcm'}: HTTP 400: Bad file format" in said
    (folder / "cut.dcm").write_bytes(good)
    status, said = upload(folder)
    assert status == 0
    assert said.startswith("1 stored, 0 already there, 9 sent before, ")
    assert count(http_client) == 10


def test_what_only_looks_like_dicom_is_no_failure(upload, tmp_path):
    (tmp_path / "odd").write_bytes(b"\x08\0\x05\0CS\x0a\0" + bytes(300))
    assert upload(tmp_path / "odd")[0] == 0


@pytest.mark.broch(config={"AuthenticationEnabled": True, "RegisteredUsers": {"alice": "geheim"}})
def test_the_password_comes_from_the_environment(upload, folder, monkeypatch):
    assert "BROCH_UPLOAD_PASSWORD" in upload(folder, user="alice@")[1]
    monkeypatch.setenv("BROCH_UPLOAD_PASSWORD", "wrong")
    status, said = upload(folder, user="alice@")
    assert (status, said) == (1, "Error: wrong user or password\n")
    monkeypatch.setenv("BROCH_UPLOAD_PASSWORD", "geheim")
    assert upload(folder, user="alice@")[0] == 0
    assert upload(folder, user="alice:geheim@")[0] == 0


def test_a_server_that_is_not_there(upload, folder):
    status, said = upload(folder, "--retries", 0, port=1)
    assert status == 1
    assert said == "Error: cannot reach http://127.0.0.1:1: Connection refused\n"


def test_a_server_that_goes_away_ends_it(scripted, folder):
    scripted.script += [200, 200, *[503] * 20]
    words = ["upload", str(folder), "--url", scripted.url, "--jobs", "1", "--retries", "0"]
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 1
    assert "HTTP 503. The same command goes on from here." in answer.output
    scripted.script.clear()
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0
    assert answer.output.startswith("7 stored, 0 already there, 2 sent before, ")
    assert len(scripted.received) == len(set(scripted.received)) == 9


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_upload_goes_on(scripted, tmp_path, make_file, state_folder, number):
    for name in range(60):
        (tmp_path / f"{name:02}.dcm").write_bytes(make_file())
    command = [sys.executable, "-m", "broch", "upload", str(tmp_path), "--url", scripted.url, "--jobs", "2"]
    scripted.script += [200] * 10 + ["close"] * 1000
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    while sum(path.read_bytes().count(b"\n") for path in state_folder.rglob("*") if path.is_file()) < 1 + 10:
        assert first.poll() is None
        time.sleep(0.01)  # another process: there is no event to wait on
    first.send_signal(number)
    said = first.communicate(timeout=60)[0]
    assert first.returncode == (-signal.SIGKILL if number == signal.SIGKILL else 130)
    assert number == signal.SIGKILL or "stored" in said
    scripted.script.clear()
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    before = int(done.stdout.split(" sent before")[0].split()[-1])
    assert before == 10
    assert len(set(scripted.received)) == 60
    assert len(scripted.received) == 60


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by /proc")
def test_a_large_object_is_not_taken_into_memory(running_host, tmp_path, make_file):
    size = 300 << 20
    content = make_file()
    begin = content.index(b"\xe0\x7f\x10\x00OW")
    with (tmp_path / "large.dcm").open("wb") as file:
        file.write(content[: begin + 8] + size.to_bytes(4, "little"))
        file.truncate(begin + 12 + size)
    program = (
        "from broch.cli import main\ntry: main()\nfinally:"
        " print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    url = f"http://127.0.0.1:{running_host.http_port}"
    words = ["upload", str(tmp_path / "large.dcm"), "--url", url, "--skip-known"]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    sentence, memory = done.stdout.splitlines()
    assert sentence.startswith("1 stored")
    assert int(memory) < 60_000  # KB


def test_nothing_heavy_is_imported():
    heavy = ("pydicom", "numpy", "flask", "peewee", "ssl", "http.client", "tarfile")
    program = f"import sys, broch.cli; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


@given(st.text())
def test_a_name_is_printed_on_one_line(text):
    assert len(printable(text).splitlines()) <= 1
    assert "\x1b" not in printable(text)


def test_a_name_that_is_no_unicode(upload, tmp_path, make_file):
    name = os.fsdecode(b"\xff\xfe\n.dcm")
    content = make_file()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    status, said = upload(tmp_path)
    assert status == 1
    assert said.count("\n") == 2
    assert json.dumps(said)
