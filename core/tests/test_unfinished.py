"""Power cuts: what was acknowledged is there afterwards, whole; of what was not, nothing looks as if it were."""

import hashlib
import json
import random
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from broch.config import read_configuration
from broch.host import start_host
from broch.storage.filesystem import FilesystemStorage
from broch_hostapi import Level, Origin
from broch_hostapi.resources import FindQuery
from broch_hostapi.testing.datasets import make_instance

REST = Origin("RestApi", "127.0.0.1")


def host_in(folder):
    options = {"HttpServerEnabled": False, "DicomServerEnabled": False, "StorageDirectory": str(folder)}
    file = folder.parent / f"{folder.name}.json"
    file.write_text(json.dumps(options))
    return start_host(read_configuration([file], {}))


def all_instances(host):
    return list(host.index.find_ids(FindQuery(Level.INSTANCE, {})))


class Power:
    """A disk that forgets what was not synced when the power goes."""

    def __init__(self, root, monkeypatch):
        self.root, self.lock = root, threading.Lock()
        self.durable, self.acknowledged = set(), {}
        real = FilesystemStorage.slot

        def slot(storage, uuid, kind, hints):
            found = real(storage, uuid, kind, hints)

            class Forgetting:
                locator = found.locator

                def write(self, chunks):
                    found.write(chunks)

                def sync(inner):
                    threading.Event().wait(random.random() * 0.004)
                    found.sync()
                    with self.lock:
                        self.durable.add(found.locator)

                def leave(self):
                    found.leave()

            return Forgetting()

        monkeypatch.setattr(FilesystemStorage, "slot", slot)

    def cut(self, target):
        """What the disk holds at this moment."""
        with self.lock:
            target.mkdir()
            for name in ("broch.sqlite", "broch.sqlite-wal"):
                shutil.copy(self.root / name, target / name)
            for locator in self.durable:
                (target / locator).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.root / locator, target / locator)
            return dict(self.acknowledged)


def test_a_power_cut_costs_nothing_that_was_acknowledged(tmp_path, monkeypatch):
    power = Power(tmp_path / "data", monkeypatch)
    running = host_in(tmp_path / "data")
    files = [make_instance(series=number % 3, number=number) for number in range(160)]

    def send(file):
        outcome = running.host.ingest.receive(file, REST)
        with power.lock:
            power.acknowledged[outcome.instance] = hashlib.md5(file).hexdigest()

    cuts = []
    with ThreadPoolExecutor(4) as senders:
        for number, _ in enumerate(senders.map(send, files)):
            if number % 20 == 10:
                cuts.append((tmp_path / f"cut{number}", power.cut(tmp_path / f"cut{number}")))
    running.stop()
    monkeypatch.undo()
    for folder, acknowledged in cuts:
        running = host_in(folder)
        index = running.host.index
        found = all_instances(running.host)
        assert set(acknowledged) <= set(found)
        for instance in found:
            with running.host.attachments.open(index.attachments(Level.INSTANCE, instance)[1]) as file:
                digest = hashlib.md5(file.read()).hexdigest()
            assert acknowledged.get(instance, digest) == digest
        assert index.statistics().instances == len(found)
        running.stop()


@pytest.fixture
def cut(tmp_path, monkeypatch):
    """A folder as a power cut leaves it: two instances that were acknowledged, then two that may not have been."""
    running = host_in(tmp_path / "data")
    receive = running.host.ingest.receive
    instances = [receive(make_instance(number=number), REST).instance for number in range(4)]
    paths = [
        tmp_path / "data" / running.host.index.attachments(Level.INSTANCE, instance)[1].locator
        for instance in instances
    ]
    shutil.copytree(tmp_path / "data", tmp_path / "cut")
    running.stop()
    with sqlite3.connect(tmp_path / "cut" / "broch.sqlite") as database:
        keys = [row[0] for row in database.execute("SELECT key FROM instance ORDER BY key")]
        database.execute("UPDATE total SET settled = ?", (keys[1],))
    return tmp_path / "cut", instances, [tmp_path / "cut" / path.relative_to(tmp_path / "data") for path in paths]


def test_what_has_no_file_goes(cut):
    folder, instances, paths = cut
    paths[2].unlink()
    paths[3].write_bytes(bytes(paths[3].stat().st_size))
    running = host_in(folder)
    assert all_instances(running.host) == instances[:2]
    assert not paths[3].exists()
    running.stop()


def test_what_has_its_file_stays(cut):
    folder, instances, _ = cut
    running = host_in(folder)
    assert all_instances(running.host) == instances
    running.stop()


def test_what_was_acknowledged_is_not_removed_even_if_it_is_damaged(cut, caplog):
    folder, instances, paths = cut
    paths[0].unlink()
    running = host_in(folder)
    assert all_instances(running.host) == instances
    running.stop()


def test_nothing_goes_when_the_storage_is_another(cut, caplog):
    folder, instances, paths = cut
    for path in paths:
        path.unlink()
    running = host_in(folder)
    assert all_instances(running.host) == instances
    assert "is this its storage?" in caplog.text
    running.stop()
