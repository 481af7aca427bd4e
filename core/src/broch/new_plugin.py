"""``broch new-plugin``: write a plugin to start from, out of the files of ``templates/plugin``."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from string import Template

SUFFIX = ".template"
PACKAGE_FOLDER = "package"
"""Stands for the name of the package in the paths of the templates."""
RESERVED = frozenset({"core", "hostapi", "plugin", "plugins"})


def check_name(name: str) -> None:
    """Raise ``ValueError`` for what cannot be a plugin's id."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or len(name) > 40:
        raise ValueError(
            f"{name!r} cannot be the name of a plugin: it should have up to 40 lower case letters and digits, begin "
            "with a letter, and have single hyphens only between them, like door-bell"
        )
    if name in RESERVED:
        raise ValueError(f"the name {name!r} is taken by Broch itself")


def names_for(name: str) -> dict[str, str]:
    """What the templates call for."""
    words = name.split("-")
    camel = "".join(word.capitalize() for word in words)
    return {
        "name": name,
        "package": f"broch_{'_'.join(words)}",
        "class_name": f"{camel}Plugin",
        "section": camel,
        "title": " ".join(words).capitalize(),
        "version": version("broch-hostapi"),
    }


def write_plugin(name: str, directory: Path) -> Path:
    """Write ``directory/broch-NAME`` and return it.

    Raises ``ValueError`` for a name that cannot be, ``FileExistsError`` if the folder is there already.
    """
    check_name(name)
    names = names_for(name)
    target = directory / f"broch-{name}"
    if target.exists():
        raise FileExistsError(f"{target} exists already; nothing was written")
    for path, text in _templates():
        parts = [names["package"] if part == PACKAGE_FOLDER else part for part in path.parts]
        file = target.joinpath(*parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(names), "utf-8")
    return target


def _templates() -> Iterator[tuple[PurePosixPath, str]]:
    """Path inside the plugin and text of every template."""

    def walk(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.is_dir():
                yield from walk(entry, path / entry.name)
            elif entry.name.endswith(SUFFIX):
                yield path / entry.name.removesuffix(SUFFIX), entry.read_text("utf-8")

    return walk(files("broch") / "templates" / "plugin", PurePosixPath())
