import gzip
import zlib

import pytest
from broch.rest.compression import Compressed, chosen_coding
from flask import Flask, Response
from hypothesis import given
from hypothesis import strategies as st

LONG = b'{"a": 1}' * 500
CASES = {
    "json": lambda: Response(LONG, content_type="application/json; charset=utf-8"),
    "short": lambda: Response(b"{}", content_type="application/json"),
    "image": lambda: Response(LONG, content_type="image/png"),
    "zip": lambda: Response(LONG, content_type="application/zip"),
    "dicom": lambda: Response(LONG, content_type="application/dicom"),
    "events": lambda: Response(LONG, content_type="text/event-stream"),
    "etag": lambda: Response(LONG, headers={"ETag": '"1"'}, content_type="text/plain"),
    "packed": lambda: Response(LONG, headers={"Content-Encoding": "br"}, content_type="text/plain"),
    "part": lambda: Response(LONG, 206, content_type="text/plain"),
    "error": lambda: Response(LONG, 404, content_type="application/json"),
}
PACKED = {"json", "error", "stream"}


@pytest.fixture
def closed():
    return []


@pytest.fixture
def client(closed):
    app = Flask(__name__)
    for name, view in CASES.items():
        app.add_url_rule(f"/{name}", name, view)

    def stream():
        try:
            for _ in range(10):
                yield LONG
        finally:
            closed.append(True)

    app.add_url_rule("/stream", "stream", lambda: Response(stream(), content_type="text/plain"))
    app.wsgi_app = Compressed(app.wsgi_app)
    return app.test_client()


@pytest.mark.parametrize("name", [*CASES, "stream"])
def test_what_is_packed(client, name):
    plain, packed = client.get(f"/{name}"), client.get(f"/{name}", headers={"Accept-Encoding": "gzip, deflate"})
    if name not in PACKED:
        assert packed.data == plain.data
        assert packed.headers.get("Content-Encoding") in (None, "br")
        return
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers.get("Content-Length", len(packed.data))) == len(packed.data) < len(plain.data)


def test_deflate(client):
    assert zlib.decompress(client.get("/json", headers={"Accept-Encoding": "deflate"}).data) == LONG


def test_head(client):
    answer = client.head("/json", headers={"Accept-Encoding": "gzip"})
    assert (answer.data, answer.headers["Content-Length"]) == (b"", str(len(LONG)))


def test_a_stream_that_is_broken_off_leaves_nothing_open(client, closed):
    answer = client.get("/stream", headers={"Accept-Encoding": "gzip"}, buffered=False)
    answer.close()
    assert closed == [True]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP;Q=1", "gzip"),
        ("deflate", "deflate"),
        ("deflate, gzip", "gzip"),
        ("deflate, gzip;q=0.5", "deflate"),
        ("gzip;q=0", None),
        ("*", "gzip"),
        ("*;q=0", None),
        ("gzip;q=0, *", "deflate"),
        ("gzip;q=0.5, identity", None),
        ("br", None),
        ("", None),
        ("gzip;q=nope", None),
        ("gzip;q=2", None),
        ("identity;q=0", None),
    ],
)
def test_what_the_client_likes_best(accepted, coding):
    assert chosen_coding(accepted) == coding


@given(st.text(max_size=80))
def test_whatever_a_client_likes(accepted):
    assert chosen_coding(accepted) in ("gzip", "deflate", None)
