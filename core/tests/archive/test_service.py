"""Archives of what a server has stored."""

import io
import os
import tracemalloc
import zipfile

import pytest
from broch_hostapi import Level, Origin
from broch_hostapi.errors import NotFound
from broch_hostapi.testing.datasets import make_instance


@pytest.fixture
def host(running_host):
    return running_host.host


@pytest.fixture
def store(host):
    def store(**options):
        file = make_instance(**options)
        return file, host.ingest.receive(file, Origin("RestApi"))

    return store


def members(host, *public_ids):
    """Content by name."""
    with zipfile.ZipFile(io.BytesIO(b"".join(host.archive.stream(public_ids)))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_level(host, store):
    files = {}
    for study in (1, 2):
        for series in (1, 2):
            for number in (1, 2):
                file, outcome = store(study=study, series=series, number=number)
                files[study, series, number] = file, outcome
    _, first = files[1, 1, 1]
    everything = members(host, first.patient)
    assert sorted(everything.values()) == sorted(file for file, _ in files.values())
    assert len({name.rpartition("/")[0] for name in everything}) == 4
    assert "P1 Nobody P1/A1 Study 1/OT Series 1/OT000000.dcm" in everything
    assert sorted(members(host, first.study).values()) == sorted(f for k, (f, _) in files.items() if k[0] == 1)
    assert len(members(host, first.series)) == 2
    assert list(members(host, first.instance).values()) == [files[1, 1, 1][0]]
    assert len(members(host, first.series, files[2, 1, 1][1].study)) == 2 + 4
    assert members(host) == {}


def test_what_is_asked_for_twice_is_there_once(host, store):
    _, one = store(number=1)
    store(number=2)
    assert len(members(host, one.instance, one.study, one.series, one.study, one.patient)) == 2
    assert len(members(host, one.instance, one.instance)) == 1


def test_an_unknown_resource_is_told_before_anything_is_sent(host, store):
    _, one = store()
    with pytest.raises(NotFound):
        host.archive.stream([one.study, "0" * 8])


def test_a_file_that_has_gone_is_an_error_not_a_short_archive(host, store):
    _, one = store()
    host.attachments.discard(host.index.attachments(Level.INSTANCE, one.instance).values())
    with pytest.raises(NotFound):
        b"".join(host.archive.stream([one.study]))


def test_nothing_large_is_in_memory_and_nothing_stays_open_when_the_client_goes(host, store):
    for number in (1, 2):
        _, one = store(number=number, Rows=3000, Columns=4000, PixelData=os.urandom(12_000_000))
    opened = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else None
    tracemalloc.start()
    try:
        stream = host.archive.stream([one.study])
        assert next(stream)
        assert next(stream)
        stream.close()
        for _ in host.archive.stream([one.study]):
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20
    if opened is not None:
        assert len(os.listdir("/proc/self/fd")) <= opened
