"""Every rule of extraction finds its example and leaves its counter-example, and its name stands in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields

import pytest

from graph.records import Attribute, Extraction, Mention, Relation, Source, Target
from ingest.echoes import with_echoes
from ingest.extract import found_in
from ingest.rules import REGISTRY, Example, Kind, Rule, rule
from ingest.tagger.weighing import TAGGED
from tests.ingest.plan import row_of, structure_of
from tests.rules_page import PAGE, ROOT, written_anew

# what the tagger finds without a rule is tested in tests/ingest/tagger
RULES = [pytest.param(made, id=name) for name, made in REGISTRY.items() if made is not TAGGED]
# what a person put right was found by no rule
PATHS = sorted(path for path in (ROOT / "ingest").rglob("*.py") if path.parent.name != "correcting")
MODULES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PATHS}


def extraction_of(example: Example) -> Extraction:
    """All that the program finds in the text."""
    of = row_of(example.text, example.header, region_code=example.region) if example.header else None
    structure = of or structure_of(example.text, region_code=example.region)
    [extraction] = with_echoes([found_in(Source("plan.txt", example.text, "", "txt"), (structure,))])
    return extraction


def found_by(rule: Rule, example: Example) -> dict[str, Kind]:
    """What the rule found, in an example's words."""
    extraction, found = extraction_of(example), dict[str, Kind]()
    found |= {m.name: m.type for m in extraction.mentions if m.rule == rule.name}
    found |= {f"{r.head.name} → {r.tail.name}": r.rel for r in extraction.relations if r.rule == rule.name}
    found |= {f"{t.indicator} {t.value}{t.unit or ''}": Target for t in extraction.targets if t.rule == rule.name}
    found |= {f"{a.project.name} {a.value}{a.unit or ''}": a.kind for a in extraction.attributes if a.rule == rule.name}
    return found


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_finds_its_example(rule: Rule) -> None:
    found = found_by(rule, rule.example)
    assert set(rule.example.expected.split("|")) <= set(found)
    assert set(found.values()) <= set(rule.finds)


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_leaves_its_counter_example(rule: Rule) -> None:
    found = set(found_by(rule, rule.counter))
    assert not (found & set(rule.counter.expected.split("|")) if rule.counter.expected else found)


def test_no_two_rules_have_one_name() -> None:
    taken = next(iter(REGISTRY.values()))
    with pytest.raises(ValueError, match=taken.name):
        rule(taken.name, says="", example=taken.example, counter=taken.counter)


def calls(name: str) -> Iterator[ast.Call]:
    for tree in MODULES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == name:
                yield node


def test_all_rules_of_the_source_are_registered() -> None:
    written = [call.args[0].value for call in calls("rule") if isinstance(call.args[0], ast.Constant)]
    assert sorted(map(str, written)) == sorted(REGISTRY)


def test_a_rules_name_stands_nowhere_else() -> None:
    words = [node for tree in MODULES.values() for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert sorted(word.value for word in words if word.value in REGISTRY) == sorted(REGISTRY)


@pytest.mark.parametrize("record", [Mention, Relation, Target, Attribute])
def test_what_is_stored_is_a_rules_name(record: type) -> None:
    """A record's rule is `SOME_RULE.name`; mypy sees to it that a finding's is a `Rule`."""
    place = [field.name for field in fields(record)].index("rule")
    made = list(calls(record.__name__))
    assert made
    for call in made:
        given = [keyword.value for keyword in call.keywords if keyword.arg == "rule"] or call.args[place : place + 1]
        assert [getattr(value, "attr", None) for value in given] == ["name"], ast.unparse(call)


def test_a_copys_rule_is_a_rules_name() -> None:
    changed = [keyword.value for call in calls("replace") for keyword in call.keywords if keyword.arg == "rule"]
    assert [getattr(value, "attr", None) for value in changed] == ["name"]


def test_every_rule_is_used() -> None:
    made = {
        target.id
        for tree in MODULES.values()
        for node in tree.body
        if isinstance(node, ast.Assign) and any(getattr(n, "id", "") == "rule" for n in ast.walk(node.value))
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    read = {
        node.id
        for tree in MODULES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    assert made
    assert made <= read


def test_the_page_shows_the_rules_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written_anew(page), "write it anew: .venv/bin/python tests/rules_page.py"
