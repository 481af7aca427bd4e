"""First the row, then the files."""

import pytest
from broch.deletion import Deletions
from broch_hostapi import Attachment, Deletion, Level, Origin
from broch_hostapi.errors import DatabaseUnavailable, NotFound, StorageError
from broch_hostapi.testing.datasets import make_instance

FILE = Attachment(1, "u", "l", 1, "", 1, "")


class Parts:
    """Index and attachments in one, with a record of what was called."""

    def __init__(self, error=None):
        self.called, self.error = [], error

    def delete(self, level, public_id):
        self.called.append("index")
        if self.error:
            raise self.error
        return Deletion(level, public_id, None), [FILE]

    def discard(self, attachments):
        self.called.append(("files", list(attachments)))


def test_the_index_first():
    parts = Parts()
    assert Deletions(parts, parts).delete(Level.STUDY, "x").id == "x"
    assert parts.called == ["index", ("files", [FILE])]


@pytest.mark.parametrize("error", [NotFound("study", "x"), DatabaseUnavailable("gone")])
def test_a_failure_of_the_index_keeps_the_files(error):
    parts = Parts(error)
    with pytest.raises(type(error)):
        Deletions(parts, parts).delete(Level.STUDY, "x")
    assert parts.called == ["index"]


def stored_files(host):
    folder = host.configuration.storage_directory
    return [p for p in folder.rglob("*") if p.is_file() and p.read_bytes()[128:132] == b"DICM"]


def test_every_level_with_its_files_and_empty_parents(running_host):
    host = running_host.host
    outcomes = [
        host.ingest.receive(make_instance(study=study, series=series, number=number), Origin("RestApi"))
        for study in (1, 2) for series in (1, 2) for number in (1, 2)
    ]  # fmt: skip
    first = outcomes[0]
    deletion = host.deletion.delete(Level.INSTANCE, first.instance)
    assert deletion.remaining_ancestor == (Level.SERIES, first.series)
    assert host.deletion.delete(Level.SERIES, first.series).remaining_ancestor == (Level.STUDY, first.study)
    assert len(stored_files(running_host)) == 6
    assert host.deletion.delete(Level.STUDY, first.study).remaining_ancestor == (Level.PATIENT, first.patient)
    last = outcomes[-1]
    host.deletion.delete(Level.SERIES, outcomes[4].series)
    assert host.deletion.delete(Level.SERIES, last.series).remaining_ancestor is None
    assert host.index.statistics().patients == 0
    assert stored_files(running_host) == []
    with pytest.raises(NotFound):
        host.deletion.delete(Level.PATIENT, last.patient)


def test_a_storage_that_cannot_delete_does_not_bring_the_row_back(running_host, monkeypatch, caplog):
    host = running_host.host
    outcome = host.ingest.receive(make_instance(), Origin("RestApi"))

    def fail(locator):
        raise StorageError("read only")

    monkeypatch.setattr(host.attachments._storage, "delete", fail)
    host.deletion.delete(Level.INSTANCE, outcome.instance)
    assert host.index.statistics().instances == 0
    assert "could not be deleted" in caplog.text
