"""After an unclean end: instances that were in the index before their files were durable, and never acknowledged."""

import hashlib
import logging

from broch_hostapi import Attachment
from broch_hostapi.errors import BrochError

from broch.index.commit import IndexWriter
from broch.index.unsettled import last_settled_file, take_back, unsettled_files
from broch.storage.attachments import Attachments
from broch.storage.content import CHUNK

logger = logging.getLogger(__name__)


def drop_unfinished(writer: IndexWriter, attachments: Attachments) -> None:
    """Remove from the index what came last and whose file is missing or wrong.

    If a file is missing that was certain to be durable, this is not the storage that belongs to the index, or it is
    not mounted: then nothing is removed. Raises ``DatabaseUnavailable``.
    """
    suspects = writer.submit(unsettled_files)
    lost = [(instance, file) for instance, file in suspects if not _is_whole(attachments, file)]
    if not lost:
        return
    witness = writer.submit(last_settled_file)
    if witness is not None and not _is_whole(attachments, witness):
        logger.error("files are missing that the index knows: is this its storage? `broch fsck` tells more")
        return
    for instance, file in lost:
        attachments.discard([file, *writer.submit(lambda tx, i=instance, f=file: take_back(tx, i, f.uuid))])  # type: ignore[misc]
        logger.warning("instance %s was not received completely when the server ended; it is removed", instance)


def _is_whole(attachments: Attachments, expected: Attachment) -> bool:
    md5, size = hashlib.md5(usedforsecurity=False), 0
    try:
        with attachments.open(expected.as_stored) as file:
            while chunk := file.read(CHUNK):
                md5.update(chunk)
                size += len(chunk)
    except BrochError:
        return False
    except OSError:  # it is there, and the disk is bad: nothing that a removal would mend
        return True
    return (size, md5.hexdigest()) == (expected.stored_size, expected.stored_md5)
