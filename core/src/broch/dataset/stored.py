"""A scanned instance as plugins see it: hostapi's ``DataSet``."""

from collections.abc import Callable
from typing import Any

from broch.dataset.scan import Scan


class StoredDataSet:
    """Nothing is decoded before it is asked for."""

    __slots__ = ("_frames", "scan", "transfer_syntax")

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.transfer_syntax = scan.transfer_syntax
        self._frames: int | None = None

    def text(self, tag: int) -> str:
        """Value of a top-level element as text."""
        return self.scan.text(tag)

    def value(self, tag: int) -> bytes | memoryview:
        """Value of a top-level element as it is encoded; a view of the file."""
        _, start, stop = self.scan.elements.get(tag, ("", 0, 0))
        return memoryview(self.scan.buffer)[start:stop]

    def simplified(self) -> dict[str, Any]:
        """All elements by keyword."""
        from broch.dataset.tag_json import simplified

        return simplified(self.scan)

    def dicom_json(self, bulk_data_uri: Callable[[str], str] | None = None) -> dict[str, Any]:
        """The DICOM JSON model."""
        from broch.dataset.dicom_json import dicom_json

        return dicom_json(self.scan, bulk_data_uri)

    @property
    def number_of_frames(self) -> int:
        """0 without pixel data."""
        if self._frames is None:
            from broch.dataset.frames import describe

            self._frames = 0 if self.scan.pixel_data is None else describe(self.scan).number_of_frames
        return self._frames

    def frame(self, index: int) -> bytes | memoryview:
        """Bytes of a frame as they are stored."""
        from broch.dataset.frames import read_frame

        return read_frame(self.scan, index)
