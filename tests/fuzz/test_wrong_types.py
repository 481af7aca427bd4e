"""Every route, every method, bodies and parameters of every wrong type: whatever a client sends, it is no 5xx."""

import itertools
import json
import re

import pytest
from broch.config import read_configuration
from broch.host import start_host
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file

LEVELS = {"patients": "ParentPatient", "studies": "ParentStudy", "series": "ParentSeries", "instances": "ID"}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
WRONG = (
    None,
    True,
    0,
    -1,
    1.5,
    1e400,
    10**30,
    "",
    "nope",
    "\0",
    "\ud800",
    [],
    [None],
    [[]],
    {},
    {"a": None},
    "é" * 100,
)
NUMBERS = (
    "",
    "-1",
    "1.5",
    "nope",
    "99999999999999999999",
    "\0",
    "%00",
    "%ff",
    "%",
    "%D9%A1",
    "1&limit=2",
    "true",
    "0x10",
)
MEMBERS = (
    "Asynchronous", "CaseSensitive", "Content", "Dictionary", "DicomVersion", "Encapsulate", "Expand", "Extended",
    "Filename", "Force", "Full", "InterpretBinaryTags", "Keep", "KeepPrivateTags", "Labels",
    "LabelsConstraint", "Level", "Limit", "LossyQuality",
    "Metadata", "MetadataQuery", "OrderBy", "Parent", "ParentPatient", "ParentSeries", "ParentStudy", "Priority",
    "PrivateCreator", "Query", "ReconstructFiles", "Remove", "Replace", "RequestedTags", "Resources",
    "ResponseContent", "Short",
    "Since", "Synchronous", "Tags", "Transcode", "Utf8",
)  # fmt: skip
OUTSIDE = re.compile(r"/modalities/.*/(echo|store)|/dicom-web/servers.*")
"""Where a remote that is not there is a 500, in Orthanc as well."""
QUIETLY = re.compile(r"/tools/log-level.*")


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wrong")
    config = folder / "config.json"
    config.write_text(json.dumps({"HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(folder / "storage")}))
    running = start_host(read_configuration([config], {}))
    yield running.host
    running.stop()


@pytest.fixture(scope="module")
def ids(host):
    with open(get_testdata_file("CT_small.dcm", download=False), "rb") as file:
        return json.loads(host.rest.call("POST", "/instances", file.read()).body)


@pytest.fixture(scope="module")
def routes(host):
    """Paths of all routes, with real identifiers, but for those that delete what others need."""
    paths = json.loads(host.rest.call("GET", "/openapi.json").body)["paths"]
    return {path: sorted(operations) for path, operations in paths.items() if not OUTSIDE.fullmatch(path)}


def filled(path, ids):
    """A path with what its placeholders may stand for."""
    known = {
        "public_id": ids[LEVELS.get(path.split("/")[1], "ID")], "frame": "0", "name": "1024", "label": "a",
        "part": "size",
        "path": "0010-0010", "study": "1.2", "series": "1.2", "instance": "1.2", "numbers": "1",
    }  # fmt: skip
    return re.sub(r"\{(\w+)\}", lambda match: known.get(match[1], "nope"), path)


def check(host, method, path, body=b"", headers=None):
    answer = host.rest.call(method, path, body, headers)
    assert answer.status < 500 or answer.status == 501, (method, path, body[:200], answer.status, answer.body[:500])


def test_every_route_with_bodies_of_wrong_types(host, ids, routes):
    bodies = [b"", b"{", b"\xff\xfe", b"\0", b"null", *(as_json(value) for value in WRONG)]
    for path, methods in routes.items():
        for method, body in itertools.product(("post", "put"), bodies):
            if method in methods and not QUIETLY.fullmatch(path):
                check(host, method.upper(), filled(path, ids), body)


def as_json(value):
    return json.dumps(value).encode()


def test_every_member_of_every_type(host, ids, routes):
    for path, methods in routes.items():
        if "post" not in methods or path.startswith("/dicom-web") or path == "/instances":
            continue
        for name, value in itertools.product(MEMBERS, WRONG):
            base = (
                {"Level": "Study", "Query": {}, "Resources": [ids["ParentStudy"]], "Tags": {}} if "find" in path else {}
            )
            if path != "/tools/bulk-delete":
                check(host, "POST", filled(path, ids), as_json({**base, name: value}))


def test_every_route_with_wrong_parameters(host, ids, routes):
    description = json.loads(host.rest.call("GET", "/openapi.json").body)["paths"]
    for path, methods in routes.items():
        for method in set(methods) & {"get"}:
            names = [p["name"] for p in description[path][method]["parameters"] if p["in"] == "query"]
            for name, value in itertools.product(names, NUMBERS):
                check(host, "GET", f"{filled(path, ids)}?{name}={value}")


def test_every_method_of_every_path(host, routes):
    nobody = {"ID": "nope", "ParentPatient": "nope", "ParentStudy": "nope", "ParentSeries": "nope"}
    for path, method in itertools.product(routes, METHODS):
        if not QUIETLY.fullmatch(path) and path not in ("/changes", "/exports"):
            check(host, method, filled(path, nobody))


PIECES = st.sampled_from(
    ["/", "//", "..", ".", "%2e", "%2F", "%00", "%", "%zz", "%ff", "%c3%a4", "studies", "instances", "tools", "find",
     "system", "?", "&", "=", "_method", "PUT", "expand", "since", "limit", "-1", "\u00e9", "a" * 500]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_path(host, path):
    check(host, "GET", "/" + path)
    check(host, "OPTIONS", "/" + path)


HEADERS = [
    "Accept", "Accept-Encoding", "Range", "If-None-Match", "If-Match", "Content-Type", "Origin", "Content-Encoding",
]  # fmt: skip


@settings(max_examples=200)
@given(
    st.sampled_from(HEADERS),
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=60),
)
def test_whatever_header(host, ids, name, value):
    for path in (f"/instances/{ids['ID']}/file", f"/instances/{ids['ID']}/preview", "/studies", "/instances/nope"):
        check(host, "GET", path, headers={name: value})
    check(host, "POST", "/tools/find", b'{"Level": "Study", "Query": {}}', {name: value})
