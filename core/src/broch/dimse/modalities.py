"""Declared modalities: reading and showing a declaration, and knowing a caller."""

import ipaddress
import re
import socket
import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from broch_hostapi.dimse import Modality
from broch_hostapi.errors import BadParameterType, BadRequest, ParameterOutOfRange, UnknownModality

MANUFACTURERS: Final = ("Generic", "GenericNoWildcardInDates", "GenericNoUniversalWildcard", "Vitrea", "GE")

_FORMER_MANUFACTURERS: Final = {
    "AgfaImpax": "GenericNoWildcardInDates",
    "SyngoVia": "GenericNoWildcardInDates",
    "EFilm2": "Generic",
    "MedInria": "Generic",
    "Dcm4Chee": "Generic",
    "ClearCanvas": "Generic",
}
"""Names that old configurations have, and what they mean now."""

_FLAGS: Final = {
    "AllowEcho": "allow_echo",
    "AllowEventReport": "allow_n_event_report",
    "AllowFind": "allow_find",
    "AllowFindWorklist": "allow_find_worklist",
    "AllowGet": "allow_get",
    "AllowMove": "allow_move",
    "AllowNAction": "allow_n_action",
    "AllowStore": "allow_store",
    "AllowTranscoding": "allow_transcoding",
    "UseDicomTls": "use_dicom_tls",
}
_ARRAY: Final = ("AET", "Host", "Port", "Manufacturer")


def parse_modality(name: str, value: Any) -> Modality:
    """Read ``[AET, Host, Port]``, ``[AET, Host, Port, Manufacturer]``, or an object with these and more members.

    Raises ``BadRequest`` that names the modality and the member that is missing or wrong.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise BadRequest(f"{name!r} cannot be the name of a modality: only letters, digits, - and _ are allowed")
    if isinstance(value, list):
        if not 3 <= len(value) <= 4:
            raise BadRequest(f"modality {name!r}: should be [AET, Host, Port] or [AET, Host, Port, Manufacturer]")
        value = dict(zip(_ARRAY, value, strict=False))
    if not isinstance(value, dict):
        raise BadParameterType(f"modality {name!r}: should be an array or an object")
    for required in ("AET", "Host", "Port"):
        if required not in value:
            raise BadRequest(f"modality {name!r}: {required} is missing")
    return Modality(
        name=name,
        aet=_title(name, "AET", value["AET"]),
        host=_text(name, "Host", value["Host"]),
        port=_number(name, "Port", value["Port"], 1, 65535),
        manufacturer=_manufacturer(name, value.get("Manufacturer", "Generic")),
        local_aet=_title(name, "LocalAet", value["LocalAet"]) if value.get("LocalAet") else "",
        timeout=_number(name, "Timeout", value.get("Timeout", 0), 0, 2**31 - 1),
        **_flags(name, value),
    )


def as_json(modality: Modality) -> dict[str, Any]:
    """A declaration as ``GET /modalities?expand`` shows it."""
    shown = {
        "AET": modality.aet,
        "Host": modality.host,
        "LocalAet": modality.local_aet,
        "Manufacturer": modality.manufacturer,
        "Port": modality.port,
        "Timeout": modality.timeout,
    }
    shown |= {member: getattr(modality, attribute) for member, attribute in _FLAGS.items()}
    return dict(sorted(shown.items()))


def _flags(name: str, value: Mapping[str, Any]) -> dict[str, bool]:
    both = (
        {"AllowNAction": value["AllowStorageCommitment"], "AllowEventReport": value["AllowStorageCommitment"]}
        if "AllowStorageCommitment" in value
        else {}
    )
    given = both | {member: value[member] for member in _FLAGS if member in value}
    for member, flag in given.items():
        if not isinstance(flag, bool):
            raise BadParameterType(f"modality {name!r}: {member} should be true or false")
    return {_FLAGS[member]: flag for member, flag in given.items()}


def _text(name: str, member: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadParameterType(f"modality {name!r}: {member} should be a string")
    if not value.strip() or not value.isprintable():
        raise BadRequest(f"modality {name!r}: {member} is empty or has unprintable characters")
    return value.strip()


def _title(name: str, member: str, value: Any) -> str:
    title = _text(name, member, value)
    if len(title) > 16 or not title.isascii() or "\\" in title:
        raise ParameterOutOfRange(f"modality {name!r}: {member} should be 1 to 16 ASCII characters without a backslash")
    return title


def _number(name: str, member: str, value: Any, low: int, high: int) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadParameterType(f"modality {name!r}: {member} should be a whole number")
    if not low <= value <= high:
        raise ParameterOutOfRange(f"modality {name!r}: {member} should lie between {low} and {high}")
    return value


def _manufacturer(name: str, value: Any) -> str:
    value = _FORMER_MANUFACTURERS.get(str(value), value)
    if value not in MANUFACTURERS:
        raise ParameterOutOfRange(f"modality {name!r}: Manufacturer should be one of {', '.join(MANUFACTURERS)}")
    return str(value)


class ModalityRegistry:
    """The declared modalities. Any thread may read while another changes them."""

    def __init__(self, declared: Mapping[str, Modality], *, strict_aet: bool = False, check_host: bool = False) -> None:
        self._modalities = dict(declared)
        self._strict_aet = strict_aet
        self._check_host = check_host
        self._change = threading.Lock()

    def all(self) -> Mapping[str, Modality]:
        """By name, in the order of names."""
        return MappingProxyType(dict(sorted(self._modalities.items())))

    def get(self, name: str) -> Modality:
        """Raises ``UnknownModality``."""
        try:
            return self._modalities[name]
        except KeyError:
            raise UnknownModality(name) from None

    def put(self, modality: Modality) -> None:
        """Declare or replace one; kept until the server stops."""
        with self._change:
            self._modalities = {**self._modalities, modality.name: modality}

    def delete(self, name: str) -> None:
        """Forget one. Raises ``UnknownModality``."""
        with self._change:
            self.get(name)
            self._modalities = {key: value for key, value in self._modalities.items() if key != name}

    def caller(self, aet: str, ip: str) -> Modality | None:
        """The modality that calls by this title and address; None for a stranger.

        The address decides only with ``DicomCheckModalityHost``, or between several of one title.
        """
        same = [m for _, m in sorted(self._modalities.items()) if self._title(m.aet) == self._title(aet)]
        if not self._check_host and len(same) < 2:
            return same[0] if same else None
        here = [m for m in same if is_address_of(m.host, ip)]
        if here or self._check_host:
            return here[0] if here else None
        return same[0] if same else None

    def _title(self, aet: str) -> str:
        title = aet.strip(" \0")
        return title if self._strict_aet else title.upper()


def is_address_of(host: str, ip: str) -> bool:
    """Whether a host, given by name or address, has this address. A name that cannot be resolved has none."""
    wanted = _address(ip)
    try:
        return _address(host) == wanted
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(_address(str(entry[4][0])) == wanted for entry in found)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
