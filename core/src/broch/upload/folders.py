"""What there is to send in files, folders and archives, and what a DICOMDIR names."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from broch.upload.archives import archive_members
from broch.upload.sources import HEAD, Found, NotDicom, Source, Unreadable, is_dicom, key_of


def find(paths: Sequence[Path], largest: int) -> Iterator[Found]:
    """All that these files, folders, archives and DICOMDIR files hold, one after the other.

    ``largest``: bytes of a member of an archive. Of an archive's members the ``Source`` has to be discarded.
    """
    for path in files_of(paths):
        if isinstance(path, Unreadable):
            yield path
            continue
        try:
            yield from _of_file(path, largest)
        except OSError as error:
            yield Unreadable(str(path), error.strerror or str(error))


def _of_file(path: Path, largest: int) -> Iterator[Found]:
    with path.open("rb") as file:
        told, head = os.fstat(file.fileno()), file.read(HEAD)
    place, changed = os.path.abspath(path), told.st_mtime_ns
    certain = is_dicom(head)
    if certain is not None:
        key = key_of(place, told.st_size, changed)
        yield Source(str(path), key, told.st_size, certain, lambda: path.open("rb"))
    else:
        members = archive_members(path, head, place, changed, largest)
        yield from [NotDicom(str(path))] if members is None else members


def files_of(paths: Sequence[Path]) -> Iterator[Path | Unreadable]:
    """Every file once; links are followed, each folder is entered once."""
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path.name.upper() == "DICOMDIR" and path.is_file():
            yield from _named_by(path)
        else:
            yield from _walk(path, seen)


def _walk(top: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Unreadable]:
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            told = path.stat()
            if stat.S_ISREG(told.st_mode):
                yield path
            elif stat.S_ISDIR(told.st_mode) and (told.st_dev, told.st_ino) not in seen:
                seen.add((told.st_dev, told.st_ino))
                waiting += (path / name for name in sorted(os.listdir(path), reverse=True))
        except OSError as error:
            yield Unreadable(str(path), error.strerror or str(error))


def _named_by(directory: Path) -> Iterator[Path | Unreadable]:
    """The files of a DICOMDIR (PS3.10 8.6), whatever the case in which the medium's file system shows the names."""
    from pydicom import dcmread
    from pydicom.multival import MultiValue

    try:
        records = dcmread(directory, specific_tags=["DirectoryRecordSequence"]).get("DirectoryRecordSequence") or []
    except Exception as error:  # noqa: BLE001 - pydicom raises of many kinds
        yield Unreadable(str(directory), f"no DICOMDIR: {type(error).__name__}")
        return
    for record in records:
        named = record.get("ReferencedFileID")
        if named:
            parts = [str(part) for part in named] if isinstance(named, MultiValue | list) else [str(named)]
            yield _beside(directory, parts)


def _beside(directory: Path, parts: Sequence[str]) -> Path | Unreadable:
    place = directory.parent
    for part in parts:
        if part in ("", ".", "..") or "/" in part or "\0" in part:
            return Unreadable(str(directory), f"names a file outside of its folder: {parts!r}")
        exact = place / part
        place = exact if exact.exists() else next((p for p in _listed(place) if p.name.upper() == part.upper()), exact)
    return place if place.is_file() else Unreadable(str(place), f"named by {directory.name}, but not there")


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
