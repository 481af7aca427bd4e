"""Metadata and attachments of users: numbers from 1024 to 65535, which the configuration can give names.

The index knows the numbers alone, so a name can be changed. Used by the options ``UserMetadata``
(name: number) and ``UserContentType`` (name: number, or [number, media type]).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from broch_hostapi.errors import NotFound
from broch_hostapi.resources import ContentType, MetadataType

FIRST: Final = 1024
LAST: Final = 65535
_DIGITS = 9
_KINDS: Final = {kind.label: int(kind) for kind in ContentType if kind < ContentType.SIDECAR}
_MEDIA_TYPES: Final = {
    ContentType.DICOM: "application/dicom",
    ContentType.DICOM_AS_JSON: "application/json",
}
OCTETS: Final = "application/octet-stream"


class MetadataNames:
    """What metadata are called in the REST interface, and in the index."""

    def __init__(self, configured: Mapping[str, int]) -> None:
        self._numbers = {**{kind.name: int(kind) for kind in MetadataType}, **configured}
        self._names = {number: name for name, number in self._numbers.items()}

    def number(self, name: str) -> int:
        """Of a name, or of a number as text. Raises ``NotFound``."""
        return _number(name, self._numbers, "kind of metadata")

    def name(self, number: int) -> str:
        """The name, or the number as text where there is none."""
        return self._names.get(number, str(number))

    def key(self, number: int) -> str:
        """How the index calls it."""
        return MetadataType(number).name if number in _CORE else str(number)

    def key_of(self, name: str) -> str:
        """How the index calls what has this name or number; another word may be a plugin's and stands for itself."""
        try:
            return self.key(self.number(name))
        except NotFound:
            return name

    def shown(self, metadata: Mapping[str, str]) -> dict[str, str]:
        """What the index has, by the names of the REST interface; words of plugins stay as they are."""
        return {
            self.name(number) if (number := self.number_of_key(key)) <= LAST else key: value
            for key, value in metadata.items()
        }

    def number_of_key(self, key: str) -> int:
        """The number of what the index calls so; plugins may have written other words: they come last."""
        if key in MetadataType.__members__:
            return int(MetadataType[key])
        return int(key) if key.isascii() and key.isdigit() and len(key) <= _DIGITS else LAST + 1


_CORE = frozenset(int(kind) for kind in MetadataType)


class AttachmentNames:
    """What attachments are called in the REST interface, and what is in them."""

    def __init__(self, configured: Mapping[str, Any]) -> None:
        self._media_types = {int(kind): media for kind, media in _MEDIA_TYPES.items()}
        self._numbers = dict(_KINDS)
        for name, wanted in configured.items():
            number, media = wanted if isinstance(wanted, list) else (wanted, OCTETS)
            self._numbers[name] = number
            self._media_types[number] = media
        self._names = {number: name for name, number in self._numbers.items()}

    def number(self, name: str) -> int:
        """Of a name, or of a number as text. Raises ``NotFound``."""
        return _number(name, self._numbers, "kind of attachment")

    def name(self, number: int) -> str:
        """The name, or the number as text where there is none."""
        return self._names.get(number, str(number))

    def media_type(self, number: int) -> str:
        """Of what is in it."""
        return self._media_types.get(number, OCTETS)


def is_of_users(number: int) -> bool:
    """Whether users may write it."""
    return FIRST <= number <= LAST


def _number(name: str, names: Mapping[str, int], what: str) -> int:
    if name in names:
        return names[name]
    if name.isascii() and name.isdigit() and len(name) <= _DIGITS:
        return int(name)
    raise NotFound(what, name[:64])


def bad_metadata_names(value: Mapping[str, Any]) -> str | None:
    """What is wrong with ``UserMetadata``."""
    return _bad(value.items(), MetadataType.__members__)


def bad_content_types(value: Mapping[str, Any]) -> str | None:
    """What is wrong with ``UserContentType``."""
    numbers = []
    for name, wanted in value.items():
        if isinstance(wanted, list):
            if len(wanted) != 2 or not isinstance(wanted[1], str) or not _is_media_type(wanted[1]):
                return f"{name!r} should be a number, or [number, media type]"
            wanted = wanted[0]
        numbers.append((name, wanted))
    return _bad(numbers, _KINDS)


def _is_media_type(text: str) -> bool:
    return "/" in text and text.isascii() and text.isprintable()


def _bad(numbers: Iterable[tuple[str, Any]], taken: Iterable[str]) -> str | None:
    known = frozenset(taken)
    used: dict[int, str] = {}
    for name, number in numbers:
        if name in known or name.isdigit():
            return f"{name!r} has a meaning already"
        if type(number) is not int or not is_of_users(number):
            return f"{name!r} should be a number from {FIRST} to {LAST}"
        if number in used:
            return f"{name!r} has the number of {used[number]!r}"
        used[number] = name
    return None
