import pytest
from broch.spool import ALWAYS_LENT, TemporaryFiles
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


def test_uploads_share_a_limited_memory(tmp_path):
    files = TemporaryFiles(tmp_path, memory=1_000_000)
    with files.lent(900_000) as most:
        assert most == 900_000
        with files.lent(200_000) as less:
            assert less == ALWAYS_LENT
        with files.lent(10) as tiny:
            assert tiny == 10
    with pytest.raises(KeyError), files.lent(1_000_000):
        raise KeyError
    with files.lent(1_000_000) as most:
        assert most == 1_000_000
