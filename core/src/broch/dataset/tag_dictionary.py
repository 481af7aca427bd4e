"""The dictionary of one host: the standard's and the vendors', with what its configuration adds (PS3.6, PS3.5 7.8)."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from broch.dataset import dictionary
from broch.dataset.dictionary import Attribute
from broch.dataset.private_dictionary import PrivateAttribute, private_attribute

UNKNOWN = "Unknown Tag & Data"
_ANY_BLOCK = 0x100
_USUAL_BLOCK = 0x1000
_CACHED_TAGS = 16384
# DCMTK writes RETIRED_ before names that were retired when it was made; these were retired later, and Orthanc names
# Other Patient IDs itself.
_WITHOUT_PREFIX = frozenset((
    0x00101000, 0x00380004, 0x00701807, 0x00701808, 0x30040010, 0x30040012, 0x30060085, 0x30060088, 0x3008002B,
    0x30100090,
))  # fmt: skip


class Entry(NamedTuple):
    """What a configuration says of a tag, or of all in a range.

    With a ``creator`` it is about what that one reserved: ``elements`` below 100 (hexadecimal) are the last two digits
    of any block.
    """

    groups: range
    elements: range
    vr: str
    name: str
    creator: str = ""

    def has(self, tag: int) -> bool:
        """Whether this is about a tag."""
        any_block = self.creator and self.elements.stop <= _ANY_BLOCK
        return tag >> 16 in self.groups and tag & (0xFF if any_block else 0xFFFF) in self.elements

    @property
    def is_range(self) -> bool:
        """Whether it is about more than one tag."""
        return len(self.groups) * len(self.elements) > 1

    @property
    def tag(self) -> int:
        """The first of its tags; that of a private attribute in the block that writers take first."""
        element = self.elements.start
        return self.groups.start << 16 | (element + _USUAL_BLOCK if self.creator and element < _ANY_BLOCK else element)


class TagDictionary:
    """hostapi's ``Dictionary``. It never changes. What was added goes before the rest, the last before the others, and
    single tags before ranges."""

    def __init__(self, added: Iterable[Entry] = (), *, vendors: bool = True) -> None:
        """``vendors``: whether private attributes are known that vendors made known (LoadPrivateDictionary)."""
        self._vendors = vendors
        entries = list(added)
        self._tags = {entry.name: entry.tag for entry in entries}
        self._private: dict[str, list[Entry]] = {}
        for entry in reversed(entries):
            if entry.creator:
                self._private.setdefault(entry.creator, []).append(entry)
        public = [entry for entry in entries if not entry.creator]
        self._exact = {entry.tag: entry for entry in public if not entry.is_range}
        self._ranges = [entry for entry in reversed(public) if entry.is_range]
        self._has_public = bool(public)
        self._added = lru_cache(_CACHED_TAGS)(self._find)
        self._own = lru_cache(_CACHED_TAGS)(self._find_private)
        self.vr_of: Callable[[int], str] = self.vr if self._has_public else dictionary.vr
        """``vr``, for those who ask for each element: mostly without a call in between."""
        self.shown_name: Callable[[int], str] = lru_cache(_CACHED_TAGS)(self._shown_name)
        """The name under which a tag is shown: DCMTK's, which are the keywords but for a few."""

    def attribute(self, tag: int) -> Attribute | None:
        """The entry of a tag; None if there is none."""
        added = self._added(tag) if self._has_public else None
        return dictionary.attribute(tag) if added is None else Attribute(added.vr, added.name, added.name, False)

    def private(self, creator: str, tag: int) -> PrivateAttribute | None:
        """The entry of a tag in a block that ``creator`` reserved; None if nothing is known."""
        if creator in self._private and (own := self._own(creator, tag)):
            return PrivateAttribute(own.vr, own.name)
        return private_attribute(creator, tag) if self._vendors else None

    def vr(self, tag: int) -> str:
        """The two-letter VR by which to read or write a tag without VR; ``UN`` if unknown."""
        added = self._added(tag) if self._has_public else None
        return added.vr if added else dictionary.vr(tag)

    def keyword(self, tag: int) -> str:
        """The keyword, as ``PatientID``; empty if unknown."""
        added = self._added(tag) if self._has_public else None
        return added.name if added else dictionary.keyword(tag)

    def tag_of(self, name: str) -> int:
        """Tag from a keyword, ``gggg,eeee``, ``gggg-eeee`` or ``ggggeeee``. Raises UnknownTag."""
        return self._tags[name] if name in self._tags else dictionary.tag_of(name)

    def _shown_name(self, tag: int) -> str:
        if (self._added(tag) if self._has_public else None) is not None:
            return self.keyword(tag)
        known = dictionary.attribute(tag)
        if known is not None and known.keyword:
            return "RETIRED_" + known.keyword if known.retired and tag not in _WITHOUT_PREFIX else known.keyword
        if tag & 0xFFFF == 0:
            return "GenericGroupLength"
        return "PrivateCreator" if dictionary.is_private_creator(tag) else UNKNOWN

    def _find(self, tag: int) -> Entry | None:
        return self._exact.get(tag) or next((entry for entry in self._ranges if entry.has(tag)), None)

    def _find_private(self, creator: str, tag: int) -> Entry | None:
        return next((entry for entry in self._private[creator] if entry.has(tag)), None)


STANDARD = TagDictionary()
"""Nothing added."""
