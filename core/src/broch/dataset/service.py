"""Opening stored instances: hostapi's ``DataSetService``."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from broch_hostapi import Attachment, AttachmentService, ContentType, IndexService, Level
from broch_hostapi.errors import BadFile, NotFound

from broch.dataset.conventions import Conventions
from broch.dataset.scan import Scan, scan_file
from broch.dataset.stored import StoredDataSet

HEAD = 1 << 15
"""Bytes in which the elements before the pixel data mostly are."""


def dicom_file(index: IndexService, public_id: str) -> Attachment:
    """That of an instance. Raises ``NotFound``."""
    attachment = index.attachments(Level.INSTANCE, public_id).get(ContentType.DICOM)
    if attachment is None:
        raise NotFound("attachment", "dicom")
    return attachment


class DataSets:
    """Scans the DICOM file of an instance each time it is asked for."""

    def __init__(
        self, index: IndexService, attachments: AttachmentService, conventions: Conventions | None = None
    ) -> None:
        self._index = index
        self._attachments = attachments
        self.conventions = conventions or Conventions()

    @contextmanager
    def open(self, public_id: str) -> Iterator[StoredDataSet]:
        """The DICOM file of an instance."""
        attachment = dicom_file(self._index, public_id)
        with self.open_attachment(attachment) as dataset:
            yield dataset

    @contextmanager
    def open_attachment(self, attachment: Attachment) -> Iterator[StoredDataSet]:
        """The same for an attachment that is known already."""
        with self._attachments.view(attachment) as buffer:
            yield StoredDataSet(scan_file(buffer, whole=False, conventions=self.conventions))

    def scan_head(self, attachment: Attachment) -> Scan:
        """The elements before the pixel data, mostly without reading more of the file. Nothing stays open."""
        if attachment.size > HEAD:
            with self._attachments.open(attachment, 0, HEAD) as file, suppress(BadFile):
                scan = scan_file(file.read(), whole=False, conventions=self.conventions)
                if scan.pixel_data is not None and not scan.converted:
                    return scan  # Without pixel data it might just have broken off between two elements.
        with self._attachments.view(attachment) as buffer:
            return scan_file(bytes(buffer), whole=False, conventions=self.conventions)

    @contextmanager
    def scan_all(self, attachment: Attachment) -> Iterator[Scan]:
        """All elements, those behind the pixel data too, for the length of the context."""
        with self._attachments.view(attachment) as buffer:
            yield scan_file(buffer, whole=False, stop_at_pixels=False, conventions=self.conventions)

    def texts(self, public_id: str, tags: Sequence[int]) -> dict[int, str]:
        """Values of top-level elements of an instance, of those that it has."""
        with self.open(public_id) as dataset:
            return {tag: dataset.text(tag) for tag in tags if tag in dataset.scan.elements}
