import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from broch_advancedstorage.registry import FILE_NAME, Registry, Seen, State


@pytest.fixture
def registry(tmp_path):
    registry = Registry(tmp_path / "index")
    yield registry
    registry.close()


def test_what_was_put_is_known(registry):
    seen = Seen("/a/\udcff b", 1, 1 << 62, State.ADOPTED, "id")
    registry.put(seen)
    assert registry.get(seen.path) == seen
    assert registry.get("/a") is None
    registry.put(Seen(seen.path, 2, 3, State.IGNORED))
    assert registry.get(seen.path) == Seen(seen.path, 2, 3, State.IGNORED)
    assert registry.counts() == {State.ADOPTED: 0, State.KNOWN: 0, State.IGNORED: 1}


def test_what_was_not_seen_below_a_folder(registry):
    paths = [f"/scans/{number:04d}" for number in range(450)]
    for path in [*paths, "/scans", "/scans0/x", "/scanst", "/scans-2/y", "/other/z"]:
        registry.put(Seen(path, 0, 0, State.IGNORED))
    round_ = registry.next_round()
    registry.still_there(paths[::2], round_)
    assert [seen.path for seen in registry.not_seen("/scans", round_)] == paths[1::2]
    assert registry.next_round() == round_ + 1


def test_forgetting_lets_copies_be_looked_at_again(registry):
    first, copy = Seen("/a", 1, 1, State.ADOPTED, "id"), Seen("/b", 1, 1, State.KNOWN, "id")
    for seen in (first, copy, Seen("/c", 1, 1, State.KNOWN, "other"), Seen("/d", 1, 1, State.IGNORED)):
        registry.put(seen)
    registry.forget(copy)
    assert registry.get("/a") == first
    registry.put(copy)
    registry.forget(first)
    assert [path for path in "abcd" if registry.get(f"/{path}")] == ["c", "d"]


def test_from_many_threads(registry):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: registry.put(Seen(f"/{number}", 0, 0, State.IGNORED)), range(200)))
    assert registry.counts()[State.IGNORED] == 200


def test_a_file_that_is_no_database_is_made_anew(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"rubbish" * 1000)
    registry = Registry(tmp_path)
    assert registry.get("/a") is None
    registry.close()


def test_a_database_that_is_locked_is_not_deleted(tmp_path, monkeypatch):
    Registry(tmp_path).close()
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, **more, timeout=0))
    other = connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError):
        Registry(tmp_path)
    other.execute("ROLLBACK")
    other.close()
    assert (tmp_path / FILE_NAME).exists()


def test_a_failure_leaves_no_transaction_open(registry):
    registry.put(Seen("/a", 0, 0, State.IGNORED))
    for _ in range(2):
        with pytest.raises(OverflowError):
            registry.still_there(["/a"], 1 << 80)
    registry.still_there(["/a"], 5)
    assert registry.next_round() == 6
