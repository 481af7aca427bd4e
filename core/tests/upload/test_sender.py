import threading

import pytest
from broch.upload import sender as tested
from broch.upload.folders import find
from broch.upload.sender import GaveUp, Lost, Sender, parse_url
from broch_hostapi.errors import ConfigurationError
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def impatient(monkeypatch):
    """No pauses; those that were asked for."""
    pauses = []

    class Stopping(threading.Event):
        def wait(self, timeout=None):
            pauses.append(timeout)
            return False

    return Stopping(), pauses


@pytest.fixture
def sender_of(impatient):
    senders = []

    def make(url, retries=3, timeout=10):
        senders.append(Sender(parse_url(url).as_server("geheim", None, timeout), retries, impatient[0]))
        return senders[-1]

    yield make
    for sender in senders:
        sender.close()


@pytest.fixture
def source(tmp_path, make_file):
    (tmp_path / "1.dcm").write_bytes(make_file())
    return next(find([tmp_path / "1.dcm"], 0))


def test_it_sends(scripted, sender_of, source):
    sender = sender_of(scripted.url.replace("//", "//alice@"))
    sender.check()
    assert sender.store(source).json() == {"Status": "Success"}
    assert scripted.received == [b"".join(source.pieces())]
    assert scripted.headers[0]["Authorization"] == "Basic YWxpY2U6Z2VoZWlt"


@pytest.mark.parametrize("status", [429, 502, 503, 504, 507])
def test_it_waits_for_a_server_that_is_busy(scripted, sender_of, source, impatient, status):
    scripted.script += [status, status]
    assert sender_of(scripted.url).store(source).status == 200
    assert len(impatient[1]) == 2
    assert impatient[1][1] > impatient[1][0] > 0


def test_it_gives_up_on_a_server_that_stays_full(scripted, sender_of, source):
    scripted.script += [(507, {"Message": "The file storage is full"})] * 4
    with pytest.raises(GaveUp, match="507: The file storage is full"):
        sender_of(scripted.url).store(source)


def test_a_lost_connection_is_made_again(scripted, sender_of, source):
    scripted.script += ["close", "close"]
    sender = sender_of(scripted.url)
    assert sender.store(source).status == 200
    scripted.script += ["close"]
    assert sender.store(source).status == 200
    assert len(scripted.received) == 2


def test_an_object_whose_connection_is_always_lost(scripted, sender_of, source):
    scripted.script += ["close"] * 9
    with pytest.raises(Lost, match="connection lost"):
        sender_of(scripted.url).store(source)


def test_other_errors_are_answers(scripted, sender_of, source):
    scripted.script += [(400, {"Message": "Bad file format", "Details": "cut"})]
    assert sender_of(scripted.url).store(source).reason() == "HTTP 400: Bad file format: cut"


def test_a_large_object_is_sent_piece_by_piece(scripted, sender_of, tmp_path, make_file):
    content = make_file(3 << 20)
    (tmp_path / "large").write_bytes(content)
    scripted.script += [503, "close"]
    assert sender_of(scripted.url).store(next(find([tmp_path / "large"], 0))).status == 200
    assert scripted.received == [content]
    assert "Transfer-Encoding" not in scripted.headers[0]


@pytest.mark.broch(config={"AuthenticationEnabled": True, "RegisteredUsers": {"bob": "x"}})
def test_an_answer_before_all_was_sent_is_heard(running_host, sender_of, tmp_path, make_file):
    with (tmp_path / "large").open("wb") as file:
        file.write(make_file())
        file.truncate(40 << 20)
    url = f"http://127.0.0.1:{running_host.http_port}"
    answer = sender_of(url.replace("//", "//alice@"), retries=0).store(next(find([tmp_path / "large"], 0)))
    assert answer.status == 401


def test_nobody_there(sender_of, source, impatient):
    with pytest.raises(GaveUp, match=r"cannot reach http://127\.0\.0\.1:1: Connection refused"):
        sender_of("http://alice:geheim@127.0.0.1:1").store(source)
    assert len(impatient[1]) == 3


@pytest.mark.parametrize(("user", "said"), [("", "asks for a user"), ("alice@", "wrong user")])
@pytest.mark.broch(config={"AuthenticationEnabled": True, "RegisteredUsers": {"bob": "x"}})
def test_a_wrong_user_is_told_at_once(running_host, sender_of, user, said):
    with pytest.raises(GaveUp, match=said):
        sender_of(f"http://{user}127.0.0.1:{running_host.http_port}").check()


def test_another_server_is_told_at_once(scripted, sender_of):
    with pytest.raises(GaveUp, match="no REST interface"):
        sender_of(scripted.url + "/some/where").check()


def test_addresses():
    address = parse_url("https://b%40b:p%3Aw@[::1]/orthanc/")
    assert (address.host, address.port, address.prefix, address.user, address.password) == (
        "::1", 443, "/orthanc", "b@b", "p:w",
    )  # fmt: skip
    assert "p:w" not in repr(address)
    server = address.as_server("p:w", None, 1)
    assert server.name == "https://[::1]:443/orthanc"
    assert "cDp3" not in repr(server)


@given(st.text())
def test_a_wrong_address_is_told_without_what_is_in_it(text):
    try:
        parse_url("http://a:geheim@" + text)
    except ConfigurationError as error:
        said = str(error)
    else:
        said = ""
    assert "geheim" not in said


def test_how_long_to_wait():
    assert [tested._seconds(text) for text in (None, "", "3", "999", "Wed, 21 Oct 2026 07:28:00 GMT", "²")] == [
        0, 0, 3, 60, 0, 0,
    ]  # fmt: skip
