import json
import os
import signal
import sqlite3
import subprocess
import sys

import pytest
from broch.index import integrity
from broch.index.tables import NAMES
from broch.recovery import check as checking
from broch.recovery.archive import open_archive
from broch.recovery.fsck import Wanted, check
from broch_hostapi import Level, Origin
from broch_hostapi.errors import DatabaseUnavailable

pytestmark = pytest.mark.timeout(300)


def kinds(found):
    return {kind: len(findings) for kind, findings in found.items()}


def test_a_whole_archive(filled):
    place, _ = filled
    assert place.fsck() == (0, {})
    assert place.fsck("--quick") == (0, {})
    text = place.run("fsck")
    assert (text.exit_code, text.stdout) == (0, "The archive is whole: 16 files of the index checked.\n")
    assert {path.name for path in place.index.parent.iterdir() if path.is_file()} <= {"broch.lock", "broch.sqlite"}


def test_a_flipped_byte(filled):
    place, outcomes = filled
    file = place.file_of(outcomes[0].instance)
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)
    assert place.fsck("--quick") == (0, {})
    status, found = place.fsck()
    assert (status, kinds(found)) == (1, {"damaged": 1})
    assert found["damaged"][0]["resource"] == f"Instance {outcomes[0].instance}"
    assert place.fsck("--repair")[0] == 1, "it is not dropped unless that is asked for"
    assert file.exists()
    status, found = place.fsck("--repair", "--drop")
    assert status == 0
    kept = place.index.parent / found["damaged"][0]["repaired"].partition("kept as ")[2]
    assert kept.read_bytes() == content
    assert place.fsck() == (0, {})
    assert place.sql("SELECT instances FROM total") == [(8,)]


def test_a_cut_file(filled):
    place, outcomes = filled
    file = place.file_of(outcomes[0].instance)
    file.write_bytes(file.read_bytes()[:-10])
    for words in ((), ("--quick",)):
        status, found = place.fsck(*words)
        assert (status, kinds(found)) == (1, {"damaged": 1})
    assert "bytes instead of" in found["damaged"][0]["detail"]


def test_what_users_attached_is_kept(filled):
    place, outcomes = filled
    running = place.start()
    running.host.user_data.put_attachment(Level.INSTANCE, outcomes[0].instance, 1024, [b"dear to somebody"])
    running.stop()
    place.file_of(outcomes[0].instance).unlink()
    assert place.fsck("--repair", "--drop")[0] == 0
    assert b"dear to somebody" in [file.read_bytes() for file in (place.index.parent / "lost+found").iterdir()]
    assert place.fsck() == (0, {})


def test_a_missing_file(filled):
    place, outcomes = filled
    place.file_of(outcomes[3].instance).unlink()
    status, found = place.fsck()
    assert (status, kinds(found)) == (1, {"missing": 1})
    assert kinds(place.fsck("--quick", "--repair")[1]) == {"missing": 1}
    assert place.fsck("--quick", "--repair", "--drop")[0] == 0
    assert place.fsck() == (0, {})
    assert place.sql("SELECT key FROM study WHERE public_id = ?", outcomes[3].study) == [], "it was its only one"


def test_orphans_are_no_fault(filled):
    place, outcomes = filled
    orphan = place.file_of(outcomes[0].instance).with_name("orphan")
    for words in (["--repair"], ["--repair", "--delete-orphans"]):
        orphan.write_bytes(b"of a crash")
        os.utime(orphan, (1_700_000_000, 1_700_000_000))  # where others may be writing, a young one is none
        status, found = place.fsck()
        assert (status, kinds(found)) == (0, {"orphan": 1})
        assert "1 files that only take room" in place.run("fsck").stdout
        assert place.fsck(*words)[0] == 0
        assert not orphan.exists()
        assert place.fsck() == (0, {})
    kept = [file.read_bytes() for file in (place.index.parent / "lost+found").iterdir()]
    assert kept == [b"of a crash"]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE instance SET tags = '{}' WHERE key = (SELECT min(key) FROM instance)", "tags"),
        ("UPDATE instance SET sop_class = '1.2' WHERE key = (SELECT min(key) FROM instance)", "tags"),
        ("UPDATE instance SET metadata = replace(metadata, '1.2.840.10008.1.2.1', '1.2.840.10008.1.2')", "tags"),
        ("UPDATE instance SET index_in_series = 7 WHERE key = (SELECT min(key) FROM instance)", "tags"),
        ("UPDATE series SET modality = 'mr' WHERE key = (SELECT min(key) FROM series)", "tags"),
        ("UPDATE study SET tags = replace(tags, 'StudyDate', 'Else') WHERE key = (SELECT min(key) FROM study)", "tags"),
        ("UPDATE patient SET patient_name = 'somebody' WHERE key = (SELECT min(key) FROM patient)", "tags"),
        ("UPDATE series SET instances = instances + 1 WHERE key = (SELECT min(key) FROM series)", "counts"),
        ("UPDATE study SET series = 0", "counts"),
        ("UPDATE study SET modalities = 'MR'", "counts"),
        ("UPDATE patient SET studies = 9", "counts"),
        ("UPDATE total SET instances = 1", "counts"),
        ("UPDATE total SET stored_size = stored_size - 1", "counts"),
        ("UPDATE total SET dicom_size = 0, last_key = 1", "counts"),
        ("DELETE FROM attachment WHERE (owner & 3) = 3 AND kind = 1", "fileless"),
        ("UPDATE attachment SET owner = 4001 WHERE kind = 1030", "ownerless"),
        ("DELETE FROM instance WHERE key = (SELECT max(key) FROM instance)", "ownerless"),
        ("DELETE FROM instance WHERE parent = (SELECT min(key) FROM series)", "empty"),
    ],
)
def test_changed_rows(filled, statement, kind):
    place, _ = filled
    place.sql(statement)
    status, found = place.fsck()
    assert status == 1
    assert kind in found
    assert place.fsck("--repair", "--drop")[0] == 0
    assert place.fsck()[0] == 0


def test_a_row_that_names_another_file(filled):
    place, outcomes = filled
    place.sql("UPDATE instance SET public_id = 'other' WHERE public_id = ?", outcomes[0].instance)
    status, found = place.fsck("--repair")
    assert (status, kinds(found)) == (1, {"identity": 1})


def test_repaired_rows_are_as_before(filled):
    place, _ = filled
    before = [place.sql(f"SELECT * FROM {table} ORDER BY key") for table in NAMES]
    place.sql("UPDATE study SET tags = '{}', study_date = NULL, instances = 0, modalities = ''")
    place.sql("UPDATE patient SET tags = '{}', patient_name = 'x', series = 17")
    place.sql("UPDATE series SET tags = '{}', modality = NULL")
    place.sql("UPDATE instance SET tags = '{}'")
    place.sql("UPDATE instance SET metadata = replace(metadata, 'PixelDataOffset\":\"', 'PixelDataOffset\":\"9')")
    place.sql("UPDATE total SET instances = 17, size = 0")
    assert place.fsck("--repair")[0] == 0
    after = [place.sql(f"SELECT * FROM {table} ORDER BY key") for table in NAMES]
    for rows, now in zip(before, after, strict=True):
        assert [comparable(row) for row in rows] == [comparable(row) for row in now]
    assert place.sql("SELECT instances FROM total") == [(9,)]


def comparable(row):
    """JSON by its members, not by their order."""
    return [json.loads(value) if isinstance(value, str) and value.startswith("{") else value for value in row]


def test_a_lost_sidecar_is_written_anew(filled):
    place, outcomes = filled
    for file in place.files():
        if file.name.endswith(".1023"):
            file.unlink()
    status, found = place.fsck()
    assert (status, set(found)) == (1, {"missing"})
    assert place.fsck("--repair")[0] == 0
    assert place.fsck() == (0, {})
    place.lose_index()
    assert place.run("rebuild-index").exit_code == 0
    assert place.column("study", "metadata", outcomes[0].study)["1024"] == "second"


def test_stale_derived_data(filled):
    place, outcomes = filled
    running = place.start()
    running.host.attachments.derived(Level.SERIES, outcomes[0].series, 5000, lambda: [b"computed"]).close()
    running.stop()
    assert place.fsck() == (0, {})
    place.sql("UPDATE series SET last_update = '29990101T000000'")
    status, found = place.fsck()
    assert (status, kinds(found)) == (1, {"stale": 1})
    assert place.fsck("--repair")[0] == 0
    assert place.fsck() == (0, {})


def test_an_interrupted_check_goes_on(filled, monkeypatch):
    place, outcomes = filled
    monkeypatch.setattr(integrity, "PAGE", 4)
    place.file_of(outcomes[0].instance).unlink()
    place.file_of(outcomes[8].instance).unlink()
    read, looked = checking.read, []

    def counting(storage, attachments, attachment, **options):
        looked.append(attachment.locator)
        if len(looked) == 7:
            raise KeyboardInterrupt
        return read(storage, attachments, attachment, **options)

    monkeypatch.setattr(checking, "read", counting)
    assert place.run("fsck", "--threads", "1").exit_code == 2
    assert (place.index.parent / "fsck.state").exists()
    status, found = place.fsck("--resume", "--threads", "1")
    assert (status, kinds(found)) == (1, {"missing": 2})
    assert len(looked) < 15 + 7, "pages that were done are not read again"
    assert not (place.index.parent / "fsck.state").exists()
    assert place.run("fsck", "--resume").exit_code == 2, "there is nothing left to resume"


@pytest.mark.sqlite
def test_where_there_is_no_index(place):
    assert place.run("fsck").exit_code == 2


def test_not_while_a_server_runs(filled):
    place, _ = filled
    running = place.start()
    try:
        for words in (["fsck"], ["rebuild-index", "--force"]):
            answer = place.run(*words)
            assert answer.exit_code == 2
            assert "in use by another process" in answer.stderr
        if not place.database:
            with pytest.raises(DatabaseUnavailable, match="in use by another process"):
                place.start()
    finally:
        running.stop()
    assert place.fsck()[0] == 0


def test_a_killed_command_holds_no_lock(filled):
    place, _ = filled
    program = (
        "import sys, time; from pathlib import Path; from broch.recovery.lock import hold\n"
        "with hold(Path(sys.argv[1]), shared=False):\n    print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", program, place.index.parent], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    assert place.run("fsck").exit_code == 2
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    assert place.fsck()[0] == 0


def test_uploads_under_way_on_other_machines_are_no_orphans(filled, monkeypatch):
    place, outcomes = filled
    place.file_of(outcomes[0].instance).with_name("young").write_bytes(b"just now")
    with open_archive(place.configure()) as archive:
        object.__setattr__(archive, "alone", False)
        with open(place.folder / "report", "w") as report:
            assert check(archive, Wanted(as_json=True), report, report)
    text = (place.folder / "report").read_text()
    assert json.loads(text[text.index("{") :])["findings"] == []


def test_drop_needs_repair(filled):
    assert filled[0].run("fsck", "--drop").exit_code == 2


def test_the_report_for_people_is_short(filled):
    place, _ = filled
    place.sql("UPDATE instance SET tags = '{}'")
    text = place.run("fsck").stdout
    assert "tags: 9, 0 repaired" in text
    assert "not whole: " in text
    assert "Doe" not in text


def test_what_repair_alone_does_not_mend_is_said(filled):
    place, outcomes = filled
    place.file_of(outcomes[0].instance).unlink()
    text = place.run("fsck", "--repair").stdout
    assert "missing: 1, 0 repaired" in text
    assert "The archive is not whole (--repair --drop gives up what is missing or damaged): " in text


@pytest.mark.sqlite
def test_what_was_never_acknowledged_is_taken_back(filled):
    """After a power cut the file of the last instance may be missing: the check does what a start would do."""
    place, _ = filled
    key = place.sql("SELECT max(key) FROM instance")[0][0]
    with sqlite3.connect(place.index) as database:
        database.execute("UPDATE total SET settled = ?", (key - 1,))
        (public_id,) = database.execute("SELECT public_id FROM instance WHERE key = ?", (key,)).fetchone()
        sql = "SELECT locator FROM attachment WHERE owner = ? AND kind = 1"
        (locator,) = database.execute(sql, (4 * key + 3,)).fetchone()
    (place.index.parent / locator).unlink()
    assert place.fsck() == (0, {})
    assert place.sql("SELECT key FROM instance WHERE public_id = ?", public_id) == []


DYING = """
import os, signal, sys
from broch.cli import main
from broch.index import integrity
from broch.recovery import check
integrity.PAGE, read, looked = 4, check.read, []
def dying(*arguments, **options):
    looked.append(1)
    if len(looked) == 10:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(*arguments, **options)
check.read = dying
main(["fsck", "--threads", "1", sys.argv[1]])
"""


def test_a_killed_check_goes_on(filled, monkeypatch):
    place, outcomes = filled
    place.file_of(outcomes[0].instance).unlink()
    died = subprocess.run([sys.executable, "-c", DYING, place.config], capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
    monkeypatch.setattr(integrity, "PAGE", 4)
    read, looked = checking.read, []
    monkeypatch.setattr(checking, "read", lambda *args, **options: looked.append(1) or read(*args, **options))
    status, found = place.fsck("--resume")
    assert (status, kinds(found)) == (1, {"missing": 1})
    assert len(looked) == 16 - 8, "two pages of four files had been done"


def test_what_scrubbing_found_is_told(filled):
    place, _ = filled
    with open_archive(place.configure()) as archive:
        state = json.dumps({"round": 3, "damaged": 1, "bad": ["aa/bb/c"]}).encode()
        archive.writer.set_state("core", "scrubbing", state)
    assert "Scrubbing found 1 damaged or missing files, lastly aa/bb/c" in place.run("fsck").stdout


def test_what_came_again_meanwhile_is_left_alone(filled, monkeypatch):
    """A check is interrupted, servers run, and its findings are of yesterday."""
    place, outcomes = filled
    first = place.file_of(outcomes[0].instance)
    content = first.read_bytes()
    first.write_bytes(content[:-1])

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(checking.Check, "_orphans", interrupted)
        assert place.run("fsck").exit_code == 2
    running = place.start()
    running.host.deletion.delete(Level.INSTANCE, outcomes[0].instance)
    running.host.ingest.receive(content, Origin("RestApi"))
    running.stop()
    status, found = place.fsck("--resume", "--repair", "--drop")
    assert (status, [finding["repaired"] for finding in found["damaged"]]) == (0, ["not so any more"])
    assert place.file_of(outcomes[0].instance).read_bytes() == content
    assert place.fsck() == (0, {})


def test_labels_of_what_is_not_there(filled):
    place, _ = filled
    place.sql("INSERT INTO label (owner, label) VALUES (4001, 'lost'), (4001, 'found'), (4003, 'lost')")
    status, found = place.fsck()
    assert (status, kinds(found)) == (1, {"labels": 3})
    assert "label found of a resource that is not there" in [finding["detail"] for finding in found["labels"]]
    assert place.fsck("--repair")[0] == 0
    assert place.fsck()[0] == 0
    assert place.sql("SELECT count(*) FROM label WHERE label = 'kept'") == [(4,)]


def test_a_compressed_file(filled):
    """What its tags are, that it is damaged, and what it is corrected from."""
    place, outcomes = filled
    compressed = outcomes[7].instance
    place.sql("UPDATE instance SET tags = '{}' WHERE public_id = ?", compressed)
    status, found = place.fsck("--repair")
    assert (status, kinds(found)) == (0, {"tags": 1})
    assert place.column("instance", "tags", compressed)["InstanceNumber"] == "1"
    file = place.file_of(compressed)
    stored = file.read_bytes()
    file.write_bytes(stored[:3000] + b"?" + stored[3001:])
    assert kinds(place.fsck()[1]) == {"damaged": 1}
