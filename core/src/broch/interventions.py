"""What the plugins have a say in, as plain calls: each method asks one hook of this host."""

from typing import Any

import pluggy
from broch_hostapi import AssociationInfo, DataSet, Event, FindQuery, Host, Origin, Principal, RequestInfo
from broch_hostapi.errors import Refused

from broch import hooks
from broch.dimse.status import PROCESSING_FAILURE


class Interventions:
    """The hooks of one host. ``host`` is given once there is one, before anything can happen."""

    host: Host

    def __init__(self, manager: pluggy.PluginManager) -> None:
        self._hook: Any = manager.hook
        self._started = False

    def accept_association(self, association: AssociationInfo) -> None:
        """Raises ``Refused``."""
        hooks.ask(self._hook.accept_association, host=self.host, association=association)

    def accept_instance(self, instance: DataSet, origin: Origin) -> None:
        """Raises ``Refused``; with a failure status if a plugin broke, as nobody has decided to drop the instance."""
        hooks.ask(self._hook.accept_instance, _refuse_for_the_broken, host=self.host, instance=instance, origin=origin)

    def authenticate(self, request: RequestInfo) -> Principal | None:
        """None if no plugin can tell. Raises ``Unauthorized``."""
        principal: Principal | None = hooks.first(self._hook.authenticate_request, host=self.host, request=request)
        return principal

    def authorise(self, request: RequestInfo, principal: Principal) -> None:
        """Raises ``Refused``."""
        hooks.ask(self._hook.authorise_request, host=self.host, request=request, principal=principal)

    def revise(self, query: FindQuery) -> FindQuery:
        """The query as the plugins want it."""
        revised: FindQuery = hooks.chain(self._hook.revise_find_query, "query", host=self.host, query=query)
        return revised

    def started(self) -> None:
        """The server answers from now on."""
        self._started = True
        hooks.notify(self._hook.on_server_started, host=self.host)

    def stopping(self) -> None:
        """The server is about to stop; nobody is told of the end of what never began."""
        if self._started:
            hooks.notify(self._hook.on_server_stopping, host=self.host)

    def deliver(self, plugin: str, event: Event) -> None:
        """Tell one plugin of an event; its failure is logged."""
        for implementation in self._hook.on_event.get_hookimpls():
            if implementation.plugin_name == plugin:
                try:
                    hooks.call(implementation, {"host": self.host, "event": event})
                except Exception as error:  # noqa: BLE001 - isolation is the point
                    hooks.log_failure(plugin, "on_event", error)

    def authenticators(self) -> list[str]:
        """Plugins that can say who makes a request."""
        return sorted(implementation.plugin_name for implementation in self._hook.authenticate_request.get_hookimpls())

    def listeners(self) -> list[tuple[str, Any]]:
        """Plugins that implement ``on_event``: id and object."""
        return sorted((impl.plugin_name, impl.plugin) for impl in self._hook.on_event.get_hookimpls())


def _refuse_for_the_broken(plugin: str, hook: str, error: Exception) -> None:
    hooks.log_failure(plugin, hook, error)
    refusal = Refused(f"plugin {plugin} failed ({type(error).__name__})", dimse_status=PROCESSING_FAILURE)
    refusal.plugin = plugin
    raise refusal from error
