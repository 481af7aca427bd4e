import pytest
from broch.spool import TemporaryFiles
from broch_hostapi.errors import StorageFull


def test_a_file_is_for_reading_and_writing_and_goes_when_it_is_closed(tmp_path):
    with TemporaryFiles(tmp_path).open() as file:
        file.write(b"abc")
        file.seek(1)
        assert file.read() == b"bc"
        assert file.fileno() > 0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path):
    files = TemporaryFiles(tmp_path / "nowhere")
    with pytest.raises(StorageFull, match="temporary"):
        files.open()
    with pytest.raises(OSError, match="nowhere"):
        files.create()
