import pydicom
import pytest
from broch.dataset.character_sets import DEFAULT_ENCODINGS, codec_of, decode, encode
from broch.dataset.scan import scan_file
from hypothesis import given
from hypothesis import strategies as st

TERMS = ["", "ISO_IR 6", "ISO_IR 13", "ISO_IR 100", "ISO_IR 166", "ISO_IR 192", "GB18030", "GBK", "ISO 2022 IR 6",
         "ISO 2022 IR 87", "ISO 2022 IR 149", "ISO 2022 IR 58", "ISO 2022 IR 159", "ISO 2022 IR 144",
         "nonsense"]  # fmt: skip


def test_person_names_of_all_samples_are_those_of_pydicom(samples):
    seen = 0
    for path in (path for path in samples if path.name.startswith("chr")):
        scan = scan_file(path.read_bytes())
        dataset = pydicom.dcmread(path, stop_before_pixels=True)
        if "PatientName" in dataset:
            assert scan.text(0x00100010).rstrip("= ") == str(dataset.PatientName).rstrip("= "), path.name
            seen += 1
    assert seen > 10 or not seen


# PS3.5 annexes H, I, J, K.
@pytest.mark.parametrize(
    ("value", "charsets", "text"),
    [
        (b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
         ("ISO 2022 IR 13", "ISO 2022 IR 87"), "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
        (b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
         ("", "ISO 2022 IR 149"), "Hong^Gildong=洪^吉洞=홍^길동"),
        (b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab", ("GB18030",), "Wang^XiaoDong=王^小东"),
        (b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=", ("", "ISO 2022 IR 58"), "Zhang^XiaoDong=张^小东="),
        (b"\xc4neas^R\xfcdiger", ("ISO_IR 100",), "Äneas^Rüdiger"),
    ],
)  # fmt: skip
def test_examples_of_the_standard(value, charsets, text):
    assert decode(value, charsets, "PN") == text


def test_a_delimiter_brings_the_first_set_back():
    value = b"\x1b-L\xbb\\\xe9"
    assert decode(value, ("ISO 2022 IR 100", "ISO 2022 IR 144"), "LO") == "Л\\é"
    assert decode(b"\x1b-L\xbb^\xbb", ("", "ISO 2022 IR 144"), "LO") == "Л^Л"
    assert decode(b"\x1b-L\xbb^\xe9", ("", "ISO 2022 IR 144"), "PN") == "Л^é"


def test_a_missing_character_set_is_the_default_encoding():
    assert decode(b"\xe9", (), "LO") == "é"
    assert decode(b"\xe9", (), "LO", "Cyrillic") == "щ"
    assert decode(b"\xe9", ("ISO_IR 100",), "LO", "Cyrillic") == "é"
    assert decode("é".encode(), (), "LO", "Utf8") == "é"


@pytest.mark.parametrize("name", DEFAULT_ENCODINGS)
def test_every_default_encoding_has_its_codec(name):
    assert decode(encode("A^B", name), (), "PN", name) == "A^B"
    assert name in ("Ascii", "Latin1") or codec_of(DEFAULT_ENCODINGS[name]) != "latin_1"


def test_wrong_utf_8_stays_distinct():
    assert decode(b"\xe9", ("ISO_IR 192",), "LO") == "é"
    assert decode(b"\xe8", ("ISO_IR 192",), "LO") == "è"


@pytest.mark.parametrize(
    ("text", "charset"),
    [("Äneas", "ISO_IR 100"), ("щш", "ISO_IR 144"), ("王^小东", "GB18030"), ("山田^太郎", "ISO 2022 IR 87"),
     ("洪^吉洞=홍^길동", "ISO 2022 IR 149"), ("张^小东", "ISO 2022 IR 58"), ("any щ 山", "ISO_IR 192"),
     ("щ", "Cyrillic")],
)  # fmt: skip
def test_what_is_encoded_is_decoded(text, charset):
    assert decode(encode(text, charset), (DEFAULT_ENCODINGS.get(charset, charset),), "PN") == text


def test_what_a_set_cannot_express_is_a_question_mark():
    assert encode("a щ", "ISO_IR 100") == b"a ?"


@given(st.binary(max_size=40), st.lists(st.sampled_from(TERMS), max_size=3), st.sampled_from(["PN", "LO", "UT"]))
def test_any_bytes_are_decoded(value, charsets, vr):
    assert isinstance(decode(value, tuple(charsets), vr), str)


@given(
    st.lists(
        st.sampled_from([b"\x1b$B", b"\x1b(B", b"\x1b$)C", b"\x1b$(D", b"\x1b", b"\x30\x21", b"\xb0", b"^", b"\\"])
    )
)
def test_any_escapes_are_decoded(parts):
    assert isinstance(decode(b"".join(parts), ("ISO 2022 IR 13", "ISO 2022 IR 87"), "PN"), str)


@given(st.text(max_size=20), st.sampled_from([*TERMS, *DEFAULT_ENCODINGS]))
def test_any_text_is_encoded(text, charset):
    assert isinstance(encode(text, charset), bytes)
