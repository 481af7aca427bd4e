"""Matches that go to the peer together: none is lost, late for ever, or out of order."""

import threading

import pytest
from broch.dimse import command
from broch.dimse.association import GATHERED, GATHERED_SECONDS, Dispatch
from broch_hostapi import DimseService
from broch_hostapi.errors import BrochError

STUDY_FIND = "1.2.840.10008.5.1.4.1.2.2.1"
PENDING, STATUS = 0xFF00, 0x0900


def answer(scu):
    """Status and data set of the next response."""
    message = scu.association.receive()
    assert message.command[command.MESSAGE_ID_BEING_RESPONDED_TO] == 7
    return message.command[STATUS], message.data and bytes(message.data)


@pytest.fixture
def query(serve, open_scu):
    """Send a query to a service; its SCU."""

    def start(handle):
        service = DimseService("tested", frozenset([STUDY_FIND]), handle)
        dispatch = Dispatch(None, {STUDY_FIND: service}, None, lambda aet, ip: None, {"DicomAlwaysAllowFind": True})
        scu = open_scu(serve(dispatch).port, STUDY_FIND)
        scu.send(STUDY_FIND, command.find_request(7, STUDY_FIND), b"\x08\x00\x52\x00CS\x06\x00STUDY ")
        return scu

    return start


@pytest.mark.parametrize("size", [2, 1000, 70_000, 300_000])
def test_all_arrive_in_order(query, size):
    def handle(host, peer, message):
        for number in range(150):
            peer.respond(message, PENDING, bytes([number, 0]) * (size // 2))
        peer.respond(message, 0)

    scu = query(handle)
    for number in range(150):
        assert answer(scu) == (PENDING, bytes([number, 0]) * (size // 2))
    assert answer(scu) == (0, None)


def test_a_slow_search_gives_what_it_has(query):
    received = threading.Semaphore(0)

    def handle(host, peer, message):
        for _ in range(GATHERED):
            peer.respond(message, PENDING, b"ab")
        assert received.acquire(timeout=10)
        peer.respond(message, PENDING, b"cd")
        threading.Event().wait(2 * GATHERED_SECONDS)
        peer.respond(message, PENDING, b"ef")
        assert received.acquire(timeout=10)
        peer.respond(message, PENDING, b"gh")
        assert not peer.cancelled(message)
        assert received.acquire(timeout=10)
        peer.respond(message, 0)

    scu = query(handle)
    for expected in (b"ab",) * GATHERED, (b"cd", b"ef"), (b"gh",):
        assert [answer(scu) for _ in expected] == [(PENDING, data) for data in expected]
        received.release()
    assert answer(scu) == (0, None)


def test_what_was_found_precedes_a_failure(query):
    def handle(host, peer, message):
        peer.respond(message, PENDING, b"ab")
        peer.respond(message, 0xFF01, b"cd")
        raise BrochError("in the middle")

    scu = query(handle)
    assert [answer(scu) for _ in range(3)] == [(PENDING, b"ab"), (0xFF01, b"cd"), (0xC000, None)]
