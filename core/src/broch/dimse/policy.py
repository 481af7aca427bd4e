"""Which associations we accept, and in them which presentation contexts."""

import logging
from collections.abc import Callable, Mapping

from broch_hostapi import AssociationInfo, DimseService, Modality
from broch_hostapi.errors import Refused

from broch.dimse.negotiation import Acceptance, accept
from broch.dimse.node_settings import NodeSettings
from broch.dimse.pdu import AssociateReject, AssociateRequest

logger = logging.getLogger(__name__)

CALLED_AET_NOT_RECOGNISED = AssociateReject(1, 1, 7)
NO_REASON_GIVEN = AssociateReject(1, 1, 1)


class NodePolicy:
    """The upper layer's ``AcceptancePolicy`` of this node."""

    def __init__(
        self, aet: str, services: Mapping[str, DimseService], settings: NodeSettings, *, check_called_aet: bool,
        strict_aet: bool, caller: Callable[[str, str], Modality | None],
        accept_association: Callable[[AssociationInfo], None],
    ) -> None:
        """``accept_association`` asks the plugins and raises ``Refused``."""
        self._aet = aet if strict_aet else aet.upper()
        self._strict = strict_aet
        self._services = services
        self._check_called_aet = check_called_aet
        self._settings = settings
        self._caller = caller
        self._accept_association = accept_association

    def accept(self, request: AssociateRequest, peer: tuple[str, int]) -> Acceptance | AssociateReject:
        """Called title, plugins, contexts: in this order."""
        called = request.called_ae.strip()
        if self._check_called_aet and (called if self._strict else called.upper()) != self._aet:
            logger.warning(
                "association of %r at %s refused: called %r", request.calling_ae, peer[0], called,
                extra={"remote": peer[0]},
            )  # fmt: skip
            return CALLED_AET_NOT_RECOGNISED
        modality = self._caller(request.calling_ae, peer[0])
        info = AssociationInfo(request.calling_ae, called, peer[0], modality.name if modality else "")
        try:
            self._accept_association(info)
        except Refused as refusal:
            logger.warning(
                "association of %r at %s refused by plugin %s: %s", info.calling_aet, peer[0], refusal.plugin, refusal,
                extra={"remote": peer[0], "plugin": refusal.plugin},
            )  # fmt: skip
            return NO_REASON_GIVEN
        return accept(request, self._serves, self._settings.acceptable)

    def _serves(self, abstract_syntax: str) -> bool:
        return self._settings.any_sop_class or abstract_syntax in self._services
