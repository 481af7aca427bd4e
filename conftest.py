"""What the tests of every package share: the `peer` marker, and `find_program` for the programs that it names."""

import contextlib
import datetime
import ipaddress
import os
import random
import shutil
import socket
from pathlib import Path

import pytest

try:
    from hypothesis import HealthCheck, settings
except ImportError:
    pass  # a plugin's own tests may do without it
else:
    # The first texts of a run need tables that take seconds to make on a busy machine: no fault of who draws them.
    settings.register_profile(
        "broch", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
    )
    settings.load_profile("broch")

SYSTEM_FOLDERS = ["/usr/sbin", "/sbin"]  # where Debian puts servers, and not on everyone's PATH


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose outside program is absent; in CI, where .ci/run installs them, fail it."""
    names = [name for marker in item.iter_markers("peer") for name in marker.args]
    missing = [name for name in names if not _find(name)]
    if not missing:
        return
    reason = f"not installed: {', '.join(missing)}"
    if os.environ.get("CI"):
        pytest.fail(f"{reason} (.ci/run has to install it)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def find_program():
    """A function from the name of an outside program to its path, which is None where it is not installed."""
    return _find


def _find(name: str) -> str | None:
    """Not in virtual environments: pynetdicom puts scripts there that are named like DCMTK's programs."""
    folders = [folder for folder in os.get_exec_path() if not _is_virtual(folder)]
    return shutil.which(name, path=os.pathsep.join([*folders, *SYSTEM_FOLDERS]))


def _is_virtual(folder: str) -> bool:
    return (Path(folder).parent / "pyvenv.cfg").is_file()


@pytest.fixture(scope="session")
def free_port():
    """A function that gives a port, each time another, for servers of other processes that take no port 0.

    Not one that the system picks: it would give that to somebody else too before the server has begun. Systems pick
    from 32768 (Linux) or 49152 on, for servers and for clients. Each process of pytest-xdist has ports of its own; and
    the numbers are the system's, as Hypothesis sets those of ``random``, in all processes alike.
    """
    given = set()
    numbers, worker = random.SystemRandom(), int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8

    def free_port() -> int:
        while True:
            port = numbers.randrange(16384 + worker, 32768, 8)
            with socket.socket() as free, contextlib.suppress(OSError):
                free.bind(("", port))
                if port not in given:
                    given.add(port)
                    return port

    return free_port


@pytest.fixture(scope="session")
def make_certificate(tmp_path_factory):
    """Makes a key and a certificate, by an issuer or by itself: paths ``key``, ``cert``, ``both`` (PEM)."""
    return lambda name, **how: _Certificate(tmp_path_factory.mktemp("certificate"), name, **how)


class _Certificate:
    def __init__(self, folder: Path, name: str, issuer: "_Certificate | None" = None, days: int = 10):
        """``days`` until it ends: a negative number makes one that ended."""
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import NameOID

        key = ec.generate_private_key(ec.SECP256R1())
        self.secret, self.name = key, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signer = issuer or self
        ends = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(signer.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(ends - datetime.timedelta(days=40))
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
            .add_extension(
                x509.SubjectAlternativeName(
                    [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
                ),
                critical=False,
            )
            .sign(signer.secret, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        self.key, self.cert, self.both = (folder / f"{part}.pem" for part in ("key", "cert", "both"))
        self.key.write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        self.cert.write_bytes(certificate.public_bytes(pem))
        self.both.write_bytes(self.cert.read_bytes() + self.key.read_bytes())

    def encrypted_key(self) -> Path:
        """The key with a pass phrase."""
        from cryptography.hazmat.primitives import serialization

        path = self.key.with_name("encrypted.pem")
        path.write_bytes(
            self.secret.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(b"pass"),
            )
        )
        return path
