"""What a group costs: counted between us and the server, by a proxy that sees who speaks when."""

import os
import resource
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from hashlib import md5

import pytest
from broch.dataset.identifiers import public_ids
from broch.index.commit import IndexWriter, NewInstance
from broch_hostapi import Attachment
from broch_postgresql.cluster import PORT
from broch_postgresql.pytest_plugin import started
from psycopg import errors


def new_instance(series, number):
    uids = ("P", "1.2", f"1.2.{series}", f"1.2.{series}.{number}")
    digest = md5(f"{series}.{number}".encode()).hexdigest()
    return NewInstance(
        ids=public_ids(*uids), uids=uids, tags=({"PatientID": "P"}, {}, {"Modality": "CT"}, {}), metadata={},
        attachments=(Attachment(1, digest, f"at/{digest}", 10, digest, 10, digest),), sop_class="1.2", modality="CT",
        expected_instances=None, index_in_series=None, received="20200101T000000",
    )  # fmt: skip


class Proxy:
    """Hands on one connection. ``round_trips``: how often the server spoke after we had."""

    def __init__(self, path):
        self.round_trips, self._spoke, self._lock = 0, "server", threading.Lock()
        self._path, self._listener = path, socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._path)
            threading.Thread(target=self._hand_on, args=(client, server, "client"), daemon=True).start()
            threading.Thread(target=self._hand_on, args=(server, client, "server"), daemon=True).start()

    def _hand_on(self, source, target, name):
        while data := source.recv(1 << 16):
            with self._lock:
                self.round_trips += (name, self._spoke) == ("server", "client")
                self._spoke = name
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)

    def close(self):
        self._listener.close()


@pytest.fixture
def proxy(pytestconfig):
    proxy = Proxy(f"{started(pytestconfig).folder}/.s.PGSQL.{PORT}")
    yield proxy
    proxy.close()


def together(writer, instances):
    """Add them in one group."""
    runs, gate = [], threading.Event()
    run = writer._group._run

    def counted(group):
        runs.append(len(group))
        run(group)

    writer._group._run = counted
    with ThreadPoolExecutor(len(instances) + 1) as threads:
        first = threads.submit(writer.submit, lambda tx: gate.wait(10))
        while not writer._group._led:
            pass
        others = [threads.submit(writer.add_instance, new) for new in instances]
        while len(writer._group._waiting) < len(instances):
            pass
        gate.set()
        first.result()
        assert {other.result().status for other in others} == {"Success"}
    writer._group._run = run
    return runs


def test_a_group_of_any_size_costs_one_round_trip_or_two(settings, database_of, startup, proxy):
    uri = f"postgresql://broch@127.0.0.1:{proxy.port}/postgres?sslmode=disable&gssencmode=disable"
    writer = IndexWriter(database_of(settings(connection_uri=uri)), startup)
    for number in range(30):  # what is prepared later is planned anew, and who writes first asks for a while
        writer.add_instance(new_instance(0, number))
    before = proxy.round_trips
    writer.add_instance(new_instance(0, 99))
    assert proxy.round_trips - before == 1
    writer.add_instance(new_instance(7, 1))
    assert proxy.round_trips - before == 1 + 2  # a new series: what is there has to be asked for
    for series in range(1, 6):
        before = proxy.round_trips
        assert together(writer, [new_instance(series, number) for number in range(40)]) == [1, 40]
        assert proxy.round_trips - before <= 2 + 2 + 1  # the one that held the others up, and what replaces old plans
    writer.close()


def test_what_was_prepared_before_a_failure_is_not_prepared_again(settings, database_of, startup):
    writer = IndexWriter(database_of(settings()), startup)
    for number in range(30):
        writer.add_instance(new_instance(0, number))
    connection = writer._database.connection()
    before = dict(connection._prepared)
    assert writer.add_instance(new_instance(0, 5)).status == "AlreadyStored"
    assert before.items() <= connection._prepared.items()
    with pytest.raises(errors.UndefinedColumn), connection.pipeline():
        [connection.cursor().execute(f"SELECT {what}") for what in ("1", "no_such_column", "2")]
    assert before.items() <= connection._prepared.items()
    assert {"SELECT 1", "SELECT no_such_column", "SELECT 2"} & set(connection._prepared) == {"SELECT 1"}
    with connection.pipeline():
        cursors = [connection.cursor().execute(f"SELECT {number}") for number in (1, 2)]
    assert [cursor.fetchone()[0] for cursor in cursors] == [1, 2]
    writer.close()


def test_what_is_more_than_the_socket_takes_at_once(settings, database_of, startup):
    """With many descriptors open, as a server with many peers has them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    with ExitStack() as opened:
        opened.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(1100):
            opened.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        writer = IndexWriter(database_of(settings()), startup)
        connection = writer._database.connection()
        with connection.pipeline():
            cursors = [connection.cursor().execute("SELECT length($1::text)", ("x" * 5_000_000,)) for _ in range(4)]
            connection.send()
        assert [cursor.fetchone()[0] for cursor in cursors] == [5_000_000] * 4
        writer.close()
