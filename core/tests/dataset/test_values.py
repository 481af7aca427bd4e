"""How numbers are written was observed on Orthanc 1.10.1."""

from struct import pack

import pytest
from broch.dataset.values import BINARY_VRS, NUMBERS, STRING_VRS, strip_padding, text_of
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("vr", "value", "text"),
    [
        ("US", b"\1\0\2\0", "1\\2"),
        ("US", b"\1\0\2", "1"),
        ("SS", b"\xff\xff", "-1"),
        ("UL", b"abcd", "1684234849"),
        ("SL", b"\xfe\xff\xff\xff", "-2"),
        ("FL", pack("<f", 9.7), "9.6999998092651367"),
        ("FL", pack("<2f", 1e10, 1e-5), "10000000000\\9.9999997473787516e-06"),
        ("FD", pack("<4d", 2, 0.1, 1e16, 1e17), "2\\0.10000000000000001\\10000000000000000\\1e+17"),
        ("FD", pack("<3d", float("inf"), float("nan"), -0.0), "inf\\nan\\-0"),
        ("UV", pack("<Q", 2**63), "9223372036854775808"),
        ("SV", pack("<q", -1), "-1"),
        ("AT", b"\x18\0\x63\x10\x20\0\x0d\0", "0018,1063\\0020,000d"),
        ("DS", b" 1.0 \\ 2.0", " 1.0 \\ 2.0"),
        ("UI", b"1.2\0", "1.2"),
        ("LO", b"a\0b\0", "a"),
        ("LT", b" a\r\n ", " a\r\n"),
        ("OB", b"ab", ""),
        ("US", b"", ""),
    ],
)
def test_text_of(vr, value, text):
    assert text_of(vr, value) == text


def test_only_padding_behind_is_stripped():
    assert strip_padding(" a b  ") == " a b"
    assert strip_padding("\0ab") == ""


@given(st.sampled_from(sorted({*STRING_VRS, *BINARY_VRS, *NUMBERS, "AT", "SQ", "??"})), st.binary(max_size=50))
def test_any_bytes_have_a_text(vr, value):
    assert isinstance(text_of(vr, value), str)
