"""Who can reach the server: addresses to listen on, and rules against opening an archive to the world by mistake.

Pure functions of the options. HTTP stays on loopback unless ``RemoteAccessAllowed``, DICOM unless modalities are
declared.
"""

import ipaddress
from collections.abc import Sequence

from broch_hostapi.errors import ConfigurationError

from broch.options import CoreOptions
from broch.passwords import complaint, is_hash

LOOPBACK = ("127.0.0.1",)
EVERYWHERE = ("0.0.0.0",)  # noqa: S104 - chosen only when the configuration asks for it


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach a socket that listens on this address."""
    if address.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def authentication(options: CoreOptions) -> bool:
    """Whether HTTP asks who is there."""
    chosen = options.authentication_enabled
    return options.remote_access_allowed if chosen is None else chosen


def http_addresses(options: CoreOptions) -> tuple[str, ...]:
    """Addresses to bind for HTTP; without ``RemoteAccessAllowed`` only those of loopback."""
    wanted = tuple(options.http_bind_addresses)
    if options.remote_access_allowed:
        return wanted or EVERYWHERE
    return tuple(address for address in wanted if is_loopback(address)) or LOOPBACK


def dicom_addresses(options: CoreOptions) -> tuple[str, ...]:
    """Addresses to bind for DICOM."""
    return tuple(options.dicom_bind_addresses) or (EVERYWHERE if options.dicom_modalities else LOOPBACK)


def check(options: CoreOptions, authenticators: Sequence[str] = ()) -> None:
    """Refuse to open HTTP to other machines with nobody who could log in.

    ``authenticators``: ids of the running plugins that implement ``authenticate_request``.
    Raises ``ConfigurationError``.
    """
    if not (options.http_server_enabled and authentication(options)):
        return
    for user, password in options.registered_users.items():
        if not user or not password:
            raise ConfigurationError(
                f"user {user!r} has an empty name or password; is an environment variable not set?",
                option="RegisteredUsers",
            )
        if is_hash(password) and (wrong := complaint(password)):
            raise ConfigurationError(f"what stands for user {user!r} {wrong}", option="RegisteredUsers")
    if not options.remote_access_allowed:
        return
    if not (options.registered_users or authenticators):
        raise ConfigurationError(
            "HTTP would be open to other machines, but there is no user: add RegisteredUsers, "
            'or say "AuthenticationEnabled": false if everybody may read and delete everything',
            option="RemoteAccessAllowed",
        )


def sentences(options: CoreOptions, http_port: int, dicom_port: int) -> list[str]:
    """What can be reached, from where, and how to change it, for the log."""
    return [_http(options, http_port), *_http_bindings(options), _dicom(options, dicom_port)]


def _http(options: CoreOptions, port: int) -> str:
    if not options.http_server_enabled:
        return "HTTP is off (HttpServerEnabled)."
    users = "with a password" if authentication(options) else "without a password"
    name = "HTTPS" if options.ssl_enabled else "HTTP"
    if options.ssl_enabled and options.ssl_verify_peers:
        users = f"with a client certificate and {users}"
    addresses = http_addresses(options)
    if all(map(is_loopback, addresses)):
        return (
            f"{name} listens on {', '.join(addresses)}, port {port}: this machine only, {users}. "
            "For others set RemoteAccessAllowed and RegisteredUsers."
        )
    warning = ""
    if not authentication(options):
        if not (options.ssl_enabled and options.ssl_verify_peers):
            warning = " Everybody there can read and delete everything: set AuthenticationEnabled."
    elif not options.ssl_enabled:
        warning = " Passwords and images cross the network as they are: set SslEnabled, or use a proxy with TLS."
    return (
        f"{name} listens on {', '.join(addresses)}, port {port}: other machines can reach it, {users}.{warning} "
        "HttpBindAddresses limits it."
    )


def _http_bindings(options: CoreOptions) -> list[str]:
    left_out = [
        a for a in options.http_bind_addresses if options.http_server_enabled and a not in http_addresses(options)
    ]
    if not left_out:
        return []
    return [f"HTTP does not listen on {', '.join(left_out)} (HttpBindAddresses), as RemoteAccessAllowed is false."]


def _dicom(options: CoreOptions, port: int) -> str:
    if not options.dicom_server_enabled:
        return "DICOM is off (DicomServerEnabled)."
    addresses = dicom_addresses(options)
    name = "DICOM over TLS" if options.dicom_tls_enabled else "DICOM"
    where = f"{name} listens on {', '.join(addresses)}, port {port}, as {options.dicom_aet}"
    if all(map(is_loopback, addresses)):
        return f"{where}: this machine only. For others declare DicomModalities, or set DicomBindAddresses."
    allowed = [
        name
        for name, flag in (
            ("C-STORE", options.dicom_always_allow_store),
            ("C-FIND", options.dicom_always_allow_find),
            ("C-GET", options.dicom_always_allow_get),
            ("C-MOVE", options.dicom_always_allow_move),
        )
        if flag
    ]
    strangers = f"may use {', '.join(allowed)} (DicomAlwaysAllow...)" if allowed else "may not use it"
    return f"{where}: other machines can reach it; callers that DicomModalities does not name {strangers}."
