import stat
import threading

import pytest
from broch.pytest_plugin import HttpClient
from broch_hostapi import Origin

pytestmark = pytest.mark.sqlite


def test_under_load(filled, dicom_file):
    """What was there before the copy began is in it, and a server that starts with it is whole."""
    place, _ = filled
    running = place.start()
    stop, stored = threading.Event(), []

    def load():
        number = 100
        while not stop.is_set():
            stored.append(running.host.ingest.receive(dicom_file(5, 1, 1, number), Origin("RestApi")).instance)
            number += 1

    thread = threading.Thread(target=load)
    thread.start()
    try:
        copies = []
        for number in range(5):
            before = list(stored)
            target = place.folder / f"copy{number}.sqlite"
            assert place.run("backup-index", target).exit_code == 0
            copies.append((target, before))
    finally:
        stop.set()
        thread.join()
        running.stop()
    assert len(stored) > 5
    target, before = copies[-1]
    for name in ("broch.sqlite", "broch.sqlite-wal", "broch.sqlite-shm"):
        (place.index.parent / name).unlink(missing_ok=True)
    place.index.write_bytes(target.read_bytes())
    status, found = place.fsck()
    assert (status, set(found)) in ((0, set()), (0, {"orphan"})), "files that came after the copy are orphans of it"
    running = place.start()
    try:
        client = HttpClient(running.http_port)
        for instance in before:
            assert client.get(f"/instances/{instance}/file").status == 200
        assert client.get_json("/statistics")["CountInstances"] >= 9 + len(before)
    finally:
        running.stop()


def test_into_a_folder_in_place_of_an_older_one(filled):
    place, _ = filled
    folder = place.folder / "backup"
    folder.mkdir()
    (folder / "broch.sqlite").write_bytes(b"SQLite format 3\0 an older one")
    answer = place.run("backup-index", folder)
    assert answer.stdout == f"Wrote {folder / 'broch.sqlite'}\n"
    written = (folder / "broch.sqlite").read_bytes()
    assert written[:6] == b"SQLite"
    assert b"an older one" not in written
    assert [file.name for file in folder.iterdir()] == ["broch.sqlite"]
    assert stat.S_IMODE((folder / "broch.sqlite").stat().st_mode) & 0o027 == 0, "names of patients are in it"


@pytest.mark.parametrize("target", ["nowhere/copy.sqlite", "storage/broch.sqlite", "storage"])
def test_where_it_cannot_be(filled, target):
    place, _ = filled
    before = place.index.read_bytes()
    answer = place.run("backup-index", place.folder / target)
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Error: ")
    assert place.index.read_bytes() == before


def test_what_is_no_index_is_left_alone(filled):
    """Who forgets TARGET names the configuration, which must not be lost by that."""
    place, _ = filled
    file = place.folder / "orthanc.json"
    file.write_text("{}")
    answer = place.run("backup-index", file)
    assert (answer.exit_code, answer.stderr) == (2, f"Error: {file} is there, and is no older copy of an index\n")
    assert file.read_text() == "{}"


def test_a_place_that_is_not_there_is_named(filled):
    place, _ = filled
    answer = place.run("backup-index", place.folder / "nowhere" / "copy.sqlite")
    assert str(place.folder / "nowhere") in answer.stderr


def test_a_damaged_index_does_not_replace_a_good_copy(filled):
    place, _ = filled
    target = place.folder / "copy.sqlite"
    assert place.run("backup-index", target).exit_code == 0
    good = target.read_bytes()
    content = bytearray(place.index.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    place.index.write_bytes(content)
    assert place.run("backup-index", target).exit_code == 2
    assert target.read_bytes() == good
    assert not list(place.folder.glob(".*unfinished*"))


def test_an_engine_without_copies_of_its_own(filled, monkeypatch):
    from dataclasses import replace

    from broch.index import sqlite

    place, _ = filled
    monkeypatch.setattr(sqlite, "SQLITE", replace(sqlite.SQLITE, backup=None))
    answer = place.run("backup-index", place.folder / "copy.sqlite")
    assert answer.exit_code == 2
    assert "own tools" in answer.stderr


def test_no_index(place):
    assert place.run("backup-index", place.folder / "copy.sqlite").exit_code == 2
