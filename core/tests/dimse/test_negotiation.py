import random

import pytest
from broch.dimse import negotiation
from broch.dimse.negotiation import AcceptedContext, accepted_contexts, choose_transfer_syntax, propose
from broch.dimse.pdu import AssociateRequest, ContextResult
from broch.dimse.sop_classes import (
    JPEG2000,
    QUERY_RETRIEVE_FIND,
    QUERY_RETRIEVE_GET,
    QUERY_RETRIEVE_MOVE,
    TRANSFER_SYNTAXES,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    StudyRootQueryRetrieveInformationModelGet,
    Verification,
)
from broch_hostapi.errors import LimitExceeded

CT = "1.2.840.10008.5.1.4.1.1.2"


@pytest.mark.parametrize(
    ("proposed", "chosen"),
    [
        ([ImplicitVRLittleEndian, ExplicitVRLittleEndian], ExplicitVRLittleEndian),
        ([ExplicitVRBigEndian, ImplicitVRLittleEndian], ImplicitVRLittleEndian),
        ([JPEG2000, JPEGBaseline8Bit], JPEG2000),
        ([JPEGBaseline8Bit], JPEGBaseline8Bit),
        ([ImplicitVRLittleEndian], ImplicitVRLittleEndian),
        (["1.2.3", JPEG2000], JPEG2000),
        (["1.2.3"], None),
        ([], None),
    ],
)
def test_choice_of_transfer_syntax(proposed, chosen):
    assert choose_transfer_syntax(proposed, TRANSFER_SYNTAXES.__contains__) == chosen


def accept(request):
    return negotiation.accept(request, {Verification, CT}.__contains__, TRANSFER_SYNTAXES.__contains__)


def test_results_by_context():
    request = AssociateRequest(
        contexts=propose([(CT, [ImplicitVRLittleEndian]), ("1.2.9", [ImplicitVRLittleEndian]), (CT, ["1.2.3"])])
    )
    assert [(c.id, c.result) for c in accept(request).contexts] == [(1, 0), (3, 3), (5, 4)]


@pytest.mark.parametrize("model", QUERY_RETRIEVE_FIND + QUERY_RETRIEVE_MOVE + QUERY_RETRIEVE_GET)
def test_identifiers_are_little_endian(model):
    """In nothing else could they be answered."""
    contexts = propose(
        [
            (model, [ExplicitVRBigEndian]), (model, [DeflatedExplicitVRLittleEndian]), (model, [JPEGBaseline8Bit]),
            (model, [ExplicitVRBigEndian, ImplicitVRLittleEndian]), (CT, [ExplicitVRBigEndian]),
        ]
    )  # fmt: skip
    request = AssociateRequest(contexts=contexts)
    answer = negotiation.accept(request, {model, CT}.__contains__, TRANSFER_SYNTAXES.__contains__)
    assert [c.result for c in answer.contexts] == [4, 4, 4, 0, 0]


def test_requestor_may_become_scp_of_storage_only():
    contexts = propose([(CT, [ImplicitVRLittleEndian]), (Verification, [ImplicitVRLittleEndian])])
    roles = {CT: (False, True), Verification: (True, True), "1.2.9": (True, True)}
    request = AssociateRequest(contexts=contexts, roles=roles)
    answer = accept(request)
    assert answer.roles == {CT: (False, True), Verification: (True, False)}
    ours = accepted_contexts(request, answer.contexts, answer.roles, as_requestor=False)
    theirs = accepted_contexts(request, answer.contexts, answer.roles, as_requestor=True)
    assert ours[1] == AcceptedContext(1, CT, ImplicitVRLittleEndian, as_scu=True, as_scp=False)
    assert theirs[1] == AcceptedContext(1, CT, ImplicitVRLittleEndian, as_scu=False, as_scp=True)
    assert (ours[3].as_scu, ours[3].as_scp) == (False, True)


def test_roles_default_without_both_items():
    contexts = propose([(CT, [ImplicitVRLittleEndian])])
    result = [ContextResult(1, 0, ImplicitVRLittleEndian)]
    for proposed, answered in (({}, {CT: (True, True)}), ({CT: (True, True)}, {})):
        request = AssociateRequest(contexts=contexts, roles=proposed)
        context = accepted_contexts(request, result, answered, as_requestor=True)[1]
        assert (context.as_scu, context.as_scp) == (True, False)


def test_answers_to_what_was_not_proposed_are_left_out():
    request = AssociateRequest(contexts=propose([(CT, [ImplicitVRLittleEndian]), (CT, [JPEG2000])]))
    results = [ContextResult(1, 0, JPEG2000), ContextResult(9, 0, JPEG2000), ContextResult(3, 0, JPEG2000)]
    assert list(accepted_contexts(request, results, {}, as_requestor=True)) == [3]


def test_more_contexts_than_numbers():
    assert propose([(CT, [JPEG2000])] * 128)[-1].id == 255
    with pytest.raises(LimitExceeded):
        propose([(CT, [JPEG2000])] * 129)


def test_agrees_with_pynetdicom():
    """Given our order of preference, pynetdicom's acceptor comes to the same results."""
    from pynetdicom.presentation import build_context, negotiate_as_acceptor

    known = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEG2000]
    supported = [build_context(uid, known) for uid in (CT, Verification, StudyRootQueryRetrieveInformationModelGet)]
    draw = random.Random(3)
    for _ in range(300):
        pairs = [
            (draw.choice([CT, Verification, "1.2.9"]), draw.sample([*known, "1.2.3"], draw.randint(1, 4)))
            for _ in range(draw.randint(1, 10))
        ]
        request = AssociateRequest(contexts=propose(pairs))
        theirs = []
        for context in request.contexts:
            built = build_context(context.abstract_syntax, context.transfer_syntaxes)
            built.context_id = context.id
            theirs.append(built)
        answer = negotiation.accept(request, {CT, Verification}.__contains__, known.__contains__)
        results, _ = negotiate_as_acceptor(theirs, supported)
        expected = {c.context_id: (c.result, c.transfer_syntax[0] if c.result == 0 else "") for c in results}
        ours = {c.id: (c.result, c.transfer_syntax if c.result == 0 else "") for c in answer.contexts}
        assert ours == expected
