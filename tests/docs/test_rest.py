"""docs/rest.md has every route of the core and of the official plugins, as a running server describes them."""

import re
from collections import defaultdict

import pytest

LEVELS = ["patients", "studies", "series", "instances"]
PLUGINS = ["DICOMweb"]
"""Tags of the official plugins, as they come after the core's."""


@pytest.fixture
def routes(http_client) -> dict[str, list[str]]:
    """Tag to rows of its table."""
    levels = defaultdict(list)
    for path, methods in http_client.get_json("/openapi.json")["paths"].items():
        level, route = _route(path)
        for method, told in methods.items():
            parameters = ", ".join(f"`{p['name']}`" for p in told["parameters"] if p["in"] == "query")
            key = (told["tags"][0], route, method.upper(), parameters, _sentence(told))
            levels[key].append(level)
    rows = defaultdict(list)
    for (tag, route, method, parameters, sentence), found in levels.items():
        of = "" if len(found) in (1, len(LEVELS)) else f" ({', '.join(name for name in LEVELS if name in found)})"
        route = route.replace("{level}", found[0]) if len(found) == 1 and found[0] else route
        rows[tag].append(f"| {method} | `{route}`{of} | {parameters} | {sentence} |\n")
    return rows


def test_routes(generated, routes):
    core = sorted(set(routes) - set(PLUGINS))
    text = "".join(
        f"### {tag}\n\n| method | route | parameters | what |\n|---|---|---|---|\n{''.join(routes[tag])}\n"
        for tag in [*core, *PLUGINS]
    )
    generated("rest.md", "routes", text)


def _route(path: str) -> tuple[str, str]:
    """The level at which a path begins, if any, and the path with `{level}` in its place."""
    first, _, rest = path[1:].partition("/")
    if first not in LEVELS:
        return "", path
    return first, "/{level}" + (f"/{rest}" if rest else "")


def _sentence(told: dict) -> str:
    description = re.split(r"(?<=[.!])\s", told.get("description", "").strip())[0].replace("``", "`")
    text = f"{told['summary'].rstrip('.')}. {' '.join(description.split())}".strip()
    return text.replace("|", "\\|")
