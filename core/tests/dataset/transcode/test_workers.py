"""Order, limits and errors of the shared pool."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from broch.dataset.transcode.workers import Budget, Workers


@pytest.fixture
def pool():
    workers = Workers(2, 100)
    yield workers
    workers.close()


def test_results_come_in_order(pool):
    assert list(pool.map(lambda index: index * index, 50, 10)) == [index * index for index in range(50)]
    assert list(pool.map(str, 0, 10)) == []


@pytest.mark.parametrize("cost", [1, 40, 100, 1000])
def test_no_more_is_under_way_than_fits(pool, cost):
    lock, running, most = threading.Lock(), [0], [0]

    def work(_: int) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        with lock:
            running[0] -= 1

    list(pool.map(work, 40, cost))
    assert most[0] <= max(1, min(2, 100 // cost))
    assert pool._memory._free == 100


def test_many_callers_with_large_pieces_all_come_to_an_end(pool):
    with ThreadPoolExecutor(8) as callers:
        found = list(callers.map(lambda n: list(pool.map(lambda index: (n, index), 30, 60)), range(8)))
    assert found == [[(n, index) for index in range(30)] for n in range(8)]
    assert pool._memory._free == 100


def test_an_error_passes_and_leaves_nothing_behind(pool):
    def work(index: int) -> int:
        if index == 3:
            raise ValueError("three")
        return index

    results = pool.map(work, 40, 10)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)
    assert pool._memory._free == 100


def test_closed_early(pool):
    results = pool.map(lambda index: index, 40, 10)
    next(results)
    results.close()
    assert pool._memory._free == 100


def test_a_budget():
    budget = Budget(10)
    assert budget.take(6, wait=False)
    assert not budget.take(5, wait=False)
    assert budget.take(4, wait=False)
    budget.give(10)
    assert budget.take(1000, wait=False)
