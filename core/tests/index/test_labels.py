import pytest
from broch.index import labels
from broch.index.labels import change_labels, check_label, ownerless_labels
from broch_hostapi import Level
from broch_hostapi.errors import NotFound, ParameterOutOfRange
from hypothesis import given
from hypothesis import strategies as st

ALLOWED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


@pytest.fixture
def change(archive):
    def change(level, public_id, add=(), remove=()):
        archive.writer.submit(lambda tx: change_labels(tx, level, public_id, add, remove))

    return change


@given(st.text(max_size=70) | st.text(alphabet="aZ9_- ", max_size=70))
def test_what_a_label_is(text):
    if 1 <= len(text) <= 64 and set(text) <= ALLOWED:
        check_label(text)
    else:
        with pytest.raises(ParameterOutOfRange):
            check_label(text)


def test_labels_of_each_level(archive, change):
    ids = archive.new(instance=1).ids
    for number in (1, 2):
        archive.writer.add_instance(archive.new(instance=number))
    for level in Level:
        assert archive.reader.labels(level, ids[level]) == []
        change(level, ids[level], add=["b", "a", "B", "a"])
        change(level, ids[level], add=["a", level.word], remove=["b", "never"])
        assert archive.reader.labels(level, ids[level]) == sorted(["B", "a", level.word])
    other = archive.new(instance=2).ids.instance
    assert archive.reader.labels(Level.INSTANCE, other) == []
    found = archive.reader.labels_of(Level.INSTANCE, [other, ids.instance, "nobody"])
    assert found == {ids.instance: ["B", "Instance", "a"]}
    assert archive.reader.labels_of(Level.STUDY, [ids.study]) == {ids.study: ["B", "Study", "a"]}
    assert archive.reader.all_labels() == ["B", "Instance", "Patient", "Series", "Study", "a"]


def test_no_labels_at_all(archive):
    archive.writer.add_instance(archive.new())
    ids = archive.new().ids
    assert archive.reader.all_labels() == []
    assert archive.reader.labels_of(Level.STUDY, [ids.study]) == archive.reader.labels_of(Level.STUDY, []) == {}
    with pytest.raises(NotFound):
        archive.reader.labels(Level.STUDY, "nobody")


def test_what_is_not_there(archive, change):
    with pytest.raises(NotFound):
        change(Level.STUDY, "nobody", add=["a"])
    assert archive.reader.all_labels() == []


def test_they_go_with_their_resource(archive, change):
    for number in (1, 2):
        archive.writer.add_instance(archive.new(instance=number))
    first, second = archive.new(instance=1).ids, archive.new(instance=2).ids
    for level, public_id in (
        (Level.INSTANCE, first.instance),
        (Level.INSTANCE, second.instance),
        (Level.STUDY, first.study),
    ):
        change(level, public_id, add=[public_id[:8]])
    archive.writer.delete(Level.INSTANCE, first.instance)
    assert archive.reader.all_labels() == sorted([second.instance[:8], first.study[:8]])
    archive.writer.delete(Level.PATIENT, first.patient)
    assert archive.reader.all_labels() == []
    archive.writer.add_instance(archive.new(instance=1))
    assert archive.reader.labels(Level.INSTANCE, first.instance) == []


def test_labels_without_an_owner_are_found(archive, change, monkeypatch):
    monkeypatch.setattr(labels, "PAGE", 2)
    archive.writer.add_instance(archive.new())
    ids = archive.new().ids
    change(Level.STUDY, ids.study, add=["a", "b", "c"])
    assert list(ownerless_labels(archive.reader.connection)) == []
    archive.writer.submit(lambda tx: labels.insert_labels(tx, 4 * 99 + 1, ["x", "y", "z"]))
    archive.writer.submit(lambda tx: labels.insert_labels(tx, 4 * 99 + 3, ["x"]))
    found = [tuple(row) for row in ownerless_labels(archive.reader.connection)]
    assert found == [(397, "x"), (397, "y"), (397, "z"), (399, "x")]


@pytest.mark.sqlite
def test_both_ways_have_an_index(archive):
    for sql in (
        "SELECT label FROM label WHERE owner = 1 ORDER BY label",
        "SELECT owner FROM label WHERE label = 'a' ORDER BY owner",
        "SELECT i.key FROM instance i JOIN label l ON l.owner = 4 * i.key + 3 AND l.label = 'a' WHERE i.parent = 1",
    ):
        plan = " ".join(row[3] for row in archive.reader.connection.rows(f"EXPLAIN QUERY PLAN {sql}"))
        assert "SCAN" not in plan
