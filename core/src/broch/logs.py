"""The log: lines for people or JSON objects for machines, on standard error or in a file.

Patient data stay below the level ``info`` (``--trace`` shows all); that includes the texts of exceptions.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TextIO

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
LEVELS: Final = {"errors": logging.ERROR, "default": logging.WARNING, "verbose": logging.INFO, "trace": logging.DEBUG}
FORMATS: Final = ("text", "json")
CATEGORIES: Final = {
    "generic": "",
    "plugins": "broch.plugin",
    "http": "broch.rest",
    "sqlite": "broch.index",
    "dicom": "broch.dimse",
    "jobs": "broch.jobs",
    "lua": "broch.lua",
}
"""Orthanc's categories, and the logger of each; the root's is what belongs to no other."""

_QUIET_BELOW_WARNING: Final = ("pynetdicom", "pydicom", "peewee", "werkzeug", "cheroot", "PIL")
_STANDARD: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class _Line(logging.Formatter):
    """Time, letter of the level, part of the program, text."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """A line, and the exception below it."""
        record.exc_text = None  # of another handler, with other rules
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # of the standard library
        """The line itself; what comes from outside cannot begin another one."""
        part = record.name.removeprefix("broch.")
        line = f"{record.asctime} {record.levelname[0]} {part}: {record.message}"
        return _CONTROLS.sub(lambda found: repr(found[0])[1:-1], line)

    def formatException(self, ei: Any) -> str:  # of the standard library
        """Below the line, as Python shows it."""
        return _stack(ei[1])


class _JsonLine(logging.Formatter):
    """One object a line; plain ASCII, so that nothing in it can end the line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "thread": record.threadName,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            told["exception"] = {"type": type(record.exc_info[1]).__name__, "stack": _stack(record.exc_info[1])}
        extra = {name: value for name, value in record.__dict__.items() if name not in _STANDARD and name not in told}
        return json.dumps(told | extra, default=str)


def _stack(error: BaseException) -> str:
    """Where it happened; what the errors say only while everything is logged, as it may quote patient data."""
    if logging.getLogger().isEnabledFor(logging.DEBUG):
        return "".join(traceback.format_exception(error)).rstrip("\n")
    parts = ["".join(traceback.format_tb(each.__traceback__)) + type(each).__name__ for each in _chain(error)]
    return "\n\nthen\n\n".join(reversed(parts))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def start_logging(
    level: int, stream: TextIO | None = None, *, form: str = "text", file: Path | None = None
) -> logging.Handler:
    """Send the program's log to a stream, or append it to a file, which may be moved away at any time.

    Called once, by the command line; a library user sets up logging himself. ``form``: one of ``FORMATS``.
    Raises ``OSError`` for the file.
    """
    handler: logging.Handler
    if file is None:
        handler = logging.StreamHandler(stream or sys.stderr)
    else:
        from logging.handlers import WatchedFileHandler

        handler = WatchedFileHandler(file, encoding="utf-8")
    use_format(handler, form)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET_BELOW_WARNING:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    return handler


def use_format(handler: logging.Handler, form: str) -> None:
    """Write what comes from now on in this format."""
    handler.setFormatter(_JsonLine() if form == "json" else _Line())


def in_json(handler: logging.Handler) -> bool:
    """Whether it writes JSON."""
    return isinstance(handler.formatter, _JsonLine)


def catch_strays() -> None:
    """Let the log tell of warnings, and of threads that end by an error, which else go to standard error."""
    logging.captureWarnings(True)
    logger = logging.getLogger("broch")

    def tell(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None:
            logger.error("a thread ended by %s", ended.exc_type.__name__, exc_info=ended.exc_value)

    threading.excepthook = tell


def speaker(handler: logging.Handler, plain: Callable[[str], object]) -> Callable[[str], object]:
    """How to tell what must be told at every level: ``plain``, and a line of the log where that is JSON.

    Not ``plain`` where JSON goes to a stream, which is for programs alone then.
    """

    def say(text: str) -> None:
        if in_json(handler):
            handler.handle(logging.LogRecord("broch", logging.INFO, "", 0, text.strip(), None, None))
        if not in_json(handler) or isinstance(handler, logging.FileHandler):
            plain(text)

    return say


def level_of(category: str = "") -> str:
    """What is logged of a category now, or (empty) most of any: ``default``, ``verbose`` or ``trace``."""
    names = [CATEGORIES[category]] if category else CATEGORIES.values()
    level = min(logging.getLogger(name).getEffectiveLevel() for name in names)
    return "trace" if level <= logging.DEBUG else "verbose" if level <= logging.INFO else "default"


def set_level(word: str, category: str = "") -> None:
    """Log this much of a category, or of all (empty). Raises ``KeyError`` for a word or category that is not there."""
    level, others = LEVELS[word], [logging.getLogger(name) for name in CATEGORIES.values() if name]
    if category == "generic":
        for other in others:
            other.setLevel(other.getEffectiveLevel())  # what they have now, and no longer what the root has
    elif not category:
        for other in others:
            other.setLevel(logging.NOTSET)
    logging.getLogger(CATEGORIES[category or "generic"]).setLevel(level)
