"""`broch new-plugin`: what it writes installs, is found, and passes its own tests."""

import os
import subprocess
import sys
import tomllib

import pytest
from broch.new_plugin import check_name, names_for, write_plugin


@pytest.fixture
def written(tmp_path):
    return write_plugin("door-bell", tmp_path)


@pytest.fixture
def installed(written):
    """Environment of a process for which the plugin is installed: its sources and a dist-info folder on the path."""
    project = tomllib.loads((written / "pyproject.toml").read_text())["project"]
    info = written / "src" / "broch_door_bell-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    ((id_, target),) = project["entry-points"]["broch.plugins"].items()
    (info / "entry_points.txt").write_text(f"[broch.plugins]\n{id_} = {target}\n")
    return os.environ | {"PYTHONPATH": str(written / "src")}


def run(*words, env, cwd):
    done = subprocess.run([sys.executable, "-m", *words], env=env, cwd=cwd, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_found(installed, written):
    rows = [line.split() for line in run("broch", "plugins", env=installed, cwd=written).splitlines()]
    assert ["door-bell", "enabled", "0.1.0", "Door", "bell"] in rows


def test_it_passes_its_own_tests(installed, written):
    assert "6 passed" in run("pytest", "-q", "-p", "no:cacheprovider", env=installed, cwd=written)


def test_no_placeholder_is_left(written):
    for file in written.rglob("*"):
        if file.is_file():
            assert "$" not in file.read_text(), file
            assert not file.name.endswith(".template")
            if file.suffix == ".py":
                compile(file.read_text(), str(file), "exec")


def test_the_package_says_that_it_is_typed(written):
    assert (written / "src/broch_door_bell/py.typed").exists()


def test_an_existing_folder_is_left_alone(written, tmp_path):
    before = {file: file.read_bytes() for file in written.rglob("*") if file.is_file()}
    with pytest.raises(FileExistsError, match="nothing was written"):
        write_plugin("door-bell", tmp_path)
    assert before == {file: file.read_bytes() for file in written.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Door",
        "door_bell",
        "-door",
        "door-",
        "door--bell",
        "1door",
        "door bell",
        "../door",
        "dóor",
        "core",
        "hostapi",
        "a" * 41,
        "a\n",
    ],
)
def test_names_that_cannot_be(name, tmp_path):
    with pytest.raises(ValueError, match="name"):
        write_plugin(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a", "bell", "door-bell", "hl7", "x-1"])
def test_names_that_can(name):
    check_name(name)
    names = names_for(name)
    assert names["package"].isidentifier()
    assert names["class_name"].isidentifier()
