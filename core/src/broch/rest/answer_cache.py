"""Bodies of answers that can never change, kept as long as there is room."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

_LARGEST_SHARE = 8  # A body above this part of the room would drive out too many others.


class AnswerCache:
    """Of two bodies, the one that was asked for last stays. At most ``room`` bytes; 0 keeps nothing.

    Any number of threads may ask. Two that miss at once both make the same body.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._bodies: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The body of this key, made now if it is not there. What ``make`` raises passes through."""
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
                return body
        body = make()
        if len(body) * _LARGEST_SHARE <= self._room:
            self._keep(key, body)
        return body

    def clear(self) -> None:
        """Keep nothing of what there is."""
        with self._lock:
            self._bodies.clear()
            self._size = 0

    def _keep(self, key: Hashable, body: bytes) -> None:
        with self._lock:
            if key in self._bodies:
                return
            self._bodies[key] = body
            self._size += len(body)
            while self._size > self._room:
                self._size -= len(self._bodies.popitem(last=False)[1])
