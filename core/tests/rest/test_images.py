import gzip
import io
import threading

import numpy as np
import pytest
from broch.dataset.render_service import Rendering
from broch.dataset.service import DataSets
from broch.rest import images
from broch_hostapi.testing import MemoryArchive
from PIL import Image
from pydicom import dcmread, dcmwrite
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

PAM = "image/x-portable-arbitrarymap"


class Archive:
    """A memory archive with the image routes over it."""

    def __init__(self, fakes, **options):
        self.memory = MemoryArchive()
        datasets = DataSets(self.memory, self.memory)
        rendering = Rendering(datasets, fakes.Spool(), **({"waiting": 9} | options))
        host = fakes.make_host(index=self.memory, attachments=self.memory, datasets=datasets, render=rendering)
        self.client = fakes.client_of(host, fakes.core(images))

    def sample(self, name):
        with open(get_testdata_file(name, download=False), "rb") as file:
            return self.memory.receive(file.read()).instance

    def store(self, ds):
        file = io.BytesIO()
        dcmwrite(file, ds, enforce_file_format=True)
        return self.memory.receive(file.getvalue())

    def get(self, path, accept="*/*"):
        return self.client.get(path, headers={"Accept": accept})


@pytest.fixture
def archive(fakes):
    return Archive(fakes)


def grey(frames=None, shape=(4, 5), kind="<u2", series="1.2.3", **attributes):
    """A data set whose pixels count from 0."""
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", generate_uid()
    ds.PatientID, ds.StudyInstanceUID, ds.SeriesInstanceUID = "P", "1.2", series
    ds.Rows, ds.Columns = shape
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated = ds.BitsStored = np.dtype(kind).itemsize * 8
    ds.HighBit, ds.PixelRepresentation = ds.BitsStored - 1, 0
    if frames:
        ds.NumberOfFrames = frames
    pixels = np.arange((frames or 1) * shape[0] * shape[1]).astype(kind).tobytes()
    ds.add_new(0x7FE00010, "OW", pixels + b"\0" * (len(pixels) % 2))
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return ds


def shown(answer):
    with Image.open(io.BytesIO(answer.data)) as image:
        return np.asarray(image)


@pytest.mark.parametrize("below", ["", "/frames/0", "/frames/00"])
@pytest.mark.parametrize("mode", ["preview", "rendered", "image-uint8", "image-uint16", "image-int16"])
def test_drawing(archive, mode, below):
    found = archive.sample("CT_small.dcm")
    answer = archive.get(f"/instances/{found}{below}/{mode}")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert shown(answer).shape == (128, 128)
    assert archive.get(f"/instances/{found}{below}/{mode}", PAM).content_type == PAM
    jpeg = archive.get(f"/instances/{found}{below}/{mode}", "image/jpeg")
    assert jpeg.status_code == (404 if "16" in mode else 200)


def test_quality_and_what_is_not_acceptable(archive):
    path = f"/instances/{archive.sample('CT_small.dcm')}/preview"
    sizes = [len(archive.get(f"{path}?quality={quality}", "image/jpeg").data) for quality in (10, 50, 90)]
    assert sizes == sorted(sizes)
    assert archive.get(path, "image/jpeg").data == archive.get(f"{path}?quality=90", "image/jpeg").data
    answer = archive.get(path, "image/webp")
    assert (answer.status_code, answer.data) == (404, b"")


def test_the_size_and_window_of_what_is_rendered(archive):
    path = f"/instances/{archive.sample('CT_small.dcm')}/rendered"
    assert shown(archive.get(f"{path}?width=50&smooth=1")).shape == (50, 50)
    assert shown(archive.get(f"{path}?width=50&height=20&smooth")).shape == (20, 20)
    assert shown(archive.get(f"{path}?width=0")).shape == (128, 128)
    narrow = shown(archive.get(f"{path}?window-center=40&window-width=1"))
    assert set(np.unique(narrow)) <= {0, 127, 255}
    np.testing.assert_array_equal(narrow, shown(archive.get(f"{path}?window-center=40&window-width=-5")))


@pytest.mark.parametrize(
    ("route", "named"),
    [("preview?quality=0", "quality"), ("preview?quality=x", "quality"), ("rendered?width=-1", "width"),
     ("rendered?height=1.5", "height"), ("rendered?width=99999999999", "width"), ("rendered?smooth=x", "smooth"),
     ("rendered?window-center=x", "window-center"), ("rendered?window-width=nan", "window-width"),
     ("rendered?overlays=2", "overlays"), ("numpy?rescale=x", "rescale"), ("numpy?compress=abc", "compress"),
     ("frames/a/numpy", "frame"), ("frames/a/matlab", "frame"), ("frames/1/numpy", "frame"), ("frames/9/raw", "frame"),
     ("frames/9/raw.gz", "frame"), ("rendered?width=60000", "60000")],
)  # fmt: skip
def test_wrong_parameters_are_named(archive, route, named):
    answer = archive.get(f"/instances/{archive.sample('CT_small.dcm')}/{route}")
    assert (answer.status_code, answer.json["OrthancStatus"]) == (400, 3)
    assert named in answer.json["Details"]


def test_what_is_not_there(archive):
    found = archive.sample("CT_small.dcm")
    for path in ("nope/preview", f"{found}/frames/1/preview", f"{found}/frames/x/rendered", f"{found}/pdf"):
        answer = archive.get(f"/instances/{path}")
        assert (answer.status_code, answer.data) == (404, b""), path
    for path in ("numpy", "matlab", "frames", "frames/0", "frames/0/raw"):
        assert archive.get(f"/instances/nope/{path}").json["OrthancStatus"] == 17, path
    assert archive.get("/series/nope/numpy").json["OrthancStatus"] == 17


@pytest.mark.parametrize(("below", "root"), [("", "../../"), ("/frames/0", "../../../../")])
def test_what_cannot_be_drawn(archive, below, root):
    path = f"/instances/{archive.sample('rtplan.dcm')}{below}/preview"
    answer = archive.get(path)
    assert (answer.status_code, answer.json["Details"]) == (415, "the instance has no pixel data")
    answer = archive.get(f"{path}?returnUnsupportedImage")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{root}app/images/unsupported.png")


@pytest.mark.parametrize("attributes", [{"Rows": 65535, "Columns": 65535}, {"Rows": 9}, {"NumberOfFrames": 2**31 - 1}])
def test_hostile_sizes(archive, attributes):
    found = archive.store(grey(**attributes)).instance
    assert archive.get(f"/instances/{found}/preview").status_code == 415
    for route in ("numpy", "matlab", "frames/0/raw"):
        answer = archive.get(f"/instances/{found}/{route}")
        assert answer.status_code in (400, 415)
        assert answer.json["Details"]


def test_frames(archive):
    found = archive.store(grey(frames=3)).instance
    assert archive.get(f"/instances/{found}/frames").json == [0, 1, 2]
    assert archive.get(f"/instances/{found}/frames/1").json == [
        "image-int16", "image-uint16", "image-uint8", "matlab", "numpy", "preview", "raw", "raw.gz", "rendered",
    ]  # fmt: skip
    assert shown(archive.get(f"/instances/{found}/frames/2/image-uint8")).tolist()[0] == [40, 41, 42, 43, 44]
    raw = archive.get(f"/instances/{found}/frames/2/raw")
    assert (raw.content_type, raw.data) == ("application/octet-stream", np.arange(40, 60, dtype="<u2").tobytes())
    packed = archive.get(f"/instances/{found}/frames/2/raw.gz")
    assert (packed.content_type, gzip.decompress(packed.data)) == ("application/gzip", raw.data)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("SC_rgb_jpeg_dcmtk.dcm", "image/jpeg"), ("MR_small_jp2klossless.dcm", "image/jp2"),
     ("MR_small_RLE.dcm", "application/octet-stream")],
)  # fmt: skip
def test_codestreams(archive, name, content_type):
    answer = archive.get(f"/instances/{archive.sample(name)}/frames/0/raw")
    assert (answer.status_code, answer.content_type) == (200, content_type)


def load(answer):
    assert (answer.status_code, answer.content_type) == (200, "application/octet-stream")
    return np.load(io.BytesIO(answer.data))


def test_values_for_numpy(archive):
    found = archive.store(grey(frames=3, RescaleSlope="0.5", RescaleIntercept="-1")).instance
    stored = np.arange(60, dtype="<u2").reshape(3, 4, 5, 1)
    whole = load(archive.get(f"/instances/{found}/numpy"))
    assert whole.dtype == np.float32
    np.testing.assert_array_equal(whole, stored * 0.5 - 1)
    got = load(archive.get(f"/instances/{found}/numpy?rescale=false"))
    assert got.dtype == np.uint16
    np.testing.assert_array_equal(got, stored)
    np.testing.assert_array_equal(load(archive.get(f"/instances/{found}/frames/1/numpy?rescale=0")), stored[1])
    np.testing.assert_array_equal(load(archive.get(f"/instances/{found}/numpy?compress"))["arr_0"], whole)


def test_values_of_a_series_come_in_the_order_of_its_slices(archive):
    for number, depth in enumerate((10, 0, 5)):
        ds = grey(ImagePositionPatient=[0, 0, depth], ImageOrientationPatient=[1, 0, 0, 0, 1, 0])
        ds.InstanceNumber, ds.RescaleIntercept = number, str(depth)
        series = archive.store(ds).series
    got = load(archive.get(f"/series/{series}/numpy"))
    assert got.shape == (3, 4, 5, 1)
    assert got[:, 0, 0, 0].tolist() == [0, 5, 10]


def test_series_that_cannot_be_stacked(archive):
    for shape in ((4, 5), (6, 5)):
        series = archive.store(grey(shape=shape, InstanceNumber=1)).series
    assert archive.get(f"/series/{series}/numpy").status_code == 415
    archive.store(grey())
    assert "order" in archive.get(f"/series/{series}/numpy").json["Details"]


def test_large_answers_are_streamed(archive, monkeypatch):
    found = archive.store(grey(frames=3)).instance
    at_once = archive.get(f"/instances/{found}/numpy")
    monkeypatch.setattr(images, "_AT_ONCE", 150)
    streamed = archive.get(f"/instances/{found}/numpy")
    assert "Content-Length" in at_once.headers
    assert "Content-Length" not in streamed.headers
    assert streamed.data == at_once.data


def test_values_for_matlab(archive):
    answer = archive.get(f"/instances/{archive.store(grey(shape=(2, 2))).instance}/matlab")
    assert (answer.content_type, answer.data) == ("text/plain", b"double([ 0 1 ; 2 3 ])")


@pytest.mark.parametrize(("told", "expected"), [(7, b"%PDF-1."), (None, b"%PDF-1.4"), (900, b"%PDF-1.4")])
def test_pdf(archive, told, expected):
    ds = grey(MIMETypeOfEncapsulatedDocument="application/pdf", EncapsulatedDocument=b"%PDF-1.4")
    if told:
        ds.EncapsulatedDocumentLength = told
    answer = archive.get(f"/instances/{archive.store(ds).instance}/pdf")
    assert (answer.status_code, answer.content_type, answer.data) == (200, "application/pdf", expected)
    ds = grey(MIMETypeOfEncapsulatedDocument="model/stl", EncapsulatedDocument=b"solid ")
    assert archive.get(f"/instances/{archive.store(ds).instance}/pdf").status_code == 404


def test_png_for_checksums(fakes):
    fast, reference = Archive(fakes), Archive(fakes, reference_png=True)
    assert fast.sample("CT_small.dcm") == reference.sample("CT_small.dcm")
    path = f"/instances/{fast.sample('CT_small.dcm')}/image-uint16"
    one, other = fast.get(path), reference.get(path)
    np.testing.assert_array_equal(shown(one), shown(other))
    assert (one.data.count(b"IEND"), other.data.count(b"IEND")) == (1, 2)


def test_who_would_wait_too_long_is_refused(fakes, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    archive = Archive(fakes, waiting=0)
    path = f"/instances/{archive.sample('CT_small.dcm')}/preview"
    inside, leave, answers = threading.Event(), threading.Event(), []

    def slow(*_):
        inside.set()
        leave.wait(10)
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr("broch.dataset.render_service.draw", slow)
        thread = threading.Thread(target=lambda: answers.append(archive.get(path).status_code))
        thread.start()
        assert inside.wait(10)
    busy = archive.get(path)
    leave.set()
    thread.join(10)
    assert (busy.status_code, answers) == (503, [500])
    assert archive.get(path).status_code == 200


def test_the_data_of_the_samples_is_what_pydicom_reads(archive):
    found = archive.sample("MR_small.dcm")
    expected = dcmread(get_testdata_file("MR_small.dcm", download=False)).pixel_array
    np.testing.assert_array_equal(load(archive.get(f"/instances/{found}/numpy?rescale=0"))[0, ..., 0], expected)
