"""Adding views to a blueprint, without a name to invent for each."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint

_NOT_A_NAME = re.compile(r"[^A-Za-z0-9]+")


def add(blueprint: Blueprint, rule: str, view: Callable[..., Any], methods: Sequence[str] = ("GET",)) -> None:
    """Let ``view`` answer these methods of a route."""
    endpoint = _NOT_A_NAME.sub("_", f"{rule}_{'_'.join(methods)}").strip("_").lower()
    blueprint.add_url_rule(rule, endpoint, view, methods=list(methods))
