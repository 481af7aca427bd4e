"""Synthetic DICOM: small, valid, of nobody."""

import io
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
_ROOT = "2.25"


def uid(*parts: object) -> str:
    """A UID (PS3.5 annex B.2) that is the same for the same parts."""
    text = "|".join(map(str, parts)).encode()
    return f"{_ROOT}.{zlib.crc32(text)}{zlib.adler32(text[::-1])}{len(text)}"


def make_dataset(
    *,
    patient: str = "P1",
    study: object = 1,
    series: object = 1,
    number: int = 1,
    rows: int = 4,
    columns: int = 4,
    frames: int = 1,
    **elements: Any,
) -> "Dataset":
    """A secondary capture image with 8-bit pixels, as a pydicom data set.

    ``patient``, ``study``, ``series`` and ``number`` say which instance it is: the same four give the same UIDs.
    ``elements`` are set by keyword last; None removes one.
    """
    from pydicom.dataset import Dataset

    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.SOPClassUID = SECONDARY_CAPTURE
    ds.SOPInstanceUID = uid(patient, study, series, number)
    ds.StudyInstanceUID, ds.SeriesInstanceUID = uid(patient, study), uid(patient, study, series)
    ds.PatientID, ds.PatientName = patient, f"Nobody^{patient}"
    ds.PatientBirthDate, ds.PatientSex = "19700101", "O"
    ds.StudyDate, ds.StudyTime, ds.StudyID, ds.StudyDescription = "20200102", "030405", str(study), f"Study {study}"
    ds.AccessionNumber, ds.ReferringPhysicianName = f"A{study}", ""
    ds.Modality, ds.SeriesNumber, ds.SeriesDescription = "OT", "1", f"Series {series}"
    ds.ConversionType, ds.InstanceNumber = "SYN", str(number)
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, "MONOCHROME2", 0
    ds.Rows, ds.Columns, ds.BitsAllocated, ds.BitsStored, ds.HighBit = rows, columns, 8, 8, 7
    if frames > 1:
        ds.NumberOfFrames = str(frames)
    pixels = bytes((number + index) % 256 for index in range(rows * columns * frames))
    ds.PixelData = pixels + b"\0" * (len(pixels) % 2)
    ds["PixelData"].VR = "OB"
    for keyword, value in elements.items():
        if value is None:
            del ds[keyword]
        else:
            setattr(ds, keyword, value)
    return ds


def make_instance(**options: Any) -> bytes:
    """The same as a DICOM file (PS3.10), Explicit VR Little Endian. Options as of ``make_dataset``."""
    from pydicom.dataset import FileMetaDataset

    ds = make_dataset(**options)
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = EXPLICIT_LITTLE_ENDIAN
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = ds.SOPClassUID, ds.SOPInstanceUID
    ds.file_meta = meta
    file = io.BytesIO()
    ds.save_as(file, enforce_file_format=True)
    return file.getvalue()


def make_study(*, series: int = 1, instances: int = 1, **options: Any) -> list[bytes]:
    """Files of a study: so many series with so many instances each."""
    return [make_instance(series=s, number=n, **options) for s in range(1, series + 1) for n in range(1, instances + 1)]
