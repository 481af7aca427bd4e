"""What the host does with data sets for a plugin, so that it needs no DICOM library of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from broch_hostapi.resources import Attachment


class DataSet(Protocol):
    """A stored instance, opened for reading. Nothing is decoded before it is asked for."""

    transfer_syntax: str

    def text(self, tag: int) -> str:
        """Value of a top-level element as text; several values joined by a backslash; empty when it is not there."""
        ...

    def value(self, tag: int) -> bytes | memoryview:
        """Value of a top-level element in front of the pixel data as it is encoded, padding and all; empty when it is
        not there. A view may only be used while the data set is open."""
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



@dataclass(frozen=True, slots=True)
class Rendition:
    """How mode ``rendered`` should show a frame; the defaults as the data set says.

    The image has the largest size of the same proportions that fits ``width`` and ``height`` (0: no limit).
    ``function`` is ``LINEAR``, ``LINEAR_EXACT`` or ``SIGMOID``. ``smooth``: filtered before it is made smaller.
    """

    width: int = 0
    height: int = 0
    smooth: bool = False
    window_center: float | None = None
    window_width: float | None = None
    function: str = ""
    overlays: bool = False
    """Draw overlay planes, white."""


class RenderService(Protocol):
    """Draws frames of stored instances, and hands out their values. Frames are counted from 0.

    Only some are worked on at a time; who would wait too long gets ``Busy``.
    """

    def render(
        self, public_id: str, frame: int, mode: str, accept: str = "image/png", quality: int = 90,
        rendition: Rendition | None = None,
    ) -> tuple[str, bytes]:
        """A frame as an image: (media type, bytes).

        ``mode``: ``preview``, ``image-uint8``, ``image-uint16``, ``image-int16``, ``rendered`` (the only one that looks
        at ``rendition``). ``accept`` is an HTTP Accept header. Raises ``NotFound``, ``UnsupportedImage``,
        ``BadFile``, ``LimitExceeded``, ``NotAcceptable``, ``ParameterOutOfRange``.
        """
        ...

    def numpy(
        self, public_ids: Sequence[str], frame: int | None = None, *, rescale: bool = True, compress: bool = False
    ) -> Iterator[bytes]:
        """Values as a .npy file, or as ``arr_0`` of an .npz file: shape (frames, rows, columns, samples).

        All frames of the instances, one after the other; with ``frame`` only that one, without the first axis.
        ``rescale``: grey values as float32 after Modality LUT or rescale. All frames must have one shape and type.
        Raises as ``render``, before the first piece except for a later frame that cannot be decoded.
        """
        ...

    def matlab(self, public_id: str, frame: int = 0) -> Iterator[bytes]:
        """Stored values of a frame as an expression for Matlab and Octave. Raises as ``render``."""
        ...


class ArchiveService(Protocol):
    """ZIP archives of stored instances.

    Both raise ``NotFound`` for an unknown resource and ``ParameterOutOfRange`` for a transfer syntax that cannot be
    written, before the first byte. What fails later, as a file that has gone, is raised by the iterator: what came
    before is no archive. Closing it early leaves nothing open. ``transcode``: UID of the transfer syntax of the files;
    those that cannot be written in it stay as they are. ``lossy_quality``: 1 to 100, for lossy ones.
    """

    def stream(
        self,
        public_ids: Sequence[str],
        *,
        transcode: str = "",
        lossy_quality: int | None = None,
        utf8: bool | None = None,
    ) -> Iterator[bytes]:
        """A ZIP with every instance at and below these resources, as it is made.

        Folders have the names of patients, studies and series; with ``utf8`` letters of all scripts stay in them
        (default: ``ZipUseUtf8``).
        """
        ...

    def media(
        self,
        public_ids: Sequence[str],
        *,
        extended: bool = False,
        transcode: str = "",
        lossy_quality: int | None = None,
    ) -> Iterator[bytes]:
        """The same as a file-set (PS3.10 8): ``IMAGES/IM0``, ..., DICOMDIR, ``extended`` by descriptions of series."""
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
