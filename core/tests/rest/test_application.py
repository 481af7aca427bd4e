"""What Flask promises to a plugin's blueprint holds, although most of it is skipped when nobody asks for it."""

import flask
import pytest
from broch.rest.application import LateRule
from broch_hostapi import RestRoutes
from flask import Blueprint, Flask, Response, after_this_request, g, request, url_for


@pytest.fixture
def blueprint():
    made = Blueprint("plugin", __name__)
    made.add_url_rule("/plain", "plain", lambda: Response(b"body", content_type="text/plain"))
    return made


@pytest.fixture
def client(host, fakes, blueprint):
    return lambda: fakes.client_of(host, ("plugin", RestRoutes("plugin", lambda host: blueprint)))


def test_functions_before_after_and_at_the_end_of_a_request(client, blueprint):
    seen = []
    blueprint.before_request(lambda: seen.append(("before", g.principal.name)))
    blueprint.teardown_request(lambda error: seen.append(("teardown", error)))

    @blueprint.after_request
    def after(response):
        seen.append(("after", response.status_code))
        response.headers["X-After"] = "yes"
        return response

    answer = client().get("/plain")
    assert (answer.data, answer.headers["X-After"]) == (b"body", "yes")
    assert seen == [("before", ""), ("after", 200), ("teardown", None)]


def test_a_function_before_may_answer(client, blueprint):
    blueprint.before_request(lambda: ("no", 403))
    assert client().get("/plain").status_code == 403


def test_a_function_for_this_request_only(client, blueprint):
    def view():
        @after_this_request
        def add(response):
            response.headers["X-This"] = request.path
            return response

        return {"a": 1}

    blueprint.add_url_rule("/this", "this", view)
    answer = client().get("/this")
    assert (answer.json, answer.headers["X-This"]) == ({"a": 1}, "/this")


def test_signals(client):
    seen = []
    listeners = [
        (signal, lambda *_, name=name, **__: seen.append(name))
        for name, signal in (
            ("started", flask.request_started),
            ("finished", flask.request_finished),
            ("ended", flask.request_tearing_down),
        )
    ]
    for signal, listener in listeners:
        signal.connect(listener)
    try:
        client().get("/plain")
    finally:
        for signal, listener in listeners:
            signal.disconnect(listener)
    assert seen == ["started", "finished", "ended"]


def test_whoever_waits_for_the_end_of_an_answer_is_told(client, blueprint):
    closed = []

    def view():
        response = Response(b"body")
        response.call_on_close(lambda: closed.append(True))
        return response

    blueprint.add_url_rule("/closing", "closing", view)
    answer = client().get("/closing")
    assert answer.data == b"body"
    answer.close()
    assert closed == [True]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (lambda: "text", (200, b"text")),
        (lambda: ("text", 201), (201, b"text")),
        (lambda: (["a"], 200), (200, b'["a"]\n')),
        (lambda: Response([b"a", b"b"]), (200, b"ab")),
        (lambda: Response(["a"], headers={"Content-Length": "1"}), (200, b"a")),
        (lambda: Response(part for part in (b"a", b"b")), (200, b"ab")),
        (lambda: Response(b"", 204), (204, b"")),
        (lambda: Response(b"body", 304), (304, b"")),
        (lambda: Response(b"a", headers={"Location": "/ä"}), (200, b"a")),
    ],
)
def test_every_kind_of_answer(client, blueprint, made, expected):
    blueprint.add_url_rule("/made", "made", made)
    answer = client().get("/made")
    assert (answer.status_code, answer.data) == expected
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers.get("Location", "").isascii()


def test_a_view_may_be_a_coroutine_where_flask_has_its_extra(client, blueprint):
    pytest.importorskip("asgiref")

    async def view():
        return "later"

    blueprint.add_url_rule("/later", "later", view)
    assert client().get("/later").data == b"later"


def test_urls_can_still_be_built():
    application = Flask("x", static_folder=None)
    application.url_rule_class = LateRule
    application.add_url_rule("/a/<name>/b", "there", lambda name: name)
    with application.test_request_context():
        for name in ("one", "two"):
            assert url_for("there", name=name, q=1) == f"/a/{name}/b?q=1"
