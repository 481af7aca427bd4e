"""Whatever happens, in whatever order: what is kept equals what is there."""

import contextlib
import os
import random
import threading

import pytest
from broch.index.tables import NAMES, TOTALS
from broch_hostapi.errors import DatabaseUnavailable, NotFound
from broch_hostapi.resources import Attachment, Level

PATIENT, STUDY, SERIES, INSTANCE = Level


def check(archive):
    """Counts, sizes, modalities and the journal, against the rows themselves."""
    rows = archive.reader.connection.rows
    kept = archive.reader.statistics()
    for level in Level:
        assert rows(f"SELECT count(*) FROM {NAMES[level]}") == [(getattr(kept, TOTALS[level]),)]
    sizes = ", ".join(
        f"sum({size})" for size in (
            "stored_size", "size", "CASE kind WHEN 1 THEN stored_size END", "CASE kind WHEN 1 THEN size END"
        )
    )  # fmt: skip
    totals = (kept.stored_size, kept.size, kept.dicom_stored_size, kept.dicom_size)
    assert tuple(value or 0 for value in rows(f"SELECT {sizes} FROM attachment")[0]) == totals
    assert (
        rows("SELECT e.key FROM series e WHERE instances <> (SELECT count(*) FROM instance WHERE parent = e.key)") == []
    )
    for count in ("series", "instances"):
        child, expression = ("series", "count(*)") if count == "series" else ("series", "sum(instances)")
        assert (
            rows(f"SELECT key FROM study t WHERE {count} <> (SELECT {expression} FROM {child} WHERE parent = t.key)")
            == []
        )
    for count, expression in (("studies", "count(*)"), ("series", "sum(series)"), ("instances", "sum(instances)")):
        assert (
            rows(f"SELECT key FROM patient p WHERE {count} <> (SELECT {expression} FROM study WHERE parent = p.key)")
            == []
        )
    assert rows("SELECT key FROM series WHERE instances < 1 UNION SELECT key FROM study WHERE instances < 1") == []
    for key, modalities in rows("SELECT key, modalities FROM study"):
        modality = archive.database.dialect.json_get("tags", "Modality")
        found = rows(f"SELECT DISTINCT {modality} FROM series WHERE parent = ?", (key,))
        assert modalities == "\\".join(sorted(modality for (modality,) in found))
    for level in Level:  # nobody's attachments
        keys = f"SELECT key FROM {NAMES[level]}"
        assert rows(f"SELECT owner FROM attachment WHERE owner % 4 = {level:d} AND owner / 4 NOT IN ({keys})") == []
    events = archive.journal.read_events(0, 1_000_000)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    created = sum(event.kind.name == "NewInstance" for event in events)
    deleted = sum(event.kind.name == "Deleted" and event.level == INSTANCE for event in events)
    assert created - deleted == kept.instances


def act(archive, chance, files):
    """One random operation; ``files`` follows which files are there."""
    new = archive.new(
        chance.randrange(2), chance.randrange(3), chance.randrange(3), chance.randrange(4),
        modality=chance.choice(("CT", "MR", "US")), overwrite=chance.choice(("Never", "Always", "IfChanged")),
        content=str(chance.random()), size=chance.randrange(1000),
    )  # fmt: skip
    choice = chance.random()
    try:
        if choice < 0.65:
            added = archive.writer.add_instance(new)
            files.came(new.attachments)
            files.went(added.discarded)
        elif choice < 0.9:
            level = chance.choice(list(Level))
            files.went(archive.writer.delete(level, new.ids[level])[1])
        elif choice < 0.95:
            archive.writer.mark_stable(archive.clock.now)
        else:
            level = chance.choice((PATIENT, STUDY, SERIES))
            revision = archive.reader.revision(level, new.ids[level])
            derived = Attachment(5000, str(chance.random()), "at", chance.randrange(100), "m", 1, "m")
            if archive.writer.put_attachment(level, new.ids[level], derived, derived_from_revision=revision):
                files.came((derived,))
    except NotFound:
        pass


class Files:
    """Which files the index should know. Came and gone are counted, because threads report late."""

    def __init__(self):
        self._counts = {}
        self._lock = threading.Lock()

    def came(self, attachments):
        self._add(attachments, 1)

    def went(self, attachments):
        self._add(attachments, -1)

    def _add(self, attachments, amount):
        with self._lock:
            for attachment in attachments:
                self._counts[attachment.uuid] = self._counts.get(attachment.uuid, 0) + amount

    def left(self):
        assert set(self._counts.values()) <= {0, 1}
        return sorted(uuid for uuid, count in self._counts.items() if count)


def known(archive):
    return sorted(uuid for (uuid,) in archive.reader.connection.rows("SELECT uuid FROM attachment"))


@pytest.mark.parametrize("seed", range(4))
def test_one_thread(archive, seed):
    chance, files = random.Random(seed), Files()
    for _ in range(4):
        for _ in range(60):
            act(archive, chance, files)
        check(archive)
        assert known(archive) == files.left()


def test_many_threads(archive):
    files, failures = Files(), []

    def work(seed):
        chance = random.Random(seed)
        try:
            for _ in range(80):
                act(archive, chance, files)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    check(archive)
    assert known(archive) == files.left()


def test_same_instances_from_many_threads(archive):
    news = [archive.new(1, number // 20, number // 5, number) for number in range(100)]
    outcomes = []

    def send():
        outcomes.extend(archive.writer.add_instance(new).status for new in news)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("Success") == 100
    assert outcomes.count("AlreadyStored") == 700
    check(archive)


def test_readers_never_wait_for_the_writer(archive):
    archive.writer.add_instance(archive.new())

    def while_writing(tx):
        tx.execute("UPDATE study SET uid = 'x'")
        return archive.reader.get(STUDY, archive.new().ids.study).uid

    assert archive.writer.submit(while_writing) == "1.2.1"


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_threads_share_connections(archive):
    archive.writer.add_instance(archive.new())

    def files():
        found = []
        for number in os.listdir("/proc/self/fd"):
            with contextlib.suppress(FileNotFoundError):  # it may go while we look
                found.append(os.readlink(f"/proc/self/fd/{number}"))
        return sum("broch.sqlite" in path for path in found)

    def read():
        archive.reader.get(STUDY, archive.new().ids.study)

    read()
    before = files()
    for _ in range(20):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert files() == before


def test_a_connection_that_fails_is_replaced(archive):
    connection = archive.reader.connection
    archive.writer.add_instance(archive.new())
    for _ in range(3):
        with pytest.raises(DatabaseUnavailable):
            connection.rows("SELECT nothing FROM nowhere")
        assert connection.rows("SELECT count(*) FROM study") == [(1,)]


def test_readers_cannot_write(archive):
    with pytest.raises(DatabaseUnavailable):
        archive.reader.connection.rows("DELETE FROM study")
