"""The core neither imports nor names a plugin: what it knows of them comes through the hooks."""

import ast
import re
from pathlib import Path

import pytest

WIRE = {"explorer.js"}  # Orthanc's /plugins has it whatever is installed, and clients look for it


@pytest.fixture
def forbidden(plugins, hostapi) -> set[str]:
    """Names of folders and entry points, without case and hyphens.

    A word that the contract itself uses for a name (`worklists`) belongs to the domain, not to a plugin.
    """
    names = {plugin.folder.name for plugin in plugins} | {name for plugin in plugins for name in plugin.entry_points}
    vocabulary = {
        word for file in hostapi.sources.rglob("*.py") for name in _names(_tree(file)) for word in _words(name)
    }
    return {_plain(name) for name in names} - vocabulary


def test_no_name_or_string_of_the_core_names_a_plugin(core, forbidden):
    found = [
        f"{file.relative_to(core.folder)}: {text!r}"
        for file in core.sources.rglob("*.py")
        for text in _texts(_tree(file))
        if text not in WIRE and not forbidden.isdisjoint(_words(text))
    ]
    assert not found


def test_no_file_of_the_core_names_a_plugins_distribution(core, plugins):
    names = [re.compile(rf"\bbroch[-_]{re.escape(plugin.folder.name)}\b", re.IGNORECASE) for plugin in plugins]
    found = [
        f"{file.relative_to(core.folder)}: {name.pattern}"
        for file in core.sources.rglob("*")
        if file.suffix in {".py", ".toml", ".md", ".txt", ".json", ".html"}
        for name in names
        if name.search(file.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("prefer('lua-scripts')", True),
        ("LuaScripts = 1", True),
        ("log('%s: install lua_scripts first')", True),
        ("from broch_lua_scripts import run", True),
        ("def run():\n    'What Lua-scripts may do.'", False),
        ("run('luascriptsomething')", False),
    ],
)
def test_finds_a_name_wherever_it_stands(source, names):
    assert any("luascripts" in _words(text) for text in _texts(ast.parse(source))) is names


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _texts(tree: ast.Module) -> set[str]:
    """Identifiers and strings; docstrings are prose and may speak of a standard by its name."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    }
    return strings | _names(tree)


def _names(tree: ast.Module) -> set[str]:
    fields = ("id", "attr", "arg", "name", "module", "asname")
    return {
        value for node in ast.walk(tree) for field in fields if isinstance(value := getattr(node, field, None), str)
    }


def _words(text: str) -> set[str]:
    """Every run of words joined by hyphens or underscores, whole and from each of its parts to each later one."""
    words: set[str] = set()
    for run in re.findall(r"[\w-]+", text):
        parts = [part for part in re.split(r"[-_]", run.lower()) if part]
        words |= {
            "".join(parts[start:stop]) for start in range(len(parts)) for stop in range(start + 1, len(parts) + 1)
        }
    return words


def _plain(name: str) -> str:
    return re.sub(r"[-_]", "", name.lower())
