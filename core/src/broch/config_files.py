"""Configuration files: JSON with comments or TOML, one or several or folders of them, with ``${VARIABLES}``."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from broch_hostapi.errors import ConfigurationError

# A string (left alone), or a comment. An unfinished comment runs to the end.
_STRING_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"?|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
# A string (left alone), or a comma before a closing bracket.
_STRING_OR_LAST_COMMA = re.compile(r'"(?:\\.|[^"\\])*"?|,(?=\s*[\]}])', re.DOTALL)
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")
# A variable that stands for itself, perhaps with quotes in its default, or a string that may have some inside.
_VARIABLE_OR_STRING = re.compile(_VARIABLE.pattern + r'|"(?:\\.|[^"\\\n])*"')
_SUFFIXES = (".json", ".toml")


class Value(NamedTuple):
    """A top-level member and where it stands."""

    value: Any
    file: str
    folder: Path


def without_comments(text: str) -> str:
    """JSON text with spaces for ``//`` and ``/* */`` comments, and for a comma after the last member.

    Orthanc allows both. Every character stays where it was, so that positions in error messages are right.
    """

    def blank(match: re.Match[str]) -> str:
        found = match.group()
        return found if found.startswith('"') else re.sub(r"[^\n]", " ", found)

    return _STRING_OR_LAST_COMMA.sub(blank, _STRING_OR_COMMENT.sub(blank, text))


def expand(text: str, environ: Mapping[str, str], missing: list[str]) -> str:
    """Put environment variables in place of ``${NAME}`` and ``${NAME:-default}``, anywhere in the text.

    Inside a string in double quotes a value is written so that it is read as it is, whatever is in it. A variable that
    is not set and has no default becomes nothing, and its name is appended to ``missing``.
    """

    def value(match: re.Match[str]) -> str:
        name, default = match.groups()
        if name in environ:
            return environ[name]
        if default is None:
            missing.append(name)
        return default or ""

    def quoted(match: re.Match[str]) -> str:
        return json.dumps(value(match), ensure_ascii=False)[1:-1]

    def found(match: re.Match[str]) -> str:
        return _VARIABLE.sub(quoted, match.group()) if match.group().startswith('"') else value(match)

    return _VARIABLE_OR_STRING.sub(found, text)


def files_of(path: Path) -> list[Path]:
    """The configuration files that a path of the command line means, by name: itself, or those in the folder."""
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES and p.is_file())
    return [path]


def parse(path: Path, environ: Mapping[str, str], warnings: list[str]) -> dict[str, Any]:
    """Read one file. Raises ``ConfigurationError`` that names the file, and the line where there is one."""
    missing: list[str] = []
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix.lower() == ".toml":
            content: Any = tomllib.loads(expand(text, environ, missing))
        else:
            content = _parse_json(expand(without_comments(text), environ, missing), path, warnings)
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigurationError(f"cannot be read: {reason}", file=str(path)) from error
    if not isinstance(content, dict):
        raise ConfigurationError("should hold an object at the top level", file=str(path))
    warnings.extend(f"{path}: environment variable {name} is not set; nothing stands in its place" for name in missing)
    return content


def _parse_json(text: str, path: Path, warnings: list[str]) -> Any:
    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                warnings.append(f"{path}: {key!r} stands twice in one object; the last one counts")
            found[key] = value
        return found

    return json.loads(text, object_pairs_hook=members)


def read_files(paths: Iterable[Path], environ: Mapping[str, str], warnings: list[str]) -> dict[str, Value]:
    """Merge all files by their top-level members.

    Raises ``ConfigurationError``, also if two files have a member of one name: nothing is merged deeper.
    """
    merged: dict[str, Value] = {}
    for file in (file for path in paths for file in files_of(path)):
        for key, value in parse(file, environ, warnings).items():
            if key in merged:
                raise ConfigurationError(f"is set in {merged[key].file} already", option=key, file=str(file))
            merged[key] = Value(value, str(file), file.absolute().parent)
    return merged
