import pytest
from broch.rest.revisions import etag_of, expected_revision, is_known
from broch_hostapi import Attachment
from broch_hostapi.errors import Conflict, ParameterOutOfRange
from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st

APP = Flask("test")
PRESENT = etag_of(Attachment(1, "uuid", "locator", 1, "md5", 1, "md5"))


def known(header, present=PRESENT):
    with APP.test_request_context("/", environ_overrides={"HTTP_IF_NONE_MATCH": header}):
        return is_known(request, present)


def expected(header, present, *, check):
    environ = {} if header is None else {"HTTP_IF_MATCH": header}
    with APP.test_request_context("/", environ_overrides=environ):
        return expected_revision(request, present, check=check)


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ('"0-md5"', True), ("0-md5", True), ('W/"1-x", "0-md5"', True), ("*", True), ('"1-md5"', False), ("", False),
        ('"0-other"', False),
    ],
)  # fmt: skip
def test_whether_the_client_has_it_already(header, same):
    assert known(header) is same


@pytest.mark.parametrize("header", ["garbage", '"x-md5"', '"0"', '"0-md5', '"-1-md5"', '"0-a b"'])
def test_what_is_no_entity_tag(header):
    with pytest.raises(ParameterOutOfRange, match="If-None-Match"):
        known(header)
    for present in (PRESENT, None):
        with pytest.raises(ParameterOutOfRange, match="If-Match"):
            expected(header, present, check=False)


@given(st.text(max_size=30) | st.text(alphabet='W/"0-9a, *', max_size=30))
def test_any_header_is_understood_or_refused(header):
    for ask in (known, lambda text: expected(text, PRESENT, check=True)):
        try:
            ask(header)
        except (ParameterOutOfRange, Conflict):
            continue


@pytest.mark.parametrize(
    ("header", "present", "check", "revision"),
    [
        (None, None, False, None), (None, None, True, -1), (None, PRESENT, False, None), ('"5-x"', None, True, -1),
        ('"0-md5"', PRESENT, True, 0), ('"0-md5"', PRESENT, False, 0),
    ],
)  # fmt: skip
def test_changes_that_may_be_made(header, present, check, revision):
    assert expected(header, present, check=check) == revision


@pytest.mark.parametrize(
    ("header", "check"), [(None, True), ('"1-md5"', True), ('"1-md5"', False), ('"0-other"', False)]
)
def test_changes_that_would_overwrite_something_else(header, check):
    with pytest.raises(Conflict):
        expected(header, PRESENT, check=check)
