import pytest
from broch_hostapi.testing.dialect_contract import DialectContract


class TestPostgresql(DialectContract):
    @pytest.fixture
    def database(self, settings, database_of):
        return database_of(settings())
