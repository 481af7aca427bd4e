import threading

from broch.stability import Stability
from broch_hostapi.errors import DatabaseUnavailable


class Index:
    """When things last changed, and what was marked."""

    def __init__(self):
        self.changed, self.marked, self.looked = [], [], threading.Semaphore(0)
        self.fail = 0

    def mark_stable(self, before):
        try:
            if self.fail:
                self.fail -= 1
                raise DatabaseUnavailable("not now")
            self.marked += [at for at in self.changed if at <= before]
            self.changed = [at for at in self.changed if at > before]
            return min(self.changed, default=None)
        finally:
            self.looked.release()


def test_what_a_previous_run_left_is_marked_at_once_and_new_things_when_they_are_due():
    index, now = Index(), [1000.0]
    index.changed = [100.0]
    stability = Stability(index, 0.05, lambda: now[0])
    stability.start()
    index.looked.acquire(timeout=10)
    assert index.marked == [100.0]
    index.changed.append(1000.0)
    stability.notice()
    index.looked.acquire(timeout=10)
    now[0] = 1001.0
    assert index.looked.acquire(timeout=10)
    stability.stop()
    assert index.marked == [100.0, 1000.0]


def test_stops_at_once_while_it_waits():
    index = Index()
    index.changed = [1e12]
    stability = Stability(index, 60, lambda: 0.0)
    stability.start()
    index.looked.acquire(timeout=10)
    stability.stop()


def test_goes_on_after_the_database_failed(monkeypatch):
    monkeypatch.setattr("broch.stability.RETRY", 0.01)
    index = Index()
    index.changed, index.fail = [0.0], 2
    stability = Stability(index, 1, lambda: 100.0)
    stability.start()
    for _ in range(3):
        assert index.looked.acquire(timeout=10)
    stability.stop()
    assert index.marked == [0.0]
