import json
import string

import pytest
from broch.config import HIDDEN, effective, read_configuration
from broch.config_environment import spelling
from broch.config_files import expand, without_comments
from broch.options import CoreOptions
from broch.unsupported_options import NOT_SUPPORTED
from broch_hostapi.errors import ConfigurationError
from broch_hostapi.settings import declared
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def written(tmp_path):
    def write(name: str, content):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return file

    return write


def test_nothing_at_all_is_a_valid_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = read_configuration()
    assert found.is_empty
    assert not found.warnings
    assert (found.core.http_port, found.core.dicom_aet) == (8042, "ORTHANC")
    assert found.storage_directory == found.index_directory == tmp_path / "OrthancStorage"


def test_comments_strings_and_a_byte_order_mark(written):
    text = '\ufeff{ // HTTP "x"\n "Name": "a//b/*c*/ \\" // d", /* "HttpPort": 1,\n */ "HttpPort": 80 }'
    found = read_configuration([written("a.json", text)])
    assert (found.core.name, found.core.http_port) == ('a//b/*c*/ " // d', 80)


def test_commas_after_the_last_member(written):
    text = '{"Name": ",]", "Plugins": [ ], "DicomModalities": {"a": ["A", "h", 104, /* , */ ],\n }, // last\n }'
    found = read_configuration([written("a.json", text)])
    assert found.core.name == ",]"
    assert found.modalities["a"].port == 104


def test_a_syntax_error_names_file_and_line(written):
    with pytest.raises(ConfigurationError, match=r"a\.json.*line 3"):
        read_configuration([written("a.json", '{ /* one\n two */\n "Name": }')])


@pytest.mark.parametrize(
    "text", ["[]", "5", "", "{", '{"a": "\udce9"}'.encode("utf-8", "surrogateescape"), "[" * 100_000]
)
def test_files_that_are_none(tmp_path, text):
    file = tmp_path / "a.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigurationError, match=r"a\.json"):
        read_configuration([file])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"nowhere\.json"):
        read_configuration([tmp_path / "nowhere.json"])


def test_folders_files_and_toml_are_merged(written, tmp_path):
    written("d/a.JSON", {"Name": "A"})
    written("d/b.toml", 'HttpPort = 81\n[It]\nRoot = "/x"\n')
    written("d/README.txt", "not me")
    written("d/sub/c.json", {"Name": "not me"})
    extra = written("c.json", {"DicomPort": 105})
    found = read_configuration([tmp_path / "d", extra])
    assert (found.core.name, found.core.http_port, found.core.dicom_port) == ("A", 81, 105)
    assert found.section("It") == {"Root": "/x"}
    assert len(found.files) == 3


def test_one_option_in_two_files_is_an_error_that_names_both(written):
    first, second = written("a.json", {"It": {"A": 1}}), written("b.json", {"It": {"B": 1}})
    with pytest.raises(ConfigurationError) as caught:
        read_configuration([first, second])
    assert "a.json" in str(caught.value)
    assert "b.json" in str(caught.value)
    assert "It" in str(caught.value)


def test_a_key_twice_in_one_object_is_a_warning(written):
    found = read_configuration([written("a.json", '{"Name": "A", "Name": "B"}')])
    assert found.core.name == "B"
    assert "'Name' stands twice" in found.warnings[0]


def test_variables_in_the_text(written):
    text = '{"Name": "${WHO:-nobody}", "HttpPort": ${PORT}, "DicomAet": "${AET:-AE}", "DefaultEncoding": "${E:-Utf8}"}'
    found = read_configuration([written("a.json", text)], {"PORT": "80", "AET": "X"})
    core = found.core
    assert (core.name, core.http_port, core.dicom_aet, core.default_encoding) == ("nobody", 80, "X", "Utf8")


def test_a_variable_that_is_not_set_is_a_warning_unless_it_stands_in_a_comment(written):
    found = read_configuration([written("a.json", '{"Name": "a${NOT_SET}" /* ${NEITHER} */}')])
    assert found.core.name == "a"
    assert len(found.warnings) == 1
    assert "NOT_SET" in found.warnings[0]


def test_paths_are_relative_to_the_file_where_they_stand(written, tmp_path):
    one, two = (
        written("one/a.json", {"StorageDirectory": "files"}),
        written("two/b.json", {"IndexDirectory": "../index"}),
    )
    found = read_configuration([one, two])
    assert found.storage_directory == tmp_path / "one/files"
    assert found.index_directory.resolve() == tmp_path / "index"
    assert read_configuration([written("c/c.json", {})]).storage_directory == tmp_path / "c/OrthancStorage"
    assert str(read_configuration([written("d.json", {"StorageDirectory": "/data"})]).storage_directory) == "/data"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("HttpPort", "8042", "should be a whole number, not str"),
        ("HttpPort", 70000, "between 0 and 65535"),
        ("HttpPort", True, "should be a whole number"),
        ("DicomAet", "A" * 17, "16 characters"),
        ("DicomAet", "A\\B", "not allowed"),
        ("OverwriteInstances", "Sometimes", "one of Never"),
        ("MaximumStorageSize", 5, "not supported yet"),
        ("MaximumPduLength", 100, "between 4096"),
        ("DefaultEncoding", "Klingon", "one of Ascii"),
        ("StableAge", 0, "1 or more"),
        ("RegisteredUsers", {"a": 1}, "should be an object"),
        ("DicomModalities", {"pacs": ["A", "h"]}, "'pacs'"),
        ("DicomModalities", {"pacs": {"AET": "A", "Host": "h"}}, "Port is missing"),
    ],
)
def test_wrong_values_name_file_and_option(written, option, value, said):
    with pytest.raises(ConfigurationError, match=said) as caught:
        read_configuration([written("a.json", {option: value})])
    assert "a.json" in str(caught.value)
    assert option in str(caught.value)


def test_unknown_options_are_warnings_with_the_nearest_name(written):
    found = read_configuration([written("a.json", {"HtpPort": 1, "Zzz": 2, "Orthanc": {}})])
    assert len(found.warnings) == 2
    assert "'HtpPort'" in found.warnings[0]
    assert "'HttpPort'" in found.warnings[0]
    assert "meant" not in found.warnings[1]


def test_known_but_unsupported_options_warn_only_if_they_are_changed(written):
    default = {name: value for name, value in NOT_SUPPORTED.items() if value is not None}
    assert not read_configuration([written("a.json", default)]).warnings
    found = read_configuration([written("b.json", {"JobsHistorySize": 3})])
    assert "JobsHistorySize is not supported yet" in found.warnings[0]
    assert found.others == {"JobsHistorySize": 3}


def test_no_option_stands_in_both_tables():
    assert not set(declared(CoreOptions)) & set(NOT_SUPPORTED)


@pytest.mark.parametrize(("value", "meant"), [(False, "Never"), (True, "Always"), ("IfChanged", "IfChanged")])
def test_overwrite(written, value, meant):
    assert read_configuration([written("a.json", {"OverwriteInstances": value})]).core.overwrite == meant


def test_the_environment_sets_options_of_the_core(written):
    found = read_configuration(
        [written("a.json", {"Name": "A", "DicomModalities": {"old": ["O", "h", 1]}})],
        {
            "ORTHANC__NAME": "1234",
            "ORTHANC__HTTP_PORT": "80",
            "ORTHANC__CASE_SENSITIVE_PN": "true",
            "ORTHANC__REGISTERED_USERS__ALICE": "5678",
            "ORTHANC__DICOM_MODALITIES__new": '["N", "h", 104]',
            "BROCH__HTTP_PORT": "81",
            "OTHER": "x",
            "ORTHANC__": "x",
            "BROCH____X": "x",
        },
    )
    core = found.core
    assert (core.name, core.http_port, core.case_sensitive_pn) == ("1234", 81, True)
    assert core.registered_users == {"ALICE": "5678"}
    assert set(found.modalities) == {"old", "new"}
    assert not found.is_empty


def test_a_wrong_value_in_the_environment_names_the_variable():
    with pytest.raises(ConfigurationError, match="BROCH__HTTP_PORT"):
        read_configuration([], {"BROCH__HTTP_PORT": "many"})


def test_the_environment_completes_sections(written):
    found = read_configuration(
        [written("a.json", {"PostgreSQL": {"Host": "h", "Port": 5432}})],
        {
            "ORTHANC__POSTGRESQL__PORT": "1",
            "ORTHANC__POSTGRESQL__ENABLE_SSL": "false",
            "ORTHANC__DICOM_WEB__ROOT": "/x/",
        },
    )
    assert found.section("PostgreSQL") == {"Host": "h", "Port": 1, "EnableSsl": False}
    assert found.section("DicomWeb") == {"Root": "/x/"}
    assert found.sections["PostgreSQL"]["Port"] == 5432
    assert "POSTGRESQL" not in " ".join(found.unknown_sections(["PostgreSQL", "DicomWeb"]))
    assert "ORTHANC__DICOM_WEB__ROOT" in found.unknown_sections(["PostgreSQL"])[0]


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [("DICOM_AET", "DicomAet"), ("DicomAet", "DicomAet"), ("SOME_THING", "SomeThing"), ("someThing", "someThing")],
)
def test_spelling(written_as, meant):
    assert spelling(written_as, ["DicomAet"]) == meant


def test_effective_hides_secrets(written):
    shown = effective(
        read_configuration(
            [
                written(
                    "a.json",
                    {
                        "RegisteredUsers": {"alice": "geheim"},
                        "OrthancPeers": {"p": ["http://p", "u", "geheim"]},
                        "HttpPort": 1,
                    },
                )
            ]
        )
    )
    assert shown["RegisteredUsers"] == {"alice": HIDDEN}
    assert shown["HttpPort"] == 1
    assert shown["Name"] == "MyOrthanc"
    assert "geheim" not in json.dumps(shown)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["//", "/*", "*/", '"', "\\", 'a"//b']),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.sampled_from(["//x", "/*"]), inner, max_size=4)
    ),
    max_leaves=12,
)
COMMENT = st.sampled_from(["", " ", '// note " /* \n', '/* a " // \n b */', "/**/", "//\n", "\n"])


@given(JSON, COMMENT, COMMENT, COMMENT, st.booleans())
def test_comments_between_anything_change_nothing(value, before, between, after, ascii_only):
    text = before + json.dumps(value, indent=1, ensure_ascii=ascii_only) + after
    assert json.loads(without_comments(text)) == value
    pieces = json.dumps([value, value], separators=(between + "," + between, between + ":" + between))
    assert json.loads(without_comments(pieces)) == [value, value]


@given(st.text(alphabet='"\\/* \nab'))
def test_any_text_keeps_its_length_and_lines(text):
    stripped = without_comments(text)
    assert len(stripped) == len(text)
    assert [i for i, c in enumerate(stripped) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    assert without_comments(stripped) == stripped or '"' in text


NAMES = st.text(string.ascii_letters + "_", min_size=1, max_size=6)


@given(
    st.lists(st.tuples(st.text("abc:-$ ", max_size=5), NAMES, st.none() | st.text('abc:-/ "', max_size=5))),
    st.dictionaries(NAMES, st.text()),
)
def test_expansion(pieces, environ):
    text = "".join(
        before + "\n${" + name + ("" if default is None else ":-" + default) + "}" for before, name, default in pieces
    )
    wanted = "".join(before + "\n" + environ.get(name, default or "") for before, name, default in pieces)
    missing = []
    assert expand(text, environ, missing) == wanted
    assert missing == [name for _, name, default in pieces if default is None and name not in environ]


@given(st.text("${}:-aA1 ", max_size=30))
def test_expansion_never_fails(text):
    expand(text, {}, [])


@pytest.mark.parametrize("password", ['a"b', "a\\nb", "back\\slash", "new\nline", "ü", "${X}", ""])
@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_a_variable_inside_a_string_is_read_as_it_is(tmp_path, password, suffix):
    path = tmp_path / f"c{suffix}"
    path.write_text('{"Name": "<${A}>"}' if suffix == ".json" else 'Name = "<${A}>"')
    assert read_configuration([path], {"A": password}).core.name == f"<{password}>"


def test_a_default_with_quotes_of_its_own(tmp_path):
    path = tmp_path / "c.json"
    path.write_text('{"Name": ${A:-"abc"}, "HttpPort": ${B:-8043}, "DicomAet": "${C:-X}"}')
    core = read_configuration([path], {}).core
    assert (core.name, core.http_port, core.dicom_aet) == ("abc", 8043, "X")
