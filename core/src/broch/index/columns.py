"""Which tags have a search column of their own in the tables, and how their values are normalised.

Columns of text hold folded text, so that one index serves searches with and without regard to case; where case
matters, the value in ``tags`` is compared too.
"""

from collections.abc import Mapping
from typing import NamedTuple

from broch_hostapi.resources import Level

from broch.dataset.matching import WITHOUT_CASE, fold


class Column(NamedTuple):
    """A search column. ``selectivity``: how far one of its values narrows a search, 1 most; 0: it has no index."""

    tag: int
    keyword: str
    vr: str
    name: str
    selectivity: int

    @property
    def indexed(self) -> bool:
        """Whether it has an index of its own."""
        return self.selectivity > 0

    @property
    def folded(self) -> bool:
        """Whether the column holds folded text; the others hold digits and punctuation only."""
        return self.vr not in WITHOUT_CASE


COLUMNS: dict[Level, tuple[Column, ...]] = {
    Level.PATIENT: (
        Column(0x00100020, "PatientID", "LO", "patient_id", 2),
        Column(0x00100010, "PatientName", "PN", "patient_name", 3),
        Column(0x00100030, "PatientBirthDate", "DA", "patient_birth_date", 4),
        Column(0x00100040, "PatientSex", "CS", "patient_sex", 0),
    ),
    Level.STUDY: (
        Column(0x0020000D, "StudyInstanceUID", "UI", "uid", 1),
        Column(0x00080020, "StudyDate", "DA", "study_date", 4),
        Column(0x00080030, "StudyTime", "TM", "study_time", 0),
        Column(0x00080050, "AccessionNumber", "SH", "accession_number", 2),
        Column(0x00200010, "StudyID", "SH", "study_id", 6),
        Column(0x00080090, "ReferringPhysicianName", "PN", "referring_physician_name", 7),
        Column(0x00081030, "StudyDescription", "LO", "study_description", 8),
    ),
    Level.SERIES: (
        Column(0x0020000E, "SeriesInstanceUID", "UI", "uid", 1),
        Column(0x00080060, "Modality", "CS", "modality", 12),
        Column(0x00080021, "SeriesDate", "DA", "series_date", 4),
        Column(0x00200011, "SeriesNumber", "IS", "series_number", 0),
        Column(0x0008103E, "SeriesDescription", "LO", "series_description", 8),
        Column(0x00180015, "BodyPartExamined", "CS", "body_part_examined", 0),
        Column(0x00081010, "StationName", "SH", "station_name", 0),
    ),
    Level.INSTANCE: (
        Column(0x00080018, "SOPInstanceUID", "UI", "uid", 1),
        Column(0x00200013, "InstanceNumber", "IS", "instance_number", 0),
    ),
}

BY_TAG: dict[int, tuple[Level, Column]] = {
    column.tag: (level, column) for level, columns in COLUMNS.items() for column in columns
}


def normalised(level: Level, tags: Mapping[str, str]) -> list[str | None]:
    """The values of the search columns of a level, in their order; None where the tag is absent. UIDs are not here."""
    found: list[str | None] = []
    for column in COLUMNS[level]:
        if column.name == "uid":
            continue
        value = tags.get(column.keyword)
        found.append(fold(value) if value is not None and column.folded else value)
    return found
