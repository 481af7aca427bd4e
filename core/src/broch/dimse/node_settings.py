"""What may change of the DICOM node while it runs: which transfer syntaxes and SOP classes it takes."""

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from broch_hostapi.errors import ParameterOutOfRange

from broch.dimse.sop_classes import TRANSFER_SYNTAXES

USUAL_SYNTAXES = ("1.2.840.10008.1.*",)
_MOST_PATTERNS = 1000
_LONGEST_PATTERN = 64  # as a UID (PS3.5 9.1)


class NodeSettings:
    """Any thread may read and write: a setting is replaced as a whole. It counts for associations that begin then."""

    def __init__(self, transfer_syntaxes: Sequence[str] = USUAL_SYNTAXES, *, any_sop_class: bool = False) -> None:
        """``transfer_syntaxes``: UIDs with ``*`` and ``?``; ``any_sop_class``: take those that nobody knows too."""
        self.any_sop_class = any_sop_class
        self.acceptable = _matcher(transfer_syntaxes)
        """Whether a transfer syntax is taken."""

    def accept_syntaxes(self, patterns: Sequence[str]) -> None:
        """Take these transfer syntaxes from now on. Raises ``ParameterOutOfRange`` for too many, or too long ones."""
        if len(patterns) > _MOST_PATTERNS or any(len(pattern) > _LONGEST_PATTERN for pattern in patterns):
            raise ParameterOutOfRange(f"at most {_MOST_PATTERNS} UIDs of at most {_LONGEST_PATTERN} characters")
        self.acceptable = _matcher(patterns)

    @property
    def accepted_syntaxes(self) -> list[str]:
        """Those of the standard that are taken."""
        return sorted(filter(self.acceptable, TRANSFER_SYNTAXES))


def _matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    return lru_cache(1024)(lambda uid: any(fnmatchcase(uid, pattern) for pattern in patterns))
