import itertools

import pytest
from broch.dataset.matching import WITHOUT_CASE, matches
from broch.index.columns import BY_TAG
from broch.index.query import compile_query
from broch.index.reader import IndexReader
from broch.index.sqlite import DIALECT
from broch_hostapi.errors import BadRequest, NotFound, ParameterOutOfRange
from broch_hostapi.resources import FindQuery, Level
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATIENT, STUDY, SERIES, INSTANCE = Level
NAME, PATIENT_ID, STUDY_DATE, STUDY_UID, DESCRIPTION, MODALITY, MODALITIES, INSTITUTION, COMMENTS = (
    0x00100010, 0x00100020, 0x00080020, 0x0020000D, 0x00081030, 0x00080060, 0x00080061, 0x00080080, 0x00104000,
)  # fmt: skip


@pytest.fixture
def filled(archive):
    """Three studies, the second of which has a CT and an MR series."""
    for new in (
        archive.new(1, 1, levels=({"PatientName": "Müller^Jörg"}, {"StudyDescription": "Head CT"}, {}, {})),
        archive.new(2, 2, levels=({"PatientName": "Doe^John"}, {"InstitutionName": "St. Ürsula"}, {}, {})),
        archive.new(2, 2, 2, modality="MR", levels=({}, {}, {"SeriesDescription": "[x]*"}, {})),
        archive.new(3, 3, modality="US", levels=({"PatientName": ""}, {"StudyDate": ""}, {}, {})),
    ):
        archive.writer.add_instance(new)
    return archive


def found(archive, level, criteria, any_case=False, **query):
    return [r.uid for r in archive.reader.find(FindQuery(level, criteria, **query), any_case=any_case)]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({}, "123"),
        ({NAME: "müll*"}, "1"),
        ({NAME: "*^j*"}, "12"),
        ({NAME: "*"}, "123"),
        ({NAME: "muller*"}, ""),
        ({PATIENT_ID: "P1"}, "1"),
        ({PATIENT_ID: "p1"}, ""),
        ({PATIENT_ID: "P1\\P3"}, "13"),
        ({STUDY_UID: "1.2.1\\1.2.2"}, "12"),
        ({STUDY_DATE: "20200101-20200131"}, "12"),
        ({STUDY_DATE: "20200101-"}, "12"),
        ({STUDY_DATE: "-"}, "123"),
        ({DESCRIPTION: "Head CT"}, "1"),
        ({DESCRIPTION: "head ct"}, ""),
        ({DESCRIPTION: "*"}, "1"),
        ({INSTITUTION: "St. *"}, "2"),
        ({INSTITUTION: "st. *"}, ""),
        ({MODALITIES: "CT"}, "12"),
        ({MODALITIES: "MR\\US"}, "23"),
        ({MODALITIES: "?T"}, "12"),
        ({MODALITIES: "ct"}, ""),
        ({MODALITY: "CT"}, ""),
        ({NAME: "doe*", MODALITIES: "MR", STUDY_DATE: "20200102"}, "2"),
    ],
)
def test_studies(filled, criteria, expected):
    assert found(filled, STUDY, criteria) == [f"1.2.{number}" for number in expected]


def test_case(filled):
    assert found(filled, STUDY, {DESCRIPTION: "HEAD *"}, any_case=True) == ["1.2.1"]
    assert found(filled, STUDY, {INSTITUTION: "st. ürs*"}, any_case=True) == ["1.2.2"]
    assert found(filled, STUDY, {MODALITIES: "mr"}, any_case=True) == ["1.2.2"]
    assert found(filled, STUDY, {PATIENT_ID: "p2"}, any_case=True) == ["1.2.2"]
    assert found(filled, STUDY, {NAME: "doe*"}, case_sensitive=True) == []
    assert found(filled, STUDY, {NAME: "Doe*"}, case_sensitive=True) == ["1.2.2"]


def test_other_levels(filled):
    assert found(filled, PATIENT, {NAME: "doe*"}) == ["P2"]
    assert found(filled, SERIES, {NAME: "doe*", MODALITY: "MR"}) == ["1.2.2.2"]
    assert found(filled, INSTANCE, {DESCRIPTION: "Head*"}) == ["1.2.1.1.1"]
    assert found(filled, INSTANCE, {MODALITIES: "MR"}) == ["1.2.2.1.1", "1.2.2.2.1"]
    assert found(filled, SERIES, {0x0008103E: "[x]?"}) == ["1.2.2.2"]
    assert found(filled, PATIENT, {MODALITIES: "MR"}) == []


def test_parent(filled):
    ids = filled.new(2, 2).ids
    assert found(filled, SERIES, {}, parent=ids.patient) == ["1.2.2.1", "1.2.2.2"]
    assert found(filled, INSTANCE, {MODALITY: "MR"}, parent=ids.study) == ["1.2.2.2.1"]
    assert found(filled, STUDY, {NAME: "m*"}, parent=ids.patient) == []
    with pytest.raises(NotFound):
        found(filled, SERIES, {}, parent="nobody")
    with pytest.raises(BadRequest):
        found(filled, PATIENT, {}, parent=ids.study)


def test_since_and_limit(filled):
    assert found(filled, STUDY, {}, since=1, limit=1) == ["1.2.2"]
    assert found(filled, STUDY, {NAME: "*^j*"}, limit=1) == ["1.2.1"]
    assert found(filled, STUDY, {PATIENT_ID: "P*"}, since=2) == ["1.2.3"]
    assert found(filled, STUDY, {INSTITUTION: "*"}, limit=1, since=1) == []


def test_tags_of_files(filled):
    with pytest.raises(BadRequest, match="0010,4000"):
        filled.reader.find(FindQuery(STUDY, {COMMENTS: "x"}))
    files = {filled.new(number, number).ids.instance: {COMMENTS: f"comment {number}"} for number in (1, 2)}
    reader = IndexReader(filled.database, filled.startup, read_tags=lambda instance, tags: files.get(instance, {}))
    query = FindQuery(STUDY, {COMMENTS: "comment ?", NAME: "D*"})
    assert [resource.uid for resource in reader.find(query)] == ["1.2.2"]
    assert [resource.uid for resource in reader.find(FindQuery(STUDY, {COMMENTS: "*"}, limit=1))] == ["1.2.1"]
    assert len(list(reader.find(FindQuery(STUDY, {COMMENTS: ""})))) == 3
    reader.close()


def test_nonsense(filled):
    with pytest.raises(ParameterOutOfRange):
        filled.reader.find(FindQuery(STUDY, {STUDY_UID: "1.*"}))
    with pytest.raises(ParameterOutOfRange, match="0008,1110"):
        filled.reader.find(FindQuery(STUDY, {0x00081110: "x*"}))
    assert found(filled, STUDY, {0x00081110: "x"}) == []


def test_revised(filled):
    only = {PATIENT_ID: "P1"}
    reader = IndexReader(filled.database, filled.startup, revise=lambda query: FindQuery(query.level, only))
    assert [resource.uid for resource in reader.find(FindQuery(STUDY))] == ["1.2.1"]
    assert list(reader.find_ids(FindQuery(STUDY))) == [filled.new(1, 1).ids.study]
    reader.close()


def test_more_than_a_page(archive):
    for number in range(600):
        archive.writer.add_instance(archive.new(1, 1, 1, number))
    assert len(found(archive, INSTANCE, {})) == 600
    assert len(found(archive, INSTANCE, {NAME: "doe*"})) == 600
    uids = found(archive, INSTANCE, {})
    assert uids == [f"1.2.1.1.{number}" for number in range(600)]
    results = archive.reader.find(FindQuery(INSTANCE))
    assert len(list(itertools.islice(results, 3))) == 3
    assert archive.reader.public_ids(INSTANCE, 598) == [archive.new(instance=n).ids.instance for n in (598, 599)]


def test_windows(archive):
    """Every window is a slice of the whole, whether one statement reads it or several."""
    for number in range(300):
        archive.writer.add_instance(archive.new(1, 1, 1, number))
    everything = [f"1.2.1.1.{number}" for number in range(300)]
    for criteria in ({}, {PATIENT_ID: "P1"}, {NAME: "doe*"}, {INSTITUTION: "*"}):
        expected = [] if INSTITUTION in criteria else everything
        for since, limit in itertools.product((0, 1, 40, 299, 500), (0, 1, 255, 256, 257, 299, 1000)):
            window = expected[since:][: limit or None]
            assert found(archive, INSTANCE, criteria, since=since, limit=limit) == window, (criteria, since, limit)


@pytest.mark.parametrize("any_case", [True, False])
def test_identifiers_alone(filled, any_case):
    for level, criteria in itertools.product(
        Level, ({}, {NAME: "doe*"}, {INSTITUTION: "st.*"}, {MODALITIES: "MR"}, {STUDY_DATE: "2020-"}, {COMMENTS: ""})
    ):
        query = FindQuery(level, criteria, since=0, limit=2)
        resources = list(filled.reader.find(query, any_case=any_case))
        assert list(filled.reader.find_ids(query, any_case=any_case)) == [resource.id for resource in resources]
    with pytest.raises(BadRequest, match="0010,4000"):
        filled.reader.find_ids(FindQuery(STUDY, {COMMENTS: "x"}))
    below = FindQuery(SERIES, parent=filled.new(2, 2).ids.study)
    assert [*filled.reader.find_ids(below)] == [resource.id for resource in filled.reader.find(below)]


TEXT = st.text("aAbÄäßİıσΣς[]*?%_\\^-' 1", max_size=6)
VALUED = [tag for tag, (level, column) in BY_TAG.items() if level == STUDY and column.name != "uid"] + [INSTITUTION]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_sql_agrees_with_the_predicate(archive, data):
    """On every kind of column, and on a tag that has none."""
    from broch.dataset.dictionary import keyword, vr

    tag = data.draw(st.sampled_from(VALUED))
    value = data.draw(st.none() | TEXT | st.text("0123456789", max_size=8))
    pattern = data.draw(TEXT | st.text("0123456789-", max_size=17))
    any_case, case_sensitive = data.draw(st.booleans()), data.draw(st.booleans())
    own = {} if value is None else {keyword(tag): value}
    archive.writer.add_instance(archive.new(1, 1, overwrite="Always", levels=({}, {"StudyDate": "1", **own}, {}, {})))
    if value is None and tag == STUDY_DATE:
        value = "1"
    exact = case_sensitive or vr(tag) in WITHOUT_CASE or not (any_case or vr(tag) == "PN")
    try:
        expected = matches(vr(tag), pattern, value, exact)
    except BadRequest:
        with pytest.raises(BadRequest):
            found(archive, STUDY, {tag: pattern}, any_case)
        return
    assert (found(archive, STUDY, {tag: pattern}, any_case, case_sensitive=case_sensitive) == ["1.2.1"]) is expected


@pytest.mark.parametrize(
    ("level", "criteria"),
    [
        (STUDY, {PATIENT_ID: "P1"}),
        (STUDY, {PATIENT_ID: "P1*"}),
        (STUDY, {NAME: "doe^1*"}),
        (STUDY, {NAME: "Doe^1*", STUDY_DATE: "20200101-20201231", MODALITIES: "CT"}),
        (STUDY, {STUDY_UID: "1.2.1\\1.2.2"}),
        (STUDY, {STUDY_DATE: "20200101-20200131"}),
        (STUDY, {0x00080050: "A1"}),
        (SERIES, {STUDY_UID: "1.2.1"}),
        (INSTANCE, {STUDY_UID: "1.2.1", 0x0020000E: "1.2.1.1"}),
        (INSTANCE, {0x00080018: "1.2.3"}),
        (INSTANCE, {PATIENT_ID: "P1"}),
        (PATIENT, {PATIENT_ID: "P1"}),
    ],
)
@pytest.mark.sqlite
def test_an_index_serves(archive, level, criteria):
    search = compile_query(FindQuery(level, criteria), DIALECT)
    sql, parameters = search.select()
    plan = [row[3] for row in archive.reader.connection.rows(f"EXPLAIN QUERY PLAN {sql} LIMIT ?", (*parameters, 20))]
    tables = [line for line in plan if line.startswith(("SCAN p", "SCAN t", "SCAN e", "SCAN i"))]
    assert tables == [], plan


@pytest.mark.sqlite
def test_paging_needs_no_sort(archive):
    tables = "instance i JOIN series e ON e.key = i.parent"
    sql = f"EXPLAIN QUERY PLAN SELECT i.key FROM {tables} WHERE i.key > ? ORDER BY i.key LIMIT 9"
    plan = " ".join(row[3] for row in archive.reader.connection.rows(sql, (0,)))
    assert "SEARCH i USING INTEGER PRIMARY KEY" in plan
    assert "TEMP B-TREE" not in plan
