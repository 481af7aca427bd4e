from string import printable

import pytest
from broch.archive.names import ArchiveNames, Level, clean, file_name
from hypothesis import given
from hypothesis import strategies as st

PATIENT = {"PatientID": "P1", "PatientName": "Doe^John"}
STUDY = {"AccessionNumber": "A1", "StudyDescription": "Brain MR"}
SERIES = {"Modality": "MR", "SeriesDescription": "T1 ax"}


def path(patient: dict = PATIENT, study: dict = STUDY, series: dict = SERIES, *, utf8: bool = False) -> str:
    return ArchiveNames(utf8=utf8).path(Level("p", patient), Level("s", study), Level("e", series))


def test_the_names_of_orthanc() -> None:
    assert path() == "P1 Doe John/A1 Brain MR/MR T1 ax/MR000000.dcm"


# Each expectation was observed on Orthanc 1.10.1.
@pytest.mark.parametrize(
    ("patient", "study", "series", "expected"),
    [
        ({}, {}, {}, "Unknown Patient/Unknown Study/Unknown Series/00000000.dcm"),
        ({"PatientID": "P1", "PatientName": ""}, STUDY, SERIES, "P1/A1 Brain MR/MR T1 ax/MR000000.dcm"),
        (PATIENT, {"StudyDescription": "Brain"}, {"Modality": "x"}, "P1 Doe John/Brain/x/X0000000.dcm"),
        (PATIENT, STUDY, {"Modality": "seg"}, "P1 Doe John/A1 Brain MR/seg/SE000000.dcm"),
        (PATIENT, STUDY, {"Modality": "/é"}, "P1 Doe John/A1 Brain MR/Unknown Series/0000000.dcm"),
        (PATIENT, STUDY, {"Modality": ".B"}, "P1 Doe John/A1 Brain MR/.B/.B000000.dcm"),
        (
            {"PatientID": "P1", "PatientName": "Ünï^Müller"},
            {"AccessionNumber": "A1", "StudyDescription": "hé日本"},
            {"Modality": "MR", "SeriesDescription": "é"},
            "P1 n Mller/A1 h/MR/MR000000.dcm",
        ),
        (
            {"PatientID": "../x", "PatientName": "Doe^John"},
            {"AccessionNumber": "..", "StudyDescription": "a/b\\c"},
            {"Modality": "MR", "SeriesDescription": ".."},
            "..x Doe John/.. abc/MR ../MR000000.dcm",
        ),
        (
            {"PatientID": " P  1 ", "PatientName": "Yamada^Tarou=山田^太郎=やまだ"},
            {"AccessionNumber": " ", "StudyDescription": "  Brain   MR "},
            {"Modality": "MR", "SeriesDescription": "1a^^b^-^c__  . d^"},
            "P 1 Yamada Tarou/Brain MR/MR 1a b c__ . d/MR000000.dcm",
        ),
    ],
)
def test_odd_values(patient: dict, study: dict, series: dict, expected: str) -> None:
    assert path(patient, study, series) == expected


def test_nothing_leads_out_of_the_archive() -> None:
    # Orthanc 1.10.1 writes ".././..." and "///..." for these.
    hostile = path({"PatientID": ".."}, {"StudyDescription": "."}, {"SeriesDescription": "/"})
    assert hostile == "Unknown Patient/Unknown Study/Unknown Series/00000000.dcm"


def test_what_is_kept_of_ascii() -> None:
    kept = clean(printable)
    assert set(kept) == set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._ ")


def test_letters_of_other_scripts_stay_when_asked() -> None:
    assert path({"PatientName": "Müller^Jörg=山田"}, utf8=True).startswith("Müller Jörg山田/")


def test_siblings_of_one_name_are_numbered() -> None:
    names = ArchiveNames()
    places = [("p", "s", "e1"), ("p", "s", "e2"), ("p", "s", "e1"), ("p", "s2", "e3"), ("p2", "s3", "e4")]
    got = [names.path(Level(p, PATIENT), Level(s, STUDY), Level(e, SERIES)) for p, s, e in places]
    assert got == [
        "P1 Doe John/A1 Brain MR/MR T1 ax/MR000000.dcm",
        "P1 Doe John/A1 Brain MR/MR T1 ax-2/MR000000.dcm",
        "P1 Doe John/A1 Brain MR/MR T1 ax/MR000001.dcm",
        "P1 Doe John/A1 Brain MR-2/MR T1 ax/MR000000.dcm",
        "P1 Doe John-2/A1 Brain MR/MR T1 ax/MR000000.dcm",
    ]


def test_more_than_six_digits() -> None:
    assert file_name("CT", 1_234_567) == "CT1234567.dcm"


text = st.one_of(st.text(max_size=12), st.text(max_size=3).map(lambda t: t * 100))
KEYWORDS = (*PATIENT, *STUDY, *SERIES)
tags = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYWORDS, text))
level = st.tuples(st.sampled_from("abc"), tags).map(lambda pair: Level(*pair))


@given(st.lists(st.tuples(level, level, level), max_size=4), st.booleans())
def test_any_text_gives_safe_and_distinct_paths(places: list, utf8: bool) -> None:
    names = ArchiveNames(utf8=utf8)
    paths = [names.path(*place) for place in places]
    assert len(set(paths)) == len(paths)
    for parts in (p.split("/") for p in paths):
        assert len(parts) == 4
        assert all(0 < len(part.encode()) < 256 and part.strip(". ") and part == part.strip() for part in parts)
        assert not any(c in '\\:*?"<>|\0\n' for part in parts for c in part)
