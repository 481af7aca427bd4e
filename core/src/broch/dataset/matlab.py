"""Arrays as text that Matlab and Octave evaluate."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 1 << 14
"""Values that become text at a time: others run in between."""


def expression(array: "NDArray[Any]") -> Iterator[bytes]:
    """An array of shape (rows, columns, samples): a matrix if it has one sample, else one of three dimensions."""
    rows, columns, samples = array.shape
    if samples == 1:
        yield b"double(["
        for number, row in enumerate(array):
            yield b" " if number == 0 else b" ; "
            yield from _numbers(row, b" ")
        yield b" ])"
    else:  # a matrix is filled column by column, so that the samples come first
        yield b"double(permute(reshape([ "
        yield from _numbers(array, b" ")
        yield f" ], [ {samples} {columns} {rows} ]), [ 3 2 1 ]))".encode()


def _numbers(array: "NDArray[Any]", separator: bytes) -> Iterator[bytes]:
    values = array.ravel()
    for start in range(0, values.size, _BLOCK):
        if start:
            yield separator
        yield " ".join(map(str, values[start : start + _BLOCK].tolist())).encode()
