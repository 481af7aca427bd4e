import pytest
from broch.storage.filesystem import FILESYSTEM
from broch_hostapi.testing.dialect_contract import make_startup
from broch_hostapi.testing.storage_contract import StorageContract


class TestFilesystem(StorageContract):
    @pytest.fixture
    def storage(self, tmp_path):
        return FILESYSTEM.create(make_startup(tmp_path / "files"))
