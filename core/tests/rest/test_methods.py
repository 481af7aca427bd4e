import pytest
from broch.rest.file_answer import stream_answer
from flask import request

PATIENT = "/a"


@pytest.fixture
def client(host, fakes):
    view = lambda: request.method + " " + request.path  # noqa: E731
    return fakes.client_of(
        host, fakes.plugin("a", PATIENT, "/a/b", view=view, methods=("GET", "PUT", "DELETE", "POST"))
    )


@pytest.mark.parametrize("wanted", ["PUT", "DELETE", "put", "Delete"])
def test_a_get_may_mean_another_method(client, wanted):
    assert client.get(f"{PATIENT}?x=1&_method={wanted}").data == f"{wanted.upper()} /a".encode()
    assert client.post(PATIENT, headers={"X-HTTP-Method-Override": wanted}).data == f"{wanted.upper()} /a".encode()


def test_only_a_get_looks_into_the_query(client):
    assert client.post(f"{PATIENT}?_method=PUT").data == b"POST /a"
    assert client.put(f"{PATIENT}?_method=nope").data == b"PUT /a"


@pytest.mark.parametrize("wanted", ["GET", "POST", "nope", "", "PUT DELETE"])
def test_a_method_that_makes_no_sense(client, wanted):
    for answer in (
        client.get(f"{PATIENT}?_method={wanted}"),
        client.get(PATIENT, headers={"X-HTTP-Method-Override": wanted}),
    ):
        assert (answer.status_code, answer.data) == (400, b"")


def test_another_site_cannot_delete_by_a_link(client):
    for site in ("cross-site", "same-site"):
        assert client.get(f"{PATIENT}?_method=DELETE", headers={"Sec-Fetch-Site": site}).status_code == 403
    for site in ("same-origin", "none"):
        assert client.get(f"{PATIENT}?_method=DELETE", headers={"Sec-Fetch-Site": site}).status_code == 200


def test_a_parameter_of_another_name_is_no_method(client):
    assert client.get(f"{PATIENT}?x_method=DELETE").data == b"GET /a"


def test_slashes_may_be_doubled(client):
    for path in ("//a", "/a//b", "/a///b//", "/a//"):
        assert client.get("/", environ_overrides={"PATH_INFO": path}).status_code == 200, path


def test_head_is_a_get_without_a_body(host, fakes):
    closed = []

    def pieces():
        try:
            yield b"abc"
            yield b"def"
        finally:
            closed.append(True)

    client = fakes.client_of(
        host,
        fakes.plugin("a", "/a", view=lambda: "hello"),
        fakes.plugin("b", "/b", view=lambda: stream_answer(pieces(), "text/plain")),
        fakes.plugin("c", "/c", methods=("POST",)),
    )
    answer = client.head("/a")
    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", "5")
    answer = client.head("/b")
    assert (answer.status_code, answer.data) == (200, b"")
    answer.close()
    assert closed == [True]
    answer = client.head("/c")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_an_empty_error_has_no_type(client):
    assert "Content-Type" not in client.open(PATIENT, method="PATCH").headers
