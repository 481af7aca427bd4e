import io
import json
import logging
import re
import threading
from pathlib import Path

import pytest
from broch.logs import CATEGORIES, LEVELS, catch_strays, level_of, set_level, speaker, start_logging, use_format
from hypothesis import given
from hypothesis import strategies as st

STANDARD = {*logging.makeLogRecord({}).__dict__, "message", "asctime", "taskName"}


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


FORGED = "C\r\n2026-01-01 E forged\x1b[2J\u2028\x85end"


@pytest.fixture
def log(stream):
    """Start to log; the lines that came."""
    loggers = [logging.getLogger(name) for name in CATEGORIES.values()]
    before = [logger.level for logger in loggers]
    yield lambda level=logging.INFO, **options: start_logging(level, stream, **options)
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


def objects(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_is_an_object_a_line(log, stream):
    log(form="json")
    logging.getLogger("broch.part").warning(FORGED, extra={"plugin": "p", "remote": "10.0.0.5", "time": "mine"})
    (told,) = objects(stream)
    assert stream.getvalue().isascii()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told.pop("time"))
    assert told == {
        "level": "warning", "logger": "broch.part", "thread": "MainThread", "message": FORGED, "plugin": "p",
        "remote": "10.0.0.5",
    }  # fmt: skip


def test_json_of_a_value_that_json_has_no_form_for(log, stream):
    log(form="json")
    logging.getLogger("broch").warning("%s", object, extra={"path": Path("a"), "\n": float("nan")})
    assert len(stream.getvalue().splitlines()) == 1
    assert objects(stream)[0]["path"] == "a"


@given(st.text(), st.dictionaries(st.text().filter(lambda name: name not in STANDARD), st.text()))
def test_json_is_a_line_whatever_comes(text, extra):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    use_format(handler, "json")
    handler.handle(logging.makeLogRecord({"msg": "%s", "args": (text,), **extra}))
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["message"] == text


def fail(name="SMITH"):
    try:
        raise ValueError(f"patient {name.title()}")
    except ValueError as cause:
        raise RuntimeError(f"study of {name.title()}") from cause


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_exceptions_say_is_only_in_the_trace(log, stream, form):
    log(form=form)
    with pytest.raises(RuntimeError) as caught:
        fail()
    logging.getLogger("broch").error("it failed", exc_info=caught.value)
    quiet = stream.getvalue()
    assert "Smith" not in quiet
    assert "RuntimeError" in quiet
    assert "ValueError" in quiet
    assert "test_logs.py" in quiet
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger("broch").error("it failed", exc_info=caught.value)
    assert "study of Smith" in stream.getvalue()


def test_a_file_is_appended_to_and_may_be_moved_away(log, tmp_path):
    file = tmp_path / "broch.log"
    file.write_text("before\n")
    handler = log(file=file)
    try:
        logging.getLogger("broch").warning("one")
        file.rename(tmp_path / "broch.log.1")
        logging.getLogger("broch").warning("two")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    assert [line.split()[-1] for line in (tmp_path / "broch.log.1").read_text().splitlines()] == ["before", "one"]
    assert file.read_text().split()[-1] == "two"


def test_a_thread_that_ends_by_an_error_is_told_of_without_its_words(log, stream, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    log(form="json")
    catch_strays()
    logging.captureWarnings(False)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert objects(stream)[0]["exception"]["type"] == "RuntimeError"
    assert "Smith" not in stream.getvalue()


def test_what_must_be_told_is_told_once(log, stream, tmp_path):
    plain = []
    handler = log(logging.ERROR, form="json")
    say = speaker(handler, plain.append)
    say("  Browser: here")
    assert (plain, objects(stream)[0]["message"]) == ([], "Browser: here")
    use_format(handler, "text")
    say("  Browser: here")
    assert (plain, len(objects(stream))) == (["  Browser: here"], 1)


def test_categories(log):
    log(logging.WARNING)
    assert {level_of(category) for category in ("", *CATEGORIES)} == {"default"}
    set_level("verbose", "http")
    assert (level_of("http"), level_of("dicom"), level_of("generic"), level_of()) == (
        "verbose", "default", "default", "verbose",
    )  # fmt: skip
    assert logging.getLogger("broch.rest.server").isEnabledFor(logging.INFO)
    set_level("trace", "generic")
    assert (level_of("generic"), level_of("http"), level_of("dicom")) == ("trace", "verbose", "default")
    set_level("default")
    assert {level_of(category) for category in ("", *CATEGORIES)} == {"default"}
