"""A server starts and answers without the heavy libraries; each is imported by the first request that needs it."""

import json
import subprocess
import sys

import pytest

HEAVY = ["argon2", "numpy", "imagecodecs", "pydicom", "pynetdicom", "PIL", "psycopg", "boto3", "pytest"]

SERVE = """
import urllib.request
from broch.config import read_configuration
from broch.host import start_host
running = start_host(read_configuration([], {"BROCH__HTTP_PORT": "0", "BROCH__DICOM_PORT": "0"}))
try:
    urllib.request.urlopen(f"http://127.0.0.1:{running.http_port}/system", timeout=30).read()
    loaded = set(sys.modules)
finally:
    running.stop()
"""


def test_a_server_that_answers_has_imported_nothing_heavy(tmp_path):
    assert _heavy_after(SERVE, tmp_path) == []


def test_importing_every_module_of_the_core_imports_nothing_heavy(core, tmp_path):
    modules = [
        ".".join(file.relative_to(core.sources.parent).with_suffix("").parts)
        for file in core.sources.rglob("*.py")
        if file.name not in {"__main__.py", "pytest_plugin.py"} and "templates" not in file.parts
    ]
    source = (
        f"import importlib\nfor name in {sorted(modules)!r}: importlib.import_module(name)\nloaded = set(sys.modules)"
    )
    assert _heavy_after(source, tmp_path) == []


def test_importing_a_plugin_imports_nothing_heavy(plugin, tmp_path):
    lines = [f"import {target.split(':')[0]}" for target in plugin.entry_points.values()]
    assert _heavy_after("\n".join([*lines, "loaded = set(sys.modules)"]), tmp_path) == []


def _heavy_after(source, folder):
    """Run `source`, which sets `loaded`, in a process of its own, and return which heavy libraries it had loaded."""
    program = f"import json, sys\n{source}\nprint(json.dumps([name for name in {HEAVY!r} if name in loaded]))"
    answer = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=100)
    if answer.returncode:
        pytest.fail(answer.stderr, pytrace=False)
    return json.loads(answer.stdout.splitlines()[-1])
