"""Lists of many resources against asking for one after the other."""

import contextlib

import pytest
from broch_hostapi.errors import NotFound
from broch_hostapi.resources import Level

PATIENT, STUDY, SERIES, INSTANCE = Level


@pytest.fixture
def filled(archive):
    for series in (2, 1):
        for number in range(3):
            archive.writer.add_instance(archive.new(1, 1, series, number, position=number + 1, expected=3 + series))
    archive.writer.add_instance(archive.new(2, 2, position=1, expected=1))
    return archive


def test_instances(filled):
    ids = filled.new(1, 1, 2).ids
    for level in (PATIENT, STUDY, SERIES):
        listed = filled.reader.listed_instances(level, ids[level])
        resources = list(filled.reader.descendants(level, ids[level], INSTANCE))
        files = [filled.reader.attachments(INSTANCE, resource.id)[1] for resource in resources]
        assert [(one.id, one.series, one.tags) for one in listed] == [(r.id, r.parent, r.tags) for r in resources]
        assert [(one.size, one.uuid) for one in listed] == [(file.size, file.uuid) for file in files]
        assert [one.index_in_series for one in listed] == [1, 2, 3] * (2 if level < SERIES else 1)
        assert all(one.made_from == {} for one in listed)
    with pytest.raises(NotFound):
        filled.reader.listed_instances(STUDY, "nobody")


def test_what_they_were_made_from(filled):
    new = filled.new(1, 1, 2, 0)
    filled.writer.set_metadata(INSTANCE, new.ids.instance, "AnonymizedFrom", "somebody")
    first = filled.reader.listed_instances(SERIES, new.ids.series)[0]
    assert first.made_from == {"AnonymizedFrom": "somebody"}


def test_children(filled):
    studies = [resource.id for resource in filled.reader.descendants(PATIENT, filled.new(1, 1).ids.patient, STUDY)]
    studies.append(filled.new(2, 2).ids.study)
    found = filled.reader.children_of(STUDY, [*studies, "nobody"])
    assert found == {**{study: filled.reader.children(STUDY, study, SERIES) for study in studies}, "nobody": []}
    assert found[studies[0]] == [filled.new(1, 1, 2).ids.series, filled.new(1, 1, 1).ids.series]
    assert filled.reader.children_of(STUDY, studies[:1]) == {studies[0]: found[studies[0]]}


def test_files(filled):
    ids = [one.id for one in filled.reader.listed_instances(PATIENT, filled.new(1, 1).ids.patient)]
    files = filled.reader.files_of([*ids, "nobody"])
    assert sorted(files) == sorted(ids)
    assert files[ids[0]] == filled.reader.files_of(ids[:1])[ids[0]]
    assert files[ids[0]][0] == 1000


def test_statuses(filled):
    series = [
        *filled.reader.descendants(STUDY, filled.new(1, 1).ids.study, SERIES),
        filled.reader.get(SERIES, filled.new(2, 2).ids.series),
    ]
    statuses = filled.reader.series_statuses(series)
    assert list(statuses.values()) == ["Missing", "Missing", "Complete"]
    assert all(filled.reader.series_status(one) == statuses[one.id] for one in series)


@pytest.mark.parametrize(
    "ask",
    [
        lambda reader: reader.children_of(STUDY, ["a", "b"]),
        lambda reader: reader.children_of(SERIES, ["a"]),
        lambda reader: reader.files_of(["a", "b"]),
        lambda reader: reader.listed_instances(SERIES, "a"),
        lambda reader: reader.listed_instances(PATIENT, "a"),
    ],
)
@pytest.mark.sqlite
def test_an_index_serves(archive, ask):
    """No table is read as a whole."""
    asked = []
    rows = archive.reader.connection.rows

    def noting(sql, parameters=()):
        asked.append((sql, parameters))
        return rows(sql, parameters)

    archive.reader.connection.rows = noting
    with contextlib.suppress(NotFound):
        ask(archive.reader)
    plan = [row[3] for row in rows(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])]
    assert not [line for line in plan if line.startswith("SCAN") and "json_each" not in line], plan
