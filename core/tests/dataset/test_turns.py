import threading

import pytest
from broch.dataset.turns import Turns
from broch_hostapi.errors import Busy


def test_who_finds_no_room_to_wait_is_refused() -> None:
    turns = Turns(2, 0)
    with turns.turn(), turns.turn(), pytest.raises(Busy), turns.turn():
        pytest.fail("three side by side")
    with turns.turn():
        pass


def test_one_after_the_other() -> None:
    turns, lock, worked = Turns(1, 9), threading.Lock(), []

    def work() -> None:
        with turns.turn():
            assert lock.acquire(blocking=False)
            worked.append(1)
            lock.release()

    threads = [threading.Thread(target=work) for _ in range(10)]
    with turns.turn():
        for thread in threads[:9]:
            thread.start()
        assert worked == []
    for thread in threads[:9]:
        thread.join(10)
    assert len(worked) == 9


def test_an_error_gives_the_turn_back() -> None:
    turns = Turns(1, 0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn():
            _ = 1 / 0
