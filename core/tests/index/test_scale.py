"""What a search costs follows from what it finds, not from how much is there."""

import logging
import re
import sqlite3
from hashlib import md5
from types import SimpleNamespace

import pytest
from broch.dataset.identifiers import public_ids
from broch.index.arrival import add
from broch.index.commit import IndexWriter, NewInstance
from broch.index.journal import Journal
from broch.index.new_instance import prepare
from broch.index.reader import IndexReader
from broch.index.sqlite import FILE_NAME, SQLITE
from broch_hostapi.resources import Attachment, FindQuery, LabelsConstraint, Level, Ordering
from broch_hostapi.startup import Startup

PATIENT, STUDY, SERIES, INSTANCE = Level
PATIENT_ID, NAME, DATE, STUDY_UID, ACCESSION, DESCRIPTION, MODALITY, MODALITIES, SERIES_UID, SOP_UID = (
    0x00100020, 0x00100010, 0x00080020, 0x0020000D, 0x00080050, 0x00081030, 0x00080060, 0x00080061, 0x0020000E,
    0x00080018,
)  # fmt: skip
SMALL, LARGE = 1600, 8000
"""Instances, 4 in each study, in 2 series."""
CONSTANT = 300
"""In tens of instructions of SQLite. To look at each of the further studies would take more."""


def instance(number):
    study, rest = divmod(number, 4)
    series, at = divmod(rest, 2)
    uids = (f"P{study:06d}", f"1.2.{study}", f"1.2.{study}.{series}", f"1.2.{study}.{series}.{at}")
    modality = "MR" if study == 7 else "CT"
    digest = md5(uids[3].encode()).hexdigest()
    tags = (
        {"PatientID": uids[0], "PatientName": f"Doe^{study:06d}", "PatientSex": "O"},
        {"StudyInstanceUID": uids[1], "StudyDate": f"{1000 + study:04d}0102", "AccessionNumber": f"A{study}",
         "StudyDescription": "Head"},
        {"SeriesInstanceUID": uids[2], "Modality": modality, "SeriesDescription": "axial"},
        {"SOPInstanceUID": uids[3], "InstanceNumber": str(at)},
    )  # fmt: skip
    return NewInstance(
        ids=public_ids(*uids), uids=uids, tags=tags, metadata={"ReceptionDate": "20200101T000000"},
        attachments=(Attachment(1, digest, f"at/{digest}", 1000, digest, 1000, digest),),
        sop_class="1.2.840.10008.5.1.4.1.1.2", modality=modality, expected_instances=2, index_in_series=at + 1,
        received="20200101T000000",
    )  # fmt: skip


def fill(writer, count):
    """That many instances, a hundred in a transaction."""
    for start in range(0, count, 100):
        members = [prepare(instance(number)) for number in range(start, start + 100)]
        writer.submit(lambda tx, members=members: add(tx, members, 1e9))
    writer.submit(lambda tx: tx.execute("INSERT INTO label SELECT 4 * key + 1, 'common' FROM study"))
    writer.submit(
        lambda tx: tx.execute("INSERT INTO label SELECT 4 * key + 1, 'rare' FROM study WHERE uid IN ('1.2.3', '1.2.5')")
    )


def asked(reader, journal, count):
    """What the queries need to know of an index, which notes the statements that it is asked."""
    asked, rows = [], reader.connection.rows

    def noted(sql, parameters=()):
        asked.append((sql, tuple(parameters)))
        return rows(sql, parameters)

    reader.connection.rows = noted
    return SimpleNamespace(
        reader=reader, journal=journal, asked=asked, ids=instance(count // 2).ids, study=count // 8, last=count
    )


def build(folder, count):
    """An index of that many instances in SQLite."""
    startup = Startup(folder, folder, folder, lambda: 1e9, logging.getLogger("test"), {"IndexSynchronous": "NORMAL"})
    writer = IndexWriter(SQLITE, startup)
    fill(writer, count)
    reader = IndexReader(SQLITE, startup)
    index = asked(reader, Journal(reader, writer), count)
    index.writer, index.database = writer, sqlite3.connect(folder / FILE_NAME)
    return index


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    made = [build(tmp_path_factory.mktemp("index"), count) for count in (SMALL, LARGE)]
    yield made
    for index in made:
        index.database.close()
        index.reader.close()
        index.writer.close()


def find(level, criteria=None, **window):
    """``#`` in a criterion becomes the number of a study in the middle of the index."""

    def ask(index):
        number = str(index.study)
        wanted = {tag: text.replace("######", number.zfill(6)).replace("#####", f"{index.study // 10:05d}")
                  .replace("####", str(1000 + index.study)).replace("#", number)
                  for tag, text in (criteria or {}).items()}  # fmt: skip
        return list(index.reader.find(FindQuery(level, wanted, **window))), list(
            index.reader.find_ids(FindQuery(level, wanted, **window), any_case=True)
        )

    return ask


QUERIES = {
    "patient id": (find(STUDY, {PATIENT_ID: "P######"}), "patient_patient_id (patient_id=?)"),
    "prefix": (find(STUDY, {PATIENT_ID: "P#####*"}), "patient_patient_id (patient_id>? AND patient_id<?)"),
    "name": (find(STUDY, {NAME: "doe^#####*"}), "patient_patient_name (patient_name>? AND patient_name<?)"),
    "date": (find(STUDY, {DATE: "####0102"}), "study_study_date (study_date=?)"),
    "dates": (find(STUDY, {DATE: "####0101-####1231"}), "study_study_date (study_date>? AND study_date<?)"),
    "open dates": (find(STUDY, {DATE: "####0101-"}, limit=10), "study_study_date"),
    "study uid": (find(STUDY, {STUDY_UID: "1.2.#"}), "study_uid (uid=?)"),
    "study uids": (find(STUDY, {STUDY_UID: "1.2.1\\1.2.2\\1.2.#"}), "study_uid (uid=?)"),
    "accession number": (find(STUDY, {ACCESSION: "A#"}), "study_accession_number (accession_number=?)"),
    "rare modality": (find(STUDY, {MODALITIES: "MR"}), "series_modality (modality=?)"),
    "no modality": (find(STUDY, {MODALITIES: "US\\XA"}), "series_modality (modality=?)"),
    "common modality": (find(STUDY, {MODALITIES: "CT"}, limit=20), "series_modality (modality=?)"),
    "modality of series": (find(SERIES, {MODALITY: "MR"}), "series_modality (modality=?)"),
    "common modality of series": (find(SERIES, {MODALITY: "CT"}, limit=20), "series_modality (modality=?)"),
    "common description": (find(STUDY, {DESCRIPTION: "Head"}, limit=20), "study_study_description"),
    "common prefix": (find(STUDY, {PATIENT_ID: "P*"}, limit=20), "patient_patient_id"),
    "description and uid": (find(STUDY, {DESCRIPTION: "Head", STUDY_UID: "1.2.#"}), "study_uid (uid=?)"),
    "description and date": (find(STUDY, {DESCRIPTION: "Head", DATE: "####0102"}), "study_study_date (study_date=?)"),
    "description and patient": (find(STUDY, {DESCRIPTION: "H*", PATIENT_ID: "P######"}), "patient_patient_id"),
    "modalities and date": (find(STUDY, {MODALITIES: "CT", DATE: "####0101-####1231"}), "study_study_date"),
    "modality, patient": (find(SERIES, {MODALITY: "CT", PATIENT_ID: "P######"}), "patient_patient_id"),
    "series uid": (find(SERIES, {SERIES_UID: "1.2.#.0"}), "series_uid (uid=?)"),
    "instances of a study": (find(INSTANCE, {STUDY_UID: "1.2.#"}), "study_uid (uid=?)"),
    "instances of a patient": (find(INSTANCE, {PATIENT_ID: "P######"}), "patient_patient_id (patient_id=?)"),
    "sop instance uid": (find(INSTANCE, {SOP_UID: "1.2.#.0.0"}), "instance_uid (uid=?)"),
    "the first": (find(STUDY, limit=20), "INTEGER PRIMARY KEY"),
    "the last": (lambda i: find(INSTANCE, limit=20, since=i.last - 20)(i), "INTEGER PRIMARY KEY (rowid>?)"),
    "the last identifiers": (lambda i: i.reader.public_ids(INSTANCE, i.last - 20, 20), "INTEGER PRIMARY KEY (rowid>?)"),
    "a resource": (lambda i: i.reader.get(INSTANCE, i.ids.instance), "(public_id=?)"),
    "below a study": (lambda i: i.reader.children(STUDY, i.ids.study, INSTANCE), "instance_parent"),
    "listed below a study": (lambda i: i.reader.listed_instances(STUDY, i.ids.study), "instance_parent"),
    "children": (lambda i: i.reader.children_of(STUDY, [i.ids.study] * 2), "series_parent"),
    "files": (lambda i: i.reader.files_of([i.ids.instance] * 2), "PRIMARY KEY (owner=? AND kind=?)"),
    "files of a study": (lambda i: list(i.reader.stored_instances(STUDY, i.ids.study)), "instance_parent"),
    "status": (lambda i: i.reader.series_status(i.reader.get(SERIES, i.ids.series)), "instance_parent"),
    "lookup of a uid": (lambda i: i.reader.lookup(f"1.2.{i.study}"), "study_uid (uid=?)"),
    "lookup of a patient": (lambda i: i.reader.lookup(f"P{i.study:06d}"), "patient_patient_id (patient_id=?)"),
    "statistics": (lambda i: i.reader.statistics(), "INTEGER PRIMARY KEY (rowid=?)"),
    "statistics of a study": (lambda i: i.reader.statistics((STUDY, i.ids.study)), "(public_id=?)"),
    "changes": (lambda i: i.journal.changes(5, 100), "INTEGER PRIMARY KEY (rowid>?)"),
    "the last changes": (lambda i: i.journal.changes(i.last, 100), "INTEGER PRIMARY KEY (rowid>?)"),
    "the last change": (lambda i: i.journal.last(), "INTEGER PRIMARY KEY (rowid>?)"),
    "events": (lambda i: i.journal.read_events(i.last, 100), "INTEGER PRIMARY KEY (rowid>?)"),
    "ordered by date": (find(STUDY, limit=20, order_by=(Ordering(DATE, descending=True),)), "study_study_date"),
    "ordered by name": (find(STUDY, limit=20, order_by=(Ordering(NAME),)), "patient_patient_name"),
    "series ordered by name": (find(SERIES, limit=20, order_by=(Ordering(NAME),)), "patient_patient_name"),
    "ordered, of a patient": (
        find(STUDY, {PATIENT_ID: "P######"}, order_by=(Ordering(DATE), Ordering(DESCRIPTION))),
        "patient_patient_id",
    ),
    "ordered, of dates": (
        find(STUDY, {DATE: "####0101-####1231"}, order_by=(Ordering("LastUpdate", descending=True),), limit=5),
        "study_study_date (study_date>? AND study_date<?)",
    ),
    "common modality by date": (
        find(STUDY, {MODALITIES: "CT"}, order_by=(Ordering(DATE, descending=True),), limit=20),
        "study_study_date",
    ),
    "labelled": (find(STUDY, labels=("rare",)), "label_label (label=?)"),
    "labelled with one of two": (
        find(STUDY, labels=("rare", "none"), labels_constraint=LabelsConstraint.ANY),
        "label_label (label=?)",
    ),
    "labelled and of a patient": (
        find(STUDY, {PATIENT_ID: "P######"}, labels=("common",)),
        "PRIMARY KEY (owner=? AND label=?)",
    ),
    "commonly labelled": (find(STUDY, labels=("common",), limit=20), "label_label (label=?)"),
    "not labelled": (
        find(STUDY, labels=("rare",), labels_constraint=LabelsConstraint.NONE, limit=20),
        "(owner=? AND label=?)",
    ),
    "of some metadata": (find(STUDY, {PATIENT_ID: "P######"}, metadata={"Note": "x"}), "patient_patient_id"),
    "counted by date": (
        lambda i: i.reader.count(FindQuery(STUDY, {DATE: f"{1000 + i.study:04d}0102"})),
        "study_study_date",
    ),
    "counted": (lambda i: i.reader.count(FindQuery(STUDY)), "INTEGER PRIMARY KEY (rowid=?)"),
    "ancestors": (lambda i: i.reader.ancestors(INSTANCE, i.ids.instance), "(public_id=?)"),
}
MATCHING_MORE = {"open dates"}
"""What came last matches, much of it: the first of that in the order of arrival are only known when all are."""
SCANS = {
    "suffix": (find(STUDY, {PATIENT_ID: "*######"}), "SCAN p USING COVERING INDEX patient_patient_id"),
    "inside": (find(STUDY, {NAME: "*######*"}, limit=5), "SCAN p USING COVERING INDEX patient_patient_name"),
}
"""A wildcard in front: all of one narrow index is looked through."""


def plans(index, ask):
    """The plan of each statement, a list of lines."""
    index.asked.clear()
    ask(index)
    return [
        [row[3] for row in index.database.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        for sql, parameters in list(index.asked)
    ]


def steps(index, ask):
    """Instructions of SQLite's virtual machine, in tens."""
    ask(index)  # what is far behind is counted to once
    index.asked.clear()
    ask(index)
    count = 0

    def tick():
        nonlocal count
        count += 1

    index.database.set_progress_handler(tick, 10)
    try:
        for sql, parameters in list(index.asked):
            index.database.execute(sql, parameters).fetchall()
    finally:
        index.database.set_progress_handler(None, 0)
    return count


SORTED_IN_PART = re.compile("RIGHT PART|LAST .*TERM")
TABLES = ("p", "t", "e", "i", "m", "a", "j", "r", "patient", "study", "series", "instance", "attachment", "journal")


def scans(plan):
    return [line for line in plan if line.startswith("SCAN") and line.split()[1] in TABLES]


@pytest.mark.sqlite
@pytest.mark.parametrize("name", QUERIES)
def test_plan(indexes, name):
    ask, index = QUERIES[name]
    found = plans(indexes[1], ask)
    assert any(index in line for plan in found for line in plan), found
    for plan in found:
        # Going through the level in its order, to stop at the limit, is a scan too; then nothing is sorted, but for
        # what is equal in the index that gives the order.
        sorts = [line for line in plan if "TEMP B-TREE" in line and not SORTED_IN_PART.search(line)]
        assert not scans(plan) or not sorts, plan


@pytest.mark.sqlite
@pytest.mark.parametrize("name", SCANS)
def test_plan_of_a_scan(indexes, name):
    ask, index = SCANS[name]
    found = plans(indexes[1], ask)
    assert found
    for plan in found:
        assert scans(plan) == [index], plan


@pytest.mark.sqlite
@pytest.mark.parametrize("name", sorted(QUERIES.keys() - MATCHING_MORE))
def test_work_does_not_grow(indexes, name):
    ask, _ = QUERIES[name]
    small, large = (steps(index, ask) for index in indexes)
    assert large <= 1.1 * small + CONSTANT, (small, large)


WHOLE = re.compile(r"Seq Scan on (patient|study|series|instance|attachment|journal)\b")
NEARLY_ALL = {
    "common modality",
    "common modality of series",
    "common description",
    "common prefix",
    "commonly labelled",
    "not labelled",
    "open dates",
    "the first",
}
"""PostgreSQL may go through a table where it expects to meet what is asked for at once, or nearly all to match."""
SORTED = {"common modality by date", "ordered by date", "ordered by name", "series ordered by name"}
"""Its indexes have NULL at the end, and so at the beginning when they are read backwards; and it sorts what it
takes for few rows, keeping the first ones only."""


def test_plans_of_postgresql(archive):
    """It chooses by statistics, so there must be enough to choose from."""
    if archive.database.name != "postgresql":
        pytest.skip("not the engine that --broch-database names")
    fill(archive.writer, LARGE)
    archive.writer.submit(lambda tx: tx.execute("ANALYZE"))
    index = asked(archive.reader, archive.journal, LARGE)
    wrong = {}
    for name in sorted(QUERIES.keys() - NEARLY_ALL - SORTED):
        index.asked.clear()
        QUERIES[name][0](index)
        for sql, parameters in list(index.asked):
            plan = [row[0] for row in archive.reader.connection.rows(f"EXPLAIN {sql}", parameters)]
            if any(WHOLE.search(line) for line in plan):
                wrong[name] = sql, plan
    assert not wrong
