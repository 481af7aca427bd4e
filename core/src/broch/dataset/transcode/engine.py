"""Write a DICOM file in another transfer syntax: headers, attributes and pixel data, frame by frame (PS3.5 annex A).

Nothing but single frames is held in memory; the source stays untouched whatever happens.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import BinaryIO, NamedTuple
from zlib import compressobj

from broch.dataset.file_meta import file_meta
from broch.dataset.frames import describe
from broch.dataset.rewrite import Changes, encode_data_set
from broch.dataset.scan import BIG_ENDIAN, EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN, Scan, scan_dataset
from broch.dataset.transcode import syntaxes
from broch.dataset.transcode.attributes import (
    RATIO_PLACE,
    SOP_CLASS,
    SOP_INSTANCE,
    image_changes,
    lossy_changes,
    ratio,
)
from broch.dataset.transcode.codecs import Encoder, encoder_for, keeps_containers
from broch.dataset.transcode.encapsulate import native_header, write_frames
from broch.dataset.transcode.picture import Frames, is_swapped
from broch.dataset.transcode.recode import Encoding, recode
from broch.dataset.transcode.syntaxes import TransferSyntax
from broch.dataset.transcode.workers import Workers
from broch.dataset.walk import PIXEL_TAGS, Buffer, Walk, forget, walk

_SOURCE_AE = 0x00020016
_FORGOTTEN = 1 << 26
_CHUNK = 1 << 22
_FACTOR = 4  # A frame, its codestreams, and what a codec needs in between.


class Written(NamedTuple):
    """``sop_instance``: of the new file. ``data_set``: where its data set begins."""

    sop_instance: str
    data_set: int


def write(
    scan: Scan, target: TransferSyntax, quality: int, out: BinaryIO, workers: Workers, source_ae: str = ""
) -> Written:
    """Write the file of ``scan``, one of a whole file, in another syntax; ``out`` can be read and sought.

    Raises UnsupportedImage for what the syntax or a codec cannot do, BadFile for pixel data that is broken,
    LimitExceeded; what was written then is of no use. An image in a lossy syntax becomes a new instance.
    """
    stored = syntaxes.source(scan.transfer_syntax)
    if scan.pixel_data is None or (stored.native and target.native and not _has_swapped_pixels(scan)):
        written = _begin(scan, target, scan.text(SOP_INSTANCE), source_ae, out)
        with _sink(out, target) as sink:
            _write_all(sink, _as_they_are(scan, encoding_of(target)), Passage(scan.buffer))
        return written
    frames = Frames(scan, containers=keeps_containers(target), expanded=target.lossy)
    encoder = encoder_for(target, frames.picture, quality)
    changes = image_changes(scan, target, frames.picture, encoder)
    if encoder.method:
        changes |= lossy_changes(scan, target, encoder, quality)
    changed = changes.get(SOP_INSTANCE)
    uid = changed.decode() if isinstance(changed, bytes) else scan.text(SOP_INSTANCE)
    written = _begin(scan, target, uid, source_ae, out)
    head = b"".join(_encoded(_before_pixels(scan), changes, target))
    tail = list(_encoded(_behind_pixels(scan), {}, target))
    with _sink(out, target) as sink:
        sink.write(head)
        if target.native:
            _write_native(sink, target, frames, _encode(scan, frames, encoder, workers))
        else:
            compressed = write_frames(out, _encode(scan, frames, encoder, workers), frames.count)
        _write_all(sink, tail)
    if encoder.method:
        end = out.tell()
        out.seek(written.data_set + head.rindex(RATIO_PLACE))
        out.write(ratio(frames.picture.frame_size * frames.count, compressed))
        out.seek(end)
    return written


def encoding_of(target: TransferSyntax) -> Encoding:
    """How headers and values are written in a syntax."""
    return Encoding(target.uid != syntaxes.IMPLICIT, target.uid == syntaxes.BIG_ENDIAN)


def _begin(scan: Scan, target: TransferSyntax, sop_instance: str, source_ae: str, out: BinaryIO) -> Written:
    source_ae = source_ae or Scan.of_meta(scan).text(_SOURCE_AE)
    out.write(file_meta(scan.text(SOP_CLASS), sop_instance, target.uid, source_ae))
    return Written(sop_instance, out.tell())


def _encode(scan: Scan, frames: Frames, encoder: Encoder, workers: Workers) -> Iterator[bytes]:
    passage, each = Passage(scan.buffer), frames.stored_size() // frames.count
    cost = _FACTOR * frames.picture.frame_size
    with closing(workers.map(lambda index: encoder.encode(frames[index]), frames.count, cost)) as codestreams:
        for codestream in codestreams:
            yield codestream
            passage.passed(each)


class Passage:
    """Gives what was read of a mapped source back from time to time: it counts as our memory (see ``walk.forget``)."""

    def __init__(self, source: Buffer) -> None:
        self._source = source
        self._seen = 0

    def passed(self, size: int) -> None:
        """So many bytes more were read."""
        self._seen += size
        if self._seen >= _FORGOTTEN:
            forget(self._source, 0, len(self._source))
            self._seen = 0


# Elements


def _before_pixels(scan: Scan) -> Scan:
    found = Walk()
    found.elements, found.undefined_length, found.end = scan.elements, scan.undefined_length, scan.end
    return _part(scan, found)


def _behind_pixels(scan: Scan) -> Scan:
    found = walk(scan.buffer, scan.pixel_data or 0, len(scan.buffer), explicit=scan.explicit)
    found.pixel_data = None
    found.elements = {tag: entry for tag, entry in found.elements.items() if tag not in PIXEL_TAGS}
    return _part(scan, found)


def _part(scan: Scan, found: Walk) -> Scan:
    return Scan(
        scan.buffer, scan.transfer_syntax, found, explicit=scan.explicit, start=scan.dataset_start,
        default_encoding=scan.default_encoding, dictionary=scan.dictionary,
    )  # fmt: skip


def _as_they_are(scan: Scan, encoding: Encoding) -> Iterable[bytes | memoryview]:
    """All elements, pixel data included."""
    return encode_data_set(scan, {})[0] if encoding == Encoding(scan.explicit) else recode(scan, encoding)


def _encoded(part: Scan, changes: Changes, target: TransferSyntax) -> Iterable[bytes | memoryview]:
    """Changed in the encoding that it has, then written in the other one."""
    pieces, _ = encode_data_set(part, changes)
    encoding = encoding_of(target)
    if encoding == Encoding(part.explicit):
        return pieces
    syntax = EXPLICIT_LITTLE_ENDIAN if part.explicit else IMPLICIT_LITTLE_ENDIAN
    return recode(scan_dataset(b"".join(pieces), syntax, whole=False), encoding)


# Native pixel data, and what is written to


def _has_swapped_pixels(scan: Scan) -> bool:
    """Whether samples of 32 bits were swapped as words of 16: frames put that right."""
    return scan.transfer_syntax == BIG_ENDIAN and is_swapped(scan, describe(scan))


def _write_native(sink: "Sink", target: TransferSyntax, frames: Frames, pixels: Iterator[bytes]) -> None:
    size = frames.picture.frame_size * frames.count
    padding = size % 2
    sink.write(native_header(size + padding, frames.picture.bits_allocated, encoding_of(target)))
    _write_all(sink, pixels)
    sink.write(bytes(padding))


def _write_all(sink: "Sink", pieces: Iterable[bytes | memoryview], passage: Passage | None = None) -> None:
    for piece in pieces:
        for at in range(0, len(piece), _CHUNK):
            sink.write(piece[at : at + _CHUNK] if len(piece) > _CHUNK else piece)
            if passage:
                passage.passed(min(len(piece), _CHUNK))


class _Deflating:
    """Deflates what is written (PS3.5 A.5)."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._deflater = compressobj(wbits=-15)

    def write(self, data: bytes | memoryview) -> None:
        """Pass on what comes out of it."""
        self._out.write(self._deflater.compress(data))

    def end(self) -> None:
        """The rest, padded to an even length."""
        self._out.write(self._deflater.flush())
        if self._out.tell() % 2:
            self._out.write(b"\0")


Sink = BinaryIO | _Deflating


@contextmanager
def _sink(out: BinaryIO, target: TransferSyntax) -> Iterator[Sink]:
    if target.uid != syntaxes.DEFLATED:
        yield out
        return
    deflating = _Deflating(out)
    yield deflating
    deflating.end()
