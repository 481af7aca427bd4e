"""Media types with parameters, as Accept and Content-Type carry them (RFC 9110 8.3.1 and 12.5.1, PS3.18 8.7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_TYPE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+|\*)\s*")
_PARAMETER = re.compile(r';\s*([\w!#$&^.+*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;,"]*)\s*')
_LONGEST_HEADER = 16384

TRANSFER_SYNTAX_MEDIA_TYPES = {
    "1.2.840.10008.1.2.5": "image/dicom-rle",
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.51": "image/jpeg",
    "1.2.840.10008.1.2.4.57": "image/jpeg",
    "1.2.840.10008.1.2.4.70": "image/jpeg",
    "1.2.840.10008.1.2.4.80": "image/jls",
    "1.2.840.10008.1.2.4.81": "image/jls",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
    "1.2.840.10008.1.2.4.92": "image/jpx",
    "1.2.840.10008.1.2.4.93": "image/jpx",
    "1.2.840.10008.1.2.4.100": "video/mpeg",
    "1.2.840.10008.1.2.4.101": "video/mpeg",
    "1.2.840.10008.1.2.4.102": "video/mp4",
    "1.2.840.10008.1.2.4.103": "video/mp4",
    "1.2.840.10008.1.2.4.104": "video/mp4",
    "1.2.840.10008.1.2.4.105": "video/mp4",
    "1.2.840.10008.1.2.4.106": "video/mp4",
    "1.2.840.10008.1.2.4.107": "video/mp4",
    "1.2.840.10008.1.2.4.108": "video/mp4",
    "1.2.840.10008.1.2.4.110": "image/jxl",
    "1.2.840.10008.1.2.4.111": "image/jxl",
    "1.2.840.10008.1.2.4.112": "image/jxl",
    "1.2.840.10008.1.2.4.201": "image/jphc",
    "1.2.840.10008.1.2.4.202": "image/jphc",
    "1.2.840.10008.1.2.4.203": "image/jphc",
}
"""Media type of a frame in a compressed transfer syntax (PS3.18 tables 8.7.3-2 to 8.7.3-4)."""
OCTET_STREAM = "application/octet-stream"
DICOM = "application/dicom"
DICOM_JSON = "application/dicom+json"
MULTIPART = "multipart/related"


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type or range in lower case; parameter names are in lower case too."""

    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def quality(self) -> float:
        """Weight from 0 to 1; what cannot be read counts as 1."""
        try:
            return float(self.parameters.get("q", "1"))
        except ValueError:
            return 1.0

    @property
    def part_type(self) -> str:
        """``type`` of a ``multipart/related`` in lower case, without parameters of its own; empty if it has none."""
        return self.parameters.get("type", "").partition(";")[0].strip().lower()

    @property
    def transfer_syntax(self) -> str:
        """UID, ``*``, or empty."""
        return self.parameters.get("transfer-syntax", "")

    def covers(self, name: str) -> bool:
        """Whether this is ``name`` or a range that it lies in."""
        return self.name in (name, "*/*") or (self.name.endswith("/*") and name.startswith(self.name[:-1]))


def parse_accept(header: str) -> list[MediaType]:
    """Media ranges of an Accept header, the preferred ones first; ``*/*`` if it is empty. Junk is left out."""
    ranges = [one for one in _parse_list(header[:_LONGEST_HEADER]) if one.quality > 0]
    if not header.strip():
        return [MediaType("*/*")]
    return sorted(ranges, key=lambda one: -one.quality)


def parse_content_type(header: str) -> MediaType:
    """A single media type; its name is empty if there is none."""
    return next(iter(_parse_list(header[:_LONGEST_HEADER])), MediaType(""))


def _parse_list(header: str) -> list[MediaType]:
    found: list[MediaType] = []
    at = 0
    while at < len(header):
        match = _TYPE.match(header, at)
        if match is None:
            at = header.find(",", at) + 1 or len(header)
            continue
        at = match.end()
        parameters: dict[str, str] = {}
        while parameter := _PARAMETER.match(header, at):
            parameters.setdefault(parameter[1].lower(), _unquoted(parameter[2]))
            at = parameter.end()
        found.append(MediaType("*/*" if match[1] == "*" else match[1].lower(), parameters))
        at = header.find(",", at) + 1 or len(header)
    return found


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value[:1] == '"' else value
