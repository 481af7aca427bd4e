"""What the dispatcher makes of requests: right service, rights, failures, and peers that do not keep to the rules."""

import logging
import threading

import pytest
from broch.dataset.file_meta import dataset_offset
from broch.dimse import command
from broch.dimse.association import MOST_WAITING, OPERATIONS, RIGHTS, Dispatch
from broch_hostapi import DimseService, Modality
from broch_hostapi.errors import BrochError, RemoteError
from broch_hostapi.testing.datasets import make_instance, uid

EXPLICIT = "1.2.840.10008.1.2.1"
VERIFICATION, SECONDARY_CAPTURE = "1.2.840.10008.1.1", "1.2.840.10008.5.1.4.1.1.7"
STUDY_FIND, STUDY_MOVE = "1.2.840.10008.5.1.4.1.2.2.1", "1.2.840.10008.5.1.4.1.2.2.2"
STUDY_GET = "1.2.840.10008.5.1.4.1.2.2.3"
ALL = (VERIFICATION, SECONDARY_CAPTURE, STUDY_FIND, STUDY_MOVE, STUDY_GET)
STATUS = 0x0900


@pytest.fixture
def dispatch(serve):
    """A node with one service, for verification, whose handler is the test's."""

    def start(handle, uids=(VERIFICATION,), **always):
        service = DimseService("tested", frozenset(uids), handle)
        services = dict.fromkeys(uids, service)
        return serve(Dispatch(None, services, None, lambda aet, ip: None, {"DicomAlwaysAllowEcho": True, **always}))

    return start


def statuses_of(running_host, open_scu, title):
    """What each kind of request is answered."""
    scu = open_scu(running_host.dicom_port, *ALL, calling=title)
    keys = {"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": "1.2.3"}
    return [
        scu.echo(), scu.store_file(make_instance()), scu.find(STUDY_FIND, **keys)[-1][STATUS],
        scu.move(STUDY_MOVE, "TESTER", **keys)[-1][STATUS], get(scu, **keys)[-1][STATUS],
    ]  # fmt: skip


def get(scu, **keys):
    from pydicom.dataset import Dataset
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_dataset

    dataset = Dataset()
    for keyword, value in keys.items():
        setattr(dataset, keyword, value)
    file = DicomBytesIO()
    file.is_implicit_VR, file.is_little_endian = False, True
    write_dataset(file, dataset)
    scu.send(STUDY_GET, command.get_request(3, STUDY_GET), file.getvalue())
    return scu.answers()


def declared(**rights):
    return {"AET": "TESTER", "Host": "127.0.0.1", "Port": 104, **rights}


@pytest.mark.broch(
    config={
        "DicomModalities": {
            "tester": declared(), "none": {**declared(), "AET": "NONE"} | dict.fromkeys(
                ("AllowEcho", "AllowStore", "AllowFind", "AllowMove", "AllowGet"), False)
        },
        "DicomBindAddresses": ["127.0.0.1"],
    }
)  # fmt: skip
def test_rights_of_declared_modalities_and_of_strangers(running_host, open_scu):
    assert statuses_of(running_host, open_scu, "TESTER") == [0, 0, 0, 0, 0]
    assert statuses_of(running_host, open_scu, "tester") == [0, 0, 0, 0, 0]
    assert statuses_of(running_host, open_scu, "NONE") == [0x0124] * 5
    assert statuses_of(running_host, open_scu, "STRANGER") == [0, 0, 0x0124, 0x0124, 0x0124]


@pytest.mark.broch(
    config={
        "DicomAlwaysAllowEcho": False, "DicomAlwaysAllowStore": False, "DicomAlwaysAllowFind": True,
        "DicomAlwaysAllowMove": True, "DicomAlwaysAllowGet": True,
    }
)  # fmt: skip
def test_other_rights_of_strangers(running_host, open_scu):
    assert statuses_of(running_host, open_scu, "STRANGER") == [0x0124, 0x0124, 0, 0xA801, 0]


@pytest.mark.parametrize(
    ("modality", "why"),
    [
        (Modality("pacs", "TESTER", "127.0.0.1", 104, allow_echo=False), "AllowEcho of the modality 'pacs' is false"),
        (None, "no modality is declared for this caller, and DicomAlwaysAllowEcho is false"),
    ],
)
def test_the_log_says_which_option_refuses(serve, open_scu, caplog, modality, why):
    services = {VERIFICATION: DimseService("tested", frozenset({VERIFICATION}), lambda host, peer, message: None)}
    listener = serve(Dispatch(None, services, None, lambda aet, ip: modality, {}))
    with caplog.at_level(logging.WARNING):
        assert open_scu(listener.port).echo() == 0x0124
    assert f"C-ECHO of 'TESTER' at 127.0.0.1 refused: {why}" in caplog.text


def test_a_request_in_the_context_of_another_service_is_refused(running_host, http_client, open_scu):
    """Else who may echo could query, and what was sent in the wrong context would be lost with success."""
    scu = open_scu(running_host.dicom_port, *ALL)
    fields = [command.C_ECHO_RQ, command.C_STORE_RQ, command.N_GET_RQ, command.N_ACTION_RQ]
    for abstract_syntax in ALL:
        for field in fields:
            if OPERATIONS[abstract_syntax] == field:
                continue
            request = {0x0002: abstract_syntax, 0x0100: field, 0x0110: 5, 0x0600: "TESTER", 0x0800: 1, 0x1000: "1.2.3"}
            scu.send(abstract_syntax, command.encode(request), make_instance()[132:])
            answer = scu.answer()
            assert (answer[0x0100], answer[0x0120]) == (field | 0x8000, 5)
            assert answer[STATUS] == 0x0211
    assert http_client.get_json("/instances") == []


def test_every_right_belongs_to_an_operation_of_a_sop_class():
    assert set(RIGHTS) == set(OPERATIONS.values())


def test_an_abstract_syntax_that_nobody_serves(serve, open_scu):
    listener = serve(Dispatch(None, {}, None, lambda aet, ip: None, {"DicomAlwaysAllowEcho": True}))
    assert open_scu(listener.port).echo() == 0x0122


@pytest.mark.broch(config={"UnknownSopClassAccepted": True})
def test_unknown_sop_classes(running_host, http_client, open_scu):
    scu = open_scu(running_host.dicom_port, "1.2.3.4", STUDY_FIND)
    file = make_instance(SOPClassUID="1.2.3.4")
    assert scu.store(file[dataset_offset(file) :], "1.2.3.4", uid("P1", 1, 1, 1)) == 0
    assert len(http_client.get_json("/instances")) == 1
    scu.send("1.2.3.4", command.find_request(1, "1.2.3.4"), b"")
    assert scu.answer()[STATUS] in (0x0124, 0x0211)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (BrochError("it is broken"), 0xC000, "it is broken"),
        (BrochError("x" * 100), 0xC000, "x" * 64),
        (KeyError("Doe^John"), 0xC000, "internal error"),
        (RemoteError("another remote hung up"), 0xC000, "another remote hung up"),
    ],
)
def test_a_service_that_fails_is_a_failure_and_the_association_goes_on(dispatch, open_scu, caplog, error, status, said):
    caplog.set_level(logging.INFO)
    errors = [error]

    def handle(host, peer, message):
        if errors:
            raise errors.pop()
        peer.respond(message, 0)

    scu = open_scu(dispatch(handle).port)
    scu.send(VERIFICATION, command.echo_request(4, VERIFICATION))
    answer = scu.answer()
    assert (answer[STATUS], answer[0x0902], answer[0x0120]) == (status, said, 4)
    assert scu.echo() == 0
    assert "tested" in caplog.text
    assert "Doe" not in caplog.text


def test_after_the_last_response_a_failure_is_only_logged(dispatch, open_scu, caplog):
    def handle(host, peer, message):
        peer.respond(message, 0)
        raise ValueError("too late")

    scu = open_scu(dispatch(handle).port)
    assert [scu.echo() for _ in range(3)] == [0, 0, 0]
    assert "ValueError" in caplog.text


def test_a_service_that_does_not_answer(dispatch, open_scu):
    scu = open_scu(dispatch(lambda host, peer, message: None).port)
    assert scu.echo() == 0xC000


def test_a_pending_response_is_not_the_last(dispatch, open_scu):
    def handle(host, peer, message):
        peer.respond(message, 0xFF00)
        raise BrochError("in the middle")

    scu = open_scu(dispatch(handle).port)
    scu.send(VERIFICATION, command.echo_request(1, VERIFICATION))
    assert [answer[STATUS] for answer in scu.answers()] == [0xFF00, 0xC000]


def test_cancels_are_heard_while_a_request_is_served_and_forgotten_after_it(dispatch, open_scu):
    heard, sent = [], threading.Event()

    def handle(host, peer, message):
        sent.wait(10)
        while not heard:
            if peer.cancelled(message):
                heard.append(True)
        heard.append(peer.cancelled(message))
        peer.respond(message, 0xFE00)
        heard.append("end")

    scu = open_scu(dispatch(handle).port)
    scu.send(VERIFICATION, command.echo_request(1, VERIFICATION))
    scu.send(VERIFICATION, command.cancel_request(1))
    sent.set()
    assert scu.answer()[STATUS] == 0xFE00
    scu.send(VERIFICATION, command.cancel_request(2))  # of a request that has not been made: dropped
    scu.send(VERIFICATION, command.echo_request(2, VERIFICATION))
    assert scu.answer()[STATUS] == 0xFE00
    assert heard[:3] == [True, True, "end"]
    assert heard[3] is False


def test_requests_sent_ahead_are_served_in_turn_but_not_without_limit(dispatch, open_scu):
    go_on, looked = threading.Event(), threading.Event()

    def handle(host, peer, message):
        go_on.wait(10)
        peer.cancelled(message)
        looked.set()
        peer.respond(message, 0)

    listener = dispatch(handle)
    scu = open_scu(listener.port)
    for number in range(1, MOST_WAITING + 2):
        scu.send(VERIFICATION, command.echo_request(number, VERIFICATION))
    go_on.set()
    assert [scu.answer()[0x0120] for _ in range(MOST_WAITING + 1)] == list(range(1, MOST_WAITING + 2))

    go_on.clear()
    scu = open_scu(listener.port)
    for number in range(1, 3 * MOST_WAITING):
        scu.send(VERIFICATION, command.echo_request(number, VERIFICATION))
    go_on.set()
    with pytest.raises(RemoteError):
        [scu.answer() for _ in range(3 * MOST_WAITING)]


def test_a_peer_that_goes_in_the_middle_ends_the_association_only(dispatch, open_scu, caplog):
    caplog.set_level(logging.INFO)
    gone, ended = threading.Event(), threading.Event()

    def handle(host, peer, message):
        gone.wait(10)
        try:
            while not peer.cancelled(message):
                peer.respond(message, 0xFF00)
        finally:
            ended.set()

    listener = dispatch(handle)
    scu = open_scu(listener.port)
    scu.send(VERIFICATION, command.echo_request(1, VERIFICATION))
    scu.association.close()
    gone.set()
    assert ended.wait(10)
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


def test_responses_that_nobody_asked_for_are_passed_over(running_host, open_scu):
    scu = open_scu(running_host.dicom_port)
    scu.send(VERIFICATION, command.echo_response(1, VERIFICATION))
    assert scu.echo() == 0


def test_services_know_the_caller(serve, open_scu):
    seen = []

    def handle(host, peer, message):
        seen.append((peer.info, message.context, peer.contexts))
        peer.respond(message, 0)

    services = {VERIFICATION: DimseService("tested", frozenset({VERIFICATION}), handle)}
    modality = Modality("ct", "TESTER", "127.0.0.1", 104)
    listener = serve(Dispatch(None, services, None, lambda aet, ip: modality, {}))
    assert open_scu(listener.port, called="ME").echo() == 0
    ((info, context, contexts),) = seen
    assert (info.calling_aet, info.called_aet, info.remote_ip, info.modality) == ("TESTER", "ME", "127.0.0.1", "ct")
    assert (context.abstract_syntax, context.transfer_syntax) == (VERIFICATION, EXPLICIT)
    assert contexts == {context.id: context}
