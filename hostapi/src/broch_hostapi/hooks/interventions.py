"""``accept_*``, ``authenticate_*``, ``authorise_*``, ``resolve_*``, ``revise_*``: a plugin has a say in what happens.

*When*: inline, so be quick. *Thread*: that of the association or request. *Transaction*: none is open.
*Answers*: the verb tells how they combine. ``accept_`` and ``authorise_``: raise ``Refused`` to refuse; any refusal
refuses, and the others are not asked. ``authenticate_`` and ``resolve_``: the first answer that is not None wins.
``revise_``: a chain, each gets what the one before gave; None leaves it as it is. Plugins are asked in the order of
their names.
*Exception*: a broken ``accept_`` or ``authorise_`` refuses; any other is logged and skipped, but a broken ``revise_``
fails the operation, as going on without the revision could show what must not be shown.
"""

from typing import TYPE_CHECKING

from broch_hostapi.hooks.markers import hookspec

if TYPE_CHECKING:
    from broch_hostapi.dataset import DataSet
    from broch_hostapi.dimse import AssociationInfo
    from broch_hostapi.host import Host
    from broch_hostapi.resources import FindQuery, Origin
    from broch_hostapi.rest import Principal, RequestInfo


class Interventions:
    """Hooks whose answer decides."""

    @hookspec
    def accept_association(self, host: "Host", association: "AssociationInfo") -> None:
        """Refuse an association by raising ``Refused``.

        When: on A-ASSOCIATE-RQ, after the core's own checks. Thread: the association's. No transaction. Any refusal
        refuses (A-ASSOCIATE-RJ, permanent, no reason given). An exception refuses.

        Example::

            @hookimpl
            def accept_association(self, association):
                if association.calling_aet == "ROGUE":
                    raise Refused("we know that one")
        """

    @hookspec
    def accept_instance(self, host: "Host", instance: "DataSet", origin: "Origin") -> None:
        """Refuse an instance that came in by raising ``Refused``, if wanted with a ``dimse_status`` for a C-STORE.

        When: after scanning, before anything is written, whatever way it came. Thread: the association's or request's.
        No transaction. Any refusal refuses: REST answers ``FilteredOut``, C-STORE the status or success. An exception
        refuses.

        Example::

            @hookimpl
            def accept_instance(self, instance):
                if instance.text(0x00080060) == "OT":
                    raise Refused("no secondary captures here", dimse_status=0x0124)
        """

    @hookspec
    def authenticate_request(self, host: "Host", request: "RequestInfo") -> "Principal | None":
        """Say who makes an HTTP request; None if you cannot tell. Raise ``Unauthorized`` for false credentials.

        When: before every request, before the core looks at ``RegisteredUsers``. Thread: the request's. No transaction.
        The first answer wins. Another exception is logged, and the next is asked.

        Example::

            @hookimpl
            def authenticate_request(self, request):
                return self.tokens.get(request.headers.get("x-token", ""))
        """

    @hookspec
    def authorise_request(self, host: "Host", request: "RequestInfo", principal: "Principal") -> None:
        """Refuse an HTTP request by raising ``Refused``.

        When: before every request, after authentication. Thread: the request's. No transaction. Any refusal refuses
        with 403. An exception refuses.

        Example::

            @hookimpl
            def authorise_request(self, request, principal):
                if request.method == "DELETE" and principal.name != "admin":
                    raise Refused("only admin deletes")
        """

    @hookspec
    def revise_find_query(self, host: "Host", query: "FindQuery") -> "FindQuery | None":
        """Change what is looked for; None leaves the query as it is.

        When: before every search, C-FIND, ``/tools/find`` and QIDO-RS alike (``query.origin`` tells). Thread: the
        association's or request's. No transaction. A chain in the order of plugins' names. An exception fails the
        search.

        Example::

            @hookimpl
            def revise_find_query(self, query):
                return replace(query, criteria={**query.criteria, 0x00080080: "OUR HOSPITAL"})
        """
