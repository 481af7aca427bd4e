"""JSON arrays. A long one is made while it is sent, and never in memory as a whole."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from flask import Response

from broch.rest.file_answer import stream_answer
from broch.rest.json_answer import JSON_TYPE, as_json, json_bytes_answer

PAGE = 256
"""Objects that are encoded at once."""
IDENTIFIERS = 8192
"""Identifiers that are encoded at once."""


def list_answer(values: Iterable[Any], page: int = PAGE) -> Response:
    """The array of these values. What they raise at first is raised here."""
    values = iter(values)
    first = list(islice(values, page))
    if len(first) < page:
        return json_bytes_answer(as_json(first))
    second = list(islice(values, page))
    if not second:
        return json_bytes_answer(as_json(first))
    return stream_answer(_pieces(chain((first, second), _pages(values, page))), JSON_TYPE)


def _pages(values: Iterator[Any], page: int) -> Iterator[list[Any]]:
    while found := list(islice(values, page)):
        yield found


def _pieces(pages: Iterable[list[Any]]) -> Iterator[bytes]:
    before = b"["
    for page in pages:
        yield before + as_json(page)[1:-3]  # without brackets and what the printing puts around them
        before = b","
    yield b"\n]\n"
