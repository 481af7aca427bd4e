"""The service as plugins, archive and ingest use it, and how a whole server transcodes."""

import io
import sys
import tempfile
import threading
import tracemalloc
from urllib.parse import quote

import numpy as np
import pydicom
import pytest
from broch.dataset.decode import decode_frame
from broch.dataset.scan import scan_file
from broch.dataset.transcode import service as service_module
from broch.dataset.transcode.service import AtIngest, Transcoding
from broch.dataset.transcode.syntaxes import EXPLICIT, IMPLICIT, RLE
from broch_hostapi import Origin, StoreStatus
from broch_hostapi.errors import BadFile, ParameterOutOfRange, UnsupportedImage
from broch_hostapi.testing.datasets import make_instance

BASELINE, JPEG_LS, JPEG_2000 = "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"
REST = Origin("RestApi", "10.0.0.9")


class Spool:
    def __init__(self):
        self.opened = []

    def open(self):
        self.opened.append(tempfile.TemporaryFile())  # noqa: SIM115
        return self.opened[-1]


@pytest.fixture
def spool():
    return Spool()


@pytest.fixture
def service(spool):
    service = Transcoding(spool, threads=2, capacity=1 << 24, quality=80)
    yield service
    service.close()


def test_a_small_one_is_made_in_memory(service, spool, make_picture):
    file = make_picture()
    with service.transcode(file, JPEG_LS) as result:
        assert scan_file(result.file).transfer_syntax == result.transfer_syntax == JPEG_LS
        assert len(result.file) == result.size
        assert scan_file(result.file).dataset_start == result.data_set
        assert bytes(result.data()) == bytes(result.file)[result.data_set :]
        assert result.changed
        assert not result.new_instance
        assert result.sop_instance == scan_file(file).text(0x00080018)
    assert not spool.opened


def test_a_large_one_in_a_file_that_goes_with_the_answer(service, spool, make_picture, monkeypatch):
    monkeypatch.setattr(service_module, "IN_MEMORY", 100)
    with service.transcode(make_picture(), RLE) as result:
        content = result.file.read()
        assert len(content) == result.size
        assert scan_file(content).transfer_syntax == RLE
        assert result.data().read() == content[result.data_set :]
    assert spool.opened[0].closed
    with pytest.raises(UnsupportedImage):
        service.transcode(make_picture(bits=12), BASELINE)
    assert spool.opened[1].closed


def test_from_a_file(service, make_picture, tmp_path):
    path = tmp_path / "picture"
    path.write_bytes(make_picture())
    with path.open("rb") as file, service.transcode(file, RLE) as result:
        assert scan_file(result.file).transfer_syntax == RLE
        unchanged = service.transcode(file, EXPLICIT)
        assert unchanged.file is file
        unchanged.close()
        assert not file.closed


def test_what_stays_as_it_is(service, sample, make_picture):
    for file, syntax in ((make_picture(), EXPLICIT), (sample("test-SR.dcm"), JPEG_2000)):
        result = service.transcode(file, syntax)
        assert (result.file, result.changed, result.size) == (file, False, len(file))
        assert result.transfer_syntax == scan_file(file).transfer_syntax


def test_a_syntax_that_cannot_be_written_is_no_obstacle_for_what_has_it(service, make_picture):
    video = "1.2.840.10008.9.9.9"
    file = make_picture().replace(EXPLICIT.encode() + b"\0", video.encode() + b"\0")
    result = service.transcode(file, video)
    assert (result.file, result.changed, result.transfer_syntax) == (file, False, video)
    with pytest.raises(ParameterOutOfRange):
        service.transcode(make_picture(), video)


def test_quality(service, make_picture):
    file = make_picture(np.random.default_rng(5).integers(0, 255, (64, 64)).astype("u1"))
    sizes = [service.transcode(file, BASELINE, quality).size for quality in (10, None, 100)]
    assert sizes == sorted(sizes)
    results = [service.transcode(file, BASELINE, quality) for quality in (None, 80)]
    assert results[0].sop_instance == results[1].sop_instance
    assert results[0].new_instance
    for quality in (0, 101, -5):
        with pytest.raises(ParameterOutOfRange):
            service.transcode(file, BASELINE, quality)


@pytest.mark.parametrize("file", [b"", b"rubbish", make_instance()[:200], make_instance()[:-9]])
def test_what_is_broken(service, file):
    for syntax in (IMPLICIT, RLE, EXPLICIT):
        with pytest.raises(BadFile):
            service.transcode(file, syntax)


def test_which_lose_nothing(service):
    assert service.lossless_syntaxes(BASELINE)[:2] == (EXPLICIT, IMPLICIT)
    assert BASELINE not in service.lossless_syntaxes(EXPLICIT)
    assert EXPLICIT not in service.lossless_syntaxes(EXPLICIT)
    assert service.lossless_syntaxes("1.2.840.10008.1.2.4.100") == ()


def test_memory_does_not_grow_with_the_number_of_frames(service, make_picture, monkeypatch, tmp_path):
    monkeypatch.setattr(service_module, "IN_MEMORY", 1 << 20)
    pixels = np.zeros((400, 256, 256), np.uint8)
    pixels[:] = np.arange(400).reshape(-1, 1, 1) % 251
    path = tmp_path / "many"
    path.write_bytes(make_picture(pixels))
    service.transcode(make_picture(), JPEG_LS).close()  # imports
    with path.open("rb") as file:
        tracemalloc.start()
        try:
            with service.transcode(file, JPEG_LS) as result:
                _, peak = tracemalloc.get_traced_memory()
                scan = scan_file(result.file.read())
        finally:
            tracemalloc.stop()
    assert peak < 8 << 20
    assert [int(decode_frame(scan, index)[0, 0]) for index in (0, 250, 399)] == [0, 250, 148]


def test_callers_side_by_side(service, make_picture):
    files = [make_picture(np.full((9, 32, 32), n, np.uint8)) for n in range(8)]
    found = {}

    def work(n):
        for syntax in (RLE, JPEG_LS, JPEG_2000):
            with service.transcode(files[n], syntax) as result:
                found[n, syntax] = decode_frame(scan_file(result.file), 8)[0, 0]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {(n, syntax): n for n in range(8) for syntax in (RLE, JPEG_LS, JPEG_2000)}


@pytest.mark.parametrize(("uncompressed", "compressed"), [(True, False), (False, True), (False, False)])
def test_what_is_transcoded_at_ingest(service, make_picture, transcoded, uncompressed, compressed):
    at_ingest = AtIngest(service, JPEG_LS, uncompressed=uncompressed, compressed=compressed)
    native, rle = scan_file(make_picture()), scan_file(transcoded(make_picture(), RLE))
    assert (at_ingest(native, "") is not None) == uncompressed
    assert (at_ingest(rle, "") is not None) == compressed
    assert at_ingest(scan_file(transcoded(make_picture(), JPEG_LS)), "") is None


def test_nothing_heavy_is_imported_before_it_is_needed():
    import subprocess

    heavy = "{'numpy', 'imagecodecs', 'pydicom'}"
    program = f"import sys, broch.dataset.transcode.service; print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# A whole server


@pytest.fixture
def host(running_host):
    return running_host.host


@pytest.mark.broch(config={"IngestTranscoding": JPEG_LS})
def test_ingest(host, http_client, make_picture, sample):
    told = host.ingest.receive(make_picture(bits=12), REST)
    assert told.status is StoreStatus.SUCCESS
    assert stored_syntax(host, told.instance) == JPEG_LS
    again = host.ingest.receive(make_picture(bits=12), REST)
    assert (again.status, again.instance) == (StoreStatus.ALREADY_STORED, told.instance)
    assert http_client.get(f"/instances/{told.instance}/metadata/TransferSyntax").body == JPEG_LS.encode()
    for kept in (sample("test-SR.dcm"), sample("liver_1frame.dcm")):  # no pixels, single bits
        told = host.ingest.receive(kept, REST)
        with host.attachments.view(host.index.attachments(3, told.instance)[1]) as buffer:
            assert bytes(buffer) == kept


@pytest.mark.broch(config={"IngestTranscoding": JPEG_LS})
def test_ingest_of_a_data_set(host, make_picture):
    file = make_picture()
    scan = scan_file(file)
    told = host.ingest.receive_dataset(
        file[scan.dataset_start :], EXPLICIT, scan.text(0x00080016), scan.text(0x00080018),
        Origin("DicomProtocol", "10.0.0.9", "SENDER", "US"),
    )  # fmt: skip
    assert stored_syntax(host, told.instance) == JPEG_LS
    with host.attachments.view(host.index.attachments(3, told.instance)[1]) as buffer:
        assert pydicom.dcmread(io.BytesIO(buffer)).file_meta.SourceApplicationEntityTitle == "SENDER"


@pytest.mark.broch(config={"IngestTranscoding": BASELINE})
def test_lossy_ingest_gives_a_new_instance_and_always_the_same(host, make_picture):
    told = host.ingest.receive(make_picture(), REST)
    assert told.sop_instance.startswith("2.25.")
    assert host.ingest.receive(make_picture(), REST).status is StoreStatus.ALREADY_STORED
    assert stored_syntax(host, host.ingest.receive(make_picture(bits=16, number=2), REST).instance) == EXPLICIT


def stored_syntax(host, instance):
    with host.datasets.open(instance) as dataset:
        return dataset.transfer_syntax


def test_file_in_another_syntax(http_client, host, make_picture):
    file = make_picture()
    instance = host.ingest.receive(file, REST).instance
    answer = http_client.get(f"/instances/{instance}/file?transcode={JPEG_2000}")
    assert (answer.status, scan_file(answer.body).transfer_syntax) == (200, JPEG_2000)
    assert answer.headers["content-type"] == "application/dicom"
    assert "filename=" in answer.headers["content-disposition"]
    sizes = [
        len(http_client.get(f"/instances/{instance}/file?transcode={BASELINE}&lossy-quality={quality}").body)
        for quality in (5, 100)
    ]
    assert sizes[0] < sizes[1]
    assert http_client.get(f"/instances/{instance}/file?transcode={EXPLICIT}").body == file


def test_a_large_file_in_another_syntax(http_client, host, make_picture, monkeypatch):
    monkeypatch.setattr(service_module, "IN_MEMORY", 100)
    instance = host.ingest.receive(make_picture(), REST).instance
    answer = http_client.get(f"/instances/{instance}/file?transcode={RLE}&filename=a.dcm")
    assert scan_file(answer.body).transfer_syntax == RLE
    assert answer.headers["content-disposition"] == 'filename="a.dcm"'


@pytest.mark.parametrize(
    "query", ["transcode=", "transcode=1.2", "transcode=1.2.840.10008.1.2.4.55", "transcode=x" + quote("\0é"),
              f"transcode={BASELINE}&lossy-quality=0", f"transcode={BASELINE}&lossy-quality=x",
              f"transcode={BASELINE}&lossy-quality=1000", f"transcode={BASELINE}&lossy-quality="],
)  # fmt: skip
def test_wrong_parameters(http_client, host, make_picture, query):
    instance = host.ingest.receive(make_picture(), REST).instance
    assert http_client.get(f"/instances/{instance}/file?{query}").status == 400


def test_an_image_that_the_syntax_does_not_have(http_client, host, make_picture):
    instance = host.ingest.receive(make_picture(bits=16), REST).instance
    answer = http_client.get(f"/instances/{instance}/file?transcode={BASELINE}")
    assert answer.status == 415
    assert b"16 bits stored" in answer.body
