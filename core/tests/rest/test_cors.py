import pytest
from broch.rest.cors import CrossOrigin, bad_origin
from flask import Flask

HERE = "https://viewer.example.org"


@pytest.fixture
def client():
    app = Flask(__name__)
    app.add_url_rule("/a", "a", lambda: ("hello", 200, {"Vary": "Accept-Encoding"}))

    def make(*origins, credentials=False):
        app.wsgi_app = CrossOrigin(Flask.wsgi_app.__get__(app), origins, credentials)
        return app.test_client()

    return make


def test_a_named_origin_is_let_in(client):
    answer = client(HERE).get("/a", headers={"Origin": HERE})
    assert answer.headers["Access-Control-Allow-Origin"] == HERE
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers["Vary"] == "Accept-Encoding, Origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    answer = client(HERE, credentials=True).get("/a", headers={"Origin": HERE})
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"


@pytest.mark.parametrize("origin", ["https://evil.example.org", HERE + ":444", "null", "", HERE + ".evil.org"])
def test_another_one_is_not(client, origin):
    answer = client(HERE, credentials=True).get("/a", headers={"Origin": origin})
    assert answer.data == b"hello"  # the browser keeps it from the page
    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
    assert answer.headers["Vary"] == "Accept-Encoding, Origin"


def test_any_origin_gets_nothing_that_needs_credentials(client):
    answer = client("*", credentials=True).get("/a", headers={"Origin": HERE})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    answer = client("*", HERE, credentials=True).get("/a", headers={"Origin": HERE})
    assert answer.headers["Access-Control-Allow-Origin"] == HERE
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"


def test_the_question_before_a_request(client):
    headers = {
        "Origin": HERE,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,x-a",
    }
    answer = client(HERE).options("/a", headers=headers)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Headers"] == "authorization,x-a"
    assert "PUT" in answer.headers["Access-Control-Allow-Methods"]
    answer = client(HERE).options("/a", headers={**headers, "Origin": "https://evil"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_origins():
    assert bad_origin("*") is bad_origin(HERE) is bad_origin("http://[::1]:80") is None
    for wrong in (HERE + "/", "viewer", "ftp://a", "null", ""):
        assert bad_origin(wrong)
