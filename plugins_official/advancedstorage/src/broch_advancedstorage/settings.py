"""Options of the section ``AdvancedStorage``; names and defaults are those of Orthanc's plugin."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from broch_hostapi import setting
from broch_hostapi.errors import ConfigurationError
from broch_hostapi.settings import declared, read_settings

from broch_advancedstorage.locators import STORAGE_ID
from broch_advancedstorage.names import is_safe
from broch_advancedstorage.scheme import DEFAULT, wrong_scheme

S = TypeVar("S")


def _wrong_prefix(value: str) -> str | None:
    if not value:
        return None
    parts = value.removesuffix("/").split("/")
    return None if all(part and is_safe(part) for part in parts) else "should be a relative path such as attachments"


def _wrong_length(value: int) -> str | None:
    return None if 64 <= value <= 4096 else "should lie between 64 and 4096"


def _not_negative(value: float) -> str | None:
    return None if value >= 0 else "should not be negative"


def _wrong_interval(value: float) -> str | None:
    return None if value > 0 else "should be more than 0"


def _wrong_folders(value: list[str]) -> str | None:
    relative = [folder for folder in value if not os.path.isabs(folder)]
    return f"should be absolute paths, not {relative[0]!r}" if relative else None


@dataclass(frozen=True)
class Indexer:
    """``Indexer``: folders whose DICOM files are adopted."""

    enable: bool = setting("Enable", False, "Whether it runs")
    folders: list[str] = setting("Folders", [], "Absolute paths", check=_wrong_folders)
    interval: float = setting("Interval", 10, "Seconds between two looks", check=_wrong_interval)
    throttle_delay_ms: float = setting("ThrottleDelayMs", 0, "Pause after each new file", check=_not_negative)
    parsed_extensions: list[str] = setting("ParsedExtensions", [], "Only these, such as .dcm; empty: all")
    skipped_extensions: list[str] = setting("SkippedExtensions", [], "Not these")
    take_ownership: bool = setting("TakeOwnership", False, "Whether files are deleted with their instances")
    enable_verbose_logs: bool = setting("EnableVerboseLogs", False, "Name each file in the log")


@dataclass(frozen=True)
class Disks:
    """``MultipleStorages``."""

    storages: dict[str, Any] = setting("Storages", {}, "Id to absolute path")
    current: str = setting("CurrentWriteStorage", "", "Id of the one where new files go")


def _nested(settings_class: type[S], values: Mapping[str, Any]) -> S:
    known = declared(settings_class)
    unknown = [option for option in values if option not in known]
    if unknown:
        raise ConfigurationError(f"has no option {unknown[0]!r}; there are {', '.join(known)}")
    return read_settings(settings_class, values)


def _checked(settings_class: type[S], more: Callable[[S], str | None] | None = None) -> Callable[[Any], str | None]:
    def check(values: dict[str, Any]) -> str | None:
        try:
            settings = _nested(settings_class, values)
        except ConfigurationError as error:
            return str(error)
        return more(settings) if more else None

    return check


def _wrong_disks(disks: Disks) -> str | None:
    for storage, path in disks.storages.items():
        if not STORAGE_ID.fullmatch(storage):
            return f"Storages: {storage!r} is no id: up to 64 letters, digits, - and _, and not theirs or ours"
        if not (isinstance(path, str) and os.path.isabs(path)):
            return f"Storages: {storage} should be an absolute path"
    if disks.current not in disks.storages and (disks.current or disks.storages):
        return f"CurrentWriteStorage should be one of {', '.join(disks.storages) or 'the Storages'}"
    return None


@dataclass(frozen=True)
class Settings:
    """Settings of the plugin."""

    multiple_storages: dict[str, Any] = setting(
        "MultipleStorages",
        {},
        "Storages: id to absolute path; CurrentWriteStorage: the id where new files go; empty: StorageDirectory alone",
        check=_checked(Disks, _wrong_disks),
    )
    naming_scheme: str = setting(
        "NamingScheme", DEFAULT, "Path of a new DICOM file: a template, see below", check=wrong_scheme
    )
    max_path_length: int = setting(
        "MaxPathLength",
        256,
        "Bytes of a path below its storage; a longer one falls back to OrthancDefault",
        check=_wrong_length,
    )
    other_attachments_prefix: str = setting(
        "OtherAttachmentsPrefix", "", "Folder of all attachments that are no DICOM files", check=_wrong_prefix
    )
    indexer_options: dict[str, Any] = setting(
        "Indexer", {}, "Folders whose files become instances where they lie, see below", check=_checked(Indexer)
    )

    @property
    def disks(self) -> Disks:
        """``MultipleStorages``."""
        return _nested(Disks, self.multiple_storages)

    @property
    def indexer(self) -> Indexer:
        """``Indexer``."""
        return _nested(Indexer, self.indexer_options)

    @property
    def others(self) -> str:
        """``OtherAttachmentsPrefix`` with a slash behind it, or nothing."""
        return f"{self.other_attachments_prefix.removesuffix('/')}/" if self.other_attachments_prefix else ""
