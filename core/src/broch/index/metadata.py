"""Reading metadata with their revisions. ``Resource.metadata`` has the values alone."""

import orjson
from broch_hostapi.errors import NotFound
from broch_hostapi.resources import Level

from broch.index.connection import Connection
from broch.index.tables import NAMES


def of_resource(connection: Connection, level: Level, public_id: str) -> dict[str, tuple[str, int]]:
    """By name: value and revision, which begins with 0. Raises NotFound."""
    row = connection.one(
        f"SELECT metadata, metadata_revisions, last_update FROM {NAMES[level]} WHERE public_id = ?",  # noqa: S608
        (public_id,),
    )
    if row is None:
        raise NotFound(level.word.lower(), public_id)
    revisions = orjson.loads(row[1])
    found = {name: (value, revisions.get(name, 0)) for name, value in orjson.loads(row[0]).items()}
    if level < Level.INSTANCE:
        found["LastUpdate"] = (row[2], 0)
    return found
