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
from broch_hostapi.storage import Buffer, KindKeeper, SlottedStorage, Storage, StorageHints

HOSTILE = StorageHints(
    patient_id="../../etc/passwd",
    study_uid="/absolute",
    series_uid="a\0b",
    sop_uid="x" * 5000,
    modality="\n",
    study_date="C:\\",
    instance_number="Ünïcödé ☃",
    public_ids=("..", ".", "", "CON"),
    text=lambda tag: f"\ud800{tag}/../../",
)
"""Hints as the world outside may send them."""
USUAL = StorageHints(
    patient_id="P1", study_uid="1.2.1", series_uid="1.2.1.1", sop_uid="1.2.1.1.1", modality="CT", study_date="20240131",
    instance_number="1", public_ids=("a" * 44, "b" * 44, "c" * 44, "d" * 44), text=lambda tag: f"text of {tag:08x}",
)  # fmt: skip
"""Hints of an ordinary instance."""


class StorageContract:
    """Inherit it and give a fixture ``storage``: a new, empty storage."""

    @pytest.fixture
    def storage(self) -> Storage:
        """To be given by the backend's tests."""
        raise NotImplementedError

    @staticmethod
    def put(
        storage: Storage,
        *chunks: Buffer,
        hints: StorageHints = StorageHints(),  # noqa: B008
        kind: int = 1,
    ) -> str:
        """Write a new attachment."""
        return storage.put(iter(chunks), str(uuid.uuid4()), kind, hints)

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

    def test_two_with_the_same_hints_are_two(self, storage: Storage) -> None:
        """Whether one after the other or at once: none takes the place of another."""

        def put(number: int) -> tuple[str, bytes]:
            content = b"content %d" % number
            return self.put(storage, content, hints=USUAL), content

        with ThreadPoolExecutor(8) as threads:
            stored = dict([put(-1), *threads.map(put, range(16))])
        assert len(stored) == 17
        assert all(self.read(storage, locator) == content for locator, content in stored.items())
        assert dict(storage.iterate()) == {locator: len(content) for locator, content in stored.items()}

    def test_putting_and_deleting_beside_each_other(self, storage: Storage) -> None:
        """Whoever tidies up after a deletion takes nothing from who is about to put something there."""

        def put_read_and_delete(number: int) -> bool:
            content = bytes([number])
            locator = self.put(storage, content, hints=USUAL)
            same = self.read(storage, locator) == content
            storage.delete(locator)
            return same

        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(put_read_and_delete, range(200)))
        assert list(storage.iterate()) == []

    def test_other_kinds_need_no_hints(self, storage: Storage) -> None:
        """And their kind is known again, by a storage that knows kinds."""
        locators = {kind: self.put(storage, b"x", kind=kind) for kind in (1, 2, 1024, 65535)}
        assert len(set(locators.values())) == 4
        assert all(self.read(storage, locator) == b"x" for locator in locators.values())
        if isinstance(storage, KindKeeper):
            assert {kind: storage.kind_of(locator) for kind, locator in locators.items()} == {k: k for k in locators}

    @pytest.mark.parametrize("error", [StorageFull("full"), ValueError("the sender hung up")])
    def test_a_failure_leaves_others_alone(self, storage: Storage, error: Exception) -> None:
        """Also those that lie beside it."""
        locator = self.put(storage, b"content", hints=USUAL)

        def breaking_off() -> Iterable[Buffer]:
            yield b"x"
            raise error

        with pytest.raises(type(error)):
            storage.put(breaking_off(), str(uuid.uuid4()), 1, USUAL)
        assert self.read(storage, locator) == b"content"
        assert dict(storage.iterate()) == {locator: 7}

    def test_what_is_being_written_is_listed_or_gone(self, storage: Storage) -> None:
        """A crash may break a put off at any moment: what it leaves can be found and deleted."""
        listed: list[str] = []

        def looking() -> Iterable[Buffer]:
            yield b"x" * 100_000
            listed.extend(locator for locator, _ in storage.iterate())
            yield b"y"

        stored = self.put(storage, *[], hints=USUAL)
        locator = storage.put(looking(), str(uuid.uuid4()), 1, USUAL)
        assert set(listed) in ({stored}, {stored, locator})

    def test_a_view_and_a_file_outlive_the_deletion(self, storage: Storage) -> None:
        """Who reads while others delete reads to the end."""
        content = bytes(range(256)) * 8192
        locator = self.put(storage, content)
        with storage.view(locator) as whole, storage.open(locator) as file:
            storage.delete(locator)
            assert bytes(whole) == content
            assert file.read() == content

    def test_descriptions_read_nothing(self, storage: Storage) -> None:
        """Not even whether it is there."""
        locator = self.put(storage, b"x", hints=USUAL)
        told = storage.describe(locator)
        storage.delete(locator)
        assert storage.describe(locator) == told
        assert all(isinstance(name, str) for name in told)
        storage.describe("../../etc/passwd")

    def test_a_slot_names_what_will_be_there(self, storage: Storage) -> None:
        """Where a storage gives slots; two of them side by side, one of them left."""
        if not isinstance(storage, SlottedStorage):
            pytest.skip("this storage has no slots")
        first, second = (storage.slot(str(uuid.uuid4()), 1, USUAL) for _ in range(2))
        assert first.locator != second.locator
        second.write([b"abc", memoryview(b"d")])
        assert self.read(storage, second.locator) == b"abcd"
        second.sync()
        first.leave()
        assert dict(storage.iterate()) == {second.locator: 4}

    def test_a_slot_that_fails_is_free_again(self, storage: Storage) -> None:
        """Nothing is left, as with ``put``."""
        if not isinstance(storage, SlottedStorage):
            pytest.skip("this storage has no slots")

        def breaking_off() -> Iterable[Buffer]:
            yield b"x"
            raise ValueError("the sender hung up")

        slot = storage.slot(str(uuid.uuid4()), 1, USUAL)
        with pytest.raises(ValueError, match="hung up"):
            slot.write(breaking_off())
        assert list(storage.iterate()) == []
