"""Fixtures of the transcoding tests: a function that writes a file in another syntax, and small pictures."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pydicom
import pytest
from broch.dataset.scan import Scan, scan_file
from broch.dataset.transcode import engine, syntaxes
from broch.dataset.transcode.workers import Workers
from broch_hostapi.testing.datasets import make_instance

_OB = b"\xe0\x7f\x10\0OB"


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    workers = Workers(2, 1 << 28)
    yield workers
    workers.close()


@pytest.fixture(scope="session")
def transcoded(workers: Workers) -> Callable[..., bytes]:
    """A file in another syntax."""

    def transcode(file: bytes | Scan, uid: str, quality: int = 90) -> bytes:
        scan = file if isinstance(file, Scan) else scan_file(file)
        out = io.BytesIO()
        engine.write(scan, syntaxes.target(uid), quality, out, workers)
        return out.getvalue()

    return transcode


@pytest.fixture(scope="session")
def make_picture() -> Callable[..., bytes]:
    """An image of one or three samples per pixel in explicit VR little endian, of an array or of noise."""

    def make(
        pixels: Any = None, *, bits: int = 8, colour: bool = False, signed: bool = False, **elements: Any
    ) -> bytes:
        width = 8 if bits <= 8 else 16 if bits <= 16 else 32
        if pixels is None:
            pixels = noise((21, 13, 3) if colour else (21, 13), bits, signed=signed)
        data = pixels.tobytes()
        described = {
            "Rows": pixels.shape[-3 if colour else -2], "Columns": pixels.shape[-2 if colour else -1],
            "SamplesPerPixel": 3 if colour else 1, "PhotometricInterpretation": "RGB" if colour else "MONOCHROME2",
            "BitsAllocated": width, "BitsStored": bits, "HighBit": bits - 1, "PixelRepresentation": int(signed),
            "NumberOfFrames": pixels.shape[0] if pixels.ndim == 3 + colour else 1,
            "PixelData": data + b"\0" * (len(data) % 2),
        }  # fmt: skip
        if colour:
            described["PlanarConfiguration"] = 0
        file = make_instance(**described | elements)
        return file.replace(_OB, _OB[:-2] + b"OW") if width > 8 else file

    return make


def noise(shape: tuple[int, ...], bits: int, *, signed: bool) -> Any:
    low, high = (-(1 << (bits - 1)), 1 << (bits - 1)) if signed else (0, 1 << bits)
    width = 1 if bits <= 8 else 2 if bits <= 16 else 4
    return np.random.default_rng(bits).integers(low, high, shape).astype(f"<{'i' if signed else 'u'}{width}")


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], pydicom.Dataset]:
    return lambda file: pydicom.dcmread(io.BytesIO(file))
