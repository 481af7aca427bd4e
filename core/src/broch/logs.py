"""Logs for people, on standard error. Patient data stays below the level ``info`` (``--trace`` shows all)."""

import logging
import re
import sys
from typing import Final, TextIO

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
LEVELS: Final = {"errors": logging.ERROR, "default": logging.WARNING, "verbose": logging.INFO, "trace": logging.DEBUG}
_QUIET_BELOW_WARNING: Final = ("pynetdicom", "pydicom", "peewee", "werkzeug", "cheroot", "PIL")


class _Line(logging.Formatter):
    """Time, letter of the level, part of the program, text."""

    def format(self, record: logging.LogRecord) -> str:
        record.part = record.name.removeprefix("broch.")
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # of the standard library
        """The line itself; what comes from outside cannot begin another one."""
        return _CONTROLS.sub(lambda found: repr(found[0])[1:-1], super().formatMessage(record))


def start_logging(level: int, stream: TextIO | None = None) -> logging.Handler:
    """Send the program's log to a stream. Called once, by the command line; a library user sets up logging himself."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Line("%(asctime)s %(levelname).1s %(part)s: %(message)s", "%Y-%m-%d %H:%M:%S"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET_BELOW_WARNING:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    return handler
