"""Headers in another encoding: every sample keeps its values, with pydicom as the oracle."""

import io
from struct import pack

import numpy as np
import pydicom
import pytest
from broch.dataset.rewrite import all_elements
from broch.dataset.scan import scan_dataset, scan_file
from broch.dataset.transcode.recode import Encoding, recode
from broch.dataset.transcode.syntaxes import BIG_ENDIAN, DEFLATED, EXPLICIT, IMPLICIT
from broch_hostapi.errors import BadFile, BrochError, LimitExceeded
from broch_hostapi.testing.datasets import make_instance
from hypothesis import given, settings
from hypothesis import strategies as st

NATIVE = (EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED)


def same(original, converted):
    """The same elements with the same values; a private VR may be lost in implicit VR."""
    theirs = [element for element in original if element.tag.element]
    assert [e.tag for e in theirs] == [e.tag for e in converted if e.tag.element]
    for element in theirs:
        other = converted[element.tag]
        if element.VR == "SQ":
            for mine, its in zip(element.value, other.value, strict=True):
                same(mine, its)
        elif isinstance(element.value, bytes):
            assert padded(element.value) == bytes(other.value), element.tag
        elif element.VR == other.VR:
            assert element.value == other.value, element.tag


def padded(value):
    return bytes(value) + b"\0" * (len(value) % 2)


def little(file):
    """The data set as pydicom reads it, with words in little endian."""
    dataset = pydicom.dcmread(io.BytesIO(file), force=True)
    if dataset.file_meta.get("TransferSyntaxUID") == BIG_ENDIAN:
        for element in dataset.iterall():
            if element.VR == "OW" and isinstance(element.value, bytes):
                wide = dataset.get("BitsAllocated") == 32 and element.tag == 0x7FE00010
                element.value = np.frombuffer(element.value, ">u4" if wide else ">u2").byteswap().tobytes()
    return dataset


@pytest.mark.parametrize("target", NATIVE)
def test_every_native_sample(target, samples, transcoded):
    written = 0
    for path in samples:
        try:
            scan = scan_file(path.read_bytes())
        except BrochError:
            continue
        if scan.transfer_syntax not in NATIVE or scan.transfer_syntax == target or not scan.meta:
            continue
        original = little(path.read_bytes())
        try:
            original.decode()
        except Exception:
            continue  # what pydicom cannot read is no oracle
        if path.stat().st_size < 1 << 20:
            same(original, little(transcoded(scan, target)))
            written += 1
    assert written > 25


@pytest.mark.parametrize("target", [IMPLICIT, BIG_ENDIAN, DEFLATED])
def test_there_and_back_is_the_same(target, transcoded):
    file = make_instance(rows=64, columns=64)
    back = transcoded(transcoded(file, target), EXPLICIT)
    start = scan_file(file).dataset_start
    data = file[start:].replace(b"\xe0\x7f\x10\0OB", b"\xe0\x7f\x10\0OW") if target == IMPLICIT else file[start:]
    assert back[scan_file(back).dataset_start :] == data


def recoded(data, encoding, syntax=IMPLICIT):
    return b"".join(recode(scan_dataset(data, syntax), encoding))


def test_a_vr_that_depends_on_the_sign():
    signed = pack("<HHIH", 0x28, 0x103, 2, 1) + pack("<HHIh", 0x28, 0x106, 2, -5)
    assert b"\x28\0\x06\1SS" in recoded(signed, Encoding(explicit=True))
    unsigned = signed.replace(pack("<HHIH", 0x28, 0x103, 2, 1), pack("<HHIH", 0x28, 0x103, 2, 0))
    assert b"\x28\0\x06\1US" in recoded(unsigned, Encoding(explicit=True))


def test_private_elements_have_the_vr_of_their_creator_or_none():
    creator = pack("<HHI", 9, 0x10, 16) + b"GEMS_IDEN_01    "
    data = creator + pack("<HHI", 9, 0x1001, 4) + b"abcd" + pack("<HHI", 9, 0x1101, 4) + b"abcd"
    explicit = recoded(data, Encoding(explicit=True))
    assert b"\x09\0\x01\x10LO" in explicit
    assert b"\x09\0\x01\x11UN" in explicit
    assert recoded(explicit, Encoding(explicit=False), EXPLICIT) == data


def test_a_value_too_long_for_its_vr_is_unknown():
    data = pack("<HHI", 0x28, 0x3006, 70000) + bytes(70000) + pack("<HHI", 0x40, 0xA160, 4) + b"text"
    long = pack("<HHI", 0x10, 0x4000, 70000) + b"x" * 70000
    assert b"\x28\0\x06\x30OW" in recoded(data, Encoding(explicit=True))
    assert b"\x10\0\0\x40UN\0\0" in recoded(long, Encoding(explicit=True))


def test_odd_lengths_are_padded():
    data = pack("<HHI", 0x10, 0x10, 3) + b"A^B" + pack("<HHI", 0x20, 0xD, 3) + b"1.2"
    explicit = scan_dataset(recoded(data, Encoding(explicit=True)), EXPLICIT)
    assert (explicit.raw(0x00100010), explicit.raw(0x0020000D)) == (b"A^B ", b"1.2\0")


def test_a_sequence_in_disguise_gets_its_vr_back():
    inner = pack("<HHI", 0xFFFE, 0xE000, 12) + pack("<HHI", 8, 0x60, 4) + b"MR  "
    data = pack("<HH2sHI", 8, 0x1115, b"UN", 0, 0xFFFFFFFF) + inner + pack("<HHI", 0xFFFE, 0xE0DD, 0)
    big = recoded(data, Encoding(explicit=True, big=True), EXPLICIT)
    scan = scan_dataset(big, BIG_ENDIAN)
    (item,) = scan.items(0x00081115)
    assert (scan.elements[0x00081115][0], item.raw(0x00080060)) == ("SQ", b"MR  ")


def test_compressed_pixels_in_a_sequence_have_one_encoding_only():
    pixels = pack("<HH2sHI", 0x7FE0, 0x10, b"OB", 0, 0xFFFFFFFF) + pack("<HHIHHI", 0xFFFE, 0xE000, 0, 0xFFFE, 0xE0DD, 0)
    data = pack("<HH2sHIHHI", 0x88, 0x200, b"SQ", 0, len(pixels) + 8, 0xFFFE, 0xE000, len(pixels)) + pixels
    with pytest.raises(BadFile, match="encapsulated"):
        recoded(data, Encoding(explicit=False), EXPLICIT)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([IMPLICIT, EXPLICIT]), st.booleans(), st.booleans())
def test_arbitrary_bytes(data, syntax, explicit, big):
    try:
        scan = scan_dataset(data, syntax)
        outcome = b"".join(recode(scan, Encoding(explicit or big, big)))
    except (BadFile, LimitExceeded):
        return
    written = scan_dataset(outcome, BIG_ENDIAN if big else EXPLICIT if explicit else IMPLICIT)
    assert set(all_elements(written)[0]) == {tag for tag in all_elements(scan)[0] if tag & 0xFFFF}
