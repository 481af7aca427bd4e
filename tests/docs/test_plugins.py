"""docs/plugins lists the official plugins, and the README of each has its settings as the code has them."""

import importlib
import json
import tomllib
from dataclasses import MISSING
from pathlib import Path
from typing import get_type_hints

import pytest
from broch_hostapi.settings import declared, describe_type

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(file.parent for file in ROOT.glob("plugins_official/*/pyproject.toml"))


def project(folder: Path) -> dict:
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_official_plugins(generated):
    rows = ["| id | package | what |\n|---|---|---|\n"]
    for folder in FOLDERS:
        told = project(folder)
        ids = ", ".join(f"`{name}`" for name in told["entry-points"]["broch.plugins"])
        what = told["description"].removesuffix(".")
        rows.append(f"| {ids} | [{told['name']}](../../plugins_official/{folder.name}/README.md) | {what} |\n")
    generated("plugins/README.md", "plugins", "".join(rows))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_settings(generated, folder):
    for target in project(folder)["entry-points"]["broch.plugins"].values():
        module, name = target.split(":")
        plugin = getattr(importlib.import_module(module), name)
        hints = get_type_hints(plugin.Settings)
        rows = ["| option | type | default | meaning |\n|---|---|---|---|\n"]
        enabled = str(not plugin.needs_enabling).lower()
        rows.append(f"| `{plugin.enabled_by}` | true or false | `{enabled}` | Whether the plugin runs |\n")
        for option, (field, info) in declared(plugin.Settings).items():
            default = field.default_factory() if field.default is MISSING else field.default
            shown = "(secret)" if info.secret else f"`{json.dumps(default)}`"
            rows.append(f"| `{option}` | {describe_type(hints[field.name])} | {shown} | {info.description} |\n")
        generated(f"../plugins_official/{folder.name}/README.md", "settings", "".join(rows))
