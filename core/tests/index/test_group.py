import threading

import pytest
from broch.index.group import GroupCommit


def test_groups_form_while_one_is_running():
    groups, started, go = [], threading.Event(), threading.Event()

    def run(entries):
        groups.append([entry.work for entry in entries])
        if len(groups) == 1:
            started.set()
            go.wait()
        for entry in entries:
            entry.result = entry.work * 2

    group = GroupCommit(run, largest=4)
    results = {}
    threads = [threading.Thread(target=lambda n=n: results.update({n: group.submit(n)})) for n in range(10)]
    threads[0].start()
    started.wait()
    for number, thread in enumerate(threads[1:], 1):
        thread.start()
        while len(group._waiting) < number:
            pass
    go.set()
    for thread in threads:
        thread.join()
    assert results == {number: number * 2 for number in range(10)}
    assert groups == [[0], [1, 2, 3, 4], [5, 6, 7, 8], [9]]


def test_errors():
    def run(entries):
        for entry in entries:
            if entry.work == "own":
                entry.error = KeyError("own")
            elif entry.work == "all":
                raise ValueError("all")
            entry.result = entry.work

    group = GroupCommit(run, largest=4)
    with pytest.raises(ValueError, match="all"):
        group.submit("all")
    with pytest.raises(KeyError):
        group.submit("own")
    assert group.submit("fine") == "fine"
