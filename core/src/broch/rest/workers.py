"""Threads that answer requests, and more of them while some wait for slow peers.

A request needs a thread until its body has come and its answer is gone. A peer that sends or reads slowly, or not at
all, would keep that thread from the others: enough such peers, and nobody is served. So a worker that waits for its
peer does not count, and another one takes its place until it goes on.
"""

import time
from typing import Any

from cheroot.workers.threadpool import ThreadPool

RESERVE = 450
"""Workers besides those that the configuration asks for; only as many as wait for their peers."""
SLOW = 0.05
"""Seconds after which a worker that waits for its peer counts as waiting."""
HOPELESS = 0.5
"""Seconds that a peer may let us wait when others are waiting and there is no worker left."""
SURPLUS_FOR = 2.0
"""Seconds until workers that are not needed any more end."""


class Workers(ThreadPool):  # type: ignore[misc]
    """Cheroot's pool, which grows and shrinks. One thread, and no other, calls ``look`` every now and then."""

    def __init__(self, server: Any, threads: int) -> None:
        super().__init__(server, min=threads, max=threads + RESERVE)
        self._needed_at = 0.0

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self._threads)

    def look(self) -> bool:
        """Make as many workers as are needed; whether connections are waiting for one."""
        now = time.monotonic()
        slow = [c for c in tuple(self.server.talking) if (since := c.waiting_since) and now - since > SLOW]
        pressed: bool = self.qsize > 0
        if pressed and not self.idle:
            self._make_room(now, slow)
        if pressed or self.size <= self.min + len(slow):
            self._needed_at = now
        elif now - self._needed_at > SURPLUS_FOR:
            self.shrink(self.size - self.min - len(slow))
        return pressed

    def _make_room(self, now: float, slow: list[Any]) -> None:
        wanted = min(self.min + len(slow) - self.size, self.qsize)
        self.grow(wanted)
        if self.size >= self.max:
            hopeless = [c for c in slow if (since := c.waiting_since) and now - since > HOPELESS]
            for connection in sorted(hopeless, key=lambda c: c.waiting_since or now)[: self.qsize]:
                connection.cut()

    def grow(self, amount: int) -> None:
        """Start so many more, up to the largest number; does not wait for them, as cheroot does."""
        self._threads.extend(self._spawn_worker() for _ in range(min(amount, self.max - self.size)))

    def _clear_dead_threads(self) -> None:
        for thread in self._threads:
            if not thread.is_alive():
                self.server.stats["Worker Threads"].pop(thread.name, None)  # cheroot would keep it for ever
        super()._clear_dead_threads()
