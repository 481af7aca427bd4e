"""What every storage backend must do, as tests to inherit::

class TestTape(StorageContract):
    @pytest.fixture
    def storage(self, tmp_path):
        return Tape(tmp_path)
"""

import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from broch_hostapi.errors import NotFound, StorageFull
from broch_hostapi.storage import Buffer, Storage, StorageHints

HOSTILE = StorageHints(
    patient_id="../../etc/passwd",
    study_uid="/absolute",
    series_uid="a\0b",
    sop_uid="x" * 5000,
    modality="\n",
    study_date="C:\\",
    instance_number="Ünïcödé ☃",
)
"""Hints as the world outside may send them."""


class StorageContract:
    """Inherit it and give a fixture ``storage``: a new, empty storage."""

    @pytest.fixture
    def storage(self) -> Storage:
        """To be given by the backend's tests."""
        raise NotImplementedError

    @staticmethod
    def put(storage: Storage, *chunks: Buffer, hints: StorageHints = StorageHints()) -> str:  # noqa: B008
        """Write a new attachment."""
        return storage.put(iter(chunks), str(uuid.uuid4()), 1, hints)

    @staticmethod
    def read(storage: Storage, locator: str, start: int = 0, stop: int | None = None) -> bytes:
        """Read one, or a part of it."""
        with storage.open(locator, start, stop) as file:
            return file.read()

    def test_what_was_put_can_be_read(self, storage: Storage) -> None:
        """As bytes, from all kinds of buffer."""
        locator = self.put(storage, b"one ", bytearray(b"two "), memoryview(b"three"))
        assert self.read(storage, locator) == b"one two three"
        with storage.view(locator) as whole:
            assert bytes(whole) == b"one two three"

    def test_nothing_at_all_can_be_stored(self, storage: Storage) -> None:
        """An attachment may be empty."""
        locator = self.put(storage)
        assert self.read(storage, locator) == b""
        with storage.view(locator) as whole:
            assert bytes(whole) == b""

    def test_a_large_attachment(self, storage: Storage) -> None:
        """Larger than what a backend keeps in one piece."""
        chunk = bytes(range(256)) * 4096
        locator = self.put(storage, *[chunk] * 9)
        assert self.read(storage, locator) == chunk * 9
        with storage.view(locator) as whole:
            assert len(whole) == len(chunk) * 9
            assert bytes(whole[-256:]) == chunk[-256:]

    @pytest.mark.parametrize(
        ("start", "stop"), [(0, None), (3, None), (3, 6), (0, 0), (9, 10), (10, None), (4, 4), (8, 100)]
    )
    def test_ranges(self, storage: Storage, start: int, stop: int | None) -> None:
        """The bytes [start, stop), also where they reach beyond the end."""
        content = b"0123456789"
        assert self.read(storage, self.put(storage, content), start, stop) == content[start:stop]

    def test_a_range_is_read_in_pieces(self, storage: Storage) -> None:
        """And never beyond its end."""
        locator = self.put(storage, b"0123456789")
        with storage.open(locator, 2, 7) as file:
            assert (file.read(2), file.read(2), file.read(9), file.read(1)) == (b"23", b"45", b"6", b"")

    @pytest.mark.parametrize("locator", ["nowhere", "no/where/at/all", "../../etc/passwd", "/etc/passwd"])
    def test_what_is_not_there_is_not_found(self, storage: Storage, locator: str) -> None:
        """Nor is anything outside of the storage."""
        with pytest.raises(NotFound):
            self.read(storage, locator)
        with pytest.raises(NotFound), storage.view(locator):
            pass

    def test_a_deleted_attachment_is_gone(self, storage: Storage) -> None:
        """The second deletion is no error."""
        locator, other = self.put(storage, b"a"), self.put(storage, b"b")
        storage.delete(locator)
        storage.delete(locator)
        with pytest.raises(NotFound):
            self.read(storage, locator)
        assert self.read(storage, other) == b"b"

    def test_all_are_listed_with_their_sizes(self, storage: Storage) -> None:
        """In any order."""
        wanted = {self.put(storage, b"x" * size): size for size in (0, 1, 70_000)}
        assert dict(storage.iterate()) == wanted
        storage.delete(next(iter(wanted)))
        assert len(list(storage.iterate())) == 2

    @pytest.mark.parametrize("error", [StorageFull("full"), ValueError("the sender hung up"), KeyboardInterrupt()])
    def test_nothing_is_left_of_what_failed(self, storage: Storage, error: BaseException) -> None:
        """Whatever the chunks raise comes through, and no part of them stays."""

        def breaking_off() -> Iterable[Buffer]:
            yield b"x" * 100_000
            raise error

        with pytest.raises(type(error)):
            storage.put(breaking_off(), str(uuid.uuid4()), 1, StorageHints())
        assert list(storage.iterate()) == []

    def test_hints_are_not_trusted(self, storage: Storage) -> None:
        """Whatever they say, the attachment lies inside the storage."""
        locator = self.put(storage, b"content", hints=HOSTILE)
        assert self.read(storage, locator) == b"content"
        assert dict(storage.iterate()) == {locator: 7}

    def test_many_threads_side_by_side(self, storage: Storage) -> None:
        """Each gets its own content back."""

        def put_and_read(number: int) -> bool:
            content = bytes([number]) * (1000 + number)
            return self.read(storage, self.put(storage, content)) == content

        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(put_and_read, range(64)))
        assert len(list(storage.iterate())) == 64
