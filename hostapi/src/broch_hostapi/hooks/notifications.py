"""``on_*``: a plugin is told what happened.

*When*: afterwards. *Thread*: one of the host's own, never that of a request. *Transaction*: committed before the call.
*Answers*: none. *Exception*: logged; the other plugins are told all the same, and the event counts as taken.
"""

from typing import TYPE_CHECKING

from broch_hostapi.hooks.markers import hookspec

if TYPE_CHECKING:
    from broch_hostapi.events import Event
    from broch_hostapi.host import Host


class Notifications:
    """Hooks that tell."""

    @hookspec
    def on_event(self, host: "Host", event: "Event") -> None:
        """Something happened to the archive.

        When: after its commit, in the order of the journal, one event at a time for each plugin. Thread: one for each
        plugin, so a slow one holds up nobody. ``Plugin.events`` says which kinds, and whether durably. No transaction.
        A durable subscriber goes on after a restart where it was: an event may then come a second time, never be left
        out. An exception is logged and the event counts as taken.

        Example::

            @hookimpl
            def on_event(self, host, event):
                if event.kind is EventKind.NewStudy:
                    host.logger.info("new study %s", event.resource)
        """

    @hookspec
    def on_server_started(self, host: "Host") -> None:
        """The server answers HTTP and DICOM from now on.

        When: once. Thread: the main one. No transaction. An exception is logged.

        Example::

            @hookimpl
            def on_server_started(self, host):
                self.worker.start()
        """

    @hookspec
    def on_server_stopping(self, host: "Host") -> None:
        """The server is about to stop: finish, and give back what you hold.

        Nothing comes in any more; the index can be read.

        When: once. Thread: the main one. No transaction. An exception is logged.

        Example::

            @hookimpl
            def on_server_stopping(self):
                self.worker.join()
        """
