"""The naming scheme: a template with keywords in braces, and the path that it gives to a file.

``{PatientID} - {PatientName}/{split(StudyDate)}/{SeriesInstanceUID}/{pad6(InstanceNumber)}{.ext}``
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from broch_hostapi import StorageHints

from broch_advancedstorage.names import safe_name

DEFAULT = "OrthancDefault"
_DEFAULT_SCHEME = "{01(UUID)}/{23(UUID)}/{UUID}"


@dataclass(frozen=True, slots=True)
class Named:
    """What a name is made of."""

    uuid: str
    hints: StorageHints


Value = Callable[[Named], str]
Piece = Callable[[Named], list[str]]
"""Gives texts: the first goes on with the present name, each other begins a new one, one folder deeper."""

_FIELDS = {
    "PatientID": "patient_id",
    "StudyInstanceUID": "study_uid",
    "SeriesInstanceUID": "series_uid",
    "SOPInstanceUID": "sop_uid",
    "Modality": "modality",
    "StudyDate": "study_date",
    "InstanceNumber": "instance_number",
}
"""Elements that every hint brings."""
TAGS = {
    "PatientName": 0x00100010,
    "PatientBirthDate": 0x00100030,
    "PatientSex": 0x00100040,
    "OtherPatientIDs": 0x00101000,
    "StudyTime": 0x00080030,
    "AccessionNumber": 0x00080050,
    "InstitutionName": 0x00080080,
    "ReferringPhysicianName": 0x00080090,
    "StudyDescription": 0x00081030,
    "StudyID": 0x00200010,
    "RequestingPhysician": 0x00321032,
    "RequestedProcedureDescription": 0x00321060,
    "SeriesDate": 0x00080021,
    "SeriesTime": 0x00080031,
    "Manufacturer": 0x00080070,
    "StationName": 0x00081010,
    "SeriesDescription": 0x0008103E,
    "OperatorsName": 0x00081070,
    "BodyPartExamined": 0x00180015,
    "SequenceName": 0x00180024,
    "ProtocolName": 0x00181030,
    "SeriesNumber": 0x00200011,
    "SOPClassUID": 0x00080016,
    "InstanceCreationDate": 0x00080012,
    "InstanceCreationTime": 0x00080013,
    "AcquisitionDate": 0x00080022,
    "AcquisitionTime": 0x00080032,
    "AcquisitionNumber": 0x00200012,
    "ContentDate": 0x00080023,
    "ContentTime": 0x00080033,
    "ImageType": 0x00080008,
    "InstitutionalDepartmentName": 0x00081040,
    "FrameOfReferenceUID": 0x00200052,
}
"""Elements that are known by keyword beside those (PS3.6); any other can be given by its number."""
_PUBLIC_IDS = ("OrthancPatientID", "OrthancStudyID", "OrthancSeriesID", "OrthancInstanceID")
_NUMBER = re.compile(r"([0-9A-Fa-f]{4})[,-]?([0-9A-Fa-f]{4})")
_TERM = re.compile(r"(?:(?P<function>\w+)\((?P<inner>[^()]+)\))|(?P<name>[^()]+)")
_EXTENSION = ".dcm"


class Scheme:
    """A template that was read."""

    def __init__(self, template: str) -> None:
        """Raises ``ValueError`` that says what is wrong with it."""
        self._pieces = list(_pieces(_DEFAULT_SCHEME if template == DEFAULT else template))

    def path(self, named: Named) -> list[str]:
        """Folders and the file's name, each safe to use."""
        names = [""]
        for piece in self._pieces:
            first, *deeper = piece(named)
            names[-1] += first
            names += deeper
        return [safe_name(name) for name in names]


def wrong_scheme(template: str) -> str | None:
    """What is wrong with a template, or None."""
    try:
        Scheme(template)
    except ValueError as error:
        return str(error)
    return None


def _pieces(template: str) -> list[Piece]:
    parts = re.split(r"\{([^{}]*)\}", template)
    literals = parts[::2]
    if any("{" in literal or "}" in literal for literal in literals):
        raise ValueError("has a brace without its counterpart")
    plain = "x".join(literals)  # a keyword is never nothing
    if "/" not in plain:
        raise ValueError("should have a folder: a slash that is not inside braces")
    if plain.startswith("/") or plain.endswith("/") or "//" in plain or "\\" in plain or "\0" in plain:
        raise ValueError("should be a path without an empty part: no slash at its ends, no two in a row, no backslash")
    pieces = [_literal(literals[0])]
    for keyword, literal in zip(parts[1::2], literals[1:], strict=True):
        pieces += [_piece(keyword), _literal(literal)]
    return pieces


def _literal(text: str) -> Piece:
    texts = text.split("/")
    return lambda named: texts  # noqa: ARG005


def _piece(keyword: str) -> Piece:
    term = _TERM.fullmatch(keyword)
    if term is None:
        raise ValueError(f"{{{keyword}}} is not understood")
    if term["name"]:
        value = _value(term["name"])
        return lambda named: [value(named)]
    function = _FUNCTIONS.get(term["function"])
    if function is None:
        known = ", ".join(f"{name}()" for name in _FUNCTIONS)
        raise ValueError(f"{term['function']}() is not known; known are {known}")
    value = _value(term["inner"])
    return lambda named: function(value(named))


def _value(name: str) -> Value:
    if name == "UUID":
        return attrgetter("uuid")
    if name == ".ext":
        return lambda named: _EXTENSION  # noqa: ARG005
    if name in _PUBLIC_IDS:
        level = _PUBLIC_IDS.index(name)
        return lambda named: named.hints.public_ids[level]
    if name in _FIELDS:
        return attrgetter(f"hints.{_FIELDS[name]}")
    number = _NUMBER.fullmatch(name)
    if number:
        tag = int(number[1] + number[2], 16)
    elif name in TAGS:
        tag = TAGS[name]
    else:
        raise ValueError(f"{name!r} is no known keyword; an element without one is written as gggg,eeee")
    return lambda named: named.hints.text(tag)


def _split(text: str) -> list[str]:
    """Year, month and day of a date (PS3.5 6.2, VR DA); anything else stays one name."""
    if len(text) == 8 and text.isascii() and text.isdigit():
        return [text[:4], text[4:6], text[6:]]
    return [text]


def _padded(width: int) -> Callable[[str], list[str]]:
    return lambda text: [text.zfill(width) if text.isascii() and text.isdigit() else text]


_FUNCTIONS: dict[str, Callable[[str], list[str]]] = {
    "split": _split,
    "pad4": _padded(4),
    "pad6": _padded(6),
    "pad8": _padded(8),
    "01": lambda text: [text[0:2]],
    "23": lambda text: [text[2:4]],
}
