"""Scanning a DICOM file or a received data set: offsets of its elements, values only when asked for.

This is the hot path of receiving. Big endian and deflated data sets are converted once, see byte_order.py; every
other transfer syntax is little endian, implicit or explicit (PS3.5 10 and annex A).
"""

from collections.abc import Iterator
from zlib import decompressobj
from zlib import error as ZlibError

from broch_hostapi.errors import BadFile, LimitExceeded

from broch.dataset.conventions import Conventions
from broch.dataset.tag_dictionary import STANDARD, TagDictionary
from broch.dataset.values import STRING_VRS, strip_padding, text_of
from broch.dataset.walk import MAX_DEPTH, PIXEL_TAGS, Buffer, Elements, Walk, end_of_group, items, walk

IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2"
EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
BIG_ENDIAN = "1.2.840.10008.1.2.2"
# Implicit VR with big endian pixels (GE, private), Papyrus 3: both as implicit VR little endian up to the pixels.
_IMPLICIT = frozenset((IMPLICIT_LITTLE_ENDIAN, "1.2.840.113619.5.2", "1.2.840.10008.1.20"))
_DEFLATED = frozenset(("1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205"))
_PREFIX_END = 132
_TRANSFER_SYNTAX_UID = 0x00020010
_SPECIFIC_CHARACTER_SET = 0x00080005
INFLATE_LIMIT = 1 << 30
_USUAL = ("Latin1", STANDARD)


class Scan:
    """The elements of a data set, or of one item of a sequence, over a buffer that is never copied whole.

    ``meta`` and ``elements``: tag -> (VR, start, stop), offsets of the value into ``buffer``; ``elements`` ends before
    the pixel data unless the scan was asked to go on. VR of implicit VR comes from the dictionary.
    ``undefined_length``: tags whose value had no length (``stop`` is then where the delimiter stands).
    ``pixel_data``: offset of the header of (7FE0,0008), (7FE0,0009) or (7FE0,0010), or None.
    ``dataset_start``: where the data set begins; ``end``: where its elements end (the pixel data, if it stopped there).
    ``converted``: the bytes are not those that were given: a big endian or deflated data set, now explicit VR little
    endian, behind the given file meta group; offsets are then of no use for the given file.
    ``default_encoding``: what DefaultEncoding says, for data sets without Specific Character Set.
    ``dictionary``: what it was read with.
    """

    __slots__ = ("_charsets", "_creators", "buffer", "converted", "dataset_start", "default_encoding", "depth",
                 "dictionary", "elements", "end", "explicit", "meta", "pixel_data", "transfer_syntax",
                 "undefined_length")  # fmt: skip

    def __init__(
        self, buffer: Buffer, transfer_syntax: str, found: Walk, *, explicit: bool, start: int,
        default_encoding: str = "Latin1", dictionary: TagDictionary = STANDARD,
    ) -> None:
        self.default_encoding = default_encoding
        self.dictionary = dictionary
        self.buffer = buffer
        self.transfer_syntax = transfer_syntax
        self.explicit = explicit
        self.elements = found.elements
        self.undefined_length = found.undefined_length
        self.pixel_data = found.pixel_data
        self.dataset_start = start
        self.end = found.end
        self.meta: Elements = {}
        self.converted = False
        self.depth = 0
        self._charsets: tuple[str, ...] | None = None
        self._creators: dict[int, str] = {}

    @classmethod
    def of_meta(cls, scan: "Scan") -> "Scan":
        """The file meta group of a scan, as a scan of its own."""
        found = Walk()
        found.elements = dict(scan.meta)
        return cls(scan.buffer, EXPLICIT_LITTLE_ENDIAN, found, explicit=True, start=0, dictionary=scan.dictionary)

    def raw(self, tag: int) -> bytes | None:
        """The value as encoded, padding and all; None if the element is absent."""
        entry = self.elements.get(tag)
        return None if entry is None else bytes(self.buffer[entry[1] : entry[2]])

    def text(self, tag: int) -> str:
        """The value as text: decoded, padding stripped, values joined by backslash; empty if absent or no text."""
        entry = self.elements.get(tag)
        if entry is None or entry[1] == entry[2]:
            return ""
        value = bytes(self.buffer[entry[1] : entry[2]])
        if entry[0] in STRING_VRS and value.isascii() and b"\x1b" not in value:  # nearly always: the short way
            return strip_padding(value.decode("ascii"))
        vr = entry[0] if entry[0] != "UN" else self.known_vr(tag)
        return text_of(vr, value, self.charsets, self.default_encoding)

    def known_vr(self, tag: int) -> str:
        """The VR that the dictionaries give an element that comes without one (``UN``); ``UN`` if they have none."""
        if not tag & 0x10000:
            return self.dictionary.vr(tag)
        known = self.dictionary.private(self.private_creator(tag), tag)
        return known.vr if known else self.dictionary.vr(tag)

    def private_creator(self, tag: int) -> str:
        """Who reserved the block of a private element; empty if nobody did (PS3.5 7.8.1)."""
        if tag & 0xFFFF < 0x1000:
            return ""
        block = (tag & 0xFFFF0000) | (tag & 0xFF00) >> 8
        creator = self._creators.get(block)
        if creator is None:
            creator = self._creators[block] = self.text(block)
        return creator

    @property
    def charsets(self) -> tuple[str, ...]:
        """The values of Specific Character Set; an item without it has those of its data set. Empty if none."""
        if self._charsets is None:
            value = self.raw(_SPECIFIC_CHARACTER_SET)
            text = value.decode("ascii", "replace").strip(" \0") if value else ""
            self._charsets = tuple(part.strip(" \0") for part in text.split("\\")) if text else ()
        return self._charsets

    def items(self, tag: int) -> Iterator["Scan"]:
        """The items of a sequence, each scanned. Raises BadFile, and LimitExceeded deeper than 64."""
        vr, start, stop = self.elements[tag]
        if self.depth >= MAX_DEPTH:
            raise LimitExceeded("the depth of sequences", MAX_DEPTH)
        explicit = self.explicit and vr != "UN"  # PS3.5 6.2.2 note: a sequence in disguise is implicit VR
        for first, last, undefined in items(self.buffer, start, stop, explicit=explicit):
            found = walk(
                self.buffer, first, last, explicit=explicit, delimited=undefined, vr_of=self.dictionary.vr_of
            )
            item = Scan(
                self.buffer, self.transfer_syntax, found, explicit=explicit, start=first,
                default_encoding=self.default_encoding, dictionary=self.dictionary,
            )  # fmt: skip
            item.depth = self.depth + 1
            yield item.inheriting(self)

    def inheriting(self, whole: "Scan") -> "Scan":
        """Itself, with the character sets of the data set of which it is a part, unless it has its own."""
        if _SPECIFIC_CHARACTER_SET not in self.elements:
            self._charsets = whole.charsets
        return self


def scan_file(
    buffer: Buffer,
    *,
    stop_at_pixels: bool = True,
    whole: bool = True,
    conventions: Conventions | None = None,
    inflate_limit: int = INFLATE_LIMIT,
) -> Scan:
    """Scan a Part 10 file, or what DCMTK takes for one: without preamble, or a bare little endian data set.

    ``whole`` (for receiving): all of it is checked, as DCMTK does: nothing may be cut off or left over, pixel data and
    nested sequences included. Without it (for stored files, or their first part) the scan does not look behind the
    header of the pixel data, nor into sequences of known length.
    ``conventions``: of the host; without them Latin1 and the standard's dictionary.
    Raises BadFile, and LimitExceeded for sequences deeper than 64 and for a deflated data set that grows beyond
    ``inflate_limit`` bytes.
    """
    meta, start, syntax = _beginning(buffer)
    scan = _scan(buffer, start, syntax, stop_at_pixels, whole, conventions, inflate_limit)
    scan.meta = meta
    return scan


def scan_dataset(
    buffer: Buffer,
    transfer_syntax: str,
    *,
    stop_at_pixels: bool = True,
    whole: bool = True,
    conventions: Conventions | None = None,
    inflate_limit: int = INFLATE_LIMIT,
) -> Scan:
    """Scan a data set without file meta group, as it comes by C-STORE; otherwise as ``scan_file``."""
    return _scan(buffer, 0, transfer_syntax, stop_at_pixels, whole, conventions, inflate_limit)


def _scan(
    buffer: Buffer, start: int, syntax: str, stop_at_pixels: bool, whole: bool, conventions: Conventions | None,
    inflate_limit: int,
) -> Scan:
    encoding, dictionary = (conventions.default_encoding, conventions.dictionary) if conventions else _USUAL
    converted = syntax == BIG_ENDIAN or syntax in _DEFLATED
    if converted:
        buffer = bytes(buffer[:start]) + _converted(buffer, start, syntax, inflate_limit)
    explicit = syntax not in _IMPLICIT
    found = walk(
        buffer, start, len(buffer), explicit=explicit, to_pixels=stop_at_pixels, vr_of=dictionary.vr_of
    )
    scan = Scan(
        buffer, syntax, found, explicit=explicit, start=start, default_encoding=encoding, dictionary=dictionary
    )
    scan.converted = converted
    if whole:
        _check(scan)
        if stop_at_pixels and found.pixel_data is not None:
            walk(buffer, found.pixel_data, len(buffer), explicit=explicit)
    return scan


def _check(scan: Scan) -> None:
    """Walk through all nested sequences, so that nobody meets a broken one later."""
    for tag, (vr, _, _) in scan.elements.items():
        if vr == "SQ" or (tag in scan.undefined_length and tag not in PIXEL_TAGS):
            for item in scan.items(tag):
                _check(item)


def _converted(buffer: Buffer, start: int, syntax: str, limit: int) -> bytes:
    if syntax == BIG_ENDIAN:
        from broch.dataset.byte_order import to_little_endian

        return to_little_endian(buffer, start)
    inflater = decompressobj(-15)  # PS3.5 A.5: a raw deflate stream, perhaps with a byte of padding
    try:
        inflated = inflater.decompress(buffer[start:], limit)
    except ZlibError as error:
        raise BadFile(f"the deflated data set cannot be inflated: {error}", offset=start) from error
    if not inflater.eof:
        if len(inflated) >= limit:
            raise LimitExceeded("the size of the inflated data set in bytes", limit)
        raise BadFile("the deflated data set breaks off", offset=len(buffer))
    return inflated


def _beginning(buffer: Buffer) -> tuple[Elements, int, str]:
    """The file meta group, where the data set begins, and its transfer syntax, guessed if it is not named."""
    if bytes(buffer[128:_PREFIX_END]) == b"DICM":
        return _file_meta(buffer, _PREFIX_END)
    first_group = bytes(buffer[:2])
    if first_group == b"\2\0":
        return _file_meta(buffer, 0)
    if first_group == b"\x08\0":
        return {}, 0, _guess(buffer, 0)
    if first_group == b"\0\x08":
        return {}, 0, BIG_ENDIAN
    raise BadFile(
        "not a DICOM file: no prefix DICM, and no data set at its start" if len(buffer) else "the file is empty"
    )


def _file_meta(buffer: Buffer, start: int) -> tuple[Elements, int, str]:
    """As ``_beginning``. A wrong or missing group length does not matter: the tags tell where group 2 ends."""
    stop = end_of_group(buffer, start, 2)
    meta = walk(buffer, start, stop, explicit=True).elements
    _, first, last = meta.get(_TRANSFER_SYNTAX_UID, ("UI", 0, 0))
    syntax = bytes(buffer[first:last]).decode("ascii", "replace").strip(" \0")
    return meta, stop, syntax or _guess(buffer, stop)


def _guess(buffer: Buffer, start: int) -> str:
    """The transfer syntax of a data set that does not name it: two capital letters behind the first tag are a VR."""
    code = bytes(buffer[start + 4 : start + 6])
    return EXPLICIT_LITTLE_ENDIAN if code.isalpha() and code.isupper() else IMPLICIT_LITTLE_ENDIAN
