import pytest
from broch_hostapi.errors import NotFound
from broch_hostapi.resources import Level, Statistics

PATIENT, STUDY, SERIES, INSTANCE = Level


@pytest.fixture
def filled(archive):
    """Two studies of one patient; the first has two series, the first of which has three instances."""
    for study, series, instance in ((1, 1, 1), (1, 1, 2), (1, 2, 1), (2, 1, 1), (1, 1, 3)):
        archive.writer.add_instance(archive.new(1, study, series, instance, expected=4, position=instance))
    return archive


def test_hierarchy(filled):
    ids, reader = filled.new().ids, filled.reader
    assert [reader.level_of(public_id) for public_id in ids] == list(Level)
    assert reader.children(SERIES, ids.series, INSTANCE) == [filled.new(instance=n).ids.instance for n in (1, 2, 3)]
    assert len(reader.children(PATIENT, ids.patient, INSTANCE)) == 5
    assert [series.uid for series in reader.descendants(STUDY, ids.study, SERIES)] == ["1.2.1.1", "1.2.1.2"]
    above = reader.ancestors(INSTANCE, ids.instance)
    assert [resource.id for resource in above] == [ids.series, ids.study, ids.patient]
    assert reader.ancestors(PATIENT, ids.patient) == []
    assert (above[2].studies, above[2].series, above[2].instances) == (2, 3, 5)


def test_stored_instances(filled):
    new = filled.new()
    stored = list(filled.reader.stored_instances(STUDY, new.ids.study))
    assert [instance.sop_instance for instance in stored] == ["1.2.1.1.1", "1.2.1.1.2", "1.2.1.2.1", "1.2.1.1.3"]
    assert stored[0].attachment == new.attachments[0]
    assert stored[0].transfer_syntax == "1.2.840.10008.1.2.1"
    assert [instance.id for instance in filled.reader.stored_instances(INSTANCE, new.ids.instance)] == [
        new.ids.instance
    ]


def test_statistics(filled):
    ids = filled.new().ids
    assert filled.reader.statistics() == Statistics(1, 2, 3, 5, 5000, 5000, 5000, 5000)
    assert filled.reader.statistics((STUDY, ids.study)) == Statistics(0, 0, 2, 4, 4000, 4000, 4000, 4000)
    assert filled.reader.statistics((INSTANCE, ids.instance)) == Statistics(0, 0, 0, 0, 1000, 1000, 1000, 1000)


def test_lookup(filled):
    filled.writer.add_instance(filled.new(7, 7, levels=({}, {"AccessionNumber": "Acc7"}, {}, {})))
    ids = filled.new().ids
    assert filled.reader.lookup("P1") == filled.reader.lookup(" p1 ") == [(PATIENT, ids.patient)]
    assert filled.reader.lookup("1.2.1") == [(STUDY, ids.study)]
    assert filled.reader.lookup("1.2.1.1.1") == [(INSTANCE, ids.instance)]
    assert filled.reader.lookup("acc7") == [(STUDY, filled.new(7, 7).ids.study)]
    assert filled.reader.lookup("") == filled.reader.lookup("P*") == []


def test_series_status(archive):
    def status(expected, *positions):
        new = archive.new(len(positions), expected, str(positions))
        for number, position in enumerate(positions):
            archive.writer.add_instance(
                archive.new(
                    len(positions), expected, str(positions), number, expected=expected or None, position=position
                )
            )
        return archive.reader.series_status(archive.reader.get(SERIES, new.ids.series))

    assert status(0, 1) == "Unknown"
    assert status(2, 1) == "Missing"
    assert status(2, 1, 2) == "Complete"
    assert status(2, 1, 1) == "Inconsistent"
    assert status(2, 0) == "Inconsistent"
    assert status(2, 1, 2, 3) == "Inconsistent"
    assert status(2, None) == "Missing"


def test_sop_classes(filled):
    assert filled.reader.sop_classes_in_study(filled.new().ids.study) == ["1.2.840.10008.5.1.4.1.1.2"]


def test_protection_and_recycling(filled):
    filled.writer.add_instance(filled.new(2, 9))
    first, second = filled.new().ids.patient, filled.new(2, 9).ids.patient
    assert filled.reader.oldest_unprotected_patient() == first
    assert filled.reader.oldest_unprotected_patient([first]) == second
    filled.writer.set_protected(first, True)
    assert filled.reader.is_protected(first)
    assert filled.reader.oldest_unprotected_patient() == second


def test_unknown_resources(filled):
    reader = filled.reader
    for call in (
        lambda: reader.get(STUDY, "no"),
        lambda: reader.level_of("no"),
        lambda: reader.children(STUDY, "no", SERIES),
        lambda: reader.descendants(STUDY, "no", SERIES),
        lambda: reader.ancestors(STUDY, "no"),
        lambda: reader.attachments(STUDY, "no"),
        lambda: reader.stored_instances(STUDY, "no"),
        lambda: reader.statistics((STUDY, "no")),
        lambda: reader.revision(STUDY, "no"),
        lambda: reader.metadata(STUDY, "no"),
        lambda: reader.sop_classes_in_study("no"),
        lambda: reader.get(SERIES, filled.new().ids.study),
    ):
        with pytest.raises(NotFound):
            call()
