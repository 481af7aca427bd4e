"""What the SQL dialect of every database must do, as tests to inherit::

class TestMyEngine(DialectContract):
    @pytest.fixture
    def database(self):
        return MY_ENGINE

    @pytest.fixture
    def startup(self, ...):
        return make_startup(tmp_path, Host="localhost")
"""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from broch_hostapi.index import Database
from broch_hostapi.startup import Startup

TABLE = "broch_dialect_contract"
WORDS = (
    "SMITH^JOHN",
    "SMITH^JANE",
    "smith^john",
    "JONES",
    "A*B",
    "A?B",
    "A[B]C",
    "100%",
    "UNDER_SCORE",
    "BACK\\SLASH",
    "MÜLLER",
    "",
)


def make_startup(folder: Path, **configuration: Any) -> Startup:
    """What a factory of a backend gets, all in one folder."""
    return Startup(folder, folder, folder, lambda: 1_577_934_245.0, logging.getLogger("broch.test"), configuration)


class DialectContract:
    """Inherit it and give a fixture ``database``; ``startup`` too, if the engine needs configuration."""

    @pytest.fixture
    def database(self) -> Database:
        """To be given by the engine's tests."""
        raise NotImplementedError

    @pytest.fixture
    def startup(self, tmp_path: Path) -> Startup:
        """Where a database in a file would lie."""
        return make_startup(tmp_path)

    @pytest.fixture
    def writer(self, database: Database, startup: Startup) -> Iterator[Any]:
        """A writing connection with an empty table of its own."""
        writer = database.connect_writer(startup)
        writer.connect()
        writer.execute_sql(f"DROP TABLE IF EXISTS {TABLE}")
        key = database.dialect.integer_key
        text = f"TEXT {database.dialect.collation}"
        writer.execute_sql(f"CREATE TABLE {TABLE} (id {key}, word {text} NOT NULL, number BIGINT, object TEXT)")
        yield writer
        writer.execute_sql(f"DROP TABLE {TABLE}")
        writer.close()

    @pytest.fixture
    def words(self, database: Database, writer: Any) -> Any:
        """The table with ``WORDS`` in it."""
        for word in WORDS:
            self.run(database, writer, f"INSERT INTO {TABLE} (word) VALUES (?)", word)
        return writer

    @staticmethod
    def run(database: Database, connection: Any, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Execute SQL written with ``?``; give the rows, if any."""
        cursor = connection.execute_sql(database.dialect.finished(sql), values)
        return list(cursor.fetchall()) if cursor.description else []

    def selected(self, database: Database, connection: Any, condition: str, *values: Any) -> set[str]:
        """Words for which a condition holds."""
        return {
            row[0] for row in self.run(database, connection, f"SELECT word FROM {TABLE} WHERE {condition}", *values)
        }

    def test_it_says_who_it_is(self, database: Database) -> None:
        """By the name that the configuration uses."""
        assert database.name
        assert database.dialect.name
        assert database.dialect.param in ("?", "%s", "$")

    def test_keys_are_numbered_upwards(self, database: Database, writer: Any) -> None:
        """And never used again, even after the last one was deleted."""
        insert = f"INSERT INTO {TABLE} (word) VALUES (?) RETURNING id"
        first, second = (self.run(database, writer, insert, word)[0][0] for word in "ab")
        self.run(database, writer, f"DELETE FROM {TABLE} WHERE id = ?", second)
        assert first < second < self.run(database, writer, insert, "c")[0][0]

    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            ("SMITH*", {"SMITH^JOHN", "SMITH^JANE"}),
            ("*JO*", {"SMITH^JOHN", "JONES"}),
            ("J?NES", {"JONES"}),
            ("*", set(WORDS)),
            ("JONES", {"JONES"}),
            ("SMITH^J??N", {"SMITH^JOHN"}),
            ("A[B]*", {"A[B]C"}),
            ("100%", {"100%"}),
            ("1%", set()),
            ("UNDER_*", {"UNDER_SCORE"}),
            ("J_NES", set()),
            ("BACK\\S*", {"BACK\\SLASH"}),
            ("M?LLER", {"MÜLLER"}),
            ("?", set()),
            ("smith*", {"smith^john"}),
            ("%", set()),
            ("[AJ]*", set()),
        ],
    )
    def test_wildcards(self, database: Database, words: Any, pattern: str, found: set[str]) -> None:
        """``*`` and ``?`` only (PS3.4 C.2.2.2.4), with regard to case, over the whole value."""
        dialect = database.dialect
        condition = dialect.glob("word", "?")
        assert self.selected(database, words, condition, dialect.glob_text(pattern)) == found

    @pytest.mark.parametrize("wanted", [[], ["JONES"], ["JONES", "nobody", "A*B"], list(WORDS) * 100])
    def test_any_of_strings(self, database: Database, words: Any, wanted: Sequence[str]) -> None:
        """One parameter for any number of values."""
        dialect = database.dialect
        found = self.selected(database, words, dialect.any_of("word"), dialect.array(wanted))
        assert found == set(wanted) & set(WORDS)

    def test_without_an_index_the_same_is_found(self, database: Database, words: Any) -> None:
        """It may only change how something is found."""
        dialect = database.dialect
        one_of = dialect.any_of("{}"), dialect.array(["JONES"])
        for condition, value in (("{} = ?", "JONES"), ("{} >= ?", "b"), one_of):
            expected = self.selected(database, words, condition.format("word"), value)
            assert self.selected(database, words, condition.format(dialect.without_index("word")), value) == expected

    def test_any_of_numbers(self, database: Database, words: Any) -> None:
        """The same for keys."""
        ids = [row[0] for row in self.run(database, words, f"SELECT id FROM {TABLE} ORDER BY id")]
        dialect = database.dialect
        found = self.run(
            database, words, f"SELECT id FROM {TABLE} WHERE {dialect.any_of('id')} ORDER BY id", dialect.array(ids[2:5])
        )
        assert [row[0] for row in found] == ids[2:5]

    def test_rows_of_values(self, database: Database, words: Any) -> None:
        """Used to insert and to update many rows by one statement; NULL keeps its type."""
        rows = database.dialect.rows(["TEXT", "BIGINT"], 2)
        update = f"UPDATE {TABLE} SET number = v.number FROM v WHERE {TABLE}.word = v.word"
        sql = f"WITH v(word, number) AS ({rows}) {update}"
        self.run(database, words, sql, *database.dialect.row_values(["JONES", 2**40, "A*B", None], 2))
        found = self.run(
            database, words, f"SELECT word, number FROM {TABLE} WHERE word IN ('JONES', 'A*B') ORDER BY word"
        )
        assert found == [("A*B", None), ("JONES", 2**40)]

    def test_members_of_json(self, database: Database, words: Any) -> None:
        """As text; NULL where there is none."""
        self.run(
            database,
            words,
            f"UPDATE {TABLE} SET object = ? WHERE word = ?",
            '{"a": "x", "0008,0020": "ü\\"", "n": 5}',
            "JONES",
        )
        for key, value in (("a", "x"), ("0008,0020", 'ü"'), ("missing", None)):
            sql = f"SELECT {database.dialect.json_get('object', key)} FROM {TABLE} WHERE word = 'JONES'"
            assert self.run(database, words, sql) == [(value,)]

    def test_numbers_in_text(self, database: Database, words: Any) -> None:
        """To order by them."""
        number = database.dialect.number("word")
        texts = ("10", " 9 ", "-1.5", "+2", "", "abc", "1e999", "9" * 99, "12x")
        for text in texts:
            self.run(database, words, f"INSERT INTO {TABLE} (word) VALUES (?)", text)
        listed = ", ".join("?" * len(texts))
        rows = self.run(database, words, f"SELECT word, {number} FROM {TABLE} WHERE word IN ({listed})", *texts)
        found = dict(rows)
        assert {text: found[text] for text in texts[:4]} == {"10": 10, " 9 ": 9, "-1.5": -1.5, "+2": 2}
        assert found[""] is None
        assert found["abc"] is None

    def test_a_write_can_be_taken_back(self, database: Database, words: Any) -> None:
        """``begin_write`` opens a transaction; outside of one, each statement stands for itself."""
        words.execute_sql(database.dialect.begin_write)
        self.run(database, words, f"DELETE FROM {TABLE}")
        words.execute_sql("ROLLBACK")
        assert self.selected(database, words, "1 = 1") == set(WORDS)

    def test_readers_see_what_was_committed_and_only_that(
        self,
        database: Database,
        startup: Startup,
        words: Any,
    ) -> None:
        """A reader does not wait for a writer."""
        reader = database.connect(startup)
        with reader.connection_context():
            words.execute_sql(database.dialect.begin_write)
            self.run(database, words, f"DELETE FROM {TABLE} WHERE word = ?", "JONES")
            assert "JONES" in self.selected(database, reader, "1 = 1")
            words.execute_sql("COMMIT")
            assert "JONES" not in self.selected(database, reader, "1 = 1")

    @pytest.mark.usefixtures("words")
    def test_a_reading_connection_goes_from_thread_to_thread(self, database: Database, startup: Startup) -> None:
        """One thread after the other."""
        reader = database.connect(startup)
        reader.connect()
        connection = reader.connection()

        def words() -> int:
            cursor = connection.cursor()
            cursor.execute(f"SELECT count(*) FROM {TABLE}")
            return int(cursor.fetchall()[0][0])

        with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
            assert [one.submit(words).result(), other.submit(words).result(), words()] == [len(WORDS)] * 3
        connection.close()

    def test_text_is_compared_code_point_by_code_point(self, database: Database, words: Any) -> None:
        """Whatever the language of the database: upper case before lower case, and no letter is passed over."""
        found = self.run(database, words, f"SELECT word FROM {TABLE} ORDER BY word")
        assert [word for (word,) in found] == sorted(WORDS)
        assert self.selected(database, words, "word >= ? AND word <= ?", "A*", "A?~") == {"A*B", "A?B"}

    def test_a_pipeline_is_one_transaction(self, database: Database, words: Any) -> None:
        """What is sent without waiting arrives in order; rows can be fetched in between."""
        raw = words.connection()
        sql = database.dialect.finished(f"UPDATE {TABLE} SET number = ? WHERE word = ?")
        with database.dialect.pipeline(raw):
            raw.cursor().execute(database.dialect.begin_write)
            raw.cursor().execute(sql, (1, "JONES"))
            cursor = raw.cursor()
            cursor.execute(f"SELECT number FROM {TABLE} WHERE word = 'JONES'")
            raw.cursor().execute(sql, (2, "JONES"))
            database.dialect.send(raw)
            assert list(map(tuple, cursor.fetchall())) == [(1,)]
            raw.cursor().execute("COMMIT")
        assert self.run(database, words, f"SELECT number FROM {TABLE} WHERE word = 'JONES'") == [(2,)]

    @pytest.mark.usefixtures("words")
    def test_the_pool_is_for_all_threads(self, database: Database, startup: Startup) -> None:
        """More threads than connections; each gets its own rows."""
        if database.pool is None:
            pytest.skip("whoever reads gets one of the connections that connect makes")
        pool = database.pool(startup)
        sql = database.dialect.finished(f"SELECT word, length(word) + ? FROM {TABLE} WHERE word = ?")
        with ThreadPoolExecutor(30) as threads:
            for word, found in zip(
                WORDS * 10, threads.map(lambda word: pool.rows(sql, (1, word)), WORDS * 10), strict=True
            ):
                assert [tuple(row) for row in found] == [(word, len(word) + 1)]
        pool.close()

    def test_upserts(self, database: Database, writer: Any) -> None:
        """INSERT ... ON CONFLICT ... RETURNING."""
        self.run(database, writer, f"CREATE UNIQUE INDEX {TABLE}_word ON {TABLE} (word)")
        sql = (
            f"INSERT INTO {TABLE} (word, number) VALUES (?, ?) ON CONFLICT (word) DO UPDATE "
            f"SET number = {TABLE}.number + excluded.number RETURNING number"
        )
        assert [self.run(database, writer, sql, "a", 2)[0][0] for _ in range(3)] == [2, 4, 6]
