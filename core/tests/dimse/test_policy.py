"""Which associations are accepted, and what of them."""

import functools
import threading

import pytest
from broch.dimse.establishment import AssociationRejected
from broch.dimse.listener import Listener
from broch.dimse.negotiation import Acceptance, propose
from broch.dimse.node_settings import USUAL_SYNTAXES, NodeSettings
from broch.dimse.pdu import AssociateReject, AssociateRequest
from broch.dimse.policy import NodePolicy
from broch_hostapi import Modality
from broch_hostapi.errors import Refused, RemoteError

EXPLICIT, IMPLICIT, JPEG = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.4.50"
VERIFICATION, CT = "1.2.840.10008.1.1", "1.2.840.10008.5.1.4.1.1.2"
PEER = ("10.0.0.1", 40000)


def policy(**options):
    settings = NodeSettings(
        options.pop("transfer_syntaxes", USUAL_SYNTAXES), any_sop_class=options.pop("any_sop_class", False)
    )
    options = {
        "check_called_aet": False, "strict_aet": False, "caller": lambda aet, ip: None,
        "accept_association": lambda association: None, **options,
    }  # fmt: skip
    return NodePolicy("Broch", {VERIFICATION: None, CT: None}, settings, **options)


def request(*contexts, called="BROCH", calling="TESTER"):
    chosen = contexts or ((VERIFICATION, [EXPLICIT]),)
    return AssociateRequest(called_ae=called, calling_ae=calling, contexts=propose(chosen))


def results(policy, *contexts):
    answer = policy.accept(request(*contexts), PEER)
    return [(c.result, c.transfer_syntax) for c in answer.contexts]


@pytest.mark.parametrize(
    ("options", "called", "accepted"),
    [
        ({}, "ANYBODY", True),
        ({"check_called_aet": True}, "ANYBODY", False),
        ({"check_called_aet": True}, "BROCH", True),
        ({"check_called_aet": True}, " broch ", True),
        ({"check_called_aet": True, "strict_aet": True}, "BROCH", False),
        ({"check_called_aet": True, "strict_aet": True}, "Broch", True),
    ],
)
def test_the_called_title(options, called, accepted):
    answer = policy(**options).accept(request(called=called), PEER)
    if accepted:
        assert isinstance(answer, Acceptance)
    else:
        assert answer == AssociateReject(1, 1, 7)


def test_plugins_are_asked_and_told_who_calls():
    asked = []

    def refuse(association):
        asked.append(association)
        raise Refused("no")

    modality = Modality("ct", "TESTER", "10.0.0.1", 104)
    answer = policy(caller=lambda aet, ip: modality, accept_association=refuse).accept(request(), PEER)
    assert answer == AssociateReject(1, 1, 1)
    (info,) = asked
    assert (info.calling_aet, info.called_aet, info.remote_ip, info.modality) == ("TESTER", "BROCH", "10.0.0.1", "ct")


def test_abstract_and_transfer_syntaxes():
    contexts = [(VERIFICATION, [IMPLICIT]), (CT, [JPEG, IMPLICIT]), ("1.2.3", [EXPLICIT]), (CT, ["1.2.3.4"])]
    assert results(policy(), *contexts) == [(0, IMPLICIT), (0, IMPLICIT), (3, IMPLICIT), (4, IMPLICIT)]
    assert results(policy(any_sop_class=True), *contexts)[2] == (0, EXPLICIT)
    only_jpeg = policy(transfer_syntaxes=["*.4.5?"])
    assert results(only_jpeg, *contexts) == [(4, IMPLICIT), (0, JPEG), (3, IMPLICIT), (4, IMPLICIT)]
    assert results(policy(transfer_syntaxes=[]), *contexts)[0][0] == 4
    assert results(policy(transfer_syntaxes=["1.2.840.10008.1.2"]), (CT, [EXPLICIT]))[0][0] == 4


def rejection(open_scu, running_host, **options):
    with pytest.raises(AssociationRejected) as caught:
        open_scu(running_host.dicom_port, **options)
    return caught.value.reject


@pytest.mark.broch(
    config={"DicomAet": "BROCH", "DicomCheckCalledAet": True, "MaximumPduLength": 20000,
            "AcceptedTransferSyntaxes": ["1.2.840.10008.1.2", "1.2.840.10008.1.2.4.*"]}
)  # fmt: skip
def test_options_of_a_server(running_host, open_scu, add_plugin):
    assert rejection(open_scu, running_host, called="OTHER") == AssociateReject(1, 1, 7)
    contexts = ((VERIFICATION, [EXPLICIT, IMPLICIT]), (CT, [EXPLICIT]), (CT, [JPEG]))
    scu = open_scu(running_host.dicom_port, *contexts, called="broch")
    assert [c.transfer_syntax for c in scu.association.contexts.values()] == [IMPLICIT, JPEG]
    assert scu.association.accept_pdu.maximum_length == 20000
    assert scu.echo() == 0

    def accept_association(self, association):
        if association.calling_aet == "ROGUE":
            raise Refused("we know that one")
        if association.calling_aet == "BUG":
            raise KeyError

    add_plugin(accept_association=accept_association)
    for title in ("ROGUE", "BUG"):
        assert rejection(open_scu, running_host, called="BROCH", calling=title) == AssociateReject(1, 1, 1)
    assert open_scu(running_host.dicom_port, *contexts, called="BROCH").echo() == 0


@pytest.mark.broch(
    config={"DicomCheckModalityHost": True, "DicomBindAddresses": ["127.0.0.1"], "DicomAlwaysAllowEcho": False,
            "DicomModalities": {"here": ["HERE", "127.0.0.1", 104], "there": ["THERE", "10.255.255.1", 104]}}
)  # fmt: skip
def test_a_modality_that_calls_from_another_machine_is_a_stranger(running_host, open_scu):
    assert open_scu(running_host.dicom_port, calling="HERE").echo() == 0
    assert open_scu(running_host.dicom_port, calling="THERE").echo() == 0x0124


@pytest.fixture
def impatient(monkeypatch):
    """No waiting for another association to end."""
    monkeypatch.setattr("broch.host.Listener", functools.partial(Listener, patience=0.01))


@pytest.mark.broch(config={"DicomThreadsCount": 2})
def test_no_more_associations_than_wanted(impatient, running_host, open_scu):
    first, second = open_scu(running_host.dicom_port), open_scu(running_host.dicom_port)
    assert rejection(open_scu, running_host) == AssociateReject(2, 3, 2)
    thread = next(t for t in threading.enumerate() if t.name.startswith(f"dicom-{running_host.dicom_port}-"))
    first.association.release()
    second.association.release()
    thread.join(10)
    assert open_scu(running_host.dicom_port).echo() == 0


@pytest.mark.broch(config={"DicomScpTimeout": 1})
def test_an_idle_association_ends(running_host, open_scu):
    scu = open_scu(running_host.dicom_port)
    assert scu.echo() == 0
    with pytest.raises(RemoteError, match="aborted"):
        scu.association.receive()
