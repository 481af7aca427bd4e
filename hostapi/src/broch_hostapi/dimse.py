"""DICOM associations and services, as plugins see them (PS3.7, PS3.8)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from broch_hostapi.resources import StoredInstance
from broch_hostapi.storage import Buffer

if TYPE_CHECKING:
    from broch_hostapi.host import Host


@dataclass(frozen=True, slots=True)
class AssociationInfo:
    """Who opened an association with us."""

    calling_aet: str
    called_aet: str
    remote_ip: str
    modality: str = ""
    """Name under ``DicomModalities``, empty for a stranger."""


@dataclass(frozen=True, slots=True)
class PresentationContext:
    """An accepted presentation context (PS3.8 7.1.1.13)."""

    id: int
    abstract_syntax: str
    transfer_syntax: str
    peer_is_scp: bool = False
    """The peer takes C-STORE sub-operations in this context (role selection, PS3.7 D.3.3.4)."""


@dataclass(frozen=True, slots=True)
class DimseMessage:
    """A request: its command set by element number of group 0000, and its data set if it has one."""

    context: PresentationContext
    command: dict[int, int | str]
    data: bytes | bytearray | memoryview | BinaryIO | None
    """Large data sets come as an open temporary file, at its start."""


class Peer(Protocol):
    """The other side of an association, while one of its requests is served."""

    info: AssociationInfo
    contexts: dict[int, PresentationContext]

    def respond(
        self, request: DimseMessage, status: int, data: bytes | None = None, fields: dict[int, int | str] | None = None
    ) -> None:
        """Send a response to ``request`` with more command elements from ``fields``. Raises ``RemoteError``.

        Pending responses with a data set and without ``fields``, that is matches, may be held back for a moment and
        sent together; all have gone before any other message does, and before ``cancelled`` looks.
        """
        ...

    def cancelled(self, request: DimseMessage) -> bool:
        """Whether a C-CANCEL for this request has arrived (PS3.7 9.3.2.3). Cheap; ask every some 64 responses."""
        ...

    def store(self, sop_class: str, sop_instance: str, transfer_syntax: str, data: Buffer | BinaryIO) -> int | None:
        """A C-STORE sub-operation over this association (C-GET), of a buffer or a file from where it stands; the peer's
        status.

        None if the peer has accepted no context for it. Raises ``RemoteError``.
        """
        ...


@dataclass(frozen=True, slots=True)
class DimseService:
    """Contribution: what answers requests for one or several SOP classes.

    ``handle`` runs in the association's thread. An exception becomes a failure status and does not end the association,
    unless it is a ``RemoteError``.
    """

    name: str
    abstract_syntaxes: frozenset[str]
    handle: Callable[["Host", Peer, DimseMessage], None]


@dataclass(frozen=True, slots=True)
class Modality:
    """A remote application entity, as ``DicomModalities`` declares it."""

    name: str
    aet: str
    host: str
    port: int
    manufacturer: str = "Generic"
    allow_echo: bool = True
    allow_find: bool = True
    allow_find_worklist: bool = True
    allow_get: bool = True
    allow_move: bool = True
    allow_store: bool = True
    allow_n_action: bool = True
    allow_n_event_report: bool = True
    allow_transcoding: bool = True
    use_dicom_tls: bool = False
    local_aet: str = ""
    """Our title towards it; empty: ``DicomAet``."""
    timeout: int = 0
    """Seconds; 0: ``DicomScuTimeout``."""


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What became of a C-STORE of several instances to a remote."""

    sent: int
    failed: int
    failures: tuple[tuple[str, str], ...] = ()
    """SOPInstanceUID and why it could not be sent."""
    warnings: int = 0
    """Of those sent: how many the remote stored with a warning (coerced, elements discarded)."""


class ModalityService(Protocol):
    """The declared modalities, and what we do as their service class user."""

    def all(self) -> Mapping[str, Modality]:
        """By name."""
        ...

    def get(self, name: str) -> Modality:
        """Raises ``UnknownModality``."""
        ...

    def put(self, modality: Modality) -> None:
        """Declare or replace one; kept until the server stops."""
        ...

    def delete(self, name: str) -> None:
        """Forget one. Raises ``UnknownModality``."""
        ...

    def echo(self, modality: Modality, timeout: float | None = None) -> None:
        """C-ECHO (PS3.4 annex A). Raises ``RemoteError``."""
        ...

    def store(
        self, modality: Modality, instances: Sequence[StoredInstance], *, local_aet: str = "",
        move_originator: tuple[str, int] | None = None, timeout: float | None = None,
        progress: Callable[[StoreReport], bool] | None = None,
    ) -> StoreReport:
        """C-STORE of instances over one association (PS3.4 annex B).

        ``move_originator``: AE title and message id of the C-MOVE that asked for it. ``progress`` is told after each
        instance and stops the rest by returning False. An instance that the remote does not take is counted as failed;
        when the remote hangs up, so are all that are left. Raises ``RemoteError`` when no association can be had.
        """
        ...
