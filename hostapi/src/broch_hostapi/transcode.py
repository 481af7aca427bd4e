"""DICOM files in another transfer syntax."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol, Self

from broch_hostapi.storage import Buffer


@dataclass(frozen=True, slots=True)
class Transcoded:
    """A DICOM file (PS3.10) in memory, or a temporary one that stands at its beginning. Close it after use.

    A context manager, which closes it.
    """

    file: Buffer | BinaryIO
    """What was given if ``changed`` is false."""
    size: int
    transfer_syntax: str
    sop_instance: str
    data_set: int
    """Where the data set begins, behind the file meta information."""
    changed: bool = True
    new_instance: bool = False
    """Whether SOPInstanceUID is another one, because something was lost (PS3.3 C.12.4)."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let a temporary file go. What was given stays open."""
        if self.changed and not isinstance(self.file, bytes | bytearray | memoryview):
            self.file.close()

    def data(self) -> Buffer | BinaryIO:
        """The data set alone, as C-STORE sends it: a view, or the file from where that begins."""
        if isinstance(self.file, bytes | bytearray | memoryview):
            return memoryview(self.file)[self.data_set :]
        self.file.seek(self.data_set)
        return self.file


class TranscodeService(Protocol):
    """Writes DICOM files in other transfer syntaxes."""

    def transcode(self, file: Buffer | BinaryIO, transfer_syntax: str, lossy_quality: int | None = None) -> Transcoded:
        """A DICOM file in another transfer syntax; ``file`` must stay as it is until the answer was used.

        What has no pixel data, or is in this syntax already, comes back unchanged. Lossy ones take a quality of 1 to
        100 (default: ``DicomLossyTranscodingQuality``) and make a new instance. A few threads work for all callers,
        frame by frame; the caller waits. Raises ``ParameterOutOfRange`` for an unknown syntax or a wrong quality,
        ``UnsupportedImage``, ``BadFile``, ``LimitExceeded``, ``StorageFull``.
        """
        ...

    def lossless_syntaxes(self, transfer_syntax: str) -> Sequence[str]:
        """Into which an instance of this syntax could be written without loss, the best first."""
        ...
