"""How far the background verification of the stored files is."""

from typing import cast

from broch_hostapi.host import Host
from broch_hostapi.rest import operation
from flask import Blueprint, Response

from broch.index.reader import IndexReader
from broch.recovery.scrub import read_state
from broch.rest.json_answer import json_answer
from broch.rest.routes import add


def blueprint(host: Host) -> Blueprint:
    """The one route."""
    index = cast(IndexReader, host.index)
    rate = host.configuration.get("StorageScrubbingRate", 0)

    @operation("Show how far the verification of stored files is", tags=("system",))
    def scrubbing() -> Response:
        """Of this round, and what was damaged. Times are seconds since the epoch; it is kept about once a minute."""
        kept = read_state(index.connection)
        return json_answer(
            {
                "Enabled": rate > 0,
                "MegabytesPerSecond": rate,
                "Round": kept.round,
                "RoundBegun": kept.begun,
                "LastRoundFinished": kept.finished,
                "Files": kept.files,
                "Bytes": kept.bytes,
                "CountDamaged": kept.damaged,
                "Damaged": kept.bad,
            }
        )

    routes = Blueprint("scrubbing", __name__)
    add(routes, "/tools/scrubbing", scrubbing)
    return routes
