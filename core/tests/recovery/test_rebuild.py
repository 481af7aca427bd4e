import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from broch.pytest_plugin import HttpClient
from broch.recovery import rebuild, rebuild_index
from broch_hostapi import Level, Origin
from broch_hostapi.errors import DatabaseUnavailable

LOST = {"RemoteIP", "CalledAET", "HttpUsername", "Origin", "RemoteAET"}
"""Metadata of reception that no file tells; those of C-STORE are asked for one by one."""


def everything(client):
    """All that REST tells of an archive, but for what is about the process."""
    told = {"statistics": client.get_json("/statistics")}
    for level in ("patients", "studies", "series", "instances"):
        told[level] = client.get_json(f"/{level}?expand")
        for resource in told[level]:
            one = f"/{level}/{resource['ID']}"
            told[one] = [resource, client.get_json(f"{one}/metadata?expand"), client.get_json(f"{one}/statistics")]
            for below in ("studies", "series", "instances"):
                if level != below and level in ("patients", "studies", "series"):
                    told[f"{one}/{below}"] = client.get(f"{one}/{below}").body
            for name in client.get_json(f"{one}/attachments"):
                info = client.get_json(f"{one}/attachments/{name}/info")
                told[f"{one}/{name}"] = [info, client.get(f"{one}/attachments/{name}/data").body]
    for instance in told["instances"]:
        told[f"tags {instance['ID']}"] = client.get_json(f"/instances/{instance['ID']}/tags")
    told["find"] = client.post_json("/tools/find", {"Level": "Study", "Query": {"PatientName": "doe*"}, "Expand": True})
    return told


def without_lost(told):
    """Metadata of reception are compared where they can come back."""
    for path, values in told.items():
        if path.startswith(("/instances/", "/series/")) and isinstance(values, list) and len(values) == 3:
            values[1] = {name: value for name, value in values[1].items() if name not in LOST}
    return told


def answers(place, **options):
    running = place.start(**options)
    try:
        client = HttpClient(running.http_port)
        for resource in client.get_json("/studies"):  # what has just come is stable later
            client.wait_for(f"/studies/{resource}", lambda answer: answer["IsStable"])
        for level in ("patients", "series"):
            for resource in client.get_json(f"/{level}"):
                client.wait_for(f"/{level}/{resource}", lambda answer: answer["IsStable"])
        return everything(client)
    finally:
        running.stop()


def test_everything_comes_back(filled):
    place, outcomes = filled
    before = answers(place)
    place.lose_index()
    answer = place.run("rebuild-index")
    assert answer.exit_code == 0, answer.output
    assert "Indexed 9 instances, and 5 sidecars" in answer.stdout
    assert without_lost(answers(place)) == without_lost(before)
    assert place.fsck() == (0, {})
    assert place.column("patient", "protected", outcomes[0].patient) == 1


def test_metadata_of_reception(filled):
    place, outcomes = filled
    before = place.column("instance", "metadata", outcomes[8].instance)
    place.lose_index()
    place.run("rebuild-index")
    after = place.column("instance", "metadata", outcomes[8].instance)
    assert {name: value for name, value in before.items() if name not in ("RemoteIP", "CalledAET")} == after
    assert (after["RemoteAET"], after["Origin"]) == ("SENDER", "DicomProtocol")
    series = place.column("series", "metadata", outcomes[0].series)
    assert series == {}
    with_sidecar = place.column("instance", "metadata", outcomes[4].instance)
    assert with_sidecar["RemoteIP"] == "127.0.0.1", "a sidecar has all of its resource"


def test_changes_begin_anew_and_nobody_is_told(filled):
    place, outcomes = filled
    again = place.file_of(outcomes[0].instance).read_bytes()
    place.lose_index()
    place.run("rebuild-index")
    running = place.start()
    try:
        client = HttpClient(running.http_port)
        changes = client.get_json("/changes")
        assert (changes["Changes"], changes["Done"]) == ([], True)
        running.host.ingest.receive(again, Origin("RestApi"))
    finally:
        running.stop()


def test_later_changes_are_newer(filled):
    """A sidecar that is written after a rebuild wins over those from before, also at the next rebuild."""
    place, outcomes = filled
    for turn in range(3):
        place.lose_index()
        place.run("rebuild-index")
        running = place.start()
        running.host.user_data.set_metadata(Level.STUDY, outcomes[0].study, "1024", f"turn {turn}")
        running.stop()
    place.lose_index()
    place.run("rebuild-index")
    kept = place.column("study", "metadata", outcomes[0].study)
    assert kept == {"1024": "turn 2"}


@pytest.mark.sqlite
def test_an_index_is_not_replaced_without_being_asked(filled):
    place, _ = filled
    before = place.index.read_bytes()
    assert place.run("rebuild-index").exit_code == 2
    assert place.index.read_bytes() == before
    answer = place.run("rebuild-index", "--force")
    assert answer.exit_code == 0
    kept = place.index.parent.glob("broch.sqlite.before-*")
    (aside,) = (file for file in kept if not file.name.endswith(("-wal", "-shm")))
    assert aside.read_bytes() == before
    assert place.fsck() == (0, {})


@pytest.mark.sqlite
def test_a_crash_before_the_new_index_is_in_place_costs_nothing(filled, monkeypatch):
    place, _ = filled
    log = place.index.with_name(f"{place.index.name}-wal")
    with closing(sqlite3.connect(place.index)) as open_index:
        open_index.execute("UPDATE patient SET metadata = 'the newest'")
        open_index.commit()
        as_if_killed = [(file, file.read_bytes()) for file in (place.index, log)]
    for file, content in as_if_killed:
        file.write_bytes(content)
    assert b"the newest" in log.read_bytes()
    assert b"the newest" not in place.index.read_bytes()

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", crash)
        place.run("rebuild-index", "--force")
    assert set(place.sql("SELECT metadata FROM patient")) == {("the newest",)}
    answer = place.run("rebuild-index", "--force")
    assert answer.exit_code == 0, answer.output
    assert place.fsck() == (0, {})


@pytest.mark.sqlite
def test_a_damaged_index(filled):
    place, _ = filled
    content = bytearray(place.index.read_bytes())
    content[4096:20000] = os.urandom(20000 - 4096)
    place.index.write_bytes(content)
    assert place.run("fsck").exit_code in (1, 2)
    assert place.run("rebuild-index", "--force").exit_code == 0
    assert place.fsck() == (0, {})


def test_deleted_resources_stay_away(filled):
    place, outcomes = filled
    running = place.start()
    running.host.deletion.delete(Level.STUDY, outcomes[0].study)
    running.stop()
    place.lose_index()
    place.run("rebuild-index")
    assert place.sql("SELECT count(*) FROM study") == [(2,)]


def test_what_has_no_place(filled, dicom_file):
    """Half-written files, derived data, sidecars of what is gone and old copies stay where they are, and are told."""
    place, outcomes = filled
    folder = place.file_of(outcomes[0].instance).parent
    whole = place.file_of(outcomes[0].instance).read_bytes()
    (folder / "half").write_bytes(whole[: len(whole) // 2])
    (folder / "empty").write_bytes(b"")
    (folder / "derived.5000").write_bytes(b"computed")
    (folder / "second").write_bytes(whole)
    (folder / "bad.1023").write_bytes(b'{"broch-sidecar": 1}')
    place.lose_index()
    answer = place.run("rebuild-index")
    assert answer.exit_code == 0
    assert "Indexed 9 instances" in answer.stdout
    for told in ("damaged: 2", "copies of an instance: 1", "Sidecars that cannot be read: 1"):
        assert told in answer.stdout, answer.stdout
    for name in ("half", "empty", "derived.5000", "second", "bad.1023"):
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    status, found = place.fsck()
    assert (status, len(found["orphan"])) == (0, 5)


@pytest.mark.parametrize(("overwrite", "wanted"), [("Never", b"first"), ("Always", b"later")])
def test_two_files_of_an_instance(place, dicom_file, overwrite, wanted):
    """As the configuration would have decided when they came."""
    place.configure(OverwriteInstances=overwrite)
    folder = place.folder / "storage" / "aa" / "bb"
    folder.mkdir(parents=True)
    for number, name in enumerate(("later", "first")):
        file = folder / name
        file.write_bytes(dicom_file(1, 1, 1, 1, ImageComments=name))
        os.utime(file, (1_700_000_000 - number, 1_700_000_000 - number))
    assert place.run("rebuild-index").exit_code == 0
    (locator,) = place.sql("SELECT locator FROM attachment")[0]
    assert locator == f"aa/bb/{wanted.decode()}"
    metadata = json.loads(place.sql("SELECT metadata FROM instance")[0][0])
    assert metadata["ReceptionDate"] == ("20231114T221319" if overwrite == "Never" else "20231114T221320")


def test_an_interrupted_rebuild_goes_on(filled, monkeypatch):
    place, _ = filled
    before = answers(place)
    place.lose_index()
    monkeypatch.setattr(rebuild, "PAGE", 2)
    add, pages = rebuild.add, []

    def interrupted(*arguments):
        pages.append(arguments)
        if len(pages) == 3:
            raise KeyboardInterrupt
        return add(*arguments)

    monkeypatch.setattr(rebuild, "add", interrupted)
    assert place.run("rebuild-index").exit_code == 2
    if place.database:  # it is where it belongs already, but not complete
        with pytest.raises(DatabaseUnavailable, match="not complete"):
            place.start()
    answer = place.run("rebuild-index", "--resume")
    assert answer.exit_code == 0, answer.output
    assert len(pages) == 6, "pages that were done are not done again"
    assert without_lost(answers(place)) == without_lost(before)
    assert not (place.index.parent / ".rebuilding").exists()


def test_nothing_to_resume(place):
    place.index.parent.mkdir()
    assert place.run("rebuild-index", "--resume").exit_code == 2


def test_an_empty_storage(place):
    assert place.run("rebuild-index").exit_code == 0
    assert place.fsck() == (0, {})


@pytest.mark.sqlite
def test_a_rebuild_that_ended_before_its_folder_was_gone_is_not_resumed(filled, monkeypatch):
    """The new index is in its place already; an empty one must not take it."""
    place, _ = filled
    place.lose_index()
    with monkeypatch.context() as patch:
        patch.setattr(rebuild_index, "_tell", lambda *_: None)
        patch.setattr(rebuild_index.shutil, "rmtree", lambda *_, **__: None)
        assert place.run("rebuild-index").exit_code == 0
    before = place.index.read_bytes()
    assert (place.index.parent / ".rebuilding").exists()
    answer = place.run("rebuild-index", "--resume")
    assert (answer.exit_code, "no unfinished rebuild" in answer.stderr) == (2, True)
    assert place.index.read_bytes() == before
    assert place.fsck() == (0, {})
