"""A live server with all that may stand between the application and its clients."""

import gzip
import http.client
import json
import zlib

import pytest

ORIGIN = "https://viewer.example.org"
OPTIONS = {
    "HttpCompressionEnabled": True,
    "HttpUrlPrefix": "/pacs",
    "HttpTrustedProxies": ["127.0.0.1"],
    "HttpCorsAllowedOrigins": [ORIGIN],
    "KeepAliveTimeout": 1,
}


@pytest.mark.broch(config=OPTIONS)
def test_everything_at_once(http_client):
    headers = {"Accept-Encoding": "gzip", "Origin": ORIGIN, "X-Forwarded-For": "127.0.0.1"}
    plain, packed = http_client.get("/openapi.json"), http_client.get("/pacs/openapi.json", headers)
    assert json.loads(gzip.decompress(packed.body)) == plain.json
    assert packed.headers["access-control-allow-origin"] == ORIGIN
    assert {name.strip() for name in packed.headers["vary"].split(",")} == {"Accept-Encoding", "Origin"}
    assert http_client.get("/pacs").headers["location"] == "/pacs/"
    assert http_client.get("/pacs/").headers["location"] == "app/explorer.html"
    assert http_client.get("/pacs/app/explorer.html").status == 200


@pytest.mark.broch(config=OPTIONS)
def test_a_caller_of_another_machine_is_one_behind_a_trusted_proxy_too(http_client):
    assert http_client.get("/system", {"X-Forwarded-For": "192.0.2.1"}).status == 401
    assert http_client.get("/system", {"X-Forwarded-For": "192.0.2.1, 127.0.0.1"}).status == 401
    assert http_client.get("/system", {"X-Forwarded-For": "127.0.0.1"}).status == 200


@pytest.mark.broch(config={**OPTIONS, "AuthenticationEnabled": True, "RegisteredUsers": {"a": "b"}})
def test_the_question_of_a_browser_needs_no_credentials_but_its_request_does(http_client):
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "DELETE"}
    answer = http_client.request("OPTIONS", "/studies", headers=asked)
    assert (answer.status, "DELETE" in answer.headers["access-control-allow-methods"]) == (204, True)
    answer = http_client.get("/studies", {"Origin": ORIGIN})
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (401, ORIGIN)
    assert http_client.request("OPTIONS", "/studies").status == 401


def test_without_options_nothing_is_added(http_client):
    answer = http_client.get(
        "/openapi.json", {"Accept-Encoding": "gzip", "Origin": ORIGIN, "X-Forwarded-For": "192.0.2.1"}
    )
    assert answer.status == 200
    assert not {"vary", "content-encoding", "access-control-allow-origin"} & answer.headers.keys()
    assert http_client.get("/pacs/system").status == 404


def test_head_and_options_on_the_wire(http_client, running_host):
    get = http_client.get("/system")
    connection = http.client.HTTPConnection("127.0.0.1", running_host.http_port, timeout=10)
    for _ in range(2):  # the connection goes on
        connection.request("HEAD", "/system")
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Content-Length"), answer.read()) == (200, str(len(get.body)), b"")
        connection.request("OPTIONS", "/patients/nope")
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Allow"), answer.read()) == (204, "GET,HEAD,DELETE,OPTIONS", b"")
    connection.close()


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_packed_body(http_client, coding, pack):
    body = pack(b'{"Level": "Study", "Query": {}}')
    answer = http_client.post("/tools/find", body, {"Content-Encoding": coding})
    assert (answer.status, answer.json) == (200, [])
    assert http_client.post("/tools/find", body[:-9], {"Content-Encoding": coding}).status == 400
    assert http_client.post("/tools/find", body, {"Content-Encoding": "br"}).status == 415


@pytest.mark.broch(config={"MaximumRequestBodySizeMB": 1})
@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_small_body_cannot_become_a_huge_one(http_client, coding, pack):
    answer = http_client.post("/instances", pack(bytes(100 << 20)), {"Content-Encoding": coding})
    assert answer.status == 413


@pytest.mark.broch(config={"HttpDescribeErrors": False})
def test_errors_need_not_be_described(http_client):
    for answer in (http_client.get("/nope"), http_client.post("/tools/find", "nope")):
        assert (answer.status >= 400, answer.body, "content-type" in answer.headers) == (True, b"", False)
