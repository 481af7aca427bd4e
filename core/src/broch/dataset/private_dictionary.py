"""What is known of private attributes (PS3.5 7.8): their VR and name, by private creator and the last two digits."""

from functools import cache, lru_cache
from typing import NamedTuple


class PrivateAttribute(NamedTuple):
    """``name`` has the form of a keyword; it is empty where only the VR is known."""

    vr: str
    name: str


@lru_cache(4096)
def private_attribute(creator: str, tag: int) -> PrivateAttribute | None:
    """The entry of ``tag`` in a block that ``creator`` reserved; None if nothing is known."""
    return _block(creator).get((tag >> 16, tag & 0xFF)) if creator else None


@cache
def _starts() -> dict[str, tuple[int, int]]:
    """Where the lines of each creator stand in the table."""
    from broch.dataset.private_data import PRIVATE

    marks = []
    position = PRIVATE.find("\n=")
    while position >= 0:
        marks.append(position)
        position = PRIVATE.find("\n=", position + 1)
    spans = zip(marks, [*marks[1:], len(PRIVATE)], strict=True)
    return {PRIVATE[start + 2 : PRIVATE.index("\n", start + 1)]: (start, stop) for start, stop in spans}


@lru_cache(128)
def _block(creator: str) -> dict[tuple[int, int], PrivateAttribute]:
    from broch.dataset.private_data import PRIVATE

    start, stop = _starts().get(creator, (0, 0))
    lines = (line.split("|") for line in PRIVATE[start:stop].split("\n")[2:] if line)
    return {(int(place[:4], 16), int(place[4:], 16)): PrivateAttribute(vr, name) for place, vr, name in lines}
