"""Searches find, order and count what a few lines of Python find in the same archive."""

import random
from functools import partial

import pytest
from broch.dataset import dictionary
from broch.dataset.matching import WITHOUT_CASE, fold, matches
from broch.index import reader as index_reader
from broch.index import search
from broch.index.columns import BY_TAG
from broch.index.labels import change_labels
from broch.index.main_tags import DEFAULT
from broch.index.reader import IndexReader
from broch_hostapi.errors import BadRequest, ParameterOutOfRange
from broch_hostapi.resources import FindQuery, LabelsConstraint, Level, Ordering
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATIENT, STUDY, SERIES, INSTANCE = Level
MODALITIES = 0x00080061
COMMENTS = 0x00104000
"""Not in the index."""
VALUES = {
    0x00100020: ["P1", "p1", "P2", "p*", "P[2]", ""],
    0x00100010: ["Doe^John", "DOE^JANE", "Müller^Jörg", "MÜLLER", ""],
    0x00080020: ["20200101", "20200102", "20210101", ""],
    0x00081030: ["Head", "HEAD CT", "head_ct", "%", ""],
    0x00080080: ["St. Ürsula", "st. ürsula", "Inselspital", ""],
    0x00080060: ["CT", "MR", "US"],
    0x0008103E: ["axial", "Axial", ""],
    0x00200011: ["1", "2", "10", ""],
    0x00200013: ["1", "2", "10", "-3"],
    COMMENTS: ["ill", "Ill", "well", ""],
}
LABELS = ["a", "b", "B", "c"]
NAMES = {"Note": ["good", "Good", "bad", ""], "1024": ["1", "2"]}
GIVEN = (0x00100020, 0x00080060)
"""Of each new instance."""
OF_LEVEL = {level: [tag for tag in VALUES if DEFAULT.levels.get(tag) == level and tag not in GIVEN] for level in Level}


def fill(archive):
    """Some 20 studies of 8 patients; whatever may be absent sometimes is. Returns what only the files have."""
    chance = random.Random(5)
    writer, reader = archive.writer, archive.reader
    files, number = {}, 0
    for study in range(20):
        for series in range(chance.randint(1, 3)):
            for _ in range(chance.randint(1, 3)):
                number += 1
                levels = tuple(
                    {
                        dictionary.keyword(tag): chance.choice(VALUES[tag])
                        for tag in OF_LEVEL[level]
                        if chance.random() < 0.8
                    }
                    for level in Level
                )
                modality = chance.choice(VALUES[0x00080060])
                new = archive.new(study % 8, study, series, number, modality=modality, levels=levels)
                writer.add_instance(new)
                if chance.random() < 0.7:
                    files[new.ids.instance] = {COMMENTS: chance.choice(VALUES[COMMENTS])}
    for level in Level:
        for public_id in reader.public_ids(level):
            labels = chance.sample(LABELS, chance.choice([0, 0, 1, 2]))
            writer.submit(partial(change_labels, level=level, public_id=public_id, add=labels, remove=()))
            for name in chance.sample(sorted(NAMES), chance.choice([0, 0, 1, 2])):
                writer.set_metadata(level, public_id, name, chance.choice(NAMES[name]))
    return files


class Oracle:
    """The same archive, gone through resource by resource."""

    def __init__(self, reader, files):
        self._reader = reader
        self._files = files
        self.resources = {level: [reader.get(level, name) for name in reader.public_ids(level)] for level in Level}
        self._by_id = {one.id: one for level in Level for one in self.resources[level]}
        self._labels = {level: reader.labels_of(level, [one.id for one in self.resources[level]]) for level in Level}

    def find(self, query, any_case):
        found = [one for one in self.resources[query.level] if self._matches(one, query, any_case)]
        for ordering in reversed(query.order_by):
            found.sort(key=lambda one: self._order_key(one, ordering), reverse=ordering.descending)
            found.sort(key=lambda one: self._order_value(one, ordering) is None)
        return [one.id for one in found]

    def _path(self, one):
        while one is not None:
            yield one
            one = self._by_id.get(one.parent)

    def _matches(self, one, query, any_case):
        return (
            (query.parent is None or any(above.id == query.parent for above in self._path(one)))
            and self._has_labels(set(self._labels[one.level].get(one.id, [])), query)
            and all(
                matches("LT", pattern, one.metadata.get(name), query.case_sensitive or not any_case)
                for name, pattern in query.metadata.items()
                if pattern
            )
            and all(self._has(one, tag, pattern, query, any_case) for tag, pattern in query.criteria.items() if pattern)
        )

    def _has_labels(self, labels, query):
        wanted = set(query.labels)
        if query.labels_constraint is LabelsConstraint.NONE:
            return not labels & wanted if wanted else not labels
        if query.labels_constraint is LabelsConstraint.ALL:
            return wanted <= labels
        return not wanted or bool(wanted & labels)

    def _has(self, one, tag, pattern, query, any_case):
        vr = dictionary.vr(tag)
        exact = query.case_sensitive or vr in WITHOUT_CASE or not (any_case or vr == "PN")
        if tag == MODALITIES:
            study = next((above for above in self._path(one) if above.level is STUDY), None)
            return study is not None and any(matches(vr, pattern, name, exact) for name in study.modalities)
        if tag == COMMENTS:
            return matches(vr, pattern, self._files.get(self._first(one).id, {}).get(tag), exact)
        return matches(vr, pattern, self._value(one, tag), exact)

    def _first(self, one):
        below = [i for i in self.resources[INSTANCE] if one.id in {above.id for above in self._path(i)}]
        return below[0]

    def _value(self, one, tag):
        level = DEFAULT.levels[tag]
        if level > one.level:
            return None
        return (one.tags if level == one.level else one.upper).get(dictionary.keyword(tag))

    def _order_value(self, one, ordering):
        if isinstance(ordering.key, str):
            return one.metadata.get(ordering.key)
        if ordering.key == MODALITIES:
            return next(("\\".join(above.modalities) for above in self._path(one) if above.level is STUDY), None)
        value = self._value(one, ordering.key)
        return None if value == "" and dictionary.vr(ordering.key) == "IS" else value

    def _order_key(self, one, ordering):
        value = self._order_value(one, ordering)
        if isinstance(ordering.key, int) and dictionary.vr(ordering.key) == "IS":
            return float(value or 0)
        folded = ordering.key in BY_TAG and BY_TAG[ordering.key][1].folded
        return fold(value or "") if folded else value or ""


PATTERNS = st.sampled_from(
    ["*", "?*", "*1", "a*", "H*", "h??d*", "1-2", "CT\\MR", "20200101-20200102", "-20200101", "20210101-"]
)


@st.composite
def queries(draw, oracle):
    level = draw(st.sampled_from(list(Level)))
    tags = draw(st.lists(st.sampled_from([*VALUES, MODALITIES]), max_size=2, unique=True))
    above = [one.id for at in Level if at < level for one in oracle.resources[at]]
    orderable = [tag for tag in VALUES if tag != COMMENTS and DEFAULT.levels[tag] <= level]
    keys = st.sampled_from([*orderable, *([MODALITIES] if level >= STUDY else []), *NAMES, "LastUpdate"])
    return FindQuery(
        level,
        {tag: draw(st.sampled_from(VALUES.get(tag, ["CT", "MR"])) | PATTERNS) for tag in tags},
        parent=draw(st.none() | st.sampled_from(above)) if above else None,
        since=draw(st.sampled_from([0, 0, 1, 3])),
        limit=draw(st.sampled_from([0, 0, 1, 5])),
        case_sensitive=draw(st.booleans()),
        labels=tuple(draw(st.lists(st.sampled_from(LABELS), max_size=2))),
        labels_constraint=draw(st.sampled_from(list(LabelsConstraint))),
        metadata={
            name: draw(st.sampled_from(NAMES[name]) | PATTERNS)
            for name in draw(st.lists(st.sampled_from(sorted(NAMES)), max_size=1))
        },
        order_by=tuple(Ordering(key, draw(st.booleans())) for key in draw(st.lists(keys, max_size=2, unique=True))),
    )


@pytest.mark.parametrize("many", [300, 2])
def test_searches(archive, many, monkeypatch):
    """``many``: from where on the first matches are looked for otherwise than all."""
    for module in (search, index_reader):
        monkeypatch.setattr(module, "MANY", many)
    monkeypatch.setattr(search, "_LOOKED_AT", 7)
    files = fill(archive)
    reader = IndexReader(archive.database, archive.startup, read_tags=lambda instance, tags: files.get(instance, {}))
    oracle = Oracle(reader, files)

    @settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(query=queries(oracle), any_case=st.booleans())
    def agree(query, any_case):
        try:
            found = [one.id for one in reader.find(query, any_case=any_case)]
        except ParameterOutOfRange:  # a wildcard in a number or a date
            return
        everything = oracle.find(query, any_case)
        wanted = everything[query.since :][: query.limit or None]
        assert found == wanted
        assert list(reader.find_ids(query, any_case=any_case)) == wanted
        assert reader.count(query, any_case=any_case) == len(everything)

    agree()
    reader.close()


def test_what_cannot_be_ordered_or_named(archive):
    archive.writer.add_instance(archive.new())
    for ordering in (Ordering(COMMENTS), Ordering(0x00080060), Ordering("x'; DROP TABLE study"), Ordering("é")):
        with pytest.raises(BadRequest):
            archive.reader.find(FindQuery(STUDY, order_by=(ordering,)))
    with pytest.raises(BadRequest, match="metadata"):
        archive.reader.find(FindQuery(STUDY, metadata={'"': "x"}))
    with pytest.raises(BadRequest, match="16"):
        archive.reader.find(FindQuery(STUDY, order_by=(Ordering("Note"),) * 17))


def test_files_are_not_read_if_they_must_not(archive, make_startup, caplog):
    archive.writer.add_instance(archive.new())
    startup = make_startup(StorageAccessOnFind="Answers")
    reader = IndexReader(archive.database, startup, read_tags=lambda *_: pytest.fail("a file was read"))
    assert len(list(reader.find(FindQuery(STUDY, {COMMENTS: "x"})))) == 1
    assert "W007" in caplog.text
    reader.close()


def test_extra_tags_are_searched_in_the_index(archive, make_startup):
    archive.writer.add_instance(archive.new(levels=({}, {"PatientComments": "ill"}, {}, {})))
    archive.writer.add_instance(archive.new(2, 2))
    startup = make_startup(ExtraMainDicomTags={"Study": ["PatientComments"]})
    reader = IndexReader(archive.database, startup, read_tags=lambda *_: pytest.fail("a file was read"))
    assert [one.uid for one in reader.find(FindQuery(STUDY, {COMMENTS: "i*"}))] == ["1.2.1"]
    assert [one.uid for one in reader.find(FindQuery(STUDY, order_by=(Ordering(COMMENTS, descending=True),)))] == [
        "1.2.1", "1.2.2"
    ]  # fmt: skip
    reader.close()
