import pytest
from broch_advancedstorage.folders import Folders
from broch_advancedstorage.scheme import DEFAULT, Scheme
from broch_advancedstorage.storage import AdvancedStorage
from broch_hostapi.testing.storage_contract import StorageContract

SCHEMES = {
    "default": DEFAULT,
    "tags": "{PatientID} - {PatientName}/{split(StudyDate)}/{SeriesInstanceUID}/{pad6(InstanceNumber)}{.ext}",
    "uids": "{OrthancStudyID}/{Modality}/{SOPInstanceUID}",
    "all in one place": "files/{Modality}",
}


class TestAdvancedStorage(StorageContract):
    @pytest.fixture(params=SCHEMES.values(), ids=SCHEMES.keys())
    def storage(self, request, tmp_path):
        disks = {"": Folders(tmp_path / "main")}
        return AdvancedStorage(disks, "", Scheme(request.param), temporary_directory=tmp_path)


class TestOnAnotherDisk(StorageContract):
    @pytest.fixture
    def storage(self, tmp_path):
        disks = {"": Folders(tmp_path / "main"), "disk-2": Folders(tmp_path / "main" / "second")}
        disks[""] = Folders(tmp_path / "main", [tmp_path / "main" / "second"])
        return AdvancedStorage(disks, "disk-2", Scheme(SCHEMES["tags"]), others="others/", temporary_directory=tmp_path)
