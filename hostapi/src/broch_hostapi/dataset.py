"""What the host does with data sets for a plugin, so that it needs no DICOM library of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from broch_hostapi.resources import Attachment


class DataSet(Protocol):
    """A stored instance, opened for reading. Nothing is decoded before it is asked for."""

    transfer_syntax: str

    def text(self, tag: int) -> str:
        """Value of a top-level element as text; several values joined by a backslash; empty when it is not there."""
        ...

    def simplified(self) -> dict[str, Any]:
        """All elements as ``{"PatientName": "...", ...}``, Orthanc's short form."""
        ...

    def dicom_json(self, bulk_data_uri: Callable[[str], str] | None = None) -> dict[str, Any]:
        """The DICOM JSON model (PS3.18 annex F); ``bulk_data_uri`` names bulk data by its path (``7fe00010``)."""
        ...

    @property
    def number_of_frames(self) -> int:
        """0 without pixel data."""
        ...

    def frame(self, index: int) -> bytes | memoryview:
        """Bytes of a frame as they are stored; the first is 0. Raises ``NotFound``, ``UnsupportedImage``."""
        ...


class DataSetService(Protocol):
    """Opens stored instances."""

    def open(self, public_id: str) -> AbstractContextManager[DataSet]:
        """The DICOM file of an instance. Raises ``NotFound``, ``StorageError``, ``BadFile``."""
        ...

    def open_attachment(self, attachment: Attachment) -> AbstractContextManager[DataSet]:
        """The same for an attachment that is known already."""
        ...


class Dictionary(Protocol):
    """The data dictionary (PS3.6)."""

    def tag_of(self, name: str) -> int:
        """Tag from a keyword, ``gggg,eeee``, ``gggg-eeee`` or ``ggggeeee``. Raises ``UnknownTag``."""
        ...

    def keyword(self, tag: int) -> str:
        """Keyword of a tag; empty when the dictionary does not know it."""
        ...

    def vr(self, tag: int) -> str:
        """Value representation; ``UN`` when the dictionary does not know the tag."""
        ...



class RenderService(Protocol):
    """Draws frames of stored instances."""

    def render(
        self, public_id: str, frame: int, mode: str, accept: str = "image/png", quality: int = 90
    ) -> tuple[str, bytes]:
        """A frame as an image: (media type, bytes).

        ``mode``: ``preview``, ``image-uint8``, ``image-uint16``, ``image-int16``, ``rendered``. ``accept`` is an
        HTTP Accept header. Raises ``NotFound``, ``UnsupportedImage``, ``NotAcceptable``.
        """
        ...


class ArchiveService(Protocol):
    """ZIP archives."""

    def stream(self, public_ids: Sequence[str]) -> Iterator[bytes]:
        """A ZIP with every instance at and below these resources, as it is made.

        Raises ``NotFound`` before the first byte. Closing the iterator early leaves nothing open.
        """
        ...


class TransformService(Protocol):
    """Makes new data sets of stored ones."""

    def anonymise(self, public_id: str, request: Mapping[str, Any]) -> Iterator[bytes | memoryview]:
        """The DICOM file of an instance without identity, nothing stored.

        ``request`` is the body of Orthanc's ``/instances/{id}/anonymize`` (``Keep``, ``Replace``, ``Remove``,
        ``Force``, ``KeepPrivateTags``, ``PrivateCreator``, ``DicomVersion``). Raises ``NotFound``, ``BadRequest``,
        ``UnknownTag``.
        """
        ...
