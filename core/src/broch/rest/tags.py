"""Tags of stored instances in the three formats."""

import re
from typing import Protocol, cast

from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment
from flask import Request

from broch.dataset import tag_json
from broch.dataset.scan import Scan
from broch.rest.answer_cache import AnswerCache
from broch.rest.json_answer import as_json
from broch.rest.resource_json import TagFormat

_WRITERS = {"full": tag_json.full, "simplified": tag_json.simplified, "short": tag_json.short}
_MIB = 1 << 20
_LARGEST_ROOM = 32 * _MIB
_NUMBERED = re.compile(r"[0-9A-Fa-f]{4},[0-9A-Fa-f]{4}")


class _Scanning(Protocol):
    """What the core's data set service has beyond the contract."""

    def scan_head(self, attachment: Attachment) -> Scan:
        """The elements before the pixel data."""
        ...


class TagAnswers:
    """All tags of an instance as JSON. They follow from its file, which never changes, so they are kept for a while."""

    def __init__(self, host: Host) -> None:
        self._datasets = cast(_Scanning, host.datasets)
        self._kept = AnswerCache(_room(host))

    def json(self, attachment: Attachment, form: TagFormat, ignored: frozenset[int]) -> bytes:
        """Long values are left out, but for the tags in ``ignored``."""
        return self._kept.get(
            (attachment.uuid, form, ignored),
            lambda: as_json(_WRITERS[form](self._datasets.scan_head(attachment), ignored)),
        )


def _room(host: Host) -> int:
    """Bytes to keep: a part of what the configuration allows."""
    return min(_LARGEST_ROOM, int(host.configuration.get("MaximumStorageCacheSize", 128)) * _MIB // 4)


def ignored_lengths(host: Host, request: Request) -> frozenset[int]:
    """Tags named by ``?ignore-length=``. Raises ``UnknownTag``."""
    named = request.args.get("ignore-length") if request.query_string else None
    return frozenset(host.dictionary.tag_of(name) for name in _names(named)) if named else frozenset()


def _names(text: str) -> list[str]:
    """Names of tags, separated by semicolons or commas; a comma also stands within ``gggg,eeee``."""
    pieces = (piece.strip() for piece in text.split(";"))
    return [
        name.strip()
        for piece in pieces
        for name in ([piece] if _NUMBERED.fullmatch(piece) else piece.split(","))
        if name.strip()
    ]
