"""Every sample in a native transfer syntax keeps its values in the others, with pydicom as the oracle."""

import io
from pathlib import Path

import numpy as np
import pydicom
import pytest
from broch.dataset.scan import scan_file
from broch.dataset.transcode import native_syntaxes, to_native
from broch_hostapi.errors import BadFile
from broch_hostapi.testing.datasets import make_instance

EXPLICIT, IMPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"
DEFLATED, JPEG = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.50"
SAMPLES = [
    "CT_small.dcm", "MR_small.dcm", "MR_small_implicit.dcm", "MR_small_bigendian.dcm", "image_dfl.dcm", "rtplan.dcm",
    "rtdose.dcm", "reportsi.dcm", "ExplVR_BigEnd.dcm", "nested_priv_SQ.dcm", "test-SR.dcm", "liver_1frame.dcm",
]  # fmt: skip


def test_which_can_be_written_as_which():
    assert native_syntaxes(EXPLICIT) == (IMPLICIT,)
    assert native_syntaxes(IMPLICIT) == (EXPLICIT,)
    assert native_syntaxes(BIG_ENDIAN) == native_syntaxes(DEFLATED) == (EXPLICIT, IMPLICIT)
    assert native_syntaxes(JPEG) == ()


def little_endian_words(element, *, swapped):
    value = bytes(element.value)
    return np.frombuffer(value, ">u2").astype("<u2").tobytes() if swapped and element.VR == "OW" else value


def same(original, converted, *, swapped):
    """The same elements with the same values; a private VR may be lost in implicit VR."""
    theirs = [element for element in original if element.tag.element]
    assert [e.tag for e in theirs] == [e.tag for e in converted if e.tag.element]
    for element in theirs:
        other = converted[element.tag]
        if element.VR == "SQ":
            for mine, its in zip(element.value, other.value, strict=True):
                same(mine, its, swapped=swapped)
        elif isinstance(element.value, bytes):
            assert little_endian_words(element, swapped=swapped) == bytes(other.value), element.tag
        elif element.VR == other.VR:
            assert element.value == other.value, element.tag


@pytest.mark.parametrize("name", SAMPLES)
def test_values_stay(name):
    path = pydicom.data.get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"{name} is not here")
    file = Path(path).read_bytes()
    syntax = scan_file(file).transfer_syntax
    others = native_syntaxes(syntax)
    assert others
    for other in others:
        converted = pydicom.filereader.read_dataset(io.BytesIO(to_native(file, other)), other == IMPLICIT, True)
        same(pydicom.dcmread(path, force=True), converted, swapped=syntax == BIG_ENDIAN)


def test_there_and_back_is_the_same():
    file = make_instance(rows=64, columns=64)
    data = file[scan_file(file).dataset_start :]
    from broch.dataset.file_meta import file_meta

    implicit = file_meta("1.2", "1.3", IMPLICIT) + to_native(memoryview(file), IMPLICIT)
    assert to_native(implicit, EXPLICIT) == data.replace(b"\x10\0OB", b"\x10\0OW")  # implicit VR: always OW


@pytest.mark.parametrize("file", [b"", b"rubbish", make_instance()[:200], make_instance()[:-9]])
def test_what_is_broken(file):
    with pytest.raises(BadFile):
        to_native(file, IMPLICIT)
