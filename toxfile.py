"""What tox takes from the folders, so that a new plugin changes neither this file nor tox.ini.

`BROCH_WHEELS` names a folder with a wheel of every package: the environments then install from there, and each
package is built once. Without it the packages are installed editable.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tox.config.loader.memory import MemoryLoader
from tox.config.sets import ConfigSet
from tox.config.types import Command
from tox.plugin import impl
from tox.session.state import State

ROOT = Path(__file__).parent
HOST = [ROOT / "hostapi", ROOT / "core"]
PLUGINS = sorted(file.parent for file in ROOT.glob("plugins_official/*/pyproject.toml"))
PINS = [ROOT / "constraints.txt", *sorted(ROOT.glob("plugins_official/*/constraints.txt"))]
CONSTRAINTS = "\n".join(f"-c {file}" for file in PINS)
TEST_EXTRAS = {"test", "testing"}


@impl
def tox_extend_envs() -> Iterable[str]:
    """Name an environment for each plugin."""
    return [isolated(folder) for folder in PLUGINS]


@impl
def tox_add_core_config(core_conf: ConfigSet, state: State) -> None:
    """Give tox.ini the lists of folders, and each plugin an environment without its siblings."""
    core_conf.add_constant("packages", "every package with its test extra", lines(*HOST, *PLUGINS))
    core_conf.add_constant("folders", "every package as a user installs it", "\n".join(map(str, [*HOST, *PLUGINS])))
    core_conf.add_constant("constraints", "pins: ours, and those of plugins that need more", CONSTRAINTS)
    core_conf.add_constant("oldest", "hostapi and core with their lowest requirements", "\n".join(oldest(HOST)))
    for folder in PLUGINS:
        state.conf.memory_seed_loaders[isolated(folder)].append(
            MemoryLoader(
                description=f"the tests of {folder.name} beside hostapi and core alone",
                deps=f"{CONSTRAINTS}\n{lines(*HOST, folder)}\n-r {ROOT / 'tests/requirements.txt'}",
                commands=[Command(["pytest", str(folder / "tests")])],
            )
        )


def isolated(folder: Path) -> str:
    """Return the name of a plugin's own environment."""
    return f"isolated-{folder.name}"


def lines(*folders: Path) -> str:
    """Return requirement lines that install these folders with what their tests need."""
    return "\n".join(requirement(folder) for folder in folders)


def requirement(folder: Path) -> str:
    """Return the line for one folder: its wheel if there is one, else editable."""
    project = project_table(folder)
    extras = ",".join(sorted(TEST_EXTRAS & project.get("optional-dependencies", {}).keys()))
    suffix = f"[{extras}]" if extras else ""
    wheels = os.environ.get("BROCH_WHEELS")
    if not wheels:
        return f"-e {folder}{suffix}"
    stem = re.sub(r"[-_.]+", "_", project["name"])
    (wheel,) = Path(wheels).glob(f"{stem}-{project['version']}-*.whl")
    return f"{wheel}{suffix}"


def oldest(folders: Iterable[Path]) -> Iterator[str]:
    """Yield the folders and a pin to each lower bound: `numpy>=2.0` becomes `numpy==2.0`."""
    for folder in folders:
        yield requirement(folder)
        for dependency in project_table(folder)["dependencies"]:
            if bound := re.match(r"([\w.-]+)[^>;]*>=\s*([\w.]+)", dependency):
                yield f"{bound[1]}=={bound[2]}"


def project_table(folder: Path) -> dict[str, Any]:
    """Return the [project] table of a package folder."""
    table: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table
