"""What we do as service class user: hostapi's ``ModalityService``."""

import ssl
from collections.abc import Callable, Mapping, Sequence

from broch_hostapi import Modality, StoredInstance, StoreReport, TranscodeService
from broch_hostapi.errors import BadRequest, RemoteError

from broch.dimse import command as commands
from broch.dimse.modalities import ModalityRegistry
from broch.dimse.negotiation import propose
from broch.dimse.pdu import AssociateRequest
from broch.dimse.sop_classes import ExplicitVRLittleEndian, ImplicitVRLittleEndian, Verification
from broch.dimse.store_scu import Contexts, Files, StoreUser
from broch.dimse.upper_layer import Association, Limits


class RemoteModalities:
    """The registry, and associations with those that are in it."""

    def __init__(
        self, registry: ModalityRegistry, files: Files, *, aet: str, timeout: int, maximum_pdu: int,
        tls: ssl.SSLContext | None = None, transcoder: TranscodeService, transcode: bool,
    ) -> None:
        """``timeout``: seconds, 0 for none (``DicomScuTimeout``). ``transcode``: whether pixel data may be decoded."""
        self._transcoder = transcoder
        self._transcode = transcode
        self._registry = registry
        self._files = files
        self._aet = aet
        self._timeout = timeout
        self._maximum_pdu = maximum_pdu
        self._tls = tls

    def all(self) -> Mapping[str, Modality]:
        """By name."""
        return self._registry.all()

    def get(self, name: str) -> Modality:
        """Raises ``UnknownModality``."""
        return self._registry.get(name)

    def put(self, modality: Modality) -> None:
        """Declare or replace one."""
        self._registry.put(modality)

    def delete(self, name: str) -> None:
        """Forget one."""
        self._registry.delete(name)

    def echo(self, modality: Modality, timeout: float | None = None) -> None:
        """C-ECHO."""
        contexts: Contexts = [(Verification, [ExplicitVRLittleEndian, ImplicitVRLittleEndian])]
        with self._connect(modality, "", timeout, contexts) as association:
            context = next(iter(association.contexts.values()), None)
            if context is None:
                raise RemoteError(f"{modality.name} does not support verification")
            association.send(context, commands.echo_request(1, Verification))
            answer = association.receive()
            status = None if answer is None else answer.command.get(commands.STATUS)
            association.release()
        if status != 0:
            said = f"status {status:04X}" if isinstance(status, int) else "no status"
            raise RemoteError(f"{modality.name} answers C-ECHO with {said}")

    def store(
        self, modality: Modality, instances: Sequence[StoredInstance], *, local_aet: str = "",
        move_originator: tuple[str, int] | None = None, timeout: float | None = None,
        progress: Callable[[StoreReport], bool] | None = None,
    ) -> StoreReport:
        """C-STORE of instances."""
        user = StoreUser(
            lambda contexts: self._connect(modality, local_aet, timeout, contexts), self._files, self._transcoder,
            decode=self._transcode and modality.allow_transcoding,
        )  # fmt: skip
        return user.send(instances, move_originator, progress)

    def _connect(self, modality: Modality, local_aet: str, timeout: float | None, contexts: Contexts) -> Association:
        if modality.use_dicom_tls and self._tls is None:
            raise BadRequest(f"{modality.name} wants DICOM TLS, which is not configured")
        seconds = timeout or modality.timeout or self._timeout or None
        request = AssociateRequest(
            called_ae=modality.aet, calling_ae=local_aet or modality.local_aet or self._aet, contexts=propose(contexts)
        )
        return Association.request(
            (modality.host, modality.port), request,
            Limits(maximum_pdu=self._maximum_pdu, artim=seconds or 3600.0, timeout=seconds),
            connect_timeout=seconds, tls=self._tls if modality.use_dicom_tls else None,
        )  # fmt: skip
