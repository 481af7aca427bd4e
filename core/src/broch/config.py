"""From files and environment to typed options of the core and sections of the plugins."""

import difflib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broch_hostapi.dimse import Modality
from broch_hostapi.errors import BadRequest, ConfigurationError
from broch_hostapi.plugin import NoSettings
from broch_hostapi.settings import declared, read_settings

from broch.config_environment import Variable, inner, plain, put, spelling, typed, types_of, variables
from broch.config_files import Value, read_files
from broch.dimse.modalities import parse_modality
from broch.options import CoreOptions
from broch.unsupported_options import NOT_SUPPORTED, PROTECTIVE

HIDDEN = "********"
_SUPPORTED = declared(CoreOptions)
_KNOWN = (*_SUPPORTED, *NOT_SUPPORTED)
_WITH_PASSWORDS = frozenset({"OrthancPeers", "Pkcs11"})


@dataclass(frozen=True)
class Configuration:
    """All that was configured. ``warnings`` are what ``broch check-config`` calls errors."""

    core: CoreOptions
    sections: Mapping[str, Any] = field(default_factory=dict)
    """Top-level members of the files that are not options of the core: the plugins'."""
    warnings: list[str] = field(default_factory=list)
    modalities: Mapping[str, Modality] = field(default_factory=dict)
    others: Mapping[str, Any] = field(default_factory=dict)
    """Options of Orthanc that were set, but do nothing in the core yet."""
    files: tuple[str, ...] = ()
    folder: Path = field(default_factory=Path.cwd)
    """What relative paths are relative to, unless their option stands in a file of another folder."""
    origins: Mapping[str, Value] = field(default_factory=dict)
    variables: Sequence[Variable] = ()
    """Environment variables that set no option of the core."""

    @property
    def is_empty(self) -> bool:
        """Nothing was configured at all."""
        return not self.origins and not self.variables

    def path(self, option: str, value: str) -> Path:
        """A path as its option means it: relative to the folder of the file where it stands."""
        origin = self.origins.get(option)
        return (origin.folder if origin else self.folder) / value

    @property
    def storage_directory(self) -> Path:
        """Where attachments are kept."""
        return self.path("StorageDirectory", self.core.storage_directory)

    @property
    def index_directory(self) -> Path:
        """Where the index is kept."""
        wanted = self.core.index_directory
        return self.path("IndexDirectory", wanted) if wanted else self.storage_directory

    @property
    def temporary_directory(self) -> Path:
        """Where large temporary files go."""
        wanted = self.core.temporary_directory
        return self.path("TemporaryDirectory", wanted) if wanted else Path(tempfile.gettempdir())

    def section(self, name: str, settings_class: type = NoSettings, enabled_by: str = "Enable") -> dict[str, Any]:
        """A plugin's section, completed by the environment; ``settings_class`` tells what options there are.

        Raises ``ConfigurationError`` if it is no object.
        """
        found = self.sections.get(name, {})
        if not isinstance(found, dict):
            raise ConfigurationError("should be an object", section=name, file=self.file_of(name))
        found = dict(found)
        types = {**dict.fromkeys(found, Any), enabled_by: bool, **types_of(settings_class)}
        for variable in self.variables:
            if plain(variable.path[0]) == plain(name) and len(variable.path) > 1:
                option = spelling(variable.path[1], types)
                value = typed(variable.text, inner(types.get(option, Any), len(variable.path) - 2))
                put(found, (option, *variable.path[2:]), value)
        return found

    def file_of(self, option: str) -> str:
        """Where a top-level member stands; empty if nowhere."""
        return self.origins[option].file if option in self.origins else ""

    def unknown_sections(self, known: Iterable[str]) -> list[str]:
        """A sentence for each section that no plugin reads. ``known``: sections, or ids of plugins not looked into."""
        names = list(known)
        ids = {plain(name) for name in names if name.islower()}
        said = [
            f"{self.file_of(name)}: " + no_such_option(name, [*_KNOWN, *names])
            for name in self.sections
            if name not in names and plain(name) not in ids
        ]
        read = {plain(name) for name in (*names, *self.sections)}
        return said + [
            f"environment variable {v.name}: " + no_such_option(spelling(v.path[0], ()), [*_KNOWN, *names])
            for v in self.variables
            if plain(v.path[0]) not in read
        ]


def no_such_option(name: str, known: Iterable[str]) -> str:
    """Say that an option is unknown, and which one may have been meant."""
    by_plain = {plain(candidate): candidate for candidate in known}
    near = difflib.get_close_matches(plain(name), by_plain, n=1, cutoff=0.75)
    return f"{name!r} is not an option that anything here knows" + (
        f"; was {by_plain[near[0]]!r} meant?" if near else ""
    )


def read_configuration(paths: Sequence[str | Path] = (), environ: Mapping[str, str] | None = None) -> Configuration:
    """Read files and folders in this order, then the environment. No path is a valid configuration.

    Raises ``ConfigurationError`` that names file and option.
    """
    warnings: list[str] = []
    places = [Path(path) for path in paths]
    members = read_files(places, environ or {}, warnings)
    folder = Path.cwd() if not places else (places[0] if places[0].is_dir() else places[0].parent).absolute()
    left = _apply_environment(members, environ or {}, folder)

    values = {name: member.value for name, member in members.items()}
    core = read_settings(CoreOptions, values, file={name: member.file for name, member in members.items()})
    others = {name: values[name] for name in NOT_SUPPORTED if name in values}
    for name, value in others.items():
        _warn_unsupported(name, value, members[name].file, warnings)
    sections: dict[str, Any] = {}
    for name, value in values.items():
        if name not in _SUPPORTED and name not in NOT_SUPPORTED:
            if isinstance(value, dict):
                sections[name] = value
            else:
                warnings.append(f"{members[name].file}: {no_such_option(name, _KNOWN)}")
    modalities = _modalities(core, members)
    return Configuration(
        core,
        sections,
        warnings,
        modalities,
        others,
        tuple(dict.fromkeys(m.file for m in members.values())),
        folder,
        members,
        left,
    )


def _apply_environment(members: dict[str, Value], environ: Mapping[str, str], folder: Path) -> list[Variable]:
    """Set the core's options; return the variables that are not about them. Inner keys are names of the user's own."""
    left = []
    types = types_of(CoreOptions)
    for variable in variables(environ):
        option = spelling(variable.path[0], _KNOWN)
        if option not in _KNOWN:
            left.append(variable)
            continue
        holder = {option: members[option].value} if option in members else {}
        value = typed(variable.text, inner(types.get(option, Any), len(variable.path) - 1))
        put(holder, (option, *variable.path[1:]), value)
        members[option] = Value(holder[option], f"environment variable {variable.name}", folder)
    return left


def _warn_unsupported(name: str, value: Any, file: str, warnings: list[str]) -> None:
    default = NOT_SUPPORTED[name]
    if value == default:
        return
    if name in PROTECTIVE:
        raise ConfigurationError(
            "is not supported yet, and going on without it would not be safe", option=name, file=file
        )
    warnings.append(f"{file}: {name} is not supported yet and has no effect")


def _modalities(core: CoreOptions, members: Mapping[str, Value]) -> dict[str, Modality]:
    found = {}
    for name, value in core.dicom_modalities.items():
        try:
            found[name] = parse_modality(name, value)
        except BadRequest as error:
            file = members["DicomModalities"].file
            raise ConfigurationError(error.message, section="DicomModalities", option=name, file=file) from error
    return found


def effective(configuration: Configuration) -> dict[str, Any]:
    """Every option of the core by its name, secrets hidden; those without effect only if they were set."""
    shown = {
        option: _hide(getattr(configuration.core, f.name)) if info.secret else getattr(configuration.core, f.name)
        for option, (f, info) in _SUPPORTED.items()
    }
    return shown | {
        name: _hide(value) if name in _WITH_PASSWORDS else value for name, value in configuration.others.items()
    }


def _hide(value: Any) -> Any:
    if isinstance(value, dict):
        return dict.fromkeys(value, HIDDEN)
    return HIDDEN if value else value
