import threading

import pytest
from broch.rest.answer_cache import AnswerCache
from hypothesis import given
from hypothesis import strategies as st


def test_a_body_is_made_once():
    cache = AnswerCache(1000)
    assert cache.get("a", lambda: b"body") == b"body"
    assert cache.get("a", lambda: pytest.fail("made twice")) == b"body"


def test_no_room_keeps_nothing():
    cache = AnswerCache(0)
    made = [cache.get("a", lambda n=n: b"%d" % n) for n in range(2)]
    assert made == [b"0", b"1"]


def test_what_was_asked_for_last_stays():
    cache = AnswerCache(80)
    for key in range(8):
        cache.get(key, lambda: bytes(10))
    cache.get(0, lambda: pytest.fail("still there"))
    cache.get("new", lambda: bytes(10))
    cache.get(0, lambda: pytest.fail("still there"))
    assert cache.get(1, lambda: b"again") == b"again"


def test_a_body_that_is_too_large_drives_nothing_out():
    cache = AnswerCache(80)
    cache.get("small", lambda: b"x")
    assert cache.get("large", lambda: bytes(11)) == bytes(11)
    assert cache.get("large", lambda: b"again") == b"again"
    cache.get("small", lambda: pytest.fail("still there"))


def test_a_failure_is_not_kept():
    def fail():
        raise ValueError("no")

    cache = AnswerCache(1000)
    with pytest.raises(ValueError, match="no"):
        cache.get("a", fail)
    assert cache.get("a", lambda: b"body") == b"body"


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 30)), max_size=60), st.integers(0, 200))
def test_it_never_holds_more_than_it_has_room_for(asked, room):
    cache = AnswerCache(room)
    for key, size in asked:
        cache.get(key, lambda size=size: bytes(size))
        held = sum(map(len, cache._bodies.values()))
        assert held == cache._size <= room


def test_many_threads():
    cache = AnswerCache(2000)
    wrong = []

    def ask(seed):
        for n in range(2000):
            key = (n * seed) % 50
            if cache.get(key, lambda key=key: b"%d" % key * 20) != b"%d" % key * 20:
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in (1, 3, 7, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert sum(map(len, cache._bodies.values())) == cache._size
