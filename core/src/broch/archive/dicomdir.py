"""The directory of a file-set, DICOMDIR (PS3.10 8.6, PS3.3 annex F), record by record, in bounded memory.

A record points to the next of its siblings and to the first of its children (F.2.2), which come later: their places in
it are filled in then. ``pydicom.fileset`` holds every instance's data set instead, and copies files.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from struct import pack
from typing import BinaryIO
from uuid import uuid4

from broch.archive.record_keys import EXTENDED_KEYS, RECORD_KEYS, Key, record_type
from broch.dataset import dictionary
from broch.dataset.encode import encode
from broch.dataset.file_meta import file_meta
from broch.dataset.rewrite import Items, encode_items, encode_new
from broch.dataset.scan import EXPLICIT_LITTLE_ENDIAN, Scan
from broch.dataset.transcode.recode import Encoding, recode

FILE_SET_ID = "ORTHANC_MEDIA"
_DIRECTORY_STORAGE = "1.2.840.10008.1.3.10"
_HELD = 1 << 20
_PIECE = 1 << 18
_SOP_CLASS, _CHARSET, _CONTENT, _RELATIONSHIP = 0x00080016, 0x00080005, 0x0040A730, 0x0040A010
_VERIFIED, _OBSERVERS = 0x0040A030, 0x0040A073
_DATES = (0x00080021, 0x00080022, 0x00080023, 0x00080012)  # Series, acquisition, content, creation.
_STUDY_DATE = 0x00080020
# From the start of a record: item header, (0004,1400), (0004,1410), (0004,1420).
_NEXT, _LOWER = 8 + 8, 8 + 12 + 10 + 8


@dataclass
class _Entity:
    """A record and what is below it, while records are added."""

    start: int
    children: dict[str, "_Entity"] = field(default_factory=dict)
    last: int = 0
    count: int = 0


class DicomDir:
    """Holds an entry for each patient, study and series, and the last part of the file."""

    def __init__(self, spool: Callable[[], BinaryIO], *, extended: bool = False) -> None:
        """``spool`` opens a temporary file, if one is needed."""
        self._out = _Growing(spool)
        self._extended = extended
        self._root = _Entity(0)
        self._out.append(file_meta(_DIRECTORY_STORAGE, f"2.25.{uuid4().int}", EXPLICIT_LITTLE_ENDIAN))
        self._out.append(encode([(0x00041130, "CS", FILE_SET_ID.encode())], explicit=True))
        self._first = self._out.size + 8
        number = pack("<I", 0)
        self._out.append(
            encode([(0x00041200, "UL", number), (0x00041202, "UL", number), (0x00041212, "US", b"\0\0")], explicit=True)
        )
        self._out.append(pack("<HH2sHI", 0x0004, 0x1220, b"SQ", 0, 0))
        self._records = self._out.size

    def add(self, identifiers: tuple[str, str, str], file_id: str, scan: Scan, syntax: str = "", uid: str = "") -> None:
        """A record for an instance, and those above it that are not there yet.

        ``identifiers``: anything by which patient, study and series are told apart. ``file_id``: components joined by a
        backslash (PS3.10 8.2). ``syntax`` and ``uid``: transfer syntax and SOP instance of the file, if it is not the
        scanned one. Raises BadFile for a broken sequence among the keys.
        """
        parent = self._root
        for kind, identifier in zip(("PATIENT", "STUDY", "SERIES"), identifiers, strict=True):
            known = parent.children.get(identifier)
            if known is None:
                known = parent.children[identifier] = _Entity(self._append(parent, kind, scan))
            parent = known
        reference = [
            (0x00041500, "CS", file_id.encode("ascii")), (0x00041510, "UI", scan.raw(_SOP_CLASS) or b""),
            (0x00041511, "UI", uid.encode("ascii") or scan.raw(0x00080018) or b""),
            (0x00041512, "UI", (syntax or scan.transfer_syntax).encode("ascii", "replace")),
        ]  # fmt: skip
        self._append(parent, record_type(scan.text(_SOP_CLASS)), scan, encode(reference, explicit=True))

    def finish(self) -> int:
        """Fill in what is known at the end. The size in bytes."""
        self._out.put(self._records - 4, pack("<I", self._out.size - self._records))
        return self._out.size

    def __iter__(self) -> Iterator[bytes]:
        """The finished file, in pieces."""
        return self._out.chunks()

    def close(self) -> None:
        """Let a temporary file go."""
        self._out.close()

    def _append(self, parent: _Entity, kind: str, scan: Scan, reference: bytes = b"") -> int:
        parent.count += 1
        body = b"".join((_head(kind), reference, self._keys(kind, scan, parent.count)))
        start = self._out.size
        place = pack("<I", start)
        if parent.last:
            self._out.put(parent.last + _NEXT, place)
        elif parent is not self._root:
            self._out.put(parent.start + _LOWER, place)
        if parent is self._root:
            if not parent.last:
                self._out.put(self._first, place)
            self._out.put(self._first + 12, place)
        parent.last = start
        self._out.append(pack("<HHI", 0xFFFE, 0xE000, len(body)) + body)
        return start

    def _keys(self, kind: str, scan: Scan, number: int) -> bytes:
        keys = _keys_of(kind, self._extended, bool(scan.raw(_CHARSET)))
        return b"".join(_element(key, scan, number) for key in keys)


@cache
def _keys_of(kind: str, extended: bool, charset: bool) -> tuple[Key, ...]:
    more = EXTENDED_KEYS.get(kind, ()) if extended else ()
    return tuple(sorted((*RECORD_KEYS[kind], *more, *((Key(_CHARSET, 3),) if charset else ()))))


@cache
def _head(kind: str) -> bytes:
    numbers = ((0x00041400, "UL", bytes(4)), (0x00041410, "US", b"\xff\xff"), (0x00041420, "UL", bytes(4)))
    return encode([*numbers, (0x00041430, "CS", kind.encode())], explicit=True)


def _element(key: Key, scan: Scan, number: int) -> bytes:
    """As the instance has it. What must have a value and has none gets one that says so, or the least it can say."""
    tag, kind = key
    vr = dictionary.vr(tag)
    if vr == "SQ":
        return _sequence(key, scan)
    value = _verified(scan) if tag == _VERIFIED else scan.raw(tag)
    if kind == 1 and not (value and value.strip(b" \0")):
        value = _least(tag, vr, scan, number)
    if value is None and kind == 3:
        return b""
    return encode([(tag, vr, value or b"")], explicit=True)


def _verified(scan: Scan) -> bytes | None:
    """When a document was verified last: each observer has his time (PS3.3 F.5.25)."""
    observers = scan.items(_OBSERVERS) if _OBSERVERS in scan.elements else ()
    return max((item.raw(_VERIFIED) or b"" for item in observers), default=b"") or None


def _least(tag: int, vr: str, scan: Scan, number: int) -> bytes:
    if vr == "DA":
        others = (scan.raw(other) for other in _DATES if tag == _STUDY_DATE)
        return next((value for value in others if value and value.strip(b" \0")), b"19000101")
    if tag == 0x00200010 or vr == "IS":  # Study ID
        return str(number).encode()
    if vr in ("US", "UL"):
        return bytes(2 if vr == "US" else 4)
    known = {"TM": b"000000", "UI": b"0", 0x00080060: b"OT", 0x0040A491: b"PARTIAL", 0x0040A493: b"UNVERIFIED"}
    return known.get(tag) or known.get(vr) or b"UNKNOWN"


def _sequence(key: Key, scan: Scan) -> bytes:
    tag, kind = key
    if tag not in scan.elements:
        return b"" if kind == 3 else b"".join(encode_new({tag: Items([])}, explicit=True)[0])
    items = list(scan.items(tag))
    if tag == _CONTENT:  # only what modifies the title of the document (PS3.3 F.5.25)
        items = [item for item in items if item.text(_RELATIONSHIP) == "HAS CONCEPT MOD"]
    if not items and kind == 3:
        return b""
    encoded = (b"".join(recode(item, Encoding(True))) for item in items)
    return b"".join(encode_new({tag: encode_items(([item], len(item)) for item in encoded)}, explicit=True)[0])


class _Growing:
    """Bytes that grow at their end and can be changed everywhere; all but the last of them are in a temporary file."""

    def __init__(self, spool: Callable[[], BinaryIO]) -> None:
        self._spool = spool
        self._file: BinaryIO | None = None
        self._held = bytearray()
        self._written = 0

    @property
    def size(self) -> int:
        return self._written + len(self._held)

    def append(self, data: bytes) -> None:
        self._held += data
        if len(self._held) > _HELD:
            self._file = self._file or self._spool()
            self._file.seek(self._written)
            self._file.write(self._held)
            self._written += len(self._held)
            self._held.clear()

    def put(self, at: int, data: bytes) -> None:
        if at >= self._written:
            self._held[at - self._written : at - self._written + len(data)] = data
        elif self._file:
            self._file.seek(at)
            self._file.write(data)

    def chunks(self) -> Iterator[bytes]:
        if self._file:
            self._file.seek(0)
            while piece := self._file.read(_PIECE):
                yield piece
        yield bytes(self._held)

    def close(self) -> None:
        if self._file:
            self._file.close()
