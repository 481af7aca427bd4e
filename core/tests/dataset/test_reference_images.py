"""Images of sample files against Debian's Orthanc 1.10.1, pixel by pixel, PNG and JPEG byte by byte. Skips without it.

What it cannot draw (415) is not compared: JPEG 2000 without a plugin, YBR_FULL, most palettes, 32 bits, floats, more
than 8 bits of colour. Differences that are meant to be:
- bits beside Bits Stored are cut, and the sign of values with fewer bits than their cell is kept (mlut_18);
- VOI LUT (vlut_04), Modality LUT, VOI LUT Function and functional groups (eCT_Supplemental) are applied;
- numpy keeps fractions after a rescale, where Orthanc rounds down;
- colours for Matlab have columns before rows in ``reshape``, so that images that are not square come out right.
"""

import io
import json
import urllib.request

import numpy as np
import pytest
from broch.dataset.frame_values import frame_values
from broch.dataset.image_format import JPEG, PAM, PNG, encode
from broch.dataset.matlab import expression
from broch.dataset.render import Rendition, draw
from broch.dataset.scan import scan_file
from pydicom import dcmread
from pydicom.uid import generate_uid

pytestmark = [pytest.mark.peer("Orthanc"), pytest.mark.timeout(300)]

DRAWN = ["CT_small.dcm", "MR_small.dcm", "emri_small.dcm", "image_dfl.dcm", "MR_small_RLE.dcm", "JPGExtended.dcm",
         "MR_small_bigendian.dcm", "MR_small_jpeg_ls_lossless.dcm", "liver_1frame.dcm", "JPEG-LL.dcm"]  # fmt: skip
COLOUR = ["SC_rgb.dcm", "SC_rgb_rle.dcm", "color-pl.dcm", "ExplVR_BigEnd.dcm", "SC_rgb_jpeg_dcmtk.dcm"]
SIZES = [Rendition(), Rendition(width=29), Rendition(height=50, smooth=True), Rendition(width=1000, smooth=True),
         Rendition(window_center=100, window_width=200), Rendition(width=31, height=7)]  # fmt: skip


class Reference:
    """A running reference server."""

    def __init__(self, port):
        self.root = f"http://127.0.0.1:{port}"

    def call(self, path, body=None, accept="*/*"):
        request = urllib.request.Request(self.root + path, data=body, headers={"Accept": accept})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def store(self, data):
        """Public identifier of a file under a SOP instance of its own."""
        ds, file = dcmread(io.BytesIO(data)), io.BytesIO()
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        ds.save_as(file)
        return json.loads(self.call("/instances", file.getvalue()))["ID"]


@pytest.fixture(scope="module")
def reference(reference_port):
    return Reference(reference_port)


def _query(wanted):
    given = {"width": wanted.width, "height": wanted.height, "smooth": int(wanted.smooth),
             "window-center": wanted.window_center, "window-width": wanted.window_width}  # fmt: skip
    return "&".join(f"{name}={value}" for name, value in given.items() if value is not None)


@pytest.mark.parametrize("name", [*DRAWN, *COLOUR])
def test_images_are_the_same(reference, sample, name):
    scan, stored = scan_file(sample(name)), reference.store(sample(name))
    for mode in ("preview", "rendered", *(() if name in COLOUR else ("image-uint8", "image-uint16", "image-int16"))):
        image = draw(scan, 0, mode)
        path = f"/instances/{stored}/{mode}"
        assert encode(image, PAM) == reference.call(path, accept=PAM), mode
        assert encode(image, PNG, reference_png=True) == reference.call(path), mode
        if image.itemsize == 1:
            assert encode(image, JPEG, 50) == reference.call(f"{path}?quality=50", accept=JPEG), mode
    for wanted in SIZES:
        got = encode(draw(scan, 0, "rendered", wanted), PAM)
        assert got == reference.call(f"/instances/{stored}/rendered?{_query(wanted)}", accept=PAM), wanted


@pytest.mark.parametrize("name", [*DRAWN, *COLOUR])
def test_values_are_the_same(reference, sample, name):
    scan, stored = scan_file(sample(name)), reference.store(sample(name))
    for rescale in (True, False):
        expected = np.load(io.BytesIO(reference.call(f"/instances/{stored}/frames/0/numpy?rescale={int(rescale)}")))
        got = frame_values(scan, 0, rescale=rescale)
        assert got.dtype == expected.dtype
        np.testing.assert_array_equal(got, expected)
    text = b"".join(expression(frame_values(scan, 0, rescale=False)))
    theirs = reference.call(f"/instances/{stored}/matlab")
    assert text.partition(b"],")[0] == theirs.partition(b"],")[0]
