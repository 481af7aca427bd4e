import time

import pytest
from broch.dataset.matching import Kind, Pattern, fold, matches, parse
from broch_hostapi.errors import LimitExceeded, ParameterOutOfRange
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("vr", "text", "pattern"),
    [
        ("LO", "", Pattern(Kind.ANY)),
        ("LO", "a-b", Pattern(Kind.SINGLE, ("a-b",))),
        ("LO", "a**b", Pattern(Kind.WILDCARD, ("a*b",))),
        ("LO", "a*\\b", Pattern(Kind.LIST, ("a*", "b"))),
        ("UI", "1.2\\1.3\\1.2", Pattern(Kind.LIST, ("1.2", "1.3"))),
        ("DA", "20200101", Pattern(Kind.SINGLE, ("20200101",))),
        ("DA", "20200101-", Pattern(Kind.RANGE, ("20200101", ""))),
        ("DA", "-20200101", Pattern(Kind.RANGE, ("", "20200101"))),
        ("DA", "-", Pattern(Kind.ANY)),
        ("TM", "10-1130", Pattern(Kind.RANGE, ("10", "1130"))),
        ("DT", "20200101120000-0500", Pattern(Kind.SINGLE, ("20200101120000-0500",))),
        ("DT", "20200101-20200202", Pattern(Kind.RANGE, ("20200101", "20200202"))),
        ("DT", "20200101120000-0500-20200102+0100", Pattern(Kind.RANGE, ("20200101120000-0500", "20200102+0100"))),
    ],
)
def test_parse(vr, text, pattern):
    assert parse(vr, text) == pattern


@pytest.mark.parametrize("vr", ["DA", "TM", "UI", "DS", "IS"])
def test_no_wildcards_here(vr):
    with pytest.raises(ParameterOutOfRange, match="0020,000d"):
        parse(vr, "1*", "0020,000d")


def test_too_many_wildcards():
    with pytest.raises(LimitExceeded):
        parse("LO", "a*" * 20)


@pytest.mark.parametrize(
    ("vr", "pattern", "value", "case_sensitive", "expected"),
    [  # as Orthanc 1.10.1 answers /tools/find
        ("PN", "MÜLLER*", "Müller^Jörg", False, True),
        ("PN", "muller*", "Müller^Jörg", False, False),
        ("PN", "MÜLLER*", "Müller^Jörg", True, False),
        ("LO", "head ct", "Head CT", False, True),
        ("LO", "Head CT ", "Head CT", False, False),
        ("LO", "Head?CT", "Head CT", True, True),
        ("LO", "*", "", True, True),
        ("LO", "?*", "", True, False),
        ("LO", "*", None, True, False),
        ("LO", "", None, True, True),
        ("DA", "20200101-20200131", "20200131", True, True),
        ("DA", "-20200131", "", True, False),
        ("TM", "10-11", "101112.5", True, True),
        ("TM", "1000-1011", "101159", True, True),
        ("TM", "1000-1011", "101200", True, False),
    ],
)
def test_matches(vr, pattern, value, case_sensitive, expected):
    assert matches(vr, pattern, value, case_sensitive) is expected


def simple(pattern, value):
    """What a wildcard pattern means, slowly."""
    if not pattern:
        return not value
    if pattern[0] == "*":
        return simple(pattern[1:], value) or (bool(value) and simple(pattern, value[1:]))
    return bool(value) and pattern[0] in ("?", value[0]) and simple(pattern[1:], value[1:])


@given(st.text("ab*?", min_size=1, max_size=8), st.text("abc", max_size=8))
def test_wildcards(pattern, value):
    assert matches("LO", pattern, value, True) == simple(pattern, value)


@given(st.text(max_size=20))
def test_fold_keeps_length_and_settles(text):
    folded = fold(text)
    assert len(folded) == len(text.replace("\0", ""))
    assert fold(folded) == folded


def test_a_pattern_of_endless_length():
    assert parse("PN", "x" * 100_000) == Pattern(Kind.SINGLE, ("x" * 100_000,))
    with pytest.raises(LimitExceeded, match="length"):
        parse("PN", "?" * 10_001)


def test_hostile_pattern_is_fast():
    start = time.monotonic()
    assert not matches("LO", "*a" * 16 + "b", "a" * 10_000, True)
    assert time.monotonic() - start < 10  # else it takes years
