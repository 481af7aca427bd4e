"""Functional groups: what an enhanced multi-frame image says of its frames (PS3.3 C.7.6.16)."""

from itertools import islice

from broch.dataset.scan import Scan

_SHARED, _PER_FRAME = 0x52009229, 0x52009230


def macro(scan: Scan, frame: int, sequence: int) -> Scan | None:
    """The item of a macro such as Pixel Value Transformation for a frame, counted from 0: its own, or the shared one.

    Raises BadFile for a broken sequence.
    """
    for groups, index in ((_PER_FRAME, frame), (_SHARED, 0)):
        if groups in scan.elements:
            group = next(islice(scan.items(groups), index, None), None)
            if group is not None and sequence in group.elements:
                return next(group.items(sequence), None)
    return None
