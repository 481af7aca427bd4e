import sqlite3

import pytest
from broch.index.commit import IndexWriter
from broch.index.labels import change_labels
from broch.index.migrations import CURRENT, STEPS, label_resources, migrate
from broch.index.reader import IndexReader
from broch.index.sqlite import DIALECT, SQLITE
from broch_hostapi import Level
from broch_hostapi.errors import ConfigurationError


def test_new_database_and_restart(make_startup, new):
    for _ in range(2):
        writer = IndexWriter(SQLITE, make_startup())
        writer.add_instance(new())
        writer.close()
    reader = IndexReader(SQLITE, make_startup())
    assert reader.statistics().instances == 1
    assert reader.connection.rows("SELECT version FROM schema_version") == [(CURRENT,)]
    reader.close()


def test_newer_database_is_refused(make_startup):
    startup = make_startup()
    IndexWriter(SQLITE, startup).close()
    with sqlite3.connect(startup.index_directory / "broch.sqlite") as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    connection.close()
    with pytest.raises(ConfigurationError, match="schema version 99"):
        IndexWriter(SQLITE, startup)


def test_steps_are_run_once_and_a_failed_one_leaves_nothing(make_startup):
    startup = make_startup()
    IndexWriter(SQLITE, startup).close()
    database = SQLITE.connect_writer(startup)
    database.connect()
    done = []

    def second(database, dialect):
        database.execute_sql("CREATE TABLE more (x INTEGER)")
        done.append(CURRENT + 1)

    def broken(database, dialect):
        database.execute_sql("CREATE TABLE broken (x INTEGER)")
        raise RuntimeError

    for _ in range(2):
        migrate(database, DIALECT, (*STEPS, second))
    assert done == [CURRENT + 1]
    with pytest.raises(RuntimeError):
        migrate(database, DIALECT, (*STEPS, second, broken))
    assert database.execute_sql("SELECT version FROM schema_version").fetchall() == [(CURRENT + 1,)]
    assert database.execute_sql("SELECT count(*) FROM sqlite_master WHERE name = 'broken'").fetchone() == (0,)
    database.close()


def test_an_index_of_the_first_version_gets_what_a_new_one_has(make_startup):
    def schema(database):
        indexes = database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name").fetchall()
        columns = database.execute_sql("SELECT name FROM pragma_table_info('total') ORDER BY name").fetchall()
        return indexes, columns

    startup = make_startup()
    IndexWriter(SQLITE, startup).close()
    database = SQLITE.connect_writer(startup)
    database.connect()
    new = schema(database)
    for sql in (
        "DROP TABLE label", "DROP INDEX series_modality", "ALTER TABLE total DROP COLUMN settled",
        "UPDATE schema_version SET version = 1",
    ):  # fmt: skip
        database.execute_sql(sql)
    migrate(database, DIALECT)
    assert schema(database) == new
    database.close()


def test_synchronous(make_startup):
    for word, number in (("FULL", 2), ("NORMAL", 1)):
        writer = IndexWriter(SQLITE, make_startup(IndexSynchronous=word))
        assert writer.submit(lambda tx: tx.rows("PRAGMA synchronous")) == [(number,)]
        assert writer.submit(lambda tx: tx.rows("PRAGMA journal_mode")) == [("wal",)]
        writer.close()
    with pytest.raises(ConfigurationError, match="IndexSynchronous"):
        IndexWriter(SQLITE, make_startup(IndexSynchronous="OFF"))


def test_two_indexes_in_one_process(make_startup, new, tmp_path):
    from dataclasses import replace

    startups = [replace(make_startup(), index_directory=tmp_path / name) for name in ("a", "b")]
    writers = [IndexWriter(SQLITE, startup) for startup in startups]
    readers = [IndexReader(SQLITE, startup) for startup in startups]
    writers[0].add_instance(new())
    assert [reader.statistics().instances for reader in readers] == [1, 0]
    for closing in (*writers, *readers):
        closing.close()


def test_nothing_heavy_is_imported():
    import subprocess
    import sys

    code = (
        "import sys, broch.index.commit, broch.index.reader, broch.index.sqlite, broch.index.main_tags;"
        "print([m for m in ('numpy', 'pydicom', 'pynetdicom', 'peewee', 'psycopg') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_labels_come_to_an_index_without_them(archive):
    """On every engine."""
    archive.writer.add_instance(archive.new())
    study = archive.new().ids.study
    database = archive.database.connect_writer(archive.startup)
    database.connect()
    database.execute_sql("DROP TABLE label")
    label_resources(database, archive.database.dialect)
    database.close()
    archive.writer.submit(lambda tx: change_labels(tx, Level.STUDY, study, ["b", "B", "a"], []))
    assert archive.reader.labels(Level.STUDY, study) == ["B", "a", "b"]
