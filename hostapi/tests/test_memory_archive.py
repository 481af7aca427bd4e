import pytest
from broch_hostapi import EventKind, FindQuery, LabelsConstraint, Level, Modality, Ordering, Origin, StoreStatus
from broch_hostapi.errors import BadFile, NotFound, UnknownModality, UnknownTag
from broch_hostapi.events import Event
from broch_hostapi.testing import MemoryArchive, fake_host, make_dataset, make_instance, make_study
from broch_hostapi.testing.datasets import EXPLICIT_LITTLE_ENDIAN


@pytest.fixture
def archive():
    made = MemoryArchive()
    for file in [*make_study(series=2, instances=3), *make_study(patient="P2", Modality="CT")]:
        assert made.receive(file).status is StoreStatus.SUCCESS
    return made


def test_synthetic_files_are_dicom():
    import io

    from pydicom import dcmread

    ds = dcmread(io.BytesIO(make_instance(rows=3, columns=5, frames=2, Modality="CT", StudyID=None)))
    assert ds.pixel_array.shape == (2, 3, 5)
    assert ds.Modality == "CT"
    assert "StudyID" not in ds
    assert make_instance() == make_instance()
    assert make_dataset(number=1).SOPInstanceUID != make_dataset(number=2).SOPInstanceUID
    assert all(len(uid) <= 64 for uid in (ds.SOPInstanceUID, ds.StudyInstanceUID))


def test_it_counts(archive):
    statistics = archive.statistics()
    assert (statistics.patients, statistics.studies, statistics.series, statistics.instances) == (2, 2, 3, 7)
    study = next(archive.find(FindQuery(Level.STUDY, {0x00100020: "P2"})))
    assert (study.series, study.instances, study.modalities) == (1, 1, ("CT",))
    assert archive.statistics((Level.STUDY, study.id)).instances == 1


@pytest.mark.parametrize(
    ("criteria", "count"),
    [
        ({}, 2),
        ({0x00100010: "nobody*"}, 2),
        ({0x00100020: "P?"}, 2),
        ({0x00100020: "P2\\P3"}, 1),
        ({0x00100020: "x"}, 0),
    ],
)
def test_it_finds(archive, criteria, count):
    assert len(list(archive.find(FindQuery(Level.STUDY, criteria)))) == count


def test_it_goes_up_and_down(archive):
    instance = next(archive.find(FindQuery(Level.INSTANCE)))
    upwards = archive.ancestors(Level.INSTANCE, instance.id)
    assert [r.level for r in upwards] == [Level.SERIES, Level.STUDY, Level.PATIENT]
    assert len(archive.children(Level.PATIENT, upwards[-1].id, Level.INSTANCE)) == 6
    stored = next(archive.stored_instances(Level.INSTANCE, instance.id))
    assert stored.transfer_syntax == EXPLICIT_LITTLE_ENDIAN
    with archive.view(stored.attachment) as content:
        assert content[128:132] == b"DICM"
    assert archive.lookup(instance.uid) == [(Level.INSTANCE, instance.id)]


def test_twice_is_already_stored_and_rubbish_is_bad(archive):
    assert archive.receive(make_instance(patient="P2", Modality="CT")).status is StoreStatus.ALREADY_STORED
    with pytest.raises(BadFile):
        archive.receive(b"rubbish")


def test_a_data_set_alone():
    import io

    from pydicom.filewriter import dcmwrite

    ds = make_dataset()
    body = io.BytesIO()
    dcmwrite(body, ds, implicit_vr=False, little_endian=True)
    outcome = MemoryArchive().receive_dataset(
        body.getvalue(), EXPLICIT_LITTLE_ENDIAN, ds.SOPClassUID, ds.SOPInstanceUID, Origin("Test")
    )
    assert outcome.sop_instance == ds.SOPInstanceUID


def test_deleting_the_last_takes_what_is_empty_above(archive):
    instance = next(archive.find(FindQuery(Level.INSTANCE, {0x00100020: "P2"})))
    assert archive.delete(Level.INSTANCE, instance.id).remaining_ancestor is None
    assert archive.statistics().patients == 1
    series = next(archive.find(FindQuery(Level.SERIES)))
    remaining = archive.delete(Level.SERIES, series.id).remaining_ancestor
    assert remaining == (Level.STUDY, series.parent)
    assert archive.get(*remaining).instances == 3
    with pytest.raises(NotFound):
        archive.delete(Level.SERIES, series.id)


def test_the_fake_host_reads_data_sets(archive):
    host = fake_host(archive)
    instance = next(host.index.find(FindQuery(Level.INSTANCE)))
    with host.datasets.open(instance.id) as dataset:
        assert dataset.text(0x00100020) == "P1"
        assert dataset.simplified()["PatientID"] == "P1"
        assert dataset.dicom_json(lambda path: "/bulk/" + path)["00100020"]["Value"] == ["P1"]
        assert dataset.number_of_frames == 1
        assert len(dataset.frame(0)) == 16
        with pytest.raises(NotFound):
            dataset.frame(1)


def test_derived_data_are_made_once(archive):
    made = []
    study = next(archive.find(FindQuery(Level.STUDY)))
    for _ in range(2):
        attachment = archive.derived(Level.STUDY, study.id, 2000, lambda: made.append(1) or [b"a", b"b"])
    assert (len(made), attachment.size) == (1, 2)
    assert set(archive.attachments(Level.STUDY, study.id)) == {2000}


def test_the_fake_host_remembers_what_was_sent(archive):
    host = fake_host(archive)
    with pytest.raises(UnknownModality):
        host.modalities.get("pacs")
    host.modalities.put(Modality("pacs", "PACS", "h", 104))
    study = next(host.index.find(FindQuery(Level.STUDY)))
    report = host.modalities.store(
        host.modalities.get("pacs"), list(host.index.stored_instances(Level.STUDY, study.id))
    )
    assert report.sent == len(host.modalities.stored) == 6


def test_the_rest_of_the_fake_host():
    host = fake_host()
    assert host.dictionary.tag_of("PatientID") == host.dictionary.tag_of("0010,0020") == 0x00100020
    assert (host.dictionary.keyword(0x00100020), host.dictionary.vr(0x00100020), host.dictionary.vr(0x00091001)) == (
        "PatientID",
        "LO",
        "UN",
    )
    with pytest.raises(UnknownTag):
        host.dictionary.tag_of("Nonsense")
    host.journal.events.append(Event(3, EventKind.NewStudy, Level.STUDY, "x", ""))
    assert host.journal.changes(2).last == host.journal.last().last == 3
    assert host.rest.call("GET", "/system").status == 404
    with host.spool.open() as file:
        file.write(b"x")
    with pytest.raises(NotImplementedError, match="running_host"):
        host.render.render("x", 0, "preview")


def test_it_adopts_a_file_by_its_path(tmp_path):
    archive = MemoryArchive()
    (tmp_path / "x.dcm").write_bytes(make_instance())
    assert archive.adopt(str(tmp_path / "x.dcm")).status is StoreStatus.SUCCESS
    assert archive.adopt(str(tmp_path / "x.dcm")).status is StoreStatus.ALREADY_STORED
    with pytest.raises(NotFound):
        archive.adopt(str(tmp_path / "y.dcm"))


def test_finding_by_labels_metadata_and_in_an_order():
    archive = MemoryArchive()
    for patient in ("P2", "P1", "P3"):
        archive.receive(next(iter(make_study(patient=patient))))
    first, second, _ = [one.id for one in archive.find(FindQuery(Level.STUDY))]
    archive.given_labels = {first: {"a", "b"}, second: {"b"}}
    assert list(archive.find_ids(FindQuery(Level.STUDY, labels=("a", "b")))) == [first]
    either = FindQuery(Level.STUDY, labels=("a", "b"), labels_constraint=LabelsConstraint.ANY)
    assert list(archive.find_ids(either)) == [first, second]
    assert len(list(archive.find(FindQuery(Level.STUDY, labels_constraint=LabelsConstraint.NONE)))) == 1
    ordered = archive.find(FindQuery(Level.PATIENT, order_by=(Ordering(0x00100020, descending=True),), since=1))
    assert [one.uid for one in ordered] == ["P2", "P1"]
    assert list(archive.find(FindQuery(Level.INSTANCE, metadata={"SopClassUid": "nope"}))) == []
