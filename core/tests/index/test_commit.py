import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from broch.index.changes import replace_attachment
from broch.index.commit import IndexWriter
from broch.index.reader import IndexReader
from broch.index.sqlite import SQLITE
from broch.index.tables import NAMES
from broch_hostapi.errors import BadRequest, Conflict, DatabaseUnavailable, NotFound, StorageFull
from broch_hostapi.events import EventKind
from broch_hostapi.resources import Attachment, Level, Statistics

PATIENT, STUDY, SERIES, INSTANCE = Level


def test_first_instance(archive):
    new = archive.new()
    assert archive.writer.add_instance(new).status == "Success"
    study = archive.reader.get(STUDY, new.ids.study)
    assert study.uid == "1.2.1"
    assert study.parent == new.ids.patient
    assert study.upper == {"PatientID": "P1", "PatientName": "Doe^1"}
    assert (study.series, study.instances, study.modalities) == (1, 1, ("CT",))
    assert not study.is_stable
    assert study.metadata == {"LastUpdate": "20200101T000000"}
    assert archive.reader.get(SERIES, new.ids.series).metadata["RemoteAET"] == "SENDER"
    instance = archive.reader.get(INSTANCE, new.ids.instance)
    assert instance.metadata == new.metadata
    assert instance.upper["Modality"] == "CT"


def test_duplicate_is_discarded(archive):
    first, second = archive.new(), archive.new(content="other", received="20210101T000000")
    archive.writer.add_instance(first)
    added = archive.writer.add_instance(second)
    assert (added.status, added.replaced, added.discarded) == ("AlreadyStored", False, second.attachments)
    assert archive.reader.attachments(INSTANCE, first.ids.instance) == {1: first.attachments[0]}
    assert archive.reader.get(STUDY, first.ids.study).last_update == "20200101T000000"


@pytest.mark.parametrize(
    ("rule", "content", "replaced"), [("Always", "", True), ("IfChanged", "", False), ("IfChanged", "x", True)]
)
def test_overwrite(archive, rule, content, replaced):
    first = archive.new()
    archive.writer.add_instance(first)
    other = archive.new(instance=2)
    archive.writer.add_instance(other)
    added = archive.writer.add_instance(archive.new(overwrite=rule, content=content))
    assert added.replaced is replaced
    assert added.status == ("Success" if replaced else "AlreadyStored")
    assert len(added.discarded) == 1
    assert archive.reader.statistics().instances == 2


def test_overwrite_of_the_only_instance_makes_its_parents_anew(archive):
    archive.writer.add_instance(archive.new(levels=({}, {"StudyDescription": "one"}, {}, {})))
    new = archive.new(overwrite="Always", levels=({}, {"StudyDescription": "two"}, {}, {}))
    archive.writer.add_instance(new)
    assert archive.reader.get(STUDY, new.ids.study).tags["StudyDescription"] == "two"
    shown = [event.kind.name for event in archive.journal.changes().events]
    assert shown == ["NewInstance", "NewSeries", "NewStudy", "NewPatient"]


def test_delete_keeps_counts_and_modalities(archive):
    ct, mr = archive.new(), archive.new(series=2, modality="MR")
    for new in (ct, mr, archive.new(series=2, instance=2, modality="MR")):
        archive.writer.add_instance(new)
    assert archive.reader.get(STUDY, ct.ids.study).modalities == ("CT", "MR")
    deletion, files = archive.writer.delete(SERIES, mr.ids.series)
    assert deletion.remaining_ancestor == (STUDY, ct.ids.study)
    assert len(files) == 2
    study, patient = archive.reader.get(STUDY, ct.ids.study), archive.reader.get(PATIENT, ct.ids.patient)
    assert (study.series, study.instances, study.modalities) == (1, 1, ("CT",))
    assert (patient.studies, patient.series, patient.instances) == (1, 1, 1)
    deletion, files = archive.writer.delete(INSTANCE, ct.ids.instance)
    assert deletion.remaining_ancestor is None
    assert files == list(ct.attachments)
    assert archive.reader.statistics() == Statistics()
    with pytest.raises(NotFound):
        archive.writer.delete(INSTANCE, ct.ids.instance)


def test_equal_instances_in_one_group_are_one(archive):
    outcomes = archive.together([archive.new(content=str(number)) for number in range(12)])
    assert sorted(outcome.status for outcome in outcomes) == ["AlreadyStored"] * 11 + ["Success"]
    discarded = {file.uuid for outcome in outcomes for file in outcome.discarded}
    kept = archive.reader.attachments(INSTANCE, archive.new().ids.instance)[1]
    assert len(discarded) == 11
    assert kept.uuid not in discarded
    assert len(archive.journal.read_events(0)) == 4


def test_overwriting_equals_in_one_group_leaves_the_last(archive):
    outcomes = archive.together([archive.new(content=str(number), overwrite="Always") for number in range(8)])
    assert sum(outcome.replaced for outcome in outcomes) == 7
    discarded = {file.uuid for outcome in outcomes for file in outcome.discarded}
    kept = archive.reader.attachments(INSTANCE, archive.new().ids.instance)[1]
    assert kept.uuid not in discarded
    assert archive.reader.statistics().instances == 1


def test_bad_member_fails_alone(archive):
    good = [archive.new(instance=number) for number in range(1, 6)]
    bad = archive.new(instance=99, size=1 << 70)  # more than an integer of the database holds
    results = archive.together([*good, bad])
    assert [getattr(result, "status", type(result)) for result in results[:-1]] == ["Success"] * 5
    assert isinstance(results[-1], OverflowError | DatabaseUnavailable)  # of the driver, or of the server
    assert archive.reader.statistics().instances == 5
    assert archive.reader.get(SERIES, good[0].ids.series).instances == 5


def test_bad_member_beside_another_operation(archive):
    archive.writer.add_instance(archive.new())
    bad, good = archive.new(instance=3, size=1 << 70), archive.new(instance=2)
    told = []
    results = archive.together([bad, good], lambda: told.append(archive.writer.submit(lambda tx: tx.revision)))
    assert isinstance(results[0], OverflowError | DatabaseUnavailable)
    assert results[1].status == "Success"
    assert len(told) == 1
    assert archive.reader.statistics().instances == 2
    assert [event.kind.name for event in archive.journal.changes(4).events] == ["NewInstance"]


def test_bad_instance_alone(archive):
    with pytest.raises((OverflowError, DatabaseUnavailable)):
        archive.writer.add_instance(archive.new(size=1 << 70))
    assert archive.reader.statistics() == Statistics()
    assert archive.writer.add_instance(archive.new()).status == "Success"


def test_keys_are_never_used_again(archive):
    new, seen = archive.new(), set()
    for _ in range(3):
        archive.writer.add_instance(new)
        seen |= {
            row for level in NAMES for row in archive.reader.connection.rows(f"SELECT '{level}', key FROM {level}")
        }
        archive.writer.delete(PATIENT, new.ids.patient)
    assert len(seen) == 12


@pytest.mark.sqlite
def test_an_arrival_writes_few_pages(archive):
    """Every index that changes costs a page of every commit: see that no needless one comes in."""
    add, log = archive.writer.add_instance, archive.startup.index_directory / "broch.sqlite-wal"
    add(archive.new())
    before = log.stat().st_size
    for number in range(10, 20):
        add(archive.new(instance=number))
    assert (log.stat().st_size - before) / 10 / 4120 <= 13.5


def test_failed_operation_leaves_nothing(archive):
    archive.writer.add_instance(archive.new())

    def fails(tx):
        tx.execute("DELETE FROM attachment")
        tx.add_total("instances", 5)
        raise Conflict("no")

    with pytest.raises(Conflict):
        archive.writer.submit(fails)
    assert archive.reader.statistics().instances == 1
    assert archive.reader.attachments(INSTANCE, archive.new().ids.instance)


@pytest.mark.sqlite
def test_full_disk(archive):
    archive.writer.add_instance(archive.new())
    pages = archive.writer.submit(lambda tx: tx.rows("PRAGMA page_count"))[0][0]
    archive.writer._database.execute_sql(f"PRAGMA max_page_count = {pages + 2}")
    studies = [archive.new(study=number, levels=({}, {"StudyDescription": "x" * 500}, {}, {})) for number in range(500)]
    with pytest.raises(StorageFull):
        list(map(archive.writer.add_instance, studies))
    before = archive.reader.statistics().instances
    archive.writer._database.connect(reuse_if_open=True)
    archive.writer._database.execute_sql("PRAGMA max_page_count = 1000000")
    archive.writer.add_instance(archive.new(study="later"))
    assert archive.reader.statistics().instances == before + 1
    assert _count(archive, "instance") == before + 1


@pytest.mark.sqlite
def test_locked_database_is_unavailable_and_heals(archive):
    archive.writer._database.execute_sql("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(archive.startup.index_directory / "broch.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable):
        archive.writer.add_instance(archive.new())
    other.execute("ROLLBACK")
    other.close()
    assert archive.writer.add_instance(archive.new()).status == "Success"


@pytest.mark.sqlite
def test_lost_connection_heals(archive):
    archive.writer._database.connection().close()
    with pytest.raises(DatabaseUnavailable):
        archive.writer.add_instance(archive.new())
    assert archive.writer.add_instance(archive.new()).status == "Success"
    archive.reader.statistics()
    archive.reader.connection._reading._free[0].close()
    with pytest.raises(DatabaseUnavailable):
        archive.reader.statistics()
    assert archive.reader.statistics().instances == 1


def test_failing_listener_harms_nobody(archive, caplog):
    archive.writer.on_commit(lambda: 1 / 0)
    assert archive.writer.add_instance(archive.new()).status == "Success"
    assert "a listener of the index failed" in caplog.text


def test_what_was_told_survives_a_kill(make_startup, tmp_path, new):
    """The process dies at once, in the middle of writing; whatever it told before is there."""
    code = """
import sys, threading, logging, importlib.util
from pathlib import Path
spec = importlib.util.spec_from_file_location("made", sys.argv[1]); made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
path = Path(sys.argv[2])
startup = made.Startup(path, path / "index", path, made.Clock(), logging.getLogger(), {})
writer = made.IndexWriter(made.SQLITE, startup)
lock = threading.Lock()
def send(study):
    for number in range(100000):
        new = made.new_instance(study, study, 1, number)
        writer.add_instance(new)
        with lock:
            print(new.ids.instance, flush=True)
for study in range(4):
    threading.Thread(target=send, args=(study,)).start()
"""
    conftest = str(Path(__file__).with_name("conftest.py"))
    with subprocess.Popen(
        [sys.executable, "-c", code, conftest, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as child:
        told = [child.stdout.readline().strip() for _ in range(300)]
        child.kill()
        told += [line.strip() for line in child.stdout.read().splitlines() if len(line) == 44]
    writer, reader = IndexWriter(SQLITE, make_startup()), IndexReader(SQLITE, make_startup())
    there = reader.public_ids(INSTANCE)
    assert set(told) <= set(there)
    assert reader.statistics().instances == len(there)
    assert writer.add_instance(new("later", "later")).status == "Success"
    reader.close()
    writer.close()


def test_derived_data_go_when_the_source_changes(archive):
    new = archive.new()
    archive.writer.add_instance(new)
    revision = archive.reader.revision(SERIES, new.ids.series)
    cached = Attachment(5000, "cache", "at/cache", 10, "m", 10, "m")
    assert archive.writer.put_attachment(SERIES, new.ids.series, cached, derived_from_revision=revision)
    assert not archive.writer.put_attachment(SERIES, new.ids.series, cached, derived_from_revision=revision)
    added = archive.writer.add_instance(archive.new(instance=2))
    assert added.discarded == (cached,)
    assert archive.reader.attachments(SERIES, new.ids.series) == {}
    assert not archive.writer.put_attachment(SERIES, new.ids.series, cached, derived_from_revision=revision)
    assert archive.reader.statistics().size == 2000


def test_a_resource_made_anew_does_not_take_old_derived_data(archive):
    new = archive.new()
    archive.writer.add_instance(new)
    revision = archive.reader.revision(SERIES, new.ids.series)
    archive.writer.delete(SERIES, new.ids.series)
    archive.writer.add_instance(new)
    cached = Attachment(5000, "cache", "at/cache", 10, "m", 10, "m")
    assert not archive.writer.put_attachment(SERIES, new.ids.series, cached, derived_from_revision=revision)


def test_user_attachments(archive):
    new = archive.new()
    archive.writer.add_instance(new)
    one, two = (Attachment(1024, name, name, 10, "m", 5, "m", 2) for name in ("one", "two"))
    assert archive.writer.put_attachment(STUDY, new.ids.study, one, derived_from_revision=None)
    assert not archive.writer.put_attachment(STUDY, new.ids.study, two, derived_from_revision=None)
    assert archive.writer.submit(lambda tx: replace_attachment(tx, STUDY, new.ids.study, two)) == [one]
    assert archive.reader.attachments(STUDY, new.ids.study) == {1024: two}
    assert archive.reader.statistics().stored_size == 1005
    assert archive.reader.statistics((STUDY, new.ids.study)).stored_size == 1005
    assert archive.reader.statistics((STUDY, new.ids.study)).dicom_size == 1000
    assert archive.writer.delete_attachment(STUDY, new.ids.study, 1024) == two
    with pytest.raises(NotFound):
        archive.writer.delete_attachment(STUDY, new.ids.study, 1024)
    assert [event.kind.name for event in archive.journal.changes(4).events] == ["UpdatedAttachment"] * 3


def test_metadata_and_revisions(archive):
    new = archive.new()
    archive.writer.add_instance(new)
    put = lambda value, **options: archive.writer.set_metadata(SERIES, new.ids.series, "1024", value, **options)  # noqa: E731
    assert put("hello") == 0
    assert put("again") == 1
    with pytest.raises(Conflict):
        put("late", expected_revision=0)
    assert archive.reader.metadata(SERIES, new.ids.series)["1024"] == ("again", 1)
    assert archive.reader.get(SERIES, new.ids.series).metadata["1024"] == "again"
    put(None, expected_revision=1)
    with pytest.raises(NotFound):
        put(None)
    assert "1024" not in archive.reader.metadata(SERIES, new.ids.series)


def test_metadata_have_no_nul_characters(archive):
    archive.writer.add_instance(archive.new())
    for name, value in (("x", "a\0b"), ("x\0", "a")):
        with pytest.raises(BadRequest):
            archive.writer.set_metadata(INSTANCE, archive.new().ids.instance, name, value)


def test_what_is_looked_for_may_be_any_text(archive):
    archive.writer.add_instance(archive.new())
    for text in ("\0", "P1\0", "%", "'", "\\", "\U0001f600"):
        assert list(archive.reader.lookup(text)) == ([(PATIENT, archive.new().ids.patient)] if text == "P1\0" else [])
        with pytest.raises(NotFound):
            archive.reader.get(INSTANCE, text)


class OperationalError(Exception):
    """As drivers have it."""

    sqlstate = "40001"


def test_a_transaction_that_another_one_was_in_the_way_of_is_repeated(archive):
    failures = [OperationalError(), OperationalError()]

    def operation(tx):
        if failures:
            raise failures.pop()
        tx.event(EventKind.NewInstance, INSTANCE, 1, "x")
        return "done"

    assert archive.writer.submit(operation) == "done"
    assert archive.journal.last_seq() == 1
    failures.extend(OperationalError() for _ in range(100))
    with pytest.raises(OperationalError):
        archive.writer.submit(operation)
    assert len(failures) == 90


def test_text_that_is_no_unicode(archive):
    new = archive.new(levels=({"PatientName": "M\udcfcller"}, {}, {}, {}))
    archive.writer.add_instance(new)
    assert archive.reader.get(PATIENT, new.ids.patient).tags["PatientName"] == "M?ller"


def test_closed_writer(archive):
    archive.writer.close()
    with pytest.raises(DatabaseUnavailable):
        archive.writer.add_instance(archive.new())


def _count(archive, table):
    return archive.reader.connection.one(f"SELECT count(*) FROM {table}")[0]
