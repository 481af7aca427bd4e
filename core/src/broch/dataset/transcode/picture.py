"""The frames of an instance as arrays, in the colour space that they are stored in (PS3.5 8, PS3.3 C.7.6.3)."""

from typing import TYPE_CHECKING, Any, NamedTuple

from broch_hostapi.errors import BadFile, UnsupportedImage

from broch.dataset.colour import to_rgb
from broch.dataset.decode import MAX_FRAME_BYTES, decode
from broch.dataset.frames import Fragments, PixelDescription, describe, encapsulated_frames, frame_range
from broch.dataset.scan import BIG_ENDIAN, Scan
from broch.dataset.transcode.syntaxes import Codec, source

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIXEL_DATA = 0x7FE00010
_OVERLAY_BIT_POSITION, _OVERLAY_GROUPS = 0x60000102, range(0, 0x20, 2)
_END_OF_IMAGE, _PADDING = b"\xff\xd9", 1024
_PALETTE_OR_GREY = frozenset(("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", ""))
_RGB_BY_CODEC = frozenset(("YBR_ICT", "YBR_RCT"))


class Picture(NamedTuple):
    """What the arrays of ``Frames`` hold; the members have the names of the elements of the Image Pixel module."""

    rows: int
    columns: int
    samples_per_pixel: int
    photometric_interpretation: str
    bits_allocated: int
    bits_stored: int
    signed: bool

    @property
    def frame_size(self) -> int:
        """Bytes of a frame, native."""
        return self.rows * self.columns * self.samples_per_pixel * (self.bits_allocated // 8)

    @property
    def colour(self) -> bool:
        """Whether there are several samples per pixel."""
        return self.samples_per_pixel > 1


class Frames:
    """Reads frames in any order, by any thread."""

    def __init__(self, scan: Scan, *, containers: bool, expanded: bool = False) -> None:
        """``containers``: arrays hold all bits allocated, whatever is in them, where the source still has that.

        Otherwise they hold the values: unused bits gone, signs extended. ``expanded``: indices of a palette become its
        colours, in 8 bits. Raises UnsupportedImage, BadFile.
        """
        description = describe(scan)
        self._scan = scan
        syntax = source(description.transfer_syntax)
        check(description, syntax.native)
        whole = containers and syntax.codec in (Codec.NATIVE, Codec.RLE)
        self._read_as = as_containers(description) if whole else description
        self.count = description.number_of_frames
        self._fragments: list[Fragments] | None = encapsulated_frames(scan) if description.encapsulated else None
        self._ends_with_marker = syntax.codec in (Codec.JPEG, Codec.JPEG_LOSSLESS)
        self._swap_words = is_swapped(scan, description)
        if self._fragments is None:
            self._start, _ = frame_range(scan, 0)
            frame_range(scan, self.count - 1)  # before the first is written
        if not containers and syntax.codec in (Codec.NATIVE, Codec.RLE):
            refuse_embedded_overlays(scan)
        self._expanded = expanded and description.photometric_interpretation == "PALETTE COLOR"
        self._width = description.bits_allocated // 8
        self.picture = Picture(
            description.rows, description.columns, description.samples_per_pixel,
            decoded_photometric(description, syntax.codec), description.bits_allocated, description.bits_stored,
            description.pixel_representation == 1,
        )  # fmt: skip
        if self._expanded:
            self.picture = Picture(description.rows, description.columns, 3, "RGB", 8, 8, signed=False)

    def stored_size(self) -> int:
        """Bytes of all frames as they are stored."""
        if self._fragments is None:
            return self._read_as.frame_size * self.count
        return sum(stop - start for frame in self._fragments for start, stop in frame)

    def __getitem__(self, index: int) -> "NDArray[Any]":
        """Shape (rows, columns) or (rows, columns, samples), little endian. Raises as ``decode``."""
        pixels = decode(self._stored(index), self._read_as)
        if self._expanded:
            return self._colours(pixels)
        if pixels.itemsize == self._width:
            return pixels
        if pixels.itemsize > self._width and self._read_as.bits_stored > 8 * self._width:
            raise BadFile("a codestream has more bits than the data set allocates")
        return pixels.astype(f"<{pixels.dtype.kind}{self._width}")

    def _colours(self, indices: "NDArray[Any]") -> "NDArray[Any]":
        import numpy as np

        colours = to_rgb(indices, "PALETTE COLOR", self._scan)
        return (colours >> 8 if colours.itemsize > 1 else colours).astype(np.uint8)

    def _stored(self, index: int) -> bytes | memoryview:
        buffer = self._scan.buffer
        if self._fragments is not None:
            frame = b"".join(bytes(buffer[start:stop]) for start, stop in self._fragments[index])
            if self._ends_with_marker and _END_OF_IMAGE not in frame[-_PADDING:]:
                raise BadFile("a JPEG codestream breaks off")  # libjpeg would make up the rest
            return frame
        size = self._read_as.frame_size
        first = self._start + index * size
        frame = bytes(buffer[first : first + size])
        if not self._swap_words:
            return frame
        import numpy as np

        return np.frombuffer(frame, "<u2").reshape(-1, 2)[:, ::-1].tobytes()


def check(description: PixelDescription, native: bool) -> None:
    """Raises UnsupportedImage for what no codec takes, BadFile if it is encapsulated against its syntax."""
    d = description
    if native == d.encapsulated:
        raise BadFile("the pixel data is encapsulated, or not, against its transfer syntax")
    if d.tag != _PIXEL_DATA:
        raise UnsupportedImage("float pixel data cannot be compressed (PS3.5 8.4)")
    if d.bits_allocated not in (8, 16, 32):
        raise UnsupportedImage(f"pixels of {d.bits_allocated} bits cannot be compressed")
    if d.samples_per_pixel not in (1, 3):
        raise UnsupportedImage(f"images of {d.samples_per_pixel} samples per pixel cannot be transcoded")
    if d.photometric_interpretation.startswith("YBR_PARTIAL"):
        raise UnsupportedImage(f"Photometric interpretation {d.photometric_interpretation} cannot be transcoded")
    if d.rows * d.columns * d.samples_per_pixel * d.bits_allocated // 8 > MAX_FRAME_BYTES:
        raise UnsupportedImage("a frame is too large to be transcoded")


def refuse_embedded_overlays(scan: Scan) -> None:
    """Raises UnsupportedImage if unused bits of the pixels hold an overlay: it would be lost (PS3.5 8.1.2, retired)."""
    for group in _OVERLAY_GROUPS:
        position = scan.raw(_OVERLAY_BIT_POSITION + (group << 16))
        if position and int.from_bytes(position[:2], "little"):
            raise UnsupportedImage("an overlay in unused bits of the pixel data would be lost")


def as_containers(description: PixelDescription) -> PixelDescription:
    """The same pixels, with all bits allocated taken for values."""
    allocated = description.bits_allocated
    return description._replace(bits_stored=allocated, high_bit=allocated - 1, pixel_representation=0)


def is_swapped(scan: Scan, description: PixelDescription) -> bool:
    """Whether samples are of 32 bits and were turned from big endian as words of 16 (see ``byte_order``)."""
    at = scan.pixel_data or 0
    return (
        scan.transfer_syntax == BIG_ENDIAN
        and description.bits_allocated == 32
        and bytes(scan.buffer[at + 4 : at + 6]) == b"OW"
    )


def decoded_photometric(description: PixelDescription, codec: Codec) -> str:
    """The colour space of what ``decode`` makes: lossy JPEG and JPEG 2000 turn colours to RGB themselves."""
    stored = description.photometric_interpretation
    if description.samples_per_pixel == 1 or stored in _PALETTE_OR_GREY:
        return stored
    by_codec = stored in _RGB_BY_CODEC and codec in (Codec.JPEG_2000, Codec.HTJ2K)
    if by_codec or (codec is Codec.JPEG and stored.startswith("YBR")):
        return "RGB"
    return "YBR_FULL" if stored == "YBR_FULL_422" else stored
