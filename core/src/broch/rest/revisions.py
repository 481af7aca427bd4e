"""Revisions on the wire: ``ETag``, ``If-Match``, ``If-None-Match`` (RFC 9110 8.8.3, 13.1) of metadata and attachments.

An entity tag is ``"<revision>-<MD5>"``. With the option ``CheckRevisions``, whoever changes what is there has to say
which revision he has seen.
"""

import re

from broch_hostapi.errors import Conflict, ParameterOutOfRange
from broch_hostapi.resources import Attachment
from flask import Request

_TAG = re.compile(r'(?:W/)?("?)(\d{1,18})-([^",\s]*)\1', re.ASCII)
_NOT_THERE = -1


def etag(revision: int, md5: str) -> str:
    """The entity tag of a revision."""
    return f'"{revision}-{md5}"'


def etag_of(attachment: Attachment) -> str:
    """Of an attachment: the same, however it is stored."""
    return etag(attachment.revision, attachment.md5)


def is_known(request: Request, present: str) -> bool:
    """Whether the client has this version already (``If-None-Match``). Raises ``ParameterOutOfRange``."""
    header = request.environ.get("HTTP_IF_NONE_MATCH", "").strip()
    if header in ("", "*"):
        return bool(header)
    return any(etag(*_parse("If-None-Match", item)) == present for item in header.split(","))


def expected_revision(request: Request, present: str | None, *, check: bool) -> int | None:
    """The revision that has to be there for a change to be made: None for any, -1 for none at all.

    ``present``: the entity tag of what is there; None for nothing. Raises ``Conflict``, ``ParameterOutOfRange``.
    """
    header = request.environ.get("HTTP_IF_MATCH", "").strip()
    seen = _parse("If-Match", header) if header else None
    if present is None:
        return _NOT_THERE if check else None
    if seen is not None:
        if etag(*seen) != present:
            raise Conflict("the revision in the header If-Match is not the present one")
        return seen[0]
    if check:
        raise Conflict("the header If-Match is missing, and CheckRevisions is true")
    return None


def _parse(header: str, text: str) -> tuple[int, str]:
    match = _TAG.fullmatch(text.strip())
    if match is None:
        raise ParameterOutOfRange(f"the header {header} should have an ETag, which is a revision and an MD5")
    return int(match[2]), match[3]
