"""The transfer syntaxes that are read and written (PS3.5 10 and annex A, PS3.6 annex A).

Docs and tests have their table from here.
"""

from enum import Enum
from typing import Final, NamedTuple

from broch_hostapi.errors import ParameterOutOfRange, UnsupportedImage

IMPLICIT: Final = "1.2.840.10008.1.2"
EXPLICIT: Final = "1.2.840.10008.1.2.1"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
BIG_ENDIAN: Final = "1.2.840.10008.1.2.2"
RLE: Final = "1.2.840.10008.1.2.5"


class Codec(Enum):
    """How pixel data are encoded."""

    NATIVE = "native"
    RLE = "RLE"
    JPEG = "JPEG"
    JPEG_LOSSLESS = "JPEG lossless"
    JPEG_LS = "JPEG-LS"
    JPEG_2000 = "JPEG 2000"
    HTJ2K = "HTJ2K"


class TransferSyntax(NamedTuple):
    """``lossy``: whether we lose something when we write it. ``written``: False where it is only read."""

    uid: str
    name: str
    codec: Codec
    lossy: bool = False
    written: bool = True

    @property
    def native(self) -> bool:
        """Whether pixel data are not encapsulated."""
        return self.codec is Codec.NATIVE


_JPEG = "1.2.840.10008.1.2.4."
SYNTAXES: Final = {
    syntax.uid: syntax
    for syntax in (
        TransferSyntax(IMPLICIT, "Implicit VR Little Endian", Codec.NATIVE),
        TransferSyntax(EXPLICIT, "Explicit VR Little Endian", Codec.NATIVE),
        TransferSyntax(DEFLATED, "Deflated Explicit VR Little Endian", Codec.NATIVE),
        TransferSyntax(BIG_ENDIAN, "Explicit VR Big Endian (retired)", Codec.NATIVE),
        TransferSyntax(RLE, "RLE Lossless", Codec.RLE),
        TransferSyntax(_JPEG + "50", "JPEG Baseline (Process 1)", Codec.JPEG, lossy=True),
        TransferSyntax(_JPEG + "51", "JPEG Extended (Process 2 and 4)", Codec.JPEG, lossy=True),
        TransferSyntax(_JPEG + "53", "JPEG Spectral Selection (retired)", Codec.JPEG, lossy=True, written=False),
        TransferSyntax(_JPEG + "55", "JPEG Full Progression (retired)", Codec.JPEG, lossy=True, written=False),
        TransferSyntax(_JPEG + "57", "JPEG Lossless (Process 14)", Codec.JPEG_LOSSLESS),
        TransferSyntax(_JPEG + "70", "JPEG Lossless, First-Order Prediction", Codec.JPEG_LOSSLESS),
        TransferSyntax(_JPEG + "80", "JPEG-LS Lossless", Codec.JPEG_LS),
        TransferSyntax(_JPEG + "81", "JPEG-LS Near-Lossless", Codec.JPEG_LS, lossy=True),
        TransferSyntax(_JPEG + "90", "JPEG 2000 (Lossless Only)", Codec.JPEG_2000),
        TransferSyntax(_JPEG + "91", "JPEG 2000", Codec.JPEG_2000, lossy=True),
        TransferSyntax(_JPEG + "92", "JPEG 2000 Part 2 (Lossless Only)", Codec.JPEG_2000, written=False),
        TransferSyntax(_JPEG + "93", "JPEG 2000 Part 2", Codec.JPEG_2000, lossy=True, written=False),
        TransferSyntax(_JPEG + "201", "HTJ2K (Lossless Only)", Codec.HTJ2K),
        TransferSyntax(_JPEG + "202", "HTJ2K with RPCL Options (Lossless Only)", Codec.HTJ2K),
        TransferSyntax(_JPEG + "203", "HTJ2K", Codec.HTJ2K, lossy=True),
    )
}
RPCL: Final = _JPEG + "202"
BASELINE: Final = _JPEG + "50"

_OFFERED: Final = (EXPLICIT, IMPLICIT)
"""To a remote that may not take an instance as it is: every node takes one of them (PS3.5 10.1)."""
_LOSSLESS: Final = (
    *_OFFERED, DEFLATED, _JPEG + "90", _JPEG + "80", _JPEG + "70", _JPEG + "57", RLE, _JPEG + "201", _JPEG + "202",
    BIG_ENDIAN,
)  # fmt: skip


def target(uid: str) -> TransferSyntax:
    """The syntax that somebody asks for. Raises ``ParameterOutOfRange`` if it cannot be written."""
    syntax = SYNTAXES.get(uid)
    if syntax is None:
        raise ParameterOutOfRange(f"Unknown transfer syntax: {uid}")
    if not syntax.written:
        raise ParameterOutOfRange(f"Transfer syntax {uid}, {syntax.name}, can be read, but not written")
    return syntax


def source(uid: str) -> TransferSyntax:
    """The syntax of a stored instance. Raises ``UnsupportedImage`` if it cannot be read."""
    syntax = SYNTAXES.get(uid)
    if syntax is None:
        raise UnsupportedImage(f"Transfer syntax {uid} cannot be decoded")
    return syntax


def offered(uid: str, *, decode: bool) -> tuple[str, ...]:
    """What to propose beside the syntax of an instance: between native ones nothing is lost and nothing decoded."""
    syntax = SYNTAXES.get(uid)
    if syntax is None or not (syntax.native or decode):
        return ()
    return tuple(other for other in _OFFERED if other != uid)


def lossless(uid: str) -> tuple[str, ...]:
    """All into which an instance of this syntax can be written without further loss, the best first."""
    return tuple(other for other in _LOSSLESS if other != uid) if uid in SYNTAXES else ()
