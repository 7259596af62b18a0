"""The table of docs/rules.md, made of the registry of rules.

    .venv/bin/python tests/rules_page.py

writes it anew; tests/ingest/test_rules.py says when it is out of date. A page goes in, it comes out with what stands
between its two markers replaced.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

import ingest.echoes
import ingest.extract  # noqa: F401 - it registers the rules
from graph.records import AttributeKind, EntityType, RelationType, Target
from ingest.rules import REGISTRY, Example, Kind, Rule

PAGE = ROOT / "docs" / "rules.md"
BEGIN, END = "<!-- rules: begin, written by tests/rules_page.py -->\n", "<!-- rules: end -->\n"
KINDS: tuple[Kind, ...] = (*EntityType, *RelationType, Target, *AttributeKind)


def written_anew(page: str) -> str:
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return "".join((before, BEGIN, *table(), END, after))


def table() -> Iterator[str]:
    yield row("rule", "finds", "which are", "example", "leaves")
    yield row(*["---"] * 5)
    for rule in sorted(REGISTRY.values(), key=lambda rule: (KINDS.index(rule.finds[0]), rule.name)):
        yield row(f"`{rule.name}`", kinds(rule), rule.says, shown(rule.example), shown(rule.counter))


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def kinds(rule: Rule) -> str:
    return ", ".join(kind.value if isinstance(kind, StrEnum) else kind.__name__ for kind in rule.finds)


def shown(example: Example) -> str:
    """“支持怀化高新区发展,” with what is found in it, if anything is said of that, before it."""
    cells, headers = example.text.split("|"), example.header.split("|")
    text = ", ".join(
        f"“{cell}” under {over}" if over else f"“{cell}”" for cell, over in zip(cells, headers, strict=True)
    )
    text = text.replace("\n\n", "\n").replace("\n", "⏎")
    return f"{'; '.join(example.expected.split('|'))} in {text}" if example.expected else text


if __name__ == "__main__":
    PAGE.write_text(written_anew(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
