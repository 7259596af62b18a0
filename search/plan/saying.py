"""A plan → how the question was understood, in one sentence of the question's language, and its conditions by name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from graph.data_files import read_yaml
from graph.lexicon.lexicon import FOLDER
from graph.lexicon.ontology import Ontology
from search.plan.plan import Kind, Plan

OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
HAN = re.compile(r"[\u3400-\u9fff]")
PLACED = (Kind.LEADER, Kind.STATUS, Kind.YES_NO, Kind.NUMBER, Kind.TREND, Kind.COUNT, Kind.WHEN, Kind.DEFINITION)
FIGURES = (Kind.NUMBER, Kind.TREND, Kind.COMPARE)


@lru_cache(maxsize=1)
def _sayings() -> dict[str, Any]:
    """By language, what its file says, and what the ontology calls the types that the file does not call otherwise."""
    loaded: dict[str, Any] = read_yaml(FOLDER / "sayings.yaml")
    for number, language in enumerate(("zh", "en")):
        called = {kind.value: known.many[number].lower() for kind, known in Ontology.load().entities.items()}
        loaded[language]["types"] = called | loaded[language].get("types", {})
    return loaded


def language_of(plan: Plan) -> str:
    """zh, or en where the question was typed in English: in Latin letters that are no pinyin."""
    # imported late: it needs the tables of pinyin only where letters were typed
    from search.plan.latin import is_english

    typed = plan.question.typed
    return "en" if typed and not HAN.search(typed) and is_english(typed) else "zh"


def say_plan(plan: Plan) -> str:
    """How the question was understood, in one sentence."""
    words = _sayings()[language_of(plan)]
    folds = "".join(words["words"]["folded"].format(*fold) for fold in plan.question.folds if HAN.search(fold[0]))
    return _said(plan, words) + folds


def _said(plan: Plan, words: dict[str, Any]) -> str:
    template: str = words["kinds"][plan.kind.value]
    said = template.format(of="{of}", asked=_asked(plan, words), thing=plan.subject)
    of = _of(plan, words)
    said = OPTIONAL.sub(lambda match: match[1].replace("{of}", of) if of or "{of}" not in match[1] else "", said)
    said = re.sub(r"\s+", " ", said.replace("{of}", of)).strip()
    scope = _scope(plan, words)
    said += words["words"]["scope"].format(words["words"]["join"].join(scope)) if scope else ""
    if plan.before is not None:
        said = words["words"]["first"].format(_said(plan.before, words), said)
    return said + "".join(words["words"]["also"].format(_said(one, words)) for one in plan.also)


def _of(plan: Plan, words: dict[str, Any]) -> str:
    """What is asked about, with its conditions and stages."""
    if plan.kind is Kind.DEFINITION and plan.subject == plan.group:
        return ""
    places = [place.short for place in plan.question.places if place.short not in plan.subject]
    parts = [words["words"]["join"].join(places) if plan.kind in PLACED else "", plan.subject]
    parts += [f"“{condition.text}”" for condition in plan.conditions if plan.kind is not Kind.YES_NO]
    return " ".join(part for part in parts if part)


def _asked(plan: Plan, words: dict[str, Any]) -> str:
    """What is asked for: the measure with its growth, target or result; the class; else what its type is called."""
    if plan.kind in FIGURES and plan.asked:
        of_thing = plan.indicator is not None and plan.indicator != plan.asked and plan.indicator.endswith(plan.asked)
        named = plan.asked if of_thing or plan.indicator is None else plan.indicator
        moves = words["growth"] if plan.growth and words["growth"] not in named and "增长" not in named else ""
        kind = words["figure"][plan.figure.value] if plan.figure and not plan.figures else ""
        most = words["most"][plan.most] if plan.most else ""
        parts = [named, moves, kind]
        joined = "".join(parts) if HAN.search(words["growth"]) else " ".join(part for part in parts if part)
        return joined + (f"({most})" if most else "")
    if plan.asked:
        has = plan.kind is Kind.YES_NO and re.search(r"有没有|有无|是否有", plan.question.text)
        return ("有" if has and not plan.asked.startswith("有") else "") + plan.asked
    if plan.members is not None and plan.kind is not Kind.YES_NO:
        return str(words["types"][plan.members.value])
    return str(words["nothing"].get(plan.kind.value, ""))


def _scope(plan: Plan, words: dict[str, Any]) -> list[str]:
    named = ("years", "period", "papers", "documents", "stages")
    return [said for name, said in filters_of(plan).items() if name in named]


def filters_of(plan: Plan) -> dict[str, str]:
    """The conditions by name, in words of the question's language."""
    language = language_of(plan)
    words = _sayings()[language]
    said, join = words["words"], words["words"]["join"]
    scope = plan.scope
    found = {
        "years": join.join(said["years"].format(year) for year in scope.years),
        "period": join.join(said["period"].format(*period) for period in scope.periods),
        "papers": join.join(dict.fromkeys(words["papers"].get(kind, kind) for kind in scope.kinds if kind != "annex")),
        "documents": said["named"] if scope.titles else "",
        "place": join.join(place.name for place in plan.question.places),
        "stages": join.join(plan.stages),
        "figure": words["figure"][plan.figure.value] if plan.figure else "",
        "group": plan.group,
        "conditions": join.join(condition.text for condition in plan.conditions),
    }
    found["years"] = found["years"] or ("" if scope.periods else said["every_year"])
    return {name: value for name, value in found.items() if value}
