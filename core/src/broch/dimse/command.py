"""Command sets: group 0000 in implicit little endian (PS3.7 6.3.1, annex E).

An element is named by its tag, which in this group is its element number: ``MESSAGE_ID`` is 0x0110. A whole command set
is a ``dict`` of them; ``encode`` and ``decode`` are inverse but for the group length, which is made and checked here.
The builders give the bytes of the messages that a node sends often; ``encode`` serves the others.
"""

from functools import lru_cache
from struct import Struct, error
from typing import Final

from broch.dimse.pdu import ProtocolError

Value = int | str | bytes
CommandSet = dict[int, Value]

AFFECTED_SOP_CLASS_UID: Final = 0x0002
REQUESTED_SOP_CLASS_UID: Final = 0x0003
COMMAND_FIELD: Final = 0x0100
MESSAGE_ID: Final = 0x0110
MESSAGE_ID_BEING_RESPONDED_TO: Final = 0x0120
MOVE_DESTINATION: Final = 0x0600
PRIORITY: Final = 0x0700
COMMAND_DATA_SET_TYPE: Final = 0x0800
STATUS: Final = 0x0900
OFFENDING_ELEMENT: Final = 0x0901
ERROR_COMMENT: Final = 0x0902
ERROR_ID: Final = 0x0903
AFFECTED_SOP_INSTANCE_UID: Final = 0x1000
REQUESTED_SOP_INSTANCE_UID: Final = 0x1001
EVENT_TYPE_ID: Final = 0x1002
ATTRIBUTE_IDENTIFIER_LIST: Final = 0x1005
ACTION_TYPE_ID: Final = 0x1008
REMAINING_SUBOPERATIONS: Final = 0x1020
COMPLETED_SUBOPERATIONS: Final = 0x1021
FAILED_SUBOPERATIONS: Final = 0x1022
WARNING_SUBOPERATIONS: Final = 0x1023
MOVE_ORIGINATOR_AE: Final = 0x1030
MOVE_ORIGINATOR_MESSAGE_ID: Final = 0x1031

C_STORE_RQ, C_GET_RQ, C_FIND_RQ, C_MOVE_RQ, C_ECHO_RQ, C_CANCEL_RQ = 0x0001, 0x0010, 0x0020, 0x0021, 0x0030, 0x0FFF
N_EVENT_REPORT_RQ, N_GET_RQ, N_SET_RQ, N_ACTION_RQ, N_CREATE_RQ, N_DELETE_RQ = range(0x0100, 0x0160, 0x10)
RESPONSE: Final = 0x8000
"""Bit that makes a request's command field that of its response."""
NO_DATA_SET: Final = 0x0101
DATA_SET: Final = 0x0001

_UIDS = frozenset((0x0002, 0x0003, 0x1000, 0x1001))
_TEXTS = frozenset((0x0600, 0x0902, 0x1030))
_SHORTS = frozenset(
    (0x0100, 0x0110, 0x0120, 0x0700, 0x0800, 0x0900, 0x0903, 0x1002, 0x1008, 0x1020, 0x1021, 0x1022, 0x1023, 0x1031)
)

_HEADER = Struct("<HHI")
_GROUP_LENGTH = Struct("<HHII")
_SHORT = Struct("<HHIH")
# Fixed elements between the SOP class and the instance of a C-STORE-RSP; all but the last short, those of a C-FIND-RSP.
_RESPONSE = Struct("<HHIH HHIH HHIH HHIH")


def decode(data: bytes | bytearray) -> CommandSet:
    """Read a command set: UIDs and texts as ``str``, US as ``int``, all else as ``bytes``; empty elements are left out.

    Raises `ProtocolError` for anything but whole elements of group 0000 with values of the right length.
    """
    command: CommandSet = {}
    position, end = 0, len(data)
    while position < end:
        try:
            group, tag, length = _HEADER.unpack_from(data, position)
        except error:
            raise ProtocolError("Command set ends within an element") from None
        start = position + 8
        position = start + length
        if group or position > end:
            raise ProtocolError(f"Element ({group:04x},{tag:04x}) does not belong into a command set or is cut short")
        if length == 2 and tag in _SHORTS:  # most elements of every request
            command[tag] = data[start] | data[start + 1] << 8
        elif length and tag:
            command[tag] = _value(tag, bytes(data[start:position]))
    return command


def _value(tag: int, raw: bytes) -> Value:
    if tag in _UIDS:
        return raw.decode("latin-1").rstrip("\0 ")
    if tag in _TEXTS:
        return raw.decode("latin-1").strip("\0 ")
    if tag in _SHORTS:
        raise ProtocolError(f"Element (0000,{tag:04x}) has {len(raw)} bytes instead of 2")
    return raw


def encode(command: CommandSet) -> bytes:
    """A whole command set with its group length. Elements may come in any order."""
    elements = []
    for tag in sorted(command):
        value = command[tag]
        if isinstance(value, int):
            elements.append(_SHORT.pack(0, tag, 2, value))
        elif isinstance(value, str):
            raw = _uid(value) if tag in _UIDS else _text(value)
            elements.append(_HEADER.pack(0, tag, len(raw)) + raw)
        else:
            elements.append(_HEADER.pack(0, tag, len(value)) + value)
    return _with_group_length(b"".join(elements))


def _with_group_length(elements: bytes) -> bytes:
    return _GROUP_LENGTH.pack(0, 0, 4, len(elements)) + elements


def _uid(value: str) -> bytes:
    raw = value.encode("latin-1", "replace")
    return raw if len(raw) % 2 == 0 else raw + b"\0"


def _text(value: str) -> bytes:
    raw = value.encode("latin-1", "replace")
    return raw if len(raw) % 2 == 0 else raw + b" "


def _fixed_response(field: int, message_id: int, data_set_type: int, status: int) -> bytes:
    return _RESPONSE.pack(
        0, COMMAND_FIELD, 2, field, 0, MESSAGE_ID_BEING_RESPONDED_TO, 2, message_id,
        0, COMMAND_DATA_SET_TYPE, 2, data_set_type, 0, STATUS, 2, status,
    )  # fmt: skip


def response(
    request: CommandSet, status: int, more: CommandSet | None = None, *, has_data: bool = False
) -> bytes:
    """The response to any request: its SOP class and instance are repeated, ``more`` elements added.

    An error comment is cut to the 64 characters that its VR allows.
    """
    answer: CommandSet = {
        COMMAND_FIELD: int(request[COMMAND_FIELD]) | RESPONSE,
        MESSAGE_ID_BEING_RESPONDED_TO: request.get(MESSAGE_ID, 0),
        COMMAND_DATA_SET_TYPE: DATA_SET if has_data else NO_DATA_SET,
        STATUS: status,
    }
    for requested, affected in (
        (REQUESTED_SOP_CLASS_UID, AFFECTED_SOP_CLASS_UID), (REQUESTED_SOP_INSTANCE_UID, AFFECTED_SOP_INSTANCE_UID),
    ):  # fmt: skip
        if uid := request.get(affected) or request.get(requested):
            answer[affected] = uid
    answer.update(more or {})
    if isinstance(comment := answer.get(ERROR_COMMENT), str):
        answer[ERROR_COMMENT] = comment[:64]
    return encode(answer)


def echo_request(message_id: int, sop_class: str) -> bytes:
    """C-ECHO-RQ (PS3.7 9.3.5.1)."""
    return _request(C_ECHO_RQ, message_id, sop_class, NO_DATA_SET)


def echo_response(message_id: int, sop_class: str, status: int = 0) -> bytes:
    """C-ECHO-RSP (PS3.7 9.3.5.2)."""
    return find_response(message_id, sop_class, status, has_data=False, field=C_ECHO_RQ | RESPONSE)


def store_request(
    message_id: int, sop_class: str, sop_instance: str, *, priority: int = 0, originator: tuple[str, int] | None = None
) -> bytes:
    """C-STORE-RQ (PS3.7 9.3.1.1). ``originator``: AE title and message ID of the C-MOVE that it is part of."""
    more: CommandSet = {AFFECTED_SOP_INSTANCE_UID: sop_instance, PRIORITY: priority}
    if originator:
        more[MOVE_ORIGINATOR_AE], more[MOVE_ORIGINATOR_MESSAGE_ID] = originator
    return _request(C_STORE_RQ, message_id, sop_class, DATA_SET, more)


def store_response(message_id: int, sop_class: str, sop_instance: str, status: int = 0) -> bytes:
    """C-STORE-RSP (PS3.7 9.3.1.2), without an error comment."""
    class_uid, instance_uid = _uid(sop_class), _uid(sop_instance)
    return _with_group_length(
        _HEADER.pack(0, AFFECTED_SOP_CLASS_UID, len(class_uid)) + class_uid
        + _fixed_response(C_STORE_RQ | RESPONSE, message_id, NO_DATA_SET, status)
        + _HEADER.pack(0, AFFECTED_SOP_INSTANCE_UID, len(instance_uid)) + instance_uid
    )  # fmt: skip


def find_request(message_id: int, sop_class: str, *, priority: int = 0) -> bytes:
    """C-FIND-RQ (PS3.7 9.3.2.1)."""
    return _request(C_FIND_RQ, message_id, sop_class, DATA_SET, {PRIORITY: priority})


def find_response(
    message_id: int, sop_class: str, status: int, *, has_data: bool, field: int = C_FIND_RQ | RESPONSE
) -> bytes:
    """C-FIND-RSP (PS3.7 9.3.2.2). The same bytes serve all matches of one query: make them once."""
    return _beginning(sop_class) + _fixed_response(field, message_id, DATA_SET if has_data else NO_DATA_SET, status)


@lru_cache(256)
def _beginning(sop_class: str) -> bytes:
    """Of responses that have the fixed elements alone behind the SOP class."""
    uid = _uid(sop_class)
    element = _HEADER.pack(0, AFFECTED_SOP_CLASS_UID, len(uid)) + uid
    return _GROUP_LENGTH.pack(0, 0, 4, len(element) + _RESPONSE.size) + element


def move_request(message_id: int, sop_class: str, destination: str, *, priority: int = 0) -> bytes:
    """C-MOVE-RQ (PS3.7 9.3.4.1)."""
    more: CommandSet = {PRIORITY: priority, MOVE_DESTINATION: destination}
    return _request(C_MOVE_RQ, message_id, sop_class, DATA_SET, more)


def get_request(message_id: int, sop_class: str, *, priority: int = 0) -> bytes:
    """C-GET-RQ (PS3.7 9.3.3.1)."""
    return _request(C_GET_RQ, message_id, sop_class, DATA_SET, {PRIORITY: priority})


def sub_operations(completed: int, failed: int, warning: int, remaining: int | None = None) -> CommandSet:
    """The counts of a C-MOVE-RSP or C-GET-RSP, for `response`; the last one has no ``remaining`` (PS3.7 9.3.4.2).

    A count that its 16 bits cannot hold stays at 65,535.
    """
    counts: CommandSet = {
        COMPLETED_SUBOPERATIONS: min(completed, 0xFFFF), FAILED_SUBOPERATIONS: min(failed, 0xFFFF),
        WARNING_SUBOPERATIONS: min(warning, 0xFFFF),
    }  # fmt: skip
    if remaining is not None:
        counts[REMAINING_SUBOPERATIONS] = min(remaining, 0xFFFF)
    return counts


def cancel_request(message_id: int) -> bytes:
    """C-CANCEL-RQ for the request with that ID; it has none of its own (PS3.7 9.3.2.3)."""
    return encode(
        {COMMAND_FIELD: C_CANCEL_RQ, MESSAGE_ID_BEING_RESPONDED_TO: message_id, COMMAND_DATA_SET_TYPE: NO_DATA_SET}
    )


def _request(
    field: int, message_id: int, sop_class: str, data_set_type: int, more: CommandSet | None = None
) -> bytes:
    command: CommandSet = {
        AFFECTED_SOP_CLASS_UID: sop_class, COMMAND_FIELD: field, MESSAGE_ID: message_id,
        COMMAND_DATA_SET_TYPE: data_set_type,
    }  # fmt: skip
    return encode(command | (more or {}))
