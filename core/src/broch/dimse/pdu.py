"""The association PDUs and their items, read and written (PS3.8 9.3, PS3.7 annex D.3).

``decode`` takes a whole PDU, its six header bytes included, and raises nothing but `ProtocolError`; ``encode`` is its
inverse. Peers are not always strict, so a reader here is not either: unknown items are skipped, AE titles may be blank
or hold any byte (read as Latin-1, spaces stripped), UIDs may be padded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct
from typing import Self

from broch_hostapi.errors import LimitExceeded, RemoteError

ASSOCIATE_RQ, ASSOCIATE_AC, ASSOCIATE_RJ, P_DATA, RELEASE_RQ, RELEASE_RP, ABORT = range(1, 8)

APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1"
"""The DICOM application context, the only one there is (PS3.7 annex A)."""
IMPLEMENTATION_CLASS_UID = "2.25.136175857735036296990678967978446409748"
IMPLEMENTATION_VERSION = "BROCH_0_1"
MAXIMUM_CONTEXTS = 128
"""Odd numbers from 1 to 255 (PS3.8 9.3.2.2)."""
PROVIDER = 2
"""Source of an A-ABORT: the upper layer. 0 is its user (PS3.8 table 9-26)."""

UNSPECIFIED, UNRECOGNISED_PDU, UNEXPECTED_PDU = 0, 1, 2
UNRECOGNISED_PARAMETER, UNEXPECTED_PARAMETER, INVALID_PARAMETER = 4, 5, 6


class ProtocolError(RemoteError):
    """The peer breaks PS3.7 or PS3.8. ``reason`` goes into the A-ABORT (PS3.8 table 9-26, source 2)."""

    def __init__(self, message: str, reason: int = INVALID_PARAMETER) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(slots=True)
class ProposedContext:
    """A presentation context of a request (PS3.8 9.3.2.2)."""

    id: int
    abstract_syntax: str
    transfer_syntaxes: list[str]


@dataclass(slots=True)
class ContextResult:
    """The answer to a proposed context: 0 accepted, 1 to 4 refused (PS3.8 table 9-18)."""

    id: int
    result: int
    transfer_syntax: str


@dataclass(slots=True)
class UserIdentity:
    """Who asks (PS3.7 D.3.3.7): type 1 user name, 2 and passcode, 3 Kerberos, 4 SAML, 5 JSON web token."""

    type: int
    response_requested: bool
    primary: bytes = field(repr=False)
    secondary: bytes = field(default=b"", repr=False)


@dataclass(slots=True, kw_only=True)
class _Associate:
    """What A-ASSOCIATE-RQ and -AC share. AE titles of the answer repeat those of the request."""

    called_ae: str = ""
    calling_ae: str = ""
    application_context: str = APPLICATION_CONTEXT
    maximum_length: int | None = 131072
    """Longest P-DATA that may be sent to the writer of this PDU; 0: any; None: the item is missing."""
    implementation_class_uid: str = IMPLEMENTATION_CLASS_UID
    implementation_version: str = IMPLEMENTATION_VERSION
    roles: dict[str, tuple[bool, bool]] = field(default_factory=dict)
    """By abstract syntax: the requestor's SCU and SCP role, proposed or accepted (PS3.7 D.3.3.4)."""
    async_ops: tuple[int, int] | None = None
    """Operations invoked and performed at the same time, 0: any (PS3.7 D.3.3.3)."""
    protocol_version: int = 1

    def _read_shared(self, pdu: bytes, kind: int) -> Iterator[tuple[int, int, int]]:
        """Take what both PDUs have; yields the other items and those of the user information."""
        if len(pdu) < 74 or pdu[0] != kind or int.from_bytes(pdu[2:6], "big") != len(pdu) - 6:
            raise ProtocolError(f"PDU of type {kind:02X}H is too short or has a wrong length")
        self.protocol_version = pdu[6] << 8 | pdu[7]
        self.called_ae, self.calling_ae = _title(pdu[10:26]), _title(pdu[26:42])
        self.application_context, self.maximum_length = "", None
        self.implementation_class_uid = self.implementation_version = ""
        for item, start, stop in _items(pdu, 74, len(pdu)):
            if item == 0x10:
                self.application_context = _uid(pdu[start:stop])
            elif item == 0x50:
                for sub_item, first, last in _items(pdu, start, stop):
                    if not self._read_user_item(sub_item, pdu[first:last]):
                        yield sub_item, first, last
            else:
                yield item, start, stop

    def _read_user_item(self, kind: int, value: bytes) -> bool:
        if kind == 0x51:
            self.maximum_length = _number(value, 4, "maximum length")
        elif kind == 0x52:
            self.implementation_class_uid = _uid(value)
        elif kind == 0x53:
            both = _number(value, 4, "asynchronous operations window")
            self.async_ops = both >> 16, both & 0xFFFF
        elif kind == 0x54:
            uid, rest = _counted(value, "role selection")
            if len(rest) < 2:
                raise ProtocolError("Role selection item is cut short")
            self.roles[_uid(uid)] = rest[0] == 1, rest[1] == 1
        elif kind == 0x55:
            self.implementation_version = _title(value)
        else:
            return False
        return True

    def _check_context(self) -> None:
        if not self.application_context:
            raise ProtocolError("A-ASSOCIATE PDU without application context")

    def _write_shared(self, kind: int, contexts: list[bytes], user_items: list[bytes]) -> bytes:
        user = [_MAXIMUM_LENGTH.pack(0x51, 4, self.maximum_length or 0)]
        user.append(_item(0x52, self.implementation_class_uid.encode("latin-1")))
        if self.async_ops is not None:
            user.append(_ASYNC_OPS.pack(0x53, 4, *self.async_ops))
        for uid, (scu, scp) in self.roles.items():
            user.append(_item(0x54, _with_count(uid.encode("latin-1")) + bytes((scu, scp))))
        if self.implementation_version:
            user.append(_item(0x55, self.implementation_version.encode("latin-1")[:16]))
        items = [_item(0x10, self.application_context.encode("latin-1")), *contexts]
        items.append(_item(0x50, b"".join(user + user_items)))
        body = b"".join(items)
        called, calling = _padded(self.called_ae), _padded(self.calling_ae)
        return _FIXED.pack(kind, 68 + len(body), self.protocol_version, called, calling) + body


@dataclass(slots=True, kw_only=True)
class AssociateRequest(_Associate):
    """A-ASSOCIATE-RQ (PS3.8 9.3.2)."""

    contexts: list[ProposedContext] = field(default_factory=list)
    user_identity: UserIdentity | None = None
    extended: dict[str, bytes] = field(default_factory=dict)
    """Service class application information by SOP class (extended negotiation, PS3.7 D.3.3.5)."""

    @classmethod
    def decode(cls, pdu: bytes) -> Self:
        """Read a request; a context number used twice, or none of an application context, is refused."""
        request = cls()
        for item, start, stop in request._read_shared(pdu, ASSOCIATE_RQ):
            if item == 0x20:
                request.contexts.append(_proposed_context(pdu, start, stop))
            elif item == 0x56:
                uid, information = _counted(pdu[start:stop], "extended negotiation")
                request.extended[_uid(uid)] = information
            elif item == 0x58:
                request.user_identity = _user_identity(pdu[start:stop])
        request._check_context()
        if len({context.id for context in request.contexts}) != len(request.contexts):
            raise ProtocolError("Two presentation contexts have the same number")
        return request

    def encode(self) -> bytes:
        """The PDU. Raises `LimitExceeded` for a title over 16 characters or an item over 65,535 bytes."""
        contexts = []
        for context in self.contexts:
            syntaxes = [_item(0x40, uid.encode("latin-1")) for uid in context.transfer_syntaxes]
            abstract = _item(0x30, context.abstract_syntax.encode("latin-1"))
            contexts.append(_item(0x20, bytes((context.id, 0, 0, 0)) + abstract + b"".join(syntaxes)))
        items = [_item(0x56, _with_count(uid.encode("latin-1")) + value) for uid, value in self.extended.items()]
        if identity := self.user_identity:
            kind = bytes((identity.type, identity.response_requested))
            items.append(_item(0x58, kind + _with_count(identity.primary) + _with_count(identity.secondary)))
        return self._write_shared(ASSOCIATE_RQ, contexts, items)


@dataclass(slots=True, kw_only=True)
class AssociateAccept(_Associate):
    """A-ASSOCIATE-AC (PS3.8 9.3.3)."""

    contexts: list[ContextResult] = field(default_factory=list)
    identity_response: bytes | None = None
    """Server's answer to a user identity that asked for one (PS3.7 D.3.3.7.2)."""

    @classmethod
    def decode(cls, pdu: bytes) -> Self:
        """Read an acceptance."""
        accept = cls()
        for item, start, stop in accept._read_shared(pdu, ASSOCIATE_AC):
            if item == 0x21:
                accept.contexts.append(_context_result(pdu, start, stop))
            elif item == 0x59:
                accept.identity_response = _counted(pdu[start:stop], "user identity")[0]
        accept._check_context()
        return accept

    def encode(self) -> bytes:
        """The PDU."""
        contexts = []
        for context in self.contexts:
            uid = context.transfer_syntax.encode("latin-1")
            contexts.append(_CONTEXT_RESULT.pack(0x21, 8 + len(uid), context.id, context.result, 0x40, len(uid)) + uid)
        identity = self.identity_response
        return self._write_shared(
            ASSOCIATE_AC, contexts, [] if identity is None else [_item(0x59, _with_count(identity))]
        )


@dataclass(frozen=True, slots=True)
class AssociateReject:
    """A-ASSOCIATE-RJ: result 1 permanent, 2 transient; source and reason by PS3.8 table 9-21."""

    result: int
    source: int
    reason: int

    @classmethod
    def decode(cls, pdu: bytes) -> Self:
        """Read a rejection; bytes that are missing count as 0."""
        return cls(*(pdu[7:10] + bytes(3))[:3])

    def encode(self) -> bytes:
        """The PDU."""
        return bytes((ASSOCIATE_RJ, 0, 0, 0, 0, 4, 0, self.result, self.source, self.reason))

    def __str__(self) -> str:
        kind = {1: "permanent", 2: "transient"}.get(self.result, str(self.result))
        reason = _REJECTIONS.get((self.source, self.reason), f"source {self.source}, reason {self.reason}")
        return f"{kind}: {reason}"


@dataclass(frozen=True, slots=True)
class Abort:
    """A-ABORT (PS3.8 9.3.8)."""

    source: int = 0
    reason: int = UNSPECIFIED

    @classmethod
    def decode(cls, pdu: bytes) -> Self:
        """Read an abort; bytes that are missing count as 0."""
        return cls(*(pdu[8:10] + bytes(2))[:2])

    def encode(self) -> bytes:
        """The PDU."""
        return bytes((ABORT, 0, 0, 0, 0, 4, 0, 0, self.source, self.reason))


RELEASE_REQUEST = bytes((RELEASE_RQ, 0, 0, 0, 0, 4, 0, 0, 0, 0))
RELEASE_RESPONSE = bytes((RELEASE_RP, 0, 0, 0, 0, 4, 0, 0, 0, 0))

_FIXED = Struct(">BxIHxx16s16s32x")
_ITEM = Struct(">BxH")
_MAXIMUM_LENGTH = Struct(">BxHI")
_ASYNC_OPS = Struct(">BxHHH")
_CONTEXT_RESULT = Struct(">BxHBxBxBxH")
_REJECTIONS = {
    (1, 1): "no reason given", (1, 2): "application context not supported", (1, 3): "calling AE title not recognised",
    (1, 7): "called AE title not recognised", (2, 1): "no reason given", (2, 2): "protocol version not supported",
    (3, 1): "temporary congestion", (3, 2): "local limit exceeded",
}  # fmt: skip


def _items(pdu: bytes, start: int, stop: int) -> list[tuple[int, int, int]]:
    """Type and bounds of the value of each item between two offsets (PS3.8 9.3.1)."""
    items = []
    while start < stop:
        if stop - start < 4:
            raise ProtocolError("Item header is cut short")
        value = start + 4
        end = value + (pdu[start + 2] << 8 | pdu[start + 3])
        if end > stop:
            raise ProtocolError(f"Item of type {pdu[start]:02X}H is longer than what holds it")
        items.append((pdu[start], value, end))
        start = end
    return items


def _proposed_context(pdu: bytes, start: int, stop: int) -> ProposedContext:
    if stop - start < 4:
        raise ProtocolError("Presentation context item is cut short")
    context = ProposedContext(pdu[start], "", [])
    for kind, first, last in _items(pdu, start + 4, stop):
        if kind == 0x30:
            context.abstract_syntax = _uid(pdu[first:last])
        elif kind == 0x40:
            context.transfer_syntaxes.append(_uid(pdu[first:last]))
    return context


def _context_result(pdu: bytes, start: int, stop: int) -> ContextResult:
    if stop - start < 4:
        raise ProtocolError("Presentation context item is cut short")
    syntaxes = [pdu[first:last] for kind, first, last in _items(pdu, start + 4, stop) if kind == 0x40]
    return ContextResult(pdu[start], pdu[start + 2], _uid(syntaxes[0]) if syntaxes else "")


def _user_identity(value: bytes) -> UserIdentity:
    if len(value) < 2:
        raise ProtocolError("User identity item is cut short")
    primary, rest = _counted(value[2:], "user identity")
    secondary, _ = _counted(rest, "user identity")
    return UserIdentity(value[0], value[1] == 1, primary, secondary)


def _number(value: bytes, size: int, what: str) -> int:
    if len(value) != size:
        raise ProtocolError(f"Item of the {what} has {len(value)} bytes instead of {size}")
    return int.from_bytes(value, "big")


def _counted(value: bytes, what: str) -> tuple[bytes, bytes]:
    """A field that begins with its length in two bytes, and what follows it."""
    end = 2 + int.from_bytes(value[:2], "big")
    if len(value) < max(end, 2):
        raise ProtocolError(f"Item of the {what} is cut short")
    return value[2:end], value[end:]


def _uid(value: bytes) -> str:
    return value.decode("latin-1").rstrip("\0 ")


def _title(value: bytes) -> str:
    return value.decode("latin-1").strip("\0 ")


def _padded(title: str) -> bytes:
    value = title.encode("latin-1", "replace")
    if len(value) > 16:
        raise LimitExceeded(f"Length of the AE title {title!r}", 16)
    return value.ljust(16)


def _item(kind: int, value: bytes) -> bytes:
    if len(value) > 0xFFFF:
        raise LimitExceeded(f"Item of type {kind:02X}H of an A-ASSOCIATE PDU", 0xFFFF)
    return _ITEM.pack(kind, len(value)) + value


def _with_count(value: bytes) -> bytes:
    if len(value) > 0xFFFF:
        raise LimitExceeded("Field of an A-ASSOCIATE PDU", 0xFFFF)
    return len(value).to_bytes(2, "big") + value
