import pytest
from broch.upload.acknowledged import Acknowledged, default_place
from broch_hostapi.errors import ConfigurationError
from hypothesis import given
from hypothesis import strategies as st

KEYS = [bytes([number]) * 16 for number in range(3)]


def test_what_was_added_is_there_again(tmp_path):
    path = tmp_path / "new/folder/state"
    first = Acknowledged(path, "http://a:1")
    first.add(KEYS[0])
    first.add(KEYS[1])
    again = path.read_bytes()  # before it is closed: the program may end at any time
    first.close()
    path.write_bytes(again + KEYS[2].hex().encode()[:7])  # cut off
    second = Acknowledged(path, "http://a:1")
    assert [key in second for key in KEYS] == [True, True, False]
    second.add(KEYS[2])
    second.close()
    third = Acknowledged(path, "http://a:1")
    assert [key in third for key in KEYS] == [True, True, True]
    third.close()
    third.forget()
    assert not path.exists()


def test_others_cannot_read_it(tmp_path):
    Acknowledged(tmp_path / "state", "http://a:1").close()
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0


def test_it_belongs_to_one_server(tmp_path):
    Acknowledged(tmp_path / "state", "http://a:1").close()
    with pytest.raises(ConfigurationError, match="http://a:1"):
        Acknowledged(tmp_path / "state", "http://b:1")


def test_it_belongs_to_one_process(tmp_path):
    first = Acknowledged(tmp_path / "state", "http://a:1")
    with pytest.raises(ConfigurationError, match="another upload"):
        Acknowledged(tmp_path / "state", "http://a:1")
    first.close()


def test_another_file_is_not_touched(tmp_path):
    (tmp_path / "image.dcm").write_bytes(b"something else")
    with pytest.raises(ConfigurationError, match="not the state"):
        Acknowledged(tmp_path / "image.dcm", "http://a:1")
    assert (tmp_path / "image.dcm").read_bytes() == b"something else"


def test_where_it_is_kept(tmp_path):
    def place(server, *paths):
        return default_place(server, paths, {"XDG_STATE_HOME": str(tmp_path)})

    one, two = tmp_path / "one", tmp_path / "two"
    assert place("a", one, two) == place("a", two, one)
    assert len({place("a", one), place("a", two), place("b", one), place("a", one, two)}) == 4
    assert place("a", one).is_relative_to(tmp_path)


@given(st.binary(), st.booleans())
def test_no_content_breaks_it(tmp_path_factory, content, begun):
    path = tmp_path_factory.getbasetemp() / "fuzzed-state"
    path.write_bytes((b"broch upload to http://a:1\n" if begun else b"") + content)
    try:
        state = Acknowledged(path, "http://a:1")
    except ConfigurationError:
        assert not begun
        assert path.read_bytes() == content
        return
    state.add(KEYS[0])
    state.close()
    again = Acknowledged(path, "http://a:1")
    again.close()
    assert KEYS[0] in again
