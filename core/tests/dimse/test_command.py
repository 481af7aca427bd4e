import contextlib

import pytest
from broch.dimse import command
from broch.dimse.command import CommandSet, decode, encode
from broch.dimse.pdu import ProtocolError
from hypothesis import given, settings
from hypothesis import strategies as st

CT = "1.2.840.10008.5.1.4.1.1.2"
FIND = "1.2.840.10008.5.1.4.1.2.2.1"

shorts = st.dictionaries(st.sampled_from(sorted(command._SHORTS)), st.integers(0, 65535))
uids = st.dictionaries(st.sampled_from(sorted(command._UIDS)), st.from_regex(r"\A[0-9.]{1,64}\Z"))
texts = st.dictionaries(
    st.sampled_from(sorted(command._TEXTS)), st.text("ABC xyz", min_size=1).map(str.strip).filter(bool)
)


@settings(deadline=None)
@given(shorts, uids, texts)
def test_inverse(a, b, c):
    whole: CommandSet = {**a, **b, **c, 0x1005: b"\x10\0\x10\0"}
    assert decode(encode(whole)) == whole


@settings(deadline=None)
@given(st.binary(max_size=60) | st.binary(max_size=40).map(lambda tail: command.echo_request(1, CT)[:-4] + tail))
def test_only_protocol_errors(data):
    with contextlib.suppress(ProtocolError):
        decode(data)


def pydicom_reads(data: bytes):
    from io import BytesIO

    from pydicom.filereader import read_dataset

    return read_dataset(BytesIO(data), is_implicit_VR=True, is_little_endian=True)


REQUEST: CommandSet = {command.COMMAND_FIELD: 0x21, command.MESSAGE_ID: 5, command.AFFECTED_SOP_CLASS_UID: FIND}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (command.echo_request(1, "1.2"), {"CommandField": 0x30, "MessageID": 1, "AffectedSOPClassUID": "1.2",
                                          "CommandDataSetType": 0x101}),
        (command.echo_response(1, "1.2"), {"CommandField": 0x8030, "MessageIDBeingRespondedTo": 1, "Status": 0}),
        (command.store_request(2, CT, "1.2.3", originator=("MOVER", 9)),
         {"CommandField": 1, "AffectedSOPInstanceUID": "1.2.3", "Priority": 0, "CommandDataSetType": 1,
          "MoveOriginatorApplicationEntityTitle": "MOVER", "MoveOriginatorMessageID": 9}),
        (command.store_response(2, CT, "1.2.34", 0xA700),
         {"CommandField": 0x8001, "AffectedSOPClassUID": CT, "AffectedSOPInstanceUID": "1.2.34", "Status": 0xA700,
          "MessageIDBeingRespondedTo": 2, "CommandDataSetType": 0x101}),
        (command.find_request(3, FIND, priority=2), {"CommandField": 0x20, "Priority": 2}),
        (command.find_response(3, FIND, 0xFF00, has_data=True),
         {"CommandField": 0x8020, "AffectedSOPClassUID": FIND, "Status": 0xFF00, "CommandDataSetType": 1}),
        (command.move_request(4, FIND, "DEST"), {"CommandField": 0x21, "MoveDestination": "DEST"}),
        (command.get_request(4, FIND), {"CommandField": 0x10, "MessageID": 4}),
        (command.response(REQUEST, 0xFF00, command.sub_operations(1, 2, 3, 70000)),
         {"CommandField": 0x8021, "NumberOfCompletedSuboperations": 1, "NumberOfFailedSuboperations": 2,
          "NumberOfWarningSuboperations": 3, "NumberOfRemainingSuboperations": 65535, "AffectedSOPClassUID": FIND}),
        (command.response({0x100: 0x130, 0x110: 8, 0x3: "1.2", 0x1001: "1.3"}, 0x112, {0x902: "x" * 80}),
         {"CommandField": 0x8130, "AffectedSOPClassUID": "1.2", "AffectedSOPInstanceUID": "1.3", "Status": 0x112,
          "ErrorComment": "x" * 64}),
        (command.cancel_request(7), {"CommandField": 0xFFF, "MessageIDBeingRespondedTo": 7}),
    ],
)  # fmt: skip
def test_builders_by_pydicom(data, expected):
    read = pydicom_reads(data)
    assert read.CommandGroupLength == len(data) - 12
    assert {keyword: read[keyword].value for keyword in expected} == expected
    assert [element.tag for element in read] == sorted(element.tag for element in read)
    assert len({len(value) % 2 for value in (data,)}) == 1
    assert encode(decode(data)) == data


def test_every_element_of_pynetdicom_is_read():
    from pynetdicom.dimse_messages import C_MOVE_RSP
    from pynetdicom.dimse_primitives import C_MOVE

    primitive = C_MOVE()
    primitive.MessageIDBeingRespondedTo, primitive.AffectedSOPClassUID, primitive.Status = 5, FIND, 0xFF00
    primitive.NumberOfRemainingSuboperations = primitive.NumberOfCompletedSuboperations = 2
    message = C_MOVE_RSP()
    message.primitive_to_message(primitive)
    from pynetdicom.dsutils import encode as encode_theirs

    read = decode(encode_theirs(message.command_set, True, True))
    assert read[command.STATUS] == 0xFF00
    assert read[command.REMAINING_SUBOPERATIONS] == 2
    assert read[command.AFFECTED_SOP_CLASS_UID] == FIND


@pytest.mark.parametrize("data", [b"\0\0\0\1\2\0\0\0\1", b"\0\0", b"\x08\0\x05\0\0\0\0\0", b"\0\0\0\1\1\0\0\0\1"])
def test_broken(data):
    with pytest.raises(ProtocolError):
        decode(data)
