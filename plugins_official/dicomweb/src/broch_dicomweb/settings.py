"""Options of the section ``DicomWeb``; names and defaults are Orthanc's."""

import re
from dataclasses import dataclass

from broch_hostapi import setting

AUTHORITY = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
"""Host with an optional port, as it may stand in a URL that we answer (RFC 3986 3.2)."""
_PATH = re.compile(r"/(?:[A-Za-z0-9._~-]+/?)*")


def _wrong_root(value: str) -> str | None:
    return None if _PATH.fullmatch(value) else "should be a path such as /dicom-web/"


def _wrong_public_root(value: str) -> str | None:
    return _wrong_root(value) if value else None


def _wrong_host(value: str) -> str | None:
    return None if not value or AUTHORITY.fullmatch(value) else "should be a host name with an optional port"


@dataclass(frozen=True)
class Settings:
    """Settings of the plugin."""

    root: str = setting("Root", "/dicom-web/", "Where the routes begin", check=_wrong_root)
    public_root: str = setting(
        "PublicRoot", "", "The root as clients see it through a proxy; empty: Root", check=_wrong_public_root
    )
    host: str = setting(
        "Host", "", "Host and port in answered URLs; empty: as the request and Forwarded say", check=_wrong_host
    )
    ssl: bool = setting("Ssl", False, "Whether answered URLs begin with https, if Host is set")
    qido_case_sensitive: bool | None = setting(
        "QidoCaseSensitive", None, "Whether person names are matched as written; null: the core's CaseSensitivePN"
    )
    enable_metadata_cache: bool = setting(
        "EnableMetadataCache", True, "Keep the metadata of each series, compressed, as its attachment 4301"
    )

    @property
    def prefix(self) -> str:
        """``root`` without its last slash, as a URL prefix of the routes."""
        return self.root.rstrip("/")

    @property
    def public_prefix(self) -> str:
        """The same, as clients see it."""
        return (self.public_root or self.root).rstrip("/")
