"""From the UIDs in a URL to the resource of the index."""

from broch_hostapi import IndexService, Level, Resource
from broch_hostapi.errors import NotFound


def locate(index: IndexService, study: str, series: str = "", instance: str = "") -> Resource:
    """The lowest resource that is named. Raises ``NotFound``, also if it is not below the others."""
    level = Level.INSTANCE if instance else Level.SERIES if series else Level.STUDY
    uid = instance or series or study
    above = {"StudyInstanceUID": study, "SeriesInstanceUID": series}
    names = list(above)[: level - 1]
    for found, public_id in index.lookup(uid):
        if found is level:
            resource = index.get(level, public_id)
            if all(resource.upper.get(name) == above[name] for name in names):
                return resource
    raise NotFound(level.word.lower(), uid)
