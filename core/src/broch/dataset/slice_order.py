"""The order of the slices of a volume."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

from broch_hostapi.errors import BadRequest

ORIENTATION, POSITION, INSTANCE_NUMBER = 0x00200037, 0x00200032, 0x00200013
_PARALLEL = 1e-4
_APART = 1e-4


class Slice(NamedTuple):
    """An instance and the texts of its Image Orientation (Patient), Image Position (Patient) and Instance Number."""

    public_id: str
    orientation: str
    position: str
    number: str


class Order(NamedTuple):
    """Public identifiers, and whether the slices are a volume."""

    public_ids: list[str]
    is_volume: bool


def order_of(slices: Sequence[Slice]) -> Order:
    """Along the normal of the slices (PS3.3 C.7.6.2.1.1), if they are several that lie side by side in parallel.

    Otherwise by Instance Number. Raises BadRequest if not all of several have one.
    """
    if len(slices) < 2:
        return Order([one.public_id for one in slices], is_volume=False)
    places = _along_normal(slices)
    is_volume = places is not None
    if places is None:
        places = [_number(one.number) for one in slices]
    order = sorted(zip(places, range(len(slices)), strict=True))
    return Order([slices[index].public_id for _, index in order], is_volume)


def in_order(slices: Sequence[Slice]) -> list[str]:
    """Public identifiers as in ``order_of``."""
    return order_of(slices).public_ids


def _along_normal(slices: Sequence[Slice]) -> list[float] | None:
    """Where each lies on the common normal; None if there is none, or if two lie in one plane."""
    first = _numbers(slices[0].orientation, 6) if slices else None
    if first is None:
        return None
    (rx, ry, rz), (cx, cy, cz) = first[:3], first[3:]
    normal = (ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx)
    places = []
    for one in slices:
        orientation, position = _numbers(one.orientation, 6), _numbers(one.position, 3)
        if orientation is None or position is None:
            return None
        if any(abs(a - b) > _PARALLEL for a, b in zip(orientation, first, strict=True)):
            return None
        places.append(sum(a * b for a, b in zip(normal, position, strict=True)))
    ordered = sorted(places)
    if any(after - before < _APART for before, after in pairwise(ordered)):
        return None
    return places


def _numbers(text: str, count: int) -> list[float] | None:
    try:
        found = [float(part) for part in text.split("\\")]
    except ValueError:
        return None
    return found if len(found) == count and all(isfinite(number) for number in found) else None


def _number(text: str) -> float:
    found = _numbers(text, 1)
    if found is None:
        raise BadRequest("Unable to order the slices of the series: an instance has no position and no number")
    return found[0]
