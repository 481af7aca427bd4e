import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
import pytest
from broch.dataset.decode import decode, decode_frame, describe_codestream
from broch.dataset.frames import PixelDescription
from broch.dataset.rewrite import Change, Value, rewrite
from broch.dataset.scan import Scan, scan_file
from broch_hostapi.errors import BadFile, BrochError, LimitExceeded, NotFound, UnsupportedImage
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file
from pydicom.pixels import apply_color_lut, pixel_array

BASELINE, LOSSLESS, JPEG_LS = "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80"
JPEG_2000, HTJ2K, RLE, NATIVE = (
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.4.201",
    "1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.1",
)
EXTENDED = "1.2.840.10008.1.2.4.51"


def load(name: str) -> bytes:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return Path(str(path)).read_bytes()


def described(**changes: Any) -> PixelDescription:
    values: dict[str, Any] = {
        "rows": 4, "columns": 6, "samples_per_pixel": 1, "photometric_interpretation": "MONOCHROME2",
        "planar_configuration": 0, "bits_allocated": 16, "bits_stored": 16, "high_bit": 15, "pixel_representation": 0,
        "number_of_frames": 1, "transfer_syntax": NATIVE, "tag": 0x7FE00010, "encapsulated": False,
    }  # fmt: skip
    values |= changes
    if "bits_stored" in changes and "high_bit" not in changes:
        values["high_bit"] = changes["bits_stored"] - 1
    return PixelDescription(**values)


def samples() -> list[Path]:
    """All that is installed; some of pydicom's list would have to be fetched."""
    folders = {Path(str(get_testdata_file(name, download=False))).parent for name in ("CT_small.dcm", "693_UNCR.dcm")}
    return sorted(path for folder in folders for path in folder.glob("*.dcm"))


def oracle(path: Path) -> dict[int, np.ndarray]:
    """The first and the last frame by pydicom, palettes applied; raises whatever pydicom raises."""
    ds = pydicom.dcmread(path, force=True)
    frames = {}
    for index in {0, int(ds.get("NumberOfFrames") or 1) - 1}:
        pixels = pixel_array(ds, index=index)
        frames[index] = apply_color_lut(pixels, ds) if ds.PhotometricInterpretation == "PALETTE COLOR" else pixels
    return frames


def test_every_sample_that_pydicom_decodes() -> None:
    compared = 0
    for path in samples():
        # pydicom takes the palette of these for little endian; ours equals the little endian twin of the file
        if "OBXXXX1A_expb" in path.name:
            continue
        try:
            expected = oracle(path)
            scan = scan_file(path.read_bytes())
        except Exception:
            continue
        for index, pixels in expected.items():
            got = decode_frame(scan, index)
            assert got.dtype.str[1:] == pixels.dtype.str[1:], path
            np.testing.assert_array_equal(got, pixels, err_msg=str(path))
            compared += 1
    assert compared > 80


def test_palette_of_a_big_endian_file() -> None:
    little, big = (decode_frame(scan_file(load(name)), 0) for name in ("OBXXXX1A.dcm", "OBXXXX1A_expb.dcm"))
    np.testing.assert_array_equal(little, big)


@pytest.mark.parametrize(
    ("name", "shape", "dtype"),
    [
        ("JPGExtended.dcm", (1024, 256), "uint16"),  # odd SOS parameters: refused by most codecs
        ("JPEG-LL.dcm", (1024, 256), "int16"),
        ("MR_small_jpeg_ls_lossless.dcm", (64, 64), "int16"),
        ("SC_rgb_jpeg_gdcm.dcm", (100, 100, 3), "uint8"),
        ("GDCMJ2K_TextGBR.dcm", (400, 400, 3), "uint8"),
    ],
)
def test_samples_that_pydicom_alone_does_not_decode(name: str, shape: tuple[int, ...], dtype: str) -> None:
    pixels = decode_frame(scan_file(load(name)), 0)
    assert (pixels.shape, pixels.dtype) == (shape, np.dtype(dtype))
    assert pixels.max() > pixels.min()


def test_lossless_twins_are_equal() -> None:
    plain = decode_frame(scan_file(load("MR_small.dcm")), 0)
    for name in ("MR_small_jpeg_ls_lossless.dcm", "MR_small_jp2klossless.dcm", "MR_small_RLE.dcm", "MR_small_expb.dcm"):
        np.testing.assert_array_equal(decode_frame(scan_file(load(name)), 0), plain, err_msg=name)


@pytest.mark.parametrize(
    ("stored", "high", "signed", "words", "expected"),
    [
        (12, 11, 0, [0xF123, 0x0FFF], [0x123, 0xFFF]),  # overlay bits above
        (12, 15, 0, [0x1230, 0xFFF7], [0x123, 0xFFF]),  # and below
        (12, 11, 1, [0x0800, 0x07FF], [-2048, 2047]),
        (16, 15, 1, [0x8000, 0x7FFF], [-32768, 32767]),
        (8, 7, 1, [0x1280, 0x007F], [-128, 127]),
    ],
)
def test_unused_bits(stored: int, high: int, signed: int, words: list[int], expected: list[int]) -> None:
    d = described(rows=1, columns=2, bits_stored=stored, high_bit=high, pixel_representation=signed)
    assert decode(struct.pack("<2H", *words), d).tolist() == [expected]


@pytest.mark.parametrize("planar", [0, 1])
@pytest.mark.parametrize("allocated", [8, 16, 32])
def test_native_colour(planar: int, allocated: int) -> None:
    array = np.arange(4 * 6 * 3, dtype=f"<u{allocated // 8}").reshape(4, 6, 3)
    data = (array.transpose(2, 0, 1) if planar else array).tobytes()
    d = described(
        samples_per_pixel=3,
        photometric_interpretation="RGB",
        planar_configuration=planar,
        bits_allocated=allocated,
        bits_stored=allocated,
    )
    np.testing.assert_array_equal(decode(data, d), array)


@pytest.mark.parametrize(("tag", "bits"), [(0x7FE00008, 32), (0x7FE00009, 64)])
def test_floats(tag: int, bits: int) -> None:
    array = np.linspace(-1, 1, 24, dtype=f"<f{bits // 8}").reshape(4, 6)
    np.testing.assert_array_equal(
        decode(array.tobytes(), described(tag=tag, bits_allocated=bits, bits_stored=bits)), array
    )


def grey(bits: int) -> np.ndarray:
    return (np.arange(24).reshape(4, 6) * ((1 << bits) // 24)).astype("u1" if bits <= 8 else "u2")


@pytest.mark.parametrize("bits", [8, 12, 16])
@pytest.mark.parametrize(
    ("syntax", "encoder", "options"),
    [
        (LOSSLESS, "jpeg8_encode", {"lossless": True}),
        (JPEG_LS, "jpegls_encode", {}),
        (JPEG_2000, "jpeg2k_encode", {"reversible": True, "codecformat": "j2k"}),
        (HTJ2K, "htj2k_encode", {}),
    ],
)
def test_lossless_codecs(syntax: str, encoder: str, options: dict, bits: int) -> None:
    array = grey(bits)
    if encoder == "jpeg8_encode":
        options = options | {"bitspersample": bits}
    frame = getattr(imagecodecs, encoder)(array, **options)
    allocated = 8 if bits == 8 else 16
    d = described(bits_allocated=allocated, bits_stored=bits, transfer_syntax=syntax, encapsulated=True)
    np.testing.assert_array_equal(decode(frame, d), array)


def test_extended_jpeg_of_12_bits() -> None:
    frame = imagecodecs.jpeg8_encode(grey(12), level=100, bitspersample=12)
    d = described(bits_stored=12, transfer_syntax=EXTENDED, encapsulated=True)
    assert np.abs(decode(frame, d).astype(int) - grey(12)).max() < 40


@pytest.mark.parametrize(
    ("coded", "photometric"), [("RGB", "RGB"), ("YCBCR", "YBR_FULL"), ("YCBCR", "YBR_FULL_422"), ("YCBCR", "RGB")]
)
def test_colour_of_jpeg_is_what_the_codestream_says(coded: str, photometric: str) -> None:
    """The last: pictures pasted in by software that did not mind PhotometricInterpretation, marked by JFIF."""
    array = np.zeros((16, 16, 3), np.uint8)
    array[:, :, 0] = 200
    frame = imagecodecs.jpeg8_encode(array, level=95, colorspace="RGB", outcolorspace=coded, subsampling="444")
    d = described(
        rows=16,
        columns=16,
        samples_per_pixel=3,
        photometric_interpretation=photometric,
        bits_allocated=8,
        bits_stored=8,
        transfer_syntax=BASELINE,
        encapsulated=True,
    )
    assert np.abs(decode(frame, d).astype(int) - array).max() <= 3


def with_pixels(**changes: Change) -> Scan:
    tags = {"rows": 0x00280010, "columns": 0x00280011, "bits": 0x00280100, "syntax": 0x00020010, "pixels": 0x7FE00010}
    return scan_file(
        b"".join(rewrite(scan_file(load("CT_small.dcm")), {tags[name]: value for name, value in changes.items()}))
    )


def test_a_frame_that_does_not_exist() -> None:
    with pytest.raises(NotFound):
        decode_frame(scan_file(load("CT_small.dcm")), 1)
    with pytest.raises(NotFound):
        decode_frame(scan_file(load("liver_1frame.dcm")), 1)


def test_short_pixel_data() -> None:
    with pytest.raises(BadFile):
        decode_frame(with_pixels(pixels=Value("OW", b"\0" * 100)), 0)
    with pytest.raises(BadFile, match="10 bytes instead of 48"):
        decode(b"\0" * 10, described())


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": 0}, {"samples_per_pixel": 2}, {"bits_allocated": 12}, {"bits_stored": 17}, {"bits_stored": 0},
        {"high_bit": 3}, {"high_bit": 16}, {"transfer_syntax": "1.2.840.10008.1.2.4.100"},
        {"photometric_interpretation": "YBR_FULL_422", "samples_per_pixel": 3},
    ],
)  # fmt: skip
def test_descriptions_that_make_no_sense(changes: dict) -> None:
    with pytest.raises(UnsupportedImage):
        decode(b"\0" * 1000, described(**changes))


def test_the_limit_holds_before_anything_is_allocated() -> None:
    with pytest.raises(LimitExceeded):
        decode(b"", described(rows=65535, columns=65535))
    with pytest.raises(LimitExceeded):
        decode_frame(scan_file(load("CT_small.dcm")), 0, limit=1000)


@pytest.mark.parametrize("syntax", [LOSSLESS, JPEG_LS, JPEG_2000])
def test_a_codestream_of_another_size_is_refused(syntax: str) -> None:
    encoder = {LOSSLESS: "jpeg8_encode", JPEG_LS: "jpegls_encode", JPEG_2000: "jpeg2k_encode"}[syntax]
    frame = getattr(imagecodecs, encoder)(np.zeros((9, 7), np.uint8))
    assert describe_codestream(frame)[:4] == (9, 7, 1, 8)
    with pytest.raises(UnsupportedImage, match=rf"{syntax}.*9 x 7 x 1.*4 x 6 x 1"):
        decode(frame, described(bits_allocated=8, bits_stored=8, transfer_syntax=syntax))


def test_wrong_segments_of_rle() -> None:
    with pytest.raises(BadFile, match="3 segments instead of 2"):
        decode(struct.pack("<16I", 3, *[64] * 15), described(transfer_syntax=RLE))


TRUNCATED = (
    "JPEG2000.dcm",
    "MR_small_RLE.dcm",
    "SC_rgb_jpeg_dcmtk.dcm",
    "MR_small_jpeg_ls_lossless.dcm",
    "JPEG-LL.dcm",
)


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(TRUNCATED), st.data())
def test_damaged_frames_decode_or_fail_cleanly(name: str, data: st.DataObject) -> None:
    from broch.dataset.frames import describe, read_frame

    scan = scan_file(load(name))
    frame = bytearray(read_frame(scan, 0))
    del frame[data.draw(st.integers(0, len(frame))) :]
    if frame:
        at = data.draw(st.integers(0, len(frame) - 1))
        frame[at] = data.draw(st.integers(0, 255))
    try:
        pixels = decode(bytes(frame), describe(scan))
    except BrochError:
        return
    assert pixels.shape[:2] == describe(scan)[:2]


@given(st.binary(max_size=200))
def test_any_bytes_as_a_codestream(data: bytes) -> None:
    for start in (b"", b"\xff\xd8", b"\xff\x4f\xff\x51"):
        with suppress(UnsupportedImage):
            describe_codestream(start + data)


@pytest.mark.parametrize("offsets", [[64, 1 << 31], [10, 70], [80, 70], [64, 64]])
def test_wrong_offsets_of_rle(offsets: list[int]) -> None:
    """Some of these crash codecs that trust them."""
    frame = struct.pack("<16I", 2, *offsets, *[0] * 13) + bytes(16)
    with pytest.raises((BadFile, UnsupportedImage)):
        decode(frame, described(transfer_syntax=RLE))
