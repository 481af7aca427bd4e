import base64
import gzip

import pytest
from broch.rest.access import AccessRules, is_local
from broch.rest.errors import TABLE, row_of
from broch.rest.sign_in import basic_credentials
from broch_hostapi import Principal, errors
from flask import abort, redirect, request

SHAPE = {"HttpError", "HttpStatus", "Message", "Method", "OrthancError", "OrthancStatus", "Uri"}
USERS = AccessRules(remote_access=True, authentication=True, users={"anna": "geheim", "björn": "pässwort"})


def basic(name, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def test_an_unknown_route_is_described(host, fakes):
    answer = fakes.client_of(host).get("/nope")
    assert (answer.status_code, answer.content_type) == (404, "application/json; charset=utf-8")
    assert answer.json == {
        "HttpError": "Not Found",
        "HttpStatus": 404,
        "Message": "Unknown resource",
        "Method": "GET",
        "OrthancError": "Unknown resource",
        "OrthancStatus": 17,
        "Uri": "/nope",
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_errors_need_not_be_described(host, fakes):
    answer = fakes.client_of(host, describe_errors=False).get("/nope")
    assert (answer.status_code, answer.data) == (404, b"")


def test_a_wrong_method_tells_the_right_ones(host, fakes):
    client = fakes.client_of(host, fakes.plugin("a", "/a", methods=("PUT", "GET", "DELETE")))
    answer = client.post("/a")
    assert (answer.status_code, answer.headers["Allow"], answer.data) == (405, "GET,DELETE,PUT", b"")
    answer = client.open("/a", method="OPTIONS")
    assert (answer.status_code, answer.headers["Allow"], answer.data) == (204, "GET,HEAD,DELETE,PUT,OPTIONS", b"")
    for method in ("HEAD", "OPTIONS"):
        assert client.open("/nope", method=method).status_code == 404


def test_slashes_at_the_end_do_not_matter(host, fakes):
    client = fakes.client_of(host, fakes.plugin("a", "/a"))
    assert client.get("/a/").data == b"hello"


@pytest.mark.parametrize("kind", sorted(TABLE, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_error_has_the_one_shape(host, fakes, kind):
    arguments = {
        "LimitExceeded": ("it", 5),
        "NameTaken": ("route", "/x", "a", "b"),
        "UnknownTag": ("X",),
        "NotFound": ("thing", "x"),
    }

    def view():
        raise kind(*arguments.get(kind.__name__, ("reason",)))

    answer = fakes.client_of(host, fakes.plugin("a", "/a", view=view)).get("/a?x")
    row = TABLE[kind]
    assert answer.status_code == row.status
    if row.status == 401:
        assert answer.data == b""
        return
    assert set(answer.json) == SHAPE | {"Details"}
    assert (answer.json["OrthancStatus"], answer.json["Uri"], answer.json["HttpStatus"]) == (row.code, "/a", row.status)


def test_all_errors_of_hostapi_are_in_the_table():
    classes = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)}
    internal = {kind for kind in classes if next(TABLE[base] for base in kind.__mro__ if base in TABLE).code == -1}
    assert internal == {errors.BrochError, errors.ConfigurationError, errors.EnvironmentCheckFailed}


def test_a_subclass_has_the_row_of_its_base():
    class Special(errors.BadJson):
        pass

    assert row_of(Special()) is TABLE[errors.BadJson]
    assert row_of(errors.NotFound("kind of metadata")).code == 7


def test_unexpected_errors_say_nothing_of_the_inside(host, fakes):
    def view():
        raise KeyError("secret")

    answer = fakes.client_of(host, fakes.plugin("a", "/a", view=view)).get("/a")
    assert answer.status_code == 500
    assert answer.json["OrthancStatus"] == -1
    assert b"secret" not in answer.data


def test_what_flask_raises_has_the_shape_too(host, fakes):
    def view():
        if "redirect" in request.args:
            return redirect("/b")
        return abort(int(request.args["status"]))

    client = fakes.client_of(host, fakes.plugin("a", "/a", view=view))
    for status in (400, 403, 404, 406, 409, 410, 413, 415, 416, 418, 422, 429, 501, 503):
        answer = client.get(f"/a?status={status}")
        assert answer.status_code == status
        assert set(answer.json) >= SHAPE
    assert client.get("/a?redirect").status_code == 302


def test_two_owners_of_a_route_are_refused_and_the_rest_goes_on(host, fakes):
    refused = {}
    client = fakes.client_of(
        host,
        fakes.plugin("a", "/x/<one>", "/a"),
        fakes.plugin("b", "/x/<other>/", "/b"),
        fakes.plugin("c", "/x/<int:n>", "/c"),
        refused=refused.__setitem__,
    )
    assert set(refused) == {"a", "b"}
    assert refused["a"] is refused["b"]
    assert refused["a"].owners == ("a", "b")
    assert "GET /x/<default>" in str(refused["a"])
    assert client.get("/a").status_code == client.get("/b").status_code == 404
    assert client.get("/c").status_code == client.get("/x/5").status_code == 200


def test_the_core_keeps_its_routes(host, fakes):
    refused = {}
    client = fakes.client_of(
        host,
        ("core", fakes.plugin("system", "/x", view=lambda: "core")[1]),
        fakes.plugin("b", "/x", "/b"),
        refused=refused.__setitem__,
    )
    assert set(refused) == {"b"}
    assert client.get("/x").data == b"core"
    assert client.get("/b").status_code == 404


def test_one_route_may_have_two_owners_of_different_methods(host, fakes):
    client = fakes.client_of(host, fakes.plugin("a", "/x"), fakes.plugin("b", "/x", methods=("POST",)))
    assert client.get("/x").status_code == client.post("/x").status_code == 200


def test_a_factory_that_fails_costs_its_plugin_only(host, fakes):
    from broch_hostapi import RestRoutes

    def broken(host):
        raise ValueError("oh")

    refused = {}
    client = fakes.client_of(
        host,
        ("a", RestRoutes("a", broken)),
        fakes.plugin("a", "/a"),
        fakes.plugin("b", "/b"),
        refused=refused.__setitem__,
    )
    assert "oh" in str(refused["a"])
    assert client.get("/a").status_code == 404
    assert client.get("/b").status_code == 200


def test_two_blueprints_of_one_name_are_refused(host, fakes):
    refused = {}
    first, second = fakes.plugin("same", "/a"), fakes.plugin("same", "/b")
    fakes.client_of(host, ("a", first[1]), ("b", second[1]), refused=refused.__setitem__)
    assert set(refused) == {"a", "b"}


def test_registered_users(host, fakes):
    client = fakes.client_of(host, fakes.plugin("a", "/a"), rules=USERS)
    for headers in (
        {},
        basic("anna", "falsch"),
        basic("nobody", ""),
        basic("", ""),
        {"Authorization": "Basic ???"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic YW5uYQ=="},
        basic("anna", ""),
    ):
        answer = client.get("/a", headers=headers)
        assert (answer.status_code, answer.data) == (401, b"")
        assert answer.headers["WWW-Authenticate"] == 'Basic realm="Orthanc Secure Area"'
        assert client.get("/nope", headers=headers).status_code == 401
    assert client.get("/a", headers=basic("anna", "geheim")).status_code == 200
    assert client.get("/a", headers=basic("björn", "pässwort")).status_code == 200


def test_remote_callers_need_leave(host, fakes):
    client = fakes.client_of(host, fakes.plugin("a", "/a"))
    assert client.get("/a", environ_overrides={"REMOTE_ADDR": "10.0.0.5"}).status_code == 401
    assert client.get("/a", environ_overrides={"REMOTE_ADDR": "::1"}).status_code == 200
    assert (
        client.get(
            "/a", headers={"X-Forwarded-For": "127.0.0.1"}, environ_overrides={"REMOTE_ADDR": "10.0.0.5"}
        ).status_code
        == 401
    )


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True),
        ("127.5.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("fe80::1%eth0", False),
        ("10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("garbage", False),
    ],
)
def test_local_addresses(address, local):
    assert is_local(address) is local


def test_credentials_may_contain_colons():
    assert basic_credentials(basic("a", "b:c")["Authorization"]) == (b"a", b"b:c")


def test_plugins_authenticate_first_and_authorise_everything(host, fakes):
    seen = []

    def authenticate(info):
        if info.headers.get("x-token") == "bad":
            raise errors.Unauthorized("no")
        return Principal("robot", info.remote_ip) if "x-token" in info.headers else None

    def authorise(info, principal):
        seen.append((info.method, info.path, dict(info.query), principal.name))
        if info.method == "DELETE":
            raise errors.Refused("not you")

    client = fakes.client_of(
        host,
        fakes.plugin("a", "/a", methods=("GET", "DELETE")),
        rules=USERS,
        authenticate=authenticate,
        authorise=authorise,
    )
    assert client.get("/a", headers={"X-Token": "good"}).status_code == 200
    assert client.get("/a", headers={"X-Token": "bad"}).status_code == 401
    assert client.get("/a").status_code == 401
    assert client.get("/a?x=1&x=2&y", headers=basic("anna", "geheim")).status_code == 200
    answer = client.delete("/a", headers=basic("anna", "geheim"))
    assert (answer.status_code, answer.json["OrthancStatus"]) == (403, 45)
    assert seen == [
        ("GET", "/a", {}, "robot"),
        ("GET", "/a", {"x": "1", "y": ""}, "anna"),
        ("DELETE", "/a", {}, "anna"),
    ]


def test_gzip_bodies_are_unpacked(host, fakes):
    client = fakes.client_of(
        host, fakes.plugin("a", "/a", methods=("POST",), view=lambda: request.get_data()), max_body=100_000
    )
    packed = {"Content-Encoding": "gzip"}
    assert client.post("/a", data=gzip.compress(b"body" * 1000), headers=packed).data == b"body" * 1000
    assert client.post("/a", data=gzip.compress(b"one") + gzip.compress(b"two"), headers=packed).data == b"onetwo"
    assert client.post("/a", data=gzip.compress(b"")).status_code == 200
    assert client.post("/a", data=gzip.compress(b""), headers=packed).data == b""
    assert client.post("/a", data=gzip.compress(bytes(1_000_000)), headers=packed).status_code == 413
    assert client.post("/a", data=gzip.compress(b"body" * 1000)[:-9], headers=packed).status_code == 400
    assert client.post("/a", data=b"no gzip", headers=packed).status_code == 400
    assert client.post("/a", data=b"", headers=packed).status_code == 400
    assert client.post("/a", data=b"x", headers={"Content-Encoding": "br"}).status_code == 415
    assert client.post("/a", data=b"x", headers={"Content-Encoding": "identity"}).data == b"x"
