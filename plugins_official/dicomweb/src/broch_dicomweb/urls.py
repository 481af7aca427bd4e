"""The URLs that answers contain."""

import re
from typing import Protocol

from broch_dicomweb.settings import AUTHORITY, Settings

_PAIR = re.compile(r'\s*(\w+)\s*=\s*(?:"([^"\\]*)"|([^\s;,"]*))\s*(?:[;,]|$)')


class Headers(Protocol):
    """Header fields, whatever the case of their names."""

    def get(self, name: str, default: str, /) -> str:
        """Value of a field."""
        ...


def base_url(settings: Settings, scheme: str, headers: Headers, port: int, prefix: str = "") -> str:
    """Where the DICOMweb root is for the client, without a slash at the end.

    ``Host`` of the settings decides; else ``Forwarded`` (RFC 7239), ``X-Forwarded-Host`` and ``-Proto``, and
    ``Host`` of the request, each only if it looks like a host. ``port``: ours, for a request without any; ``prefix``:
    the path below which a proxy shows the server.
    """
    if settings.host:
        return f"{'https' if settings.ssl else 'http'}://{settings.host}{settings.public_prefix}"
    forwarded = _forwarded(headers.get("Forwarded", ""))
    proto = (forwarded.get("proto") or _first(headers.get("X-Forwarded-Proto", ""))).lower()
    candidates = (forwarded.get("host", ""), _first(headers.get("X-Forwarded-Host", "")), headers.get("Host", ""))
    host = next((name for name in candidates if AUTHORITY.fullmatch(name)), f"localhost:{port}")
    return f"{proto if proto in ('http', 'https') else scheme}://{host}{prefix}{settings.public_prefix}"


def _forwarded(header: str) -> dict[str, str]:
    """Parameters of the first element, the proxy nearest to the client."""
    found: dict[str, str] = {}
    for match in _PAIR.finditer(header[:4096]):
        found.setdefault(match[1].lower(), match[2] if match[2] is not None else match[3])
        if match[0].rstrip().endswith(","):
            break
    return found


def _first(header: str) -> str:
    return header.split(",", 1)[0].strip()


def study_url(base: str, study: str) -> str:
    """URL of a study."""
    return f"{base}/studies/{study}"


def series_url(base: str, study: str, series: str) -> str:
    """URL of a series."""
    return f"{base}/studies/{study}/series/{series}"


def instance_url(base: str, study: str, series: str, instance: str) -> str:
    """URL of an instance."""
    return f"{base}/studies/{study}/series/{series}/instances/{instance}"
