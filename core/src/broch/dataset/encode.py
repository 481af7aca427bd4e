"""Writing small data sets: identifiers of queries and their answers (PS3.5 7.1)."""

from collections.abc import Iterable
from struct import error as StructError
from struct import pack

LONG_VRS = frozenset(("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"))
NUMBERS = {"US": "<H", "SS": "<h", "UL": "<I", "SL": "<i", "FL": "<f", "FD": "<d", "SV": "<q", "UV": "<Q"}
SHORT_LIMIT = 0xFFFE
"""Bytes that a value with a two-byte length can have; more is cut, as an answer to a query is no place for it."""


def encode(elements: Iterable[tuple[int, str, bytes]], *, explicit: bool) -> bytes:
    """Elements (tag, VR, encoded value), in the order of their tags, in explicit or implicit VR little endian."""
    parts = []
    for tag, vr, value in elements:
        if len(value) % 2:
            value += b"\0" if vr in ("UI", "OB", "UN") else b" "
        if not explicit:
            parts.append(pack("<HHI", tag >> 16, tag & 0xFFFF, len(value)))
        elif vr in LONG_VRS:
            parts.append(pack("<HH2sHI", tag >> 16, tag & 0xFFFF, vr.encode(), 0, len(value)))
        else:
            value = value[:SHORT_LIMIT]
            parts.append(pack("<HH2sH", tag >> 16, tag & 0xFFFF, vr.encode(), len(value)))
        parts.append(value)
    return b"".join(parts)


def encode_value(vr: str, text: str, codec: str) -> bytes:
    """A value from its text; several are joined by a backslash. What is no number is left empty in a numeric VR.

    Raises ``UnicodeEncodeError`` when the codec cannot say it.
    """
    if vr in NUMBERS:
        return b"".join(_number(vr, part) for part in text.split("\\") if part)
    if vr == "AT":
        return b"".join(_tag(part) for part in text.split("\\") if part)
    if vr == "SQ":
        return b""
    return text.encode(codec)


def _tag(text: str) -> bytes:
    try:
        return pack("<HH", int(text[:4], 16), int(text[-4:], 16))
    except (ValueError, StructError):
        return b""


def _number(vr: str, text: str) -> bytes:
    try:
        return pack(NUMBERS[vr], float(text) if vr in ("FL", "FD") else int(text))
    except (ValueError, OverflowError, StructError):
        return b""
