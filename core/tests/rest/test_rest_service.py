import pytest
from broch.rest.access import AccessRules
from broch.rest.rest_service import RestCalls
from broch_hostapi import Principal
from broch_hostapi.errors import BrochError, Refused
from flask import g, request

LOCKED = AccessRules(remote_access=False, authentication=True, users={"a": "b"})


@pytest.fixture
def calls(host, fakes):
    def view():
        if "stream" in request.args:
            return iter([b"a", b"b"])
        return {
            "body": request.get_data(as_text=True),
            "type": request.content_type,
            "x": request.headers.get("X-Y"),
            "query": request.args.get("q"),
            "name": g.principal.name,
        }

    def authorise(info, principal):
        if principal.name == "eve":
            raise Refused("no")

    made = RestCalls()
    made.app = fakes.client_of(
        host, fakes.plugin("a", "/a ü", methods=("GET", "POST"), view=view), rules=LOCKED, authorise=authorise
    ).application
    return made


def test_a_call_goes_through_the_whole_application(calls):
    answer = calls.call("post", "/a%20%C3%BC?q=%C3%A4", b"text", {"Content-Type": "text/plain", "X-Y": "z"})
    assert answer.status == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    import orjson

    assert orjson.loads(answer.body) == {"body": "text", "type": "text/plain", "x": "z", "query": "ä", "name": ""}
    assert calls.call("GET", "/a ü?stream").body == b"ab"
    assert calls.call("GET", "/nope").status == 404


def test_the_server_itself_may_everything_a_principal_only_what_he_may(calls):
    assert calls.call("GET", "/a ü", principal=Principal("anna", "10.0.0.1")).status == 200
    assert calls.call("GET", "/a ü", principal=Principal("eve")).status == 403


def test_before_there_is_an_application():
    with pytest.raises(BrochError):
        RestCalls().call("GET", "/")
