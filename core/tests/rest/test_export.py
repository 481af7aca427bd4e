import pytest
from broch_hostapi import Origin
from pydicom.data import get_testdata_file

ALLOWED = pytest.mark.broch(config={"RestApiWriteToFileSystemEnabled": True})


@pytest.fixture
def content():
    with open(get_testdata_file("CT_small.dcm", download=False), "rb") as file:
        return file.read()


@pytest.fixture
def path(running_host, content):
    return f"/instances/{running_host.host.ingest.receive(content, Origin('RestApi')).instance}/export"


def test_it_is_forbidden_by_default(http_client, path, tmp_path):
    answer = http_client.post(path, str(tmp_path / "x.dcm"))
    assert (answer.status, answer.body) == (403, b"")
    assert not (tmp_path / "x.dcm").exists()


@ALLOWED
def test_a_file_is_written_and_replaced(http_client, path, tmp_path, content):
    target = tmp_path / "x.dcm"
    for _ in range(2):
        answer = http_client.post(path, str(target))
        assert (answer.status, answer.json) == (200, {})
        assert target.read_bytes() == content
        target.write_bytes(b"old")
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix in (".part", ".dcm")] == ["x.dcm"]


@ALLOWED
def test_a_link_is_not_followed(http_client, path, tmp_path):
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / "link").symlink_to(tmp_path / "other")
    assert http_client.post(path, str(tmp_path / "link")).status == 400
    assert (tmp_path / "other").read_bytes() == b"other"


@ALLOWED
def test_the_archive_itself_is_safe(http_client, running_host, path, tmp_path):
    storage = running_host.configuration.storage_directory
    (tmp_path / "link").symlink_to(storage)
    for target in (storage / "x.dcm", tmp_path / "link" / "x.dcm", storage / ".." / storage.name / "x.dcm"):
        assert http_client.post(path, str(target)).status == 403
    assert not (storage / "x.dcm").exists()


@ALLOWED
def test_wrong_paths(http_client, path, tmp_path):
    wrongs = ("", "relative.dcm", "/", str(tmp_path), f"{tmp_path}/nope/x", f"{tmp_path}/..", "/a\0b", "/" + "x" * 5000)
    for wrong in wrongs:
        assert http_client.post(path, wrong).status == 400
    assert http_client.post("/instances/nope/export", str(tmp_path / "x")).status == 404
