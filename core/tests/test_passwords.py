import pytest
from broch.cli import main
from broch.options import CoreOptions
from broch.passwords import complaint, hash_password, is_hash, matches
from broch.reach import check
from broch_hostapi.errors import ConfigurationError
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

# Of 'sécret'. It names tests, so it is the same in every process.
HASH = "$argon2id$v=19$m=47104,t=1,p=1$8f2i4cKPHO1jwtkRW4FdAA$8kzuGrzyXliAWnCgtk5R+oXCLJx/xb6jKT20I6RH4gY"


def test_a_hash():
    assert is_hash(HASH)
    assert complaint(HASH) is None
    assert hash_password("sécret") != HASH
    assert matches(HASH, "sécret".encode())
    assert not matches(HASH, b"secret")


def test_a_password_in_clear_text():
    assert not is_hash("secret")
    assert matches("sécret", "sécret".encode())
    assert not matches("secret", b"")


@given(st.text(), st.binary())
def test_rubbish_is_no_match(stored, password):
    assert matches("$argon2" + stored, password) is False
    assert complaint("$argon2" + stored) is None or complaint("$argon2" + stored)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (HASH[:-30], "no whole argon2 hash"),
        ("$argon2id$", "no whole argon2 hash"),
        (HASH.replace("m=47104", "m=4194304"), "too much memory"),
        (HASH.replace("t=1", "t=1000"), "too much memory or time"),
    ],
)
def test_hashes_that_keep_the_server_from_starting(stored, said):
    with pytest.raises(ConfigurationError, match=said) as raised:
        check(CoreOptions(authentication_enabled=True, registered_users={"alice": stored}))
    assert "alice" in str(raised.value)
    assert stored not in str(raised.value)


def test_the_command():
    done = CliRunner().invoke(main, ["hash-password"], input="secret\nmore\n")
    assert done.exit_code == 0
    assert matches(done.stdout.strip(), b"secret")
    assert CliRunner().invoke(main, ["hash-password"], input="\n").exit_code == 1
