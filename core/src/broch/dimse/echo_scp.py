"""Verification service class as SCP (PS3.4 annex A)."""

from broch_hostapi import DimseMessage, DimseService, Host, Peer

from broch.dimse.sop_classes import Verification
from broch.dimse.status import SUCCESS


def echo(host: Host, peer: Peer, message: DimseMessage) -> None:  # noqa: ARG001
    """Answer a C-ECHO."""
    peer.respond(message, SUCCESS)


ECHO = DimseService("verification", frozenset({Verification}), echo)
