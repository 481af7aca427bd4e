"""Archives of what a server has stored."""

import io
import os
import subprocess
import threading
import tracemalloc
import zipfile

import pydicom
import pytest
from broch.archive.names import media_file
from broch_hostapi import FindQuery, Level, Origin
from broch_hostapi.errors import NotFound, ParameterOutOfRange
from broch_hostapi.testing.datasets import make_instance

EXPLICIT = "1.2.840.10008.1.2.1"


@pytest.fixture
def host(running_host):
    return running_host.host


@pytest.fixture
def store(host):
    def store(**options):
        file = make_instance(**options)
        return file, host.ingest.receive(file, Origin("RestApi"))

    return store


def members(host, *public_ids, **options):
    """Content by name."""
    with zipfile.ZipFile(io.BytesIO(b"".join(host.archive.stream(public_ids, **options)))) as archive:
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


def media(host, *public_ids, **options):
    """Content by name; every file has a record, and its identifier."""
    with zipfile.ZipFile(io.BytesIO(b"".join(host.archive.media(public_ids, **options)))) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    directory = pydicom.dcmread(io.BytesIO(found.pop("DICOMDIR")))
    assert {"/".join(record.ReferencedFileID) for record in records_of(directory)} == found.keys()
    for record in records_of(directory):
        file = pydicom.dcmread(io.BytesIO(found["/".join(record.ReferencedFileID)]))
        assert record.ReferencedSOPInstanceUIDInFile == file.SOPInstanceUID
        assert record.ReferencedTransferSyntaxUIDInFile == file.file_meta.TransferSyntaxUID
    return directory, found


def records_of(directory):
    return [record for record in directory.DirectoryRecordSequence if "ReferencedFileID" in record]


def test_media(host, store):
    files = [store(study=study, number=number)[0] for study in (1, 2) for number in (1, 2)]
    _, last = store(series=2)
    directory, found = media(host, last.patient)
    assert sorted(found) == [f"IMAGES/IM{number}" for number in range(5)]
    assert sorted(found.values()) == sorted([*files, store(series=2)[0]])
    kinds = [record.DirectoryRecordType for record in directory.DirectoryRecordSequence]
    assert [kinds.count(kind) for kind in ("PATIENT", "STUDY", "SERIES", "IMAGE")] == [1, 2, 3, 5]
    assert not any("SeriesDescription" in record for record in directory.DirectoryRecordSequence)
    extended, _ = media(host, last.series, extended=True)
    assert extended.DirectoryRecordSequence[2].SeriesDescription == "Series 2"
    assert media(host, last.instance)[1].keys() == {"IMAGES/IM0"}
    assert media(host)[1] == {}


def test_places_in_a_file_set_have_eight_characters():
    assert media_file(999_999) == "IMAGES/IM999999"
    assert media_file(1_000_000) == "IMAGES1/IM0"
    assert media_file(2_345_678) == "IMAGES2/IM345678"


J2K = "1.2.840.10008.1.2.4.90"
JPEG = "1.2.840.10008.1.2.4.50"


def test_transcoded(host, store):
    for number in range(6):
        _, one = store(number=number, rows=16, columns=16)
    store(number=9, PixelData=None)
    for found in (members(host, one.study, transcode=J2K).values(), media(host, one.study, transcode=J2K)[1].values()):
        syntaxes = [pydicom.dcmread(io.BytesIO(file)).file_meta.TransferSyntaxUID for file in found]
        assert sorted(syntaxes) == [EXPLICIT] + [J2K] * 6


def test_lossy_ones_are_new_instances_with_records_of_their_own(host, store):
    _, one = store(rows=64, columns=64)
    _, found = media(host, one.study, transcode=JPEG, lossy_quality=50)
    (file,) = found.values()
    assert pydicom.dcmread(io.BytesIO(file)).SOPInstanceUID != one.sop_instance


def test_what_cannot_be_transcoded_stays_as_it_is(host, store):
    file, one = store(BitsAllocated=16, BitsStored=16, HighBit=15, PixelData=bytes(32))
    assert list(members(host, one.study, transcode=JPEG).values()) == [file]


@pytest.mark.parametrize("options", [{"transcode": "1.2"}, {"transcode": JPEG, "lossy_quality": 0}])
def test_what_makes_no_sense_is_told_before_anything_is_sent(host, store, options):
    _, one = store()
    with pytest.raises(ParameterOutOfRange):
        host.archive.stream([one.study], **options)
    with pytest.raises(ParameterOutOfRange):
        host.archive.media([one.study], **options)


def test_names_in_utf8_when_asked(host, store):
    _, one = store(PatientName="Müller", SpecificCharacterSet="ISO_IR 192")
    assert next(iter(members(host, one.study))).startswith("P1 Mller/")
    assert next(iter(members(host, one.study, utf8=True))).startswith("P1 Müller/")


def test_a_client_that_goes_leaves_no_thread_and_no_file(host, store):
    for number in range(12):
        _, one = store(number=number, Rows=300, Columns=400, PixelData=os.urandom(120_000))
    threads = threading.active_count()
    opened = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else None
    for make in (
        lambda: host.archive.stream([one.study]),
        lambda: host.archive.media([one.study]),
        lambda: host.archive.stream([one.study], transcode=J2K),
        lambda: host.archive.media([one.study], transcode=J2K),
    ):
        for taken in (0, 1, 3):
            stream = make()
            for _ in range(taken):
                next(stream)
            stream.close()
            del stream
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith("archive")]
    assert threading.active_count() <= threads + 8  # the codecs' own stay
    if opened is not None:
        assert len(os.listdir("/proc/self/fd")) <= opened


def test_a_file_that_goes_meanwhile_breaks_the_media(host, store):
    for number in range(8):
        _, one = store(number=number, Rows=600, Columns=600, PixelData=os.urandom(360_000))
    stream = host.archive.media([one.study])
    next(stream)
    host.attachments.discard(host.index.attachments(Level.INSTANCE, one.instance).values())
    with pytest.raises(NotFound):
        b"".join(stream)


@pytest.mark.broch(config={"ZipLoaderThreads": 0, "ZipUseUtf8": True})
def test_without_threads(host, store):
    file, one = store(PatientName="Müller", SpecificCharacterSet="ISO_IR 192")
    (name,) = members(host, one.study)
    assert name.startswith("P1 Müller/")
    assert list(members(host, one.study).values()) == [file]


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, check=False, **options)


@pytest.mark.peer("dciodvfy", "dcentvfy", "dcmmkdir", "dcmdump")
@pytest.mark.parametrize("extended", [False, True])
def test_what_others_say_of_the_media(host, store, tmp_path, extended):
    """dicom3tools finds no error, and DCMTK reads the directory and appends to it."""
    for patient, study, number in [("A", 1, 1), ("A", 1, 2), ("A", 2, 3), ("B", 1, 4)]:
        _, one = store(patient=patient, study=study, number=number)
    stream = host.archive.media([one.patient, *host.index.find_ids(FindQuery(Level.PATIENT))], extended=extended)
    zipfile.ZipFile(io.BytesIO(b"".join(stream))).extractall(tmp_path)
    files = [f"IMAGES/IM{number}" for number in range(4)]
    assert "Error" not in run("dciodvfy", "DICOMDIR", cwd=tmp_path).stderr
    assert "Error" not in run("dcentvfy", *files, cwd=tmp_path).stderr
    (tmp_path / "IMAGES" / "NEW").write_bytes(make_instance(patient="C"))
    appended = run("dcmmkdir", "-Pgp", "+A", "+D", "DICOMDIR", "IMAGES/NEW", cwd=tmp_path)
    assert (appended.returncode, appended.stderr) == (0, "")
    dump = run("dcmdump", "DICOMDIR", cwd=tmp_path)
    assert (dump.returncode, dump.stdout.count('"Directory Record" IMAGE')) == (0, 5)
