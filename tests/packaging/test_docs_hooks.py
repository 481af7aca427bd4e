"""docs/hooks has a page for every hook, with its exact signature, when it is called, and an example."""

import inspect
from pathlib import Path

import pytest
from broch_hostapi.hooks import FAMILIES

PAGES = Path(__file__).parents[2] / "docs" / "hooks"
HOOKS = {name: hook for family in FAMILIES for name, hook in vars(family).items() if not name.startswith("_")}


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_has_a_page(name):
    page = (PAGES / f"{name}.md").read_text("utf-8")
    assert page.startswith(f"# {name}\n")
    assert f"\ndef {name}{signature(HOOKS[name])}\n" in page
    for argument in arguments(HOOKS[name]):
        assert f"\n- `{argument}`: " in page
    for row in ("When", "Thread", "Transaction", "Answers", "An exception"):
        assert f"\n| {row} | " in page
    example = page.split("\n## Example\n")[1]
    assert "@hookimpl" in example
    assert f"def {name}(self" in example
    compile(example.split("```python\n")[1].split("```")[0], name, "exec")


@pytest.mark.parametrize("name", HOOKS)
def test_every_docstring_tells_when_and_shows_how(name):
    text = inspect.getdoc(HOOKS[name])
    assert "When:" in text
    assert "hread" in text
    assert "Example::" in text


def test_the_overview_names_them_all():
    overview = (PAGES / "README.md").read_text("utf-8")
    assert [name for name in HOOKS if f"| [{name}]({name}.md) | " not in overview] == []


def test_no_page_is_about_a_hook_that_is_gone():
    assert {file.stem for file in PAGES.glob("*.md")} - {"README"} == set(HOOKS)


def arguments(hook) -> list[str]:
    return [name for name in inspect.signature(hook).parameters if name != "self"]


def signature(hook) -> str:
    """As it is written, without `self` and quotes."""
    whole = inspect.signature(hook)
    shown = whole.replace(parameters=[p for name, p in whole.parameters.items() if name != "self"])
    return str(shown).replace("'", "")
