"""Tags of stored instances in the three formats."""

import re
from typing import Any, Protocol, cast

from broch_hostapi.dataset import DataSet
from broch_hostapi.host import Host
from flask import Request

from broch.dataset import tag_json
from broch.dataset.scan import Scan
from broch.rest.resource_json import TagFormat

_WRITERS = {"full": tag_json.full, "simplified": tag_json.simplified, "short": tag_json.short}
_NUMBERED = re.compile(r"[0-9A-Fa-f]{4},[0-9A-Fa-f]{4}")


class _Scanned(Protocol):
    """What the core's data sets have beyond the contract."""

    scan: Scan


def tags_of(dataset: DataSet, form: TagFormat, ignored: frozenset[int]) -> dict[str, Any]:
    """All tags of an instance. Long values are left out, but for the tags in ``ignored``."""
    return _WRITERS[form](cast(_Scanned, dataset).scan, ignored)


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
