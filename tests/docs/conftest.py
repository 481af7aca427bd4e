"""`--write-docs`: write the generated parts of the documentation instead of comparing them."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-docs", action="store_true", help="write the generated parts of docs/")


@pytest.fixture
def generated(request):
    """A function that compares a part of a page, between its two marks, with what the code says now."""

    def compare(page: str, part: str, text: str) -> None:
        path = ROOT / "docs" / page
        begin, end = f"<!-- generated: {part} -->\n", f"<!-- end: {part} -->"
        before, rest = path.read_text(encoding="utf-8").split(begin)
        old, after = rest.split(end)
        if request.config.getoption("--write-docs", default=False):
            path.write_text(before + begin + text + end + after, encoding="utf-8")
        else:
            assert old == text, f"docs/{page} is out of date: run `pytest tests/docs --write-docs`"

    return compare
