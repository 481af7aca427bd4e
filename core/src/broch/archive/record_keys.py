"""Directory records of a file-set: which SOP classes they stand for, and which keys they have (PS3.3 F.4 and F.5)."""

from functools import cache
from typing import NamedTuple


class Key(NamedTuple):
    """``kind``: 1 has a value, 2 may be empty, 3 is there if the instance has it (so are the keys of type 1C)."""

    tag: int
    kind: int


def _keys(required: tuple[int, ...], empty: tuple[int, ...] = (), optional: tuple[int, ...] = ()) -> tuple[Key, ...]:
    kinds = ((1, required), (2, empty), (3, optional))
    return tuple(sorted(Key(tag, kind) for kind, tags in kinds for tag in tags))


_DATE, _TIME, _NUMBER, _CONCEPT, _CONTENT = 0x00080023, 0x00080033, 0x00200013, 0x0040A043, 0x0040A730
_LABEL, _DESCRIPTION, _CREATOR = 0x00700080, 0x00700081, 0x00700084
_NUMBERED = _keys((_NUMBER,))
_DATED = _keys((_DATE, _TIME, _NUMBER))
_LABELLED = _keys((_DATE, _TIME, _NUMBER, _LABEL), (_DESCRIPTION, _CREATOR))
_HL7_IDENTIFIER, _DOCUMENT_TITLE, _DOCUMENT_TYPE = 0x0040E001, 0x00420010, 0x00420012

RECORD_KEYS = {
    "PATIENT": _keys((0x00100020,), (0x00100010,)),
    "STUDY": _keys((0x00080020, 0x00080030, 0x0020000D, 0x00200010), (0x00080050, 0x00081030)),
    "SERIES": _keys((0x00080060, 0x0020000E, 0x00200011)),
    "IMAGE": _NUMBERED,
    "RT DOSE": _keys((_NUMBER, 0x3004000A), optional=(0x30040006,)),
    "RT STRUCTURE SET": _keys((_NUMBER, 0x30060002), (0x30060008, 0x30060009)),
    "RT PLAN": _keys((_NUMBER, 0x300A0002), (0x300A0006, 0x300A0007)),
    "RT TREAT RECORD": _keys((_NUMBER,), (0x30080250, 0x30080251)),
    "PRESENTATION": _keys(
        (0x00700082, 0x00700083, _NUMBER, _LABEL), (_DESCRIPTION, _CREATOR), (0x00081115, 0x00700101)
    ),
    "WAVEFORM": _DATED,
    "SR DOCUMENT": _keys((_DATE, _TIME, _NUMBER, 0x0040A491, 0x0040A493, _CONCEPT), optional=(0x0040A030, _CONTENT)),
    "KEY OBJECT DOC": _keys((_DATE, _TIME, _NUMBER, _CONCEPT), optional=(_CONTENT,)),
    "SPECTROSCOPY": _keys(
        (0x00080008, _DATE, _TIME, _NUMBER, 0x00280008, 0x00280010, 0x00280011, 0x00289001, 0x00289002),
        optional=(0x00089092,),
    ),
    "RAW DATA": _keys((_DATE, _TIME), (_NUMBER,)),
    "REGISTRATION": _LABELLED,
    "FIDUCIAL": _LABELLED,
    "VALUE MAP": _LABELLED,
    "ENCAP DOC": _keys((_NUMBER, _DOCUMENT_TYPE), (_DATE, _TIME, _DOCUMENT_TITLE, _CONCEPT), (_HL7_IDENTIFIER,)),
    "STEREOMETRIC": (),
    "PLAN": (),
    "MEASUREMENT": _keys((_DATE, _TIME, _NUMBER)),
    "SURFACE": _LABELLED,
    "SURFACE SCAN": _keys((_DATE, _TIME)),
    "TRACT": _LABELLED,
    "ASSESSMENT": _keys((0x00080012, _NUMBER), (0x00080013,)),
    "RADIOTHERAPY": _keys((_NUMBER, 0x3010007F), (0x00700081, 0x00700084), (0x30100033,)),
    "ANNOTATION": _LABELLED,
}  # fmt: skip
"""By type of record, in the order of the tags."""
EXTENDED_KEYS = {"SERIES": _keys((), optional=(0x0008103E,))}
"""What Orthanc's extended directories have besides."""

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_FAMILIES = {"9.": "WAVEFORM", "11.": "PRESENTATION", "88.": "SR DOCUMENT", "104.": "ENCAP DOC"}
_CLASSES = {
    "4.2": "SPECTROSCOPY", "66": "RAW DATA", "66.1": "REGISTRATION", "66.2": "FIDUCIAL", "66.3": "REGISTRATION",
    "66.5": "SURFACE", "66.6": "TRACT", "67": "VALUE MAP", "68.1": "SURFACE SCAN", "68.2": "SURFACE SCAN",
    "77.1.5.3": "STEREOMETRIC", "78.6": "SR DOCUMENT", "79.1": "SR DOCUMENT", "80.1": "MEASUREMENT",
    "88.59": "KEY OBJECT DOC", "90.1": "ASSESSMENT", "91.1": "ANNOTATION", "131": "PRESENTATION",
    **{f"78.{number}": "MEASUREMENT" for number in (1, 2, 3, 4, 5, 7, 8)},
    "481.2": "RT DOSE", "481.3": "RT STRUCTURE SET", "481.5": "RT PLAN", "481.8": "RT PLAN",
    **{f"481.{number}": "RT TREAT RECORD" for number in (4, 6, 7, 9)},
    **{f"481.{number}": "RADIOTHERAPY" for number in (*range(10, 23), 25)},
}  # fmt: skip
_BEAMS_DELIVERY = frozenset(("1.2.840.10008.5.1.4.34.7", "1.2.840.10008.5.1.4.34.10"))


@cache
def record_type(sop_class: str) -> str:
    """Of the record of an instance; IMAGE for what is not known to be something else."""
    if sop_class in _BEAMS_DELIVERY:
        return "PLAN"
    if not sop_class.startswith(_STORAGE):
        return "IMAGE"
    number = sop_class.removeprefix(_STORAGE)
    family = next((kind for start, kind in _FAMILIES.items() if number.startswith(start)), "IMAGE")
    return _CLASSES.get(number, family)
