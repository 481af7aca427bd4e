import io
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pydicom
import pytest
from broch import __version__
from broch.dataset.anonymise import Anonymiser, AnonymiseRequest, Pseudonym, anonymise
from broch.dataset.rewrite import Change, Value, encode_items, encode_new, rewrite
from broch.dataset.scan import scan_file
from broch_hostapi.errors import BadFile, BadParameterType, BadRequest, NotFound, ParameterOutOfRange
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset

NOBODY = Pseudonym("Anonymized7", "0b6b2a5e")
FILES = (
    "CT_small.dcm", "MR_small.dcm", "MR_small_implicit.dcm", "MR_small_bigendian.dcm", "eCT_Supplemental.dcm",
    "JPEG2000.dcm", "SC_rgb_rle_2frame.dcm", "image_dfl.dcm", "test-SR.dcm", "rtplan.dcm", "rtstruct.dcm",
    "explicit_VR-UN.dcm", "nested_priv_SQ.dcm", "examples_overlay.dcm", "693_J2KR.dcm",
)  # fmt: skip


def load(name: str) -> bytes:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return Path(str(path)).read_bytes()


def run(data: bytes, body: dict | None = None, uids: dict[str, str] | None = None) -> Dataset:
    request = AnonymiseRequest.from_json(body or {})
    out = b"".join(anonymise(scan_file(data), request, {} if uids is None else uids, NOBODY))
    return pydicom.dcmread(io.BytesIO(out))


def with_changes(name: str, changes: dict[int, Change]) -> bytes:
    return b"".join(rewrite(scan_file(load(name)), changes))


def item(**keywords: str) -> Any:
    changes: dict[int, Change] = {pydicom.datadict.tag_for_keyword(k) or 0: v.encode() for k, v in keywords.items()}
    return encode_new(changes, explicit=True)


def nested() -> bytes:
    """CT_small with sequences that tell who it is."""
    return with_changes(
        "CT_small.dcm",
        {
            0x00080005: b"ISO_IR 192",
            0x00081140: encode_items(
                [
                    item(ReferencedSOPInstanceUID="1.2.3.4", StudyDescription="S1", PatientName="Doe", PatientID="77"),
                    item(ReferencedSOPInstanceUID="1.2.3.4", StudyDescription="S2", Modality="MR"),
                ]
            ),
            0x00081030: b"Study",
            0x00400275: encode_items([item(ScheduledProcedureStepID="step")]),
            0x0040A730: encode_items([item(TextValue="secret")]),
            0x00400512: b"Container",
            0x0040A13A: b"20200101",
            0x60003000: b"ov",
            0x50000010: b"curve",
        },
    )


@pytest.mark.parametrize("name", FILES)
def test_the_result_is_a_valid_file_with_the_same_pixels(name: str) -> None:
    data = load(name)
    before, after = pydicom.dcmread(io.BytesIO(data), force=True), run(data)
    assert (after.PatientName, after.PatientID) == (NOBODY.patient_name, NOBODY.patient_id)
    assert after.PatientIdentityRemoved == "YES"
    assert after.DeidentificationMethod == f"Broch {__version__} - PS 3.15-2023b Table E.1-1 Basic Profile"
    if "SOPInstanceUID" in before:
        assert after.file_meta.MediaStorageSOPInstanceUID == after.SOPInstanceUID != before.SOPInstanceUID
        assert after.SOPInstanceUID.is_valid
    if "PixelData" in before:
        if before.is_little_endian:
            assert after.PixelData == before.PixelData
        else:
            np.testing.assert_array_equal(after.pixel_array, before.pixel_array)


@pytest.mark.parametrize("name", FILES)
def test_nothing_private_or_forbidden_is_left_at_any_depth(name: str) -> None:
    def check(ds: Dataset) -> None:
        for element in ds:
            assert not element.tag.is_private, element.tag
            assert element.keyword not in {
                "InstitutionName",
                "StationName",
                "SeriesDate",
                "PatientAge",
                "OperatorsName",
            }
            if element.keyword in {"StudyDate", "AccessionNumber", "ReferringPhysicianName", "PatientBirthDate"}:
                assert element.is_empty
            for child in element.value if element.VR == "SQ" else ():
                check(child)

    check(run(load(name)))


@pytest.mark.parametrize("name", ["CT_small.dcm", "MR_small_implicit.dcm", "SC_rgb_rle_2frame.dcm"])
@pytest.mark.peer("dcmdump", "dciodvfy")
def test_other_programs_accept_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out.dcm"
    path.write_bytes(b"".join(anonymise(scan_file(load(name)), AnonymiseRequest.from_json({}), {}, NOBODY)))
    assert subprocess.run(["dcmdump", "-q", path], capture_output=True, check=False).returncode == 0

    def errors(file: str) -> set[str]:
        told = subprocess.run(["dciodvfy", file], capture_output=True, check=False).stderr.decode("latin-1")
        return {line for line in told.splitlines() if line.startswith("Error")}

    assert errors(str(path)) <= errors(str(get_testdata_file(name, download=False)))


def test_what_becomes_of_each_kind() -> None:
    ds = run(nested())
    assert "StudyDescription" not in ds  # X
    assert "RequestAttributesSequence" not in ds  # X
    assert ds.StudyDate == ds.StudyTime == ds.ContentDate == ""  # Z, Z/D
    assert len(ds.ContentSequence) == 0  # D
    assert (ds.ContainerIdentifier, ds.ReferencedDateTime) == ("ANONYMIZED", "19000101000000")  # D
    assert (0x6000, 0x3000) not in ds
    assert (0x5000, 0x0010) not in ds
    assert (0xFFFC, 0xFFFC) not in ds
    first, second = ds.ReferencedImageSequence
    assert first.ReferencedSOPInstanceUID == second.ReferencedSOPInstanceUID != "1.2.3.4"
    assert first.ReferencedSOPInstanceUID.startswith("2.25.")
    assert (first.PatientName, first.PatientID) == (NOBODY.patient_name, NOBODY.patient_id)
    assert "StudyDescription" not in first
    assert second.Modality == "MR"


def test_one_map_of_uids_keeps_references_between_instances() -> None:
    uids: dict[str, str] = {}
    data = load("CT_small.dcm")
    first = run(data, uids=uids)
    other = with_changes("CT_small.dcm", {0x00081155: first.SOPInstanceUID.encode(), 0x00080018: b"1.2.3"})
    original = pydicom.dcmread(io.BytesIO(data))
    assert uids[original.SOPInstanceUID] == first.SOPInstanceUID
    second = run(other, uids=uids)
    assert second.StudyInstanceUID == first.StudyInstanceUID
    assert second.SOPInstanceUID != first.SOPInstanceUID


def test_keep_holds_at_every_depth() -> None:
    ds = run(nested(), {"Keep": ["StudyDescription", "PatientName", "RequestAttributesSequence"]})
    assert (ds.StudyDescription, ds.PatientName) == ("Study", "CompressedSamples^CT1")
    assert [i.get("StudyDescription") for i in ds.ReferencedImageSequence] == ["S1", "S2"]
    assert ds.ReferencedImageSequence[0].PatientName == "Doe"
    assert ds.RequestAttributesSequence[0].ScheduledProcedureStepID == "step"
    assert ds.DeidentificationMethod == f"Broch {__version__}"


def test_a_kept_sequence_is_left_alone() -> None:
    ds = run(nested(), {"Keep": ["ReferencedImageSequence"]})
    assert ds.ReferencedImageSequence[0].ReferencedSOPInstanceUID == "1.2.3.4"


def test_replace_and_remove() -> None:
    ds = run(
        nested(),
        {
            "Replace": {
                "PatientName": "Zoë^山", "StudyDescription": "new", "0010,1010": "040Y", "PatientID": "Z",
                "ReferencedImageSequence[0].StudyDescription": "inner", "ReferencedImageSequence[*].Modality": "CT",
                "ReferencedImageSequence[9].Modality": "US",
                "ProcedureCodeSequence": [{"CodeValue": "1"}], "DeidentificationMethod": "mine",
            },
            "Remove": ["Modality", "StudyDescription", "ReferencedImageSequence[1].ReferencedSOPInstanceUID"],
            "Force": True,
        },
    )  # fmt: skip
    assert (ds.PatientName, ds.PatientID, ds.PatientAge) == ("Zoë^山", "Z", "040Y")
    assert (ds.StudyDescription, ds.DeidentificationMethod) == ("new", "mine")
    assert ds.ProcedureCodeSequence[0].CodeValue == "1"
    assert "Modality" not in ds
    first, second = ds.ReferencedImageSequence
    assert (first.StudyDescription, first.Modality, second.Modality) == ("inner", "CT", "CT")
    assert (first.PatientName, first.PatientID) == ("Zoë^山", "Z")
    assert "ReferencedSOPInstanceUID" not in second


def test_a_replaced_uid_is_replaced_in_references_too() -> None:
    data = load("CT_small.dcm")
    original = pydicom.dcmread(io.BytesIO(data))
    reference = encode_items([item(StudyInstanceUID=original.StudyInstanceUID)])
    data = with_changes("CT_small.dcm", {0x00081140: reference})
    ds = run(data, {"Replace": {"StudyInstanceUID": "1.2.77"}, "Force": True})
    assert ds.StudyInstanceUID == ds.ReferencedImageSequence[0].StudyInstanceUID == "1.2.77"


@pytest.mark.parametrize("name", ["SOPInstanceUID", "PatientID", "StudyInstanceUID"])
def test_identifiers_are_kept_only_by_force(name: str) -> None:
    data = load("CT_small.dcm")
    with pytest.raises(BadRequest, match="Force"):
        run(data, {"Keep": [name]})
    kept = run(data, {"Keep": [name], "Force": True})
    assert kept[name].value == pydicom.dcmread(io.BytesIO(data))[name].value
    assert kept.file_meta.MediaStorageSOPInstanceUID == kept.SOPInstanceUID


def test_removing_an_identifier_leaves_the_pseudonym() -> None:
    ds = run(load("CT_small.dcm"), {"Remove": ["PatientID", "StudyInstanceUID"], "Force": True})
    assert ds.PatientID == NOBODY.patient_id
    assert ds.StudyInstanceUID.startswith("2.25.")


def test_private_elements() -> None:
    data = load("CT_small.dcm")
    assert (0x0009, 0x1002) in run(data, {"KeepPrivateTags": True})
    one = run(data, {"Keep": ["0009,1002"]})
    assert [str(e.tag) for e in one if e.tag.is_private] == ["(0009,0010)", "(0009,1002)"]
    new = run(data, {"Replace": {"0011,1010": "x"}, "PrivateCreator": "ME"})
    assert (new[0x0011, 0x0010].value, new[0x0011, 0x1010].value) == ("ME", b"x ") or new[
        0x0011, 0x1010
    ].value == b"x\0"


def test_text_without_a_character_set_declares_one() -> None:
    data = with_changes("CT_small.dcm", {0x00080005: None})
    ds = run(data, {"Replace": {"PatientName": "Jörg"}})
    assert (ds.SpecificCharacterSet, ds.PatientName) == ("ISO_IR 100", "Jörg")
    with pytest.raises(ParameterOutOfRange):
        run(data, {"Replace": {"PatientName": "山"}})


def test_a_sequence_hidden_as_unknown_is_entered_or_removed() -> None:
    # PS3.5 6.2.2: items under the VR UN are in implicit VR
    inside = encode_new({0x00100010: b"Doe", 0x00080060: b"CT"}, explicit=False)
    hidden = b"".join(piece for pieces in encode_items([inside]).items for piece in pieces)
    data = with_changes("CT_small.dcm", {0x00081140: Value("UN", hidden), 0x00082112: Value("UN", b"Doe^John")})
    ds = run(data)
    assert (ds.ReferencedImageSequence[0].PatientName, ds.ReferencedImageSequence[0].Modality) == ("Anonymized7", "CT")
    assert "SourceImageSequence" not in ds


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"DicomVersion": "2030"}, ParameterOutOfRange),
        ({"DicomVersion": 2008}, BadParameterType),
        ({"Force": "yes"}, BadParameterType),
        ({"KeepPrivateTags": 1}, BadParameterType),
        ({"Replace": {"PatientName": 3}}, BadParameterType),
    ],
)
def test_bad_requests(body: dict, error: type[Exception]) -> None:
    with pytest.raises(error):
        run(load("CT_small.dcm"), body)


@settings(deadline=None, max_examples=60)
@given(st.binary(min_size=4, max_size=60), st.integers(0, 34000))
def test_damaged_files_are_anonymised_or_refused(noise: bytes, at: int) -> None:
    data = bytearray(load("CT_small.dcm"))
    data[at : at + len(noise)] = noise
    with suppress(BadRequest):
        b"".join(anonymise(scan_file(bytes(data)), AnonymiseRequest.from_json({}), {}, NOBODY))


class _Writer:
    """Runs operations at once, on rows in memory."""

    def __init__(self) -> None:
        self.stored: bytes | None = None
        self.commits = 0

    def submit(self, operation: Any) -> Any:
        self.commits += 1
        return operation(self)

    def rows(self, sql: str, parameters: Any) -> list[Any]:
        return [] if self.stored is None else [(self.stored,)]

    def execute(self, sql: str, parameters: Any) -> None:
        self.stored = parameters[-1]


class _DataSets:
    def __init__(self) -> None:
        self.opened = 0

    @contextmanager
    def open(self, public_id: str) -> Iterator[Any]:
        if public_id == "unknown":
            raise NotFound("instance", public_id)
        self.opened += 1
        try:
            data = load("CT_small.dcm")
            yield SimpleNamespace(scan=scan_file(data[:-20000] if public_id == "cut" else data, whole=False))
        finally:
            self.opened -= 1


def test_the_service_numbers_names_and_closes_files() -> None:
    datasets, writer = _DataSets(), _Writer()
    service = Anonymiser(datasets, writer)  # type: ignore[arg-type]
    names = [pydicom.dcmread(io.BytesIO(b"".join(service.anonymise("id", {})))).PatientName for _ in range(3)]
    assert (names, writer.commits, datasets.opened) == (["Anonymized1", "Anonymized2", "Anonymized3"], 1, 0)
    again = Anonymiser(datasets, writer)  # type: ignore[arg-type]
    assert b"Anonymized101" in b"".join(again.anonymise("id", {}))
    pieces = service.anonymise("id", {})
    assert datasets.opened == 1
    pieces.close()  # type: ignore[attr-defined]
    assert datasets.opened == 0


@pytest.mark.parametrize(
    ("public_id", "body", "error"), [("unknown", {}, NotFound), ("cut", {}, BadFile), ("id", {"Force": 1}, BadRequest)]
)
def test_the_service_fails_at_the_call(public_id: str, body: dict, error: type[Exception]) -> None:
    datasets = _DataSets()
    with pytest.raises(error):
        Anonymiser(datasets, _Writer()).anonymise(public_id, body)  # type: ignore[arg-type]
    assert datasets.opened == 0


def test_pseudonyms_are_random() -> None:
    one, two = Pseudonym.numbered(3), Pseudonym.numbered(3)
    assert one.patient_name == "Anonymized3"
    assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one.patient_id)
    assert one.patient_id != two.patient_id


def test_the_import_is_light() -> None:
    code = (
        "import sys, broch.dataset.anonymise, broch.dataset.render, broch.archive.zip_archive;"
        "print([m for m in ('numpy', 'pydicom', 'imagecodecs', 'peewee') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"
