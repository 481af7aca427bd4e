"""The package folders, as records for the tests of this folder."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Package:
    folder: Path

    @cached_property
    def project(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    @property
    def sources(self) -> Path:
        (sources,) = (self.folder / "src").glob("broch*/")
        return sources

    @property
    def entry_points(self) -> dict[str, str]:
        return self.project.get("entry-points", {}).get("broch.plugins", {})


PLUGINS = [Package(file.parent) for file in sorted(ROOT.glob("plugins_official/*/pyproject.toml"))]
HOSTAPI = Package(ROOT / "hostapi")
CORE = Package(ROOT / "core")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `package` or `plugin` runs once for each folder."""
    for name, packages in (("package", [HOSTAPI, CORE, *PLUGINS]), ("plugin", PLUGINS)):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, packages, ids=lambda package: package.folder.name)


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def hostapi() -> Package:
    return HOSTAPI


@pytest.fixture
def core() -> Package:
    return CORE


@pytest.fixture
def plugins() -> list[Package]:
    return PLUGINS
