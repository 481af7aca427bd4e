"""No link of the documentation leads nowhere, and every page can be found from docs/README.md."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("plugins_official/*/*.md"), *ROOT.glob("docs/**/*.md")]
)


@pytest.mark.parametrize("page", sorted(set(PAGES)), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    assert [target for target in _links(page) if not (page.parent / target).exists()] == []


def test_every_page_can_be_found():
    docs = ROOT / "docs"
    index = {(docs / target).resolve() for target in _links(docs / "README.md")}
    lost = [
        str(page.relative_to(docs))
        for page in docs.rglob("*.md")
        if page.name != "README.md" and page not in index and page.parent not in index
    ]
    assert not lost, "neither the page nor its folder is linked in docs/README.md"


def _links(page: Path) -> list[str]:
    """Targets inside the repository, without fragments."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    return [target for target in targets if target and not re.match(r"[a-z]+:", target)]
