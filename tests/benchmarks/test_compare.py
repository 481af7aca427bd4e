"""The comparison of `benchmarks/` still runs, with next to nothing to do."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

COMPARE = Path(__file__).parents[2] / "benchmarks" / "compare.py"
pytestmark = pytest.mark.timeout(300)


def compare(folder, *words):
    command = [
        sys.executable,
        str(COMPARE),
        "--quick",
        "--rounds",
        "1",
        "--scale",
        "0.03",
        "--out",
        str(folder / "out"),
    ]
    done = subprocess.run([*command, "--scratch", str(folder), *words], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, json.loads((folder / "out/comparison.json").read_text())


def test_help():
    done = subprocess.run([sys.executable, str(COMPARE), "--help"], capture_output=True, text=True, check=True)
    assert "broch-normal" in done.stdout


def test_broch_alone(tmp_path):
    said, told = compare(tmp_path, "--servers", "broch")
    assert told["servers"] == ["broch"]
    assert {row["name"]: row["medians"][0] for row in told["rows"] if row["medians"] == [None]}.keys() <= {"qido"}
    assert all(row["ratios"] == [] for row in told["rows"])
    assert "upload_4" in said
    assert "| cstore_1 |" in (tmp_path / "out/comparison.md").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.peer("Orthanc")
def test_broch_beside_orthanc(tmp_path):
    _, told = compare(tmp_path)
    assert told["servers"] == ["broch", "orthanc"]
    for row in told["rows"]:
        if None not in row["medians"]:
            first, last = row["medians"]
            less = row["name"] in ("start", "idle_memory")
            assert row["ratio"] == pytest.approx(last / first if less else first / last)
    plot = ET.parse(tmp_path / "out/comparison.svg")
    texts = [element.text for element in plot.iter("{http://www.w3.org/2000/svg}text")]
    assert {"archive", "cfind", "upload_1", "1"} <= set(texts)


def test_without_orthanc_it_says_how_to_get_it(tmp_path):
    description = json.loads((COMPARE.parent / "servers/orthanc.json").read_text())
    description["cmd"][0] = "Orthanc-that-is-not-there"
    (tmp_path / "absent.json").write_text(json.dumps(description))
    said, told = compare(tmp_path, "--servers", f"broch,{tmp_path / 'absent.json'}", "--only", "gets_1")
    assert "Orthanc-that-is-not-there was not found" in said
    assert [row["name"] for row in told["rows"]] == ["gets_1"]
