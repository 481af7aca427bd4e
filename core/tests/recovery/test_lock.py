import threading

import pytest
from broch.recovery.lock import hold
from broch_hostapi.errors import DatabaseUnavailable


def test_alone(tmp_path):
    for shared in (True, False):
        refused = pytest.raises(DatabaseUnavailable, match="in use by another")
        with hold(tmp_path / "index", shared=False), refused, hold(tmp_path / "index", shared=shared):
            pass
    with hold(tmp_path / "index", shared=False):
        pass


def test_shared(tmp_path):
    refused = pytest.raises(DatabaseUnavailable)
    with hold(tmp_path, shared=True), hold(tmp_path, shared=True), refused, hold(tmp_path, shared=False):
        pass


def test_two_indexes(tmp_path):
    with hold(tmp_path / "a", shared=False), hold(tmp_path / "b", shared=False):
        pass


def test_of_all_who_want_it_one_gets_it(tmp_path):
    got, done = [], threading.Barrier(8)

    def want():
        try:
            with hold(tmp_path, shared=False):
                got.append(True)
                done.wait(10)
        except DatabaseUnavailable:
            done.wait(10)

    threads = [threading.Thread(target=want) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [True]


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnavailable, match="cannot be used"), hold(tmp_path / "file" / "index", shared=False):
        pass
