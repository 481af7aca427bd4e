"""Who a name and password belong to: checked once, known for a while, and guesses kept slow.

A check of an argon2 hash costs tens of milliseconds and many megabytes. So it happens once for the same credentials,
few at a time, and an address that keeps guessing has to wait; whoever is known already notices nothing of it.
"""

import base64
import binascii
import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from broch_hostapi.errors import Unauthorized

from broch.passwords import is_hash, matches

logger = logging.getLogger(__name__)

KNOWN_FOR = 300.0
"""Seconds that credentials are known after they were checked."""
MOST_KNOWN = 1024
SIDE_BY_SIDE = max(1, min(4, (os.cpu_count() or 1) // 2))
"""Checks at the same time."""
MOST_WAITING = 16
"""Checks that wait for their turn; who comes then is refused at once: each waits in a thread that serves requests."""
BURST, REFILL = 10.0, 0.5
"""Wrong guesses that an address may make at once, and how many more each second."""
MOST_ADDRESSES = 4096


class _Check:
    """One that is under way; whoever comes with the same credentials waits for its end."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.right = False


class SignIn:
    """The users of a configuration. Any thread; a new configuration has a new one, which knows nobody yet.

    What is remembered of credentials is a keyed hash whose key never leaves this object.
    """

    def __init__(self, users: Mapping[str, str], clock: Callable[[], float] = time.monotonic) -> None:
        self._users = {name.encode(): stored for name, stored in users.items()}
        self._decoy = next((stored for stored in users.values() if is_hash(stored)), "")
        self._clock = clock
        self._key = os.urandom(32)
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, tuple[str, float]] = OrderedDict()
        self._under_way: dict[bytes, _Check] = {}
        self._turns = threading.Semaphore(SIDE_BY_SIDE)
        self._guesses = _Guesses()

    def user(self, authorization: str, remote: str) -> str:
        """Whose Authorization header this is (RFC 7617). Raises ``Unauthorized``."""
        digest = blake2b(authorization.encode("utf-8", "replace"), digest_size=16, key=self._key).digest()
        found = self._known.get(digest)
        if found is not None and self._clock() < found[1]:
            return found[0]
        name, password = basic_credentials(authorization)
        if not self._check_once(digest, name, password, address_group(remote)):
            raise Unauthorized("wrong name or password")
        return name.decode("utf-8", "replace")

    def _check_once(self, digest: bytes, name: bytes, password: bytes, address: str) -> bool:
        with self._lock:
            check = self._under_way.get(digest)
            if check is None:
                self._guesses.begin(address, self._clock())
                if len(self._under_way) >= SIDE_BY_SIDE + MOST_WAITING:
                    raise Unauthorized("too many passwords are being checked; try again")
                mine = self._under_way[digest] = _Check()
        if check is not None:
            check.ended.wait()
            return check.right
        try:
            with self._turns:
                mine.right = self._is_right(name, password)
        finally:
            self._end(digest, mine, name, address)
        if not mine.right:
            # A name that nobody has may be a password in the wrong place.
            who = repr(name.decode("utf-8", "replace")) if name in self._users else "an unknown user"
            logger.warning("wrong password of %s, from %s", who, address or "this process", extra={"remote": address})
        return mine.right

    def _is_right(self, name: bytes, password: bytes) -> bool:
        """Takes as long for an unknown name as for one with a hash."""
        stored = self._users.get(name)
        right = matches(self._decoy if stored is None else stored, password)
        return right and stored is not None

    def _end(self, digest: bytes, check: _Check, name: bytes, address: str) -> None:
        with self._lock:
            del self._under_way[digest]
            if check.right:
                self._guesses.forgive(address)
                self._known[digest] = name.decode("utf-8", "replace"), self._clock() + KNOWN_FOR
                self._known.move_to_end(digest)
                while len(self._known) > MOST_KNOWN:
                    self._known.popitem(last=False)
        check.ended.set()


class _Guesses:
    """What each address may still try: a bucket that fills up again. Its owner's lock guards it."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Address to guesses left, and when that was so."""

    def begin(self, address: str, now: float) -> None:
        """Take one. Raises ``Unauthorized`` if none is left."""
        left, since = self._left.get(address, (BURST, now))
        left = min(BURST, left + (now - since) * REFILL)
        if left < 1:
            raise Unauthorized("too many wrong passwords; wait a few seconds")
        if 1 <= left < 2:
            logger.warning("many wrong passwords from %s, which has to wait now", address or "this process")
        self._left[address] = left - 1, now
        self._left.move_to_end(address)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)

    def forgive(self, address: str) -> None:
        """Give one back: it was right."""
        if address in self._left:
            left, since = self._left[address]
            self._left[address] = min(BURST, left + 1), since


def address_group(remote: str) -> str:
    """What counts as one address: of IPv6 the network, as one machine has all of its 2 to the 64 addresses."""
    if ":" not in remote:
        return remote
    try:
        address = ip_address(remote.partition("%")[0])
    except ValueError:
        return remote
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(getattr(address, "ipv4_mapped", None) or address)


def basic_credentials(authorization: str) -> tuple[bytes, bytes]:
    """Name and password of an Authorization header (RFC 7617). Raises ``Unauthorized``."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise Unauthorized("no credentials")
    try:
        name, colon, password = base64.b64decode(token.strip(), validate=True).partition(b":")
    except (binascii.Error, ValueError):
        raise Unauthorized("malformed credentials") from None
    if not colon:
        raise Unauthorized("malformed credentials")
    return name, password
