"""Files of NumPy: .npy (format 1.0), and .npz, which is a ZIP archive of them."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from broch_hostapi import Spool
from broch_hostapi.errors import UnsupportedImage

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIECE = 1 << 20


def npy(arrays: "Iterator[NDArray[Any]]", count: int | None) -> Iterator[bytes]:
    """A stack of ``count`` arrays as one file, made while they come; None: the only array, without that axis.

    Raises UnsupportedImage when their shapes or types differ.
    """
    first = next(arrays)
    shape = first.shape if count is None else (count, *first.shape)
    yield header(first.dtype.str, shape)
    yield _bytes(first)
    for array in arrays:
        if (array.shape, array.dtype) != (first.shape, first.dtype):
            raise UnsupportedImage("The size or the type of the frames varies")
        yield _bytes(array)


def npz(file: Iterable[bytes], spool: Spool) -> Iterator[bytes]:
    """A .npy file as the only member, ``arr_0``, of an archive. It passes through a temporary file: some readers want
    the sizes in front."""
    with spool.open() as packed:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            member = zipfile.ZipInfo("arr_0")
            member.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(member, "w", force_zip64=True) as target:
                for piece in file:
                    target.write(piece)
        packed.seek(0)
        while piece := packed.read(_PIECE):
            yield piece


def header(kind: str, shape: tuple[int, ...]) -> bytes:
    """What a file begins with: magic, version, the dictionary, padded to a multiple of 64 bytes."""
    told = f"{{'descr': {kind!r}, 'fortran_order': False, 'shape': {shape!r}, }}".encode()
    told += b" " * (-(len(told) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\0" + len(told).to_bytes(2, "little") + told


def _bytes(array: "NDArray[Any]") -> bytes:
    return array.tobytes()
