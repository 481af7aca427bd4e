"""The directory of a file-set, read by others: pydicom, dciodvfy, dcmdump."""

import io
import shutil
import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path

import pydicom
import pytest
from broch.archive import dicomdir
from broch.archive.dicomdir import FILE_SET_ID, DicomDir
from broch.archive.record_keys import RECORD_KEYS, record_type
from broch.dataset import dictionary
from broch.dataset.scan import scan_file
from broch_hostapi.errors import BrochError
from broch_hostapi.testing.datasets import make_instance
from hypothesis import given
from hypothesis import strategies as st
from pydicom import Dataset, dcmread
from pydicom.fileset import FileSet


def written(directory: DicomDir) -> bytes:
    size = directory.finish()
    data = b"".join(directory)
    directory.close()
    assert size == len(data)
    return data


def directory_of(*files, extended=False, spool=tempfile.TemporaryFile):
    """Each file under the identifiers that it names."""
    directory = DicomDir(spool, extended=extended)
    for number, file in enumerate(files):
        add(directory, file, f"IMAGES\\IM{number}")
    return written(directory)


def add(directory, file, file_id="IMAGES\\IM0"):
    scan = scan_file(file)
    uids = tuple(scan.text(tag) for tag in (0x00100020, 0x0020000D, 0x0020000E))
    directory.add(uids, file_id, scan)


def tree(data: bytes):
    """(type, key, children) from the offsets alone, as a reader walks."""
    ds = dcmread(io.BytesIO(data))
    records = {record.seq_item_tell: record for record in ds.DirectoryRecordSequence}

    def below(offset):
        found = []
        while offset:
            record = records[offset]
            keys = {"PATIENT": "PatientID", "STUDY": "StudyInstanceUID", "SERIES": "SeriesInstanceUID"}
            key = record[keys.get(record.DirectoryRecordType, "ReferencedFileID")].value
            lower = below(record.OffsetOfReferencedLowerLevelDirectoryEntity)
            found.append((record.DirectoryRecordType, key if isinstance(key, str) else "/".join(key), lower))
            offset = record.OffsetOfTheNextDirectoryRecord
        return found

    first = ds.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
    found = below(first)
    assert sum(len(str(part)) > 0 for part in _flat(found)) == len(records), "a record that nobody points to"
    last = ds.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity
    assert (not found and not last) or records[last].OffsetOfTheNextDirectoryRecord == 0
    return found


def _flat(found):
    for kind, key, lower in found:
        yield kind, key
        yield from _flat(lower)


def test_the_directory_of_one_instance():
    data = directory_of(make_instance())
    ds = dcmread(io.BytesIO(data))
    assert ds.file_meta.MediaStorageSOPClassUID == "1.2.840.10008.1.3.10"
    assert ds.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.1"
    assert (ds.FileSetID, ds.FileSetConsistencyFlag) == (FILE_SET_ID, 0)
    patient, study, series, image = ds.DirectoryRecordSequence
    assert (patient.PatientID, patient.PatientName) == ("P1", "Nobody^P1")
    assert (study.StudyDate, study.StudyID, study.AccessionNumber) == ("20200102", "1", "A1")
    assert (series.Modality, series.SeriesNumber) == ("OT", 1)
    assert "SeriesDescription" not in series
    assert (image.InstanceNumber, image.ReferencedFileID) == (1, ["IMAGES", "IM0"])
    assert image.ReferencedSOPInstanceUIDInFile == scan_file(make_instance()).text(0x00080018)
    assert image.ReferencedTransferSyntaxUIDInFile == "1.2.840.10008.1.2.1"
    assert image.RecordInUseFlag == 0xFFFF
    assert {record.SpecificCharacterSet for record in ds.DirectoryRecordSequence} == {"ISO_IR 100"}


def test_extended():
    ds = dcmread(io.BytesIO(directory_of(make_instance(), extended=True)))
    assert ds.DirectoryRecordSequence[2].SeriesDescription == "Series 1"


def test_an_empty_file_set():
    assert tree(directory_of()) == []


def test_records_are_linked_wherever_they_stand():
    places = [("A", 1, 1), ("B", 1, 1), ("A", 1, 2), ("A", 2, 1), ("A", 1, 1), ("B", 1, 1)]
    files = [make_instance(patient=p, study=s, series=e, number=n) for n, (p, s, e) in enumerate(places)]
    found = tree(directory_of(*files))
    assert [key for _, key, _ in found] == ["A", "B"]
    shape = [[[len(images) for _, _, images in series] for _, _, series in studies] for _, _, studies in found]
    assert shape == [[[2, 1], [1]], [[2]]]


def test_most_of_it_is_in_a_file(monkeypatch):
    monkeypatch.setattr(dicomdir, "_HELD", 700)
    opened = []

    def spool():
        opened.append(tempfile.TemporaryFile())  # noqa: SIM115
        return opened[-1]

    files = [make_instance(patient=f"P{n % 3}", series=n % 2, number=n) for n in range(40)]
    data = directory_of(*files, spool=spool)
    assert tree(data) == tree(directory_of(*files))
    assert len(opened) == 1
    assert opened[0].closed


def test_nothing_is_opened_for_a_small_one():
    assert directory_of(make_instance(), spool=lambda: pytest.fail("a temporary file"))


def test_what_must_have_a_value_has_one():
    bare = make_instance(
        StudyDate=None, StudyTime="", StudyID=None, SeriesNumber="", InstanceNumber=None, Modality="",
        ContentDate="20210102",
    )  # fmt: skip
    _, study, series, image = dcmread(io.BytesIO(directory_of(bare))).DirectoryRecordSequence
    assert (study.StudyDate, study.StudyTime, study.StudyID) == ("20210102", "000000", "1")
    assert (series.Modality, series.SeriesNumber, image.InstanceNumber) == ("OT", 1, 1)


def test_another_syntax_and_instance_than_the_scanned_one():
    directory = DicomDir(tempfile.TemporaryFile)
    directory.add(("p", "s", "e"), "IMAGES\\IM0", scan_file(make_instance()), "1.2.840.10008.1.2.4.50", "1.2.3")
    image = dcmread(io.BytesIO(written(directory))).DirectoryRecordSequence[-1]
    assert image.ReferencedTransferSyntaxUIDInFile == "1.2.840.10008.1.2.4.50"
    assert image.ReferencedSOPInstanceUIDInFile == "1.2.3"


@pytest.mark.parametrize(
    ("sop_class", "expected"),
    [("1.2.840.10008.5.1.4.1.1.2", "IMAGE"), ("1.2.840.10008.5.1.4.1.1.88.33", "SR DOCUMENT"),
     ("1.2.840.10008.5.1.4.1.1.88.59", "KEY OBJECT DOC"), ("1.2.840.10008.5.1.4.1.1.11.1", "PRESENTATION"),
     ("1.2.840.10008.5.1.4.1.1.9.1.1", "WAVEFORM"), ("1.2.840.10008.5.1.4.1.1.104.1", "ENCAP DOC"),
     ("1.2.840.10008.5.1.4.1.1.481.2", "RT DOSE"), ("1.2.840.10008.5.1.4.1.1.481.3", "RT STRUCTURE SET"),
     ("1.2.840.10008.5.1.4.1.1.481.5", "RT PLAN"), ("1.2.840.10008.5.1.4.1.1.481.1", "IMAGE"),
     ("1.2.840.10008.5.1.4.1.1.66", "RAW DATA"), ("1.2.840.10008.5.1.4.1.1.66.4", "IMAGE"),
     ("1.2.840.10008.5.1.4.1.1.66.5", "SURFACE"), ("1.2.840.10008.5.1.4.1.1.4.2", "SPECTROSCOPY"),
     ("1.2.840.10008.5.1.4.1.1.67", "VALUE MAP"), ("1.2.840.10008.5.1.4.34.7", "PLAN"), ("", "IMAGE")],
)  # fmt: skip
def test_types_of_records(sop_class, expected):
    assert record_type(sop_class) == expected
    assert expected in RECORD_KEYS


def test_keys_are_in_order_and_known():
    for keys in RECORD_KEYS.values():
        tags = [key.tag for key in keys]
        assert all(first < second for first, second in pairwise(tags))
        assert all(dictionary.keyword(tag) for tag in tags)


def item(**elements):
    ds = Dataset()
    for keyword, value in elements.items():
        setattr(ds, keyword, value)
    return ds


def report(**more):
    title = item(CodeValue="1", CodingSchemeDesignator="99X", CodeMeaning="Report")
    content = [
        item(RelationshipType="HAS CONCEPT MOD", ValueType="TEXT", TextValue="a"),
        item(RelationshipType="CONTAINS", ValueType="TEXT", TextValue="b" * 1000),
    ]
    verified = [item(VerificationDateTime="20200101"), item(VerificationDateTime="20210101")]
    elements = {
        "SOPClassUID": "1.2.840.10008.5.1.4.1.1.88.11", "Modality": "SR", "PixelData": None, "ContentDate": "20200102",
        "ContentTime": "030405", "CompletionFlag": "COMPLETE", "VerificationFlag": "VERIFIED",
        "VerifyingObserverSequence": verified, "ConceptNameCodeSequence": [title], "ContentSequence": content,
    }  # fmt: skip
    return make_instance(**elements | more)


def test_a_report():
    record = dcmread(io.BytesIO(directory_of(report()))).DirectoryRecordSequence[-1]
    assert record.DirectoryRecordType == "SR DOCUMENT"
    assert record.ConceptNameCodeSequence[0].CodeMeaning == "Report"
    assert [one.TextValue for one in record.ContentSequence] == ["a"]
    assert record.VerificationDateTime == "20210101"


def test_sequences_of_implicit_vr_become_explicit():
    ds = dcmread(io.BytesIO(report()))
    file = io.BytesIO()
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    ds.save_as(file, implicit_vr=True)
    record = dcmread(io.BytesIO(directory_of(file.getvalue()))).DirectoryRecordSequence[-1]
    assert record.ConceptNameCodeSequence[0].CodeMeaning == "Report"


MODULE_CLASSES = ["1.2.840.10008.5.1.4.1.1." + number for number in ("7", "88.11", "88.59", "11.1", "9.1.1", "104.1",
                  "481.2", "481.3", "481.5", "481.4", "66", "66.1", "67", "4.2", "66.5")]  # fmt: skip


@pytest.mark.skipif(not shutil.which("dciodvfy"), reason="no dicom3tools")
@pytest.mark.parametrize("sop_class", MODULE_CLASSES)
def test_dciodvfy_takes_every_type_of_record(sop_class, tmp_path):
    image = item(ReferencedSOPClassUID="1.2.840.10008.5.1.4.1.1.7", ReferencedSOPInstanceUID="1.2.3")
    file = report(
        SOPClassUID=sop_class, VerifyingObserverSequence=[item(VerificationDateTime="20200101000000")],
        ReferencedSeriesSequence=[item(SeriesInstanceUID="1.2", ReferencedImageSequence=[image])],
        ReferencedImageEvidenceSequence=[image],
    )  # fmt: skip
    (tmp_path / "DICOMDIR").write_bytes(directory_of(file, make_instance(number=2)))
    told = subprocess.run(
        ["dciodvfy", str(tmp_path / "DICOMDIR")], capture_output=True, text=True, check=False
    ).stderr  # fmt: skip
    errors = [line for line in told.splitlines() if line.startswith("Error")]
    # Codes and labels that the instance itself does not have cannot be made up.
    assert [line for line in errors if not any(word in line for word in MADE_UP)] == []


MADE_UP = ("ConceptName", "Unrecognized", "enumerated value", "ImageType", "NumberOfFrames")


def test_pydicom_reads_it_with_its_files(tmp_path):
    files = [make_instance(number=n, series=n % 2) for n in range(4)]
    (tmp_path / "IMAGES").mkdir()
    for n, file in enumerate(files):
        (tmp_path / "IMAGES" / f"IM{n}").write_bytes(file)
    (tmp_path / "DICOMDIR").write_bytes(directory_of(*files))
    instances = list(FileSet(tmp_path / "DICOMDIR"))
    assert len(instances) == 4
    assert {instance.load().SOPInstanceUID for instance in instances} == {
        instance.ReferencedSOPInstanceUIDInFile for instance in instances
    }


def test_a_whole_directory_of_sample_files():
    directory = DicomDir(tempfile.TemporaryFile)
    count = 0
    for file in sorted((Path(pydicom.__file__).parent / "data" / "test_files").glob("*.dcm")):
        try:
            add(directory, file.read_bytes())
        except BrochError:
            continue
        count += 1
    data = written(directory)
    assert count > 20
    assert len([kind for kind, _ in _flat(tree(data)) if kind not in ("PATIENT", "STUDY", "SERIES")]) == count


places = st.tuples(st.sampled_from("ABC"), st.integers(0, 2), st.integers(0, 2))


@given(st.lists(places, max_size=12))
def test_any_order_gives_one_tree(order):
    scan = scan_file(make_instance())
    directory = DicomDir(tempfile.TemporaryFile)
    for number, (patient, study, series) in enumerate(order):
        directory.add((patient, f"{patient}{study}", f"{patient}{study}{series}"), f"IMAGES\\IM{number}", scan)
    found = tree(written(directory))
    assert len(found) == len({patient for patient, _, _ in order})
    assert sum(len(studies) for _, _, studies in found) == len({place[:2] for place in order})
    images = [key for kind, key in _flat(found) if kind == "IMAGE"]
    assert sorted(images) == sorted(f"IMAGES/IM{number}" for number in range(len(order)))
