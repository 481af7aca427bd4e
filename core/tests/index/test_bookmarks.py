"""Pages far behind are what they would be if all before were counted."""

import random

import pytest
from broch.index import bookmarks
from broch_hostapi.resources import FindQuery, Level

INSTANCE = Level.INSTANCE


@pytest.fixture(autouse=True)
def _worth(monkeypatch):
    monkeypatch.setattr(bookmarks, "WORTH", 3)


def pages(reader, since, limit):
    query = FindQuery(INSTANCE, since=since, limit=limit)
    return [
        reader.public_ids(INSTANCE, since, limit),
        list(reader.find_ids(query)),
        [resource.id for resource in reader.find(query)],
    ]


def test_while_instances_come_and_go(archive):
    rng = random.Random(20261122)
    there, number = [], 0
    for _ in range(40):
        for _ in range(rng.randrange(4)):
            number += 1
            new = archive.new(1, 1, rng.randrange(3), number)
            archive.writer.add_instance(new)
            there.append(new.ids.instance)
        if there and rng.random() < 0.3:
            archive.writer.delete(INSTANCE, there.pop(rng.randrange(len(there))))
        for _ in range(3):
            since, limit = rng.randrange(len(there) + 5), rng.choice([0, 1, 5])
            wanted = there[since : since + limit if limit else None]
            assert pages(archive.reader, since, limit) == [wanted] * 3


def test_what_is_overwritten_moves_to_the_end(archive):
    news = [archive.new(instance=number) for number in range(8)]
    for new in news:
        archive.writer.add_instance(new)
    assert pages(archive.reader, 6, 0)[0] == [new.ids.instance for new in news[6:]]
    archive.writer.add_instance(archive.new(instance=0, content="other", overwrite="Always"))
    assert pages(archive.reader, 6, 0) == [[news[7].ids.instance, news[0].ids.instance]] * 3


def test_a_second_page_is_not_counted_to(archive):
    for number in range(20):
        archive.writer.add_instance(archive.new(instance=number))
    asked = []
    rows = archive.reader.connection.rows
    archive.reader.connection.rows = lambda sql, parameters=(): asked.append(parameters) or rows(sql, parameters)
    archive.reader.public_ids(INSTANCE, 10, 2)
    archive.reader.public_ids(INSTANCE, 12, 2)
    assert [parameters[-1] for parameters in asked if parameters] == [10, 0, 2]
