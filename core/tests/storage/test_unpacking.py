import hashlib
import random
import threading

import pytest
from broch.spool import TemporaryFiles
from broch.storage import unpacking
from broch.storage.compression import compressed
from broch.storage.filesystem import FilesystemStorage
from broch.storage.unpacking import Unpacking
from broch_hostapi import Attachment, StorageHints
from broch_hostapi.errors import CorruptedFile, NotFound

CONTENT = random.Random(2).randbytes(5000) * 20


class Storage(FilesystemStorage):
    """Counts how often it is asked for a file."""

    opened = 0

    def open(self, *arguments):
        self.opened += 1
        return super().open(*arguments)


@pytest.fixture
def storage(tmp_path):
    return Storage(tmp_path)


@pytest.fixture
def spool(tmp_path):
    return TemporaryFiles(tmp_path)


@pytest.fixture
def unpacked(storage, spool):
    return Unpacking(storage, spool)


@pytest.fixture
def put(storage, spool):
    def put(content=CONTENT, uuid="u"):
        with compressed([content], spool) as (packed, _):
            stored = b"".join(packed.chunks())
        locator = storage.put([stored], uuid, 1, StorageHints())
        digests = [hashlib.md5(data).hexdigest() for data in (content, stored)]
        return Attachment(1, uuid, locator, len(content), digests[0], len(stored), digests[1], 2)

    return put


@pytest.mark.parametrize("in_memory", [1 << 20, 1000])
def test_any_part_of_it(unpacked, put, monkeypatch, in_memory):
    monkeypatch.setattr(unpacking, "IN_MEMORY", in_memory)
    attachment = put()
    with unpacked.view(attachment) as buffer:
        assert bytes(buffer) == CONTENT
    for start, stop in ((0, None), (0, 10), (5, 700), (99_990, 200_000), (100_000, None), (50, 50)):
        with unpacked.open(attachment, start, stop) as file:
            assert file.read() == CONTENT[start:stop]
    with unpacked.open(attachment) as file:
        file.seek(-3, 2)
        assert (file.read(2), file.tell(), file.read(), file.read(1)) == (CONTENT[-3:-1], 99_999, CONTENT[-1:], b"")


def test_the_beginning_of_what_is_large_is_not_worth_the_whole(unpacked, put, monkeypatch):
    monkeypatch.setattr(unpacking, "IN_MEMORY", 1000)
    with unpacked.open(put(), 3, 900) as file:
        assert file.read() == CONTENT[3:900]
    assert not unpacked._kept


def test_what_is_large_is_made_once_and_the_last_are_kept(unpacked, storage, put, monkeypatch):
    monkeypatch.setattr(unpacking, "IN_MEMORY", 1000)
    attachments = [put(uuid=str(number)) for number in range(6)]
    threads = [threading.Thread(target=lambda: unpacked.open(attachments[0]).read()) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.opened == 1
    held = unpacked.open(attachments[0])
    for attachment in attachments:
        unpacked.open(attachment).close()
    assert list(unpacked._kept) == ["2", "3", "4", "5"]
    assert held.read() == CONTENT
    monkeypatch.setattr(unpacking, "KEPT_BYTES", 2 * len(CONTENT))
    unpacked.open(attachments[5]).close()
    assert list(unpacked._kept) == ["4", "5"]
    unpacked.forget(attachments[5])
    unpacked.forget(attachments[0])
    assert list(unpacked._kept) == ["4"]
    unpacked.close()
    assert not unpacked._kept


def test_what_is_damaged_or_gone(unpacked, storage, put, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "IN_MEMORY", 1000)
    attachment = put()
    file = tmp_path / attachment.locator
    whole = file.read_bytes()
    file.write_bytes(whole[:-10])
    for _ in range(2):
        with pytest.raises(CorruptedFile):
            unpacked.open(attachment)
    file.write_bytes(whole)
    assert unpacked.open(attachment).read() == CONTENT  # the failure is not kept
    other = put(uuid="o")
    storage.delete(other.locator)
    with pytest.raises(NotFound):
        unpacked.open(other)
