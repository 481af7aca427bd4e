"""Passwords of ``RegisteredUsers``: in clear text, as Orthanc has them, or as argon2 hashes (RFC 9106)."""

import hmac
import re
from typing import Final

_HASH = re.compile(
    r"\$argon2(?:id|i|d)\$v=\d+\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{16,172}",
    re.ASCII,
)
PLAIN_TEXT: Final = "the password of user %r stands in the configuration; better a hash by `broch hash-password`"
"""For the log."""

MEMORY, ROUNDS = 47_104, 1
"""Of new hashes: KiB of memory, and times that it is gone over. A check takes the same, some 50 ms of one core. The
memory goes back to the system each time: glibc keeps blocks of up to 32 MiB for the thread that had them."""
MOST_MEMORY, MOST_ROUNDS, MOST_LANES = 1 << 18, 20, 16
"""Of hashes that others made: one check shall not take the machine."""


def hash_password(password: str) -> str:
    """A hash to write beside the user's name, another one each time."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY, parallelism=1).hash(password)


def is_hash(stored: str) -> bool:
    """Whether this is meant to be a hash, and not a password."""
    return stored.startswith("$argon2")


def complaint(stored: str) -> str | None:
    """What is wrong with a hash."""
    found = _HASH.fullmatch(stored)
    if found is None:
        return "is no whole argon2 hash; `broch hash-password` makes one"
    memory, rounds, lanes = map(int, found.groups())
    if memory > MOST_MEMORY or rounds > MOST_ROUNDS or lanes > MOST_LANES:
        return "is a hash that takes too much memory or time to check; `broch hash-password` makes a better one"
    return None


def matches(stored: str, password: bytes) -> bool:
    """Whether it is this password. For a hash this takes a while, and the memory that the hash says."""
    if not is_hash(stored):
        return hmac.compare_digest(stored.encode(), password)
    if complaint(stored):
        return False
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


