"""Counts and sizes, kept for the whole archive and summed up for one resource."""

from broch_hostapi.resources import ContentType, Level, Statistics

from broch.index.connection import Connection
from broch.index.hierarchy import ALIASES, joined, key_of, read
from broch.index.tables import owner_of

_SUMS = (
    "SELECT coalesce(sum(a.stored_size), 0), coalesce(sum(a.size), 0),"
    f" coalesce(sum(CASE a.kind WHEN {ContentType.DICOM:d} THEN a.stored_size ELSE 0 END), 0),"
    f" coalesce(sum(CASE a.kind WHEN {ContentType.DICOM:d} THEN a.size ELSE 0 END), 0)"
)


def whole_archive(connection: Connection) -> Statistics:
    """The kept totals."""
    return Statistics(
        *connection.one(
            "SELECT patients, studies, series, instances, stored_size, size, dicom_stored_size, dicom_size"
            " FROM total WHERE key = 1"
        )
    )


def below_resource(connection: Connection, level: Level, public_id: str) -> Statistics:
    """Of what is below a resource, and the sizes of its own attachments too. Raises NotFound."""
    resource = read(connection, level, public_id)
    key = key_of(connection, level, public_id)
    sums = connection.one(f"{_SUMS} FROM attachment a WHERE a.owner = ?", (owner_of(level, key),))
    for below in range(level + 1, Level.INSTANCE + 1):
        at = Level(below)
        source = f"{joined(at, Level(level + 1))} JOIN attachment a ON a.owner = 4 * {ALIASES[at]}.key + {at:d}"
        more = connection.one(f"{_SUMS} FROM {source} WHERE {ALIASES[level + 1]}.parent = ?", (key,))
        sums = [total + amount for total, amount in zip(sums, more, strict=True)]
    return Statistics(0, resource.studies, resource.series, resource.instances, *map(int, sums))
