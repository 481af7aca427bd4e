"""Storage as SCP, over real associations with a whole server."""

import io
import threading
import tracemalloc
import zlib

import pydicom
import pytest
from broch.dimse import command
from broch.dimse.sop_classes import STORAGE_SOP_CLASSES, TRANSFER_SYNTAXES
from broch_hostapi import Level
from broch_hostapi.errors import DatabaseUnavailable, Refused, StorageFull
from broch_hostapi.testing.datasets import make_dataset, make_instance, uid
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

EXPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"
IMPLICIT = ("1.2.840.10008.1.2", "1.2.840.10008.1.20")
DEFLATED = ("1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205")
SECONDARY_CAPTURE, VERIFICATION = "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.1.1"


def data_of(syntax=EXPLICIT, **options):
    """A data set without pixels in a transfer syntax."""
    file = DicomBytesIO()
    file.is_implicit_VR, file.is_little_endian = syntax in IMPLICIT, syntax != BIG_ENDIAN
    write_dataset(file, make_dataset(PixelData=None, **options))
    data = file.getvalue()
    if syntax in DEFLATED:
        packer = zlib.compressobj(wbits=-15)
        data = packer.compress(data) + packer.flush()
        data += b"\0" * (len(data) % 2)
    return data


def stored_file(http_client, sop_instance):
    (public_id,) = http_client.post_json(
        "/tools/find", {"Level": "Instance", "Query": {"SOPInstanceUID": sop_instance}}
    )
    return http_client.get(f"/instances/{public_id}/file").body


def check_file(file, data, sop_class, sop_instance, syntax):
    """The data set byte for byte, behind a right file meta group."""
    assert file.endswith(data)
    head = file[: -len(data)]
    assert (head[:128], head[128:132]) == (bytes(128), b"DICM")
    meta = pydicom.dcmread(io.BytesIO(head)).file_meta
    assert meta.FileMetaInformationGroupLength == len(head) - 144
    assert meta.FileMetaInformationVersion == b"\0\1"
    assert (meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID) == (sop_class, sop_instance)
    assert (meta.TransferSyntaxUID, meta.SourceApplicationEntityTitle) == (syntax, "TESTER")
    assert meta.ImplementationClassUID


def test_every_transfer_syntax_is_stored_byte_for_byte(running_host, http_client, open_scu):
    syntaxes = list(TRANSFER_SYNTAXES)
    assert len(syntaxes) > 40
    scu = open_scu(running_host.dicom_port, *((SECONDARY_CAPTURE, [syntax]) for syntax in syntaxes))
    assert sorted(c.transfer_syntax for c in scu.association.contexts.values()) == sorted(syntaxes)
    for number, syntax in enumerate(syntaxes, 1):
        data = data_of(syntax, number=number)
        instance = uid("P1", 1, 1, number)
        assert scu.store(data, SECONDARY_CAPTURE, instance, syntax) == 0, syntax
        check_file(stored_file(http_client, instance), data, SECONDARY_CAPTURE, instance, syntax)


def test_every_storage_class_is_stored_byte_for_byte(running_host, http_client, open_scu):
    classes = list(STORAGE_SOP_CLASSES)
    assert len(classes) > 150
    for start in range(0, len(classes), 128):
        scu = open_scu(running_host.dicom_port, *classes[start : start + 128])
        for number, sop_class in enumerate(classes[start : start + 128], start + 1):
            data, instance = data_of(number=number, SOPClassUID=sop_class), uid("P1", 1, 1, number)
            assert scu.store(data, sop_class, instance) == 0, sop_class
            if number % 8 == 0:
                check_file(stored_file(http_client, instance), data, sop_class, instance, EXPLICIT)
    assert http_client.get_json("/statistics")["CountInstances"] == len(classes)


def test_what_is_not_what_the_command_says_is_refused(running_host, http_client, open_scu):
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    assert scu.store(data_of(), SECONDARY_CAPTURE, "2.25.1") == 0xA900
    assert scu.store(data_of(SOPClassUID="1.2.840.10008.5.1.4.1.1.2"), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0xA900
    assert http_client.get_json("/instances") == []


def test_what_cannot_be_understood_is_refused_and_the_association_goes_on(running_host, http_client, open_scu):
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    for broken in (b"rubbish", data_of()[:-3], data_of(StudyInstanceUID=None), b"", b"\x08\0" * 50):
        assert scu.store(broken, SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) >> 12 == 0xC
    assert http_client.get_json("/instances") == []
    assert scu.store(data_of(), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0


def test_without_a_data_set(running_host, open_scu):
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    request = {0x0002: SECONDARY_CAPTURE, 0x0100: 1, 0x0110: 9, 0x0800: 0x0101, 0x1000: "1.2.3"}
    scu.send(SECONDARY_CAPTURE, command.encode(request))
    answer = scu.answer()
    assert (answer[0x0100], answer[0x0120], answer[0x0900], answer[0x1000]) == (0x8001, 9, 0xC000, "1.2.3")


def test_a_full_disk_and_a_lost_database(running_host, http_client, open_scu, monkeypatch):
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)

    def fail(error):
        def raising(*args, **kwargs):
            raise error

        return raising

    with monkeypatch.context() as patch:
        patch.setattr(running_host.host.attachments._storage, "slot", fail(StorageFull("full")))
        assert scu.store(data_of(), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0xA700
    with monkeypatch.context() as patch:
        patch.setattr(running_host.host.ingest._index, "add_instance", fail(DatabaseUnavailable("gone")))
        assert scu.store(data_of(), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0xA700
    assert http_client.get_json("/statistics")["CountInstances"] == 0
    assert scu.store(data_of(), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0


def test_no_room_for_the_temporary_file_is_told_and_the_association_goes_on(
    running_host, open_scu, monkeypatch, tmp_path
):
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    large = data_of(PatientComments="x") + bytes(9 << 20)
    monkeypatch.setattr(running_host.host.spool, "_folder", tmp_path / "nowhere")
    assert scu.store(large, SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0xA700
    assert scu.store(data_of(), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0


def test_a_plugin_refuses(running_host, http_client, open_scu, add_plugin):
    statuses = [None, 0x0124, 0xB000]
    wanted = iter(statuses)

    def accept_instance(self, instance, origin):
        assert (origin.protocol, origin.remote_aet, origin.called_aet) == ("DicomProtocol", "TESTER", "ORTHANC")
        assert origin.remote_ip == "127.0.0.1"
        if instance.text(0x00100020) == "BAD":
            raise Refused("not this one", dimse_status=next(wanted)) from ValueError("a reason of its own")

    add_plugin(accept_instance=accept_instance)
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    for status in statuses:
        assert scu.store(data_of(patient="BAD"), SECONDARY_CAPTURE, uid("BAD", 1, 1, 1)) == (status or 0)
    assert scu.store(data_of(), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0
    assert len(http_client.get_json("/instances")) == 1


def test_a_broken_plugin_refuses_and_the_sender_learns_of_it(running_host, http_client, open_scu, add_plugin, caplog):
    add_plugin(accept_instance=lambda self, instance: {}[instance.text(0x00100010)])
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    assert scu.store(data_of(), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0x0110
    assert http_client.get_json("/instances") == []
    assert "tested" in caplog.text
    assert "Nobody" not in caplog.text


def test_the_same_instance_twice(running_host, http_client, open_scu):
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    assert [scu.store(data_of(), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) for _ in range(2)] == [0, 0]
    assert scu.store(data_of(StudyDescription="other"), SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0
    assert http_client.get_json("/statistics")["CountInstances"] == 1
    assert stored_file(http_client, uid("P1", 1, 1, 1)).endswith(data_of())


@pytest.mark.parametrize(
    "overwrite",
    [pytest.param(choice, marks=pytest.mark.broch(config={"OverwriteInstances": choice}))
     for choice in ("Always", "IfChanged")],
)  # fmt: skip
def test_overwriting(running_host, http_client, open_scu, overwrite):
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    instance, other = uid("P1", 1, 1, 1), data_of(StudyDescription="other")
    kept = []
    for data in (data_of(), data_of(), other):
        assert scu.store(data, SECONDARY_CAPTURE, instance) == 0
        assert stored_file(http_client, instance).endswith(data)
        (public_id,) = http_client.get_json("/instances")
        kept.append(running_host.host.index.attachments(Level.INSTANCE, public_id)[1].uuid)
    assert len(set(kept)) == (2 if overwrite == "IfChanged" else 3)
    assert http_client.get_json("/statistics")["CountInstances"] == 1
    running_host.stop()  # replaced files stay for a while, for those who are about to read them
    files = [p for p in running_host.configuration.storage_directory.rglob("*") if p.is_file() and p.stat().st_size]
    assert sum(p.read_bytes()[128:132] == b"DICM" for p in files) == 1


def test_large_data_sets_never_are_in_memory(running_host, http_client, open_scu):
    dataset = make_dataset(Rows=4096, Columns=8192, PixelData=bytes(4096 * 8192))
    file = DicomBytesIO()
    file.is_implicit_VR, file.is_little_endian = False, True
    write_dataset(file, dataset)
    data = file.getvalue()
    assert len(data) > 32 << 20
    scu = open_scu(running_host.dicom_port, SECONDARY_CAPTURE)
    tracemalloc.start()
    try:
        assert scu.store(data, SECONDARY_CAPTURE, uid("P1", 1, 1, 1)) == 0
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20
    assert stored_file(http_client, uid("P1", 1, 1, 1)).endswith(data)
    assert not [p for p in running_host.configuration.temporary_directory.iterdir() if p.name.startswith("broch-")]


def test_parents_are_made_once_by_parallel_associations(running_host, http_client, open_scu):
    scus = [open_scu(running_host.dicom_port, SECONDARY_CAPTURE) for _ in range(8)]
    barrier, statuses = threading.Barrier(8), []

    def send(scu, first):
        barrier.wait(10)
        statuses.extend(scu.store_file(make_instance(number=first + n)) for n in range(10))

    threads = [threading.Thread(target=send, args=(scu, 10 * n + 1)) for n, scu in enumerate(scus)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert statuses == [0] * 80
    counted = http_client.get_json("/statistics")
    assert [counted[f"Count{name}"] for name in ("Patients", "Studies", "Series", "Instances")] == [1, 1, 1, 80]
    kinds = [change["ChangeType"] for change in http_client.get_json("/changes?limit=1000")["Changes"]]
    assert [kinds.count(kind) for kind in ("NewPatient", "NewStudy", "NewSeries", "NewInstance")] == [1, 1, 1, 80]
