"""Names of folders and files in an archive, the same as Orthanc 1.10.1 gives: clients' scripts look for them.

``P1 Doe John/A1 Brain MR/MR T1 ax/MR000000.dcm``: patient, study and series folders, then the first two letters of
the modality and a running number. Values are patient data from outside, so nothing in them may become a path.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST_NAME = 200
"""Bytes of one folder name: most file systems stop at 255, and a suffix may follow."""

_PATIENT_PARTS = ("PatientID", "PatientName")
_STUDY_PARTS = ("AccessionNumber", "StudyDescription")
_SERIES_PARTS = ("Modality", "SeriesDescription")


class Level(NamedTuple):
    """One resource above an instance: its public id and its tags by keyword."""

    identifier: str
    tags: Mapping[str, str]


def clean(text: str, *, utf8: bool = False) -> str:
    """Keep what every file system takes: letters, digits, ``.``, ``_`` and single spaces (``^`` becomes one).

    With ``utf8`` letters and digits of every script stay, without it ASCII alone.
    """
    spaced = text.replace("^", " ").replace("\n", " ")
    kept = (c for c in spaced if c in " ._" or (c.isalnum() and (utf8 or c.isascii())))
    return " ".join("".join(kept).split())


def folder_name(parts: tuple[str, ...], tags: Mapping[str, str], default: str, *, utf8: bool = False) -> str:
    """One path component, never empty, ``.`` or ``..``, which would leave the archive when it is unpacked."""
    name = clean(" ".join(tags.get(part, "") for part in parts), utf8=utf8)
    name = name.encode()[:LONGEST_NAME].decode(errors="ignore").rstrip()
    return name if name.strip(". ") else default


def file_name(modality: str, number: int) -> str:
    """``MR000000.dcm``: always eight characters before the dot, so a missing letter is one more digit."""
    prefix = "".join(c for c in modality if c.isascii())[:2].upper()
    return clean(f"{prefix}{number:0{8 - len(prefix)}d}.dcm")


@dataclass
class _Folder:
    """A folder of the archive: its path, names already given in it, and how many files it holds."""

    path: str
    taken: dict[str, int] = field(default_factory=dict)
    children: dict[str, "_Folder"] = field(default_factory=dict)
    files: int = 0

    def child(self, identifier: str, name: str) -> "_Folder":
        """The folder of a resource; a second resource of the same name gets ``-2``, then ``-3``."""
        if (found := self.children.get(identifier)) is None:
            count = self.taken[name] = self.taken.get(name, 0) + 1
            # A dash cannot stand in a cleaned name, so a suffix never collides.
            path = self.path + (name if count == 1 else f"{name}-{count}") + "/"
            found = self.children[identifier] = _Folder(path)
        return found


class ArchiveNames:
    """Gives each instance of one archive its path. Holds one entry a folder, nothing for an instance."""

    def __init__(self, *, utf8: bool = False) -> None:
        self._utf8 = utf8
        self._root = _Folder("")

    def path(self, patient: Level, study: Level, series: Level) -> str:
        """Path of the next instance of this series: numbers follow the order of the calls, from 0."""
        folder = self._root
        for level, parts, default in (
            (patient, _PATIENT_PARTS, "Unknown Patient"),
            (study, _STUDY_PARTS, "Unknown Study"),
            (series, _SERIES_PARTS, "Unknown Series"),
        ):
            known = folder.children.get(level.identifier)
            folder = known or folder.child(level.identifier, folder_name(parts, level.tags, default, utf8=self._utf8))
        number, folder.files = folder.files, folder.files + 1
        return folder.path + file_name(series.tags.get("Modality", ""), number)


def media_file(number: int) -> str:
    """The place of an instance in a file-set, ``IMAGES/IM0``: components of at most eight characters (PS3.10 8.2)."""
    folder, name = divmod(number, 1_000_000)
    return f"IMAGES{folder or ''}/IM{name}"
