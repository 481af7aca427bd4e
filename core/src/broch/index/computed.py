"""Attributes that no instance has, and that the index tells of what it holds (PS3.4 C.3.4)."""

from collections.abc import Callable, Mapping
from operator import attrgetter

from broch_hostapi.resources import Level, Resource

MODALITIES_IN_STUDY, SOP_CLASSES_IN_STUDY = 0x00080061, 0x00080062
COUNTS: Mapping[int, tuple[Level, str]] = {
    0x00201200: (Level.PATIENT, "studies"),
    0x00201202: (Level.PATIENT, "series"),
    0x00201204: (Level.PATIENT, "instances"),
    0x00201206: (Level.STUDY, "series"),
    0x00201208: (Level.STUDY, "instances"),
    0x00201209: (Level.SERIES, "instances"),
}
"""Numbers of related resources: whose they are, and the member of ``Resource``, a column too, that tells."""


def _number(level: Level, name: str) -> Callable[[Resource], str]:
    number = attrgetter(name)
    return lambda resource: str(number(resource)) if resource.level is level else ""


TOLD: Mapping[int, Callable[[Resource], str]] = {
    MODALITIES_IN_STUDY: lambda resource: "\\".join(resource.modalities),
    **{tag: _number(level, name) for tag, (level, name) in COUNTS.items()},
}
"""Values that a resource itself tells: empty if it is of another level."""
