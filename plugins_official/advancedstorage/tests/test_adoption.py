"""Files that become instances where they lie, by REST and by the indexer of a real server."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest
from broch_advancedstorage.indexer import is_gone
from broch_advancedstorage.registry import FILE_NAME, Registry
from broch_hostapi import Level, StoreStatus
from broch_hostapi.errors import DatabaseUnavailable
from broch_hostapi.testing.datasets import make_instance

ROOT = "/plugins/advanced-storage"
"""Of the routes."""


def indexed(folder, **more):
    return {"Indexer": {"Enable": True, "Folders": [str(folder)], "Interval": 0.05, **more}}


def looked(http):
    """Wait for two more looks: the second began after this call."""
    rounds = http.get_json(f"{ROOT}/status")["Indexer"]["Rounds"]
    return http.wait_for(f"{ROOT}/status", lambda status: status["Indexer"]["Rounds"] > rounds + 1)


def info(http, instance):
    return http.get_json(f"/instances/{instance}/attachments/dicom/info")


def adopt(http, path, **more):
    return http.post_json(f"{ROOT}/adopt-instance", {"Path": str(path), **more})


def test_a_file_is_adopted_read_and_left(start, client, tree, scans):
    http = client(start())
    before = tree(scans)
    told = adopt(http, scans / "one.dcm")
    assert told["Status"] == "Success"
    instance = told["InstanceId"]
    assert http.get(f"/instances/{instance}/file").body == before["one.dcm"]
    known = info(http, instance)
    assert (known["Path"], known["IsOwnedByOrthanc"]) == (str(scans / "one.dcm"), False)
    assert known["Uuid"] == told["AttachmentUuid"]
    assert http.post(f"/instances/{instance}/attachments/dicom/verify-md5").status == 200
    assert http.get_json(f"/instances/{instance}/simplified-tags")["PatientID"] == "P1"
    assert http.get_json(f"/studies/{told['ParentStudy']}")["PatientMainDicomTags"]["PatientID"] == "P1"
    assert adopt(http, scans / "one.dcm") == {**told, "Status": "AlreadyStored"}
    assert adopt(http, scans / "one.dcm", TakeOwnership=True)["AttachmentUuid"] == told["AttachmentUuid"]
    assert tree() == {}
    assert http.delete(f"/instances/{instance}").status == 200
    assert tree(scans) == before
    assert adopt(http, scans / "one.dcm")["Status"] == "Success"


def test_an_owned_file_goes_with_its_instance_unless_it_is_abandoned(start, client, scans):
    http = client(start())
    one = adopt(http, scans / "one.dcm", TakeOwnership=True)["InstanceId"]
    two = adopt(http, scans / "deep/er/two", TakeOwnership=True)["InstanceId"]
    assert info(http, one)["IsOwnedByOrthanc"] is True
    assert http.post_json(f"{ROOT}/abandon-instance", {"Path": str(scans / "one.dcm")}) == {"InstanceId": one}
    assert http.get(f"/instances/{one}").status == 404
    assert (scans / "one.dcm").exists()
    assert http.delete(f"/instances/{two}").status == 200
    assert not (scans / "deep/er/two").exists()
    assert (scans / "deep/er").exists()


def test_abandoning_needs_no_registry_and_no_file(start, client, scans, tmp_path):
    http = client(start())
    one = adopt(http, scans / "one.dcm")["InstanceId"]
    two = adopt(http, scans / "deep/er/two")["InstanceId"]
    (scans / "deep/er/two").unlink()
    assert http.post_json(f"{ROOT}/abandon-instance", {"Path": str(scans / "deep/er/two")}) == {"InstanceId": two}
    start().stop()
    os.unlink(tmp_path / "index" / FILE_NAME)
    http = client(start())
    assert http.post_json(f"{ROOT}/abandon-instance", {"Path": str(scans / "one.dcm")}) == {"InstanceId": one}
    assert http.get_json("/instances") == []


def test_what_is_stored_already_keeps_its_file(start, client, tree, scans):
    running = start()
    http = client(running)
    http.post("/instances", (scans / "one.dcm").read_bytes())
    stored = tree()
    told = adopt(http, scans / "one.dcm", TakeOwnership=True)
    assert told["Status"] == "AlreadyStored"
    assert tree() == stored
    assert http.post(f"{ROOT}/abandon-instance", f'{{"Path": "{scans}/one.dcm"}}').status == 404
    http.delete(f"/instances/{told['InstanceId']}")
    assert (scans / "one.dcm").exists()


def test_a_file_of_the_storage_itself(start, client, tree, scans, tmp_path):
    """It may be known already, or be left from an index that was lost."""
    http = client(start())
    path = tmp_path / "storage/x/y.dcm"
    path.parent.mkdir(parents=True)
    path.write_bytes(make_instance())
    assert http.post(f"{ROOT}/adopt-instance", f'{{"Path": "{path}"}}').status == 400
    told = adopt(http, path, TakeOwnership=True)
    assert adopt(http, path, TakeOwnership=True)["Status"] == "AlreadyStored"
    assert path.exists()
    http.delete(f"/instances/{told['InstanceId']}")
    assert os.listdir(tmp_path / "storage") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400), ("[]", 400), ("{}", 400), ('{"Path": 1}', 400), ('{"Path": ""}', 400), ('{"Path": "one.dcm"}', 400),
        ('{"Path": "/a\\u0000b"}', 400), ('{"Path": "/there/is/nothing"}', 404), ('{"Path": "/etc/passwd"}', 400),
        ('{"Path": "/"}', 400), ('{"Path": "/dev/zero"}', 400),
        ('{"Path": "/etc/passwd", "TakeOwnership": "yes"}', 400),
    ],
)  # fmt: skip
def test_what_cannot_be_adopted(start, client, body, status):
    http = client(start())
    answer = http.post(f"{ROOT}/adopt-instance", body)
    assert answer.status == status, answer.body
    assert http.get_json("/statistics")["CountInstances"] == 0


def test_what_a_plugin_refuses_is_not_adopted(start, client, scans, monkeypatch):
    running = start()
    from broch_hostapi.errors import Refused

    def refuse(dataset, origin):
        assert origin.protocol == "Plugins"
        raise Refused("not this one")

    monkeypatch.setattr(running.host.ingest, "_accept", refuse)
    assert client(running).post(f"{ROOT}/adopt-instance", f'{{"Path": "{scans}/one.dcm"}}').status == 403
    assert (scans / "one.dcm").exists()


def test_a_commit_that_fails_leaves_the_file(start, client, scans, monkeypatch):
    running = start()

    def fail(*args):
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(running.host.ingest._index, "add_instance", fail)
    body = f'{{"Path": "{scans}/one.dcm", "TakeOwnership": true}}'
    assert client(running).post(f"{ROOT}/adopt-instance", body).status == 503
    assert (scans / "one.dcm").exists()


def test_always_overwriting_does_not_delete_what_was_adopted(start, client, scans, tmp_path):
    """A replaced instance gives its own file up, and an adopted one never takes another's place."""
    running = start()
    http = client(running)
    running.host.ingest._overwrite = "Always"
    for own in (False, True, False):
        assert adopt(http, scans / "one.dcm", TakeOwnership=own)["InstanceId"]
    assert (scans / "one.dcm").exists()
    instance = http.post("/instances", make_instance(number=1)).json["ID"]
    assert (scans / "one.dcm").exists()
    assert info(http, instance)["Path"].startswith(str(tmp_path / "storage"))


def test_a_folder_is_indexed_without_a_copy(start, client, tree, scans):
    before = tree(scans)
    http = client(start(**indexed(scans)))
    looked(http)
    assert tree() == {}
    files = {http.get(f"/instances/{instance}/file").body for instance in http.get_json("/instances")}
    assert files == {content for content in before.values() if content[128:132] == b"DICM"}
    status = looked(http)
    assert (status["AdoptedFiles"], status["Indexer"]["Adopted"], status["Indexer"]["KnownFiles"]) == (3, 3, 5)
    for patient in http.get_json("/patients"):
        http.delete(f"/patients/{patient}")
    looked(http)
    assert tree(scans) == before
    assert http.get_json("/instances") == []


def test_a_restart_looks_at_nothing_twice_and_a_lost_registry_loses_nothing(start, client, scans, tmp_path):
    http = client(start(**indexed(scans)))
    looked(http)
    instances = sorted(http.get_json("/instances"))
    http = client(start(**indexed(scans)))
    assert looked(http)["Indexer"]["Adopted"] == 0
    start().stop()
    (tmp_path / "index" / FILE_NAME).write_bytes(b"this is no database, by any means" * 100)
    http = client(start(**indexed(scans)))
    assert looked(http)["AdoptedFiles"] == 3
    assert sorted(http.get_json("/instances")) == instances
    (scans / "one.dcm").unlink()
    looked(http)
    assert len(http.get_json("/instances")) == 2


def test_new_changed_touched_and_gone_files(start, client, scans, write):
    http = client(start(**indexed(scans)))
    looked(http)
    write(scans / "new.dcm", make_instance(patient="P3"))
    write(scans / "one.dcm", make_instance(patient="P4", PatientName="Longer^Than^Before"))
    os.utime(scans / "deep/er/two", (1, 1))
    looked(http)
    patients = {http.get_json(f"/patients/{id_}")["MainDicomTags"]["PatientID"] for id_ in http.get_json("/patients")}
    assert patients == {"P1", "P2", "P3", "P4"}
    assert len(http.get_json("/instances")) == 4
    os.unlink(scans / "new.dcm")
    os.rename(scans / "one.dcm", scans / "renamed.dcm")
    looked(http)
    looked(http)
    paths = {info(http, instance)["Path"] for instance in http.get_json("/instances")}
    assert {os.path.basename(path) for path in paths} >= {"renamed.dcm", "two"}
    assert len(paths) == 3


def test_a_second_copy_takes_the_place_of_one_that_went(start, client, scans, write):
    write(scans / "zzz-copy.dcm", make_instance(number=1))
    http = client(start(**indexed(scans)))
    looked(http)
    query = {"InstanceNumber": "1", "PatientID": "P1"}
    (instance,) = http.post_json("/tools/find", {"Level": "Instance", "Query": query})
    path = info(http, instance)["Path"]
    os.unlink(path)
    looked(http)
    looked(http)
    other = info(http, instance)["Path"]
    assert {os.path.basename(path), os.path.basename(other)} == {"one.dcm", "zzz-copy.dcm"}


def test_a_changed_owned_file_is_not_deleted(start, client, scans, write):
    http = client(start(**indexed(scans, TakeOwnership=True)))
    looked(http)
    changed = make_instance(patient="P4", PatientName="Longer^Than^Before")
    write(scans / "one.dcm", changed)
    looked(http)
    assert (scans / "one.dcm").read_bytes() == changed
    (patient,) = http.post_json("/tools/find", {"Level": "Patient", "Query": {"PatientID": "P4"}})
    http.delete(f"/patients/{patient}")
    assert not (scans / "one.dcm").exists()


@pytest.mark.parametrize("what", ["emptied", "removed"])
def test_a_disk_that_is_missing_costs_nothing(start, client, scans, what):
    http = client(start(**indexed(scans)))
    looked(http)
    away = scans.with_name("away")
    scans.rename(away)
    if what == "emptied":
        scans.mkdir()
    looked(http)
    assert len(http.get_json("/instances")) == 3
    assert http.get(f"/instances/{http.get_json('/instances')[0]}/file").status == 404
    if what == "emptied":
        scans.rmdir()
    away.rename(scans)
    looked(http)
    assert len(http.get_json("/instances")) == 3
    assert http.get(f"/instances/{http.get_json('/instances')[0]}/file").status == 200


@pytest.mark.parametrize(
    ("filters", "count"),
    [({"ParsedExtensions": [".dcm"]}, 2), ({"ParsedExtensions": ["DCM"]}, 2), ({"SkippedExtensions": [".dcm"]}, 1),
     ({"SkippedExtensions": [""]}, 2)],
)  # fmt: skip
def test_extensions(start, client, scans, filters, count):
    http = client(start(**indexed(scans, **filters)))
    looked(http)
    assert len(http.get_json("/instances")) == count
    http = client(start(**indexed(scans, SkippedExtensions=[".dcm", ""])))
    looked(http)
    assert len(http.get_json("/instances")) == count  # what is not wanted any more is not taken away


def test_a_file_that_is_being_written_waits(start, client, scans, write):
    write(scans / "growing.dcm", make_instance(patient="P9")[:-2], age=0)
    running = start(**indexed(scans))
    http = client(running)
    looked(http)
    assert len(http.get_json("/instances")) == 3
    write(scans / "growing.dcm", make_instance(patient="P9"))
    looked(http)
    assert len(http.get_json("/instances")) == 4


@pytest.mark.parametrize(
    ("error", "gone"),
    [(FileNotFoundError(), True), (NotADirectoryError(), True), (PermissionError(), False), (OSError(), False)],
)
def test_what_cannot_be_looked_at_is_not_gone(monkeypatch, error, gone):
    def fail(path):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, "lstat", fail)
        assert is_gone("/x") is gone
    assert not is_gone("/")


def test_what_is_wrong_is_said_once(start, client, scans, tmp_path, caplog):
    http = client(start(**indexed(tmp_path / "nothing")))
    looked(http)
    looked(http)
    said = [record.getMessage() for record in caplog.records if "indexer" in record.getMessage()]
    assert len(said) == 2, said


def test_symbolic_links_are_not_followed(start, client, scans, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.dcm").write_bytes(make_instance(patient="SECRET"))
    (scans / "loop").symlink_to(scans)
    (scans / "out").symlink_to(outside)
    (scans / "file.dcm").symlink_to(outside / "x.dcm")
    os.mkfifo(scans / "pipe.dcm")
    http = client(start(**indexed(scans)))
    assert looked(http)["Indexer"]["KnownFiles"] == 5
    assert len(http.get_json("/instances")) == 3


def test_others_are_served_while_the_indexer_looks(start, client, scans, monkeypatch):
    running = start()
    entered, go_on = threading.Event(), threading.Event()
    adopt_one = type(running.host.ingest).adopt

    def slow(self, locator, origin):
        entered.set()
        assert go_on.wait(20)
        return adopt_one(self, locator, origin)

    monkeypatch.setattr(type(running.host.ingest), "adopt", slow)
    http = client(start(**indexed(scans)))
    assert entered.wait(20)
    assert http.get_json(f"{ROOT}/status")["Indexer"]["IsLooking"] is True
    assert http.post("/instances", make_instance(patient="P8")).status == 200
    go_on.set()
    looked(http)
    assert len(http.get_json("/instances")) == 4


def test_a_database_that_is_away_only_delays(start, client, scans, monkeypatch):
    running = start()
    adopt_one = type(running.host.ingest).adopt
    calls = []

    def failing_at_first(self, locator, origin):
        calls.append(os.path.basename(locator))
        if calls.count("one.dcm") == 1 and calls[-1] == "one.dcm":
            raise DatabaseUnavailable("away")
        return adopt_one(self, locator, origin)

    monkeypatch.setattr(type(running.host.ingest), "adopt", failing_at_first)
    http = client(start(**indexed(scans)))
    http.wait_for("/instances", lambda instances: len(instances) == 3)
    assert calls.count("one.dcm") == 2


def test_a_registry_that_fails_only_delays(start, client, scans, monkeypatch):
    real, failures = Registry.next_round, [sqlite3.OperationalError("full"), sqlite3.OperationalError("full")]

    def next_round(self):
        if failures:
            raise failures.pop()
        return real(self)

    monkeypatch.setattr(Registry, "next_round", next_round)
    http = client(start(**indexed(scans)))
    http.wait_for("/instances", lambda instances: len(instances) == 3)


def test_a_changed_file_that_cannot_be_read_keeps_nobody_out(start, client, scans, write, monkeypatch):
    http = client(start(**indexed(scans)))
    http.wait_for("/instances", lambda instances: len(instances) == 3)

    def unreadable(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("broch_advancedstorage.indexer.md5_of", unreadable)
    for name in ("one.dcm", "deep/er/two", "deep/thrée \udcff.DCM"):
        os.utime(scans / name, (1, 1))
    write(scans / "new.dcm", make_instance(patient="P9"))
    http.wait_for("/instances", lambda instances: len(instances) == 4)
    assert looked(http)["Indexer"]["Forgotten"] == 0


def test_adopt_as_plugins_call_it(start, scans):
    from broch_hostapi import Origin

    host = start().host
    size = os.path.getsize(scans / "one.dcm")
    outcome = host.ingest.adopt(f"theirs:{size}:{scans}/one.dcm", Origin("Plugins", username="somebody"))
    assert outcome.status is StoreStatus.SUCCESS
    attachment = host.index.attachments(Level.INSTANCE, outcome.instance)[1]
    assert (attachment.size, attachment.locator) == (size, f"theirs:{size}:{scans}/one.dcm")
    resource = host.index.get(Level.INSTANCE, outcome.instance)
    assert resource.metadata["HttpUsername"] == "somebody"
    offset = int(resource.metadata["PixelDataOffset"])
    assert Path(scans / "one.dcm").read_bytes()[offset : offset + 4] == b"\xe0\x7f\x10\0"
