import pytest
from broch.index.sqlite import SQLITE
from broch_hostapi.testing.dialect_contract import DialectContract


class TestSqlite(DialectContract):
    @pytest.fixture
    def database(self):
        return SQLITE
