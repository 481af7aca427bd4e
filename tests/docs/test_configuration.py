"""docs/usage/configuration.md has every option with its type, default and meaning."""

import json
from dataclasses import MISSING
from typing import get_type_hints

from broch.options import CoreOptions
from broch.unsupported_options import NOT_SUPPORTED, PROTECTIVE
from broch_hostapi.settings import declared, describe_type

PAGE = "usage/configuration.md"


def test_options(generated):
    hints = get_type_hints(CoreOptions)
    rows = ["| option | type | default | meaning |", "|---|---|---|---|"]
    for option, (field, info) in declared(CoreOptions).items():
        default = field.default_factory() if field.default is MISSING else field.default
        rows.append(
            f"| `{option}` | {describe_type(hints[field.name])} | `{json.dumps(default)}` | {info.description} |"
        )
    generated(PAGE, "options", "\n".join(rows) + "\n")


def test_options_without_effect(generated):
    def listed(names):
        return ", ".join(f"`{name}`" for name in sorted(names))

    harmless, protective = listed(set(NOT_SUPPORTED) - PROTECTIVE), listed(PROTECTIVE)
    generated(PAGE, "unsupported", f"With a warning: {harmless}.\n\nThe server does not start: {protective}.\n")


def test_every_option_says_what_it_means():
    for option, (_, info) in declared(CoreOptions).items():
        assert len(info.description) > 10, option
        assert "|" not in info.description, option
