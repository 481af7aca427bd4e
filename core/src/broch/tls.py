"""TLS contexts, as the options ask for them.

Made once at the start, so that a certificate that cannot be used is a sentence then, and not a refusal of every caller
later. Nothing older than TLS 1.2 is spoken, whatever the options say.
"""

import logging
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from broch_hostapi.errors import ConfigurationError

from broch.config import Configuration

logger = logging.getLogger(__name__)

TLS_1_2, TLS_1_3 = 4, 5
"""What ``SslMinimumProtocolVersion`` and ``DicomTlsMinimumProtocolVersion`` call them; below are broken versions."""
BCP_195: Final = ("ECDHE+AESGCM", "ECDHE+CHACHA20")
"""Ciphers with forward secrecy and authenticated encryption (PS3.15 B.12, RFC 9325 4.2), as OpenSSL writes it."""


class TlsContexts(NamedTuple):
    """None where there is no TLS."""

    http: ssl.SSLContext | None = None
    dicom_server: ssl.SSLContext | None = None
    dicom_client: ssl.SSLContext | None = None
    """For modalities with ``UseDicomTls``; there as soon as there are certificates."""


def make_contexts(configuration: Configuration) -> TlsContexts:
    """Read certificates and keys. Raises ``ConfigurationError`` that names the option and the file."""
    options = configuration.core
    http = _http(configuration) if options.http_server_enabled and options.ssl_enabled else None
    if not (options.dicom_tls_enabled or options.dicom_tls_certificate):
        return TlsContexts(http)
    client = _dicom(configuration, ssl.PROTOCOL_TLS_CLIENT)
    server = _dicom(configuration, ssl.PROTOCOL_TLS_SERVER) if options.dicom_tls_enabled else None
    return TlsContexts(http, server, client)


def _http(configuration: Configuration) -> ssl.SSLContext:
    options = configuration.core
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.options |= ssl.OP_NO_RENEGOTIATION
    _limit(context, "Ssl", options.ssl_minimum_protocol_version, options.ssl_ciphers_accepted)
    certificate = configuration.path("SslCertificate", options.ssl_certificate)
    _identify(context, certificate, None, "SslCertificate", "SslCertificate")
    if options.ssl_verify_peers:
        trusted = configuration.path("SslTrustedClientCertificates", options.ssl_trusted_client_certificates)
        _trust(context, trusted, "SslTrustedClientCertificates")
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _dicom(configuration: Configuration, side: int) -> ssl.SSLContext:
    """Both sides show a certificate; those of others are checked against the trusted ones, not against host names."""
    options = configuration.core
    for option, value in (
        ("DicomTlsCertificate", options.dicom_tls_certificate),
        ("DicomTlsPrivateKey", options.dicom_tls_private_key),
        ("DicomTlsTrustedCertificates", options.dicom_tls_trusted_certificates),
    ):
        if not value:
            raise ConfigurationError("is needed for DICOM TLS", option=option)
    context = ssl.SSLContext(side)
    context.check_hostname = False
    context.options |= ssl.OP_NO_RENEGOTIATION
    version, ciphers = options.dicom_tls_minimum_protocol_version, options.dicom_tls_ciphers_accepted
    if version and not ciphers:
        raise ConfigurationError(
            "must name ciphers when DicomTlsMinimumProtocolVersion is not 0", option="DicomTlsCiphersAccepted"
        )
    _limit(context, "DicomTls", version or TLS_1_2, ciphers if version else BCP_195)
    _identify(
        context,
        configuration.path("DicomTlsCertificate", options.dicom_tls_certificate),
        configuration.path("DicomTlsPrivateKey", options.dicom_tls_private_key),
        "DicomTlsCertificate",
        "DicomTlsPrivateKey",
    )
    trusted = configuration.path("DicomTlsTrustedCertificates", options.dicom_tls_trusted_certificates)
    _trust(context, trusted, "DicomTlsTrustedCertificates")
    required = side == ssl.PROTOCOL_TLS_CLIENT or options.dicom_tls_remote_certificate_required
    context.verify_mode = ssl.CERT_REQUIRED if required else ssl.CERT_OPTIONAL
    return context


def _limit(context: ssl.SSLContext, prefix: str, version: int, ciphers: Sequence[str]) -> None:
    """Set the oldest version and the ciphers. Those of TLS 1.3 cannot be chosen; all of them are good."""
    if version < TLS_1_2:
        logger.warning("%sMinimumProtocolVersion is %d; nothing older than TLS 1.2 is spoken", prefix, version)
    context.minimum_version = ssl.TLSVersion.TLSv1_3 if version >= TLS_1_3 else ssl.TLSVersion.TLSv1_2
    names = [openssl_name(cipher) for cipher in ciphers if not cipher.startswith(("TLS_AES_", "TLS_CHACHA20_"))]
    option = f"{prefix}CiphersAccepted"
    for name in names:
        if name[:1] not in "!-+@":
            _choose(context, name, option)
    if names:
        _choose(context, ":".join(names), option)


def _choose(context: ssl.SSLContext, names: str, option: str) -> None:
    try:
        context.set_ciphers(names)
    except ssl.SSLError as error:
        raise ConfigurationError(f"{names!r} is no cipher that can be had", option=option) from error


def openssl_name(cipher: str) -> str:
    """OpenSSL's name of a cipher that may have the name of RFC 5246 and its kin; other names are left alone.

    ``TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384`` is ``ECDHE-RSA-AES256-GCM-SHA384``.
    """
    exchange, found, rest = cipher.removeprefix("TLS_").partition("_WITH_")
    if not found:
        return cipher
    rest = rest.replace("AES_", "AES").replace("CBC_", "").replace("POLY1305_SHA256", "POLY1305")
    return "-".join([*([] if exchange == "RSA" else exchange.split("_")), *rest.split("_")])


def _identify(
    context: ssl.SSLContext, certificate: Path, key: Path | None, certificate_option: str, key_option: str
) -> None:
    _readable(certificate, certificate_option)
    if key is not None:
        _readable(key, key_option)
    asked = False

    def pass_phrase() -> str:
        nonlocal asked
        asked = True
        return ""  # Without this function the library would ask on the terminal.

    try:
        context.load_cert_chain(certificate, key, pass_phrase)
    except ssl.SSLError as error:
        option = certificate_option if error.reason == "NO_START_LINE" else key_option
        raise ConfigurationError(_why(error, key or certificate, certificate, asked), option=option) from error


def _why(error: ssl.SSLError, key: Path, certificate: Path, asked: bool) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"the private key in {key} is not that of the certificate in {certificate}"
    if asked:
        return f"the private key in {key} has a pass phrase; write it out without one, readable by the server only"
    if key == certificate:
        return f"{certificate} does not hold a certificate and its private key as PEM ({error.reason or error})"
    return f"{certificate} and {key} do not hold a certificate and its private key as PEM ({error.reason or error})"


def _trust(context: ssl.SSLContext, trusted: Path, option: str) -> None:
    _readable(trusted, option)
    try:
        context.load_verify_locations(trusted)
    except ssl.SSLError as error:
        raise ConfigurationError(f"{trusted} holds no certificates as PEM", option=option) from error


def _readable(path: Path, option: str) -> None:
    """Open it: the ssl module does not say which of two files is not there."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}", option=option) from error
