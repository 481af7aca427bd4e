import threading

from broch.event_dispatch import POSITION, EventDispatch, Subscriber
from broch.sharing import Leases
from broch_hostapi import Event, EventKind, EventSubscription, Level


class Log:
    """A journal in memory."""

    def __init__(self, count=0):
        self.events = []
        self.state, self.forgotten = {}, None
        self.add(count)

    def add(self, count, kind=EventKind.NewInstance):
        for _ in range(count):
            self.events.append(Event(len(self.events) + 1, kind, Level.INSTANCE, "x", "20260101T000000"))

    def read_events(self, after, limit):
        return [e for e in self.events if e.seq > after][:limit]

    def last_seq(self):
        return len(self.events)

    def get_state(self, owner, key):
        return self.state.get((owner, key))

    def get_states(self, key):
        return [value for (_, name), value in self.state.items() if name == key]

    def set_state(self, owner, key, value):
        self.state[owner, key] = value

    def forget_events(self, upto_seq):
        self.forgotten = upto_seq


class Listener:
    """Collects, and says when it has so many."""

    def __init__(self, wanted):
        self.seen, self.wanted, self.done = [], wanted, threading.Event()

    def __call__(self, event):
        self.seen.append(event.seq)
        if len(self.seen) >= self.wanted:
            self.done.set()


def test_a_subscriber_hears_what_happens_while_it_runs_in_order():
    log, listener = Log(5), Listener(300)
    dispatch = EventDispatch(log, [Subscriber("a", EventSubscription(), listener, log)])
    dispatch.start()
    for _ in range(100):
        log.add(3)
        dispatch.notice()
    assert listener.done.wait(10)
    dispatch.stop()
    assert listener.seen == list(range(6, 306))
    assert log.state == {}


def test_a_durable_subscriber_goes_on_where_it_was():
    log, first = Log(5), Listener(4)
    durable = EventSubscription(durable=True)
    dispatch = EventDispatch(log, [Subscriber("a", durable, first, log)])
    dispatch.start()
    log.add(4)
    dispatch.notice()
    assert first.done.wait(10)
    dispatch.stop()
    log.add(3)
    second = Listener(3)
    dispatch = EventDispatch(log, [Subscriber("a", durable, second, log)])
    dispatch.start()
    assert second.done.wait(10)
    dispatch.stop()
    assert first.seen + second.seen == list(range(6, 13))
    assert log.state["a", POSITION] == b"12"
    assert log.forgotten == 9


def test_only_the_kinds_that_were_asked_for():
    log, listener = Log(), Listener(1)
    dispatch = EventDispatch(
        log, [Subscriber("a", EventSubscription(kinds=frozenset({EventKind.NewStudy})), listener, log)]
    )
    dispatch.start()
    log.add(1)
    log.add(1, EventKind.NewStudy)
    dispatch.notice()
    assert listener.done.wait(10)
    dispatch.stop()
    assert listener.seen == [2]


def test_a_slow_subscriber_holds_up_nobody():
    log, quick, gate = Log(), Listener(10), threading.Event()
    slow = Subscriber("slow", EventSubscription(), lambda event: gate.wait(10), log)
    dispatch = EventDispatch(log, [slow, Subscriber("quick", EventSubscription(), quick, log)])
    dispatch.start()
    log.add(10)
    dispatch.notice()
    assert quick.done.wait(10)
    gate.set()
    dispatch.stop()


def test_without_subscribers_everything_that_is_hidden_may_go():
    log = Log(7)
    EventDispatch(log, []).start()
    assert log.forgotten == 7


def test_stopping_just_before_the_subscriber_forgets_that_it_was_woken():
    log = Log()
    subscriber = Subscriber("a", EventSubscription(), lambda event: None, log)

    class StoppedAtTheWorstMoment(threading.Event):
        def clear(self):
            subscriber._stopping = True
            self.set()
            super().clear()

    subscriber._wake = StoppedAtTheWorstMoment()
    subscriber.start()
    subscriber._thread.join(10)
    assert not subscriber._thread.is_alive()


def test_a_durable_subscriber_that_is_away_keeps_its_events():
    log = Log(9)
    log.state["away", POSITION] = b"4"
    dispatch = EventDispatch(log, [Subscriber("a", EventSubscription(), lambda event: None, log)])
    dispatch.start()
    dispatch.stop()
    assert log.forgotten == 4


def test_a_subscriber_survives_any_failure_of_the_journal(monkeypatch):
    monkeypatch.setattr("broch.event_dispatch.RETRY", 0.01)
    log, listener = Log(), Listener(1)
    real, failures = log.read_events, [ValueError("new kind"), OverflowError()]

    def read_events(after, limit):
        if failures:
            raise failures.pop()
        return real(after, limit)

    log.read_events = read_events
    dispatch = EventDispatch(log, [Subscriber("a", EventSubscription(), listener, log)])
    dispatch.start()
    log.add(1)
    dispatch.notice()
    assert listener.done.wait(10)
    dispatch.stop()


def test_a_plugin_that_hangs_does_not_keep_the_server_from_stopping(monkeypatch, caplog):
    monkeypatch.setattr("broch.event_dispatch.GRACE", 0.05)
    log, entered, gate = Log(), threading.Event(), threading.Event()
    dispatch = EventDispatch(
        log, [Subscriber("slow", EventSubscription(), lambda event: (entered.set(), gate.wait(10)), log)]
    )
    dispatch.start()
    log.add(1)
    dispatch.notice()
    assert entered.wait(10)
    dispatch.stop()
    gate.set()
    assert "slow" in caplog.text


def test_a_subscriber_whose_place_cannot_be_read_does_not_begin_elsewhere(monkeypatch):
    """With leases it looks for its place when it gets its lease, and the database may be away just then."""
    monkeypatch.setattr("broch.event_dispatch.RETRY", 0.01)
    log, listener = Log(9), Listener(2)
    log.state["a", POSITION] = b"7"
    real, failures = log.get_state, [RuntimeError("away"), RuntimeError("away")]

    def get_state(owner, key):
        if failures:
            raise failures.pop()
        return real(owner, key)

    log.get_state = get_state
    leases = Leases(Book(), ["a"])
    subscriber = Subscriber("a", EventSubscription(durable=True), listener, log, leases)
    dispatch = EventDispatch(log, [subscriber])
    dispatch.start()
    leases.renew()
    dispatch.notice()
    assert listener.done.wait(10)
    dispatch.stop()
    assert listener.seen == [8, 9]


class Book:
    """Leases that nobody else wants."""

    def take_leases(self, process, free):
        return dict.fromkeys(free, f"{process} 0".encode())

    def keep_position(self, process, owner, position):
        return True
