"""Generated instances: a template is encoded once, each instance is a copy with other identifiers, equally long."""

import io
from dataclasses import dataclass
from functools import lru_cache

from broch.dataset.file_meta import dataset_offset
from broch.dataset.identifiers import public_ids

ROOT = "1.2.826.0.1.3680043.10.1669"
CT_STORAGE = "1.2.840.10008.5.1.4.1.1.2"
EXPLICIT = "1.2.840.10008.1.2.1"
STUDY, SERIES, INSTANCE = f"{ROOT}.999999999.1", f"{ROOT}.999999999.2", f"{ROOT}.999999999.3.88888"
PATIENT, NAME = "BENCH999999999", "BENCH^N999999999"
SLICE = 512
SMALL = 32
"""Rows and columns of an image: half a megabyte, and two kilobytes."""


@dataclass(frozen=True)
class Instance:
    file: bytes
    sop_uid: str
    patient_id: str
    study_uid: str
    series_uid: str

    @property
    def dataset(self):
        """Without preamble and file meta information, as C-STORE sends it."""
        return self.file[dataset_offset(self.file) :]

    @property
    def ids(self):
        """The public identifiers of patient, study, series and instance."""
        return public_ids(self.patient_id, self.study_uid, self.series_uid, self.sop_uid)


def study(number, instances, side=SLICE):
    """A study of a patient of its own, with one series. Another number gives another study, always the same one."""
    return [_instance(_template(side), number, index) for index in range(instances)]


def _instance(template, number, index):
    label, place = f"{100_000_000 + number}", f"{10_000 + index}"
    file = template.replace(b"999999999", label.encode()).replace(b"88888", place.encode())
    start = f"{ROOT}.{label}"
    return Instance(file, f"{start}.3.{place}", f"BENCH{label}", f"{start}.1", f"{start}.2")


@lru_cache
def _template(side):
    """A phantom: circles, and some noise as a scanner has it."""
    import numpy
    from pydicom.dataset import Dataset, FileMetaDataset

    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = EXPLICIT
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = CT_STORAGE
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = INSTANCE
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = STUDY, SERIES, f"{ROOT}.1"
    ds.PatientID, ds.PatientName, ds.PatientBirthDate, ds.PatientSex = PATIENT, NAME, "19600101", "O"
    ds.AccessionNumber, ds.StudyID, ds.StudyDate, ds.StudyTime = "A999999999", "1", "20240102", "101112"
    ds.SeriesNumber, ds.InstanceNumber, ds.SeriesDate, ds.SeriesTime = 1, 88888, "20240102", "101112"
    ds.Modality, ds.Manufacturer, ds.InstitutionName, ds.BodyPartExamined = "CT", "Broch", "Benchmark", "CHEST"
    ds.StudyDescription, ds.SeriesDescription, ds.ProtocolName = "Thorax", "Axial 1 mm", "Routine"
    ds.ReferringPhysicianName, ds.ImageType = "REFERRER^R", ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.PixelSpacing, ds.SliceThickness, ds.KVP = [0.5, 0.5], 1, 120
    ds.ImagePositionPatient, ds.ImageOrientationPatient = [-100, -100, 0], [1, 0, 0, 0, 1, 0]
    ds.Rows = ds.Columns = side
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, "MONOCHROME2", 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
    ds.WindowCenter, ds.WindowWidth, ds.RescaleIntercept, ds.RescaleSlope = 1000, 2000, -1024, 1
    rows, columns = numpy.indices((side, side)) - side // 2
    noise = numpy.random.default_rng(1).integers(0, 64, (side, side))
    pixels = (1000 + 900 * numpy.cos(numpy.hypot(rows, columns) / 9) + noise).astype("<u2")
    ds.PixelData = pixels.tobytes()
    ds["PixelData"].VR = "OW"
    file = io.BytesIO()
    ds.save_as(file, enforce_file_format=True)
    return file.getvalue()
