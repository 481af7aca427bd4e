import threading

import pytest
from broch.index.attachments import COLUMNS
from broch.recovery.sidecar import parse_sidecar
from broch_hostapi import Attachment, ContentType, Level, Origin
from broch_hostapi.errors import Conflict, DatabaseUnavailable, NotFound, ParameterOutOfRange, StorageFull
from pydicom.data import get_testdata_file

STUDY = Level.STUDY


@pytest.fixture
def host(running_host):
    return running_host.host


@pytest.fixture
def study(host):
    with open(get_testdata_file("CT_small.dcm"), "rb") as file:
        return host.ingest.receive(file.read(), Origin("RestApi")).study


def sidecars(host, study):
    """The present one of a study."""
    sql = f"SELECT {COLUMNS} FROM attachment WHERE kind = ?"
    rows = host.index.connection.rows(sql, (int(ContentType.SIDECAR),))
    found = [parse_sidecar(bytes(host.attachments.open(Attachment(*row)).read())) for row in rows]
    return [sidecar for sidecar in found if sidecar.id == study]


def files_of_kind(running_host, kind):
    folder = running_host.configuration.storage_directory
    return [file for file in folder.rglob(f"*.{kind}") if file.is_file()]


def test_metadata(host, study, http_client):
    assert host.user_data.set_metadata(STUDY, study, "1024", "one") == 0
    assert host.user_data.set_metadata(STUDY, study, "1024", "two") == 1
    assert http_client.get(f"/studies/{study}/metadata/1024").body == b"two"
    (sidecar,) = sidecars(host, study)
    assert (sidecar.level, sidecar.metadata) == (STUDY, {"1024": ("two", 1)})
    assert sidecar.uids == (host.index.ancestors(STUDY, study)[0].uid, host.index.get(STUDY, study).uid)
    host.user_data.set_metadata(STUDY, study, "1024", None)
    assert sidecars(host, study)[0].metadata == {}
    with pytest.raises(NotFound):
        host.user_data.set_metadata(STUDY, study, "1024", None)


def test_attachments(host, study, http_client, running_host):
    first = host.user_data.put_attachment(STUDY, study, 1024, [b"one"])
    second = host.user_data.put_attachment(STUDY, study, 1024, [b"tw", b"o"])
    assert (first.revision, second.revision) == (0, 1)
    assert http_client.get(f"/studies/{study}/attachments/1024/data").body == b"two"
    assert [a.locator for a in sidecars(host, study)[0].attachments] == [second.locator]
    host.user_data.delete_attachment(STUDY, study, 1024)
    assert sidecars(host, study)[0].attachments == ()
    assert http_client.get_json(f"/studies/{study}/attachments") == []
    with pytest.raises(NotFound):
        host.user_data.delete_attachment(STUDY, study, 1024)


def test_nobody_sees_the_sidecar(host, study, http_client):
    host.user_data.set_metadata(STUDY, study, "1024", "one")
    assert http_client.get_json(f"/studies/{study}/attachments") == []
    for name in ("sidecar", "1023"):
        assert http_client.get(f"/studies/{study}/attachments/{name}/data").status == 404
    assert dict(host.index.attachments(STUDY, study)) == {}


def test_revisions_are_checked_and_nothing_stays_behind(host, study, running_host):
    host.user_data.set_metadata(STUDY, study, "1024", "one", expected_revision=-1)
    for wrong in (-1, 1):
        with pytest.raises(Conflict):
            host.user_data.set_metadata(STUDY, study, "1024", "two", expected_revision=wrong)
        with pytest.raises(Conflict):
            host.user_data.put_attachment(STUDY, study, 1024, [b"x"], expected_revision=max(wrong, 0))
    host.user_data.set_metadata(STUDY, study, "1024", "two", expected_revision=0)
    assert files_of_kind(running_host, 1024) == []


@pytest.mark.parametrize("kind", [0, 1, 1023, 65536])
def test_the_server_s_own_kinds(host, study, kind):
    with pytest.raises(ParameterOutOfRange):
        host.user_data.put_attachment(STUDY, study, kind, [b"x"])
    with pytest.raises(ParameterOutOfRange):
        host.user_data.delete_attachment(STUDY, study, kind)


def test_what_is_not_there(host, running_host):
    for change in (
        lambda: host.user_data.set_metadata(STUDY, "nobody", "1024", "x"),
        lambda: host.user_data.put_attachment(STUDY, "nobody", 1024, [b"x"]),
        lambda: host.user_data.delete_attachment(STUDY, "nobody", 1024),
        lambda: host.user_data.set_protected("nobody", True),
    ):
        with pytest.raises(NotFound):
            change()
    assert files_of_kind(running_host, 1024) == files_of_kind(running_host, 1023) == []


def test_many_threads_lose_nothing(host, study):
    failures = []

    def work(number):
        try:
            for turn in range(5):
                host.user_data.set_metadata(STUDY, study, str(1024 + number), f"{turn}")
            host.user_data.put_attachment(STUDY, study, 1024 + number, [b"%d" % number])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    (sidecar,) = sidecars(host, study)
    assert sidecar.metadata == {str(1024 + number): ("4", 4) for number in range(6)}
    assert [attachment.kind for attachment in sidecar.attachments] == [1024 + number for number in range(6)]


def test_another_process_was_faster(host, study, monkeypatch):
    """Its change is found out at the commit, and ours is made on top of it."""
    import broch.user_data as module

    read, turns = module.read_user_state, []

    def overtaken(connection, level, public_id):
        state = read(connection, level, public_id)
        turns.append(state)
        if len(turns) == 1:
            monkeypatch.setattr(module, "read_user_state", read)
            other = module.UserData(host.index, host.user_data._writer, host.attachments)
            other.set_metadata(STUDY, study, "1025", "b")
            monkeypatch.setattr(module, "read_user_state", overtaken)
        return state

    monkeypatch.setattr(module, "read_user_state", overtaken)
    host.user_data.set_metadata(STUDY, study, "1024", "a")
    assert len(turns) == 2
    assert sidecars(host, study)[0].metadata == {"1024": ("a", 0), "1025": ("b", 0)}


def test_a_deleted_resource_takes_its_sidecar_along(host, study, running_host):
    host.user_data.put_attachment(STUDY, study, 1024, [b"x"])
    assert files_of_kind(running_host, 1023)
    host.deletion.delete(STUDY, study)
    assert files_of_kind(running_host, 1023) == files_of_kind(running_host, 1024) == []


@pytest.mark.parametrize("error", [StorageFull("full"), DatabaseUnavailable("lost")])
def test_a_change_that_fails(host, study, running_host, monkeypatch, error):
    """A lost connection may have committed: where the index shows that it has not, the file goes too."""

    def fail(_):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(host.user_data._writer, "submit", fail)
        with pytest.raises(type(error)):
            host.user_data.set_metadata(STUDY, study, "1024", "x")
    assert files_of_kind(running_host, 1023) == []
    assert host.user_data.set_metadata(STUDY, study, "1024", "x") == 0


def test_protected_patients(host, study):
    patient = host.index.get(STUDY, study).parent
    host.user_data.set_protected(patient, True)
    assert host.index.is_protected(patient)
    assert sidecars(host, patient)[0].protected
    host.user_data.set_protected(patient, False)
    assert not sidecars(host, patient)[0].protected


def test_labels(host, study, running_host):
    host.user_data.change_labels(STUDY, study, add=["b", "a"])
    assert (host.index.labels(STUDY, study), sidecars(host, study)[0].labels) == (["a", "b"], ("a", "b"))
    before = sidecars(host, study)[0].revision
    host.user_data.change_labels(STUDY, study, add=["a"], remove=["c"])
    assert sidecars(host, study)[0].revision == before  # nothing was written
    host.user_data.change_labels(STUDY, study, add=["c", "d"], remove=["a", "d"])
    assert (host.index.labels(STUDY, study), sidecars(host, study)[0].labels) == (["b", "c"], ("b", "c"))
    host.user_data.set_metadata(STUDY, study, "1024", "x")
    assert sidecars(host, study)[0].labels == ("b", "c")
    assert host.index.all_labels() == ["b", "c"]
    for wrong in ("", "a b", "x" * 65):
        with pytest.raises(ParameterOutOfRange):
            host.user_data.change_labels(STUDY, study, remove=[wrong])
    with pytest.raises(NotFound):
        host.user_data.change_labels(STUDY, "nobody", add=["a"])
    host.deletion.delete(STUDY, study)
    assert host.index.all_labels() == []


def test_many_threads_label(host, study):
    failures = []

    def work(number):
        try:
            for turn in range(4):
                host.user_data.change_labels(STUDY, study, add=[f"{number}-{turn}"], remove=[f"{number}-{turn - 1}"])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    wanted = [f"{number}-3" for number in range(5)]
    assert (host.index.labels(STUDY, study), list(sidecars(host, study)[0].labels)) == (wanted, wanted)


def test_compression_of_attachments_of_users(host, study, running_host):
    first = host.user_data.put_attachment(STUDY, study, 1024, [b"abc" * 1000])
    packed = host.user_data.set_compression(STUDY, study, 1024, True)
    assert (packed.md5, packed.revision, packed.is_compressed) == (first.md5, first.revision, True)
    assert sidecars(host, study)[0].attachments == (packed,)
    assert host.user_data.set_compression(STUDY, study, 1024, True) == packed
    assert host.user_data.put_attachment(STUDY, study, 1024, [b"x"]).revision == 1
    for kind, public_id in ((1025, study), (1024, "nobody")):
        with pytest.raises(NotFound):
            host.user_data.set_compression(STUDY, public_id, kind, True)


def test_compression_that_is_overtaken(host, study, monkeypatch):
    """A file that came in the meantime stays, and the compressed one goes."""
    host.user_data.put_attachment(STUDY, study, 1024, [b"one"])
    rewritten, made = host.attachments.rewritten, []

    def slow(*arguments, **options):
        made.append(rewritten(*arguments, **options))
        host.user_data.put_attachment(STUDY, study, 1024, [b"two"])
        return made[-1]

    monkeypatch.setattr(host.attachments, "rewritten", slow)
    with pytest.raises(Conflict):
        host.user_data.set_compression(STUDY, study, 1024, True)
    kept = host.index.attachments(STUDY, study)[1024]
    assert (kept.size, kept.is_compressed, sidecars(host, study)[0].attachments) == (3, False, (kept,))
    with pytest.raises(NotFound):
        host.attachments.open(made[0].as_stored)


def test_a_resource_that_came_again_meanwhile(host, study, monkeypatch):
    """Its successor has another key: the change is made anew, for that one."""
    import broch.user_data as module

    read, turns = module.read_user_state, []

    def overtaken(connection, level, public_id):
        state = read(connection, level, public_id)
        turns.append(state)
        if len(turns) == 1:
            host.deletion.delete(STUDY, study)
            with open(get_testdata_file("CT_small.dcm"), "rb") as file:
                host.ingest.receive(file.read(), Origin("RestApi"))
        return state

    monkeypatch.setattr(module, "read_user_state", overtaken)
    host.user_data.set_metadata(STUDY, study, "1024", "a")
    assert len(turns) == 2
    assert sidecars(host, study)[0].metadata["1024"] == ("a", 0)
