from contextlib import contextmanager
from io import BytesIO

import pytest
from broch.dataset import tag_json
from broch.dataset.scan import scan_file
from broch.dataset.service import HEAD, DataSets
from broch_hostapi import Attachment
from broch_hostapi.errors import BadFile
from pydicom.data import get_testdata_file


class Files:
    """Attachments that count how they are read."""

    def __init__(self, data: bytes):
        self.data = data
        self.attachment = Attachment(1, "uuid", "locator", len(data), "", len(data), "")
        self.heads = self.wholes = 0

    def open(self, attachment, start=0, stop=None):
        self.heads += 1
        return BytesIO(self.data[start:stop])

    @contextmanager
    def view(self, attachment):
        self.wholes += 1
        yield memoryview(self.data)


def data_of(name: str) -> bytes:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"{name} is not installed")
    with open(path, "rb") as file:
        return file.read()


@pytest.mark.parametrize(
    "name",
    ["CT_small.dcm", "MR_small_bigendian.dcm", "image_dfl.dcm", "JPEG2000.dcm", "liver.dcm", "rtdose.dcm",
     "color3d_jpeg_baseline.dcm", "US1_UNCR.dcm", "SC_rgb_32bit.dcm", "693_UNCI.dcm", "reportsi.dcm", "rtplan.dcm"],
)  # fmt: skip
def test_a_head_tells_the_same_as_the_whole(name):
    files = Files(data_of(name))
    head = DataSets(None, files).scan_head(files.attachment)
    assert tag_json.full(head) == tag_json.full(scan_file(files.data, whole=False))


def test_only_the_head_of_a_large_image_is_read():
    files = Files(data_of("CT_small.dcm") + bytes(2 * HEAD))
    DataSets(None, files).scan_head(files.attachment)
    assert (files.heads, files.wholes) == (1, 0)


def element(tag: int, vr: bytes, value: bytes) -> bytes:
    group, number = (tag >> 16).to_bytes(2, "little"), (tag & 0xFFFF).to_bytes(2, "little")
    length = b"\0\0" + len(value).to_bytes(4, "little") if vr == b"UT" else len(value).to_bytes(2, "little")
    return group + number + vr + length + value


@pytest.mark.parametrize("cut_at_an_element", [True, False])
def test_what_lies_behind_the_head_is_not_lost(cut_at_an_element):
    start = element(0x00080005, b"CS", b"ISO_IR 100")
    filler = HEAD - len(start) - 8 - 4 + (0 if cut_at_an_element else 100)
    data = start + element(0x00091001, b"UT", bytes(filler)) + element(0x00100020, b"LO", b"behind")
    files = Files(data)
    assert (len(start) + 12 + filler == HEAD) is cut_at_an_element
    assert DataSets(None, files).scan_head(files.attachment).text(0x00100020) == "behind"
    assert (files.heads, files.wholes) == (1, 1)


def test_a_broken_file_is_an_error():
    files = Files(b"no DICOM" * HEAD)
    with pytest.raises(BadFile):
        DataSets(None, files).scan_head(files.attachment)
