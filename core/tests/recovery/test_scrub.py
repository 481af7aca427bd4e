import logging
import threading
import time

import pytest
from broch.pytest_plugin import HttpClient
from broch.recovery import scrub
from broch.recovery.scrub import Scrubbed, Scrubber, read_state
from broch_hostapi.errors import DatabaseUnavailable


@pytest.fixture
def scrubbed(filled):
    """Run one round and stop; returns the state."""
    place, _ = filled

    def run(**options):
        running = place.start(**options)
        index = running.host.index
        scrubber = Scrubber(index.connection, running.host.attachments._storage, place_writer(running), time.time, 1e9)
        over = threading.Event()
        keep, before = scrubber._keep, read_state(index.connection).round

        def kept():
            keep()
            if scrubber._state.round > before:
                over.set()

        scrubber._keep = kept
        scrubber.start()
        assert over.wait(30)
        scrubber.stop()
        state = read_state(index.connection)
        running.stop()
        return state

    return run


def place_writer(running):
    return running.host.user_data._writer


def test_a_whole_archive(scrubbed):
    state = scrubbed()
    assert (state.round, state.damaged, state.bad, state.files) == (2, 0, [], 0)
    assert state.finished > 0


def test_damage_is_logged_and_counted(filled, scrubbed, caplog):
    place, outcomes = filled
    file = place.file_of(outcomes[0].instance)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    place.file_of(outcomes[1].instance).unlink()
    with caplog.at_level(logging.ERROR):
        state = scrubbed()
    assert state.damaged == 2
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert any(f"Instance {outcomes[0].instance}" in text and "is damaged" in text for text in told)
    assert any(f"Instance {outcomes[1].instance}" in text and "is missing" in text for text in told)
    file.write_bytes(whole)
    again = scrubbed()
    assert (again.damaged, len(again.bad)) == (2, 1), "what is well again is not listed any more"


def test_it_goes_on_where_it_was(filled, monkeypatch):
    """A server that is stopped in the middle of a round takes it up again."""
    place, _ = filled
    monkeypatch.setattr(scrub, "PIECE", 1000)
    running = place.start(StorageScrubbingRate=0.001)  # minutes for a round, however slow the machine is
    client = HttpClient(running.http_port)
    deadline = time.monotonic() + 30
    try:
        while sum(1 for thread in threading.enumerate() if thread.name == "scrubbing") == 0:
            assert time.monotonic() < deadline
        scrubbing = client.get_json("/tools/scrubbing")
        assert (scrubbing["Enabled"], scrubbing["MegabytesPerSecond"]) == (True, 0.001)
        begun = time.monotonic()
    finally:
        running.stop()
    assert time.monotonic() - begun < 5, "it stops at once"
    state = read_state_of(place)
    assert state.round == 1
    running = place.start(StorageScrubbingRate=1000)
    try:
        client = HttpClient(running.http_port)
        after = client.wait_for("/tools/scrubbing", lambda answer: answer["Round"] == 2)
        assert after["CountDamaged"] == 0
        assert after["LastRoundFinished"] > 0
    finally:
        running.stop()


def read_state_of(place):
    running = place.start()
    try:
        return read_state(running.host.index.connection)
    finally:
        running.stop()


def test_off_by_default(filled):
    place, _ = filled
    running = place.start()
    try:
        assert not [thread for thread in threading.enumerate() if thread.name == "scrubbing"]
        assert HttpClient(running.http_port).get_json("/tools/scrubbing")["Enabled"] is False
    finally:
        running.stop()


def test_the_rate_is_kept(tmp_path):
    """Half a megabyte at one megabyte a second takes half a second; a stop does not wait for that."""

    class Storage:
        def open(self, locator):
            import io

            return io.BytesIO(bytes(1 << 19))

    scrubber = Scrubber(None, Storage(), None, time.time, 1 << 20)
    begun = time.monotonic()
    assert scrubber._md5("x")
    assert 0.4 < time.monotonic() - begun < 5
    scrubber._stop.set()
    assert scrubber._md5("x") == ""


@pytest.mark.parametrize("kept", [b"", b"{}", b"[1]", b'{"of": "a later version"}', b"\xff"])
def test_a_state_that_is_not_understood(kept):
    class Connection:
        def one(self, sql, parameters):
            return (kept,)

    assert read_state(Connection()) == Scrubbed()


def test_an_index_that_cannot_be_read_at_the_start_only_delays(filled, monkeypatch):
    monkeypatch.setattr(scrub, "RETRY", 0.01)
    place, _ = filled
    real, failures = scrub.get_state, [DatabaseUnavailable("away"), DatabaseUnavailable("away")]

    def get_state(*arguments):
        if failures and threading.current_thread().name == "scrubbing":  # and not whoever asks how far it is
            raise failures.pop()
        return real(*arguments)

    monkeypatch.setattr(scrub, "get_state", get_state)
    running = place.start(StorageScrubbingRate=1000)
    try:
        HttpClient(running.http_port).wait_for("/tools/scrubbing", lambda answer: answer["Round"] == 2)
        assert failures == []
    finally:
        running.stop()
