from broch.index.journal import Journal
from broch.index.reader import IndexReader
from broch_hostapi.events import EventKind
from broch_hostapi.resources import Level


def kinds(page):
    return [event.kind.name for event in page.events]


NEW = ["NewInstance", "NewSeries", "NewStudy", "NewPatient"]


def test_order_of_events(archive):
    add = archive.writer.add_instance
    add(archive.new(expected=1, position=1))
    assert kinds(archive.journal.changes()) == [*NEW, "CompletedSeries"]
    add(archive.new(series=2, expected=2, position=1))
    add(archive.new(series=2, instance=2, expected=2, position=2))
    assert kinds(archive.journal.changes(5)) == ["NewInstance", "NewSeries", "NewInstance", "CompletedSeries"]
    add(archive.new(study=2))
    assert kinds(archive.journal.changes(9)) == ["NewInstance", "NewSeries", "NewStudy"]


def test_snapshot(archive):
    archive.writer.add_instance(archive.new())
    event = archive.journal.read_events(0)[0]
    assert (event.seq, event.kind, event.level) == (1, EventKind.NewInstance, Level.INSTANCE)
    assert event.snapshot["StudyInstanceUID"] == "1.2.1"
    assert event.snapshot["Modality"] == "CT"
    assert event.date == "20010909T014640"


def test_pages(archive):
    archive.writer.add_instance(archive.new())
    page = archive.journal.changes(limit=3)
    assert (kinds(page), page.done, page.last) == (NEW[:3], False, 3)
    page = archive.journal.changes(since=3)
    assert (kinds(page), page.done, page.last) == (NEW[3:], True, 4)
    page = archive.journal.changes(since=4)
    assert (page.events, page.done, page.last) == ((), True, 4)
    page = archive.journal.changes(limit=0)
    assert (page.events, page.done, page.last) == ((), False, 4)
    assert kinds(archive.journal.last()) == ["NewPatient"]


def test_deleted_resources_vanish_from_changes_only(archive):
    first, second = archive.new(), archive.new(instance=2)
    archive.writer.add_instance(first)
    archive.writer.add_instance(second)
    archive.writer.delete(Level.INSTANCE, second.ids.instance)
    assert kinds(archive.journal.changes()) == NEW
    events = archive.journal.read_events(4)
    assert [event.kind.name for event in events] == ["NewInstance", "Deleted"]
    assert events[1].snapshot == {"SOPInstanceUID": "1.2.1.1.2"}
    archive.writer.add_instance(second)  # its old events stay away
    assert kinds(archive.journal.changes()) == [*NEW, "NewInstance"]


def test_clear_and_forget(archive):
    first, second = archive.new(), archive.new(instance=2)
    archive.writer.add_instance(first)
    archive.writer.add_instance(second)
    archive.writer.delete(Level.INSTANCE, second.ids.instance)
    archive.journal.forget_events(5)
    assert len(archive.journal.read_events(0)) == 6
    archive.journal.forget_events(6)
    assert [event.kind.name for event in archive.journal.read_events(0)] == NEW
    archive.journal.clear()
    assert archive.journal.changes().events == ()
    assert archive.journal.changes().last == 6
    assert len(archive.journal.read_events(0)) == 4
    archive.journal.forget_events(6)
    assert archive.journal.read_events(0) == []
    archive.writer.add_instance(archive.new(instance=3))
    assert archive.journal.changes().events[0].seq == 7


def test_stability(archive):
    archive.writer.add_instance(archive.new())
    start = archive.clock.now
    archive.clock.now += 10
    archive.writer.add_instance(archive.new(study=2))
    assert archive.writer.mark_stable(start - 1) == start
    assert archive.writer.mark_stable(start) == start + 10  # the first study, not yet the patient
    assert kinds(archive.journal.changes(7)) == ["StableSeries", "StableStudy"]
    assert archive.writer.mark_stable(start + 10) is None
    assert kinds(archive.journal.changes(9)) == ["StableSeries", "StableStudy", "StablePatient"]
    new = archive.new(instance=2)
    archive.writer.add_instance(new)
    assert not archive.reader.get(Level.PATIENT, new.ids.patient).is_stable
    assert archive.writer.mark_stable(archive.clock.now) is None
    archive.writer.delete(Level.INSTANCE, new.ids.instance)
    assert archive.reader.get(Level.PATIENT, new.ids.patient).is_stable


def test_stability_of_what_keeps_changing(archive):
    start = archive.clock.now
    for number in range(4):
        archive.clock.now = start + 10 * number
        archive.writer.add_instance(archive.new(instance=number))
        assert archive.writer.mark_stable(archive.clock.now - 15) >= start
    assert kinds(archive.journal.changes(7)) == []
    assert archive.writer.mark_stable(start + 29) == start + 30
    assert archive.writer.mark_stable(start + 30) is None
    assert kinds(archive.journal.changes(7)) == ["StableSeries", "StableStudy", "StablePatient"]


def test_stability_when_the_clock_is_set_back(archive):
    archive.writer.add_instance(archive.new())
    archive.clock.now -= 3600
    archive.writer.add_instance(archive.new(instance=2))
    assert archive.writer.mark_stable(archive.clock.now - 1) == archive.clock.now
    assert archive.writer.mark_stable(archive.clock.now) is None
    assert archive.reader.get(Level.STUDY, archive.new().ids.study).is_stable


def test_subscribers_hear_of_commits(archive):
    heard = []
    archive.writer.on_commit(lambda: heard.append(archive.journal.last_seq()))
    archive.writer.add_instance(archive.new())
    archive.journal.set_state("plugin", "position", b"4")  # no event: or those who hear would wake themselves for ever
    assert heard == [4]


def test_state_lasts(archive):
    archive.journal.set_state("plugin", "position", b"\x00\xff")
    archive.journal.set_state("plugin", "other", b"1")
    archive.journal.set_state("plugin", "other", b"2")
    again = IndexReader(archive.database, archive.startup)
    assert Journal(again, archive.writer).get_state("plugin", "position") == b"\x00\xff"
    assert again.names_of_state("plugin") == ["other", "position"]
    archive.journal.set_state("plugin", "other", None)
    assert archive.journal.get_state("plugin", "other") is None
    assert archive.journal.get_state("another", "position") is None
    again.close()
