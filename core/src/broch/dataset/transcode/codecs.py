"""Encode one frame (PS3.5 8.2, annexes A.4 and G): which images a codec takes, and with what parameters.

imagecodecs is the engine; it is imported when the first frame is encoded. How far a lossy codec may go is told by a
quality of 1 to 100, as JPEG has it; the others get what comes near to it.

CharLS and OpenJPH have codestreams of 8 or 16 bits only. Where they lose something, values may leave the range of the
bits stored, so all bits allocated are declared as stored.
"""

from collections.abc import Callable
from struct import pack
from typing import TYPE_CHECKING, Any, NamedTuple

from broch_hostapi.errors import UnsupportedImage

from broch.dataset.transcode.picture import Picture
from broch.dataset.transcode.syntaxes import BASELINE, BIG_ENDIAN, RPCL, Codec, TransferSyntax

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Encode = Callable[["NDArray[Any]"], bytes]

_BYTE, _WORD, _TWELVE = 8, 16, 12
_J2K_LIMIT = 24  # OpenJPEG, in 32-bit arithmetic
_LARGEST_NEAR = 255  # T.87 C.2.3
_SMALLEST_LEVEL = 64  # pixels: of the lowest resolution of the RPCL options (PS3.5 A.4.9)
_SLACK = 1 << 12
_SEGMENTS = 15


class Encoder(NamedTuple):
    """Encodes frames, and says what becomes of the elements of the Image Pixel module.

    ``method`` is the term of Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1), empty if nothing is lost.
    ``containers``: wants arrays of all bits allocated, not of values.
    """

    encode: _Encode
    photometric_interpretation: str
    bits_stored: int
    planar_configuration: int = 0
    method: str = ""


def keeps_containers(syntax: TransferSyntax) -> bool:
    """Whether all bits allocated are stored, so that nothing in unused bits is touched."""
    return syntax.codec in (Codec.NATIVE, Codec.RLE)


def encoder_for(syntax: TransferSyntax, picture: Picture, quality: int) -> Encoder:
    """Raises UnsupportedImage if the standard or the codec does not have such images in this syntax."""
    encoder = _MAKERS[syntax.codec](syntax, picture, quality)
    return encoder._replace(encode=_told(encoder.encode, syntax))


def _told(encode: _Encode, syntax: TransferSyntax) -> _Encode:
    def guarded(pixels: "NDArray[Any]") -> bytes:
        try:
            return encode(pixels)
        except Exception as error:  # codecs raise classes of their own, and ValueError, TypeError, RuntimeError
            raise UnsupportedImage(f"the image cannot be encoded as {syntax.name}: {error}") from error

    return guarded


def _need(wanted: bool, syntax: TransferSyntax, reason: str) -> None:
    if not wanted:
        raise UnsupportedImage(f"{syntax.name} cannot hold this image: {reason}")


def _need_values(picture: Picture, syntax: TransferSyntax) -> None:
    _need(picture.photometric_interpretation != "PALETTE COLOR", syntax, "indices of a palette must not change")


def _native(syntax: TransferSyntax, picture: Picture, _: int) -> Encoder:
    big = syntax.uid == BIG_ENDIAN
    return Encoder(
        lambda pixels: (pixels.byteswap() if big else pixels).tobytes(), picture.photometric_interpretation,
        picture.bits_stored,
    )  # fmt: skip


# RLE: segments of PackBits, one for each byte of each sample, the most significant first (PS3.5 annex G).


def _rle(syntax: TransferSyntax, picture: Picture, _: int) -> Encoder:
    _need(picture.samples_per_pixel * picture.bits_allocated // 8 <= _SEGMENTS, syntax, "it needs too many segments")
    return Encoder(_rle_frame, picture.photometric_interpretation, picture.bits_stored, int(picture.colour))


def _rle_frame(pixels: "NDArray[Any]") -> bytes:
    import imagecodecs
    import numpy as np

    rows, columns = pixels.shape[:2]
    width = pixels.itemsize
    octets = np.ascontiguousarray(pixels).view(np.uint8).reshape(rows, columns, -1, width)
    segments = []
    for sample in range(octets.shape[2]):
        for byte in reversed(range(width)):
            plane = np.ascontiguousarray(octets[:, :, sample, byte])
            segment = bytes(imagecodecs.packbits_encode(plane, axis=-1))  # rows end runs (PS3.5 G.3.1)
            segments.append(segment + b"\0" * (len(segment) % 2))
    offsets, at = [], 64
    for segment in segments:
        offsets.append(at)
        at += len(segment)
    header = pack("<16I", len(segments), *offsets, *([0] * (_SEGMENTS - len(offsets))))
    return b"".join((header, *segments))


# JPEG (PS3.5 8.2.1)


def _jpeg(syntax: TransferSyntax, picture: Picture, quality: int) -> Encoder:
    bits = _BYTE if picture.bits_stored <= _BYTE else _TWELVE
    _need(not picture.signed, syntax, "its pixels have a sign")
    _need_values(picture, syntax)
    most = _BYTE if syntax.uid == BASELINE else _TWELVE
    _need(picture.bits_stored <= most, syntax, f"{picture.bits_stored} bits stored")
    _need(not picture.colour or bits == _BYTE, syntax, "colours of more than 8 bits")
    parameters: dict[str, Any] = {"level": quality, "bitspersample": bits}
    photometric = picture.photometric_interpretation
    if picture.colour:
        space = {"RGB": "RGB", "YBR_FULL": "YCBCR"}.get(photometric)
        _need(space is not None, syntax, f"Photometric interpretation {photometric}")
        photometric = "YBR_FULL_422"
        parameters |= {"colorspace": space, "outcolorspace": "YCBCR", "subsampling": "422"}

    def encode(pixels: "NDArray[Any]") -> bytes:
        import imagecodecs

        return bytes(imagecodecs.jpeg8_encode(_unsigned(pixels, bits, narrow=True), **parameters))

    return Encoder(encode, photometric, bits, method="ISO_10918_1")


def _jpeg_lossless(syntax: TransferSyntax, picture: Picture, _: int) -> Encoder:
    bits = max(2, picture.bits_stored)
    _need(bits <= _WORD, syntax, f"{bits} bits stored")
    parameters: dict[str, Any] = {"lossless": True, "predictor": 1, "bitspersample": bits}
    if picture.colour:  # whatever they are: as RGB nothing is done to them, as YCbCr libjpeg-turbo makes mistakes
        parameters |= {"colorspace": "RGB", "outcolorspace": "RGB"}

    def encode(pixels: "NDArray[Any]") -> bytes:
        import imagecodecs

        return bytes(imagecodecs.jpeg8_encode(_unsigned(pixels, picture.bits_stored, narrow=True), **parameters))

    return Encoder(encode, picture.photometric_interpretation, picture.bits_stored)


# JPEG-LS (PS3.5 8.2.3)


def _jpeg_ls(syntax: TransferSyntax, picture: Picture, quality: int) -> Encoder:
    _need(picture.bits_stored <= _WORD, syntax, f"{picture.bits_stored} bits stored")
    near = 0
    if syntax.lossy:
        _need(not picture.signed, syntax, "its pixels have a sign")
        _need_values(picture, syntax)
        near = max(1, min(_LARGEST_NEAR, round((100 - quality) / 100 * (1 << picture.bits_stored) / 32)))

    def encode(pixels: "NDArray[Any]") -> bytes:
        import imagecodecs

        values = _unsigned(pixels, picture.bits_stored)
        return bytes(imagecodecs.jpegls_encode(values, level=near, out=2 * values.nbytes + _SLACK))

    if not near:
        return Encoder(encode, picture.photometric_interpretation, picture.bits_stored)
    return Encoder(encode, picture.photometric_interpretation, picture.bits_allocated, method="ISO_14495_1")


# JPEG 2000 and HTJ2K (PS3.5 8.2.4, 8.2.14)


def _jpeg_2000(syntax: TransferSyntax, picture: Picture, quality: int) -> Encoder:
    _need(picture.bits_stored <= _J2K_LIMIT, syntax, f"{picture.bits_stored} bits stored")
    parameters: dict[str, Any] = {
        "codecformat": "j2k", "mct": picture.photometric_interpretation == "RGB", "reversible": not syntax.lossy,
        "bitspersample": picture.bits_stored, "numthreads": 1,
    }  # fmt: skip
    if syntax.lossy:
        _need_values(picture, syntax)
        parameters["level"] = _decibels(quality)

    def encode(pixels: "NDArray[Any]") -> bytes:
        import imagecodecs
        import numpy as np

        return bytes(imagecodecs.jpeg2k_encode(np.ascontiguousarray(pixels), **parameters))

    return Encoder(encode, _transformed(picture, syntax), picture.bits_stored, method=syntax.lossy * "ISO_15444_1")


def _htj2k(syntax: TransferSyntax, picture: Picture, quality: int) -> Encoder:
    _need(picture.bits_allocated <= _WORD, syntax, f"{picture.bits_allocated} bits allocated")
    rgb = picture.photometric_interpretation == "RGB"
    parameters: dict[str, Any] = {"reversible": not syntax.lossy, "rgb": rgb, "resolutions": _resolutions(picture)}
    if syntax.uid == RPCL:
        parameters["tlm"] = True
    if syntax.lossy:
        _need_values(picture, syntax)
        # The step that gives a uniform error of that size, in parts of what the array could hold.
        step = 12**0.5 * 10 ** (-_decibels(quality) / 20)
        parameters["level"] = step * 2.0 ** (picture.bits_stored - picture.bits_allocated)

    def encode(pixels: "NDArray[Any]") -> bytes:
        import imagecodecs
        import numpy as np

        return bytes(imagecodecs.htj2k_encode(np.ascontiguousarray(pixels), **parameters))

    stored = picture.bits_allocated if syntax.lossy else picture.bits_stored
    return Encoder(encode, _transformed(picture, syntax), stored, method=syntax.lossy * "ISO_15444_15")


def _transformed(picture: Picture, syntax: TransferSyntax) -> str:
    if picture.photometric_interpretation != "RGB":
        return picture.photometric_interpretation
    return "YBR_ICT" if syntax.lossy else "YBR_RCT"


def _resolutions(picture: Picture) -> int:
    """Enough for the lowest resolution to be a thumbnail, and 5 as most writers have."""
    levels = 0
    while max(picture.rows, picture.columns) >> levels > _SMALLEST_LEVEL:
        levels += 1
    return max(5, levels)


def _decibels(quality: int) -> float:
    """Signal to noise of the whole range of values: 57 dB at 90, where a value of 12 bits errs by 6."""
    return 30 + 0.3 * quality


def _unsigned(pixels: "NDArray[Any]", bits: int, *, narrow: bool = False) -> "NDArray[Any]":
    """The bits stored as the codecs want them that know no sign; ``narrow``: in bytes if they fit in."""
    import numpy as np

    values = np.ascontiguousarray(pixels).view(f"<u{pixels.itemsize}")
    if pixels.dtype.kind == "i" and bits < 8 * pixels.itemsize:
        values = values & ((1 << bits) - 1)
    if narrow and bits <= _BYTE:
        return values.astype(np.uint8)
    return values.astype(np.uint16) if values.dtype.itemsize > _WORD // 8 else values


_MAKERS: dict[Codec, Callable[[TransferSyntax, Picture, int], Encoder]] = {
    Codec.NATIVE: _native,
    Codec.RLE: _rle,
    Codec.JPEG: _jpeg,
    Codec.JPEG_LOSSLESS: _jpeg_lossless,
    Codec.JPEG_LS: _jpeg_ls,
    Codec.JPEG_2000: _jpeg_2000,
    Codec.HTJ2K: _htj2k,
}
