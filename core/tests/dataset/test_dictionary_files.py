import pytest
from broch.dataset.dictionary_files import configured_entries, parse_dictionary, read_dictionary
from broch.dataset.tag_dictionary import TagDictionary
from broch_hostapi.errors import ConfigurationError
from hypothesis import given
from hypothesis import strategies as st

TEXT = """# a comment
(0014,0023)\tST\tCADFileFormat\t1-n\tDICONDE
(0029,"ACME 1",01)\tLO\tAcmeOne\t1\tPrivateTag

(0029,"ACME 1",1055)\tox\tAcmeFixed\t1\tPrivateTag
(6000-60ff,9999)\txs\tEvenOnes\t1
(7777-o-7799,1010)\tLO\tOddOnes\t1
(8000-u-8002,0010-u-0012)\tna\tAllOnes\t1
"""


def by_name(text):
    return {entry.name: entry for entry in parse_dictionary(text)}


def test_a_file():
    entries = by_name(TEXT)
    assert entries["CADFileFormat"].tag == 0x00140023
    assert entries["AcmeOne"].creator == "ACME 1"
    assert [entries["AcmeOne"].has(tag) for tag in (0x00291001, 0x0029FF01, 0x00291002)] == [True, True, False]
    assert [entries["AcmeFixed"].has(tag) for tag in (0x00291055, 0x00291155)] == [True, False]
    assert [entries[name].vr for name in ("AcmeFixed", "EvenOnes", "AllOnes")] == ["OW", "US", "UN"]
    assert [entries["EvenOnes"].has(tag) for tag in (0x60009999, 0x60FE9999, 0x60019999)] == [True, True, False]
    assert [entries["OddOnes"].has(tag) for tag in (0x77771010, 0x77991010, 0x77781010)] == [True, True, False]
    assert [entries["AllOnes"].has(tag) for tag in (0x80000010, 0x80010012, 0x80030010)] == [True, True, False]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("nonsense", "no tag"),
        ("(0029,0010)", "separated by tabs"),
        ("(0029,0010)\tXX\tName\t1", "no VR"),
        ("(0029,0010)\tLO\tNämé\t1", "no name"),
        ("(0029-0010,0010)\tLO\tName\t1", "ends before"),
        ("(0029,zzzz)\tLO\tName\t1", "no tag"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, wrong):
    path = tmp_path / "own.dic"
    path.write_text(f"# first\n{line}\n")
    with pytest.raises(ConfigurationError, match=rf"own\.dic: line 2: .*{wrong}"):
        read_dictionary(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_dictionary(tmp_path / "nope.dic")


@given(st.text(alphabet=st.sampled_from('()0129afuo-e,\t"ACME LONUSx#\n '), max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        entries = list(parse_dictionary(text))
    except ValueError as error:
        assert str(error).startswith("line ")  # noqa: PT017
    else:
        assert all(len(entry.vr) == 2 and entry.name for entry in entries)


def test_the_option():
    option = {
        "0014,8888": ["LO", "MyStandard", 1, 1],
        "0029,1002": ["LO", "AcmeTwo", 1, 0, "ACME 1"],
        "00e1,c2": ["UI", "Short", 1, 1, "ELSCINT1"],
        "0029-1003": ["IS", "NoCreator"],
    }
    tags = {entry.name: (entry.tag, entry.vr, entry.creator) for entry in configured_entries(option)}
    assert tags == {
        "MyStandard": (0x00148888, "LO", ""),
        "AcmeTwo": (0x00291002, "LO", "ACME 1"),
        "Short": (0x00E110C2, "UI", "ELSCINT1"),
        "NoCreator": (0x00291003, "IS", ""),
    }


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("nope", ["LO", "Name"]),
        ("0029,1002", "LO"),
        ("0029,1002", ["LO"]),
        ("0029,1002", ["XX", "Name"]),
        ("0029,1002", ["LO", ""]),
        ("0029,1002", ["LO", 5]),
        ("0029,1002", ["LO", "Name", 2, 1]),
        ("0029,1002", ["LO", "Name", "1", 1]),
        ("0029,1002", ["LO", "Name", True, 1]),
        ("0029,1002", ["LO", "Name", 1, 1, 5]),
        ("0028,1002", ["LO", "Name", 1, 1, "ACME"]),
    ],
)
def test_a_wrong_option_is_named(tag, value):
    with pytest.raises(ConfigurationError) as caught:
        configured_entries({tag: value})
    assert tag in str(caught.value)


def test_what_is_added_goes_before_the_rest():
    dictionary = TagDictionary([*parse_dictionary(TEXT), *parse_dictionary("(0010,0010)\tLO\tOwnName\t1")])
    assert (dictionary.vr(0x00100010), dictionary.keyword(0x00100010)) == ("LO", "OwnName")
    assert dictionary.shown_name(0x00100010) == "OwnName"
    assert dictionary.attribute(0x00140023).keyword == "CADFileFormat"
    assert dictionary.tag_of("OwnName") == 0x00100010
    assert dictionary.tag_of("AcmeOne") == 0x00291001
    assert dictionary.tag_of("PatientID") == 0x00100020
    assert dictionary.vr_of(0x77771010) == "LO"
    assert dictionary.private("ACME 1", 0x0029AA01).name == "AcmeOne"
    assert dictionary.private("ACME 2", 0x0029AA01) is None
    assert dictionary.shown_name(0x00291001) == "Unknown Tag & Data"


def test_without_what_vendors_made_known():
    assert TagDictionary().private("GEMS_IDEN_01", 0x00091001).name
    assert TagDictionary(vendors=False).private("GEMS_IDEN_01", 0x00091001) is None


def test_two_dictionaries_know_nothing_of_each_other():
    own, other = TagDictionary(parse_dictionary("(0014,9999)\tLO\tOwn\t1")), TagDictionary()
    assert own.vr(0x00149999) == "LO"
    assert other.vr(0x00149999) == "UN"
