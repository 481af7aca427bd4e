"""What the writer knows without asking: the index as its own last transaction left it.

Every transaction counts ``total.revision`` up. As long as it is what we left, nobody else has written, and what we knew
then is still so. A group of arrivals whose series are known goes by that: it looks nothing up, takes for granted that
the instances are new, and names the revision that it goes by. If that is another one by now, or an instance is there
already, the database refuses the whole transaction, and the group is done again by asking.
"""

from collections.abc import Sequence
from typing import NamedTuple

from broch_hostapi.resources import Level

from broch.dataset.identifiers import PublicIds

_MOST = 1000
"""Series; each has a few hundred bytes."""
_CAREFUL = 20
"""Groups that ask, from one on for which this was, or would have been, wrong: each of those costs a roll-back."""


class Known(NamedTuple):
    """A resource that is there already, as far as its level has these."""

    key: int
    instances: int
    stable: int
    queued_at: float
    derived: int
    """Whether it has attachments that are derived from its contents."""
    expected: int
    """Instances, -1 if nobody knows."""
    modalities: str


Found = tuple[dict[str, Known], ...]
"""Of each level, by public identifier."""


class Counters(NamedTuple):
    """What the row ``total`` counts."""

    revision: int
    seq: int
    """Number of the last event."""
    last_key: int


class Recall:
    """Used under the lead alone. A transaction fills it, and who rolls back forgets it."""

    def __init__(self) -> None:
        self.known: Found = ({}, {}, {}, {})
        self._counters = Counters(0, 0, 0)
        self._careful = 0

    def serves(self, arrivals: Sequence[PublicIds]) -> bool:
        """Whether these can be written without asking. Two of the same instance cannot."""
        series = self.known[Level.SERIES]
        return (
            not self._careful
            and all([ids.series in series for ids in arrivals])  # noqa: C419  a generator takes longer
            and len({ids.instance for ids in arrivals}) == len(arrivals) > 0
        )

    def next_counters(self) -> Counters:
        """Those that a transaction gets if nobody else has written."""
        revision, seq, last_key = self._counters
        return Counters(revision + 1, seq, last_key)

    def keep(self, level: Level, public_id: str, known: Known) -> None:
        """A parent of new instances, as they leave it. Always with those above it."""
        self.known[level][public_id] = known

    def leave(self, counters: Counters) -> None:
        """A transaction is committed with these."""
        self._careful = max(0, self._careful - 1)
        if counters.revision != self._counters.revision + 1:
            self.mistrust()
        if len(self.known[Level.SERIES]) > _MOST:
            self.forget()
        self._counters = counters

    def mistrust(self) -> None:
        """Others write too, or instances come again: ask for a while."""
        self._careful = _CAREFUL
        self.forget()

    def forget(self) -> None:
        """What was written is not known, or was taken back."""
        for of_level in self.known:
            of_level.clear()
