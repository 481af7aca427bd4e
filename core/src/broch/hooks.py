"""How the core calls hooks: one implementation at a time, each in its own try, each by the name of its plugin.

A plain pluggy call stops at the first exception and does not say whose it is. Lists of implementations are in reverse
call order in pluggy; here plugins are asked in the order of their names, the core's own last.
"""

import logging
from collections.abc import Callable
from typing import Any

from broch_hostapi.errors import BrochError, Refused, Unauthorized
from pluggy import HookCaller, HookImpl

logger = logging.getLogger(__name__)

Failed = Callable[[str, str, Exception], None]
"""Is told plugin, hook and exception."""


def log_failure(plugin: str, hook: str, error: Exception) -> None:
    """Log a broken implementation. Only the debug log has the message, as it may quote patient data."""
    about = {"plugin": plugin, "hook": hook}
    logger.error("plugin %s failed in %s: %s", plugin, hook, type(error).__name__, extra=about)
    logger.debug("plugin %s failed in %s", plugin, hook, exc_info=error)


def call(implementation: HookImpl, arguments: dict[str, Any]) -> Any:
    """Call one implementation with those arguments that it takes. Raises ``KeyError`` for one that is not there."""
    return implementation.function(
        *[arguments[name] for name in implementation.argnames],
        **{name: arguments[name] for name in implementation.kwargnames if name in arguments},
    )


def notify(hook: HookCaller, failed: Failed = log_failure, /, **arguments: Any) -> None:
    """``on_``: tell everybody; one that raises keeps the others from nothing."""
    for implementation in reversed(hook.get_hookimpls()):
        try:
            call(implementation, arguments)
        except Exception as error:  # noqa: BLE001 - isolation is the point
            failed(implementation.plugin_name, hook.name, error)


def ask(hook: HookCaller, failed: Failed = log_failure, /, **arguments: Any) -> None:
    """``accept_``, ``authorise_``: raise the first ``Refused``, with its plugin filled in; a broken one refuses too."""
    for implementation in reversed(hook.get_hookimpls()):
        plugin = implementation.plugin_name
        try:
            call(implementation, arguments)
        except Refused as refusal:
            refusal.plugin = plugin
            raise
        except Exception as error:
            failed(plugin, hook.name, error)
            broken = Refused(f"plugin {plugin} failed ({type(error).__name__})")
            broken.plugin = plugin
            raise broken from error


def first(hook: HookCaller, failed: Failed = log_failure, /, **arguments: Any) -> Any:
    """``authenticate_``, ``resolve_``: the first answer that is not None, else None. ``Unauthorized`` passes."""
    for implementation in reversed(hook.get_hookimpls()):
        try:
            answer = call(implementation, arguments)
        except Unauthorized:
            raise
        except Exception as error:  # noqa: BLE001 - the next is asked
            failed(implementation.plugin_name, hook.name, error)
            continue
        if answer is not None:
            return answer
    return None


def chain(hook: HookCaller, revised: str, failed: Failed = log_failure, /, **arguments: Any) -> Any:
    """``revise_``: hand the argument named ``revised`` from one to the next and return what the last one made of it.

    Raises what an implementation raises, a ``BrochError`` as it is, anything else as one that names the plugin.
    """
    for implementation in reversed(hook.get_hookimpls()):
        plugin = implementation.plugin_name
        try:
            answer = call(implementation, arguments)
        except BrochError:
            raise
        except Exception as error:
            failed(plugin, hook.name, error)
            raise BrochError(f"plugin {plugin} failed in {hook.name} ({type(error).__name__})") from error
        if answer is not None:
            arguments[revised] = answer
    return arguments[revised]
