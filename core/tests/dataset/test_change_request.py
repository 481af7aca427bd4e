from typing import Any

import pytest
from broch.dataset.change_request import change_of, rules_of
from broch.dataset.rewrite import Items, Value
from broch_hostapi.errors import BadParameterType, BadRequest, LimitExceeded, ParameterOutOfRange, UnknownTag
from hypothesis import given
from hypothesis import strategies as st

REQUEST_ATTRIBUTES, STEP_ID = 0x00400275, 0x00400009


def test_tags_and_paths() -> None:
    rules = rules_of(
        {
            "Keep": ["StudyDescription", "0010-1010"],
            "Remove": ["RequestAttributesSequence[*].ScheduledProcedureStepID"],
            "Replace": {"PatientName": "x", "(0040,0275)[1].(0040,0009)": "y"},
        },
        force=False,
    )
    assert rules.keep == {0x00081030, 0x00101010}
    assert rules.replace == {0x00100010: "x"}
    assert rules.of_item(REQUEST_ATTRIBUTES, 0).remove == {STEP_ID}
    second = rules.of_item(REQUEST_ATTRIBUTES, 1)
    assert (second.remove, second.replace) == ({STEP_ID}, {STEP_ID: "y"})
    assert rules.of_item(0x00081140, 0).remove == set()


@pytest.mark.parametrize("name", ["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "0010,0020"])
@pytest.mark.parametrize(("member", "verb"), [("Keep", "kept"), ("Remove", "removed"), ("Replace", "replaced")])
def test_identifiers_need_force(name: str, member: str, verb: str) -> None:
    body = {member: {name: "1.2"} if member == "Replace" else [name]}
    with pytest.raises(BadRequest, match=f'to be {verb} requires the "Force" option'):
        rules_of(body, force=False)
    rules_of(body, force=True)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"Keep": "PatientName"}, BadRequest),
        ({"Keep": [3]}, BadRequest),
        ({"Replace": ["PatientName"]}, BadRequest),
        ({"Remove": ["Nope"]}, UnknownTag),
        ({"Keep": ["0010,*"]}, UnknownTag),
        ({"Replace": {"Nope": "x"}}, UnknownTag),
        ({"Replace": {"ReferencedImageSequence[0]": "x"}}, UnknownTag),
        ({"Replace": {"ReferencedImageSequence.PatientName": "x"}}, UnknownTag),
        ({"Replace": {"ReferencedImageSequence[0].Nope": "x"}}, UnknownTag),
        ({"Remove": ["ReferencedImageSequence[x].PatientName"]}, ParameterOutOfRange),
        ({"Remove": ["ReferencedImageSequence[-1].PatientName"]}, ParameterOutOfRange),
        ({"Remove": ["ContentSequence[0]." * 100 + "PatientName"]}, LimitExceeded),
    ],
)
def test_bad_requests(body: dict, error: type[Exception]) -> None:
    with pytest.raises(error):
        rules_of(body, force=False)


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        (0x00280010, "12", Value("US", b"\x0c\0")),
        (0x00189305, "1.5", Value("FD", b"\0\0\0\0\0\0\xf8\x3f")),
        (0x00280009, "0018,1063\\PatientID", Value("AT", b"\x18\0\x63\x10\x10\0\x20\0")),
        (0x00100010, "Jörg^山", Value("PN", "Jörg^山".encode())),
        (0x00200013, "abc", Value("IS", b"abc")),
        (0x00111010, "x", Value("UN", b"x")),
        (0x00420011, "data:application/pdf;base64,JVBERg==", Value("OB", b"%PDF")),
    ],
)
def test_values(tag: int, text: str, expected: Value) -> None:
    assert change_of(tag, text, charsets=("ISO_IR 192",), explicit=True) == expected


def test_items_of_a_sequence() -> None:
    change = change_of(REQUEST_ATTRIBUTES, [{"ScheduledProcedureStepID": "x"}, {}], charsets=(), explicit=False)
    assert isinstance(change, Items)
    assert [b"".join(item) for item in change.items] == [
        b"\xfe\xff\0\xe0\x0a\0\0\0\x40\0\x09\0\2\0\0\0x ",
        b"\xfe\xff\0\xe0\0\0\0\0",
    ]


@pytest.mark.parametrize(
    ("tag", "value", "error"),
    [
        (0x00100010, 3, BadParameterType),
        (0x00100010, None, BadParameterType),
        (0x00100010, [{"PatientName": "x"}], BadParameterType),
        (REQUEST_ATTRIBUTES, "x", BadParameterType),
        (REQUEST_ATTRIBUTES, ["x"], BadParameterType),
        (REQUEST_ATTRIBUTES, [{"Nope": "x"}], UnknownTag),
        (0x00280010, "many", ParameterOutOfRange),
        (0x00280010, "70000", ParameterOutOfRange),
        (0x00100010, "山", ParameterOutOfRange),
        (0x00080060, "é", ParameterOutOfRange),
        (0x00420011, "data:x;base64,%%%", ParameterOutOfRange),
    ],
)
def test_bad_values(tag: int, value: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        change_of(tag, value, charsets=("ISO_IR 100",), explicit=True)


json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=6) | st.sampled_from(["PatientName", "PatientID"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
paths = st.text("[]*.,0189() PatientName", max_size=30)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("Keep", "Remove", "Replace"), json | st.lists(paths, max_size=2)))
)
def test_any_body_is_taken_or_refused(body: dict) -> None:
    try:
        rules = rules_of(body, force=False)
        for tag, value in rules.replace.items():
            change_of(tag, value, charsets=(), explicit=True)
    except BadRequest:
        pass
