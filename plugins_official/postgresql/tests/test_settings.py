import pytest
from broch_hostapi.errors import ConfigurationError
from broch_hostapi.settings import read_settings
from broch_postgresql.connecting import parameters
from broch_postgresql.plugin import PostgresqlPlugin
from broch_postgresql.settings import Settings


def read(**options):
    return read_settings(Settings, options, section="PostgreSQL")


def test_a_section_as_people_bring_it(startup, caplog):
    settings = read(
        EnableStorage=False, Host="db", Port=5433, Database="pacs", Username="u", Password="p w'd", Lock=False,
        IndexConnectionsCount=4, EnableSsl=True, HousekeepingInterval=1, TransactionMode="Serializable",
    )  # fmt: skip
    found = parameters(settings)
    assert {name: found[name] for name in ("host", "port", "dbname", "user", "password", "sslmode")} == {
        "host": "db", "port": 5433, "dbname": "pacs", "user": "u", "password": "p w'd", "sslmode": "require",
    }  # fmt: skip
    (database,) = PostgresqlPlugin(settings).register_databases(startup)
    assert (database.name, database.shared) == ("postgresql", True)
    for option in ("HousekeepingInterval", "TransactionMode"):
        assert f"{option} has no effect here" in caplog.text
    assert "p w'd" not in caplog.text


def test_a_uri_goes_before_the_options():
    found = parameters(read(ConnectionUri="postgresql://a@b:7/c?connect_timeout=3", Host="other", ApplicationName="x"))
    assert (found["host"], found["port"], found["dbname"], found["user"]) == ("b", "7", "c", "a")
    assert (found["connect_timeout"], found["application_name"]) == ("3", "x")


@pytest.mark.parametrize(
    ("option", "value", "part"),
    [
        ("EnableStorage", True, "files are not kept in PostgreSQL here"),
        ("Port", 0, "1 to 65535"),
        ("IndexConnectionsCount", 0, "1 to 1000"),
        ("Schema", 'a"; DROP TABLE x; --', "a plain name"),
        ("Schema", "", "a plain name"),
        ("MaximumConnectionRetries", -1, "negative"),
        ("ConnectionRetryInterval", -1, "negative"),
    ],
)
def test_what_cannot_be(option, value, part):
    with pytest.raises(ConfigurationError, match=part) as caught:
        read(**{option: value})
    assert caught.value.option == option
