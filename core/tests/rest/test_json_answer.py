import orjson
import pytest
from broch.rest.json_answer import as_json, json_body, member, natural, query_flag, query_number
from broch.rest.resource_json import joined
from broch_hostapi.errors import BadJson, BadRequest, ParameterOutOfRange
from flask import Flask, request


def test_keys_are_sorted_and_anything_is_unicode_in_the_end():
    assert as_json({"b": 1, "a": [None]}) == b'{\n  "a": [\n    null\n  ],\n  "b": 1\n}\n'
    assert orjson.loads(as_json({"a\ud800": ["\udfffb", {"c": 1}]})) == {"a?": ["?b", {"c": 1}]}


def test_objects_are_streamed():
    assert orjson.loads(b"".join(joined([]))) == {}
    assert orjson.loads(b"".join(joined([("a", b"1\n"), ("b", b"{}")]))) == {"a": 1, "b": {}}


def test_members_have_their_type():
    body = {"n": 5, "flag": True, "text": "x", "nothing": None, "negative": -1}
    assert member(body, "n", int) == natural(body, "n") == 5
    assert natural(body, "absent") == 0
    assert member(body, "absent", str, "default") == "default"
    for name, kind in (("flag", int), ("text", int), ("absent", str), ("nothing", str), ("n", bool)):
        with pytest.raises(BadRequest, match=name):
            member(body, name, kind)
    with pytest.raises(ParameterOutOfRange):
        natural(body, "negative")


def test_query_strings():
    with Flask("test").test_request_context("/?a=5&flag&off=false&zero=0&bad=1x&wide=\u0665"):
        assert (query_number(request, "a"), query_number(request, "absent")) == (5, None)
        assert all(query_flag(request, name) for name in ("flag", "a"))
        assert not any(query_flag(request, name) for name in ("off", "zero", "absent"))
        for bad in ("bad", "flag", "wide"):
            with pytest.raises(BadRequest):
                query_number(request, bad)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"NaN"])
def test_bodies_that_are_no_json(body):
    with Flask("test").test_request_context("/", method="POST", data=body), pytest.raises(BadJson):
        json_body(request)
