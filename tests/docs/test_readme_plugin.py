"""The plugin that the README shows is one: installed, it answers and hears of a study."""

import os
import re
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from broch_hostapi.testing import make_study

README = Path(__file__).parents[2] / "README.md"
SECONDS = 60


@pytest.fixture
def installed(tmp_path) -> Path:
    """A folder for PYTHONPATH, with the package as pip would leave it there."""
    (source,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (entry_point,) = re.findall(r"`(greeter = \"[\w:]+\")`", README.read_text(encoding="utf-8"))
    folder = tmp_path / "site"
    metadata = folder / "my_package-0.1.dist-info"
    metadata.mkdir(parents=True)
    (folder / "my_package.py").write_text(source, encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 0.1\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(f"[broch.plugins]\n{entry_point.replace(chr(34), '')}\n", "utf-8")
    return folder


class Served:
    """`broch serve --verbose`, and what it says."""

    def __init__(self, folder: Path, path: Path):
        environment = os.environ | {"PYTHONPATH": str(path), "BROCH__HTTP_PORT": "0", "BROCH__DICOM_PORT": "0"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "broch", "serve", "--verbose"],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.lines: list[str] = []
        self._news = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line)
                self._news.notify_all()

    def said(self, pattern: str) -> str:
        """Wait for a line with this in it; gives the first group."""
        with self._news:
            found = self._news.wait_for(lambda: re.search(pattern, "".join(self.lines)), SECONDS)
        assert found, "".join(self.lines)
        return found[1]


@pytest.fixture
def served(tmp_path, installed):
    server = Served(tmp_path, installed)
    yield server
    server.process.terminate()
    assert server.process.wait(SECONDS) == 0


def test_it_answers_and_hears(served):
    address = served.said(r"Browser: +(http\S+)")
    assert _ask(f"{address}greeter") == "0 studies\n"
    for file in make_study(series=1, instances=2):
        _ask(f"{address}instances", file)
    assert _ask(f"{address}greeter") == "1 studies\n"
    (study,) = re.findall(r'"([0-9a-f-]{44})"', _ask(f"{address}studies"))
    assert served.said(r"hello, study (\S+)") == study


def _ask(url: str, body: bytes | None = None) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, body, timeout=SECONDS) as answer:
        return answer.read().decode()
