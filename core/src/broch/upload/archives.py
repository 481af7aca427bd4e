"""What archives hold: ZIP, tar, tar in gzip, and one file in gzip. Nothing in them is believed."""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import SpooledTemporaryFile

from broch.upload.sources import HEAD, PIECE, Found, NotDicom, Readable, Source, Unreadable, is_dicom, key_of

_IN_MEMORY = 4 << 20  # Bytes of a member; larger ones go to a temporary file.
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)

Member = tuple[str, int | None, Readable | str]
"""Name, size if it is known, and what to read, or why it cannot be."""


def archive_members(path: Path, head: bytes, place: str, changed: int, largest: int) -> Iterator[Found] | None:
    """What is in an archive, or None if it is none. Each ``Source`` has to be discarded.

    ``head``: its first bytes; ``place`` and ``changed``: as of ``key_of``; ``largest``: bytes of a member at most.
    """
    if head[:4] == b"PK\x03\x04":
        return _found(path, _zip_members(path), place, changed, largest)
    if head[:2] == b"\x1f\x8b":
        return _found(path, _gzip_members(path), place, changed, largest)
    if _is_tar(head):
        return _found(path, _tar_members(path, "r|"), place, changed, largest)
    return None


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def _zip_members(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.flag_bits & 1:
                yield member.filename, None, "encrypted"
            elif not member.is_dir():
                try:
                    opened = archive.open(member)
                except _BROKEN as error:
                    yield member.filename, None, f"damaged archive: {error}"
                    continue
                with opened:
                    yield member.filename, member.file_size, opened


def _tar_members(path: Path, mode: str) -> Iterator[Member]:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for member in archive:
            file = archive.extractfile(member) if member.isreg() else None
            if file is not None:
                yield member.name, member.size, file
            archive.members = []  # else it remembers them all


def _gzip_members(path: Path) -> Iterator[Member]:
    with gzip.open(path) as packed:
        if not _is_tar(packed.read(HEAD)):
            packed.seek(0)
            yield path.stem, None, packed
            return
    yield from _tar_members(path, "r|gz")


def _found(archive: Path, members: Iterator[Member], place: str, changed: int, largest: int) -> Iterator[Found]:
    try:
        for number, (name, size, file) in enumerate(members):
            shown = f"{archive}!{name}"
            if isinstance(file, str):
                yield Unreadable(shown, file)
            else:
                yield _member(shown, f"{place}!{number}!{name}", changed, size, file, largest)
    except _BROKEN as error:
        yield Unreadable(str(archive), f"damaged archive: {error}")


def _member(shown: str, place: str, changed: int, size: int | None, file: Readable, largest: int) -> Found:
    """A member, unpacked where it can be read again. An archive may claim and hold more than any disk does."""
    try:
        head = file.read(HEAD)
        certain = is_dicom(head)
        if certain is None:
            return NotDicom(shown)
        if size is not None and size > largest:
            return Unreadable(shown, f"larger than {largest >> 20} MB (--largest)")
        unpacked = _unpacked(head, file, largest)
    except _BROKEN as error:
        return Unreadable(shown, f"damaged archive: {error}")
    if unpacked is None:
        return Unreadable(shown, f"larger than {largest >> 20} MB (--largest)")
    length = unpacked.tell()
    key = key_of(place, length, changed)
    return Source(shown, key, length, certain, lambda: _rewound(unpacked), unpacked.close)


def _unpacked(head: bytes, file: Readable, largest: int) -> SpooledTemporaryFile[bytes] | None:
    """What is in it, or None if that is too much."""
    spooled: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    try:
        spooled.write(head)
        while piece := file.read(PIECE):
            spooled.write(piece)
            if spooled.tell() > largest:
                spooled.close()
                return None
    except BaseException:
        spooled.close()
        raise
    return spooled


def _rewound(file: SpooledTemporaryFile[bytes]) -> AbstractContextManager[Readable]:
    file.seek(0)
    return nullcontext(file)
