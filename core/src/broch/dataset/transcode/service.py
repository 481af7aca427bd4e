"""Files in other transfer syntaxes: hostapi's ``TranscodeService``, and what is done to instances that come in."""

import logging
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from broch_hostapi import Buffer, Spool, Transcoded
from broch_hostapi.errors import BadFile, LimitExceeded, ParameterOutOfRange, UnsupportedImage
from broch_hostapi.files import whole

from broch.dataset.conventions import Conventions
from broch.dataset.frames import describe
from broch.dataset.scan import Scan, scan_file
from broch.dataset.transcode import syntaxes
from broch.dataset.transcode.engine import write
from broch.dataset.transcode.workers import Workers

logger = logging.getLogger(__name__)

IN_MEMORY = 1 << 24
"""Bytes up to which a file is made in memory."""


class Transcoding:
    """Threads and memory are shared by all who ask."""

    def __init__(
        self, spool: Spool, *, threads: int, capacity: int, quality: int, conventions: Conventions | None = None
    ) -> None:
        """``capacity``: bytes that all codecs together may take; ``quality``: of lossy ones, if nobody says more."""
        self._spool = spool
        self._workers = Workers(threads, capacity)
        self._quality = quality
        self._conventions = conventions

    def transcode(self, file: Buffer | BinaryIO, transfer_syntax: str, lossy_quality: int | None = None) -> Transcoded:
        """A DICOM file in another transfer syntax."""
        if isinstance(file, bytes | bytearray | memoryview):
            return self._file(file, file, transfer_syntax, lossy_quality)
        file.flush()
        file.seek(0)
        with whole(file) as buffer:
            result = self._file(file, buffer, transfer_syntax, lossy_quality)
        file.seek(0)
        return result

    def lossless_syntaxes(self, transfer_syntax: str) -> Sequence[str]:
        """Into which an instance of this syntax could be written without loss, the best first."""
        return syntaxes.lossless(transfer_syntax)

    def close(self) -> None:
        """Stop the threads."""
        self._workers.close()

    def _file(
        self, file: Buffer | BinaryIO, buffer: Buffer, transfer_syntax: str, lossy_quality: int | None
    ) -> Transcoded:
        scan = scan_file(buffer, conventions=self._conventions)
        as_it_is = scan.transfer_syntax == transfer_syntax  # perhaps one that we cannot write, as of a video
        if as_it_is or (scan.pixel_data is None and not syntaxes.target(transfer_syntax).native):
            uid = scan.text(0x00080018)
            return Transcoded(file, len(buffer), scan.transfer_syntax, uid, scan.dataset_start, changed=False)
        return self.of_scan(scan, transfer_syntax, lossy_quality)

    def of_scan(
        self, scan: Scan, transfer_syntax: str, lossy_quality: int | None = None, source_ae: str = ""
    ) -> Transcoded:
        """The same for what is scanned already, as a whole; ``source_ae`` is told in the file meta information."""
        quality = self._quality if lossy_quality is None else lossy_quality
        if not 1 <= quality <= 100:
            raise ParameterOutOfRange("the quality of lossy compression should lie between 1 and 100")
        out: BinaryIO = self._spool.open() if _needed(scan) > IN_MEMORY else BytesIO()
        try:
            written = write(scan, syntaxes.target(transfer_syntax), quality, out, self._workers, source_ae)
            size = out.tell()
            out.flush()
            out.seek(0)
        except BaseException:
            out.close()
            raise
        return Transcoded(
            out.getbuffer() if isinstance(out, BytesIO) else out, size, transfer_syntax, written.sop_instance,
            written.data_set, new_instance=written.sop_instance != scan.text(0x00080018),
        )  # fmt: skip


def _needed(scan: Scan) -> int:
    """Bytes that the outcome will not have many more than."""
    try:
        d = describe(scan)
    except UnsupportedImage:  # no image, or not one that will be decoded
        return len(scan.buffer)
    return max(len(scan.buffer), d.rows * d.columns * d.samples_per_pixel * d.number_of_frames * d.bits_allocated // 8)


class AtIngest:
    """Transcodes what comes in (``IngestTranscoding``)."""

    def __init__(self, service: Transcoding, transfer_syntax: str, *, uncompressed: bool, compressed: bool) -> None:
        self._service = service
        self._target = syntaxes.target(transfer_syntax).uid
        self._uncompressed = uncompressed
        self._compressed = compressed

    def __call__(self, scan: Scan, source_ae: str) -> Transcoded | None:
        """None if the instance shall be stored as it is, also where it cannot be transcoded."""
        if scan.pixel_data is None or scan.transfer_syntax == self._target:
            return None
        known = syntaxes.SYNTAXES.get(scan.transfer_syntax)
        if known is None or not (self._uncompressed if known.native else self._compressed):
            return None
        try:
            return self._service.of_scan(scan, self._target, source_ae=source_ae)
        except (UnsupportedImage, BadFile, LimitExceeded) as error:
            logger.warning("an instance is stored in %s, as it came: %s", scan.transfer_syntax, error)
            return None
