import os
import unicodedata

import pytest
from broch_advancedstorage.names import EMPTY, LONGEST, is_safe, safe_name
from hypothesis import example, given
from hypothesis import strategies as st

any_text = st.text(st.characters(), max_size=300) | st.text(
    st.sampled_from(" ./\\%~:AeÉ\u0301\0CON1²\ud800\u202e"), max_size=20
)


@given(any_text)
@example("")
@example("..")
@example(".\u0301")
@example("/\u0301")
@example("NUL.txt")
@example("COM¹")
@example("lost+found")
@example("x" * 5000)
@example("é" * 5000 + ".dcm")
def test_every_text_gives_one_safe_name(text):
    name = safe_name(text)
    assert name
    assert len(name.encode("utf-8")) <= LONGEST
    assert name not in (".", "..")
    assert not set(name) & set('/\\:*?"<>|')
    assert name.isprintable()
    assert name[0] not in ". "
    assert name[-1] not in ". "
    first = name.partition(".")[0].rstrip().upper()
    assert first not in {"CON", "PRN", "AUX", "NUL", "COM1", "COM²", "LPT9", "LOST+FOUND"}
    assert unicodedata.normalize("NFC", name) == name
    assert os.path.normpath(os.path.join("/srv", name)) == f"/srv/{name}"
    assert is_safe(name)


@given(any_text, any_text)
@example("a/b", "a_b")
@example("%2F", "/")
@example("", EMPTY)
@example("é", "e\u0301")
@example("CON", "%43ON")
@example("x" * 300, "x" * 301)
def test_two_texts_give_one_name_only_if_they_read_the_same(one, other):
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (safe_name(one) == safe_name(other)) is same


@given(st.from_regex(r"[A-Za-z0-9_^-][A-Za-z0-9_^.=+(),' -]{0,60}[A-Za-z0-9_^-]", fullmatch=True))
def test_ordinary_text_stays_as_it_is(text):
    assert safe_name(text) in (text, f"%{ord(text[0]):02X}{text[1:]}")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DOE^JOHN", "DOE^JOHN"), ("山田^太郎", "山田^太郎"), ("1.2.840.10008", "1.2.840.10008"),
        ("a/b", "a%2Fb"), ("..", "%2E%2E"), (".hidden", "%2Ehidden"), ("ends.", "ends%2E"), (" ", "%20"),
        ("50%", "50%25"), ("nul", "%6Eul"), ("Con.dcm", "%43on.dcm"), ("a\0b", "a%00b"), ("", "%empty"),
        ("\u202egnp", "%E2%80%AEgnp"), ("\ud800", "%ED%A0%80"),
    ],
)  # fmt: skip
def test_examples(text, name):
    assert safe_name(text) == name


def test_a_long_name_keeps_its_extension():
    name = safe_name("p" * 400 + ".dcm")
    assert name.endswith(".dcm")
    assert len(name) == LONGEST


@pytest.mark.parametrize("name", [".nfs0001", "a:b", "broch.sqlite ", "x%", "%zz", "%FF", "con", "a\\b", ".", ".."])
def test_what_is_not_ours(name):
    assert not is_safe(name)
