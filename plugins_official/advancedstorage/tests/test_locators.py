import os

import pytest
from broch_advancedstorage.locators import Adopted, Inside, parse
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("aa/bb/c", Inside("", "aa/bb/c")),
        ("disk-2:P1/x.dcm", Inside("disk-2", "P1/x.dcm")),
        ("theirs:12:/a%20b/c", Adopted("/a b/c", 12, False)),
        ("ours:0:/a/%FF%3A", Adopted("/a/\udcff:", 0, True)),
    ],
)
def test_examples(text, place):
    assert parse(text) == place
    assert str(place) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "/etc/passwd", "../x", "a/../b", "a//b", "a/./b", ".", "a/", "disk:../x", "disk:/etc/passwd", ":x/y",
        "a\0b/c", "d:a:b", "disk:", "theirs:x:/a", "theirs:/a", "theirs:1:a", "theirs:1:../a", "theirs:1:/a%00",
        "ours::/a",
        "a/b:c", "a\\b", "theirs:-1:/a", "ours:" + "1" * 30 + ":/a", "bad id:x",
    ],
)  # fmt: skip
def test_what_is_no_locator(text):
    assert parse(text) is None


@given(st.text(max_size=60))
def test_any_text_is_refused_or_stays_inside(text):
    place = parse(text)
    if isinstance(place, Inside):
        assert os.path.normpath(f"/srv/{place.path}") == f"/srv/{place.path}"
        assert str(place) == text


@given(st.binary(max_size=60).filter(lambda path: b"\0" not in path), st.integers(0, 1 << 60), st.booleans())
def test_every_path_comes_back(path, size, owned):
    place = Adopted("/" + os.fsdecode(path), size, owned)
    assert str(place).isascii()
    assert parse(str(place)) == place
