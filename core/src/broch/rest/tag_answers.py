"""All tags of a stored instance in one of the three formats, kept for a while."""

import re
from contextlib import AbstractContextManager
from typing import Protocol, cast

from broch_hostapi.dataset import DataSetService
from broch_hostapi.errors import UnknownTag
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment
from flask import Request

from broch.dataset import tag_json
from broch.dataset.conventions import Conventions
from broch.dataset.scan import Scan
from broch.rest.answer_cache import AnswerCache
from broch.rest.json_answer import as_json
from broch.rest.requested_tags import TagFormat

_MIB = 1 << 20
_LARGEST_ROOM = 32 * _MIB
_NUMBERED = re.compile(r"[0-9A-Fa-f]{4},[0-9A-Fa-f]{4}")


class CoreDataSets(DataSetService, Protocol):
    """What the core's data set service has beyond the contract."""

    conventions: Conventions

    def scan_head(self, attachment: Attachment) -> Scan:
        """The elements before the pixel data. Nothing stays open."""
        ...

    def scan_all(self, attachment: Attachment) -> AbstractContextManager[Scan]:
        """All elements, for the length of the context."""
        ...


def core_datasets(host: Host) -> CoreDataSets:
    """The data set service of a host that is the core's."""
    return cast(CoreDataSets, host.datasets)


class TagAnswers:
    """All tags of an instance as JSON. They follow from its file, which never changes, so they are kept for a while."""

    def __init__(self, host: Host) -> None:
        self._datasets = core_datasets(host)
        self._kept = AnswerCache(_room(host))

    def json(
        self, attachment: Attachment, form: TagFormat, ignored: frozenset[int] = frozenset(), *, whole: bool = False
    ) -> bytes:
        """Long values are left out, but for the tags in ``ignored``. ``whole``: also what is behind the pixel data."""
        return self._kept.get(
            (attachment.uuid, form, ignored, whole, self._datasets.conventions.default_encoding),
            lambda: self._make(attachment, form, ignored, whole),
        )

    def _make(self, attachment: Attachment, form: TagFormat, ignored: frozenset[int], whole: bool) -> bytes:
        if not whole:
            return as_json(tag_json.FORMATS[form](self._datasets.scan_head(attachment), ignored))
        with self._datasets.scan_all(attachment) as scan:
            return as_json(tag_json.FORMATS[form](scan, ignored))

    def forget(self) -> None:
        """Make all anew."""
        self._kept.clear()


def _room(host: Host) -> int:
    """Bytes to keep: a part of what the configuration allows."""
    return min(_LARGEST_ROOM, int(host.configuration.get("MaximumStorageCacheSize", 128)) * _MIB // 4)


def ignored_lengths(host: Host, request: Request) -> frozenset[int]:
    """Tags named by ``?ignore-length=``. Raises ``UnknownTag``."""
    named = request.args.get("ignore-length") if request.query_string else None
    if named is None:
        return frozenset()
    if not (names := _names(named)):
        raise UnknownTag(named[:64])
    return frozenset(host.dictionary.tag_of(name) for name in names)


def _names(text: str) -> list[str]:
    """Names of tags, separated by semicolons or commas; a comma also stands within ``gggg,eeee``."""
    pieces = (piece.strip() for piece in text.split(";"))
    return [
        name.strip()
        for piece in pieces
        for name in ([piece] if _NUMBERED.fullmatch(piece) else piece.split(","))
        if name.strip()
    ]
