import sqlite3
from contextlib import closing

import peewee
import pytest
from broch.index.driver_errors import told
from broch_hostapi.errors import DatabaseUnavailable, NotFound


@pytest.fixture
def damaged(tmp_path):
    """What opening a file raises that is no database: SQLite's own error, and the one that peewee makes of it."""
    file = tmp_path / "broch.sqlite"
    file.write_text("this is not a database, however long one looks at it")
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.DatabaseError) as plain:
        connection.execute("SELECT 1 FROM sqlite_master")
    with closing(peewee.SqliteDatabase(file)) as database, pytest.raises(peewee.DatabaseError) as wrapped:
        database.execute_sql("SELECT 1 FROM sqlite_master")
    return plain.value, wrapped.value


def test_a_damaged_index_and_what_to_do(damaged):
    for error in damaged:
        found = told(error)
        assert isinstance(found, DatabaseUnavailable)
        assert "damaged; broch rebuild-index --force" in str(found)


def test_the_driver_s_own_error_is_named():
    class InsufficientPrivilege(sqlite3.ProgrammingError): ...

    error = peewee.ProgrammingError()
    error.__context__ = InsufficientPrivilege()
    assert str(told(error)) == "the index cannot be written: InsufficientPrivilege"


def test_texts_of_a_driver_are_not_told():
    """They quote values, which may be patients' names."""
    found = told(peewee.OperationalError("Doe^John"))
    assert isinstance(found, DatabaseUnavailable)
    assert str(found) == "the index cannot be written: OperationalError"


def test_other_errors_stay_as_they_are():
    for error in (NotFound("x"), KeyError("x")):
        assert told(error) is error
