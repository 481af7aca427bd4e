"""Retrieve by C-MOVE, with real destinations."""

import io
import json
import logging
import threading
from types import SimpleNamespace

import pytest
from broch.dimse import command
from broch.dimse.retrieve import LONGEST_LIST, failed_list, report_final
from broch_hostapi import StoreReport
from broch_hostapi.errors import RemoteError
from broch_hostapi.testing.datasets import make_instance, uid
from pydicom import dcmread
from pydicom.encaps import encapsulate

EXPLICIT, IMPLICIT, JPEG = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.4.50"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
STUDY_MOVE, PATIENT_MOVE = "1.2.840.10008.5.1.4.1.2.2.2", "1.2.840.10008.5.1.4.1.2.1.2"
STATUS, REMAINING, COMPLETED, FAILED, WARNING = 0x0900, 0x1020, 0x1021, 0x1022, 0x1023
MOVED = {"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": uid("P1", 1)}

pytestmark = pytest.mark.broch(config={"DicomAlwaysAllowMove": True})


@pytest.fixture(autouse=True)
def reports_at_once(monkeypatch):
    """A pending response after each sub-operation but the last."""
    monkeypatch.setattr("broch.dimse.move_scp.REPORT_EVERY", 0.0)


@pytest.fixture
def study(http_client):
    """Five instances of a study; gives their UIDs."""
    for number in range(1, 6):
        assert http_client.post("/instances", make_instance(number=number)).status == 200
    return [uid("P1", 1, 1, number) for number in range(1, 6)]


@pytest.fixture
def declare(http_client):
    """Make a sink a modality."""

    def declare(sink, name="sink", aet="SINK", **more):
        body = {"AET": aet, "Host": "127.0.0.1", "Port": sink.port, **more}
        assert http_client.put(f"/modalities/{name}", json.dumps(body)).status == 200
        return sink

    return declare


def counts(answer):
    return answer[STATUS], answer.get(REMAINING), answer[COMPLETED], answer[FAILED], answer[WARNING]


def test_all_is_sent_and_counted(running_host, open_scu, study, declare, make_sink):
    sink = declare(make_sink())
    scu = open_scu(running_host.dicom_port, STUDY_MOVE)
    answers = scu.move(STUDY_MOVE, "sink", **MOVED)
    assert [counts(answer) for answer in answers] == [
        *((0xFF00, 5 - n, n, 0, 0) for n in range(1, 5)), (0x0000, None, 5, 0, 0),
    ]  # fmt: skip
    assert all(answer[0x0100] == 0x8021 and answer[0x0120] == 11 for answer in answers)
    assert all(answer["data"] is None for answer in answers)
    assert [asked[0x1000] for asked, _, _ in sink.received] == study
    assert sink.calls == [("SINK", "ORTHANC")]
    for number, (asked, syntax, data) in enumerate(sink.received, 1):
        assert (asked[0x1030], asked[0x1031]) == ("TESTER", 11)
        assert syntax == EXPLICIT
        assert make_instance(number=number).endswith(data)
    assert scu.move(STUDY_MOVE, "SINK", **MOVED)[-1][STATUS] == 0


MEANT = [
    (PATIENT_MOVE, {"QueryRetrieveLevel": "PATIENT", "PatientID": "P1"}, [1, 2, 3, 4, 5]),
    (PATIENT_MOVE, {**MOVED, "PatientID": "P1"}, [1, 2, 3, 4, 5]),
    (PATIENT_MOVE, {**MOVED, "PatientID": "P2"}, []),
    (STUDY_MOVE, {**MOVED, "QueryRetrieveLevel": "SERIES", "SeriesInstanceUID": uid("P1", 1, 1)}, [1, 2, 3, 4, 5]),
    (STUDY_MOVE, {**MOVED, "QueryRetrieveLevel": "IMAGE", "SeriesInstanceUID": uid("P1", 1, 1),
                  "SOPInstanceUID": [uid("P1", 1, 1, 2), uid("P1", 1, 1, 4), "1.2.3"]}, [2, 4]),
    (STUDY_MOVE, {"QueryRetrieveLevel": "IMAGE", "SOPInstanceUID": uid("P1", 1, 1, 2)}, [2]),
    (STUDY_MOVE, {**MOVED, "StudyInstanceUID": "1.2.3"}, []),
    (PATIENT_MOVE, {"QueryRetrieveLevel": "PATIENT", "PatientID": "p1"}, []),
]  # fmt: skip


def test_what_is_meant(running_host, open_scu, study, declare, make_sink):
    sink = declare(make_sink())
    scu = open_scu(running_host.dicom_port, STUDY_MOVE, PATIENT_MOVE)
    for model, keys, numbers in MEANT:
        sink.received.clear()
        sink.calls.clear()
        final = scu.move(model, "SINK", **keys)[-1]
        assert counts(final) == (0x0000, None, len(numbers), 0, 0), keys
        assert [asked[0x1000] for asked, _, _ in sink.received] == [study[n - 1] for n in numbers]
        assert bool(sink.calls) is bool(numbers)


def test_an_asterisk_in_a_patient_id_is_a_character(
    running_host, http_client, open_scu, study, declare, make_sink
):
    assert http_client.post("/instances", make_instance(patient="P*")).status == 200
    sink = declare(make_sink())
    scu = open_scu(running_host.dicom_port, PATIENT_MOVE)
    for wanted, number in (("*", 0), ("P?", 0), ("P*", 1), (["P*", "P1"], 6)):
        sink.received.clear()
        final = scu.move(PATIENT_MOVE, "SINK", QueryRetrieveLevel="PATIENT", PatientID=wanted)[-1]
        assert (final[STATUS], final[COMPLETED]) == (0, number), wanted
        assert len(sink.received) == number


def test_what_makes_no_sense(running_host, open_scu, study, declare, make_sink):
    sink = declare(make_sink())
    scu = open_scu(running_host.dicom_port, STUDY_MOVE)
    for keys in (
        {"QueryRetrieveLevel": "STUDY"}, {"StudyInstanceUID": "1.2"}, {"QueryRetrieveLevel": "TABLE"},
        {"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": "1.2*"},
        {"QueryRetrieveLevel": "SERIES", "PatientID": "P1"},
    ):  # fmt: skip
        (answer,) = scu.move(STUDY_MOVE, "SINK", **keys)
        assert answer[STATUS] == 0xA900, keys
        assert answer[0x0902]
    scu.send(STUDY_MOVE, command.encode({0x0002: STUDY_MOVE, 0x0100: 0x21, 0x0110: 1, 0x0600: "SINK", 0x0800: 0x0101}))
    assert scu.answer()[STATUS] == 0xA900
    assert sink.calls == []
    assert scu.move(STUDY_MOVE, "SINK", **MOVED)[-1][COMPLETED] == 5


def test_an_unknown_destination(running_host, open_scu, study):
    scu = open_scu(running_host.dicom_port, STUDY_MOVE)
    for title in ("NOWHERE", ""):
        assert [answer[STATUS] for answer in scu.move(STUDY_MOVE, title, **MOVED)] == [0xA801]


def test_warnings_and_failures_are_told_apart(running_host, open_scu, study, declare, make_sink):
    declare(make_sink(status={1: 0, 2: 0xB000, 3: 0xA700, 4: 0xB006, 5: 0xC001}.get))
    answers = open_scu(running_host.dicom_port, STUDY_MOVE).move(STUDY_MOVE, "SINK", **MOVED)
    assert [counts(answer) for answer in answers] == [
        (0xFF00, 4, 1, 0, 0), (0xFF00, 3, 1, 0, 1), (0xFF00, 2, 1, 1, 1), (0xFF00, 1, 1, 1, 2), (0xB000, None, 1, 2, 2),
    ]  # fmt: skip
    assert list(answers[-1]["data"].FailedSOPInstanceUIDList) == [study[2], study[4]]


def test_only_warnings_are_a_warning(running_host, open_scu, study, declare, make_sink):
    declare(make_sink(status=lambda count: 0xB007))
    final = open_scu(running_host.dicom_port, STUDY_MOVE).move(STUDY_MOVE, "SINK", **MOVED)[-1]
    assert counts(final) == (0xB000, None, 0, 0, 5)
    assert final["data"] is None


def test_all_fail(running_host, open_scu, study, declare, make_sink):
    declare(make_sink(status=lambda count: 0xA700))
    final = open_scu(running_host.dicom_port, STUDY_MOVE).move(STUDY_MOVE, "SINK", **MOVED)[-1]
    assert counts(final) == (0xA702, None, 0, 5, 0)
    assert list(final["data"].FailedSOPInstanceUIDList) == study


def test_a_destination_that_refuses_or_is_not_there(running_host, open_scu, study, declare, make_sink):
    declare(make_sink(rejects=True))
    gone = declare(make_sink(), "gone", "GONE")
    declare(SimpleNamespace(port=1), "gone", "GONE")
    scu = open_scu(running_host.dicom_port, (STUDY_MOVE, [IMPLICIT]))
    for title in ("SINK", "GONE"):
        (final,) = scu.move(STUDY_MOVE, title, **MOVED)
        assert counts(final) == (0xA702, None, 0, 5, 0)
        assert list(final["data"].FailedSOPInstanceUIDList) == study
    assert gone.calls == []


def test_a_destination_that_cannot_be_used_as_configured(running_host, open_scu, study, declare, make_sink):
    declare(make_sink(), UseDicomTls=True)
    final = open_scu(running_host.dicom_port, STUDY_MOVE).move(STUDY_MOVE, "SINK", **MOVED)[-1]
    assert counts(final) == (0xA702, None, 0, 5, 0)


def test_a_destination_that_dies_midway(running_host, open_scu, study, declare, make_sink):
    declare(make_sink(status=lambda count: 0 if count < 3 else None))
    scu = open_scu(running_host.dicom_port, STUDY_MOVE)
    final = scu.move(STUDY_MOVE, "SINK", **MOVED)[-1]
    assert counts(final) == (0xB000, None, 2, 3, 0)
    assert list(final["data"].FailedSOPInstanceUIDList) == study[2:]
    assert scu.move(STUDY_MOVE, "NOWHERE", **MOVED)[-1][STATUS] == 0xA801  # the association is still there


def test_the_requestor_cancels(running_host, open_scu, study, declare, make_sink):
    scu = open_scu(running_host.dicom_port, STUDY_MOVE)

    def cancel_at_second(count):
        if count == 2:
            scu.send(STUDY_MOVE, command.cancel_request(11))
        return 0

    sink = declare(make_sink(status=cancel_at_second))
    final = scu.move(STUDY_MOVE, "SINK", **MOVED)[-1]
    status, remaining, completed, failed, warning = counts(final)
    assert (status, failed, warning) == (0xFE00, 0, 0)
    assert completed == len(sink.received)
    assert remaining == 5 - completed > 0
    assert scu.move(STUDY_MOVE, "SINK", **MOVED)[-1][STATUS] == 0  # a cancel is of one request, not of the next


def test_the_requestor_dies_midway(running_host, open_scu, study, declare, make_sink):
    scu = open_scu(running_host.dicom_port, STUDY_MOVE)

    def die_at_second(count):
        if count == 2:
            scu.association._connection.kill()  # a close would wait for the read that is under way
        return 0

    sink = declare(make_sink(status=die_at_second))
    with pytest.raises(RemoteError):
        scu.move(STUDY_MOVE, "SINK", **MOVED)
    for port in (running_host.dicom_port, sink.port):
        for thread in threading.enumerate():
            if thread.name.startswith(f"dicom-{port}-"):
                thread.join(10)
                assert not thread.is_alive()
    assert len(sink.received) < 5
    assert open_scu(running_host.dicom_port).echo() == 0


def test_a_destination_that_takes_only_implicit_gets_it_converted(
    running_host, http_client, open_scu, study, declare, make_sink
):
    from broch.dataset.scan import scan_dataset

    sink = declare(make_sink(syntaxes=lambda syntax: syntax == IMPLICIT))
    assert http_client.post("/instances", jpeg_file(number=6)).status == 200
    final = open_scu(running_host.dicom_port, STUDY_MOVE).move(STUDY_MOVE, "SINK", **MOVED)[-1]
    assert counts(final) == (0xB000, None, 5, 1, 0)
    assert final["data"].FailedSOPInstanceUIDList == uid("P1", 1, 1, 6)
    assert [syntax for _, syntax, _ in sink.received] == [IMPLICIT] * 5
    assert [scan_dataset(data, IMPLICIT).text(0x00080018) for _, _, data in sink.received] == study


def jpeg_file(**options):
    """A file whose pixels pass for JPEG."""
    dataset = dcmread(io.BytesIO(make_instance(**options)))
    dataset.file_meta.TransferSyntaxUID = JPEG
    dataset.PixelData = encapsulate([b"\xff\xd8\xff\xd9"])
    dataset["PixelData"].is_undefined_length = True
    written = io.BytesIO()
    dataset.save_as(written, enforce_file_format=True)
    return written.getvalue()


def test_a_file_that_has_gone_is_one_failure(running_host, open_scu, study, declare, make_sink):
    sink = declare(make_sink())
    (first, *_) = running_host.host.index.stored_instances(0, running_host.host.index.public_ids(0)[0])
    running_host.host.attachments.discard([first.attachment])
    final = open_scu(running_host.dicom_port, STUDY_MOVE).move(STUDY_MOVE, "SINK", **MOVED)[-1]
    assert counts(final) == (0xB000, None, 4, 1, 0)
    assert len(sink.received) == 4


def test_logs_hold_no_patient_data(running_host, open_scu, study, declare, make_sink, caplog):
    caplog.set_level(logging.INFO)
    declare(make_sink(status=lambda count: None))
    scu = open_scu(running_host.dicom_port, PATIENT_MOVE)
    scu.move(PATIENT_MOVE, "SINK", QueryRetrieveLevel="PATIENT", PatientID="P1")
    scu.move(PATIENT_MOVE, "SINK", QueryRetrieveLevel="PATIENT", PatientID="P1*", PatientName="Nobody^P1")
    assert "P1" not in caplog.text
    assert "Nobody" not in caplog.text


class Peer:
    """Keeps the response."""

    def respond(self, request, status, data=None, fields=None):
        self.said = status, data, fields


def test_counts_and_lists_that_do_not_fit():
    many = tuple((f"1.2.3.{number:08d}", "why") for number in range(70000))
    report, peer = StoreReport(80000, 70000, many, 3), Peer()
    context = SimpleNamespace(context=SimpleNamespace(transfer_syntax=EXPLICIT))
    report_final(peer, context, report, 150000, cancelled=False)
    status, data, fields = peer.said
    assert status == 0xB000
    assert (fields[COMPLETED], fields[FAILED], fields[WARNING]) == (65535, 65535, 3)
    assert len(data) < LONGEST_LIST + 10
    listed = failed_list(report).split("\\")
    assert listed == [name for name, _ in many[: len(listed)]]
    assert len(listed) > 4000
