"""Reading metadata with their revisions, and SQL for searching by them. ``Resource.metadata`` has the values alone."""

import re

import orjson
from broch_hostapi.errors import BadRequest, NotFound
from broch_hostapi.index import Dialect
from broch_hostapi.resources import Level

from broch.index.connection import Connection
from broch.index.hierarchy import ALIASES
from broch.index.tables import NAMES

_NAME = re.compile(r"[A-Za-z0-9_.: -]{1,64}", re.ASCII)
"""Names that may stand in the text of a statement."""


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


def value_of(dialect: Dialect, level: Level, name: str) -> str:
    """SQL of the value of a metadata. Raises BadRequest for what cannot be a name."""
    if not _NAME.fullmatch(name):
        raise BadRequest(f"not the name of a metadata: {name[:64]!r}")
    if name == "LastUpdate" and level < Level.INSTANCE:
        return f"{ALIASES[level]}.last_update"
    return dialect.json_get(f"{ALIASES[level]}.metadata", name)
