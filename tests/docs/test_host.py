"""hostapi/README.md names every service of a Host and every hook."""

import inspect
from dataclasses import fields

from broch_hostapi import Host
from broch_hostapi.hooks import FAMILIES

MEANINGS = {
    "configuration": "Effective options of the core by name, secrets left out",
    "logger": "The plugins' log; no patient data above debug",
    "clock": "Seconds since the epoch; tests set it",
    "temporary_directory": "For files that are gone after use",
}
"""Of the fields that are no services of ours, whose types say nothing about them."""


def test_services(generated):
    rows = ["| `host.` | what it does | methods |\n|---|---|---|\n"]
    for field in fields(Host):
        if field.name in MEANINGS:
            rows.append(f"| `{field.name}` | {MEANINGS[field.name]} | |\n")
            continue
        what = inspect.getdoc(field.type).partition("\n")[0].rstrip(".")
        methods = [name for name, value in vars(field.type).items() if inspect.isfunction(value) and name[0] != "_"]
        shown = methods or list(getattr(field.type, "__dataclass_fields__", {}))
        rows.append(f"| `{field.name}` | {what} | {', '.join(f'`{name}`' for name in shown)} |\n")
    generated("../hostapi/README.md", "services", "".join(rows))


def test_hooks(generated):
    rows = ["| family | hooks |\n|---|---|\n"]
    for family in FAMILIES:
        names = [name for name in vars(family) if not name.startswith("_")]
        links = ", ".join(f"[{name}](../docs/hooks/{name}.md)" for name in names)
        rows.append(f"| {family.__name__.lower()} | {links} |\n")
    generated("../hostapi/README.md", "hooks", "".join(rows))
