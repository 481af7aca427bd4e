"""A few threads for codecs, and a limit to what is in memory on their account.

Codecs release the interpreter's lock. All requests share one pool, so that somebody's slide of 100,000 tiles neither
takes the machine nor its memory; each request has its frames done in order, some ahead of the one being written.
"""

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from threading import Condition
from typing import TypeVar

_Result = TypeVar("_Result")


class Workers:
    """Threads start when they are first needed."""

    def __init__(self, threads: int, capacity: int) -> None:
        """``capacity``: bytes."""
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, "transcode")
        self._memory = Budget(capacity)

    def map(self, function: Callable[[int], _Result], count: int, cost: int) -> Generator[_Result, None, None]:
        """Results for 0 to ``count`` - 1, in order; ``cost`` is the memory that one call takes, in bytes.

        Raises what ``function`` raises. When the iterator ends, or is closed, no call is under way any more.
        """
        pending: deque[Future[_Result]] = deque()
        try:
            for index in range(count):
                while pending and (len(pending) > 2 * self._threads or not self._memory.take(cost, wait=False)):
                    yield self._next(pending, cost)
                if not pending:  # only who holds nothing may wait: so nobody waits for ever
                    self._memory.take(cost, wait=True)
                pending.append(self._pool.submit(function, index))
            while pending:
                yield self._next(pending, cost)
        finally:
            left = [future for future in pending if not future.cancel()]
            wait_for(left)
            for _ in pending:
                self._memory.give(cost)

    def _next(self, pending: deque[Future[_Result]], cost: int) -> _Result:
        future = pending.popleft()
        try:
            return future.result()
        finally:
            self._memory.give(cost)

    def close(self) -> None:
        """Let what is under way come to its end; nothing new is begun."""
        self._pool.shutdown(cancel_futures=True)


class Budget:
    """So many bytes for all together. Who wants more than there is gets it when nobody else has any."""

    def __init__(self, capacity: int) -> None:
        self._capacity = self._free = capacity
        self._changed = Condition()

    def take(self, amount: int, *, wait: bool) -> bool:
        """Take a part; False if there is not enough and the caller does not want to wait."""
        amount = min(amount, self._capacity)
        with self._changed:
            while self._free < amount:
                if not wait:
                    return False
                self._changed.wait()
            self._free -= amount
            return True

    def give(self, amount: int) -> None:
        """Give it back."""
        with self._changed:
            self._free += min(amount, self._capacity)
            self._changed.notify_all()
