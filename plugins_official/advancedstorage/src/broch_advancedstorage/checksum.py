"""The checksum that the index keeps of a file."""

import hashlib

_PIECE = 1 << 20


def md5_of(path: str) -> str:
    """In hexadecimal. Raises ``OSError``."""
    digest = hashlib.md5(usedforsecurity=False)
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
