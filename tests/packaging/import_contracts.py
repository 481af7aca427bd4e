"""Check who imports whom: plugins -> hostapi <- core. The contracts are made from the folders.

Run as a program (`tox -e imports`). Imports of our packages under TYPE_CHECKING count too, those of others do not.
"""

import re
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Write the contracts to a temporary file and return import-linter's exit status."""
    plugins = sorted(file.parent.name for file in ROOT.glob("plugins_official/*/src/broch_*/__init__.py"))
    outside = _exit_status(["broch_hostapi"], [_outside_contract()], exclude_type_checking=True)
    inside = _exit_status(["broch_hostapi", "broch", *plugins], _inside_contracts(plugins), exclude_type_checking=False)
    return max(inside, outside)


def _inside_contracts(plugins: list[str]) -> list[str]:
    contracts = [_forbidden("hostapi imports no host and no plugin", ["broch_hostapi"], ["broch", *plugins])]
    if plugins:
        contracts.append(_forbidden("the core imports no plugin", ["broch"], plugins))
    for plugin in plugins:
        siblings = [name for name in plugins if name != plugin]
        contracts.append(_forbidden(f"{plugin} imports neither the core nor a sibling", [plugin], ["broch", *siblings]))
    return contracts


def _outside_contract() -> str:
    project = tomllib.loads((ROOT / "core" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs_of_the_core = {re.match(r"\w+", dependency)[0] for dependency in project["dependencies"]}
    return _forbidden(
        "hostapi runs on pluggy and the standard library",
        ["broch_hostapi"],
        sorted(needs_of_the_core - {"broch", "pluggy"}),
        # An extra for test suites, which have pytest and pydicom.
        ignored=["broch_hostapi.testing -> *", "broch_hostapi.testing.** -> *"],
    )


def _forbidden(name: str, sources: list[str], forbidden: list[str], ignored: Sequence[str] = ()) -> str:
    return (
        f'[[tool.importlinter.contracts]]\nname = "{name}"\ntype = "forbidden"\n'
        f"source_modules = {sources!r}\nforbidden_modules = {forbidden!r}\n"
        f'ignore_imports = {list(ignored)!r}\nunmatched_ignore_imports_alerting = "none"\n'
    )


def _exit_status(packages: list[str], contracts: list[str], *, exclude_type_checking: bool) -> int:
    head = (
        f"[tool.importlinter]\nroot_packages = {packages!r}\ninclude_external_packages = true\n"
        f"exclude_type_checking_imports = {str(exclude_type_checking).lower()}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "contracts.toml"
        config.write_text("\n".join([head, *contracts]), encoding="utf-8")
        return lint_imports(config_filename=str(config), no_cache=True)


if __name__ == "__main__":
    status = main()
    sys.exit(0 if status == EXIT_STATUS_SUCCESS else 1)
