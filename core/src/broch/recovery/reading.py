"""What a stored file says of itself: size, checksum, and the entry that the index should have for it."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from broch_hostapi.errors import BrochError, NotFound
from broch_hostapi.resources import Attachment, Level
from broch_hostapi.storage import Buffer, Storage

from broch.dataset.conventions import Conventions
from broch.dataset.file_meta import IMPLEMENTATION_CLASS_UID
from broch.dataset.scan import Scan, scan_file
from broch.index.main_tags import DEFAULT, MainTags, TagLists
from broch.index.new_instance import NewInstance
from broch.ingest import identify, new_instance
from broch.storage.attachments import Attachments

CHUNK = 1 << 20
SOURCE_AE, IMPLEMENTATION = 0x00020016, 0x00020012


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of reading one file."""

    missing: bool = False
    size: int = 0
    md5: str = ""
    """Empty if it was not wanted."""
    entry: NewInstance | None = None
    """If it is a DICOM file and that was wanted."""
    problem: str = ""
    """Why there is no entry, or why it could not be read."""


def size_of(storage: Storage, locator: str) -> Reading:
    """Without reading it."""
    try:
        with storage.open(locator) as file:
            return Reading(size=file.seek(0, os.SEEK_END))
    except NotFound:
        return Reading(missing=True)
    except (BrochError, OSError) as error:
        return Reading(problem=f"cannot be read: {error}")


def read(
    storage: Storage, attachments: Attachments, attachment: Attachment, *, dicom: bool,
    conventions: Conventions | None = None, main_tags: TagLists = DEFAULT,
) -> Reading:
    """Read all of it as it is stored; ``dicom``: if it is what was stored, also as a DICOM file."""
    try:
        with storage.view(attachment.locator) as buffer:
            size, digest = len(buffer), md5_of(buffer)
        if not dicom or digest != attachment.stored_md5:
            return Reading(size=size, md5=digest)
        try:
            with attachments.view(attachment) as buffer:
                scan = scan_file(buffer, whole=False, conventions=conventions)
                return Reading(size=size, md5=digest, entry=entry_of(scan, main_tags=main_tags))
        except BrochError as error:
            return Reading(size=size, md5=digest, problem=f"is no DICOM file: {error}")
    except NotFound:
        return Reading(missing=True)
    except (BrochError, OSError) as error:
        return Reading(problem=f"cannot be read: {error}")


def md5_of(buffer: Buffer) -> str:
    """In hexadecimal; others get their turn in between."""
    digest, view = hashlib.md5(usedforsecurity=False), memoryview(buffer)
    for start in range(0, len(view), CHUNK):
        digest.update(view[start : start + CHUNK])
    return digest.hexdigest()


def entry_of(
    scan: Scan, *, metadata: Mapping[str, str] | None = None, attachments: tuple[Attachment, ...] = (),
    received: str = "", overwrite: str = "Never", main_tags: TagLists = DEFAULT,
) -> NewInstance:
    """As ingest makes it, of what a file alone can tell. Raises ``BadFile``."""
    identity, tags = identify(scan), MainTags(scan, main_tags)
    for level in Level:
        tags[level]  # decoded now: the file may be closed when it is needed
    return new_instance(scan, identity, tags, metadata or {}, attachments, received, overwrite)


def sender_of(scan: Scan) -> str:
    """The calling AE title, if it was Broch that wrote the file meta information when it received it by C-STORE."""
    meta = Scan.of_meta(scan)
    return meta.text(SOURCE_AE) if meta.text(IMPLEMENTATION) == IMPLEMENTATION_CLASS_UID else ""
