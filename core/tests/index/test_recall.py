"""What the writer does not ask for: it has to be as if it had asked."""

import random
from contextlib import suppress

import pytest
from broch.index import arrival, recall
from broch.index.commit import IndexWriter
from broch.index.recall import Counters, Known, Recall
from broch_hostapi.errors import NotFound, StorageError
from broch_hostapi.resources import Attachment, Level

PATIENT, STUDY, SERIES, INSTANCE = Level
_COUNTERS = "SELECT revision, seq, last_key FROM total WHERE key = 1"


@pytest.fixture
def asked(monkeypatch):
    """How many instances each look-up was for."""
    numbers, look_up = [], arrival._look_up

    def counted(tx, news):
        news = list(news)
        numbers.append(len(news))
        return look_up(tx, news)

    monkeypatch.setattr(arrival, "_look_up", counted)
    return numbers


@pytest.fixture
def trusting(monkeypatch):
    """Asks no more often than it has to."""
    monkeypatch.setattr(recall, "_CAREFUL", 0)


def wrong(archive):
    """What is recalled and not so."""
    rows, kept = archive.reader.connection.rows, archive.writer._recall
    found = {} if not kept.known[SERIES] else {"counters": (Counters(*rows(_COUNTERS)[0]), kept._counters)}
    for level in (PATIENT, STUDY, SERIES):
        for public_id, known in kept.known[level].items():
            told = rows(f"{arrival._SELECTS[level]} public_id = ?", (public_id,))
            found[public_id] = (Known(*told[0][2:]) if told else None, known)
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def test_a_series_is_asked_for_once(archive, asked):
    for number in range(5):
        assert archive.writer.add_instance(archive.new(instance=number)).status == "Success"
    assert asked == [1]
    archive.writer.add_instance(archive.new(series=2))
    archive.writer.add_instance(archive.new(instance=6))
    archive.writer.add_instance(archive.new(series=2, instance=2))
    assert asked == [1, 1]
    assert archive.reader.get(SERIES, archive.new().ids.series).instances == 6


def test_what_else_is_written_is_asked_for(archive, asked, trusting):
    archive.writer.add_instance(archive.new())
    archive.writer.set_state("owner", "name", b"value")
    archive.writer.add_instance(archive.new(instance=2))
    archive.writer.delete(SERIES, archive.new().ids.series)
    archive.writer.add_instance(archive.new(instance=3))
    assert asked == [1, 1, 1]


def test_an_instance_that_is_there_already(archive, asked):
    first = archive.new()
    archive.writer.add_instance(first)
    archive.writer.add_instance(archive.new(instance=2))
    again = archive.new(content="other")
    added = archive.writer.add_instance(again)
    assert (added.status, added.discarded) == ("AlreadyStored", again.attachments)
    added = archive.writer.add_instance(archive.new(content="third", overwrite="Always"))
    assert (added.replaced, added.discarded) == (True, first.attachments)
    assert asked == [1, 1, 1, 1]  # the last asks twice: what was there, and what is left without it
    assert archive.reader.statistics().instances == 2


def test_after_one_that_was_there_it_asks_for_a_while(archive, asked):
    for number in (1, 2, 2):
        archive.writer.add_instance(archive.new(instance=number))
    for number in range(100, 100 + recall._CAREFUL):
        archive.writer.add_instance(archive.new(instance=number))
    before = len(asked)
    archive.writer.add_instance(archive.new(instance=999))
    assert before == len(asked) == 1 + recall._CAREFUL


def test_one_of_a_group_is_there_already(archive, trusting):
    archive.writer.add_instance(archive.new())
    archive.writer.add_instance(archive.new(instance=2))
    group = [archive.new(instance=number) for number in (3, 1, 4)]
    assert [added.status for added in archive.together(group)] == ["Success", "AlreadyStored", "Success"]


def test_equals_in_one_group(archive, trusting):
    archive.writer.add_instance(archive.new())
    group = [archive.new(instance=number) for number in (2, 3, 2)]
    assert [added.status for added in archive.together(group)] == ["Success", "Success", "AlreadyStored"]


def test_another_process_writes_too(archive, asked, trusting):
    other = IndexWriter(archive.database, archive.startup)
    archive.writer.add_instance(archive.new())
    for number in range(2, 5):
        other.delete(SERIES, archive.new().ids.series)
        assert archive.writer.add_instance(archive.new(instance=number)).status == "Success"
        assert archive.reader.get(SERIES, archive.new().ids.series).instances == 1
    other.add_instance(archive.new(instance=5))
    assert archive.writer.add_instance(archive.new(instance=5)).status == "AlreadyStored"
    other.close()
    events = archive.journal.read_events(0)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))


def test_a_file_that_cannot_be_written(archive, trusting):
    class Failing:
        settled, error = False, StorageError("no")

        def help(self):
            pass

        write = sync = help

    archive.writer.add_instance(archive.new())
    with pytest.raises(StorageError):
        archive.writer.add_instance(archive.new(instance=2), Failing())
    for number in (2, 3):
        assert archive.writer.add_instance(archive.new(instance=number)).status == "Success"
    assert archive.reader.get(SERIES, archive.new().ids.series).instances == 3


def test_a_series_is_complete_though_nobody_asked(archive, asked):
    for number in range(1, 4):
        archive.writer.add_instance(archive.new(instance=number, expected=3, position=number))
    assert asked == [1]
    assert archive.journal.read_events(0)[-1].kind.name == "CompletedSeries"


@pytest.mark.parametrize("seed", range(6))
def test_what_is_recalled_is_so(archive, clock, trusting, asked, seed):
    chance, added = random.Random(seed), 0
    for number in range(200):
        new = archive.new(
            chance.randrange(2), chance.randrange(2), chance.randrange(2), chance.randrange(60), content=str(number),
            modality=chance.choice(("CT", "MR")), overwrite=chance.choice(("Never", "Always")), expected=3,
            position=chance.randrange(1, 4), received=f"20200101T0000{number:02}",
        )  # fmt: skip
        clock.now += chance.choice((-5, 0, 1, 1))  # sometimes it is set back
        choice, level = chance.random(), chance.choice(list(Level))
        with suppress(NotFound):
            if choice < 0.9:
                archive.writer.add_instance(new)
                added += 1
            elif choice < 0.93:
                archive.writer.delete(level, new.ids[level])
            elif choice < 0.96:
                archive.writer.mark_stable(clock.now - 2)
            else:
                derived = Attachment(5000, str(number), "at", 7, "m", 1, "m")
                revision = archive.reader.revision(STUDY, new.ids.study)
                archive.writer.put_attachment(STUDY, new.ids.study, derived, derived_from_revision=revision)
        assert wrong(archive) == {}
    assert 20 < len(asked) < added  # else this tells little


def test_counters_go_on_from_what_was_left():
    found = Recall()
    assert not found.serves([])
    found.leave(Counters(7, 20, 30))
    assert found.next_counters() == (8, 20, 30)
