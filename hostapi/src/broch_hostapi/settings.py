"""Typed, documented settings of a plugin.

A plugin declares them as a frozen dataclass; the host fills it from the plugin's section of the configuration::

    @dataclass(frozen=True)
    class Settings:
        root: str = setting("Root", "/dicom-web/", "Where the routes begin")
        password: str = setting("Password", "", "For the remote", secret=True)

Types: ``bool``, ``int``, ``float``, ``str``, ``list[str]``, ``dict[str, Any]``, and their unions with ``None``.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from broch_hostapi.errors import ConfigurationError

METADATA_KEY = "broch"
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """What is known of a setting beside its type and default."""

    option: str
    """Name in the configuration, in Orthanc's spelling where Orthanc has it."""
    description: str
    secret: bool = False
    check: Callable[[Any], str | None] | None = None
    """Gives what is wrong with a value, or None."""


def setting(
    option: str, default: Any = MISSING, description: str = "", *, secret: bool = False,
    check: Callable[[Any], str | None] | None = None,
) -> Any:
    """A field of a settings class. Lists and dictionaries may be given as defaults; they are copied."""
    metadata = {METADATA_KEY: SettingInfo(option, description, secret, check)}
    if isinstance(default, list | dict):
        return field(default_factory=default.copy, metadata=metadata)
    return field(default=default, metadata=metadata)


def declared(settings_class: type) -> dict[str, tuple[Field[Any], SettingInfo]]:
    """Option name to field and description, in the order of declaration."""
    return {f.metadata[METADATA_KEY].option: (f, f.metadata[METADATA_KEY]) for f in fields(settings_class)
            if METADATA_KEY in f.metadata}


def read_settings(
    settings_class: type[S], values: Mapping[str, Any], *, section: str = "", file: str | Mapping[str, str] = "",
) -> S:
    """Make a settings object from a section. Unknown options are the caller's business.

    ``file`` is where the section stands, or option to file where its options come from several.

    Raises ``ConfigurationError`` that names file, section and option for a wrong type, a refused value, a missing one.
    """
    hints = get_type_hints(settings_class)
    chosen: dict[str, Any] = {}
    for option, (f, info) in declared(settings_class).items():
        place = file if isinstance(file, str) else file.get(option, "")
        if option not in values:
            if f.default is MISSING and f.default_factory is MISSING:
                raise ConfigurationError("is required", section=section, option=option, file=place)
            continue
        value = values[option]
        hint = hints[f.name]
        if fits(value, hint):
            wrong = info.check(value) if info.check else None
        else:
            wrong = f"should be {describe_type(hint)}, not {type(value).__name__}"
        if wrong:
            raise ConfigurationError(wrong, section=section, option=option, file=place)
        chosen[f.name] = float(value) if hint is float else value
    return settings_class(**chosen)


def fits(value: Any, hint: Any) -> bool:
    """Whether a value read from JSON or TOML is of a type that a setting may have."""
    if hint is Any:
        return True
    if get_origin(hint) in (UnionType, Union):
        return any(fits(value, option) for option in get_args(hint))
    if hint is None or hint is type(None):
        return value is None
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if get_origin(hint) is list:
        return isinstance(value, list) and all(fits(item, get_args(hint)[0]) for item in value)
    if get_origin(hint) is dict:
        return isinstance(value, dict) and all(fits(item, get_args(hint)[1]) for item in value.values())
    return isinstance(value, hint)


def describe_type(hint: Any) -> str:
    """A type in the words of a person who edits JSON."""
    if get_origin(hint) in (UnionType, Union):
        return " or ".join(describe_type(option) for option in get_args(hint))
    if get_origin(hint) is list:
        item = get_args(hint)[0]
        return "a list of " + {int: "whole numbers", float: "numbers", str: "strings"}.get(item, describe_type(item))
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "a string", type(None): "null"}
    return words.get(hint, "an object" if get_origin(hint) is dict else str(hint))
