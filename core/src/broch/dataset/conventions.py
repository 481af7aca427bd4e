"""How a host reads what data sets leave open."""

from dataclasses import dataclass

from broch_hostapi import Host

from broch.dataset.tag_dictionary import STANDARD, TagDictionary


@dataclass(slots=True, eq=False)
class Conventions:
    """One a host. ``default_encoding`` may change while it runs; what is being read then goes on as it began."""

    dictionary: TagDictionary = STANDARD
    """VR of implicit VR and of ``UN``; names."""
    default_encoding: str = "Latin1"
    """Character set of data sets that name none: one of ``DEFAULT_ENCODINGS``."""


def conventions_of(host: Host) -> Conventions | None:
    """Those of a host; None if its data sets are not read by the core."""
    return getattr(host.datasets, "conventions", None)
