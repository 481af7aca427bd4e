import pytest
from broch.rest.proxy import Proxied, bad_network, bad_prefix
from hypothesis import given
from hypothesis import strategies as st

PROXY = "10.0.0.1"


def serve(headers, remote=PROXY, trusted=("10.0.0.0/24", "::1"), prefix="", path="/system"):
    """What the application sees; or the answer that it never saw the request."""
    environ = {"REMOTE_ADDR": remote, "PATH_INFO": path, "HTTP_HOST": "inside", "wsgi.url_scheme": "http"}
    environ |= {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
    started, seen = [], []

    def app(environ, start_response):
        seen.append(environ)
        return [b""]

    Proxied(app, trusted, prefix)(environ, lambda *answer: started.append(answer))
    return seen[0] if seen else started[0]


@pytest.mark.parametrize(
    ("told", "client"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("9.9.9.9, 1.2.3.4, 10.0.0.7", "1.2.3.4"),
        ("10.0.0.9, 10.0.0.7", "10.0.0.9"),
        ("1.2.3.4:5678", "1.2.3.4"),
        ("[2001:db8::1]:99", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("unknown", PROXY),
        ("1.2.3.4, unknown", PROXY),
        ("", PROXY),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_client_is_the_last_one_that_is_no_proxy(told, client):
    assert serve({"X-Forwarded-For": told})["REMOTE_ADDR"] == client


def test_scheme_host_and_prefix():
    seen = serve(
        {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "pacs.example.org:8443", "X-Forwarded-Prefix": "/p/"}
    )
    assert (seen["wsgi.url_scheme"], seen["HTTP_HOST"], seen["SCRIPT_NAME"]) == ("https", "pacs.example.org:8443", "/p")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Proto": "gopher"},
        {"X-Forwarded-Host": "a b"},
        {"X-Forwarded-Host": "a/b"},
        {"X-Forwarded-Prefix": "//evil"},
    ],
)
def test_what_makes_no_sense_is_passed_over(headers):
    seen = serve(headers)
    assert (seen["wsgi.url_scheme"], seen["HTTP_HOST"], seen.get("SCRIPT_NAME", "")) == ("http", "inside", "")


def test_nobody_else_is_believed():
    claims = {
        "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil",
        "X-Forwarded-Prefix": "/x", "Forwarded": "host=evil",
    }  # fmt: skip
    for remote in ("10.0.1.1", "192.168.0.1", "garbage", ""):
        seen = serve(claims, remote=remote)
        assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == (remote, "http", "inside")
        assert not [name for name in seen if "FORWARDED" in name]


def test_a_proxy_may_be_named_by_an_ipv6_address():
    assert serve({"X-Forwarded-For": "1.2.3.4"}, remote="::1")["REMOTE_ADDR"] == "1.2.3.4"
    assert serve({"X-Forwarded-For": "1.2.3.4"}, remote="::ffff:10.0.0.1")["REMOTE_ADDR"] == "1.2.3.4"


@pytest.mark.parametrize("path", ["/pacs/system", "/system"])
def test_the_prefix_is_taken_off_if_it_is_there(path):
    seen = serve({}, trusted=(), prefix="/pacs/", path=path)
    assert (seen["PATH_INFO"], seen["SCRIPT_NAME"]) == ("/system", "/pacs")


def test_what_only_begins_like_the_prefix_is_another_path():
    assert serve({}, trusted=(), prefix="/pacs", path="/pacsystem")["PATH_INFO"] == "/pacsystem"


def test_the_prefix_itself_leads_to_the_root():
    status, headers = serve({}, trusted=(), prefix="/pacs", path="/pacs")
    assert (status[:3], dict(headers)["Location"]) == ("301", "/pacs/")


def test_options():
    assert bad_network("10.0.0.1/8") is None
    assert bad_network("fe80::/10") is None
    assert "nope" in bad_network("nope")
    assert bad_prefix("") is bad_prefix("/a/b") is bad_prefix("/a/") is None
    assert bad_prefix("a")
    assert bad_prefix("//a")


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_proxy_says(chain, proto, host, prefix):
    headers = {
        "X-Forwarded-For": chain,
        "X-Forwarded-Proto": proto,
        "X-Forwarded-Host": host,
        "X-Forwarded-Prefix": prefix,
    }
    seen = serve(headers)
    assert seen["wsgi.url_scheme"] in ("http", "https")
