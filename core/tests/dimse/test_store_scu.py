"""Sending instances: which contexts are proposed, in how many associations, and what becomes of each instance."""

import contextlib
import io
import mmap
from pathlib import Path

import pydicom
import pytest
from broch.dataset.file_meta import dataset_offset
from broch.dataset.transcode.service import Transcoding
from broch.dimse.negotiation import propose
from broch.dimse.pdu import AssociateRequest
from broch.dimse.store_scu import StoreUser, associations_for, counted, lost
from broch.dimse.upper_layer import Association, Limits
from broch_hostapi import Attachment, StoredInstance, StoreReport
from broch_hostapi.errors import NotFound, RemoteError
from broch_hostapi.testing.datasets import make_instance, uid

EXPLICIT, IMPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"
JPEG, JPEG_LS, SECONDARY_CAPTURE = (
    "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80", "1.2.840.10008.5.1.4.1.1.7",
)  # fmt: skip


def stored(number=1, sop_class=SECONDARY_CAPTURE, syntax=EXPLICIT):
    attachment = Attachment(1, str(number), str(number), 0, "", 0, "")
    return StoredInstance(str(number), sop_class, uid("P1", 1, 1, number), syntax, attachment)


class Files:
    """Files by locator; a missing one is ``NotFound``."""

    def __init__(self, files):
        self.files = files

    @contextlib.contextmanager
    def view(self, attachment):
        if attachment.locator not in self.files:
            raise NotFound("attachment", attachment.locator)
        yield self.files[attachment.locator]


@pytest.fixture
def send(make_sink):
    """Send to a sink; gives the report and the sink."""

    def send(instances, files=None, progress=None, originator=None, sinks=None, decode=False, **options):
        sinks = sinks or [make_sink(**options)]
        targets = iter(sinks)

        def connect(contexts):
            request = AssociateRequest(called_ae="SINK", calling_ae="BROCH", contexts=propose(contexts))
            address = ("127.0.0.1", next(targets, sinks[-1]).port)
            return Association.request(address, request, Limits(artim=10, timeout=10), connect_timeout=10)

        files = files or Files({str(n): make_instance(number=n) for n in range(1, 10)})
        with contextlib.closing(Transcoding(None, threads=1, capacity=1 << 24, quality=90)) as transcoder:
            user = StoreUser(connect, files, transcoder, decode=decode)
            return user.send(instances, originator, progress), sinks[0]

    return send


def test_each_stored_syntax_has_a_context_and_native_ones_offer_each_other():
    instances = [stored(1), stored(2), stored(3, syntax=JPEG), stored(4, "1.2.3", BIG_ENDIAN)]
    ((contexts, part),) = associations_for(instances, decode=False)
    assert contexts == [
        (SECONDARY_CAPTURE, [EXPLICIT]), (SECONDARY_CAPTURE, [IMPLICIT]), (SECONDARY_CAPTURE, [JPEG]),
        ("1.2.3", [BIG_ENDIAN]), ("1.2.3", [EXPLICIT]), ("1.2.3", [IMPLICIT]),
    ]  # fmt: skip
    assert part == instances
    assert associations_for([]) == []
    ((contexts, _),) = associations_for(instances[2:3])
    assert contexts == [(SECONDARY_CAPTURE, [syntax]) for syntax in (JPEG, EXPLICIT, IMPLICIT)]


def test_more_contexts_than_one_association_has():
    instances = [stored(n, f"1.2.{n % 100}", EXPLICIT) for n in range(200)]
    parts = associations_for(instances)
    assert [len(contexts) for contexts, _ in parts] == [128, 72]
    for contexts, part in parts:
        assert all((i.sop_class, [i.transfer_syntax]) in contexts for i in part)
        assert all((i.sop_class, [IMPLICIT]) in contexts for i in part)
    assert sorted(i.id for _, part in parts for i in part) == sorted(i.id for i in instances)


def test_sent_as_stored(send):
    report, sink = send([stored(1), stored(2)], originator=("MOVER", 77))
    assert report == StoreReport(2, 0)
    for number, (asked, syntax, data) in enumerate(sink.received, 1):
        assert (asked[0x0110], asked[0x1000], asked[0x1030], asked[0x1031]) == (
            number, uid("P1", 1, 1, number), "MOVER", 77,
        )  # fmt: skip
        file = make_instance(number=number)
        assert (syntax, data) == (EXPLICIT, file[dataset_offset(file) :])


def test_no_originator_without_a_move(send):
    _, sink = send([stored()])
    assert 0x1030 not in sink.received[0][0]


def test_big_endian_is_converted_with_its_pixels(send):
    path = pydicom.data.get_testdata_file("MR_small_bigendian.dcm", download=False)
    file = Path(path).read_bytes()
    original = pydicom.dcmread(path)
    instance = StoredInstance("1", original.SOPClassUID, original.SOPInstanceUID, BIG_ENDIAN, stored().attachment)
    for syntax in (EXPLICIT, IMPLICIT):
        report, sink = send([instance], Files({"1": file}), syntaxes=syntax.__eq__)
        assert report == StoreReport(1, 0)
        sent = pydicom.filereader.read_dataset(io.BytesIO(sink.received[0][2]), syntax == IMPLICIT, True)
        little = pydicom.dcmread(pydicom.data.get_testdata_file("MR_small.dcm", download=False))
        assert sent.PixelData == little.PixelData
        assert sent.Rows == original.Rows
    report, sink = send([instance], Files({"1": file}))
    assert sink.received[0][1] == BIG_ENDIAN


def test_compressed_pixels_are_decoded_for_a_remote_that_takes_no_other(send):
    path = pydicom.data.get_testdata_file("MR_small_jpeg_ls_lossless.dcm", download=False)
    original = pydicom.dcmread(path, stop_before_pixels=True)
    instance = StoredInstance("1", original.SOPClassUID, original.SOPInstanceUID, JPEG_LS, stored().attachment)
    files = Files({"1": Path(path).read_bytes()})
    for syntax in (EXPLICIT, IMPLICIT):
        report, sink = send([instance], files, decode=True, syntaxes=syntax.__eq__)
        assert report == StoreReport(1, 0)
        sent = pydicom.filereader.read_dataset(io.BytesIO(sink.received[0][2]), syntax == IMPLICIT, True)
        assert sent.PixelData == pydicom.dcmread(pydicom.data.get_testdata_file("MR_small.dcm")).PixelData
        assert send([instance], files, decode=False, syntaxes=syntax.__eq__)[0].failed == 1
    assert send([instance], files, decode=True)[1].received[0][1] == JPEG_LS


def test_pixels_that_cannot_be_decoded_are_one_failure(send):
    path = pydicom.data.get_testdata_file("MR_small_jpeg_ls_lossless.dcm", download=False)
    original = pydicom.dcmread(path, stop_before_pixels=True)
    instance = StoredInstance("1", original.SOPClassUID, original.SOPInstanceUID, JPEG_LS, stored().attachment)
    file = Path(path).read_bytes()
    broken = file.replace(b"\xff\xf7", b"\xff\x00", 1)
    report, sink = send([instance], Files({"1": broken}), decode=True, syntaxes=EXPLICIT.__eq__)
    assert (report.sent, report.failed) == (0, 1)
    assert not sink.received


def test_what_the_remote_does_not_take_is_counted(send):
    instances = [stored(1), stored(2, syntax=JPEG), stored(3, "1.2.3")]
    report, _ = send(instances, syntaxes=lambda syntax: syntax != JPEG, classes=lambda c: c != "1.2.3")
    assert (report.sent, report.failed) == (1, 2)
    assert [instance for instance, _ in report.failures] == [uid("P1", 1, 1, 2), uid("P1", 1, 1, 3)]


def test_a_missing_and_a_broken_file_do_not_end_the_association(send):
    files = Files({"1": make_instance(number=1), "2": b"rubbish", "4": make_instance(number=4)})
    report, sink = send([stored(n) for n in range(1, 5)], files, syntaxes=IMPLICIT.__eq__)
    assert (report.sent, report.failed) == (2, 2)
    assert len(sink.received) == 2


def test_a_remote_that_hangs_up_fails_all_that_is_left_also_for_later_associations(send):
    instances = [stored(1), stored(2), *(stored(n, f"1.2.{n}", JPEG) for n in range(3, 140))]
    report, sink = send(instances, status=lambda count: 0 if count < 2 else None)
    assert (report.sent, report.failed) == (1, 138)
    assert {instance for instance, _ in report.failures} == {i.sop_instance for i in instances[1:]}
    assert len(sink.calls) == 1


def test_a_remote_that_hangs_up_in_the_middle_of_a_large_file(send, make_sink, monkeypatch, tmp_path):
    (tmp_path / "large").write_bytes(make_instance(Rows=4000, Columns=5000, PixelData=bytes(20_000_000)))
    monkeypatch.setattr(type(make_sink()), "serve", lambda self, association: association.close())
    with (tmp_path / "large").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        report, _ = send([stored(1), stored(2)], Files({"1": mapped, "2": mapped}))
    assert (report.sent, report.failed) == (0, 2)


def test_the_first_association_refused_is_an_error_a_later_one_a_failure(send, make_sink):
    instances = [stored(n, f"1.2.{n}", JPEG) for n in range(1, 140)]
    with pytest.raises(RemoteError):
        send(instances, rejects=True)
    file = make_instance()
    files = Files({str(n): file for n in range(1, 140)})
    report, _ = send(instances, files, sinks=[make_sink(), make_sink(rejects=True)])
    assert (report.sent, report.failed) == (128, 11)


def test_progress_is_told_and_can_stop(send):
    told = []

    def progress(report):
        told.append((report.sent, report.failed, report.warnings))
        return len(told) < 3

    report, sink = send([stored(n) for n in range(1, 6)], progress=progress, status={1: 0, 2: 0xB000, 3: 0xC000}.get)
    assert told == [(1, 0, 0), (2, 0, 1), (2, 1, 1)]
    assert (report.sent, report.failed, report.warnings) == (2, 1, 1)
    assert len(sink.received) == 3


def test_an_error_of_the_progress_ends_the_association_and_passes(send):
    def progress(report):
        raise RemoteError("the requestor has gone")

    with pytest.raises(RemoteError, match="requestor"):
        send([stored(1), stored(2)], progress=progress)


def test_counting():
    report = StoreReport(0, 0)
    for result in (0, 0xB000, 0x0107, 0xA700, 0xFE00, "why"):
        report = counted(report, stored(), result)
    assert (report.sent, report.failed, report.warnings) == (3, 3, 2)
    assert [why for _, why in report.failures] == ["status A700", "status FE00", "why"]
    assert lost(report, [stored(n) for n in range(1, 9)], "gone").failed == 5
