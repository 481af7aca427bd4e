import subprocess
from io import BytesIO

import pydicom
import pytest
from broch.dataset.file_meta import IMPLEMENTATION_CLASS_UID, dataset_offset, file_meta
from broch.dataset.scan import scan_file
from hypothesis import given
from hypothesis import strategies as st

CT, INSTANCE, EXPLICIT = "1.2.840.10008.5.1.4.1.1.2", "1.2.3.4", "1.2.840.10008.1.2.1"


def test_is_what_pydicom_reads():
    meta = pydicom.dcmread(BytesIO(file_meta(CT, INSTANCE, EXPLICIT, "STORESCU"))).file_meta
    assert meta.MediaStorageSOPClassUID == CT
    assert meta.MediaStorageSOPInstanceUID == INSTANCE
    assert meta.TransferSyntaxUID == EXPLICIT
    assert meta.ImplementationClassUID == IMPLEMENTATION_CLASS_UID
    assert meta.ImplementationVersionName == "BROCH_0_1"
    assert meta.SourceApplicationEntityTitle == "STORESCU"
    assert meta.FileMetaInformationVersion == b"\0\1"


def test_no_source_no_element():
    assert "SourceApplicationEntityTitle" not in pydicom.dcmread(BytesIO(file_meta(CT, INSTANCE, EXPLICIT))).file_meta


@given(st.text("0123456789.", max_size=64), st.text(max_size=20))
def test_any_values_give_a_group_that_is_as_long_as_it_says(uid, source):
    written = file_meta(CT, uid, EXPLICIT, source)
    assert len(written) % 2 == 0
    assert int.from_bytes(written[140:144], "little") == len(written) - 144
    assert scan_file(written).dataset_start == len(written)


def test_offset_of_the_data_set(samples):
    for path in samples:
        data = path.read_bytes()
        assert dataset_offset(data) == scan_file(data).dataset_start, path.name


@pytest.mark.peer("dcmdump")
def test_dcmdump_has_nothing_to_say(tmp_path):
    path = tmp_path / "meta.dcm"
    path.write_bytes(file_meta(CT, INSTANCE, EXPLICIT, "A"))
    done = subprocess.run(["dcmdump", str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "[BROCH_0_1]" in done.stdout
