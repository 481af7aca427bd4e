import contextlib
import random

import pytest
from broch.dimse.pdu import (
    IMPLEMENTATION_CLASS_UID,
    Abort,
    AssociateAccept,
    AssociateReject,
    AssociateRequest,
    ContextResult,
    ProposedContext,
    ProtocolError,
    UserIdentity,
)
from broch_hostapi.errors import LimitExceeded
from hypothesis import given, settings
from hypothesis import strategies as st

uids = st.builds(lambda parts: ".".join(map(str, ["1.2", *parts])), st.lists(st.integers(0, 9999), max_size=9))
titles = st.text("ABCXYZ_0123 ", min_size=1, max_size=16).map(str.strip).filter(bool)
roles = st.dictionaries(uids, st.tuples(st.booleans(), st.booleans()), max_size=4)
identities = st.builds(
    UserIdentity, st.integers(1, 5), st.booleans(), st.binary(min_size=1, max_size=40), st.binary(max_size=40)
)
contexts = st.lists(st.tuples(uids, st.lists(uids, min_size=1, max_size=4)), min_size=1, max_size=8).map(
    lambda pairs: [ProposedContext(2 * n + 1, *pair) for n, pair in enumerate(pairs)]
)
shared = {
    "called_ae": titles, "calling_ae": titles, "maximum_length": st.integers(0, 2**32 - 1), "roles": roles,
    "implementation_class_uid": uids, "implementation_version": titles,
    "async_ops": st.none() | st.tuples(st.integers(0, 65535), st.integers(0, 65535)),
}  # fmt: skip
requests = st.builds(
    AssociateRequest, contexts=contexts, user_identity=st.none() | identities,
    extended=st.dictionaries(uids, st.binary(max_size=10), max_size=3), **shared,
)  # fmt: skip
accepts = st.builds(
    AssociateAccept, identity_response=st.none() | st.binary(max_size=20),
    contexts=st.lists(st.builds(ContextResult, st.integers(1, 255), st.integers(0, 4), uids), max_size=8), **shared,
)  # fmt: skip


@settings(deadline=None)
@given(requests)
def test_request_is_read_as_it_was_written(request):
    assert AssociateRequest.decode(request.encode()) == request


@settings(deadline=None)
@given(accepts)
def test_accept_is_read_as_it_was_written(accept):
    assert AssociateAccept.decode(accept.encode()) == accept


@settings(max_examples=150, deadline=None)
@given(requests)
def test_pynetdicom_reads_our_requests_the_same(request):
    from pynetdicom.pdu import A_ASSOCIATE_RQ

    theirs = A_ASSOCIATE_RQ()
    theirs.decode(request.encode())
    assert theirs.called_ae_title.strip() == request.called_ae
    assert theirs.calling_ae_title.strip() == request.calling_ae
    assert theirs.application_context_name == request.application_context
    read = [(c.context_id, c.abstract_syntax, list(c.transfer_syntax)) for c in theirs.presentation_context]
    assert read == [(c.id, c.abstract_syntax, c.transfer_syntaxes) for c in request.contexts]
    user = theirs.user_information
    assert user.maximum_length == request.maximum_length
    assert user.implementation_class_uid == request.implementation_class_uid
    assert user.implementation_version_name.strip() == request.implementation_version
    assert {
        uid: (bool(item.scu_role), bool(item.scp_role)) for uid, item in user.role_selection.items()
    } == request.roles
    assert {item.uid: item.app_info for item in user.ext_neg} == request.extended
    if request.user_identity:
        identity = user.user_identity
        assert (identity.id_type, identity.primary) == (request.user_identity.type, request.user_identity.primary)


def test_we_read_pynetdicom_s_requests():
    from pynetdicom import AE, build_context, build_role
    from pynetdicom.pdu import A_ASSOCIATE_RQ
    from pynetdicom.pdu_primitives import A_ASSOCIATE, ImplementationClassUIDNotification, MaximumLengthNotification

    draw = random.Random(7)
    for _ in range(300):
        primitive = A_ASSOCIATE()
        primitive.application_context_name = "1.2.840.10008.3.1.1.1"
        primitive.calling_ae_title, primitive.called_ae_title = AE().ae_title, "ANY-SCP"
        built = []
        for number in range(draw.randint(1, 128)):
            syntaxes = [f"1.2.3.{draw.randint(1, 99)}.{n}" for n in range(draw.randint(1, 4))]
            context = build_context(f"1.2.{draw.randint(1, 10**9)}", syntaxes)
            context.context_id = 2 * number + 1
            built.append(context)
        primitive.presentation_context_definition_list = built
        length, implementation = MaximumLengthNotification(), ImplementationClassUIDNotification()
        length.maximum_length_received = draw.randint(0, 2**20)
        implementation.implementation_class_uid = "1.2.3.4"
        asked = build_role(built[0].abstract_syntax, scp_role=True)
        primitive.user_information = [length, implementation, asked]
        pdu = A_ASSOCIATE_RQ()
        pdu.from_primitive(primitive)
        request = AssociateRequest.decode(pdu.encode())
        assert [(c.id, c.abstract_syntax, c.transfer_syntaxes) for c in request.contexts] == [
            (c.context_id, c.abstract_syntax, c.transfer_syntax) for c in built
        ]
        assert request.maximum_length == length.maximum_length_received
        assert request.roles == {built[0].abstract_syntax: (False, True)}
        assert (request.called_ae, request.calling_ae) == ("ANY-SCP", AE().ae_title)


@settings(deadline=None)
@given(accepts.filter(lambda accept: accept.contexts))
def test_pynetdicom_reads_our_answers_the_same(accept):
    from pynetdicom.pdu import A_ASSOCIATE_AC

    theirs = A_ASSOCIATE_AC()
    theirs.decode(accept.encode())
    read = [(c.context_id, c.result, c.transfer_syntax) for c in theirs.presentation_context]
    assert read == [(c.id, c.result, c.transfer_syntax) for c in accept.contexts]
    assert theirs.user_information.maximum_length == accept.maximum_length
    assert theirs.user_information.async_ops_window is None or accept.async_ops


def small_request(**fields) -> bytes:
    context = ProposedContext(1, "1.2.840.10008.1.1", ["1.2.840.10008.1.2"])
    return AssociateRequest(called_ae="B", calling_ae="A", contexts=[context], **fields).encode()


def with_item(item: bytes) -> bytes:
    pdu = small_request() + item
    return pdu[:2] + (len(pdu) - 6).to_bytes(4, "big") + pdu[6:]


def test_unknown_items_are_skipped():
    unknown = b"\x99\0\0\x04abcd"
    assert AssociateRequest.decode(with_item(unknown + b"\x50\0\0\x08" + unknown)).called_ae == "B"


@pytest.mark.parametrize("title", [b" " * 16, b"\0" * 16, b"R\xd6NTGEN         ", "放射".encode() + b" " * 10])
def test_any_ae_title_is_taken_and_given_back(title):
    pdu = bytearray(small_request())
    pdu[10:26] = title
    called = AssociateRequest.decode(bytes(pdu)).called_ae
    assert AssociateAccept(called_ae=called).encode()[10:26].strip() == title.strip(b"\0 ")


@pytest.mark.parametrize(
    "item",
    [
        b"\x20\0\0\x02\x03\0", b"\x20\0\0\x05\x03\0\0\0\x30", b"\x20\0\0\x0c\x03\0\0\0\x30\0\0\x051.23",
        b"\x50\0\0\x05\x51\0\0\x01\0", b"\x50\0\0\x06\x54\0\0\x02\0\x09", b"\x50\0\0\x05\x54\0\0\x01\0",
        b"\x50\0\0\x07\x54\0\0\x03\0\x001", b"\x50\0\0\x08\x58\0\0\x04\x01\0\0\x09", b"\x50\0\0\x05\x58\0\0\x01\x01",
        b"\x50\0\0\x06\x53\0\0\x02\0\0", b"\x10\0\xff\xff1.2", b"\x10\0\0",
        b"\x20\0\0\x04\x01\0\0\0",
    ],
)  # fmt: skip
def test_broken_items_are_protocol_errors(item):
    with pytest.raises(ProtocolError) as caught:
        AssociateRequest.decode(with_item(item))
    assert caught.value.reason == 6


def test_application_context_is_needed():
    pdu = small_request().replace(b"\x10\0", b"\x11\0", 1)
    with pytest.raises(ProtocolError, match="application context"):
        AssociateRequest.decode(pdu)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([AssociateRequest, AssociateAccept]), st.data())
def test_nothing_but_protocol_errors_from_mutated_bytes(kind, data):
    pdu = bytearray(small_request(roles={"1.2": (True, True)}, user_identity=UserIdentity(2, True, b"u", b"p"))
                    if kind is AssociateRequest else AssociateAccept(contexts=[ContextResult(1, 0, "1.2")]).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        pdu[data.draw(st.integers(0, len(pdu) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(pdu)))
    for candidate in (bytes(pdu), bytes(pdu[:cut])):
        with contextlib.suppress(ProtocolError):
            kind.decode(candidate)


def test_short_pdus():
    assert AssociateReject.decode(AssociateReject(2, 3, 2).encode()) == AssociateReject(2, 3, 2)
    assert Abort.decode(Abort(2, 6).encode()) == Abort(2, 6)
    assert Abort.decode(b"\x07\0\0\0\0\0") == Abort(0, 0)
    assert str(AssociateReject(2, 3, 2)) == "transient: local limit exceeded"
    assert "source 9" in str(AssociateReject(1, 9, 9))


def test_what_does_not_fit_is_refused():
    with pytest.raises(LimitExceeded):
        AssociateRequest(called_ae="A" * 17).encode()
    with pytest.raises(LimitExceeded):
        small_request(user_identity=UserIdentity(4, False, b"x" * 70000))
    with pytest.raises(LimitExceeded):
        small_request(user_identity=UserIdentity(2, False, b"x" * 40000, b"y" * 40000))


def test_implementation_uid_is_valid():
    assert len(IMPLEMENTATION_CLASS_UID) <= 64


def test_secrets_are_not_shown():
    assert "geheim" not in repr(UserIdentity(2, False, b"geheim", b"geheim"))
