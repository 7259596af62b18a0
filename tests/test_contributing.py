"""What is written for contributors is so: headings that links name, paths, hooks that are the Makefile's."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from graph.records import EntityType, RelationType
from supply.site import ROOT, pages

PAGES = sorted(ROOT / name for name in pages())
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# a path of this repository; what a contributor is to write in its place stands in capitals
PATH = re.compile(r"`((?:benchmarks|corpus|deploy|docs|graph|ingest|search|supply|tests|ui)/[\w./-]+)`")


def text_of(page: Path) -> str:
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def heading_marks(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_headings_that_links_name_are_there(page: Path) -> None:
    """That their files are there says tests/test_site.py."""
    for link in LINK.findall(text_of(page)):
        path, _, mark = unquote(link).partition("#")
        to = page.parent / path if path else page
        assert not mark or re.match(r"\w+:", link) or mark in heading_marks(to), link


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_paths_exist(name: str) -> None:
    named = PATH.findall((ROOT / name).read_text(encoding="utf-8"))
    assert named
    assert not [path for path in named if not re.search(r"[A-Z]{3}", path) and not (ROOT / path).exists()]


def test_the_page_on_neo4j_names_every_type_and_relation() -> None:
    page = (ROOT / "docs" / "neo4j-queries.md").read_text(encoding="utf-8")
    assert not [name for name in (*EntityType, *RelationType) if f"`{name}`" not in page]


def test_hooks_are_what_make_check_runs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipes = re.findall(r"^(?:lint|types):.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    commands = [line.strip().replace("$(BIN)", ".venv/bin") for recipe in recipes for line in recipe.splitlines()]
    assert len(commands) == 3
    assert [hook["entry"] for group in hooks["repos"] for hook in group["hooks"]] == commands
    assert {group["repo"] for group in hooks["repos"]} == {"local"}
