"""The site of the docs, as far as can be told without what builds it: `make docs` builds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from supply.site import LANGUAGES, ROOT, LinkBroken, assemble, language_of, linked, listed, pages

MOST_BYTES = 1_500_000  # of all pictures
TWINS = [("README.md", "README.zh-CN.md")] + [
    (f"docs/{path.name}", f"docs/zh/{path.name}") for path in sorted((ROOT / "docs" / "zh").glob("*.md"))
]


def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    assemble(tmp_path)
    for page in pages().values():
        assert (tmp_path / language_of(page) / page.removeprefix("zh/")).stat().st_size


def test_links_lead_to_pages_of_the_site_and_files_become_their_names() -> None:
    mapped = {"docs/a.md": "a.md", "docs/b.md": "b.md", "docs/zh/a.md": "zh/a.md", "README.md": "index.md"}
    assert linked("docs/zh/a.md", "[b](../b.md#c) [a](a.md)", mapped) == "[b](../b.html#c) [a](a.md)"
    assert linked("README.md", "[a](docs/a.md) [x](https://a.b/)", mapped) == "[a](a.md) [x](https://a.b/)"
    assert linked("docs/a.md", "[`file`](../Makefile), [file](../Makefile)", mapped) == "`file`, `file`"
    assert linked("docs/a.md", "![P](screenshots/ask.png)", mapped) == "![P](screenshots/ask.png)"
    assert linked("docs/a.md", "```\n[b](none.md)\n```\n", mapped) == "```\n[b](none.md)\n```\n"
    with pytest.raises(LinkBroken, match=r"docs/a\.md: none\.md"):
        linked("docs/a.md", "[b](none.md)", mapped)


def test_the_menus_lead_to_every_page() -> None:
    """The tables of benchmarks/ and single decisions are reached from the pages that tell of them."""
    once = re.compile(r"benchmarks/|decisions/(?!index)")
    known = {page for page in pages().values() if not once.match(page)}
    for language in LANGUAGES:
        named = list(listed(language))
        assert len(named) == len(set(named))
        ours = {page.removeprefix("zh/") for page in known if language_of(page) == language}
        assert {page for page in named if page.endswith(".md")} == ours
    in_english = {page.removeprefix("../").replace(".html", ".md") for page in listed("zh") if page.startswith("../")}
    assert in_english | {page.removeprefix("zh/") for page in known if language_of(page) == "zh"} == set(listed("en"))


@pytest.mark.parametrize("twins", TWINS, ids=lambda twins: twins[0])
def test_twins_have_the_same_structure(twins: tuple[str, str]) -> None:
    structures = []
    for name in twins:
        text = re.sub(r"^```.*?^```", "```", (ROOT / name).read_text(encoding="utf-8"), flags=re.M | re.S)
        structures.append(re.findall(r"^(#+ |```|!\[[^]]*\]\([./\w]*?(?:\w+\.png)|\| --- )", text, flags=re.M))
        structures[-1] = [re.sub(r"!.*/", "", found) for found in structures[-1]]
    assert structures[0] == structures[1]


def test_pictures_are_few_and_all_are_shown() -> None:
    pictures = list((ROOT / "docs" / "screenshots").glob("*.png"))
    shown = "\n".join((ROOT / source).read_text(encoding="utf-8") for source in pages())
    assert not {path.name for path in pictures if f"screenshots/{path.name})" not in shown}
    assert sum(path.stat().st_size for path in pictures) < MOST_BYTES


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readmes_hold_what_a_newcomer_needs(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").count("\n") <= 180
