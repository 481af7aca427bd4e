"""The plugins of one host: what they are, which run, what they contribute. A failure is a status, not an exception."""

import inspect
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import broch_hostapi
import pluggy
from broch_hostapi.errors import BrochError, ConfigurationError, NameTaken
from broch_hostapi.hooks import FAMILIES, PROJECT, Contributions
from broch_hostapi.plugin import Plugin, PluginInfo, PluginStatus
from broch_hostapi.startup import Startup

from broch.config import no_such_option
from broch.hooks import call

logger = logging.getLogger(__name__)

CONTRIBUTIONS = tuple(name for name in vars(Contributions) if name.startswith("register_"))


@dataclass(frozen=True, slots=True)
class PluginRecord:
    """An installed plugin; ``plugin`` is the object as long as it runs."""

    info: PluginInfo
    plugin: Plugin[Any] | None = None
    section: str = ""
    """Of the configuration, known once the plugin was loaded."""
    indispensable: bool = False
    """It was enabled, and the server must not start without it."""

    def stopped(self, status: PluginStatus, detail: str) -> "PluginRecord":
        """The same, not running."""
        return replace(self, info=replace(self.info, status=status, detail=detail), plugin=None)


class Plugins:
    """The plugins of one host, and its only plugin manager."""

    def __init__(self, builtin: Plugin[Any], records: Iterable[PluginRecord] = ()) -> None:
        self.builtin = builtin
        self.manager = pluggy.PluginManager(PROJECT)
        for family in FAMILIES:
            self.manager.add_hookspecs(family)
        self._records = {record.info.id: record for record in records}
        self._contributions: dict[str, list[tuple[str, Any]]] = {}
        self._register_all()

    def all(self) -> Sequence[PluginInfo]:
        """Every installed plugin, by id; the core's own is not one."""
        return [self._records[name].info for name in sorted(self._records)]

    def enabled(self) -> Mapping[str, Plugin[Any]]:
        """Those that run, by id."""
        return {name: record.plugin for name, record in sorted(self._records.items()) if record.plugin is not None}

    def indispensable(self) -> list[str]:
        """Those that were enabled to replace storage or database, whether they run or not."""
        return [
            name
            for name, record in sorted(self._records.items())
            if record.indispensable and record.info.status is not PluginStatus.DISABLED
        ]

    def sections(self) -> list[str]:
        """Sections of the configuration that installed plugins read; of those that were not loaded, the id."""
        return [record.section or name for name, record in self._records.items()]

    def collect(self, startup: Startup) -> None:
        """Ask every plugin for its contributions, once. One that fails, or takes another's name, does not run."""
        gathered = {name: self._gather(name, startup) for name in CONTRIBUTIONS}
        while clash := self._clash(gathered):
            if set(clash.owners) == {self.builtin.name}:
                raise clash
            for owner in dict.fromkeys(clash.owners):
                self.fail(owner, clash)
        self._contributions = gathered
        for owner, routes in self.contributions("register_rest_routes"):
            if owner in self._records and routes.root_uri and not self._records[owner].info.root_uri:
                record = self._records[owner]
                self._records[owner] = replace(record, info=replace(record.info, root_uri=routes.root_uri))

    def contributions(self, hook: str) -> list[tuple[str, Any]]:
        """What a ``register_`` hook brought: (plugin id, record), the core's own first, then by plugin."""
        return [(owner, record) for owner, record in self._contributions[hook] if self.manager.has_plugin(owner)]

    def fail(self, plugin_id: str, error: Exception) -> None:
        """Take a plugin out that turned out not to work; the core's own stays."""
        if plugin_id not in self._records:
            return
        detail = str(error) if isinstance(error, BrochError) else f"{type(error).__name__}: {error}"
        self._stop(plugin_id, PluginStatus.LOAD_ERROR, detail)

    def require(self, names: Iterable[str]) -> None:
        """See that these plugins run: a server without the plugin that guards it is worse than none.

        Raises ``ConfigurationError`` that says why one does not.
        """
        for name in names:
            if name not in self.enabled():
                info = self._records[name].info if name in self._records else None
                why = f"{info.status}{': ' if info.detail else ''}{info.detail}" if info else "it is not installed"
                if name in self.indispensable():
                    raise ConfigurationError(f"plugin {name!r} is enabled, but does not run: {why}")
                raise ConfigurationError(f"plugin {name!r} does not run: {why}", option="RequiredPlugins")

    def _stop(self, plugin_id: str, status: PluginStatus, detail: str) -> None:
        record = self._records[plugin_id]
        if record.plugin is not None and self.manager.is_registered(record.plugin):
            self.manager.unregister(record.plugin)
        self._records[plugin_id] = record.stopped(status, detail)
        logger.error("plugin %s: %s: %s", plugin_id, status, detail, extra={"plugin": plugin_id})

    def _register_all(self) -> None:
        """Last registered is asked first: so the core's own, then the others from the last name to the first."""
        self.manager.register(self.builtin, self.builtin.name)
        refuse_misfits(self.manager, self.builtin)
        for name, plugin in reversed(list(self.enabled().items())):
            try:
                self.manager.register(plugin, name)
                refuse_misfits(self.manager, plugin)
            except Exception as error:  # noqa: BLE001 - a plugin must not stop the server
                self.fail(name, error)
        self.manager.check_pending()

    def _gather(self, hook: str, startup: Startup) -> list[tuple[str, Any]]:
        gathered: list[tuple[str, Any]] = []
        expected = contribution_type(hook)
        for implementation in sorted(getattr(self.manager.hook, hook).get_hookimpls(), key=self._builtin_first):
            owner = implementation.plugin_name
            try:
                records = list(call(implementation, {"startup": startup}))
                for record in records:
                    if not isinstance(record, expected):
                        raise TypeError(f"{hook} should give {expected.__name__}, not {type(record).__name__}")
                gathered += [(owner, record) for record in records]
            except Exception as error:
                if owner == self.builtin.name:
                    raise
                self.fail(owner, error)
        return gathered

    def _builtin_first(self, implementation: pluggy.HookImpl) -> tuple[bool, str]:
        return implementation.plugin_name != self.builtin.name, implementation.plugin_name

    def _clash(self, gathered: Mapping[str, list[tuple[str, Any]]]) -> NameTaken | None:
        """The first name that two plugins, or one plugin twice, contribute."""
        for hook in CONTRIBUTIONS:
            owners: dict[tuple[str, str], str] = {}
            for owner, record in gathered[hook]:
                if not self.manager.has_plugin(owner):
                    continue
                for key in names_of(record):
                    if key in owners:
                        return NameTaken(*key, owners[key], owner)
                    owners[key] = owner
        return None


def names_of(record: Any) -> list[tuple[str, str]]:
    """What a contribution claims for itself: (kind, name)."""
    kind = type(record).__name__
    return [(kind, record.name)] + [("SOP class", uid) for uid in sorted(getattr(record, "abstract_syntaxes", ()))]


def contribution_type(hook: str) -> type:
    """Class of the records that a ``register_`` hook gives: what its annotation says, ``Iterable[...]``."""
    annotation: str = inspect.get_annotations(getattr(Contributions, hook))["return"]
    found: type = getattr(broch_hostapi, annotation.removeprefix("Iterable[").removesuffix("]"))
    return found


def refuse_misfits(manager: pluggy.PluginManager, plugin: object) -> None:
    """Find what pluggy lets pass. Raises ``TypeError`` that says what is wrong with which method.

    A method named as a hook but not marked (it would never be asked), a hook that no specification names, a wrapper
    (hooks are called one by one, never around each other), keyword-only arguments (pluggy does not see them), a
    coroutine function (nobody would wait for it).
    """
    for name in _hook_names(manager):
        if callable(method := getattr(type(plugin), name, None)) and not hasattr(method, f"{PROJECT}_impl"):
            raise TypeError(f"{name} lacks @hookimpl, so it would never be called")
    for caller in manager.get_hookcallers(plugin) or ():
        for implementation in caller.get_hookimpls():
            if implementation.plugin is not plugin:
                continue
            parameters = inspect.signature(implementation.function).parameters.values()
            if not caller.has_spec() and not implementation.optionalhook:
                raise TypeError(f"{no_such_option(caller.name, _hook_names(manager)).replace('an option', 'a hook')}")
            if implementation.wrapper or implementation.hookwrapper:
                raise TypeError(f"{caller.name} is a wrapper; hooks cannot be wrapped")
            if any(p.kind is p.KEYWORD_ONLY for p in parameters):
                raise TypeError(f"{caller.name} has keyword-only arguments; leave out the *")
            if inspect.iscoroutinefunction(implementation.function):
                raise TypeError(f"{caller.name} is a coroutine function; hooks are plain functions")


def _hook_names(manager: pluggy.PluginManager) -> list[str]:
    return [name for name, caller in vars(manager.hook).items() if caller.has_spec()]
