"""Several servers write one database: they see each other's resources and events, and divide the subscribers."""

import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pydicom
import pytest
from broch import sharing
from broch.config import read_configuration
from broch.event_dispatch import EventDispatch, Subscriber
from broch.host import start_host
from broch.index.commit import IndexWriter
from broch.index.journal import Journal
from broch.index.reader import IndexReader
from broch.pytest_plugin import HttpClient
from broch.sharing import Leases, Watch
from broch_hostapi import EventKind, EventSubscription
from pydicom.dataset import Dataset, FileMetaDataset


@pytest.fixture
def start(pytestconfig, tmp_path):
    """Start a server on the one database and the one folder of files of this test; gives its client."""
    options = pytestconfig.hook.pytest_broch_database(config=pytestconfig, name="postgresql")
    with ExitStack() as running:

        def start_one(**more):
            file = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
            common = {"HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(tmp_path / "files"), "StableAge": 1}
            file.write_text(json.dumps({**common, **options, **more}))
            host = start_host(read_configuration([file]))
            running.callback(host.stop)
            return HttpClient(host.http_port)

        yield start_one


def dicom(patient, number):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.PatientID, ds.Modality = f"P{patient}", "CT"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = f"1.2.{patient}", f"1.2.{patient}.1"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = f"1.2.{patient}.1.{number}"
    file = io.BytesIO()
    pydicom.dcmwrite(file, ds, enforce_file_format=True)
    return file.getvalue()


def test_what_one_stores_the_other_has(start):
    one, other = start(), start()
    stored = one.post("/instances", dicom(1, 1)).json
    assert other.get_json(f"/instances/{stored['ID']}/simplified-tags")["PatientID"] == "P1"
    assert other.get_json("/statistics")["CountInstances"] == 1
    assert [change["ChangeType"] for change in other.get_json("/changes")["Changes"]] == [
        "NewInstance", "NewSeries", "NewStudy", "NewPatient",
    ]  # fmt: skip
    assert other.post("/instances", dicom(1, 1)).json["Status"] == "AlreadyStored"
    assert other.delete(f"/instances/{stored['ID']}").status == 200
    assert one.get(f"/instances/{stored['ID']}").status == 404
    assert one.get_json("/patients") == []


def test_both_at_once(start):
    """The same and other instances, in any order: each is told once, numbers are in the order of commits."""
    servers = [start(), start()]
    work = [(server, patient, number) for patient in range(3) for number in range(12) for server in servers]

    seen, done = [], threading.Event()

    def read():
        """Whoever reads changes as they come misses none, so a number appears only after all smaller ones."""
        last = 0
        while not done.is_set() or last < servers[0].get_json("/changes?last")["Last"]:
            page = servers[1].get_json(f"/changes?since={last}&limit=7")
            seen.extend(change["Seq"] for change in page["Changes"])
            last = page["Last"] if page["Changes"] else last

    with ThreadPoolExecutor(9) as threads:
        reader = threads.submit(read)
        answers = list(threads.map(lambda item: item[0].post("/instances", dicom(*item[1:])).json["Status"], work))
        done.set()
        reader.result()
    assert sorted(answers) == ["AlreadyStored"] * 36 + ["Success"] * 36
    assert seen == list(range(1, len(seen) + 1))
    statistics = servers[0].get_json("/statistics")
    assert [statistics[f"Count{level}"] for level in ("Patients", "Studies", "Series", "Instances")] == [3, 3, 3, 36]
    servers[1].wait_for("/changes?limit=1000", lambda page: kinds(page).count("StablePatient") == 3)
    found = kinds(servers[0].get_json("/changes?limit=1000"))
    told = [found.count(kind) for kind in ("NewInstance", "StableSeries", "StableStudy", "StablePatient")]
    assert told == [36, 3, 3, 3]


def kinds(page):
    return [change["ChangeType"] for change in page["Changes"]]


class Process:
    """What of a process has to do with subscribers."""

    def __init__(self, database, startup, seen):
        self.writer, self.index = IndexWriter(database, startup), IndexReader(database, startup)
        journal = Journal(self.index, self.writer)
        self.leases = Leases(journal, ["durable"])
        self.heard = []

        def durable(event):
            seen.append((self, event.seq))

        def passing(event):
            self.heard.append(event.seq)

        told = [
            Subscriber("durable", EventSubscription(durable=True), durable, journal, self.leases),
            Subscriber("passing", EventSubscription(), passing, journal, self.leases),
        ]
        self.dispatch = EventDispatch(journal, told)
        self.watch = Watch(journal, self.leases, [self.dispatch.notice])
        self.dispatch.start()
        self.watch.start()

    def stop(self, *, killed=False):
        if killed:
            self.leases.release = lambda: None
        self.dispatch.stop()
        self.watch.stop()
        self.index.close()
        self.writer.close()


def wait(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("killed", [False, True])
def test_a_durable_subscriber_hears_everything_once(settings, database_of, startup, monkeypatch, killed):
    monkeypatch.setattr(sharing, "LOOK", 0.05)
    monkeypatch.setattr(sharing, "RENEW", 0.2)
    monkeypatch.setattr(sharing, "LEASE", 3.0)
    database, seen = database_of(settings()), []
    one, other = processes = [Process(database, startup, seen) for _ in range(2)]
    wait(lambda: any(process.leases.holds("durable") for process in processes))
    first, second = (one, other) if one.leases.holds("durable") else (other, one)

    def happen(count):
        for number in range(count):
            writer = processes[number % 2].writer if first in running else second.writer
            writer.submit(lambda tx: tx.event(EventKind.NewInstance, 3, 1, "x"))

    running = {first, second}
    happen(20)
    wait(lambda: len(seen) == 20)
    wait(lambda: len(one.heard) == len(other.heard) == 20)
    first.stop(killed=killed)
    running.remove(first)
    happen(5)
    wait(lambda: len(seen) == 25)
    second.stop()
    assert [seq for _, seq in seen] == list(range(1, 26))
    assert {process for process, _ in seen[:20]} == {first}
    assert {process for process, _ in seen[20:]} == {second}
    assert second.heard == list(range(1, 26))
