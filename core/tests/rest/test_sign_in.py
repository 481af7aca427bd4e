"""Signing in: checked once, remembered, bounded; guesses are slow, and only for who makes them."""

import base64
import threading
import time

import pytest
from broch.rest import sign_in
from broch.rest.sign_in import BURST, KNOWN_FOR, MOST_WAITING, SIDE_BY_SIDE, SignIn, address_group
from broch_hostapi.errors import Unauthorized

# Of 'secret'. It names tests, so it is the same in every process.
HASH = "$argon2id$v=19$m=47104,t=1,p=1$LHGQ9y7d8/FVsn7+i7RMIA$THxQ5zWjGwvEMVUpwoA2GsetqdwNUoVHWPCt5FNmS6o"


def header(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@pytest.fixture
def checked(monkeypatch):
    """Every password that was really checked."""
    calls = []
    real = sign_in.matches

    def matches(stored, password):
        calls.append((stored, password))
        return real(stored, password)

    monkeypatch.setattr(sign_in, "matches", matches)
    return calls


def guess(users, count, address="10.0.0.1", name="alice"):
    said = []
    for number in range(count):
        with pytest.raises(Unauthorized) as raised:
            users.user(header(name, f"wrong{number}"), address)
        said.append(str(raised.value))
    return said


@pytest.mark.parametrize("stored", [HASH, "secret"])
def test_right_and_wrong(stored):
    users = SignIn({"alice": stored})
    assert users.user(header("alice", "secret"), "10.0.0.1") == "alice"
    for wrong in (header("alice", "Secret"), header("bob", "secret"), header("", ""), "Basic !", "Bearer x", ""):
        with pytest.raises(Unauthorized):
            users.user(wrong, "10.0.0.1")


def test_checked_once_and_again_after_a_while(clock, checked):
    users = SignIn({"alice": HASH}, clock)
    for _ in range(50):
        assert users.user(header("alice", "secret"), "10.0.0.1") == "alice"
    assert len(checked) == 1
    clock.now = KNOWN_FOR - 1
    users.user(header("alice", "secret"), "10.0.0.2")
    assert len(checked) == 1
    clock.now = KNOWN_FOR
    users.user(header("alice", "secret"), "10.0.0.1")
    assert len(checked) == 2
    SignIn({"alice": HASH}, clock).user(header("alice", "secret"), "10.0.0.1")
    assert len(checked) == 3


def test_what_is_known_has_a_limit_and_holds_no_password(monkeypatch):
    monkeypatch.setattr(sign_in, "MOST_KNOWN", 10)
    users = SignIn({f"user{n}": f"secret{n}" for n in range(30)})
    for n in range(30):
        assert users.user(header(f"user{n}", f"secret{n}"), f"10.0.0.{n}") == f"user{n}"
    assert len(users._known) == 10
    assert b"secret" not in repr(users._known).encode()
    assert base64.b64encode(b"user29:secret29") not in repr(users._known).encode()


def test_an_unknown_name_is_checked_like_a_known_one(checked):
    users = SignIn({"alice": HASH})
    guess(users, 1, name="nobody")
    assert checked == [(HASH, b"wrong0")]


def test_guesses_become_slow_for_the_one_who_makes_them(clock, checked):
    users = SignIn({"alice": HASH}, clock)
    users.user(header("alice", "secret"), "10.0.0.1")
    said = guess(users, 30)
    assert len(checked) == 1 + BURST
    assert said[-1].endswith("wait a few seconds")
    # Who is known there already, and everybody elsewhere, notices nothing.
    assert users.user(header("alice", "secret"), "10.0.0.1") == "alice"
    assert users.user(header("alice", "secret"), "10.0.0.9") == "alice"
    clock.now += 4
    assert len({*guess(users, 4)}) == 2
    assert len(checked) == 1 + BURST + 2


def test_right_ones_do_not_count_as_guesses(clock):
    users = SignIn({f"user{n}": "secret" for n in range(50)}, clock)
    for n in range(50):
        assert users.user(header(f"user{n}", "secret"), "10.0.0.1")


def test_many_at_once_with_the_same_credentials_are_one_check(checked):
    users = SignIn({"alice": HASH})
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(users.user(header("alice", "secret"), "10.0.0.1")))
        for _ in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["alice"] * 40
    assert len(checked) == 1


def test_side_by_side_is_bounded_and_the_rest_is_refused_at_once(monkeypatch):
    running, most, lock, go = [], [], threading.Lock(), threading.Event()

    def matches(stored, password):
        with lock:
            running.append(1)
            most.append(len(running))
        go.wait(10)
        with lock:
            running.pop()
        return False

    monkeypatch.setattr(sign_in, "matches", matches)
    users = SignIn({"alice": HASH})

    def attempt(number):
        with pytest.raises(Unauthorized):
            users.user(header("alice", f"wrong{number}"), f"10.0.1.{number}")

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(SIDE_BY_SIDE + MOST_WAITING)]
    for thread in threads:
        thread.start()
    while len(users._under_way) < SIDE_BY_SIDE + MOST_WAITING:
        time.sleep(0.001)
    started = time.monotonic()
    with pytest.raises(Unauthorized, match="try again"):
        users.user(header("alice", "secret"), "10.0.2.1")
    assert time.monotonic() - started < 5  # it does not wait for the others, which wait for twice that
    go.set()
    for thread in threads:
        thread.join()
    assert max(most) <= SIDE_BY_SIDE
    assert users._under_way == {}


def test_addresses_that_are_one():
    assert address_group("10.0.0.1") == "10.0.0.1"
    assert address_group("2001:db8::1") == address_group("2001:db8::ffff") != address_group("2001:db8:0:1::1")
    assert address_group("::ffff:10.0.0.1") == "10.0.0.1"
    assert address_group("fe80::1%eth0") == "fe80::"
    assert address_group("") == ""
    assert address_group("a:b") == "a:b"


def test_addresses_are_forgotten(monkeypatch):
    monkeypatch.setattr(sign_in, "MOST_ADDRESSES", 5)
    users = SignIn({"alice": "secret"})
    for n in range(20):
        guess(users, 1, f"10.0.0.{n}")
    assert len(users._guesses._left) == 5


def test_wrong_passwords_are_in_the_log_without_secrets(caplog, clock):
    users = SignIn({"alice": "secret"}, clock)
    for name, password in (("alice", "guess-1"), ("mistaken-secret", "guess-2")):
        with pytest.raises(Unauthorized):
            users.user(header(name, password), "10.0.0.1")
    users.user(header("alice", "secret"), "10.0.0.1")
    assert [(record.getMessage(), record.remote) for record in caplog.records] == [
        ("wrong password of 'alice', from 10.0.0.1", "10.0.0.1"),
        ("wrong password of an unknown user, from 10.0.0.1", "10.0.0.1"),
    ]
