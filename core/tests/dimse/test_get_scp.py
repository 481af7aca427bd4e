"""Retrieve by C-GET: sub-operations over the requestor's own association."""

import threading

import pydicom
import pytest
from broch.dimse import command
from broch_hostapi.testing.datasets import make_instance, uid
from pydicom.dataset import Dataset

EXPLICIT, IMPLICIT, JPEG = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.4.50"
SECONDARY_CAPTURE, STUDY_GET = "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.2.2.3"
STATUS, REMAINING, COMPLETED, FAILED, WARNING = 0x0900, 0x1020, 0x1021, 0x1022, 0x1023
ROLES = {SECONDARY_CAPTURE: (False, True)}

pytestmark = pytest.mark.broch(config={"DicomAlwaysAllowGet": True})


@pytest.fixture
def study(http_client):
    for number in range(1, 5):
        assert http_client.post("/instances", make_instance(number=number)).status == 200
    return [uid("P1", 1, 1, number) for number in range(1, 5)]


@pytest.fixture
def fetch(running_host, open_scu):
    """Ask for the study; what came, the pending responses' counts, and the final response."""

    def fetch(*storage, roles=ROLES, status=lambda count: 0, message_id=3, get=STUDY_GET):
        scu = open_scu(running_host.dicom_port, get, *storage, roles=roles)
        identifier = b"\x08\0\x52\0CS\x06\0STUDY " + b"\x20\0\x0d\0UI" + padded(uid("P1", 1))
        scu.send(get, command.get_request(message_id, get), identifier)
        came, pending = [], []
        while True:
            message = scu.association.receive()
            asked = message.command
            if asked[0x0100] == command.C_STORE_RQ:
                came.append((asked[0x1000], message.context.transfer_syntax, bytes(message.data)))
                answer = status(len(came))
                if answer is None:
                    scu.association.close()
                    return came, pending, None
                if answer == "cancel":
                    scu.send(get, command.cancel_request(message_id))
                    answer = 0
                scu.association.send(message.context, command.response(asked, answer))
            elif asked[STATUS] == 0xFF00:
                pending.append(counts(asked)[1:])
            else:
                return came, pending, (*counts(asked), failures(message))

    return fetch


def padded(text):
    value = text.encode() + b"\0" * (len(text) % 2)
    return len(value).to_bytes(2, "little") + value


def counts(asked):
    return asked[STATUS], asked.get(REMAINING), asked[COMPLETED], asked[FAILED], asked[WARNING]


def failures(message):
    from io import BytesIO

    from pydicom.filereader import read_dataset

    dataset = read_dataset(BytesIO(bytes(message.data)), False, True) if message.data else Dataset()
    listed = dataset.get("FailedSOPInstanceUIDList", [])
    return [str(listed)] if isinstance(listed, str) else list(listed)


def test_all_come_as_they_were_stored(fetch, study, monkeypatch):
    monkeypatch.setattr("broch.dimse.move_scp.REPORT_EVERY", 0.0)
    came, pending, final = fetch(SECONDARY_CAPTURE)
    assert final == (0x0000, None, 4, 0, 0, [])
    assert pending == [(4 - n, n, 0, 0) for n in range(4)]
    assert [instance for instance, _, _ in came] == study
    for number, (_, syntax, data) in enumerate(came, 1):
        assert syntax == EXPLICIT
        assert make_instance(number=number).endswith(data)


def test_without_the_role_nothing_is_sent(fetch, study):
    for roles in ({}, {SECONDARY_CAPTURE: (True, False)}):
        came, _, final = fetch(SECONDARY_CAPTURE, roles=roles)
        assert came == []
        assert final == (0xA702, None, 0, 4, 0, study)
    assert fetch("1.2.840.10008.5.1.4.1.1.2")[2] == (0xA702, None, 0, 4, 0, study)


def test_a_requestor_of_implicit_only_gets_it_converted(fetch, study):
    from broch.dataset.scan import scan_dataset

    came, _, final = fetch((SECONDARY_CAPTURE, [IMPLICIT]))
    assert final == (0x0000, None, 4, 0, 0, [])
    assert [(syntax, scan_dataset(data, IMPLICIT).text(0x00080018)) for _, syntax, data in came] == [
        (IMPLICIT, instance) for instance in study
    ]


@pytest.fixture
def compressed(running_host, study, http_client):
    """One instance more, in JPEG; gives it as it was before."""
    file = make_instance(number=9, rows=16, columns=16)
    jpeg = as_jpeg(running_host.host, file)
    assert http_client.post("/instances", jpeg).status == 200
    return file


def as_jpeg(host, file):
    """A file in JPEG that has the UID of the original."""
    import io

    with host.transcode.transcode(file, JPEG) as transcoded:
        dataset = pydicom.dcmread(io.BytesIO(transcoded.file))
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = uid("P1", 1, 1, 9)
    written = io.BytesIO()
    dataset.save_as(written)
    return written.getvalue()


def test_what_is_compressed_goes_as_it_is_if_it_can(fetch, compressed):
    came, _, final = fetch(SECONDARY_CAPTURE, (SECONDARY_CAPTURE, [JPEG]))
    assert final == (0x0000, None, 5, 0, 0, [])
    assert came[-1][1] == JPEG


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.5"])
def test_otherwise_it_is_decoded_and_perhaps_encoded_again(fetch, compressed, syntax):
    came, _, final = fetch((SECONDARY_CAPTURE, [syntax]))
    assert final == (0x0000, None, 5, 0, 0, [])
    assert {got[1] for got in came} == {syntax}


def test_nothing_is_sent_with_more_losses(fetch, compressed):
    assert fetch((SECONDARY_CAPTURE, ["1.2.840.10008.1.2.4.91"]))[2][2:4] == (0, 5)


@pytest.mark.broch(config={"TranscodeDicomProtocol": False})
def test_nothing_is_decoded_where_that_is_forbidden(fetch, compressed):
    assert fetch(SECONDARY_CAPTURE)[2] == (0xB000, None, 4, 1, 0, [uid("P1", 1, 1, 9)])


@pytest.mark.broch(
    config={"DicomModalities": {"t": {"AET": "TESTER", "Host": "127.0.0.1", "Port": 4, "AllowTranscoding": False}}}
)
def test_nor_for_a_modality_that_must_not_have_it(fetch, compressed):
    assert fetch(SECONDARY_CAPTURE)[2] == (0xB000, None, 4, 1, 0, [uid("P1", 1, 1, 9)])


def test_warnings_and_failures(fetch, study):
    came, _, final = fetch(SECONDARY_CAPTURE, status={1: 0, 2: 0xB000, 3: 0xA700, 4: 0}.get)
    assert len(came) == 4
    assert final == (0xB000, None, 2, 1, 1, [study[2]])


def test_cancelled(fetch, study):
    came, _, final = fetch(SECONDARY_CAPTURE, status={1: 0, 2: "cancel"}.get)
    assert len(came) == 2
    assert final == (0xFE00, 2, 2, 0, 0, [])


def test_nothing_found(fetch):
    assert fetch(SECONDARY_CAPTURE)[2] == (0x0000, None, 0, 0, 0, [])


def test_the_requestor_dies(running_host, fetch, study, open_scu):
    fetch(SECONDARY_CAPTURE, status={1: 0, 2: None}.get)
    for thread in threading.enumerate():
        if thread.name.startswith(f"dicom-{running_host.dicom_port}-"):
            thread.join(10)
            assert not thread.is_alive()
    assert open_scu(running_host.dicom_port).echo() == 0


def test_the_requestor_dies_in_the_middle_of_a_large_file(running_host, http_client, open_scu):
    large = make_instance(Rows=4000, Columns=5000, PixelData=bytes(20_000_000))
    assert http_client.post("/instances", large).status == 200
    scu = open_scu(running_host.dicom_port, STUDY_GET, SECONDARY_CAPTURE, roles=ROLES)
    identifier = b"\x08\0\x52\0CS\x06\0STUDY " + b"\x20\0\x0d\0UI" + padded(uid("P1", 1))
    scu.send(STUDY_GET, command.get_request(3, STUDY_GET), identifier)
    assert scu.association.readable(10)
    scu.association.close()
    for thread in threading.enumerate():
        if thread.name.startswith(f"dicom-{running_host.dicom_port}-"):
            thread.join(10)
            assert not thread.is_alive()
    assert open_scu(running_host.dicom_port).echo() == 0
