import pytest
from broch_advancedstorage.names import is_safe
from broch_advancedstorage.scheme import DEFAULT, TAGS, Named, Scheme, wrong_scheme
from broch_hostapi import StorageHints
from broch_hostapi.testing.storage_contract import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

UUID = "0b5e0a7e-9f2b-4c37-8d0e-1c2d3e4f5a6b"
HINTS = StorageHints(
    "P1", "1.2.1", "1.2.1.1", "1.2.1.1.1", "CT", "20240131", "7",
    public_ids=("p", "s", "e", "i"), text={0x00100010: "DOE^JOHN", 0x00200011: "3"}.get,
)  # fmt: skip


def path(template, hints=HINTS):
    return "/".join(Scheme(template).path(Named(UUID, hints)))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (DEFAULT, f"0b/5e/{UUID}"),
        ("{01(UUID)}/{23(UUID)}/{UUID}{.ext}", f"0b/5e/{UUID}.dcm"),
        ("{PatientID} - {PatientName}/{StudyInstanceUID}/{SOPInstanceUID}.dcm", "P1 - DOE^JOHN/1.2.1/1.2.1.1.1.dcm"),
        ("{split(StudyDate)}/{Modality}/{UUID}", f"2024/01/31/CT/{UUID}"),
        ("by date/{split(StudyDate)}-{Modality}/x", "by date/2024/01/31-CT/x"),
        ("{pad4(SeriesNumber)}/{pad6(InstanceNumber)}_{pad8(InstanceNumber)}", "0003/000007_00000007"),
        ("{OrthancPatientID}{OrthancStudyID}/{OrthancSeriesID}/{OrthancInstanceID}", "ps/e/i"),
        ("{0010,0010}/{00100010}/{0010-0010}", "DOE^JOHN/DOE^JOHN/DOE^JOHN"),
        ("x/{SeriesInstanceUID}", "x/1.2.1.1"),
    ],
)
def test_templates(template, expected):
    assert wrong_scheme(template) is None
    assert path(template) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [("", "%empty"), ("2024", "2024"), ("2024.1.3", "2024.1.3"), ("../../..", "%2E.%2F..%2F.%2E")],
)
def test_what_is_no_date_is_one_folder(date, expected):
    assert path("{split(StudyDate)}/x", StorageHints(study_date=date)) == f"{expected}/x"


@pytest.mark.parametrize("number", ["", "abc", "-1", "１"])
def test_what_is_no_number_is_not_padded(number):
    assert path("x/n{pad4(InstanceNumber)}", StorageHints(instance_number=number)) == f"x/n{number}"


@pytest.mark.parametrize(
    "template",
    [
        "", "x", "{UUID}", "/x/y", "x//y", "x/", "{UUID", "UUID}/x", "{}/x", "{{UUID}}/x", "x/{Patient}",
        "x/{up(UUID)}",
        "x/{split()}", "x/{split(split(StudyDate))}", "x\\y/z", "x/\0", "x/{pad4(InstanceNumber)", "x/{../../etc}",
    ],
)  # fmt: skip
def test_what_is_no_template(template):
    assert wrong_scheme(template)
    with pytest.raises(ValueError, match=r"."):
        Scheme(template)


KEYWORDS = st.sampled_from(["UUID", ".ext", "PatientID", "StudyDate", "OrthancStudyID", "0010,0010", *TAGS])
TERMS = st.one_of(
    st.builds("{{{}}}".format, KEYWORDS),
    st.builds("{{{}({})}}".format, st.sampled_from(["split", "pad4", "pad8", "01", "23"]), KEYWORDS),
    st.text("abc ./.-~%", max_size=5),
)


@given(st.one_of(st.lists(TERMS, max_size=8).map("".join), st.text(max_size=40)))
def test_any_template_is_refused_or_gives_safe_paths(template):
    if wrong_scheme(template):
        return
    for hints in (HOSTILE, StorageHints()):
        names = Scheme(template).path(Named(UUID, hints))
        assert len(names) > 1
        assert all(is_safe(name) and name not in (".", "..") and "/" not in name for name in names)


@given(*[st.text(max_size=60)] * 3)
def test_any_values_give_safe_paths_of_the_same_depth(one, two, three):
    hints = StorageHints(one, two, three, text=lambda tag: one + three)
    names = Scheme("{PatientID}/{StudyInstanceUID} {PatientName}/{SeriesInstanceUID}{.ext}").path(Named(UUID, hints))
    assert len(names) == 3
    assert all(is_safe(name) for name in names)


def test_elements_are_read_only_if_the_scheme_wants_them():
    asked = []
    hints = StorageHints(text=lambda tag: asked.append(tag) or "")
    path("{PatientID}/{StudyInstanceUID}/{UUID}", hints)
    assert asked == []
    path("{PatientID}/{StudyDescription}", hints)
    assert asked == [0x00081030]


def test_keywords_are_those_of_the_dictionary():
    datadict = pytest.importorskip("pydicom.datadict")
    assert {name: datadict.tag_for_keyword(name) for name in TAGS} == TAGS
