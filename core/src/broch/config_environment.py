"""Options out of environment variables: ``BROCH__SECTION__OPTION``, and ``ORTHANC__`` as containers of Orthanc have it.

Names are compared without case and underscores: ``ORTHANC__DICOM_WEB__ENABLE`` is ``Enable`` of ``DicomWeb``,
``BROCH__CASE_SENSITIVE_PN`` is ``CaseSensitivePN``. Values are JSON where that is possible, else strings.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from broch_hostapi.settings import declared, fits

PREFIXES = ("ORTHANC__", "BROCH__")


class Variable(NamedTuple):
    """A variable that sets something."""

    name: str
    path: tuple[str, ...]
    """As it is written, without the prefix."""
    text: str


def variables(environ: Mapping[str, str]) -> list[Variable]:
    """All that begin with a prefix, by name; ``BROCH__`` comes last and so wins."""
    found = []
    for prefix in PREFIXES:
        for name in sorted(n for n in environ if n.startswith(prefix)):
            path = tuple(name.removeprefix(prefix).split("__"))
            if all(path):
                found.append(Variable(name, path, environ[name]))
    return found


def typed(text: str, hint: Any) -> Any:
    """The value of a variable for an option of this type: JSON if that fits, else the text (a password ``1234``)."""
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return parsed if fits(parsed, hint) or not fits(text, hint) else text


def types_of(settings_class: type) -> dict[str, Any]:
    """Option name to type."""
    hints = get_type_hints(settings_class)
    return {option: hints[f.name] for option, (f, _) in declared(settings_class).items()}


def inner(hint: Any, depth: int) -> Any:
    """Type of what stands so many objects deep below an option of this type."""
    for _ in range(depth):
        hint = get_args(hint)[1] if get_origin(hint) is dict else Any
    return hint


def plain(name: str) -> str:
    """What names are compared by."""
    return name.replace("_", "").replace("-", "").lower()


def spelling(name: str, known: Iterable[str]) -> str:
    """A name as it is known; else upper snake case as camel case, and anything else as it is."""
    wanted = plain(name)
    for candidate in known:
        if plain(candidate) == wanted:
            return candidate
    return "".join(part.capitalize() for part in name.split("_")) if name.isupper() else name


def put(target: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a member of nested objects, making those that are not there. Keys are taken as they are."""
    for key in path[:-1]:
        inner = target.get(key)
        inner = dict(inner) if isinstance(inner, dict) else {}
        target[key] = inner
        target = inner
    target[path[-1]] = value
