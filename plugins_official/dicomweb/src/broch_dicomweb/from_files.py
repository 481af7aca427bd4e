"""Attributes that the index does not have, read from stored files for the answers of a search."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import orjson
from broch_hostapi import Attachment, Host, Level, Resource
from broch_hostapi.errors import BadRequest, NotFound, StorageError

from broch_dicomweb.attributes import attribute

ATTACHMENT = 4302
"""Kind of the attachment of a series that keeps ``USUAL`` of its instances, so that a search does not open them."""
USUAL = (0x00280010, 0x00280011, 0x00280100)
"""Rows, Columns and BitsAllocated: answered for every instance (PS3.18 table 10.6.3-5)."""
WORTH_A_SERIES = 8
"""From so many instances of a series on, its attachment is made; below, the files are opened."""
_UNREADABLE = (NotFound, StorageError, BadRequest)
"""Of a file that is damaged, or was deleted this moment."""


class FromFiles:
    """Reads them. It gives members of a JSON object, without the braces: ``"00280010":{...},"00280011":...``."""

    def __init__(self, host: Host, *, cached: bool) -> None:
        self._host = host
        self._cached = cached

    def members(self, level: Level, resources: Sequence[Resource], tags: Sequence[int]) -> Mapping[str, str]:
        """By public identifier; of a study or series, those of its first instance. Empty elements are left out."""
        found: dict[str, str] = {}
        if level is Level.INSTANCE and self._cached and set(tags) <= set(USUAL):
            for series, instances in _by_series(resources).items():
                if len(instances) >= WORTH_A_SERIES:
                    kept: Mapping[str, str] = {}
                    with suppress(*_UNREADABLE):  # of one of them: then each is asked for itself
                        kept = self._kept(series)
                    found.update((one.id, kept[one.id]) for one in instances if one.id in kept)
        for resource in resources:
            if resource.id not in found:
                found[resource.id] = self._of_first(level, resource.id, tags)
        return found

    def _kept(self, series: str) -> Mapping[str, str]:
        with self._host.attachments.derived(Level.SERIES, series, ATTACHMENT, lambda: self._make(series)) as file:
            kept: dict[str, str] = orjson.loads(file.read())
        return kept

    def _make(self, series: str) -> Iterator[bytes]:
        instances = self._host.index.stored_instances(Level.SERIES, series)
        yield orjson.dumps({one.id: self._read(one.attachment, USUAL) for one in instances})

    def _of_first(self, level: Level, public_id: str, tags: Sequence[int]) -> str:
        """Nothing of what is damaged, or deleted this moment: the other answers are as good."""
        with suppress(*_UNREADABLE):
            first = next(iter(self._host.index.stored_instances(level, public_id)), None)
            return "" if first is None else self._read(first.attachment, tags)
        return ""

    def _read(self, attachment: Attachment, tags: Sequence[int]) -> str:
        vr = self._host.dictionary.vr
        with self._host.datasets.open_attachment(attachment) as dataset:
            texts = ((tag, dataset.text(tag)) for tag in tags)
            found = {f"{tag:08X}": attribute(vr(tag), text) for tag, text in texts if text}
        return orjson.dumps(found)[1:-1].decode()


def _by_series(instances: Sequence[Resource]) -> Mapping[str, list[Resource]]:
    found: dict[str, list[Resource]] = {}
    for instance in instances:
        found.setdefault(instance.parent or "", []).append(instance)
    return found
