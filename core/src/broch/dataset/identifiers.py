"""The public identifiers of the four levels: what Orthanc's clients call IDs.

Each is the SHA-1 of the DICOM identifiers from the patient downwards, joined by ``|``.
"""

from functools import lru_cache
from hashlib import sha1
from re import compile as pattern
from typing import NamedTuple

_PUBLIC_ID = pattern(r"[0-9a-f]{8}(-[0-9a-f]{8}){4}")


class PublicIds(NamedTuple):
    """Identifiers of one instance and its parents."""

    patient: str
    study: str
    series: str
    instance: str


def public_ids(patient_id: str, study_uid: str, series_uid: str, sop_uid: str) -> PublicIds:
    """The identifiers of an instance; padding does not count, and a missing value is empty.

    Spaces in front of a Patient ID do count, those in front of a UID do not: so observed on Orthanc 1.10.1.
    """
    names = [patient_id.rstrip(" \0"), *(uid.strip(" \0") for uid in (study_uid, series_uid, sop_uid))]
    return PublicIds(*_parents(*names[:3]), _hashed("|".join(names)))


def is_public_id(text: str) -> bool:
    """Whether a text has the form of a public identifier."""
    return _PUBLIC_ID.fullmatch(text) is not None


@lru_cache(1024)
def _parents(*names: str) -> tuple[str, str, str]:
    """Most instances have parents that came a moment before."""
    patient, study, series = (_hashed("|".join(names[:count])) for count in (1, 2, 3))
    return patient, study, series


def _hashed(text: str) -> str:
    digest = sha1(text.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
    return "-".join(digest[start : start + 8] for start in range(0, 40, 8))
