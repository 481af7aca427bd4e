"""Writing the file meta information of a Part 10 file (PS3.10 7.1)."""

from struct import pack

from broch.dataset.walk import Buffer, end_of_group

IMPLEMENTATION_CLASS_UID = "1.2.826.0.1.3680043.10.1669.1"
IMPLEMENTATION_VERSION_NAME = "BROCH_0_1"
PREAMBLE_SIZE = 128


def file_meta(sop_class_uid: str, sop_instance_uid: str, transfer_syntax: str, source_ae: str = "") -> bytes:
    """Everything in front of a data set: preamble, prefix and group 2 in explicit VR little endian.

    ``source_ae``, if given, goes into Source Application Entity Title (0002,0016).
    """
    elements = (
        pack("<HH2sHI2s", 2, 0x0001, b"OB", 0, 2, b"\0\1")
        + _uid(0x0002, sop_class_uid)
        + _uid(0x0003, sop_instance_uid)
        + _uid(0x0010, transfer_syntax)
        + _uid(0x0012, IMPLEMENTATION_CLASS_UID)
        + _text(0x0013, b"SH", IMPLEMENTATION_VERSION_NAME)
        + (_text(0x0016, b"AE", source_ae) if source_ae else b"")
    )
    length = pack("<HH2sHI", 2, 0, b"UL", 4, len(elements))
    return bytes(PREAMBLE_SIZE) + b"DICM" + length + elements


def _uid(element: int, uid: str) -> bytes:
    value = uid.rstrip(" \0").encode("ascii", "replace")
    return _element(element, b"UI", value + b"\0" * (len(value) % 2))


def _text(element: int, vr: bytes, text: str) -> bytes:
    value = text.strip(" ").encode("ascii", "replace")[:16]
    return _element(element, vr, value + b" " * (len(value) % 2))


def _element(element: int, vr: bytes, value: bytes) -> bytes:
    return pack("<HH2sH", 2, element, vr, len(value)) + value


def dataset_offset(file: Buffer) -> int:
    """Where the data set of a Part 10 file begins. Raises ``BadFile``."""
    return end_of_group(file, PREAMBLE_SIZE + 4 if bytes(file[PREAMBLE_SIZE : PREAMBLE_SIZE + 4]) == b"DICM" else 0, 2)
