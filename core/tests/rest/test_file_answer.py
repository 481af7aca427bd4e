import io

import pytest
from broch.rest.file_answer import file_answer, gathered, wanted_range
from broch_hostapi import Attachment
from flask import Flask, request
from hypothesis import example, given
from hypothesis import strategies as st

CONTENT = bytes(range(256)) * 4
ATTACHMENT = Attachment(1, "uuid", "locator", len(CONTENT), "md5", len(CONTENT), "md5")


class Attachments:
    def __init__(self, folder=None):
        self.file = None
        if folder is not None:
            self.file = folder / "file"
            self.file.write_bytes(CONTENT)

    def open(self, attachment, start=0, stop=None):
        if self.file is not None:
            return self.file.open("rb")
        return io.BytesIO(CONTENT[start:stop])


def get(attachments, headers=None, query=""):
    app = Flask("test")
    with app.test_request_context(f"/?{query}", headers=headers):
        answer = file_answer(request, attachments, ATTACHMENT, "application/dicom", "a.dcm")
        answer.direct_passthrough = False
        return answer, b"".join(answer.response)


@pytest.mark.parametrize("real", [True, False])
def test_all_and_ranges(real, tmp_path):
    attachments = Attachments(tmp_path if real else None)
    answer, body = get(attachments)
    assert (answer.status_code, body) == (200, CONTENT)
    assert answer.headers["Content-Disposition"] == 'filename="a.dcm"'
    for wanted, start, stop in (
        ("0-9", 0, 10),
        ("10-10", 10, 11),
        ("1000-", 1000, 1024),
        ("-5", 1019, 1024),
        ("0-99999", 0, 1024),
    ):
        answer, body = get(attachments, {"Range": f"bytes={wanted}"})
        assert (answer.status_code, body) == (206, CONTENT[start:stop])
        assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/1024"
        assert answer.headers["Content-Length"] == str(stop - start)
    answer, body = get(attachments, {"Range": "bytes=1024-"})
    assert (answer.status_code, answer.headers["Content-Range"], body) == (416, "bytes */1024", b"")
    for ignored in ("bytes=5-1", "bytes=-", "lines=1-2", "bytes=1-2,4-5", "bytes=a-b", "bytes=" + "9" * 5000 + "-"):
        assert get(attachments, {"Range": ignored})[0].status_code == 200


@pytest.mark.parametrize(
    ("seen", "status"), [('"0-md5"', 206), ('"1-other"', 200), ("Sun, 22 Nov 2026 10:00:00 GMT", 200)]
)
def test_a_range_of_something_that_has_changed_is_all_of_it(seen, status):
    assert get(Attachments(), {"Range": "bytes=0-9", "If-Range": seen})[0].status_code == status


@pytest.mark.parametrize(
    ("wanted", "given"), [("x.dcm", "x.dcm"), ('a"b\\', "a_b_"), ("%0d%0aX:%20y", "__X: y")]
)
def test_names_cannot_break_the_header(wanted, given):
    answer, _ = get(Attachments(), query=f"filename={wanted}")
    assert answer.headers["Content-Disposition"] == f'filename="{given}"'


def test_a_name_that_ascii_cannot_say_comes_twice():
    answer, _ = get(Attachments(), query="filename=%E2%82%AC%0d.dcm")
    assert answer.headers["Content-Disposition"] == "filename=\"__.dcm\"; filename*=UTF-8''%E2%82%AC_.dcm"


@given(st.text(alphabet="bytes=0123456789-, ", max_size=30) | st.text(max_size=20), st.integers(0, 1 << 40))
@example("bytes=-0", 10)
def test_any_range_lies_within_the_file(header, size):
    wanted = wanted_range(header, size)
    if wanted is not None and wanted[0] < wanted[1]:
        assert 0 <= wanted[0] < wanted[1] <= size


def test_pieces_are_gathered():
    pieces = [b"a" * 50_000, b"", b"b" * 90_000, b"c"]
    large = list(gathered(iter(pieces)))
    assert b"".join(large) == b"".join(pieces)
    assert [len(piece) for piece in large] == [140_000, 1]
    assert list(gathered([])) == []
