"""Whatever happens to PostgreSQL or to the way to it: nothing acknowledged is lost, and Broch recovers by itself."""

import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from types import SimpleNamespace

import psycopg
import pydicom
import pytest
from broch.config import read_configuration
from broch.dataset.identifiers import public_ids
from broch.host import start_host
from broch.index.commit import IndexWriter, NewInstance
from broch.index.reader import IndexReader
from broch.index.transaction import Transaction
from broch.pytest_plugin import HttpClient
from broch.storage import undecided
from broch_hostapi import Attachment, Level
from broch_hostapi.errors import ConfigurationError, DatabaseUnavailable, OutcomeUnknown
from broch_postgresql import database as engine
from broch_postgresql import pool
from broch_postgresql.pytest_plugin import started
from broch_postgresql.settings import Settings
from pydicom.dataset import Dataset, FileMetaDataset


def dicom(number):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.PatientID, ds.Modality, ds.StudyInstanceUID, ds.SeriesInstanceUID = "P", "CT", "1.2", "1.2.1"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = f"1.2.1.{number}"
    file = io.BytesIO()
    pydicom.dcmwrite(file, ds, enforce_file_format=True)
    return file.getvalue()


def new_instance(number):
    uids = ("P", "1.2", "1.2.1", f"1.2.1.{number}")
    digest = md5(str(number).encode()).hexdigest()
    return NewInstance(
        ids=public_ids(*uids), uids=uids, tags=({"PatientID": "P"}, {}, {"Modality": "CT"}, {}), metadata={},
        attachments=(Attachment(1, digest, f"at/{digest}", 10, digest, 10, digest),), sop_class="1.2", modality="CT",
        expected_instances=None, index_in_series=None, received="20200101T000000",
    )  # fmt: skip


@pytest.fixture
def host(own_cluster, tmp_path):
    """A server on a PostgreSQL of its own, and its client."""
    file = tmp_path / "broch.json"
    section = {"EnableIndex": True, "ConnectionUri": own_cluster.uri(), "IndexConnectionsCount": 3}
    file.write_text(json.dumps({
        "HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(tmp_path / "files"), "PostgreSQL": section,
    }))  # fmt: skip
    running = start_host(read_configuration([file]))
    yield running
    running.stop()


def files_of(tmp_path):
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file() and len(path.name) == 36]


def wait(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_restarts_under_load(host, own_cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(undecided, "RETRY", 0.1)
    client, answers, done = HttpClient(host.http_port), {}, threading.Event()

    def send(worker):
        number = worker
        while not done.is_set():
            answers[number] = client.post("/instances", dicom(number)).status
            if answers[number] != 200:
                time.sleep(0.05)
            number += 6

    with ThreadPoolExecutor(6) as threads:
        workers = [threads.submit(send, worker) for worker in range(6)]
        for _ in range(3):
            before = sum(status == 200 for status in answers.values())
            wait(lambda before=before: sum(status == 200 for status in answers.values()) > before + 20)
            own_cluster.halt("immediate")
            wait(lambda: 503 in answers.values())
            own_cluster.start()
        before = sum(status == 200 for status in answers.values())
        wait(lambda: sum(status == 200 for status in answers.values()) > before + 20)
        done.set()
        for worker in workers:
            worker.result()
    assert set(answers.values()) == {200, 503}
    wait(lambda: client.get("/instances").status == 200)
    there = {found["MainDicomTags"]["SOPInstanceUID"]: found for found in client.get_json("/instances?expand")}
    acknowledged = {f"1.2.1.{number}" for number, status in answers.items() if status == 200}
    assert acknowledged <= set(there)
    for uid in sorted(acknowledged)[::10]:
        assert client.get(f"/instances/{there[uid]['ID']}/file").status == 200
    wait(lambda: len(files_of(tmp_path)) == len(there))  # what was rolled back has no file, what is there has one
    assert client.get_json("/statistics")["CountInstances"] == len(there)
    events = client.get_json("/changes?limit=100000")["Changes"]
    assert [event["Seq"] for event in events] == list(range(1, len(events) + 1))


def test_meanwhile_it_says_so(host, own_cluster):
    client = HttpClient(host.http_port)
    assert client.post("/instances", dicom(1)).status == 200
    own_cluster.halt("fast")
    for path in ("/studies", "/statistics", "/changes"):
        assert client.get(path).status == 503
    assert client.post("/instances", dicom(2)).status == 503
    own_cluster.start()
    wait(lambda: client.get("/studies").status == 200)
    assert client.post("/instances", dicom(2)).json["Status"] == "Success"


def test_connections_that_were_cut_are_nobody_s_error(host, own_cluster):
    """One cut connection costs nobody a failed request: what had not been committed is done again."""
    client = HttpClient(host.http_port)
    for number in range(3):
        assert client.post("/instances", dicom(number)).status == 200
        with psycopg.connect(own_cluster.uri(), autocommit=True) as other:
            ours = "FROM pg_stat_activity WHERE application_name = 'broch'"
            assert len(other.execute(f"SELECT pg_terminate_backend(pid) {ours}").fetchall()) >= 2
            wait(lambda other=other, ours=ours: not other.execute(f"SELECT pid {ours}").fetchall())
        assert client.get_json("/statistics")["CountInstances"] == number + 1


def test_many_threads_share_few_connections(host, own_cluster):
    client = HttpClient(host.http_port)
    assert client.post("/instances", dicom(1)).status == 200
    with ThreadPoolExecutor(40) as threads:
        assert set(threads.map(lambda _: client.get("/studies?expand").status, range(200))) == {200}
    with psycopg.connect(own_cluster.uri()) as other:
        counted = other.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'broch'").fetchone()
    assert counted[0] <= 4


def test_waiting_for_a_connection_has_an_end(settings, database_of, startup, monkeypatch):
    monkeypatch.setattr(pool, "PATIENCE", 0.1)
    shared = database_of(settings(index_connections_count=1)).pool(startup)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(shared.rows, "SELECT 1 FROM pg_sleep(2)", ())
        wait(lambda: shared._opened == 1)
        with pytest.raises(DatabaseUnavailable, match="busy"):
            shared.rows("SELECT 1", ())
        assert slow.result() == [(1,)]
    assert shared.rows("SELECT 2", ()) == [(2,)]
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        shared.rows("CREATE TABLE x (y int)", ())
    shared.close()
    with pytest.raises(DatabaseUnavailable, match="closed"):
        shared.rows("SELECT 1", ())


def test_one_server_has_the_database_for_itself(settings, database_of, startup, monkeypatch):
    monkeypatch.setattr(engine, "_LOCK_PATIENCE", 0.2)
    database = database_of(settings(lock=True))
    writer = IndexWriter(database, startup)
    with pytest.raises(ConfigurationError, match="another server uses this database"):
        IndexWriter(database, startup)
    writer.close()
    IndexWriter(database, startup).close()


def test_a_start_without_a_database(settings, database_of, startup, monkeypatch):
    slept, sleep, this = [], time.sleep, threading.current_thread()
    monkeypatch.setattr(
        time, "sleep", lambda seconds: slept.append(seconds) if threading.current_thread() is this else sleep(seconds)
    )
    nowhere = settings(connection_uri="postgresql://127.0.0.1:1/x", maximum_connection_retries=2)
    with pytest.raises(DatabaseUnavailable):
        IndexWriter(database_of(nowhere), startup)
    assert [seconds for seconds in slept if seconds >= 1] == [5.0, 5.0]  # what waits otherwise waits shortly


def test_a_database_that_cannot_hold_every_name(settings, database_of, startup, pytestconfig):
    import psycopg

    with psycopg.connect(started(pytestconfig).uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        try:
            with pytest.raises(ConfigurationError, match="the encoding LATIN1"):
                IndexWriter(database_of(settings(connection_uri=started(pytestconfig).uri("latin"))), startup)
        finally:
            connection.execute("DROP DATABASE latin WITH (FORCE)")


def test_a_start_without_a_database_says_why(database_of, startup):
    nowhere = Settings(host="127.0.0.1", port=1, password="geheim", maximum_connection_retries=0)
    with pytest.raises(DatabaseUnavailable, match=r'"127\.0\.0\.1", port 1 failed: Connection refused'):
        IndexWriter(database_of(nowhere), startup)


def test_no_part_of_a_password_in_a_uri_is_told(database_of, startup, caplog):
    """The second @ should have been %40, so that libpq looks for a host of that name."""
    uri = "postgresql://orthanc:first@second@127.0.0.1:1/x"
    nowhere = Settings(connection_uri=uri, maximum_connection_retries=1, connection_retry_interval=0)
    with pytest.raises(DatabaseUnavailable, match="cannot be reached: OperationalError") as caught:
        IndexWriter(database_of(nowhere), startup)
    assert "second" not in caplog.text + str(caught.value)


@pytest.fixture(params=["before", "after"])
def cut(request, monkeypatch):
    """Lose the connection, once, when an instance is committed: before or after the server has done it."""
    commit, armed = Transaction.commit, []

    def lossy(tx, *more):
        if not armed or threading.current_thread().name == "stability":
            return commit(tx, *more)
        armed.clear()
        connection = tx._cursor.connection
        if request.param == "after":
            commit(tx, *more)
        tx.committing = True
        connection.close()
        raise psycopg.OperationalError("cut")

    monkeypatch.setattr(Transaction, "commit", lossy)
    return SimpleNamespace(arm=lambda: armed.append(True), there=request.param == "after")


def test_a_commit_of_unknown_outcome(settings, database_of, startup, cut):
    database = database_of(settings())
    writer, reader = IndexWriter(database, startup), IndexReader(database, startup)
    writer.add_instance(new_instance(1))
    new = new_instance(2)
    cut.arm()
    with pytest.raises(OutcomeUnknown):
        writer.add_instance(new)
    assert writer.is_indexed(Level.INSTANCE, new.ids.instance, new.attachments[0].uuid) is cut.there
    assert reader.statistics().instances == 1 + cut.there
    assert writer.add_instance(new).status == ("AlreadyStored" if cut.there else "Success")
    reader.close()
    writer.close()


@pytest.mark.parametrize("down", [False, True])
def test_the_file_of_a_commit_of_unknown_outcome(host, own_cluster, tmp_path, monkeypatch, cut, down):
    monkeypatch.setattr(undecided, "RETRY", 0.1)
    client = HttpClient(host.http_port)
    assert client.post("/instances", dicom(1)).status == 200
    if down:
        connect = engine.WriterDatabase._connect
        monkeypatch.setattr(engine.WriterDatabase, "_connect", fail)
    cut.arm()
    assert client.post("/instances", dicom(2)).status == 503
    if down:
        assert len(files_of(tmp_path)) == 2  # nobody knows yet
        monkeypatch.setattr(engine.WriterDatabase, "_connect", connect)
    wait(lambda: len(files_of(tmp_path)) == 1 + cut.there)
    assert len(client.get_json("/instances")) == 1 + cut.there
    assert client.post("/instances", dicom(2)).json["Status"] == ("AlreadyStored" if cut.there else "Success")


def fail(_database):
    raise psycopg.OperationalError("down")
