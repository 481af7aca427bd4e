"""Between the native transfer syntaxes: the same values, written otherwise (PS3.5 annex A.1, A.2, A.5).

Compressed pixel data are not touched here.
"""

import io

from broch_hostapi import Buffer
from broch_hostapi.errors import BadFile

from broch.dataset.scan import EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN, scan_file

NATIVE = (EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN)
SOURCES = frozenset({*NATIVE, "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"})
"""What can be rewritten: also big endian and deflated, which few remotes take."""


def native_syntaxes(transfer_syntax: str) -> tuple[str, ...]:
    """Into which others a data set of this syntax can be written without loss."""
    return tuple(uid for uid in NATIVE if uid != transfer_syntax) if transfer_syntax in SOURCES else ()


def to_native(file: Buffer, transfer_syntax: str) -> bytes:
    """The data set of a DICOM file, without file meta information, in another native syntax. Raises ``BadFile``."""
    from pydicom import dcmwrite
    from pydicom.filebase import DicomBytesIO
    from pydicom.filereader import read_dataset

    scan = scan_file(file)  # the whole: what a disk has cut off must not be sent as if it were complete
    data = scan.buffer[scan.dataset_start :]
    if scan.converted and transfer_syntax == EXPLICIT_LITTLE_ENDIAN:
        return bytes(data)
    try:
        dataset = read_dataset(io.BytesIO(data), is_implicit_VR=not scan.explicit, is_little_endian=True)
        target = DicomBytesIO()
        dcmwrite(
            target, dataset, implicit_vr=transfer_syntax == IMPLICIT_LITTLE_ENDIAN, little_endian=True,
            enforce_file_format=False,
        )  # fmt: skip
    except Exception as error:  # pydicom raises whatever a broken element leads to
        raise BadFile(f"the data set cannot be written in {transfer_syntax}: {type(error).__name__}") from error
    return bytes(target.getvalue())
