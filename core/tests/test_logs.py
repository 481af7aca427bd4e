import io
import logging

import pytest
from broch.logs import LEVELS, start_logging


@pytest.fixture
def stream():
    root = logging.getLogger()
    before = root.level
    found = io.StringIO()
    yield found
    for handler in [h for h in root.handlers if getattr(h, "stream", None) is found]:
        root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.parametrize(("level", "seen"), [("default", ["W"]), ("verbose", ["I", "W"]), ("trace", ["D", "I", "W"])])
def test_levels(stream, level, seen):
    start_logging(LEVELS[level], stream)
    logger = logging.getLogger("broch.part")
    for name in ("debug", "info", "warning"):
        getattr(logger, name)("said")
    lines = [line.split() for line in stream.getvalue().splitlines()]
    assert [words[2] for words in lines] == seen
    assert all(words[3:] == ["part:", "said"] for words in lines)


def test_libraries_are_kept_quiet(stream):
    start_logging(LEVELS["trace"], stream)
    logging.getLogger("pynetdicom.acse").debug("patient Smith")
    assert stream.getvalue() == ""


def test_what_comes_from_outside_cannot_begin_another_line():
    stream = io.StringIO()
    handler = start_logging(logging.INFO, stream)
    try:
        logging.getLogger("broch.x").info("association of %r, %s", "A\nB", "C\r\n2026-01-01 E forged\x1b[2J")
    finally:
        logging.getLogger().removeHandler(handler)
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()
