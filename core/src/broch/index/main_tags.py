"""The tags that the index keeps of each level, as Orthanc 1.10.1 does by default."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from broch_hostapi.resources import Level

from broch.dataset.dictionary import keyword

if TYPE_CHECKING:
    from broch.dataset.scan import Scan

MAIN_TAGS: Mapping[Level, tuple[int, ...]] = {
    Level.PATIENT: (0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00101000),
    Level.STUDY: (
        0x00080020, 0x00080030, 0x00080050, 0x00080080, 0x00080090, 0x00081030, 0x0020000D, 0x00200010, 0x00321032,
        0x00321060,
    ),
    Level.SERIES: (
        0x00080021, 0x00080031, 0x00080060, 0x00080070, 0x00081010, 0x0008103E, 0x00081070, 0x00180010, 0x00180015,
        0x00180024, 0x00181030, 0x00181090, 0x00181400, 0x0020000E, 0x00200011, 0x00200037, 0x00200105, 0x00201002,
        0x00400254, 0x00540081, 0x00540101, 0x00541000,
    ),
    Level.INSTANCE: (
        0x00080012, 0x00080013, 0x00080018, 0x00200012, 0x00200013, 0x00200032, 0x00200037, 0x00200100, 0x00204000,
        0x00280008, 0x00541330,
    ),
}  # fmt: skip
LONGEST = 256
"""Bytes of a value that is kept."""
LEVELS: Mapping[int, Level] = {tag: level for level in sorted(Level, reverse=True) for tag in MAIN_TAGS[level]}
"""The highest level that keeps a tag."""
_LISTS = tuple(tuple(MAIN_TAGS[level]) for level in Level)


def is_main_tag(tag: int, level: Level) -> bool:
    """Whether a resource of this level has the tag in ``tags`` or ``upper``, if its instances have it."""
    return LEVELS.get(tag, level + 1) <= level


def main_tags(scan: "Scan") -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, str]]:
    """The kept tags of a data set, by level and keyword. Empty values are kept.

    Absent elements are not there, nor are values of more than 256 bytes, which are not for searching (so does Orthanc).
    """
    elements, text = scan.elements, scan.text
    patient, study, series, instance = (
        {keyword(tag): text(tag).replace("\0", "") for tag in tags if tag in elements and _is_short(*elements[tag])}
        for tags in _LISTS
    )
    return patient, study, series, instance


def _is_short(_vr: str, start: int, stop: int) -> bool:
    return stop - start <= LONGEST
