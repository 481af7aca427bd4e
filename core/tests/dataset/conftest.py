"""Fixtures of the data set tests: the sample files of pydicom and pydicom-data, and hand-made data sets."""

from collections.abc import Callable
from pathlib import Path
from struct import pack

import pydicom
import pytest
from broch.dataset.file_meta import file_meta

EXPLICIT = "1.2.840.10008.1.2.1"
# Files that Orthanc 1.10.1 takes for broken, too, and one whose directory records are too long for their sequence.
BROKEN = frozenset(
    (
        "DICOMDIR-nooffset",
        "MR_truncated.dcm",
        "SC_rgb_jpeg.dcm",
        "emri_small_jpeg_2k_lossless_too_short.dcm",
        "no_meta.dcm",
        "rtplan_truncated.dcm",
    )
)


def _folders() -> list[Path]:
    folders = [Path(pydicom.__file__).parent / "data"]
    try:
        import data_store
    except ImportError:
        return folders
    return [*folders, Path(data_store.__file__).parent / "data"]


def _is_dicom(path: Path) -> bool:
    return path.suffix in (".dcm", "") and path.is_file() and path.name != "README"


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """Every sound sample file."""
    found = [path for folder in _folders() for path in sorted(folder.rglob("*")) if _is_dicom(path)]
    return [path for path in found if path.name not in BROKEN]


@pytest.fixture(scope="session")
def broken_samples() -> list[Path]:
    return [path for folder in _folders() for path in sorted(folder.rglob("*")) if path.name in BROKEN]


@pytest.fixture(scope="session")
def sample(samples: list[Path]) -> Callable[[str], bytes]:
    """The bytes of a sample file by its name; skips where it is not installed."""

    def read(name: str) -> bytes:
        path = next((path for path in samples if path.name == name), None)
        if path is None:
            pytest.skip(f"{name} is not installed")
        return path.read_bytes()

    return read


def _element(tag: int, vr: str, value: bytes) -> bytes:
    """One element in explicit VR little endian."""
    head = pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
    wide = vr in ("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV")
    return head + (pack("<HI", 0, len(value)) if wide else pack("<H", len(value))) + value


@pytest.fixture(scope="session")
def element() -> Callable[[int, str, bytes], bytes]:
    return _element


@pytest.fixture(scope="session")
def item() -> Callable[[bytes], bytes]:
    return lambda content: pack("<HHI", 0xFFFE, 0xE000, len(content)) + content


@pytest.fixture(scope="session")
def small_file() -> Callable[..., bytes]:
    """A Part 10 file of five elements and what is added between Patient ID and Study Instance UID, or behind."""

    def make(extra: bytes = b"", *, after: bytes = b"", patient_id: bytes = b"P1", syntax: str = EXPLICIT) -> bytes:
        return (
            file_meta("1.2.840.10008.5.1.4.1.1.2", "1.2.3.4", syntax)
            + _element(0x00080016, "UI", b"1.2.840.10008.5.1.4.1.1.2\0")
            + _element(0x00080018, "UI", b"1.2.3.4\0")
            + _element(0x00100020, "LO", patient_id)
            + extra
            + _element(0x0020000D, "UI", b"1.2.3\0")
            + _element(0x0020000E, "UI", b"1.2.5\0")
            + after
        )

    return make


@pytest.fixture(scope="session")
def image_file() -> Callable[..., bytes]:
    """A Part 10 file with one image: words of group 0028 by element, further elements as (tag, VR, value), pixels."""

    def make(
        pixels: bytes | None, *more: tuple[int, str, bytes], syntax: str = EXPLICIT, photometric: str = "MONOCHROME2",
        frames: str = "", vr: str = "OW", pixel_tag: int = 0x7FE00010, **words: int,
    ) -> bytes:  # fmt: skip
        values = {
            "samples": 1,
            "planar": 0,
            "rows": 2,
            "columns": 3,
            "allocated": 16,
            "stored": 16,
            "signed": 0,
        } | words
        values.setdefault("high", values["stored"] - 1)
        elements = [(0x00280000 | _PLACES[name], "US", pack("<H", value)) for name, value in values.items()]
        elements.append((0x00280004, "CS", photometric.encode() + b" " * (len(photometric) % 2)))
        if frames:
            elements.append((0x00280008, "IS", frames.encode() + b" " * (len(frames) % 2)))
        elements += more
        if pixels is not None:
            elements.append((pixel_tag, vr, pixels + b"\0" * (len(pixels) % 2)))
        identity = [(0x00080016, "UI", b"1.2.840.10008.5.1.4.1.1.7\0"), (0x00080018, "UI", b"1.2.3.4\0")]
        identity += [(0x0020000D, "UI", b"1.2.3\0"), (0x0020000E, "UI", b"1.2.5\0")]
        found = {tag: (tag, kind, value) for tag, kind, value in [*identity, *elements]}
        body = b"".join(_element(*found[tag]) for tag in sorted(found))
        return file_meta("1.2.840.10008.5.1.4.1.1.7", "1.2.3.4", syntax) + body

    return make


_PLACES = {
    "samples": 0x0002, "planar": 0x0006, "rows": 0x0010, "columns": 0x0011, "allocated": 0x0100, "stored": 0x0101,
    "high": 0x0102, "signed": 0x0103,
}  # fmt: skip
