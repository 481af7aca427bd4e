"""From entry points to plugin records: found, configured, checked. Each way to fail is a status, not an exception."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePath
from typing import Any

from broch_hostapi.errors import ConfigurationError, EnvironmentCheckFailed
from broch_hostapi.plugin import Plugin, PluginInfo, PluginStatus
from broch_hostapi.settings import declared, read_settings

from broch.config import Configuration, no_such_option
from broch.plugins import PluginRecord, Plugins

logger = logging.getLogger(__name__)

GROUP = "broch.plugins"


class _Stop(Exception):
    """A plugin does not run, and why."""

    def __init__(self, status: PluginStatus, detail: str) -> None:
        self.status = status
        self.detail = detail


def load_plugins(
    configuration: Configuration,
    builtin: Plugin[Any],
    found: Iterable[EntryPoint] | None = None,
) -> Plugins:
    """Load what is installed. Adds to ``configuration.warnings``.

    Raises ``ConfigurationError`` only if ``Plugins`` names one that is not installed.
    """
    by_id: dict[str, list[EntryPoint]] = {}
    for entry_point in entry_points(group=GROUP) if found is None else found:
        by_id.setdefault(entry_point.name, []).append(entry_point)
    _check_names(configuration, by_id)
    records = [load(configuration, name, by_id[name], builtin.name) for name in sorted(by_id)]
    plugins = Plugins(builtin, records)
    configuration.warnings.extend(configuration.unknown_sections(plugins.sections()))
    return plugins


def _check_names(configuration: Configuration, installed: Iterable[str]) -> None:
    """See that ``Plugins`` and ``DisabledPlugins`` name what there is."""
    known = sorted(installed)
    for name in configuration.core.plugins:
        if name in known:
            continue
        if (
            len(PurePath(name.replace("\\", "/")).parts) > 1
            or PurePath(name).suffix
            or configuration.path("Plugins", name).exists()
        ):
            configuration.warnings.append(
                f"Plugins: {name} is a path and is skipped; plugins are installed packages here"
            )
            continue
        raise ConfigurationError(
            f"no plugin {name!r} is installed; installed are: {', '.join(known) or 'none'}",
            option="Plugins",
            file=configuration.file_of("Plugins"),
        )
    for name in configuration.core.disabled_plugins:
        if name not in known:
            configuration.warnings.append(f"DisabledPlugins: no plugin {name!r} is installed")


def load(configuration: Configuration, name: str, found: Sequence[EntryPoint], reserved: str = "") -> PluginRecord:
    """From the entry points of one name to a record, whatever goes wrong."""
    distributions = sorted({entry_point.dist.name if entry_point.dist else "" for entry_point in found})
    version = found[0].dist.version if found[0].dist else ""
    record = PluginRecord(PluginInfo(name, PluginStatus.ENABLED, ", ".join(distributions), version))
    try:
        if name in configuration.core.disabled_plugins:
            raise _Stop(PluginStatus.DISABLED, "DisabledPlugins names it")
        if len(found) > 1 or name == reserved:
            raise _Stop(
                PluginStatus.LOAD_ERROR, f"its id is contributed by {' and '.join([*distributions, reserved][:2])}"
            )
        plugin_class = _load_class(found[0])
        record = replace(
            record,
            section=plugin_class.section,
            indispensable=plugin_class.indispensable,
            info=replace(record.info, description=plugin_class.description),
        )
        return replace(record, plugin=_make(plugin_class, configuration))
    except _Stop as stop:
        log = logger.info if stop.status is PluginStatus.DISABLED else logger.error
        log("plugin %s: %s: %s", name, stop.status, stop.detail, extra={"plugin": name})
        logger.debug("plugin %s does not run", name, exc_info=True)
        return record.stopped(stop.status, stop.detail)


def _load_class(entry_point: EntryPoint) -> type[Plugin[Any]]:
    try:
        loaded = entry_point.load()
    except Exception as error:
        raise _Stop(PluginStatus.LOAD_ERROR, f"{entry_point.value}: {type(error).__name__}: {error}") from error
    if not (isinstance(loaded, type) and issubclass(loaded, Plugin)):
        raise _Stop(PluginStatus.LOAD_ERROR, f"{entry_point.value} is not a subclass of broch_hostapi.Plugin")
    if getattr(loaded, "name", None) != entry_point.name:
        raise _Stop(
            PluginStatus.LOAD_ERROR,
            f"its entry point is called {entry_point.name!r}, but the class says {getattr(loaded, 'name', None)!r}",
        )
    return loaded


def _make(plugin_class: type[Plugin[Any]], configuration: Configuration) -> Plugin[Any]:
    """Settings, object, environment check."""
    try:
        plugin = plugin_class(_settings(plugin_class, configuration))
    except ConfigurationError as error:
        raise _Stop(PluginStatus.CONFIGURATION_ERROR, str(error)) from error
    except _Stop:
        raise
    except Exception as error:
        raise _Stop(PluginStatus.LOAD_ERROR, f"{type(error).__name__}: {error}") from error
    try:
        plugin.check_environment()
    except EnvironmentCheckFailed as error:
        raise _Stop(PluginStatus.ENVIRONMENT_ERROR, str(error)) from error
    except Exception as error:
        raise _Stop(PluginStatus.ENVIRONMENT_ERROR, f"{type(error).__name__}: {error}") from error
    return plugin


def _settings(plugin_class: type[Plugin[Any]], configuration: Configuration) -> Any:
    section = plugin_class.section
    if not section:
        if plugin_class.needs_enabling:
            raise _Stop(PluginStatus.LOAD_ERROR, "it needs enabling, but names no section where that could be done")
        return read_settings(plugin_class.Settings, {})
    values = configuration.section(section, plugin_class.Settings, plugin_class.enabled_by)
    file = configuration.file_of(section)
    option = plugin_class.enabled_by
    enable = values.pop(option, not plugin_class.needs_enabling)
    if not isinstance(enable, bool):
        raise ConfigurationError("should be true or false", section=section, option=option, file=file)
    known = (*declared(plugin_class.Settings), option)
    configuration.warnings.extend(  # also of one that is disabled: a misspelt "Enable" is why it is
        f"{file}: {section}: {no_such_option(name, known)}" for name in values if name not in known
    )
    if not enable:
        raise _Stop(PluginStatus.DISABLED, f'it runs when "{section}" says "{option}": true')
    return read_settings(plugin_class.Settings, values, section=section, file=file)
