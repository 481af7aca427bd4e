"""The tags that the index keeps of each level: those of Orthanc 1.10.1, and those of ``ExtraMainDicomTags``."""

import logging
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from broch_hostapi.errors import ConfigurationError, UnknownTag
from broch_hostapi.resources import Level, Resource

from broch.dataset.dictionary import format_tag, keyword, tag_of, vr

if TYPE_CHECKING:
    from broch.dataset.scan import Scan

MAIN_TAGS: Mapping[Level, tuple[int, ...]] = {
    Level.PATIENT: (0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00101000),
    Level.STUDY: (
        0x00080020, 0x00080030, 0x00080050, 0x00080080, 0x00080090, 0x00081030, 0x0020000D, 0x00200010, 0x00321032,
        0x00321060,
    ),
    Level.SERIES: (
        0x00080021, 0x00080031, 0x00080060, 0x00080070, 0x00081010, 0x0008103E, 0x00081070, 0x00180010, 0x00180015,
        0x00180024, 0x00181030, 0x00181090, 0x00181400, 0x0020000E, 0x00200011, 0x00200037, 0x00200105, 0x00201002,
        0x00400254, 0x00540081, 0x00540101, 0x00541000,
    ),
    Level.INSTANCE: (
        0x00080012, 0x00080013, 0x00080018, 0x00200012, 0x00200013, 0x00200032, 0x00200037, 0x00200100, 0x00204000,
        0x00280008, 0x00541330,
    ),
}  # fmt: skip
LONGEST = 256
"""Bytes of a value that is kept."""
SIGNATURE = "MainDicomTagsSignature"
"""Metadata of a resource that was indexed while more tags than those above were kept: the names of all of them."""
_NOT_TEXT = frozenset(("SQ", "OB", "OD", "OF", "OL", "OV", "OW", "UN"))
logger = logging.getLogger(__name__)


class TagLists:
    """Which tags are kept. ``extra``: by level, besides those that always are."""

    def __init__(self, extra: Mapping[Level, Sequence[int]] | None = None) -> None:
        extra = extra or {}
        self._by_level = tuple(tuple(dict.fromkeys((*MAIN_TAGS[at], *extra.get(at, ())))) for at in Level)
        self.levels: Mapping[int, Level] = {tag: at for at in sorted(Level, reverse=True) for tag in self._by_level[at]}
        """The highest level that keeps a tag."""

    @classmethod
    def configured(cls, configuration: Mapping[str, Any]) -> "TagLists":
        """Those of a configuration: ``ExtraMainDicomTags``. Raises ConfigurationError for what is no tag.

        Tags whose values are no text are left to the files.
        """
        wanted = configuration.get("ExtraMainDicomTags") or {}
        if not any(wanted.values()):
            return DEFAULT
        return cls({Level.parse(level): _text_tags(names) for level, names in wanted.items()})

    def __getitem__(self, level: Level) -> tuple[int, ...]:
        """Those of one level."""
        return self._by_level[level]

    def has(self, tag: int, resource: Resource) -> bool:
        """Whether a resource has this tag in ``tags`` or ``upper``, if its instances have it and it is not too long.

        What was indexed under another configuration says so itself; that is only known of its own level.
        """
        level = self.levels.get(tag)
        if level is None or level > resource.level:
            return False
        if tag in MAIN_TAGS[level] or level < resource.level:
            return True
        return format_tag(tag) in resource.metadata.get(SIGNATURE, "").split(";")

    @cached_property
    def signatures(self) -> tuple[str, ...]:
        """Of each level: all its tags, sorted; a study also has its patient's."""
        shown = [set(tags) for tags in self._by_level]
        shown[Level.STUDY] |= shown[Level.PATIENT]
        return tuple(";".join(map(format_tag, sorted(tags))) for tags in shown)

    def signature(self, level: Level) -> str:
        """What a resource of this level keeps of it: nothing if no tag is kept besides those that always are."""
        return self.signatures[level] if len(self._by_level[level]) > len(MAIN_TAGS[level]) else ""


def _text_tags(names: Sequence[str]) -> list[int]:
    tags = []
    for name in names:
        try:
            tag = tag_of(name)
        except UnknownTag as error:
            raise ConfigurationError(f"{name!r} is no DICOM tag", option="ExtraMainDicomTags") from error
        if vr(tag) in _NOT_TEXT:
            logger.warning("ExtraMainDicomTags: values of %s are no text and stay in the files", name)
        else:
            tags.append(tag)
    return tags


DEFAULT = TagLists()
LONGEST = 256
"""Bytes of a value that is kept."""


def tag_key(tag: int) -> str:
    """By what the tags of a resource are named."""
    return keyword(tag) or format_tag(tag)


class MainTags(Sequence[Mapping[str, str]]):
    """The kept tags of a data set, by level and keyword. Empty values are kept.

    Absent elements are not there, nor are values of more than 256 bytes, which are not for searching (so does Orthanc).
    A level is decoded when it is asked for, as long as the scan's buffer is there: most instances have parents that are
    in the index already.
    """

    __slots__ = ("_decoded", "_scan", "lists")

    def __init__(self, scan: "Scan", lists: TagLists = DEFAULT) -> None:
        self._scan = scan
        self.lists = lists
        self._decoded: list[Mapping[str, str] | None] = [None] * len(Level)

    def __len__(self) -> int:
        return len(Level)

    def __getitem__(self, level: Any) -> Any:
        """Of one level."""
        decoded = self._decoded[level]
        if decoded is None:
            decoded = self._decoded[level] = self._decode(self.lists[level])
        return decoded

    def _decode(self, tags: Sequence[int]) -> Mapping[str, str]:
        elements, text = self._scan.elements, self._scan.text
        return {
            keyword(tag) or format_tag(tag): text(tag).replace("\0", "")
            for tag in tags
            if (found := elements.get(tag)) is not None and found[2] - found[1] <= LONGEST
        }
