"""All samples in all syntaxes: pixels, attributes, structure. ``test_peers`` asks other programs."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from broch.dataset.decode import decode_frame
from broch.dataset.frames import PixelDescription, describe, encapsulated_frames
from broch.dataset.scan import Scan, scan_file
from broch.dataset.transcode.syntaxes import BIG_ENDIAN, DEFLATED, EXPLICIT, IMPLICIT, RLE, SYNTAXES, Codec
from broch_hostapi.errors import BadFile, BrochError, LimitExceeded, ParameterOutOfRange, UnsupportedImage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

JPEG = "1.2.840.10008.1.2.4."
WRITTEN = [syntax for syntax in SYNTAXES.values() if syntax.written]
LOSSY = [syntax.uid for syntax in WRITTEN if syntax.lossy]
MOST_PIXELS = 200_000  # of all frames of a sample: larger ones take long, and show nothing else
UNREADABLE = {"JPEG2000-embedded-sequence-delimiter.dcm"}  # the delimiter stands in the header of the codestream

Transcode = Callable[..., bytes]


@pytest.fixture(scope="session")
def images(samples: list[Path]) -> list[tuple[Path, Scan, PixelDescription, dict[int, np.ndarray]]]:
    """Every sample that has pixels: its first and its last frame decoded."""
    found = []
    for path in samples:
        try:
            scan = scan_file(path.read_bytes())
            description = describe(scan)
        except BrochError:
            continue
        frames = description.number_of_frames
        if path.name in UNREADABLE or description.rows * description.columns * frames > MOST_PIXELS:
            continue
        found.append((path, scan, description, {index: decode_frame(scan, index) for index in {0, frames - 1}}))
    assert len(found) > 100
    return found


def reason(syntax, d):
    """Why an image cannot be in a syntax, as a part of the message; empty if it can."""
    compressed = syntax.codec is not Codec.NATIVE
    if d.bits_allocated == 1:
        return "pixels of 1 bits" if compressed else ""
    jpeg = syntax.codec is Codec.JPEG
    if (jpeg or (syntax.codec is Codec.JPEG_LS and syntax.lossy)) and d.pixel_representation:
        return "sign"
    if syntax.lossy and d.photometric_interpretation == "PALETTE COLOR":
        return ""  # as colours of 8 bits
    most = {Codec.NATIVE: 64, Codec.RLE: 64, Codec.JPEG_2000: 24, Codec.JPEG: 8 if syntax.uid == JPEG + "50" else 12}
    return "bits" if d.bits_stored > most.get(syntax.codec, 16) else ""


@pytest.mark.parametrize("syntax", WRITTEN, ids=lambda syntax: syntax.name)
def test_every_sample(syntax, images, transcoded):
    written = 0
    for path, scan, d, frames in images:
        if scan.transfer_syntax == syntax.uid:
            continue
        why = reason(syntax, d)
        if why:
            with pytest.raises(UnsupportedImage, match=why):
                transcoded(scan, syntax.uid)
            continue
        result = scan_file(transcoded(scan, syntax.uid))
        assert result.transfer_syntax == syntax.uid
        assert result.raw(0x00080018) == scan.raw(0x00080018) or syntax.lossy
        for index, pixels in frames.items():
            got = decode_frame(result, index)
            if d.photometric_interpretation == "PALETTE COLOR" and syntax.lossy and pixels.itemsize == 2:
                pixels = pixels >> 8
            if syntax.lossy:
                errors = np.abs(got.astype(float) - pixels) / (1 << d.bits_stored)
                assert errors.mean() < 0.02, path  # of the whole range; most where colours change abruptly
            else:
                assert got.dtype.str[1:] == pixels.dtype.str[1:], path
                np.testing.assert_array_equal(got, pixels, err_msg=str(path))
        written += 1
    assert written > (20 if syntax.lossy else 40)


def test_native_outcomes_as_pydicom_reads_them(images, transcoded):
    for path, scan, _, frames in images:
        if scan.transfer_syntax in (EXPLICIT, IMPLICIT) or scan.text(0x00280004).startswith(("YBR", "PALETTE")):
            continue
        for syntax in (EXPLICIT, IMPLICIT):
            dataset = pydicom.dcmread(io.BytesIO(transcoded(scan, syntax)))
            pixels = dataset.pixel_array
            first = pixels[0] if int(dataset.get("NumberOfFrames") or 1) > 1 else pixels
            np.testing.assert_array_equal(first, frames[0], err_msg=str(path))


@pytest.mark.parametrize("uid", [s.uid for s in WRITTEN if not s.lossy and s.uid != EXPLICIT])
@pytest.mark.parametrize("bits", [1, 2, 5, 8, 10, 12, 16])
@pytest.mark.parametrize("signed", [False, True])
def test_lossless_there_and_back_is_the_same_file(uid, bits, signed, make_picture, transcoded):
    if signed and bits == 1:
        pytest.skip("a sign and no value")
    for colour in (False, True):
        file = make_picture(bits=bits, signed=signed, colour=colour)
        source = scan_file(file)
        back = scan_file(transcoded(transcoded(file, uid), EXPLICIT))
        start = source.dataset_start
        data, got = bytes(source.buffer[start:]), bytes(back.buffer[back.dataset_start :])
        if uid == IMPLICIT and bits <= 8:
            data = data.replace(b"\xe0\x7f\x10\0OB", b"\xe0\x7f\x10\0OW")
        assert got == data


@pytest.mark.parametrize("uid", [RLE, JPEG + "90"])
def test_samples_of_32_bits(uid, make_picture, transcoded):
    pixels = np.arange(21 * 13, dtype="<u4").reshape(21, 13) * 12345
    file = make_picture(pixels, bits=24)
    np.testing.assert_array_equal(decode_frame(scan_file(transcoded(file, uid)), 0), pixels)


def test_unused_bits_stay_where_all_bits_are_stored(make_picture, transcoded):
    pixels = np.full((4, 4), 0xF123, "<u2")
    file = make_picture(pixels, bits=12)
    for uid in (IMPLICIT, DEFLATED, BIG_ENDIAN, RLE):
        assert scan_file(transcoded(transcoded(file, uid), EXPLICIT)).buffer[-32:] == pixels.tobytes()
    assert decode_frame(scan_file(transcoded(file, JPEG + "70")), 0).max() == 0x123


def test_an_overlay_in_unused_bits_is_not_lost(make_picture, transcoded, read):
    dataset = read(make_picture(bits=12))
    dataset.add_new(0x60000102, "US", 15)
    written = io.BytesIO()
    dataset.save_as(written)
    with pytest.raises(UnsupportedImage, match="overlay"):
        transcoded(written.getvalue(), JPEG + "90")
    assert transcoded(written.getvalue(), RLE)


# Attributes


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        (EXPLICIT, ("RGB", 0)), (RLE, ("RGB", 1)), (JPEG + "50", ("YBR_FULL_422", 0)), (JPEG + "70", ("RGB", 0)),
        (JPEG + "80", ("RGB", 0)), (JPEG + "90", ("YBR_RCT", 0)), (JPEG + "91", ("YBR_ICT", 0)),
        (JPEG + "201", ("YBR_RCT", 0)), (JPEG + "203", ("YBR_ICT", 0)),
    ],
)  # fmt: skip
def test_colour_spaces(uid, expected, make_picture, transcoded, read):
    file = make_picture(colour=True, PlanarConfiguration=1)
    dataset = read(transcoded(file, uid) if uid != EXPLICIT else transcoded(transcoded(file, RLE), EXPLICIT))
    assert (dataset.PhotometricInterpretation, dataset.PlanarConfiguration) == expected


@pytest.mark.parametrize("uid", LOSSY)
def test_a_palette_does_not_survive_losses(uid, sample, transcoded, read):
    dataset = read(transcoded(sample("examples_palette.dcm"), uid))
    assert (dataset.SamplesPerPixel, dataset.BitsAllocated, dataset.BitsStored, dataset.PlanarConfiguration) == (
        3,
        8,
        8,
        0,
    )
    assert dataset.PhotometricInterpretation in ("YBR_FULL_422", "YBR_ICT", "RGB")
    assert not any(element.keyword.startswith(("RedPalette", "GreenPalette", "BluePalette")) for element in dataset)


@pytest.mark.parametrize(
    ("uid", "expected"),
    [(RLE, "YBR_FULL"), (JPEG + "50", "YBR_FULL_422"), (JPEG + "90", "YBR_FULL"), (JPEG + "80", "YBR_FULL")],
)
def test_colours_that_are_ybr_stay_so(uid, expected, sample, transcoded, read):
    for name in ("SC_ybr_full_uncompressed.dcm", "SC_ybr_full_422_uncompressed.dcm"):
        assert read(transcoded(sample(name), uid)).PhotometricInterpretation == expected


def test_lossy_jpeg_becomes_rgb_and_tells_that_it_was_lossy(make_picture, transcoded, read):
    jpeg = read(transcoded(make_picture(colour=True), JPEG + "50"))
    del jpeg.LossyImageCompression
    del jpeg.LossyImageCompressionMethod
    written = io.BytesIO()
    jpeg.save_as(written)
    dataset = read(transcoded(written.getvalue(), EXPLICIT))
    assert dataset.PhotometricInterpretation == "RGB"
    assert (dataset.LossyImageCompression, dataset.LossyImageCompressionMethod) == ("01", "ISO_10918_1")
    assert dataset.SOPInstanceUID == jpeg.SOPInstanceUID


@pytest.mark.parametrize("uid", LOSSY)
def test_what_loses_something_is_a_new_instance(uid, make_picture, transcoded, read):
    file = make_picture(ImageType=["ORIGINAL", "PRIMARY", "AXIAL"])
    source, dataset = read(file), read(transcoded(file, uid))
    assert dataset.SOPInstanceUID == dataset.file_meta.MediaStorageSOPInstanceUID != source.SOPInstanceUID
    assert dataset.SOPInstanceUID.startswith("2.25.")
    assert len(dataset.SOPInstanceUID) <= 64
    assert read(transcoded(file, uid)).SOPInstanceUID == dataset.SOPInstanceUID
    assert read(transcoded(file, uid, 50)).SOPInstanceUID != dataset.SOPInstanceUID
    assert list(dataset.ImageType) == ["DERIVED", "PRIMARY", "AXIAL"]
    assert dataset.LossyImageCompression == "01"
    method = {"50": "10918_1", "51": "10918_1", "81": "14495_1", "91": "15444_1", "203": "15444_15"}[uid[20:]]
    assert dataset.LossyImageCompressionMethod == f"ISO_{method}"
    assert float(dataset.LossyImageCompressionRatio) == pytest.approx(21 * 13 / len(dataset.PixelData[20:-8]), rel=0.05)
    (item,) = dataset.SourceImageSequence
    assert (item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID) == (source.SOPClassUID, source.SOPInstanceUID)
    assert item.PurposeOfReferenceCodeSequence[0].CodeValue == "121320"
    assert dataset.DerivationCodeSequence[0].CodeValue == "113040"
    assert "quality 90" in dataset.DerivationDescription


def functional_group(*frame_type):
    kinds, group = pydicom.Dataset(), pydicom.Dataset()
    kinds.PixelPresentation, kinds.FrameType, kinds.VolumetricProperties = "MONOCHROME", [*frame_type], "VOLUME"
    group.MRImageFrameTypeSequence = [kinds]
    group.FrameAnatomySequence = [pydicom.Dataset()]
    return group


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT])
def test_frames_are_of_the_type_of_their_image(make_picture, transcoded, read, syntax):
    original, mixed = functional_group("ORIGINAL", "PRIMARY", "T1", "NONE"), functional_group("MIXED", "PRIMARY")
    file = make_picture(
        ImageType=["MIXED", "PRIMARY", "T1", "NONE"],
        SharedFunctionalGroupsSequence=[functional_group("ORIGINAL", "PRIMARY")],
        PerFrameFunctionalGroupsSequence=[original, mixed, pydicom.Dataset()],
    )
    dataset = read(transcoded(transcoded(file, syntax), JPEG + "91"))
    types = [
        list(group.MRImageFrameTypeSequence[0].FrameType)
        for group in (*dataset.SharedFunctionalGroupsSequence, *dataset.PerFrameFunctionalGroupsSequence[:2])
    ]
    assert types == [["DERIVED", "PRIMARY"], ["DERIVED", "PRIMARY", "T1", "NONE"], ["DERIVED", "PRIMARY"]]
    kinds = dataset.PerFrameFunctionalGroupsSequence[0].MRImageFrameTypeSequence[0]
    assert (kinds.PixelPresentation, kinds.VolumetricProperties) == ("MONOCHROME", "VOLUME")
    assert len(dataset.PerFrameFunctionalGroupsSequence[2]) == 0


def test_losses_add_up(make_picture, transcoded, read):
    twice = read(transcoded(transcoded(make_picture(), JPEG + "50"), JPEG + "91"))
    assert list(twice.LossyImageCompressionMethod) == ["ISO_10918_1", "ISO_15444_1"]
    assert len(twice.LossyImageCompressionRatio) == 2
    assert len(twice.SourceImageSequence) == len(twice.DerivationCodeSequence) == 2
    assert "PurposeOfReferenceCodeSequence" not in twice.SourceImageSequence[1]


def test_quality_counts(make_picture, transcoded):
    file = make_picture(np.random.default_rng(1).integers(0, 256, (64, 64)).astype(np.uint8))
    for uid in LOSSY:
        assert len(transcoded(file, uid, 20)) < len(transcoded(file, uid, 99)), uid


def test_bits_of_lossy_outcomes(make_picture, transcoded, read):
    file = make_picture(bits=10)
    assert read(transcoded(file, JPEG + "51")).BitsStored == 12
    assert read(transcoded(file, JPEG + "91")).BitsStored == 10
    assert read(transcoded(file, JPEG + "203")).BitsStored == 16
    assert read(transcoded(file, JPEG + "81")).BitsStored == 16


def test_extremes_do_not_wrap(make_picture, transcoded):
    pixels = np.random.default_rng(7).choice([0, 4095], (64, 64)).astype("<u2")
    for uid in (JPEG + "81", JPEG + "91", JPEG + "203", JPEG + "51"):
        got = decode_frame(scan_file(transcoded(make_picture(pixels, bits=12), uid, 40)), 0)
        assert np.abs(got.astype(int) - pixels).max() < 2048, uid


def test_an_icon_in_the_old_syntax_goes(make_picture, transcoded, read):
    from pydicom.encaps import encapsulate

    dataset = read(transcoded(make_picture(), JPEG + "70"))
    icon = pydicom.Dataset()
    icon.Rows = icon.Columns = 1
    icon.PixelData = encapsulate([b"\xff\xd8\xff\xd9"])
    icon["PixelData"].is_undefined_length = True
    icon["PixelData"].VR = "OB"
    dataset.IconImageSequence = [icon]
    written = io.BytesIO()
    dataset.save_as(written)
    assert "IconImageSequence" not in read(transcoded(written.getvalue(), EXPLICIT))


def test_what_stands_behind_the_pixels_stays(make_picture, transcoded, read):
    file = make_picture(DataSetTrailingPadding=b"\0" * 6)
    for uid in (IMPLICIT, DEFLATED, BIG_ENDIAN, RLE, JPEG + "90"):
        assert read(transcoded(file, uid)).DataSetTrailingPadding == b"\0" * 6


def test_without_pixels_only_the_headers_change(sample, transcoded, read):
    for name in ("rtplan.dcm", "test-SR.dcm"):
        file = sample(name)
        for uid in (IMPLICIT, EXPLICIT, DEFLATED, BIG_ENDIAN):
            assert read(transcoded(file, uid)).file_meta.TransferSyntaxUID == uid


# Several frames


def test_frames_keep_their_order_and_the_table_tells_where_they_are(make_picture, transcoded):
    pixels = np.random.default_rng(3).integers(0, 4096, (37, 19, 17)).astype("<u2")
    file = make_picture(pixels, bits=12)
    for uid in (RLE, JPEG + "70", JPEG + "80", JPEG + "90", JPEG + "201"):
        scan = scan_file(transcoded(file, uid))
        fragments = encapsulated_frames(scan)
        assert [len(frame) for frame in fragments] == [1] * 37
        assert all((stop - start) % 2 == 0 for frame in fragments for start, stop in frame)
        for index in range(37):
            np.testing.assert_array_equal(decode_frame(scan, index), pixels[index])
        table = scan_file(transcoded(scan, EXPLICIT))
        assert bytes(table.buffer[-pixels.nbytes :]) == pixels.tobytes()


# What cannot be done


def test_syntaxes_that_are_not_there(make_picture, transcoded):
    for uid in ("", "1.2", JPEG + "55", JPEG + "100"):
        with pytest.raises(ParameterOutOfRange):
            transcoded(make_picture(), uid)


def test_sources_that_are_not_there(make_picture, transcoded, read):
    dataset = read(transcoded(make_picture(), JPEG + "70"))
    dataset.file_meta.TransferSyntaxUID = JPEG + "100"
    written = io.BytesIO()
    dataset.save_as(written)
    with pytest.raises(UnsupportedImage, match="cannot be decoded"):
        transcoded(written.getvalue(), EXPLICIT)


@pytest.mark.parametrize("uid", [RLE, JPEG + "50", JPEG + "70", JPEG + "80", JPEG + "90", JPEG + "201"])
def test_a_codestream_that_breaks_off(uid, make_picture, transcoded, read):
    dataset = read(transcoded(make_picture(np.random.default_rng(1).integers(0, 255, (64, 64)).astype("u1")), uid))
    from pydicom.encaps import encapsulate, generate_frames

    (frame,) = generate_frames(dataset.PixelData, number_of_frames=1)
    for cut in (10, len(frame) // 2):
        dataset.PixelData = encapsulate([frame[:cut]])
        written = io.BytesIO()
        dataset.save_as(written)
        with pytest.raises((BadFile, UnsupportedImage)):
            transcoded(written.getvalue(), EXPLICIT)


def test_too_few_frames(make_picture, transcoded, read):
    for file in (make_picture(), transcoded(make_picture(), JPEG + "70")):
        dataset = read(file)
        dataset.NumberOfFrames = 3
        written = io.BytesIO()
        dataset.save_as(written)
        with pytest.raises((BadFile, UnsupportedImage)):
            transcoded(written.getvalue(), RLE)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files(data, make_picture, transcoded):
    """An error of ours, or an outcome; never a crash, and never another error."""
    uid = data.draw(st.sampled_from([RLE, JPEG + "50", JPEG + "70", JPEG + "80", JPEG + "90", JPEG + "201", EXPLICIT]))
    file = make_picture(bits=8, colour=data.draw(st.booleans()))
    damaged = bytearray(file if uid == EXPLICIT else transcoded(file, uid))
    for _ in range(data.draw(st.integers(1, 4))):
        # mostly behind the meta information, where something can be damaged that is looked at here
        at = data.draw(st.integers(300, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(300, len(damaged))) :]
    target = data.draw(st.sampled_from([EXPLICIT, IMPLICIT, RLE, JPEG + "80", JPEG + "91"]))
    try:
        outcome = transcoded(bytes(damaged), target)
    except (BadFile, UnsupportedImage, LimitExceeded, ParameterOutOfRange):
        return
    scan_file(outcome)
