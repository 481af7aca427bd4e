"""Media types, URLs, attributes, settings, replacing."""

import pytest
from broch_dicomweb.attributes import attribute
from broch_dicomweb.media_types import MediaType, parse_accept, parse_content_type
from broch_dicomweb.metadata import replaced
from broch_dicomweb.settings import Settings
from broch_dicomweb.urls import base_url
from broch_hostapi.errors import ConfigurationError
from broch_hostapi.settings import read_settings
from hypothesis import given
from hypothesis import strategies as st


def test_accept():
    header = (
        'multipart/related; type="application/dicom, x"; transfer-syntax=*;q=0.5'
        ", Application/Dicom+Json , */*;q=0.1, a/b;q=0"
    )
    assert parse_accept(header) == [
        MediaType("application/dicom+json"),
        MediaType("multipart/related", {"type": "application/dicom, x", "transfer-syntax": "*", "q": "0.5"}),
        MediaType("*/*", {"q": "0.1"}),
    ]
    assert parse_accept("") == [MediaType("*/*")]
    assert parse_accept(",,;=, nonsense, text/html") == [MediaType("text/html")]
    assert parse_accept('a/b; x="quo\\"ted"')[0].parameters == {"x": 'quo"ted'}


@given(st.text())
def test_any_header_can_be_read(header):
    parse_accept(header)
    parse_content_type(header)


@given(st.lists(st.sampled_from(list('a/;,="\\ *q01.')), max_size=60).map("".join))
def test_nearly_headers_can_be_read(header):
    assert all(one.quality > 0 for one in parse_accept(header))


def test_ranges():
    assert MediaType("image/*").covers("image/jpeg")
    assert not MediaType("image/*").covers("imagex/jpeg")
    assert MediaType("*/*").covers("a/b")


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({"Host": "a:8042"}, "http://a:8042/dicom-web"),
        ({}, "http://localhost:8042/dicom-web"),
        ({"Host": "a b"}, "http://localhost:8042/dicom-web"),
        ({"Host": 'a"><script>'}, "http://localhost:8042/dicom-web"),
        ({"Host": "[::1]:8042"}, "http://[::1]:8042/dicom-web"),
        (
            {"Host": "a", "Forwarded": "for=1;host=example.org:80;proto=https, for=2;host=b"},
            "https://example.org:80/dicom-web",
        ),
        ({"Host": "a", "Forwarded": 'Host="[::2]:1" ; Proto=HTTPS'}, "https://[::2]:1/dicom-web"),
        ({"Host": "a", "Forwarded": "proto=https"}, "https://a/dicom-web"),
        ({"Host": "a", "Forwarded": 'host="b\r\nX: y"'}, "http://a/dicom-web"),
        ({"Host": "a", "X-Forwarded-Host": "c, d", "X-Forwarded-Proto": "https"}, "https://c/dicom-web"),
        ({"Host": "a", "X-Forwarded-Proto": "gopher"}, "http://a/dicom-web"),
    ],
)
def test_base_url(headers, base):
    assert base_url(Settings(), "http", headers, 8042) == base


def test_configured_base_url():
    settings = Settings(host="pacs.example.org", ssl=True, public_root="/p/", root="/r/")
    assert base_url(settings, "http", {"Host": "a", "Forwarded": "host=b"}, 1) == "https://pacs.example.org/p"


@pytest.mark.parametrize(
    "values", [{"Root": "no-slash"}, {"Root": "/<x>/"}, {"Host": "a b"}, {"PublicRoot": "x"}, {"Ssl": 1}]
)
def test_wrong_settings(values):
    with pytest.raises(ConfigurationError):
        read_settings(Settings, values, section="DicomWeb")


def test_settings():
    settings = read_settings(Settings, {"Root": "/web", "QidoCaseSensitive": True, "EnableMetadataCache": False})
    assert (settings.prefix, settings.public_prefix, settings.qido_case_sensitive) == ("/web", "/web", True)
    assert read_settings(Settings, {"Root": "/"}).prefix == ""


@pytest.mark.parametrize(
    ("vr", "text", "expected"),
    [
        ("PN", "A^B=C^D=E^F\\G", [{"Alphabetic": "A^B", "Ideographic": "C^D", "Phonetic": "E^F"}, {"Alphabetic": "G"}]),
        ("IS", "12\\x\\", [12, "x", None]),
        ("IS", "1_0", ["1_0"]),
        ("DS", "1.5\\nan\\-2e3", [1.5, "nan", -2000.0]),
        ("US", "7", [7]),
        ("CS", "A\\\\B", ["A", None, "B"]),
        ("LT", "a\\b", ["a\\b"]),
        ("UI", "1.2", ["1.2"]),
    ],
)
def test_attributes(vr, text, expected):
    assert attribute(vr, text) == {"vr": vr, "Value": expected}


def test_empty_attribute():
    assert attribute("PN", "") == {"vr": "PN"}


@given(
    st.lists(st.sampled_from([b"old", b"o", b"ol", b"ld", b"x"]), max_size=30).map(b"".join),
    st.lists(st.integers(1, 4), max_size=60),
)
def test_replaced_across_pieces(data, sizes):
    pieces, at = [], 0
    for size in [*sizes, len(data) + 1]:
        pieces.append(data[at : at + size])
        at += size
    assert b"".join(replaced(pieces, b"old", b"something")) == data.replace(b"old", b"something")
