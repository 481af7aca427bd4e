"""The class that a plugin's entry point names."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from broch_hostapi.events import EventSubscription

S = TypeVar("S")


@dataclass(frozen=True)
class NoSettings:
    """Of a plugin that has nothing to set."""


class Plugin(Generic[S]):
    """Base of every plugin: an object with settings, whose methods marked ``@hookimpl`` the host calls.

    The entry point's name (group ``broch.plugins``) is the plugin's id and must equal ``name``. Keep imports at the top
    of the module light: listing plugins imports it. Everything heavy belongs inside the methods.
    """

    name: ClassVar[str]
    """The id: lower case letters, digits and hyphens."""
    section: ClassVar[str] = ""
    """Section of the configuration that holds the settings; empty: there is none."""
    Settings: ClassVar[type[Any]] = NoSettings
    """Frozen dataclass of ``setting`` fields."""
    needs_enabling: ClassVar[bool] = False
    """True for a plugin that opens a port, sends data out or replaces storage or database: it runs only when its
    section says ``"Enable": true``."""
    enabled_by: ClassVar[str] = "Enable"
    """The option that switches it on or off, where Orthanc has another name for it."""
    indispensable: ClassVar[bool] = False
    """True for a plugin that replaces storage or database: the server does not start without it once it is enabled."""
    events: ClassVar[EventSubscription] = EventSubscription()
    """Which events ``on_event`` is to hear, and whether durably."""
    description: ClassVar[str] = ""

    def __init__(self, settings: S) -> None:
        self.settings = settings

    def check_environment(self) -> None:
        """Look whether the plugin can run here: libraries, programs, rights. Raises ``EnvironmentCheckFailed``."""


class PluginStatus(StrEnum):
    """What became of an installed plugin."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    LOAD_ERROR = "load error"
    CONFIGURATION_ERROR = "configuration error"
    ENVIRONMENT_ERROR = "environment check failed"


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """An installed plugin and what became of it."""

    id: str
    status: PluginStatus
    distribution: str
    version: str
    description: str = ""
    detail: str = ""
    """Why it does not run."""
    root_uri: str = ""


class PluginService(Protocol):
    """What is installed."""

    def all(self) -> Sequence[PluginInfo]:
        """Every installed plugin, by id."""
        ...
