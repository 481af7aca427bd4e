"""What the C library keeps of memory that is free."""

import os

LARGE = 1 << 22
"""Bytes of a block that is better given back than kept."""
_M_MMAP_THRESHOLD = -3  # mallopt(3)


def give_back_large_blocks() -> None:
    """Let blocks from 4 MiB on go back to the system as soon as they are freed, where glibc is the C library.

    By itself it moves this limit up to 32 MiB with the first such block that is freed, and then each thread keeps what
    it once had: after 40 uploads side by side 80 MB more stay in use for nothing. Smaller blocks, as of images that are
    rendered, are kept, as they would cost page faults each time.
    """
    if "MALLOC_MMAP_THRESHOLD_" in os.environ:
        return  # somebody has chosen
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)
    except (AttributeError, OSError, TypeError):
        return  # another C library
