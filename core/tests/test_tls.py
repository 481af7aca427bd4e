"""TLS contexts: what options make of them, and every way in which certificates can be wrong at the start."""

import socket
import ssl
import threading

import pytest
from broch.config import Configuration
from broch.options import CoreOptions
from broch.tls import make_contexts, openssl_name
from broch_hostapi.errors import ConfigurationError

REFUSED = "(?i)alert|reset|EOF|broken pipe|^$"


@pytest.fixture(scope="module")
def authority(make_certificate):
    return make_certificate("authority")


@pytest.fixture(scope="module")
def server(make_certificate, authority):
    return make_certificate("server", issuer=authority)


@pytest.fixture(scope="module")
def client(make_certificate, authority):
    return make_certificate("client", issuer=authority)


def https(certificate, **options):
    return make_contexts(Configuration(CoreOptions(ssl_enabled=True, ssl_certificate=str(certificate), **options))).http


def dicom(server, authority, **options):
    given = {
        "dicom_tls_enabled": True, "dicom_tls_certificate": str(server.cert), "dicom_tls_private_key": str(server.key),
        "dicom_tls_trusted_certificates": str(authority.cert),
    }  # fmt: skip
    return make_contexts(Configuration(CoreOptions(**given | options)))


def handshake(server_context, client_context):
    """The version that both sides agree on. Raises what the client sees."""
    ours, theirs = socket.socketpair()
    ours.settimeout(5)
    theirs.settimeout(5)

    def serve():
        try:
            with server_context.wrap_socket(ours, server_side=True) as accepted:
                accepted.sendall(b"!")
        except OSError:
            ours.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with client_context.wrap_socket(theirs, server_hostname="localhost") as connected:
            if connected.recv(1) != b"!":
                raise ConnectionResetError
            return connected.version()
    finally:
        theirs.close()
        thread.join()


def trusting(authority, identity=None, newest=None):
    context = ssl.create_default_context(cafile=authority.cert)
    if identity:
        context.load_cert_chain(identity.cert, identity.key)
    if newest:
        context.maximum_version = newest
    return context


def test_nothing_without_options():
    assert make_contexts(Configuration(CoreOptions())) == (None, None, None)
    assert make_contexts(Configuration(CoreOptions(ssl_enabled=True, http_server_enabled=False))).http is None


def test_https(server, authority):
    assert handshake(https(server.both), trusting(authority)) == "TLSv1.3"
    assert handshake(https(server.both), trusting(authority, newest=ssl.TLSVersion.TLSv1_2)) == "TLSv1.2"


@pytest.mark.parametrize("version", range(6))
def test_oldest_version(server, authority, version, caplog):
    context = https(server.both, ssl_minimum_protocol_version=version)
    assert context.minimum_version == (ssl.TLSVersion.TLSv1_3 if version == 5 else ssl.TLSVersion.TLSv1_2)
    assert ("nothing older than TLS 1.2" in caplog.text) is (version < 4)
    if version == 5:
        with pytest.raises(OSError, match="alert"):
            handshake(context, trusting(authority, newest=ssl.TLSVersion.TLSv1_2))


@pytest.mark.parametrize("name", ["ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"])
def test_ciphers(server, authority, name):
    context = https(server.both, ssl_ciphers_accepted=[name, "TLS_AES_256_GCM_SHA384"])
    offered = {cipher["name"] for cipher in context.get_ciphers() if cipher["protocol"] == "TLSv1.2"}
    assert offered == {"ECDHE-ECDSA-AES256-GCM-SHA384"}
    assert handshake(context, trusting(authority, newest=ssl.TLSVersion.TLSv1_2)) == "TLSv1.2"


def test_names_of_ciphers():
    assert openssl_name("TLS_RSA_WITH_AES_128_CBC_SHA") == "AES128-SHA"
    assert openssl_name("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256") == "ECDHE-RSA-CHACHA20-POLY1305"
    assert openssl_name("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256") == "DHE-RSA-AES256-SHA256"
    assert openssl_name("HIGH") == "HIGH"


def test_client_certificates(server, client, authority, make_certificate):
    context = https(server.both, ssl_verify_peers=True, ssl_trusted_client_certificates=str(authority.cert))
    assert handshake(context, trusting(authority, client)) == "TLSv1.3"
    stranger = make_certificate("client")
    expired = make_certificate("client", issuer=authority, days=-1)
    for refused in (None, stranger, expired):
        with pytest.raises(OSError, match=REFUSED):
            handshake(context, trusting(authority, refused))


def test_dicom(server, client, authority, make_certificate):
    contexts = dicom(server, authority)
    assert handshake(contexts.dicom_server, trusting(authority, client)) == "TLSv1.3"
    assert handshake(contexts.dicom_server, contexts.dicom_client) == "TLSv1.3"
    with pytest.raises(OSError, match=REFUSED):
        handshake(contexts.dicom_server, trusting(authority))
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(https(make_certificate("stranger").both), contexts.dicom_client)


def test_dicom_without_a_certificate_of_the_caller(server, authority, make_certificate):
    context = dicom(server, authority, dicom_tls_remote_certificate_required=False).dicom_server
    assert handshake(context, trusting(authority)) == "TLSv1.3"
    with pytest.raises(OSError, match=REFUSED):
        handshake(context, trusting(authority, make_certificate("stranger")))


def test_dicom_ciphers(server, authority):
    offered = {c["name"] for c in dicom(server, authority).dicom_server.get_ciphers() if c["protocol"] == "TLSv1.2"}
    assert offered
    assert all(name.startswith("ECDHE") and "CBC" not in name for name in offered)
    with pytest.raises(ConfigurationError, match="DicomTlsCiphersAccepted"):
        dicom(server, authority, dicom_tls_minimum_protocol_version=4)
    chosen = dicom(
        server, authority, dicom_tls_minimum_protocol_version=5, dicom_tls_ciphers_accepted=["TLS_AES_128_GCM_SHA256"]
    )
    assert chosen.dicom_server.minimum_version == ssl.TLSVersion.TLSv1_3


def test_dicom_as_user_only(server, authority):
    contexts = dicom(server, authority, dicom_tls_enabled=False)
    assert contexts.dicom_server is None
    assert contexts.dicom_client is not None


@pytest.mark.parametrize(
    "option", ["dicom_tls_certificate", "dicom_tls_private_key", "dicom_tls_trusted_certificates"]
)
def test_dicom_needs_all_three(server, authority, option):
    with pytest.raises(ConfigurationError, match="is needed for DICOM TLS"):
        dicom(server, authority, **{option: ""})
    with pytest.raises(ConfigurationError, match=r"/nowhere/x\.pem cannot be read: No such file"):
        dicom(server, authority, **{option: "/nowhere/x.pem"})


def test_certificates_that_cannot_be_used(server, client, authority, tmp_path):
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("not PEM")
    encrypted = tmp_path / "encrypted.pem"
    encrypted.write_bytes(server.cert.read_bytes() + server.encrypted_key().read_bytes())
    mixed = tmp_path / "mixed.pem"
    mixed.write_bytes(server.cert.read_bytes() + client.key.read_bytes())
    for path, said in (
        (tmp_path, "cannot be read: Is a directory"),
        (rubbish, "does not hold a certificate and its private key"),
        (server.cert, "does not hold a certificate and its private key"),
        (server.key, "does not hold a certificate and its private key"),
        (encrypted, "pass phrase"),
        (mixed, "is not that of the certificate"),
    ):
        with pytest.raises(ConfigurationError, match=said) as raised:
            https(path)
        assert raised.value.option == "SslCertificate"
    with pytest.raises(ConfigurationError, match="holds no certificates"):
        https(server.both, ssl_verify_peers=True, ssl_trusted_client_certificates=str(rubbish))
    with pytest.raises(ConfigurationError, match="'NO-SUCH' is no cipher"):
        https(server.both, ssl_ciphers_accepted=["NO-SUCH"])
    with pytest.raises(ConfigurationError, match="is not that of the certificate"):
        dicom(server, authority, dicom_tls_private_key=str(client.key))
