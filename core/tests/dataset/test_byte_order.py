from contextlib import suppress

import pydicom
import pytest
from broch.dataset.byte_order import to_little_endian
from broch.dataset.scan import scan_file
from broch_hostapi.errors import BadFile
from hypothesis import given
from hypothesis import strategies as st

PAIRS = [
    ("SC_rgb_expb_16bit.dcm", "SC_rgb_16bit.dcm"),
    ("emri_small_big_endian.dcm", "emri_small.dcm"),
    ("liver_expb.dcm", "liver.dcm"),
    ("OBXXXX1A_expb.dcm", "OBXXXX1A.dcm"),
]


@pytest.mark.parametrize(("big", "little"), PAIRS)
def test_values_are_those_of_the_same_file_in_little_endian(sample, big, little):
    swapped, native = scan_file(sample(big)), scan_file(sample(little))
    assert swapped.converted
    assert swapped.pixel_data is not None
    different = {
        tag
        for tag in native.elements.keys() & swapped.elements.keys()
        if native.elements[tag][0] != "SQ" and native.raw(tag) != swapped.raw(tag)
    }
    # The tool that wrote the pairs left these as they were, or made them anew.
    assert different <= {0x00080018, 0x00080016, 0x00281201, 0x00281202, 0x00281203}


def test_every_value_is_that_of_pydicom(sample, samples):
    for path in samples:
        scan = scan_file(path.read_bytes())
        if not scan.converted or scan.transfer_syntax != "1.2.840.10008.1.2.2":
            continue
        dataset = pydicom.dcmread(path, force=True, stop_before_pixels=True)
        for tag, (vr, _, _) in scan.elements.items():
            if vr in ("US", "UL", "SS", "FD"):
                value = dataset[tag].value
                values = value if isinstance(value, list | pydicom.multival.MultiValue) else [value]
                assert scan.text(tag) == "\\".join(f"{number:.17g}" for number in values)


@given(st.binary(max_size=200))
def test_any_bytes_are_swapped_or_refused(data):
    with suppress(BadFile):
        assert len(to_little_endian(data, 0)) == len(data)
