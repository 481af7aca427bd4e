"""Tags that a request asks for besides those that every answer has: from the index, computed, or from a file."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol, cast

from broch_hostapi.errors import BrochError, NotFound
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment, Level, Resource

from broch.dataset import tag_json
from broch.dataset.conventions import Conventions
from broch.dataset.dictionary import format_tag
from broch.dataset.scan import Scan
from broch.index.computed import SOP_CLASSES_IN_STUDY, TOLD
from broch.index.main_tags import TagLists, tag_key
from broch.numbered_warnings import (
    LOWER_LEVEL,
    META_HEADER,
    NOT_KEPT_WHEN_INDEXED,
    NOT_READ,
    READ_FROM_STORAGE,
    NumberedWarnings,
)

TagFormat = Literal["full", "simplified", "short"]
MOST = 256
"""Tags that a request may ask for."""
_AVAILABILITY, _RETRIEVE_AET = 0x00080056, 0x00080054
_COMPUTED = frozenset((SOP_CLASSES_IN_STUDY, _AVAILABILITY, _RETRIEVE_AET, *TOLD))


class _Index(Protocol):
    """What the core's index tells beyond the contract."""

    main_tags: TagLists

    def sop_classes_in_study(self, public_id: str) -> Sequence[str]:
        """SOPClassesInStudy (0008,0062), sorted. Raises NotFound."""
        ...


class _Scanning(Protocol):
    """What the core's data set service has beyond the contract."""

    conventions: Conventions

    def scan_head(self, attachment: Attachment) -> Scan:
        """The elements before the pixel data."""
        ...


class RequestedTags:
    """Those of one request."""

    def __init__(self, host: Host, tags: Sequence[int], form: TagFormat) -> None:
        self._host = host
        self._index = cast(_Index, host.index)
        self._datasets = cast(_Scanning, host.datasets)
        self._tags = tags
        self._form = form
        self._reads_files = host.configuration.get("StorageAccessOnFind", "Always") != "Never"
        self._warnings = NumberedWarnings(host.configuration)
        self._warned: set[str] = set()

    def of(self, resource: Resource) -> dict[str, Any]:
        """By name, in the format of the request. What the resource does not have is not there."""
        found: dict[str, Any] = {}
        missing = []
        for tag in self._tags:
            text = self._known(tag, resource)
            if text is None:
                missing.append(tag)
            elif text or tag in _COMPUTED or tag_key(tag) in resource.tags or tag_key(tag) in resource.upper:
                found |= self._formatted(tag, text)
        if missing:
            self._tell(resource, missing)
            if self._reads_files:
                found |= self._read(resource, missing)
        return found

    def _known(self, tag: int, resource: Resource) -> str | None:
        """The text without a look into a file; None if only that can tell."""
        if tag in _COMPUTED:
            return self._computed(tag, resource)
        if not self._index.main_tags.has(tag, resource):
            return None
        key = tag_key(tag)
        return resource.tags.get(key) or resource.upper.get(key, "")

    def _computed(self, tag: int, resource: Resource) -> str:
        if tag == _AVAILABILITY:
            return "ONLINE"
        if tag == _RETRIEVE_AET:
            return self._host.server.aet
        if tag in TOLD:
            return TOLD[tag](resource)
        if resource.level != Level.STUDY:
            return ""
        try:
            return "\\".join(self._index.sop_classes_in_study(resource.id))
        except NotFound:  # deleted meanwhile
            return ""

    def _formatted(self, tag: int, text: str) -> dict[str, Any]:
        if self._form == "simplified":
            return {self._datasets.conventions.dictionary.shown_name(tag): text}
        if self._form == "short":
            return {format_tag(tag): text}
        name = self._datasets.conventions.dictionary.shown_name(tag)
        return {format_tag(tag): {"Name": name, "Type": "String", "Value": text}}

    def _read(self, resource: Resource, tags: Sequence[int]) -> Mapping[str, Any]:
        """From the first instance, whatever its length; nothing if the file cannot be read."""
        try:
            first = next(iter(self._host.index.stored_instances(resource.level, resource.id)), None)
            if first is None:
                return {}
            scan = self._datasets.scan_head(first.attachment)
        except BrochError:
            return {}
        shown = tag_json.FORMATS[self._form](scan, frozenset(tags))
        if any(tag >> 16 == 2 for tag in tags):
            shown = {**shown, **tag_json.header(scan, self._form)}
        simplified = self._form == "simplified"
        names = [tag_json.name_of(scan, tag) if simplified else format_tag(tag) for tag in tags]
        return {name: shown[name] for name in names if name in shown}

    def _tell(self, resource: Resource, tags: Sequence[int]) -> None:
        """Once for each kind of warning and request."""
        if not self._reads_files:
            self._warn(NOT_READ, "StorageAccessOnFind: no file is read, so these tags are not answered: %s", tags)
            return
        self._warn(READ_FROM_STORAGE, "read from files, as the index does not have them: %s", tags)
        levels = self._index.main_tags.levels
        of_lower_levels = [tag for tag in tags if levels.get(tag, resource.level) > resource.level]
        self._warn(LOWER_LEVEL, "of a lower level than what was asked for: %s", of_lower_levels)
        added_later = [tag for tag in tags if levels.get(tag) == resource.level]
        self._warn(NOT_KEPT_WHEN_INDEXED, "kept only since later; reconstruct what is there already: %s", added_later)
        self._warn(META_HEADER, "of the file meta information: %s", [tag for tag in tags if tag >> 16 == 2])

    def _warn(self, number: str, text: str, tags: Sequence[int]) -> None:
        if tags and number not in self._warned:
            self._warned.add(number)
            self._warnings.warn(number, text, ", ".join(map(tag_key, tags)))
