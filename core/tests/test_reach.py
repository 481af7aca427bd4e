import pytest
from broch.options import CoreOptions
from broch.reach import EVERYWHERE, LOOPBACK, authentication, check, dicom_addresses, http_addresses, sentences
from broch_hostapi.errors import ConfigurationError

PACS = {"pacs": ["PACS", "h", 104]}


@pytest.mark.parametrize(
    ("options", "addresses"),
    [
        ({}, LOOPBACK),
        ({"remote_access_allowed": True}, EVERYWHERE),
        ({"remote_access_allowed": True, "http_bind_addresses": ["10.0.0.1", "::1"]}, ("10.0.0.1", "::1")),
        ({"http_bind_addresses": ["10.0.0.1"]}, LOOPBACK),
        ({"http_bind_addresses": ["10.0.0.1", "::1"]}, ("::1",)),
        ({"http_bind_addresses": ["localhost", "some-host"]}, ("localhost",)),
    ],
)
def test_http_addresses(options, addresses):
    assert http_addresses(CoreOptions(**options)) == addresses


@pytest.mark.parametrize(
    ("options", "addresses"),
    [
        ({}, LOOPBACK),
        ({"dicom_modalities": PACS}, EVERYWHERE),
        ({"dicom_bind_addresses": ["10.0.0.1"]}, ("10.0.0.1",)),
        ({"dicom_bind_addresses": ["127.0.0.1"], "dicom_modalities": PACS}, ("127.0.0.1",)),
    ],
)
def test_dicom_addresses(options, addresses):
    assert dicom_addresses(CoreOptions(**options)) == addresses


@pytest.mark.parametrize(
    ("remote", "chosen", "asked"), [(False, None, False), (True, None, True), (True, False, False), (False, True, True)]
)
def test_authentication(remote, chosen, asked):
    assert authentication(CoreOptions(remote_access_allowed=remote, authentication_enabled=chosen)) is asked


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"remote_access_allowed": True, "registered_users": {"a": "b"}},
        {"remote_access_allowed": True, "authentication_enabled": False},
        {"remote_access_allowed": True, "http_server_enabled": False},
    ],
)
def test_may_start(options):
    check(CoreOptions(**options))


@pytest.mark.parametrize("chosen", [None, True])
def test_does_not_open_to_the_world_without_users(chosen):
    options = CoreOptions(remote_access_allowed=True, authentication_enabled=chosen)
    with pytest.raises(ConfigurationError, match="RegisteredUsers"):
        check(options)
    check(options, authenticators=["tokens"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {},
            [
                "this machine only, without a password",
                "RemoteAccessAllowed",
                "as ORTHANC: this machine only",
                "DicomModalities",
            ],
        ),
        (
            {"remote_access_allowed": True, "registered_users": {"a": "b"}},
            ["other machines can reach it, with a password"],
        ),
        ({"remote_access_allowed": True, "authentication_enabled": False}, ["can read and delete everything"]),
        (
            {"remote_access_allowed": True, "registered_users": {"a": "b"}, "ssl_enabled": True},
            ["HTTPS listens on 0.0.0.0", "other machines can reach it, with a password. HttpBind"],
        ),
        (
            {"remote_access_allowed": True, "registered_users": {"a": "b"}},
            ["cross the network as they are: set SslEnabled"],
        ),
        (
            {"ssl_enabled": True, "ssl_verify_peers": True, "dicom_tls_enabled": True},
            ["with a client certificate and without a password", "DICOM over TLS listens"],
        ),
        ({"http_bind_addresses": ["10.0.0.1"]}, ["does not listen on 10.0.0.1"]),
        ({"http_server_enabled": False, "dicom_server_enabled": False}, ["HTTP is off", "DICOM is off"]),
        ({"dicom_modalities": PACS}, ["may use C-STORE (DicomAlwaysAllow...)"]),
        ({"dicom_modalities": PACS, "dicom_always_allow_store": False}, ["may not use it"]),
    ],
)
def test_sentences(options, said):
    text = " ".join(sentences(CoreOptions(**options), 8042, 4242))
    for part in said:
        assert part in text


@pytest.mark.parametrize("users", [{"alice": ""}, {"": "secret"}, {"bob": "x", "alice": ""}])
@pytest.mark.parametrize("remote", [True, False])
def test_an_empty_password_is_no_password(users, remote):
    options = CoreOptions(remote_access_allowed=remote, authentication_enabled=True, registered_users=users)
    with pytest.raises(ConfigurationError, match="RegisteredUsers"):
        check(options)
